import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Usage } from '../../src/app/ports.ts';
import { allowancesOf, quotaNotes, usageOf } from '../../src/app/quota.ts';
import { folder } from '../cli/run-tst.ts';
import { clockAt, intent, opened, stamped } from '../io/ledger-kit.ts';

const quota = { perMonth: 100, perYear: 1_000, enforce: true };

test('a request counts in the month and the year of the contract’s zone', () => {
  const at = Date.parse('2024-12-31T15:00:00Z');
  const labels = (now: number) =>
    allowancesOf(quota, 'Asia/Tokyo', now).map(({ period, limit }) => `${period} ${limit}`);
  assert.deepEqual(labels(at - 1), ['2024-12 100', '2024 1000']);
  assert.deepEqual(labels(at), ['2025-01 100', '2025 1000']);
  assert.deepEqual(allowancesOf({ ...quota, perMonth: null, perYear: null }, 'Asia/Tokyo', at), []);
});

test('a quota is told from 80 % and from 100 % on; what may be charged counts', () => {
  const told = (used: number, unanswered: number, limit: number) => {
    const allowance = { period: '2024-05', from: 0, to: 1, limit, enforce: false };
    const usage: Usage = { used, unanswered, refused: 50 };
    return quotaNotes('seiko', [allowance], [usage]).map(({ code }) => code)[0] ?? null;
  };
  assert.equal(told(79, 0, 100), null);
  assert.equal(told(80, 0, 100), 'quota-near');
  assert.equal(told(70, 10, 100), 'quota-near');
  assert.equal(told(99, 0, 100), 'quota-near');
  assert.equal(told(99, 1, 100), 'quota-used');
  assert.equal(told(120, 0, 100), 'quota-used');
  assert.equal(told(1, 0, 1), 'quota-used');
  assert.equal(told(1, 0, 0), 'quota-used');
  assert.equal(told(3, 0, 4), null);
  assert.equal(told(799_999, 0, 1_000_000), null);
});

test('use is added up per month and year of the zone, months without any among them', async (t) => {
  const clock = clockAt(Date.parse('2024-10-31T14:59:59.999Z'));
  const ledger = await opened(t, join(folder(t), 'l'), clock);
  await stamped(ledger, 'october', '01');
  clock.set(clock.now() + 1);
  await stamped(ledger, 'november', '02');
  const { id } = await ledger.ask(intent('refused'), []);
  await ledger.settle(id, 'refused', 'rejected');
  clock.set(Date.parse('2024-12-31T15:00:00Z'));
  await ledger.ask(intent('january'), []);
  const [profile] = await ledger.profiles();
  assert.deepEqual(await usageOf(ledger, profile!, { perMonth: 4, perYear: null }, 'Asia/Tokyo'), {
    profile: 'seiko',
    zone: 'Asia/Tokyo',
    months: [
      { period: '2024-10', used: 1, unanswered: 0, refused: 0, limit: 4, percent: 25 },
      { period: '2024-11', used: 1, unanswered: 0, refused: 1, limit: 4, percent: 25 },
      { period: '2024-12', used: 0, unanswered: 0, refused: 0, limit: 4, percent: 0 },
      { period: '2025-01', used: 0, unanswered: 1, refused: 0, limit: 4, percent: 25 },
    ],
    years: [
      { period: '2024', used: 2, unanswered: 0, refused: 1, limit: null, percent: null },
      { period: '2025', used: 0, unanswered: 1, refused: 0, limit: null, percent: null },
    ],
  });
});

test('a clock that was wrong once makes no table of centuries, and years are whole', async (t) => {
  const clock = clockAt(Date.UTC(1970, 0, 1));
  const ledger = await opened(t, join(folder(t), 'l'), clock);
  await stamped(ledger, 'a', '01');
  clock.set(Date.UTC(2924, 6, 1));
  await stamped(ledger, 'b', '02');
  const [profile] = await ledger.profiles();
  const { months, years } = await usageOf(ledger, profile!, { perMonth: null, perYear: null }, 'UTC');
  assert.deepEqual([months.length, months.at(-1)?.period, months.at(-1)?.used], [1_200, '2924-07', 1]);
  assert.deepEqual([years.at(-1)?.period, years.at(-1)?.used], ['2924', 1]);
});
