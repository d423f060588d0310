import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairFolder } from '../../../src/app/audit/pairing.ts';
import { TokenPatterns } from '../../../src/app/audit/patterns.ts';
import { cp932, nfc, nfd, o } from './octets.ts';

const usual = new TokenPatterns();
/** `data < token`; a dash where there is none. */
const pairs = (names: readonly string[], tokens: readonly string[] | null = null, patterns = usual) =>
  pairFolder(names, patterns, tokens).map(({ data, token }) => `${data ?? '-'} < ${token ?? '-'}`);

test('each token is a line, and so is each file without one, in the order of the data', () => {
  assert.deepEqual(pairs(['b.pdf', 'c.pdf', 'a.pdf.tsr', 'a.pdf', 'c.tst']), [
    'a.pdf < a.pdf.tsr',
    'b.pdf < -',
    'c.pdf < c.tst',
  ]);
  assert.deepEqual(pairs([]), []);
});

test('several tokens of a file are several lines, in the order of their octets', () => {
  const names = ['x.pdf', 'x.pdf.tst', 'x.pdf.2024.tsr', 'x.TSR', 'x.pdf.tsr', 'x.pdf.10.tsr'];
  assert.deepEqual(pairs(names), [
    'x.pdf < x.TSR',
    'x.pdf < x.pdf.10.tsr',
    'x.pdf < x.pdf.2024.tsr',
    'x.pdf < x.pdf.tsr',
    'x.pdf < x.pdf.tst',
  ]);
});

test('a stem that several files share is of none of them', () => {
  assert.deepEqual(pairs(['x.pdf', 'x.xml', 'x.tsr']), ['x.pdf < -', '- < x.tsr', 'x.xml < -']);
  // A whole name is no guess.
  assert.deepEqual(pairs(['x', 'x.pdf', 'x.xml', 'x.tsr']), ['x < x.tsr', 'x.pdf < -', 'x.xml < -']);
  // What a stamping program leaves behind, and other tokens, are no data that could be meant.
  assert.deepEqual(pairs(['x.pdf', 'x.tsq', 'x.rejected', 'x.tsr', 'x.tst']), ['x.pdf < x.tsr', 'x.pdf < x.tst']);
});

test('a token is rather of the longest name that fits', () => {
  assert.deepEqual(pairs(['README', 'README.ja.md', 'README.ja.tsr', 'README.tsr']), [
    'README < README.tsr',
    'README.ja.md < README.ja.tsr',
  ]);
  assert.deepEqual(pairs(['x', 'x.1', 'x.1.2.tsr']), ['x < -', 'x.1 < x.1.2.tsr']);
});

test('a token that was stamped itself is data too', () => {
  assert.deepEqual(pairs(['x.pdf', 'x.pdf.tsr', 'x.pdf.tsr.tsr']), ['x.pdf < x.pdf.tsr', 'x.pdf.tsr < x.pdf.tsr.tsr']);
  // Without its data it is still the data of the other one, and an orphan.
  assert.deepEqual(pairs(['x.pdf.tsr', 'x.pdf.tsr.tsr']), ['- < x.pdf.tsr', 'x.pdf.tsr < x.pdf.tsr.tsr']);
  assert.deepEqual(pairs(['x.tsr', 'x.tst']), ['- < x.tsr', '- < x.tst'], 'two tokens are not the data of each other');
});

test('requests and refused answers beside data are no lines, and a token of one still is', () => {
  assert.deepEqual(pairs(['x.pdf', 'x.pdf.tsq', 'x.pdf.tsr.rejected', 'x.TSQ', 'x.pdf.tsr']), ['x.pdf < x.pdf.tsr']);
  assert.deepEqual(pairs(['x.tsq', 'x.tsq.tsr']), ['x.tsq < x.tsq.tsr']);
});

test('a token without data is an orphan, deleted data or not', () => {
  assert.deepEqual(pairs(['gone.pdf.tsr', 'x.pdf']), ['- < gone.pdf.tsr', 'x.pdf < -']);
});

