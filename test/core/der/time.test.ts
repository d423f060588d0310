import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificateTime, parseGeneralizedTime } from '../../../src/core/der/time.ts';

const parse = (text: string) => parseGeneralizedTime(Buffer.from(text, 'latin1'));

test('RFC 3161 §2.4.2: genTime keeps every digit of its fraction', () => {
  const time = parse('20220301093000.123456Z')!;
  assert.equal(time.exact, '2022-03-01T09:30:00.123456Z');
  assert.equal(time.ms, Date.UTC(2022, 2, 1, 9, 30, 0, 123));
  assert.equal(time.micros, BigInt(Date.UTC(2022, 2, 1, 9, 30, 0)) * 1000n + 123456n);
  assert.equal(time.beyond, false);
  assert.equal(parse('20220301093000.1234567890Z')!.beyond, true);
  assert.equal(parse('20220301093000.1234560000Z')!.beyond, false);
  assert.equal(parse('20220301093000Z')!.exact, '2022-03-01T09:30:00Z');
});

test('genTime with an offset, without seconds or Z, with a comma or impossible fields is malformed', () => {
  const malformed = [
    '20220301093000+0900',
    '202203010930Z',
    '20220301093000',
    '20220301093000,5Z',
    '20220301097500Z',
    '20220230093000Z',
    '20220301240000Z',
    '20221301093000Z',
    '20220301093061Z',
    '20220301093000.Z',
    ' 20220301093000Z',
    '20220301093000Z ',
    '',
    `20220301093000.${'1'.repeat(65)}Z`,
  ];
  for (const text of malformed) assert.equal(parse(text), null, text);
});

test('a leap second is the first second of the next minute, and years to 9999 work', () => {
  const leap = parse('20161231235960Z')!;
  assert.equal(leap.leapSecond, true);
  assert.equal(leap.ms, Date.UTC(2017, 0, 1));
  assert.equal(leap.exact, '2016-12-31T23:59:60Z');
  assert.equal(parse('99991231235959.5Z')!.ms, Date.UTC(9999, 11, 31, 23, 59, 59, 500));
  assert.equal(parse('20500101000000Z')!.ms, Date.UTC(2050, 0, 1));
});

test('RFC 5280 §4.1.2.5.1: two-digit years from 50 on are of the last century', () => {
  const utc = (text: string) => parseCertificateTime(Buffer.from(text), false);
  assert.equal(utc('500101000000Z'), Date.UTC(1950, 0, 1));
  assert.equal(utc('491231235959Z'), Date.UTC(2049, 11, 31, 23, 59, 59));
  assert.equal(utc('4912312359Z'), null);
  assert.equal(parseCertificateTime(Buffer.from('20490101000000Z'), true), Date.UTC(2049, 0, 1));
});

test('every day of eight centuries is where the calendar has it', () => {
  for (let day = Date.UTC(1600, 0, 1); day < Date.UTC(2400, 0, 1); day += 86_400_000) {
    const text = `${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}120000Z`;
    assert.equal(parse(text)?.ms, day + 43_200_000, text);
  }
});
