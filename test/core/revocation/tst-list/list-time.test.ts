import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isPlainLooseTime,
  isPlainTime,
  readRfc3339,
  readTime,
} from '../../../../src/core/revocation/tst-list/list-time.ts';

const micros = (text: string) => BigInt(Date.parse(text)) * 1000n;

test('a date is a whole day, a minute a whole minute, a second a whole second, a fraction as fine as it is', () => {
  const span = (text: string) => {
    const time = readTime(text, 0);
    assert.ok(typeof time !== 'string', text);
    return time.last - time.first + 1n;
  };
  assert.equal(span('2025-01-15'), 86_400_000_000n);
  assert.equal(span('2025-01-15 09:30'), 60_000_000n);
  assert.equal(span('2025-01-15 09:30:00'), 1_000_000n);
  assert.equal(span('2025-01-15 09:30:00.5'), 100_000n);
  assert.equal(span('2025-01-15 09:30:00.123456'), 1n);
  assert.equal(span('2025-01-15 09:30:00.1234567'), 2n, 'rounded outwards');
});

test('times as providers write them, years first, in the zone that they or the profile say', () => {
  const first = (text: string, zone: number | null) => {
    const time = readTime(text, zone);
    return typeof time === 'string' ? time : time.first;
  };
  const moment = micros('2025-01-15T00:30:00Z');
  for (const [text, zone] of [
    ['2025-01-15T00:30:00Z', null],
    ['2025-01-15T09:30:00+09:00', null],
    ['2025-01-14 19:30:00-0500', null],
    ['2025/1/15 9:30', 540],
    ['2025.01.15 09:30:00', 540],
    ['2025年1月15日 9:30:00', 540],
    ['2025-01-15 09:30:00 JST', null],
    ['2025-01-15 00:30 UTC', 540],
  ] as const) {
    assert.equal(first(text, zone), moment, text);
  }
  assert.equal(first('2025-01-15 09:30', null), 'time-without-zone');
  for (const text of ['15/01/2025', '2025-02-30', '2025-13-01', '25-01-15', '2025-01-15 24:00', '2025-01-15Z9', '']) {
    assert.equal(first(text, 0), 'time-form', text);
  }
  assert.equal(first('2025-01-15 09:30+24:00', 0), 'time-form');
});

test('the JSON format takes RFC 3339 alone', () => {
  for (const text of ['2025-01-15', '2025-01-15 09:30:00Z', '2025-01-15T09:30:00', '2025-01-15T09:30Z']) {
    assert.equal(readRfc3339(text), 'time-form', text);
  }
});

test('what the quick look takes for a moment is one', () => {
  const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(
      digits,
      fc.constantFrom('-', '/'),
      fc.constantFrom('T', ' '),
      fc.constantFrom('Z', ''),
      (d, s, t, z) => {
        const two = (at: number) => `${d[at]}${d[at + 1]}`;
        const text = `${two(0)}${two(2)}${s}${two(4)}${s}${two(6)}${t}${two(8)}:${two(10)}:${two(12)}${z}`;
        const octets = Buffer.from(text);
        if (isPlainTime(octets, 0, octets.length)) assert.equal(typeof readRfc3339(text), 'object', text);
        for (const zone of [0, null]) {
          if (isPlainLooseTime(octets, 0, octets.length, zone))
            assert.equal(typeof readTime(text, zone), 'object', text);
        }
      },
    ),
    { seed: 3161, numRuns: 5_000 },
  );
});

test('what a moment says, to the microsecond', () => {
  const of = (text: string, zone: number | null = null) => {
    const time = readTime(text, zone);
    return typeof time === 'string' ? time : [time.first, time.last];
  };
  const noon = micros('2025-01-15T12:00:00Z');
  assert.deepEqual(of('2025-01-15T12:00:00Z'), [noon, noon + 999_999n]);
  assert.deepEqual(of('2025-01-15T12:00Z'), [noon, noon + 59_999_999n]);
  assert.deepEqual(of('2025-01-15Z'), [noon - 43_200_000_000n, noon + 43_199_999_999n]);
  assert.deepEqual(of('2025-01-15T12:00:00.25Z'), [noon + 250_000n, noon + 259_999n]);
  assert.deepEqual(of('2025-01-15T12:00:00.000001Z'), [noon + 1n, noon + 1n]);
  assert.deepEqual(of('2025-01-15T12:00:00.0000011Z'), [noon + 1n, noon + 2n], 'rounded outwards');
  assert.deepEqual(of('2025-01-15T12:00:00.0000010Z'), [noon + 1n, noon + 1n]);
  assert.deepEqual(readRfc3339('2025-01-15t12:00:00.5z'), { first: noon + 500_000n, last: noon + 599_999n });
  assert.deepEqual(readRfc3339('2025-01-15T14:00:00+02:00'), { first: noon, last: noon + 999_999n });
});

