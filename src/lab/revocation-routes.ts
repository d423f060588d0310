import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CaName } from './delegates.ts';
import { readBody } from './request-body.ts';
import type { RevocationFault } from './revocation-faults/fault.ts';
import { type RevocationFaultName, revocationFaultOf } from './revocation-faults.ts';
import { type RevocationHttpFault, revocationHttpFault, revocationHttpFaults } from './revocation-http-faults.ts';
import { type Revocation, readRevocation } from './revocation-register.ts';
import type { Published, RevocationSite } from './revocation-site.ts';

/** Everything that a CRL or OCSP address can answer with in place of the truth. */
export type RevocationLie = RevocationFaultName | RevocationHttpFault;

/** Octets of an OCSPRequest that the lab reads: some three hundred certificates. */
const requestLimit = 64 << 10;

const types = {
  crl: 'application/pkix-crl',
  certificate: 'application/pkix-cert',
  ocsp: 'application/ocsp-response',
} as const;

/**
 * Serves CRLs (`/root.crl`, `/intermediate.crl`, with `-delta` or `-1` and `-2` for parts, `/indirect.crl`), the certificates
 * of those who sign them, OCSP (`/ocsp`; RFC 6960 appendix A), and from loopback alone `POST /revoke` and `POST /publish`.
 * False where the address is none of these.
 *
 * @param always a lie that is told unless the request asks for one with `?fault=`.
 */
export async function handleRevocation(
  site: RevocationSite,
  always: RevocationLie | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://lab');
  const { pathname } = url;
  const get = request.method === 'GET' || request.method === 'HEAD';
  if (request.method === 'POST' && (pathname === '/revoke' || pathname === '/publish')) {
    request.resume();
    administer(site, pathname, url.searchParams, request, response);
    return true;
  }
  const certificate = get ? certificateAt(site, pathname) : null;
  if (certificate) {
    text(response, 200, (await certificate).der, types.certificate);
    return true;
  }
  const list = get ? listAt(site, pathname) : null;
  const ocsp = pathname === '/ocsp' || pathname.startsWith('/ocsp/');
  if (!list && !ocsp) return false;
  const name = url.searchParams.get('fault') ?? always;
  const transport = revocationHttpFaults.find((one) => one === name);
  const fault = name === null || transport ? undefined : revocationFaultOf(name);
  if (name !== null && !transport && !fault) {
    request.resume();
    text(response, 400, `the lab has no fault of revocation named ${name}\n`);
  } else if (list) {
    deliver(await list(fault), types.crl, pathname, transport, request, response);
  } else if (!get && request.method !== 'POST') {
    request.resume();
    text(response, 405, 'OCSP requests are posted, or got with the request in Base64 in the path\n');
  } else {
    const body = get ? fromPath(pathname) : ((await readBody(request, requestLimit)) ?? new Uint8Array());
    // A request too long for the lab is answered as what it is not: malformed.
    deliver(await site.ocsp(body, fault), types.ocsp, pathname, transport, request, response);
  }
  return true;
}

/** What signs for the CAs beside their own keys, and who only pretends to. */
function certificateAt({ delegates }: RevocationSite, pathname: string) {
  switch (pathname) {
    case '/crl-issuer.der':
      return delegates.crlIssuer();
    case '/crl-signer-root.der':
      return delegates.crlSignerWithoutRight('root');
    case '/crl-signer-intermediate.der':
      return delegates.crlSignerWithoutRight('intermediate');
    case '/namesake-root.der':
      return delegates.namesake('root');
    case '/namesake-intermediate.der':
      return delegates.namesake('intermediate');
    default:
      return null;
  }
}

function listAt(site: RevocationSite, pathname: string): ((fault?: RevocationFault) => Promise<Published>) | null {
  if (pathname === '/indirect.crl') return (fault) => site.indirectCrl(fault);
  const [, ca, part] = /^\/(root|intermediate)(-delta|-1|-2)?\.crl$/.exec(pathname) ?? [];
  if (ca === undefined) return null;
  if (part === '-delta') return (fault) => site.deltaCrl(ca as CaName, fault);
  return (fault) => site.crl(ca as CaName, fault, part === undefined ? undefined : Number(part.slice(1)) - 1);
}

/** Sends what is published, damaged on the way where asked to be; `home` is where a redirect leads. */
export function deliver(
  { body, thisUpdate, nextUpdate }: Published,
  type: string,
  home: string,
  transport: RevocationHttpFault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (transport) return revocationHttpFault(transport, body, request, response, { type, home });
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  // RFC 5019 §6.2; a nonce makes an answer to POST nobody else's.
  if (request.method !== 'POST') {
    response.setHeader('etag', etag);
    response.setHeader('last-modified', new Date(thisUpdate).toUTCString());
    if (nextUpdate !== null) response.setHeader('expires', new Date(nextUpdate).toUTCString());
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
  }
  text(response, 200, body, type);
}

/** `POST /revoke?certificate=tsu&reason=keyCompromise&date=…&invalidity=…`, and `POST /publish`. */
function administer(
  site: RevocationSite,
  pathname: string,
  words: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!isOwn(request)) return text(response, 403, foreign);
  try {
    if (pathname === '/publish') site.publish();
    else site.revoke(revocationOf(words));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return text(response, 400, `${error.message}\n`);
  }
  text(response, 200, pathname === '/publish' ? 'published\n' : 'revoked\n');
}

function revocationOf(words: URLSearchParams): Revocation {
  const revocation = readRevocation(`${words.get('certificate')}:${words.get('reason') ?? 'none'}`, readDate);
  const [date, invalidity] = [words.get('date'), words.get('invalidity')];
  return {
    ...revocation,
    ...(date !== null && { date: readDate(date) }),
    ...(invalidity !== null && { invalidity: readDate(invalidity) }),
  };
}

export const foreign = 'the lab is administered from its own computer alone\n';

/** A page in a browser says where it comes from; programs on this computer do not. */
export function isOwn({ socket, headers }: IncomingMessage): boolean {
  return isLoopback(socket.remoteAddress) && headers.origin === undefined;
}

/** RFC 3339 or a date, in milliseconds since 1970; throws RangeError. */
export function readDate(word: string): number {
  const ms = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/.test(word) ? Date.parse(word) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not a time by RFC 3339: ${word}`);
  return ms;
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

/** The request in the path of GET: Base64, and that escaped for URLs (RFC 6960 appendix A.1). */
function fromPath(pathname: string): Uint8Array {
  const escaped = pathname.slice('/ocsp/'.length);
  return Buffer.from(
    escaped.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`))),
    'base64',
  );
}

export function text(response: ServerResponse, status: number, body: string | Uint8Array, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
