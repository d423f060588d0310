import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from '../../../src/app/audit/summary.ts';
import { Calendar } from '../../../src/app/calendar.ts';
import type { AuditCounts } from '../../../src/app/ports.ts';

const nobody = { named: [], count: 0 };

/** A line, VALID with deviations. */
function line(more: Partial<AuditCounts> = {}): AuditCounts {
  return {
    ...{ kind: 'token', verdict: 'VALID', code: null, expiry: null, genTime: Date.UTC(2025, 0, 15) },
    ...{ expires: Date.UTC(2034, 5, 1), authority: 'A', bytes: 10 },
    ...more,
  };
}
const invalid = { verdict: 'INVALID', code: 'imprint-mismatch' } as const;
const unknown = { verdict: 'INDETERMINATE', code: 'input-missing' } as const;
const orphan = { verdict: null, genTime: null, expires: null, authority: null, bytes: 0 } as const;

function summary(lines: readonly AuditCounts[], zone = 'Asia/Tokyo', passedOver = nobody) {
  const tally = new Tally(new Calendar(zone));
  for (const one of lines) tally.add(one);
  return tally.summary(passedOver);
}

test('nothing is counted as nothing', () => {
  assert.deepEqual(summary([]), {
    ...{ valid: 0, invalid: 0, indeterminate: 0, lines: 0, orphanData: 0, orphanTokens: 0, outside: 0 },
    ...{ expired: 0, expiring: 0, bytes: 0, months: [], expiryYears: [], authorities: [], codes: [] },
    ...{ passedOver: [], passedOverCount: 0 },
  });
});

test('each line is one thing: a verdict, an orphan, or outside the period', () => {
  const found = summary([
    ...[line(), line({ expiry: 'expired' }), line({ ...invalid, expiry: 'expiring' }), line(unknown)],
    ...[line({ ...orphan, kind: 'orphan-data' }), line({ ...orphan, kind: 'orphan-data' })],
    ...[line({ ...orphan, kind: 'orphan-token' }), line({ ...orphan, kind: 'outside' })],
  ]);
  const {
    valid,
    invalid: bad,
    indeterminate,
    lines,
    orphanData,
    orphanTokens,
    outside,
    expired,
    expiring,
    bytes,
  } = found;
  assert.deepEqual([valid, bad, indeterminate], [2, 1, 1]);
  assert.deepEqual([lines, orphanData, orphanTokens, outside], [7, 2, 1, 1]);
  assert.deepEqual([expired, expiring, bytes], [1, 1, 40]);
  assert.equal(lines, valid + bad + indeterminate + orphanData + orphanTokens);
});

test('months begin at midnight of the zone', () => {
  const lines = ['2024-12-31T14:59:59.999Z', '2024-12-31T15:00:00.000Z', '2025-01-31T15:00:00.000Z'].map((time) =>
    line({ genTime: Date.parse(time) }),
  );
  const months = (zone: string) => summary(lines, zone).months.map(({ month, valid }) => `${month} ${valid}`);
  assert.deepEqual(months('Asia/Tokyo'), ['2024-12 1', '2025-01 1', '2025-02 1']);
  assert.deepEqual(months('UTC'), ['2024-12 2', '2025-01 1']);
  assert.deepEqual(months('Pacific/Kiritimati'), ['2025-01 2', '2025-02 1']);
});

test('months are in their order, each by verdict, with what has no readable genTime last', () => {
  const at = (year: number, month: number) => ({ genTime: Date.UTC(year, month - 1, 15) });
  const found = summary([
    ...[line({ ...unknown, genTime: null }), line(at(2025, 2)), line({ ...invalid, ...at(2025, 2) })],
    ...[line(at(2024, 11)), line({ ...unknown, ...at(2025, 10) }), line({ ...unknown, genTime: 9e15 })],
    line({ ...unknown, genTime: new Date(0).setUTCFullYear(33, 3, 3) }),
  ]);
  assert.deepEqual(found.months, [
    { month: '0033-04', valid: 0, invalid: 0, indeterminate: 1 },
    { month: '2024-11', valid: 1, invalid: 0, indeterminate: 0 },
    { month: '2025-02', valid: 1, invalid: 1, indeterminate: 0 },
    { month: '2025-10', valid: 0, invalid: 0, indeterminate: 1 },
    { month: null, valid: 0, invalid: 0, indeterminate: 2 },
  ]);
});

