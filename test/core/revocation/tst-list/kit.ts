import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { TstListEntry } from '../../../../src/core/revocation/tst-list/entry.ts';
import { judgeTstList } from '../../../../src/core/revocation/tst-list/judge.ts';
import type { TstList } from '../../../../src/core/revocation/tst-list/list.ts';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';
import { TstQuestion } from '../../../../src/core/revocation/tst-list/question.ts';
import { readTstList, type TstListFormat } from '../../../../src/core/revocation/tst-list/read-list.ts';
import type { TstSnapshot } from '../../../../src/core/revocation/tst-list/snapshot.ts';
import { prepareTstSource, type TstSourceInput } from '../../../../src/core/revocation/tst-list/source.ts';
import type { TstInfo } from '../../../../src/core/tsp/tst-info.ts';
import { Findings } from '../../../../src/core/verdict/findings.ts';
import { rulesOf } from '../../../../src/core/verdict/rules.ts';
import type { PolicyName } from '../../../../src/core/verdict/status.ts';
import type { Certificate } from '../../../../src/core/x509/certificate.ts';
import { issue } from '../../x509/make-certificate.ts';

// One token of one TSU, and lists of fixed dates that may list it.

export const tsu = issue({ subject: 'TSU 1', issuer: 'Provider CA', serial: 20 });
export const otherTsu = issue({ subject: 'TSU 2', issuer: 'Provider CA', serial: 21 });
export const noon = Date.parse('2030-06-01T12:00:00Z');
export const hour = 3_600_000;
export const day = 24 * hour;
export const policy = '1.3.6.1.4.1.99999.1.1';
export const imprint = createHash('sha256').update('data').digest();

export interface TokenWish {
  /** Its value, or its content octets as they come. */
  readonly serial?: bigint | Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly genTime?: number | null;
  readonly accuracyMicros?: number;
  readonly policy?: string;
  readonly signer?: Certificate | null;
}

/** INTEGER content octets. */
export function integer(value: bigint): Uint8Array {
  const length = (value < 0n ? ~value : value).toString(2).length / 8 + 1;
  const octets = Math.floor(length);
  return Buffer.from(
    BigInt.asUintN(octets * 8, value)
      .toString(16)
      .padStart(octets * 2, '0'),
    'hex',
  );
}

/** The token: serial 0x1a2b, at noon of 1 June 2030 ± 1 s, unless wished otherwise. */
export function question(wish: TokenWish = {}): TstQuestion {
  const { serial = 0x1a2bn, genTime = noon, accuracyMicros = 1_000_000, signer = tsu } = wish;
  const micros = BigInt(genTime ?? 0) * 1000n;
  const tst: Partial<TstInfo> = {
    serialNumber: typeof serial === 'bigint' ? integer(serial) : serial,
    genTime:
      genTime === null ? null : { exact: '', ms: genTime, micros, beyond: false, fraction: '', leapSecond: false },
    accuracy: { micros: accuracyMicros },
    policy: wish.policy ?? policy,
    messageImprint: { algorithm: { oid: '', parameters: 'absent' }, hash: 'sha256', hashedMessage: imprint },
    tsa: null,
  };
  return new TstQuestion(tst as TstInfo, signer);
}

export interface ListWish {
  readonly entries?: readonly object[];
  readonly thisUpdate?: number;
  readonly nextUpdate?: number;
  readonly number?: number;
  readonly radix?: 10 | 16;
  readonly appliesTo?: object;
}

const iso = (ms: number) => new Date(ms).toISOString().replace('.000', '');

/** A list in the JSON format. */
export function json({ entries = [], thisUpdate = noon + hour, nextUpdate, ...rest }: ListWish = {}): Uint8Array {
  const head = { format: 'tst-revocation-list', version: 1, thisUpdate: iso(thisUpdate) };
  const until = nextUpdate === undefined ? {} : { nextUpdate: iso(nextUpdate) };
  return Buffer.from(JSON.stringify({ ...head, ...until, ...rest, entries }));
}

export const read = (text: string | Uint8Array, format: TstListFormat = { kind: 'json' }): TstList =>
  readTstList(typeof text === 'string' ? Buffer.from(text) : text, format);

/** `problem line:column field` of the error that reading ends in. */
export function wrong(text: string | Uint8Array, format: TstListFormat = { kind: 'json' }): string {
  try {
    read(text, format);
  } catch (error) {
    assert.ok(error instanceof TstListError, String(error));
    const { problem, line, column, field } = error;
    return `${problem} ${line}:${column}${field === null ? '' : ` ${field}`}`;
  }
  assert.fail('the list was read');
}

export function snapshot(list: TstList | ListWish = {}, change: Partial<TstSnapshot> = {}): TstSnapshot {
  const whole = 'sha256' in list ? (list as TstList) : read(json(list as ListWish));
  const origin = 'https://provider.test/list';
  return {
    origin,
    fetchedAt: noon + hour,
    sha256: whole.sha256,
    unauthentic: null,
    content: { list: whole },
    ...change,
  };
}

export const scope = { tsuCertificates: [], tsaNames: [], policies: [policy] };

export const source = (change: Partial<TstSourceInput> = {}): TstSourceInput => ({
  name: 'provider',
  kind: 'list',
  scope,
  ...change,
});

export interface JudgeWish extends TokenWish {
  readonly at?: number;
  readonly now?: number;
  readonly asKnownOn?: number;
  readonly policyName?: PolicyName;
  readonly owner?: string | null;
  readonly newerThan?: number;
}

/** Judges the token by sources, two hours after it was made unless wished otherwise. */
export function judge(sources: readonly TstSourceInput[], wish: JudgeWish = {}) {
  const { at = noon + 2 * hour, now = at, asKnownOn = null, policyName = 'default' } = wish;
  const findings = new Findings(policyName);
  const prepared = sources.map((one) => prepareTstSource(one, asKnownOn));
  const { owner, newerThan } = wish;
  const more = { ...(owner === undefined ? {} : { owner }), ...(newerThan === undefined ? {} : { newerThan }) };
  const judgement = judgeTstList({ sources: prepared, question: question(wish), at, now, ...more }, findings);
  const rules = findings.results().filter(({ id }) => rulesOf('tst-revocation').includes(id));
  const [of, fresh, listed] = rules.map(({ status, code }) => `${status}${code === null ? '' : ` ${code}`}`);
  const warnings = rules.flatMap((rule) => rule.warnings.map(({ code }) => code));
  return { judgement, rules, short: `${of} | ${fresh} | ${listed}`, warnings };
}

/** Serial numbers, ranges as `from..to`, that a list has. */
export function serials(list: Iterable<TstListEntry>): string[] {
  return Array.from(list, ({ serial }) =>
    serial === null ? '-' : serial.from === serial.to ? `${serial.from}` : `${serial.from}..${serial.to}`,
  );
}
