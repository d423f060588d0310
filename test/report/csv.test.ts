import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine } from '../../src/report/csv.ts';

test('cells with commas, quotes and line ends are quoted (RFC 4180)', () => {
  assert.equal(csvLine(['a', 'b,c', 'say "x"', 1, -2.5, true, null, '']), 'a,"b,c","say ""x""",1,-2.5,true,,\r\n');
});

test('what a spreadsheet could take for a formula has an apostrophe in front of it', () => {
  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠A',
    '\u22121',
    "'=1",
  ]) {
    assert.match(csvLine([text]), /^"?'/, JSON.stringify(text));
  }
  for (const text of ['a=1', ' x', '1-2', '0x05', 'CN=x']) assert.equal(csvLine([text]), `${text}\r\n`);
});

test('whoever removes one apostrophe has the text again', () => {
  for (const text of ["'", "''x", '=x', 'plain', '-x']) {
    assert.equal(csvLine([text]).trimEnd().replace(/^'/, ''), text);
  }
});

test('characters that rule a terminal or hide are written out, and a quote cannot end its cell', () => {
  assert.equal(csvLine(['a\u001b[31mb']), 'a\\u{1b}[31mb\r\n');
  assert.equal(csvLine(['\ud800']), '\\u{d800}\r\n');
  assert.equal(csvLine(['exe\u202efdp']), 'exe\\u{202e}fdp\r\n');
  assert.equal(csvLine(['","=1']), '""",""=1"\r\n');
  assert.equal(csvLine(['a\r\nb']), 'a\\u{d}\\u{a}b\r\n');
});