test('only what is VALID expires, in the year of the zone', () => {
  const expires = Date.parse('2029-12-31T15:00:00Z');
  const lines = [
    line({ expires }),
    line({ expires: expires - 1 }),
    line({ ...invalid, expires }),
    line({ expires: null }),
  ];
  assert.deepEqual(summary(lines).expiryYears, [
    { year: 2029, count: 1 },
    { year: 2030, count: 1 },
  ]);
  assert.deepEqual(summary(lines, 'UTC').expiryYears, [{ year: 2029, count: 2 }]);
});

test('reasons are counted by verdict and code, most frequent first and then by code', () => {
  const found = summary([
    ...[line(unknown), line({ ...unknown, code: 'internal' }), line({ ...unknown, code: 'internal' })],
    ...[line(invalid), line({ ...invalid, verdict: 'INDETERMINATE' }), line()],
  ]);
  assert.deepEqual(
    found.codes.map(({ verdict, code, count }) => `${count} ${code} ${verdict}`),
    [
      '2 internal INDETERMINATE',
      '1 imprint-mismatch INDETERMINATE',
      '1 imprint-mismatch INVALID',
      '1 input-missing INDETERMINATE',
    ],
  );
});

test('authorities are in the order of their tokens, then of their names, with the unknown one among them', () => {
  const lines = [
    ...Array.from({ length: 2 }, () => line({ authority: null })),
    ...['C', 'B', 'C', '__proto__', 'B', 'constructor', 'C'].map((authority) => line({ authority })),
  ];
  assert.deepEqual(
    summary(lines).authorities.map(({ authority, valid }) => [authority, valid]),
    [
      ['C', 3],
      ['B', 2],
      [null, 2],
      ['__proto__', 1],
      ['constructor', 1],
    ],
  );
});

test('authorities beyond a thousand are counted together with the unknown, those of the least tokens', () => {
  const name = (i: number) => `TSA ${String(i).padStart(5, '0')}`;
  const many = Array.from({ length: 1_500 }, (_, i) => line({ authority: name(i), ...(i % 2 === 1 ? invalid : {}) }));
  const twice = line({ authority: name(1_499) });
  const { authorities, valid, invalid: bad } = summary([...many, twice, line({ authority: null })]);
  assert.equal(authorities.length, 1_001);
  assert.deepEqual(authorities[0], { authority: null, valid: 251, invalid: 250, indeterminate: 0 });
  assert.deepEqual(authorities[1], { authority: name(1_499), valid: 1, invalid: 1, indeterminate: 0 });
  assert.equal(authorities.at(-1)!.authority, name(998));
  // No token is lost or counted twice.
  const sum = (of: 'valid' | 'invalid') => authorities.reduce((all, one) => all + one[of], 0);
  assert.deepEqual([sum('valid'), sum('invalid')], [valid, bad]);
  assert.equal(
    summary(many.slice(0, 1_000)).authorities.some(({ authority }) => authority === null),
    false,
  );
});

test('a summary is the same whatever order the lines come in', () => {
  const lines = Array.from({ length: 300 }, (_, i) =>
    line({
      ...[{}, invalid, unknown][i % 3],
      genTime: i % 7 === 0 ? null : Date.UTC(2020, i % 50),
      expires: Date.UTC(2030 + (i % 5), 0),
      authority: i % 11 === 0 ? null : `A${i % 4}`,
    }),
  );
  assert.deepEqual(summary(lines.toReversed()), summary(lines));
  assert.equal(JSON.stringify(summary(lines.toReversed())), JSON.stringify(summary(lines)));
});

test('what was passed over is handed on with its number', () => {
  const named = [{ name: { text: 'x', hex: null }, reason: 'no-file' }];
  const { passedOver, passedOverCount } = summary([], 'UTC', { named, count: 7 } as never);
  assert.deepEqual([passedOver, passedOverCount], [named, 7]);
});
