import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stemOf, TokenPatterns } from '../../../src/app/audit/patterns.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { cp932, o } from './octets.ts';

const usual = new TokenPatterns();
const namings = (name: string, ...patterns: string[]) =>
  (patterns.length === 0 ? usual : new TokenPatterns(patterns))
    .namings(name)
    .map(({ placeholder, value }) => `${placeholder} ${value}`);

test('a token is named after the whole name of its data first, then after its stem', () => {
  assert.deepEqual(namings('x.pdf.tsr'), ['name x.pdf', 'stem x.pdf', 'name x']);
  assert.deepEqual(namings('x.tsr'), ['name x', 'stem x']);
  assert.deepEqual(namings('x.tst'), ['name x', 'stem x']);
});

test('what ends otherwise, or has nothing before its ending, is no token', () => {
  for (const name of ['x.pdf', 'xtsr', '.tsr', '.tst', 'tsr', 'x.tsr.bak', 'x.tsr ', 'x.tsr\n', 'x.tsrx', '', '.']) {
    assert.deepEqual(namings(name), [], JSON.stringify(name));
  }
});

test('upper case of an ending is the same ending, and the name before it stays as it is', () => {
  assert.deepEqual(namings('Ab.PDF.TSR'), ['name Ab.PDF', 'stem Ab.PDF', 'name Ab']);
  assert.deepEqual(namings('x.tSt', '{name}.TST'), ['name x']);
  // É in Latin-1 is É and é in lower case would be another octet.
  assert.deepEqual(namings('\xc9.tsr', '{name}.tsr'), ['name \xc9']);
  assert.deepEqual(namings('\xc9x.tsr', '\u00c9{name}.tsr'), [], 'UTF-8 in a pattern is its octets');
  assert.deepEqual(namings(o('Éx.tsr'), 'É{name}.tsr'), ['name x']);
  assert.deepEqual(namings(o('éx.tsr'), 'É{name}.tsr'), [], 'of other letters than ASCII nothing is folded');
});

test('an asterisk gives every way to split, the longest name of data first', () => {
  assert.deepEqual(namings('a.b.c.d.tsr', '{name}.*.tsr'), ['name a.b.c', 'name a.b', 'name a']);
  // An asterisk may stand for nothing.
  assert.deepEqual(namings('a..tsr', '{name}.*.tsr'), ['name a']);
  assert.deepEqual(namings('a.tsr', '{name}.*.tsr'), [], 'one dot is not two');
  assert.deepEqual(namings('a-1-2.x.tsr', '{name}-*.*.tsr'), ['name a-1', 'name a']);
  assert.deepEqual(namings('a.tsr.tsr', '{name}.tsr*.tsr'), ['name a']);
  assert.deepEqual(namings('a.tsr', '{name}.tsr*.tsr'), [], 'an ending does not overlap itself');
  assert.deepEqual(namings('a.1.2.tsr', '{name}.**.tsr'), ['name a.1', 'name a']);
});

test('text before the placeholder is taken off', () => {
  assert.deepEqual(namings('ts_x.pdf.der', 'TS_{name}.der'), ['name x.pdf']);
  assert.deepEqual(namings('ts_.der', 'ts_{name}.der'), []);
  assert.deepEqual(namings('ts_.x.der', 'ts_{name}.*.der'), [], 'nothing is no name');
  assert.deepEqual(namings('x.der', 'ts_{name}.der'), []);
});

test('octets of any encoding are only octets', () => {
  assert.deepEqual(namings(`${cp932}.tsr`, '{name}.tsr'), [`name ${cp932}`]);
  assert.deepEqual(namings('\xed\xa0\x80\n.tsr', '{name}.tsr'), ['name \xed\xa0\x80\n']);
  // 表 in CP932 ends with the octet of a backslash, ソ as well.
  assert.deepEqual(namings('\x95\x5c.tsr', '{name}.tsr'), ['name \x95\x5c']);
});

test('a hostile name of 255 octets is split quickly, whatever the pattern', () => {
  const patterns = new TokenPatterns(['{name}.*.*.*.*.*.*.tsr', '{name}.*a*a*a*a*a*b.tsr', '{stem}.*.tsr']);
  const names = [
    `${'.'.repeat(251)}.tsr`,
    `.${'a.'.repeat(125)}tsr`,
    `${'.a'.repeat(125)}.tsr`,
    `${'.tsr'.repeat(63)}`,
  ];
  const start = process.cpuUsage();
  for (let i = 0; i < 50; i++) for (const name of names) assert.ok(patterns.namings(name).length <= 3 * 255);
  const { user } = process.cpuUsage(start);
  // 200 names take some 50 ms; tried in all ways they would take the age of the universe.
  assert.ok(user < 5_000_000, `${user} µs`);
});

test('patterns that every file would fit, that reach elsewhere or that name nothing are refused', () => {
  const refused = [
    ...['', '{name}', '{name}*', '{name}*.tsr', '{name}.tsr*', '*.tsr', 'x.tsr', '*{name}.tsr', '{name}{stem}.tsr'],
    ...['{name}.{name}.tsr', '{NAME}', '{name.tsr', '{file}.tsr', '{name}/x.tsr', '../{name}.tsr'],
    ...['{name}\\x.tsr', '{name}.tsr}', '{}.tsr', '{name}.*'],
  ];
  for (const pattern of refused) {
    assert.throws(
      () => new TokenPatterns([pattern]),
      (error) =>
        error instanceof TstError &&
        error.code === 'usage' &&
        error.facts.problem === 'bad-pattern' &&
        error.facts.value === pattern,
      pattern,
    );
  }
  assert.throws(() => new TokenPatterns(['{name}.tsr', '']), TstError, 'one of several');
});

test('the names that a token may have are in the order of the patterns, without those of an asterisk', () => {
  assert.deepEqual(usual.namesFor('x.pdf'), ['x.pdf.tsr', 'x.pdf.tst', 'x.tsr', 'x.tst']);
  assert.deepEqual(usual.namesFor('x'), ['x.tsr', 'x.tst']);
  assert.deepEqual(new TokenPatterns(['ts_{stem}.der']).namesFor(cp932), [`ts_${cp932.slice(0, -4)}.der`]);
});

test('a token is looked for under the name that the pattern spells, capitals and all', () => {
  assert.deepEqual(new TokenPatterns(['TS-{name}.TSR']).namesFor('x.pdf'), ['TS-x.pdf.TSR', 'ts-x.pdf.tsr']);
});

test('a stem is what stands before the last dot, and a name that begins with its only dot is whole', () => {
  assert.deepEqual(['x.pdf', 'x', 'a.tar.gz', '.profile', '.a.b', 'x.', '..', ''].map(stemOf), [
    'x',
    'x',
    'a.tar',
    '.profile',
    '.a',
    'x',
    '.',
    '',
  ]);
});
