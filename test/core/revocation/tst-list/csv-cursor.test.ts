import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CsvCursor } from '../../../../src/core/revocation/tst-list/csv-cursor.ts';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';

const cursorOf = (text: string | Buffer, delimiter = ',', encoding: 'utf-8' | 'shift_jis' = 'utf-8') =>
  new CsvCursor(typeof text === 'string' ? Buffer.from(text) : text, 0, delimiter, encoding);

/** Every record's fields as they stand, without quotes; or what is wrong, and where. */
function records(text: string, delimiter = ','): string[][] | string {
  const cursor = cursorOf(text, delimiter);
  const found: string[][] = [];
  try {
    while (cursor.record()) {
      const field = (i: number) => Buffer.from(cursor.bytes.subarray(cursor.start(i), cursor.end(i))).toString();
      found.push(Array.from({ length: cursor.count }, (_, i) => field(i)));
    }
  } catch (error) {
    assert.ok(error instanceof TstListError, String(error));
    assert.equal(error.field, null);
    return `${error.problem} ${error.line}:${error.column}`;
  }
  return found;
}

test('records end with CRLF, CR, LF or the end; an empty line is none, an empty field is one', () => {
  assert.deepEqual(records('a,b\r\nc\rd\n\n\r\n,\re,'), [['a', 'b'], ['c'], ['d'], ['', ''], ['e', '']]);
  for (const nothing of ['', '\n', '\r\n\r', '\r']) assert.deepEqual(records(nothing), []);
  assert.deepEqual(records(','), [['', '']]);
  assert.deepEqual(records('""'), [['']]);
});

test('only in quotes does a field hold a delimiter, the end of a line or a quote, which is doubled (RFC 4180)', () => {
  assert.deepEqual(records('"a,b","c\r\nd",e'), [['a,b', 'c\r\nd', 'e']]);
  assert.deepEqual(records('"a"\r"b"\n"c"'), [['a'], ['b'], ['c']]);
  assert.deepEqual(records('"a""b",""""'), [['a""b', '""']]);
  assert.deepEqual(records('a,b;"c;d"', ';'), [['a,b', 'c;d']]);
});

test('a quote inside a bare field, behind a quoted one or without its end is refused at its place', () => {
  assert.equal(records('x\na,b"c'), 'csv-quote 2:4');
  assert.equal(records('x\na, "b"'), 'csv-quote 2:4');
  assert.equal(records('x\n"a"b,c'), 'csv-quote 2:4');
  assert.equal(records('x\n"a" ,c'), 'csv-quote 2:4');
  assert.equal(records('"a";b'), 'csv-quote 1:4');
  assert.equal(records('x\na,"b'), 'csv-quote 2:3');
  assert.equal(records('"'), 'csv-quote 1:1');
  assert.equal(records('"""'), 'csv-quote 1:1');
});

test('a field has at most 65,536 octets', () => {
  const cursor = cursorOf(`x,${'a'.repeat(65_536)}`);
  assert.ok(cursor.record());
  assert.equal(cursor.end(1) - cursor.start(1), 65_536);
});

test('a field of an octet more is refused', () => {
  assert.equal(records(`x,${'a'.repeat(65_537)}`), 'field-too-long 1:3');
});

test('a field in quotes has at most 65,536 octets as well, its quotes aside', () => {
  const cursor = cursorOf(`x,"${'a'.repeat(65_536)}"`);
  assert.ok(cursor.record());
  assert.equal(cursor.end(1) - cursor.start(1), 65_536);
});

test('a field in quotes of an octet more is refused', () => {
  assert.equal(records(`x,"${'a'.repeat(65_537)}"`), 'field-too-long 1:4');
});

test('no record has more than a thousand fields', () => {
  const most = ','.repeat(999);
  assert.equal((records(most) as string[][])[0]!.length, 1_000);
  assert.equal(records(`x\n${most},`), 'csv-too-many-columns 2:1001');
});

test('a field’s text is without white space around it, with each doubled quote as one', () => {
  const cursor = cursorOf(' a b\t,"x ""y"""," ",""""');
  assert.ok(cursor.record());
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => [cursor.text(i), cursor.isDoubled(i)]),
    [
      ['a b', false],
      ['x "y"', true],
      ['', false],
      ['"', true],
    ],
  );
  const next = cursorOf('"""",b\n"c",d');
  assert.ok(next.record() && next.record());
  assert.deepEqual([next.isDoubled(0), next.text(0)], [false, 'c'], 'whatever the record before had');
});

test('octets that are no characters of the encoding are refused where the field begins', () => {
  const text = (hex: string, encoding: 'utf-8' | 'shift_jis') => {
    const cursor = cursorOf(Buffer.from(hex, 'hex'), ',', encoding);
    assert.ok(cursor.record());
    return () => cursor.text(1);
  };
  const refused = (problem: string, column: number) => (error: unknown) =>
    error instanceof TstListError && error.problem === problem && error.column === column && error.line === 1;
  assert.throws(text('412cff', 'utf-8'), refused('not-utf8', 3));
  // シ is 83 56: one column, two octets.
  assert.throws(text('83562cfd', 'shift_jis'), refused('not-shift-jis', 3));
  assert.equal(text('83562c835c', 'shift_jis')(), 'ソ');
});
