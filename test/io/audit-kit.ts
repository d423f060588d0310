import { createHash } from 'node:crypto';
import type { AuditCounts, AuditItem, AuditLedger, KeptRow } from '../../src/app/ports.ts';
import type { AuditRun } from '../../src/core/verdict/audit.ts';
import { createAuditLedger } from '../../src/io/audit-ledger.ts';

export const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A run, with deviations. */
export function runOf(more: Partial<AuditRun> = {}): AuditRun {
  return {
    id: 'ab12',
    version: '1.0.0',
    started: Date.UTC(2025, 3, 1),
    roots: ['archive'],
    from: null,
    to: null,
    zone: 'Asia/Tokyo',
    policy: 'default',
    skipped: [],
    renewWithin: null,
    failOn: ['invalid', 'indeterminate'],
    options: {},
    ...more,
  };
}

/** Data of this name (a string of octets) with its token beside it. */
export function itemOf(seq: number, name = `archive/${seq}.pdf`, more: Partial<AuditItem> = {}): AuditItem {
  return { seq, data: octets(name), token: octets(`${name}.tsr`), digest: null, known: null, ...more };
}

/** A line as it is kept, VALID with deviations. */
export function rowOf(seq: number, counts: Partial<AuditCounts> = {}, more: Partial<KeptRow> = {}): KeptRow {
  return {
    seq,
    counts: {
      ...{ kind: 'token', verdict: 'VALID', code: null, expiry: null, genTime: Date.UTC(2025, 0, 1) },
      ...{ expires: Date.UTC(2034, 0, 1), authority: '東京タイムスタンプ', bytes: 10 },
      ...counts,
    },
    line: JSON.stringify({ seq, ...counts }),
    stat: `10:1:1:${seq}:1`,
    size: 10,
    digest: `sha256:${sha256(`data ${seq}`)}`,
    tokenSha256: sha256(`token ${seq}`),
    evidence: 'set',
    ...more,
  };
}

export const range = (count: number, from = 1) => Array.from({ length: count }, (_, i) => i + from);

/** A record of so many lines, of which the first ones are judged. */
export function judging(path: string, total: number, done = 0): AuditLedger {
  const ledger = createAuditLedger(path, runOf(), 'asked');
  ledger.add(
    range(total).map((seq) => itemOf(seq)),
    [],
  );
  ledger.listed();
  ledger.keep(
    range(done).map((seq) => rowOf(seq)),
    [['set', '[]']],
  );
  return ledger;
}
