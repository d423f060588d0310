import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin, type PeriodOptions, periodOf } from '../../../src/app/audit/period.ts';
import { Calendar, type Day, parseDay } from '../../../src/app/calendar.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';

const april = { month: 4, day: 1 };
const day = (text: string | null): Day | null => (text === null ? null : parseDay(text)!);
const days = (from: string | null, to: string | null, zone = 'Asia/Tokyo') =>
  periodOf({ from: day(from), to: day(to), fiscalYear: null, fiscalStart: april }, new Calendar(zone));
const fiscal = (fiscalYear: number, fiscalStart: PeriodOptions['fiscalStart'] = april, zone = 'Asia/Tokyo') =>
  periodOf({ from: null, to: null, fiscalYear, fiscalStart }, new Calendar(zone));
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const ends = ({ from, to }: { from: number | null; to: number | null }) => [iso(from), iso(to)];

test('days in Japan begin and end at 15:00 UTC, to the millisecond (施行規則 第2条第6項第2号ロ)', () => {
  const period = days('2025-04-01', '2025-04-30');
  assert.deepEqual(ends(period), ['2025-03-31T15:00:00.000Z', '2025-04-30T15:00:00.000Z']);
  assert.deepEqual([period.first, period.last], ['2025-04-01', '2025-04-30']);
  const within = (text: string) => isWithin(period, Date.parse(text));
  assert.deepEqual(
    [
      '2025-03-31T14:59:59.999Z',
      '2025-03-31T15:00:00.000Z',
      '2025-04-30T14:59:59.999Z',
      '2025-04-30T15:00:00.000Z',
    ].map(within),
    [false, true, true, false],
  );
});

test('one day is a period, and either end may be open', () => {
  assert.deepEqual(ends(days('2025-04-01', '2025-04-01')), ['2025-03-31T15:00:00.000Z', '2025-04-01T15:00:00.000Z']);
  assert.deepEqual(ends(days(null, '2025-12-31')), [null, '2025-12-31T15:00:00.000Z']);
  assert.deepEqual(ends(days('2024-02-29', null)), ['2024-02-28T15:00:00.000Z', null]);
  const all = days(null, null);
  assert.deepEqual(all, { from: null, to: null, first: null, last: null });
  for (const ms of [-8.64e15, 0, 8.64e15]) assert.ok(isWithin(all, ms));
});

test('a genTime that can not be read may be in any period', () => {
  for (const period of [days('2025-04-01', '2025-04-01'), days(null, null)]) assert.ok(isWithin(period, null));
});

test('a day is as long as the clocks of its zone make it', () => {
  const hours = (date: string, zone: string) => {
    const { from, to } = days(date, date, zone);
    return (to! - from!) / 3_600_000;
  };
  assert.deepEqual(
    ['2024-03-30', '2024-03-31', '2024-10-27'].map((date) => hours(date, 'Europe/Berlin')),
    [24, 23, 25],
  );
  assert.equal(hours('2024-10-06', 'Australia/Lord_Howe'), 23.5);
  assert.deepEqual(ends(days('2018-11-04', '2018-11-04', 'America/Sao_Paulo')), [
    '2018-11-04T03:00:00.000Z',
    '2018-11-05T02:00:00.000Z',
  ]);
});

test('a month of days is rolled over at its end, in leap years too', () => {
  assert.equal(iso(days(null, '2024-02-28').to), '2024-02-28T15:00:00.000Z');
  assert.equal(iso(days(null, '2024-02-29').to), '2024-02-29T15:00:00.000Z');
  assert.equal(iso(days(null, '2025-02-28').to), '2025-02-28T15:00:00.000Z');
  assert.equal(iso(days(null, '2025-12-31', 'UTC').to), '2026-01-01T00:00:00.000Z');
});

test('a fiscal year is from its first day to the one before that of the next', () => {
  const period = fiscal(2024);
  assert.deepEqual([period.first, period.last], ['2024-04-01', '2025-03-31']);
  assert.deepEqual(ends(period), ['2024-03-31T15:00:00.000Z', '2025-03-31T15:00:00.000Z']);
  const calendar = fiscal(2024, { month: 1, day: 1 }, 'UTC');
  assert.deepEqual([calendar.first, calendar.last], ['2024-01-01', '2024-12-31']);
  // The day before 1 March is the leap day of the year in which it ends.
  assert.equal(fiscal(2023, { month: 3, day: 1 }).last, '2024-02-29');
  assert.equal(fiscal(2022, { month: 3, day: 1 }).last, '2023-02-28');
  assert.equal(fiscal(50).last, '0051-03-31');
});

test('fiscal years follow each other without a gap and without a moment in two of them', () => {
  for (const zone of ['Asia/Tokyo', 'America/New_York', 'Pacific/Apia']) {
    for (const start of [april, { month: 3, day: 1 }, { month: 12, day: 31 }]) {
      for (let year = 2007; year < 2016; year++) {
        assert.equal(fiscal(year, start, zone).to, fiscal(year + 1, start, zone).from, `${zone} ${year}`);
      }
    }
  }
});

test('a period that ends before it begins is refused with both its days', () => {
  for (const [from, to] of [
    ['2025-04-02', '2025-04-01'],
    ['2025-04-01', '2024-04-01'],
  ] as const) {
    assert.throws(
      () => days(from, to),
      (error) =>
        error instanceof TstError &&
        error.code === 'usage' &&
        error.facts.problem === 'empty-period' &&
        error.facts.from === from &&
        error.facts.to === to,
    );
  }
  // Samoa had no such day.
  assert.throws(() => days('2011-12-30', '2011-12-30', 'Pacific/Apia'), TstError);
});
