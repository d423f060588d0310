import { createHash, X509Certificate } from 'node:crypto';
import { readToken } from '../../src/core/tsp/token.ts';
import { verify } from '../../src/core/verify.ts';
import { Workshop } from '../openssl/openssl.ts';
import { caseFile, fixtureText, readVectors, type Vector } from '../vectors/index.ts';
import type { Subject } from './subject.ts';
import { givenOf } from './token-target.ts';

/** An input that the two judge differently. */
interface Difference {
  readonly subject: string;
  readonly sha256: string;
  readonly openssl: 'accepted' | 'refused';
  readonly tst: string;
  /** tst's code, or openssl's reason where tst says VALID. */
  readonly why: string;
  /** Base64. */
  readonly input: string;
}

/** Asks `openssl ts -verify` the same as tst was asked, and keeps where they differ. */
export class OpensslTriage {
  readonly #shop = new Workshop();
  readonly #vectors = new Map<string, Vector>(readVectors().map((one) => [one.name, one]));
  readonly #differences: Difference[] = [];
  readonly #seeds = new Map<string, string | null>();
  #asked = 0;

  compare(subject: Subject, input: Uint8Array, outcome: string): void {
    const vector = this.#vectors.get(subject.name)!;
    const reason = this.#reasonOf(vector, input);
    this.#asked++;
    if ((reason === null) === (outcome === 'VALID')) return;
    const isSeeds = reason !== null && this.#seedsReason(vector) === reason;
    const sha256 = createHash('sha256').update(input).digest('hex');
    const openssl = reason === null ? 'accepted' : 'refused';
    const differing = { subject: subject.name, sha256, openssl, tst: outcome } as const;
    this.#differences.push({
      ...differing,
      why: isSeeds ? `${reason}, as to the undamaged seed` : (reason ?? ''),
      input: Buffer.from(input).toString('base64'),
    });
  }

  /** What openssl says to the seed itself; each is VALID to tst. */
  #seedsReason(vector: Vector): string | null {
    const known = this.#seeds.get(vector.name);
    if (known !== undefined) return known;
    const reason = this.#reasonOf(vector, caseFile(vector.files.token));
    this.#seeds.set(vector.name, reason);
    return reason;
  }

  /** Null where it says OK. It reads only DER and BER, a response and a bare token by an option. */
  #reasonOf({ files, options }: Vector, token: Uint8Array): string | null {
    const shop = this.#shop;
    shop.write('data', caseFile(files.data));
    shop.write('token', token);
    shop.write('roots.pem', files.roots.map((name) => fixtureText(`cases/${name}`)).join(''));
    const untrusted = files.untrusted.map((name) => new X509Certificate(caseFile(name)).toString()).join('');
    if (untrusted !== '') shop.write('untrusted.pem', untrusted);
    const at = options.at === 'gentime' ? options.now : options.at;
    const given = [
      ...['-data', 'data', '-in', 'token', '-CAfile', 'roots.pem', '-attime', String(Date.parse(at) / 1_000)],
      ...(untrusted === '' ? [] : ['-untrusted', 'untrusted.pem']),
    ];
    const first = shop.try('ts', '-verify', ...given);
    if (first.ok || shop.try('ts', '-verify', ...given, '-token_in').ok) return null;
    const [line = ''] = first.stderr.split('\n').filter((one) => /:error:[0-9A-F]{8}:/.test(one));
    const fields = line.split(':');
    return fields[fields.indexOf('error') + 4]?.trim() ?? 'refused';
  }

  /** Fills in the codes of tst, which the campaign doesn't tell. */
  async explain(): Promise<void> {
    for (const [i, one] of this.#differences.entries()) {
      if (one.openssl !== 'accepted') continue;
      this.#differences[i] = { ...one, why: await codeOf(this.#vectors.get(one.subject)!, one.input) };
    }
  }

  /** One JSON text a line, one line a difference. */
  lines(): string {
    return this.#differences.map((one) => `${JSON.stringify(one)}\n`).join('');
  }

  /** How often each kind of difference came. */
  table(): string {
    const counts = new Map<string, number>();
    for (const { openssl, tst, why } of this.#differences) {
      // Offsets would make every input a row of its own.
      const row = `| ${openssl} | ${tst} | ${why.replace(/ at byte \d+|,"offset":\d+/g, '').replaceAll('|', '/')} |`;
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    const rows = [...counts].sort(([, a], [, b]) => b - a).map(([row, count]) => `${row} ${count} |`);
    const told = `${this.#asked} inputs asked, ${this.#differences.length} judged differently`;
    return [told, '', '| openssl | tst | why | inputs |', '| --- | --- | --- | --- |', ...rows].join('\n');
  }

  remove(): void {
    this.#shop.remove();
  }
}

async function codeOf(vector: Vector, input: string): Promise<string> {
  try {
    const token = await readToken(Buffer.from(input, 'base64'));
    const judgement = verify({ ...givenOf(vector, false), token });
    return String(judgement.code);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