test('a name of data is taken letter by letter', () => {
  assert.deepEqual(pairs(['X.pdf', 'x.pdf.tsr']), ['X.pdf < -', '- < x.pdf.tsr']);
  assert.deepEqual(pairs(['X.PDF', 'X.PDF.TSR']), ['X.PDF < X.PDF.TSR']);
});

test('a composed token is of decomposed data, and the reverse', () => {
  assert.deepEqual(pairs([nfd, `${nfc}.tsr`]), [`${nfd} < ${nfc}.tsr`]);
  assert.deepEqual(pairs([nfc, `${nfd}.tsr`]), [`${nfc} < ${nfd}.tsr`]);
  const stem = (name: string) => name.slice(0, -4);
  assert.deepEqual(pairs([nfd, `${stem(nfc)}.tsr`]), [`${nfd} < ${stem(nfc)}.tsr`]);
});

test('two names that compose to the same one each have the token of their own octets, and share none', () => {
  const own = pairs([nfc, nfd, `${nfc}.tsr`, `${nfd}.tsr`]);
  assert.deepEqual(own.toSorted(), [`${nfc} < ${nfc}.tsr`, `${nfd} < ${nfd}.tsr`].toSorted());
  // Å: one octet sequence more, the sign for ångström composes to the letter too.
  const [letter, sign, apart] = [o('\u00c5.pdf'), o('\u212b.pdf'), o('A\u030a.pdf')];
  assert.deepEqual(
    pairs([letter, sign, `${apart}.tsr`]).toSorted(),
    [`${letter} < -`, `${sign} < -`, `- < ${apart}.tsr`].toSorted(),
  );
});

test('names that are no UTF-8 pair by their octets', () => {
  assert.deepEqual(pairs([cp932, `${cp932}.tsr`, '\xed\xa0\x80', '\xed\xa0\x80.tsr', 'a\nb', 'a\nb.tsr']), [
    'a\nb < a\nb.tsr',
    `${cp932} < ${cp932}.tsr`,
    '\xed\xa0\x80 < \xed\xa0\x80.tsr',
  ]);
});

test('where tokens lie apart, what is among the data is data whatever its name', () => {
  assert.deepEqual(pairs(['x.pdf', 'y.tsr'], ['x.pdf.tsr', 'y.tsr.tsr', 'z.tsr', 'readme.txt']), [
    'x.pdf < x.pdf.tsr',
    'y.tsr < y.tsr.tsr',
    '- < z.tsr',
  ]);
  assert.deepEqual(pairs(['x.tsr'], []), ['x.tsr < -']);
  assert.deepEqual(pairs([], ['x.tsr']), ['- < x.tsr']);
  // The same name on both sides is two files.
  assert.deepEqual(pairs(['x', 'x.tsr'], ['x.tsr']), ['x < x.tsr', 'x.tsr < -']);
});

test('a hundred thousand files of one stem, and as many tokens of one file, are paired in seconds', () => {
  const count = 100_000;
  const number = Array.from({ length: count }, (_, i) => i);
  const start = process.cpuUsage();
  const ofOne = pairFolder(['x', ...number.map((i) => `x.${i}.tsr`)], usual);
  assert.equal(ofOne.filter(({ data }) => data === 'x').length, count);
  // Seventeen letters that are each written in either way: all of them have the same stem when they are composed.
  const form = (i: number) => Array.from({ length: 17 }, (_, bit) => ((i >> bit) & 1 ? 'é' : 'e\u0301')).join('');
  const few = number.slice(0, 10_000);
  const hostile = [...few.map((i) => o(`${form(i)}.pdf`)), ...few.map((i) => o(`${form(i)}.tsr`))];
  assert.equal(pairFolder(hostile, usual).length, 20_000);
  const { user } = process.cpuUsage(start);
  assert.ok(user < 20_000_000, `${user} µs`);
});

test('data that is named like what a stamping program leaves is data, where there is nothing that it would belong to', () => {
  assert.deepEqual(pairs(['hidden.rejected', 'hidden.tsq', 'x.pdf', 'x.pdf.rejected', 'x.pdf.tst.tsq', 'y.pdf.tsq']), [
    'hidden.rejected < -',
    'hidden.tsq < -',
    'x.pdf < -',
    'y.pdf.tsq < -',
  ]);
});
