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
