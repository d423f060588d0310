import { hash } from 'node:crypto';
import { noOpenssl, Workshop } from '../openssl/openssl.ts';
import type { ConformanceCase, Handed } from './case.ts';

/** What `openssl ts -verify` says to each case, by its name: `accepted`, or why not. */
export interface OpensslColumn {
  /** Major and minor version: between minor versions it came to accept more. */
  readonly version: string;
  readonly verdicts: Readonly<Record<string, string>>;
}

export const accepted = 'accepted';

/** `3.0`; null where the program isn't there. */
export function opensslVersion(): string | null {
  if (noOpenssl) return null;
  const shop = new Workshop();
  try {
    return /^OpenSSL (\d+\.\d+)/.exec(shop.run('version').stdout)?.[1] ?? null;
  } finally {
    shop.remove();
  }
}

/** Runs `openssl ts -verify` over every case that has a token. */
export function runOpenssl(cases: readonly ConformanceCase[]): OpensslColumn['verdicts'] {
  const shop = new Workshop();
  const known = new Map<string, string>();
  const verdicts: Record<string, string> = {};
  try {
    for (const { name, handed } of cases) {
      if (handed === null) continue;
      // Cases about revocation share their token.
      const id = idOf(handed);
      const verdict = known.get(id) ?? verify(shop, handed);
      known.set(id, verdict);
      verdicts[name] = verdict;
    }
  } finally {
    shop.remove();
  }
  return verdicts;
}

/** Against the data, and where there is a request against that as well: openssl wants one or the other. */
function verify(shop: Workshop, { data, token, request, roots, untrusted, at }: Handed): string {
  shop.write('data', data);
  shop.write('token', token);
  shop.write('roots.pem', roots);
  if (untrusted !== '') shop.write('untrusted.pem', untrusted);
  if (request !== null) shop.write('request', request);
  const given = [
    ...['-in', 'token', ...(isBare(token) ? ['-token_in'] : [])],
    ...['-CAfile', 'roots.pem', ...(untrusted === '' ? [] : ['-untrusted', 'untrusted.pem'])],
    ...['-attime', String(Math.floor(at / 1000))],
  ];
  for (const against of [['-data', 'data'], ...(request === null ? [] : [['-queryfile', 'request']])]) {
    const { ok, stderr } = shop.try('ts', '-verify', ...against, ...given);
    if (!ok) return reasonOf(stderr);
  }
  return accepted;
}

/** A ContentInfo begins with an OBJECT IDENTIFIER, a TimeStampResp with a SEQUENCE. */
function isBare(token: Uint8Array): boolean {
  const first = token[1]! & 0x80 ? 2 + (token[1]! & 0x7f) : 2;
  return token[0] !== 0x30 || token[first] === 0x06;
}

/** The first error that openssl tells is the innermost; `thread:error:number:library:function:reason:file:line:data`. */
function reasonOf(stderr: string): string {
  const [line = ''] = stderr.split('\n').filter((one) => /:error:[0-9A-F]{8}:/.test(one));
  const fields = line.split(':');
  const data = /Verify error:(.+)$/.exec(line)?.[1];
  return [fields[fields.indexOf('error') + 4] ?? 'refused', ...(data === undefined ? [] : [data])].join(': ').trim();
}

function idOf({ data, token, request, roots, untrusted, at }: Handed): string {
  const parts = [data, token, request ?? '', roots, untrusted, String(at)];
  return parts.map((part) => hash('sha256', part, 'hex')).join();
}
