import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Calendar } from '../../../src/app/calendar.ts';
import { beginningOf, endOf, isMoment, isTimeZone, spanOf, within } from '../../../src/app/profile/moment.ts';

const tokyo = new Calendar('Asia/Tokyo');
const at = (text: string) => Date.parse(text);

test('a day begins and ends where the people of the zone say so', () => {
  assert.equal(beginningOf('2023-04-01', tokyo), at('2023-03-31T15:00:00Z'));
  assert.equal(endOf('2023-04-01', tokyo), at('2023-04-01T15:00:00Z') - 1);
  const [newYork, apia, saoPaulo] = ['America/New_York', 'Pacific/Apia', 'America/Sao_Paulo'].map(
    (zone) => new Calendar(zone),
  );
  // Twenty-three hours, and twenty-five.
  assert.equal(endOf('2024-03-10', newYork!) + 1 - beginningOf('2024-03-10', newYork!), 23 * 3_600_000);
  assert.equal(endOf('2024-11-03', newYork!) + 1 - beginningOf('2024-11-03', newYork!), 25 * 3_600_000);
  // Midnight did not exist.
  assert.equal(beginningOf('2018-11-04', saoPaulo!), at('2018-11-04T03:00:00Z'));
  // The day did not exist: nothing lies in it.
  assert.equal(beginningOf('2011-12-30', apia!), beginningOf('2011-12-31', apia!));
  assert.equal(endOf('2024-02-29', tokyo), at('2024-02-29T15:00:00Z') - 1);
  assert.equal(endOf('2024-12-31', tokyo), at('2024-12-31T15:00:00Z') - 1);
});

test('a moment is itself, whatever the zone of the profile', () => {
  for (const text of [
    '2023-04-01T12:00:00+09:00',
    '2023-04-01 03:00:00Z',
    '2023-04-01t03:00:00z',
    '2023-04-01T03:00:00.000000Z',
  ]) {
    assert.ok(isMoment(text), text);
    assert.equal(beginningOf(text, tokyo), at('2023-04-01T03:00:00Z'), text);
    assert.equal(endOf(text, tokyo), at('2023-04-01T03:00:00Z'), text);
  }
  assert.equal(beginningOf('2023-04-01T03:00:00.123456789Z', tokyo), at('2023-04-01T03:00:00.123Z'));
});

test('what is no day, no moment, or no year of a contract is refused', () => {
  for (const text of [
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '2024-1-1',
    '01/02/2024',
    '2024-01-31T12:00:00',
    '2024-01-31T24:00:00Z',
    '2024-01-31T12:60:00Z',
    '2024-01-31T12:00:60Z',
    '2024-01-31T12:00:00+24:00',
    '2024-02-30T12:00:00Z',
    '1989-12-31',
    '2200-01-01',
    '0000-01-01',
    '+012024-01-01',
    '2024-01-31\n',
    '',
    'gentime',
  ]) {
    assert.equal(isMoment(text), false, text);
  }
  for (const text of ['1990-01-01', '2199-12-31', '2024-02-29']) assert.ok(isMoment(text), text);
});

test('only zones that are known here are zones', () => {
  for (const zone of ['Asia/Tokyo', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+9'])
    assert.ok(isTimeZone(zone), zone);
  for (const zone of ['Asia/Tokio', '', 'JST-9', '../etc/passwd', `A${'a'.repeat(100)}`, '__proto__']) {
    assert.equal(isTimeZone(zone), false, zone);
  }
});

test('both ends of a span belong to it, and an open end is open', () => {
  const span = spanOf('2023-04-01', '2023-04-30', tokyo)!;
  for (const [text, inside] of [
    ['2023-03-31T14:59:59.999Z', false],
    ['2023-03-31T15:00:00Z', true],
    ['2023-04-30T14:59:59.999Z', true],
    ['2023-04-30T15:00:00Z', false],
  ] as const) {
    assert.equal(within(span, at(text)), inside, text);
  }
  assert.equal(spanOf(undefined, undefined, tokyo), null);
  assert.ok(within(spanOf('2023-04-01', undefined, tokyo)!, at('2190-01-01T00:00:00Z')));
  assert.ok(within(spanOf(undefined, '2023-04-01', tokyo)!, at('1970-01-01T00:00:00Z')));
});
