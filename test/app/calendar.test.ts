import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Calendar, dayText, parseDay, yearLater } from '../../src/app/calendar.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const startOf = (zone: string, text: string) => iso(new Calendar(zone).startOf(parseDay(text)!));

test('a day begins at midnight of its zone', () => {
  assert.equal(startOf('UTC', '2024-05-31'), '2024-05-31T00:00:00.000Z');
  assert.equal(startOf('Asia/Tokyo', '2024-06-01'), '2024-05-31T15:00:00.000Z');
  assert.equal(startOf('Pacific/Kiritimati', '2024-06-01'), '2024-05-31T10:00:00.000Z');
  assert.equal(startOf('Etc/GMT+12', '2024-06-01'), '2024-06-01T12:00:00.000Z');
  assert.equal(startOf('Asia/Kathmandu', '2024-06-01'), '2024-05-31T18:15:00.000Z');
});

test('a day begins later where the clocks go forward at midnight, and once where they go back', () => {
  assert.equal(startOf('America/Sao_Paulo', '2018-11-04'), '2018-11-04T03:00:00.000Z', 'at one');
  assert.equal(startOf('Europe/Berlin', '2024-03-31'), '2024-03-30T23:00:00.000Z');
  assert.equal(startOf('Europe/Berlin', '2024-04-01'), '2024-03-31T22:00:00.000Z');
  assert.equal(startOf('Europe/Berlin', '2024-10-28'), '2024-10-27T23:00:00.000Z');
  // 24:00 becomes 23:00 of the same day.
  assert.equal(startOf('Asia/Beirut', '2023-10-29'), '2023-10-28T22:00:00.000Z');
});

test('a day that was left out begins and ends with the next one', () => {
  assert.equal(startOf('Pacific/Apia', '2011-12-30'), '2011-12-30T10:00:00.000Z');
  assert.equal(startOf('Pacific/Apia', '2011-12-31'), '2011-12-30T10:00:00.000Z');
  assert.equal(startOf('Pacific/Apia', '2012-01-01'), '2011-12-31T10:00:00.000Z');
});

test('the last moment of a month belongs to it, and the next one to the next, in each zone by itself', () => {
  for (const [zone, boundary] of [
    ['Asia/Tokyo', '2024-05-31T15:00:00.000Z'],
    ['UTC', '2024-06-01T00:00:00.000Z'],
    ['America/New_York', '2024-06-01T04:00:00.000Z'],
  ] as const) {
    const calendar = new Calendar(zone);
    const at = Date.parse(boundary);
    const [may, june] = [calendar.monthOf(at - 1), calendar.monthOf(at)];
    assert.deepEqual([may.label, june.label], ['2024-05', '2024-06'], zone);
    assert.deepEqual([may.to, june.from], [at, at], zone);
  }
});

test('a month in which the clocks are set is an hour shorter or longer', () => {
  const calendar = new Calendar('Europe/Berlin');
  const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000;
  assert.equal(hours(calendar.month(2024, 3)), 31 * 24 - 1);
  assert.equal(hours(calendar.month(2024, 10)), 31 * 24 + 1);
  assert.equal(hours(calendar.yearOf(Date.UTC(2024, 5, 1))), 366 * 24);
});

test('years and months follow each other over the turn of the year', () => {
  const calendar = new Calendar('Asia/Tokyo');
  const year = calendar.yearOf(Date.parse('2024-12-31T15:00:00Z'));
  assert.deepEqual(
    [year.label, iso(year.from), iso(year.to)],
    ['2025', '2024-12-31T15:00:00.000Z', '2025-12-31T15:00:00.000Z'],
  );
  assert.equal(calendar.month(2024, 13).label, '2025-01');
  const months = (limit: number) =>
    calendar
      .monthsBetween(Date.parse('2023-11-30T15:00:00Z'), Date.parse('2024-02-01T00:00:00Z'), limit)
      .map(({ label }) => label);
  assert.deepEqual(months(100), ['2023-12', '2024-01', '2024-02']);
  assert.deepEqual(months(2), ['2024-01', '2024-02'], 'the latest');
});

test('every moment belongs to the day, month and year that it falls on, in any zone', () => {
  const zones = [
    'Asia/Tokyo',
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Tehran',
  ];
  const calendars = zones.map((zone) => new Calendar(zone));
  const moment = fc.integer({ min: Date.UTC(1950), max: Date.UTC(2060) });
  fc.assert(
    fc.property(fc.constantFrom(...calendars), moment, (calendar, ms) => {
      const day = calendar.dayOf(ms);
      const start = calendar.startOf(day);
      assert.ok(start <= ms && ms < calendar.startOf({ ...day, day: day.day + 1 }), `${calendar.zone} ${iso(ms)}`);
      for (const { from, to } of [calendar.monthOf(ms), calendar.yearOf(ms)]) assert.ok(from <= ms && ms < to);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('the years that genTime can hold are days like all others', () => {
  const calendar = new Calendar('Asia/Tokyo');
  for (const year of [0, 1, 99, 400, 1582, 9999]) {
    const ms = new Date(0).setUTCFullYear(year, 5, 15);
    assert.deepEqual(calendar.dayOf(ms), { year, month: 6, day: 15 });
    assert.deepEqual(calendar.dayOf(calendar.startOf({ year, month: 6, day: 15 })), { year, month: 6, day: 15 });
  }
});

test('a moment is told by the clock of its zone, with its distance from UTC', () => {
  const told = (zone: string, text: string) => new Calendar(zone).timeText(Date.parse(text));
  assert.equal(told('Asia/Tokyo', '2024-05-31T15:00:00.999Z'), '2024-06-01 00:00:00 +09:00');
  assert.equal(told('UTC', '1969-12-31T23:59:59.500Z'), '1969-12-31 23:59:59 +00:00');
  assert.equal(told('America/St_Johns', '2024-01-01T00:00:00Z'), '2023-12-31 20:30:00 -03:30');
  assert.equal(told('Asia/Tokyo', '1800-01-01T00:00:00Z'), '1800-01-01 09:18:59 +09:18:59');
  // The same hour twice, and none of it lost.
  assert.equal(told('Europe/Berlin', '2024-10-27T00:59:59Z'), '2024-10-27 02:59:59 +02:00');
  assert.equal(told('Europe/Berlin', '2024-10-27T01:00:00Z'), '2024-10-27 02:00:00 +01:00');
  assert.equal(told('Europe/Berlin', '2024-03-31T00:59:59Z'), '2024-03-31 01:59:59 +01:00');
  assert.equal(told('Europe/Berlin', '2024-03-31T01:00:00Z'), '2024-03-31 03:00:00 +02:00');
});

test('claims lapse on the same day of the next year, from a leap day on the 28th', () => {
  const later = (text: string) => dayText(yearLater(parseDay(text)!));
  assert.equal(later('2024-05-31'), '2025-05-31');
  assert.equal(later('2024-02-29'), '2025-02-28');
  assert.equal(later('2023-02-28'), '2024-02-28');
  assert.equal(later('2023-12-31'), '2024-12-31');
});

test('what is no day is none', () => {
  for (const text of ['2024-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '24-01-01', '', 'today'])
    assert.equal(parseDay(text), null, text);
  assert.deepEqual(parseDay('0000-01-01'), { year: 0, month: 1, day: 1 });
});

test('a zone that is not known is refused', () => {
  assert.throws(() => new Calendar('Asia/Nowhere'), RangeError);
});