test('offsets east and west, hours and minutes, and zones by name in any case', () => {
  const first = (text: string, zone: number | null = null) => {
    const time = readTime(text, zone);
    return typeof time === 'string' ? time : time.first;
  };
  const noon = micros('2025-01-15T12:00:00Z');
  for (const text of [
    '2025-01-15 12:00:00z',
    '2025-01-15 12:00:00 utc',
    '2025-01-15 12:00:00  GMT',
    '2025-01-15 21:00:00JST',
    '2025-01-15 21:00:00 jst',
    '2025-01-15 17:45:00+05:45',
    '2025-01-15 17:45:00+0545',
    '2025-01-15 02:30:00 -09:30',
    '2025-01-16 11:59:00+23:59',
  ]) {
    assert.equal(first(text), noon, text);
  }
  assert.equal(first('2025-01-15 02:30:00', -570), noon);
  assert.equal(first('2025-01-15 12:00:00', 0), noon);
  assert.equal(first('2025-01-15 21:00:00Z', 0), noon + 32_400_000_000n, 'its own zone, not the stated one');
  for (const text of ['+24:00', '-24:00', '+00:60', '-0060', 'PST', '+9', '+09', '+9:00', '++09:00']) {
    assert.equal(first(`2025-01-15 12:00:00${text}`, 0), 'time-form', text);
  }
});

test('what stands around a moment makes it none', () => {
  for (const text of [
    'x2025-01-15',
    '2025-01-15x',
    '2025-01-15T',
    '2025-01-15T1',
    '2025-01-15T1:2',
    '2025-01-15T11:22:3',
    '2025-01-15T11:22:33.',
    '2025-01-15T11:22.5',
    `2025-01-15T11:22:33.${'1'.repeat(65)}`,
    '2025-001-15',
    '2025-01-015',
    '2025-01',
    '2025/01-15T111:00',
    '20250115',
    '2025-01-15 11:60',
    '2025-01-15 11:22:61',
    '2025-02-29',
    '2025-00-10',
    '2025-01-00',
  ]) {
    assert.equal(readTime(text, 0), 'time-form', text);
  }
  assert.equal(typeof readTime(`2025-01-15T11:22:33.${'1'.repeat(64)}`, 0), 'object');
  assert.equal(typeof readTime('2024-02-29', 0), 'object');
  assert.equal(typeof readTime('2025年1月5日', 0), 'object');
  assert.equal(typeof readTime('2025-01-15  9:30', 0), 'object');
  for (const text of [
    'x2025-01-15T11:22:33Z',
    '2025-01-15T11:22:33Zx',
    '2025-01-15T11:22:33.Z',
    `2025-01-15T11:22:33.${'1'.repeat(65)}Z`,
    '2025-01-15T11:22:33+0900',
    '2025-01-15T11:22:33+24:00',
    '2025-01-15T11:22:33+09:60',
    '2025/01/15T11:22:33Z',
    '2025-1-15T11:22:33Z',
    '2025-13-15T11:22:33Z',
    '2025-01-15T11:22:33 Z',
    '2025-01-15T11:22:33JST',
  ]) {
    assert.equal(readRfc3339(text), 'time-form', text);
  }
});

test('the quick look: which twenty octets are surely a moment', () => {
  const plain = (text: string) => isPlainTime(Buffer.from(`[${text}]`), 1, 1 + text.length);
  const loose = (text: string, zone: number | null = null) =>
    isPlainLooseTime(Buffer.from(`[${text}]`), 1, 1 + text.length, zone);
  const good = '2025-12-28T23:59:59Z';
  assert.deepEqual([plain(good), loose(good), loose(good, 0)], [true, true, true]);
  assert.ok(plain('2025-01-01T00:00:00Z'));
  assert.ok(plain('0990-10-10T10:10:10Z'));
  assert.deepEqual([plain('2025/12/28T23:59:59Z'), loose('2025/12/28T23:59:59Z')], [false, true]);
  assert.deepEqual([plain('2025-12-28 23:59:59Z'), loose('2025-12-28 23:59:59Z')], [false, true]);
  assert.deepEqual([loose('2025-12-28 23:59:59', null), loose('2025-12-28 23:59:59', 0)], [false, true]);
  assert.deepEqual([plain('2025-12-28T23:59:59'), loose('2025/12/28T23:59:59', 540)], [false, true]);
  assert.deepEqual([loose('2025-12/28T23:59:59Z'), loose('2025/12-28T23:59:59Z')], [false, false]);
  assert.deepEqual([loose('2025-12-28T23:59:5', 0), loose('2025-12-28T23:59:59Z ', 0)], [false, false]);
  assert.deepEqual([plain(`${good}Z`), loose(`${good}Z`, 0), loose('2025-12-28T23:59:59z', 0)], [false, false, false]);
  assert.deepEqual([plain('2025-12-28T23:59:59z'), loose('2025-12-28_23:59:59Z')], [false, false]);
  for (const [at, ...others] of [
    [0, '3025', '0012', '2000', 'x025', '/025', ':025', '2x25', '2/25', '2:25', '20x5', '20/5', '20:5', '202x'],
    [0, '202/', '202:', '-125', '2+25'],
    [4, ':', '_'],
    [5, '00', '13', '1x', 'x1', '/1', '1:', '1/'],
    [7, '/', '_'],
    [8, '00', '29', '30', '1x', '/1', '1:', '2/'],
    [10, 't', '_'],
    [11, '24', '30', '1x', 'x1', '/0', '1:', '2/'],
    [13, '.', ';'],
    [14, '60', '5x', 'x5', '/0', '1:', '5/'],
    [16, '.', ';'],
    [17, '60', '5x', 'x5', '/0', '1:', '5/'],
    [19, 'z', '+'],
  ] as const) {
    for (const other of others) {
      const text = `${good.slice(0, at)}${other}${good.slice(at + other.length)}`;
      const isMoment = ['3025', '0012', '2000'].includes(other);
      assert.equal(plain(text), isMoment, text);
      assert.equal(loose(text, 0), isMoment, text);
    }
  }
});
