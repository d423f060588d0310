import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterMark, placeOf, TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';

const at = (text: string | Buffer, offset: number, wide = false) => {
  const { line, column } = placeOf(typeof text === 'string' ? Buffer.from(text) : text, offset, wide);
  return `${line}:${column}`;
};

test('an error says its problem, its place and, where there is one, the field', () => {
  const error = new TstListError('serial-form', { line: 3, column: 7 }, '$.entries[1].serial');
  assert.equal(error.message, 'serial-form at line 3, column 7 ($.entries[1].serial)');
  assert.equal(error.name, 'TstListError');
  assert.deepEqual(error.facts, { reason: 'serial-form', line: 3, column: 7, field: '$.entries[1].serial' });
  const bare = new TstListError('empty-file', { line: 1, column: 2 });
  assert.equal(bare.message, 'empty-file at line 1, column 2');
  assert.deepEqual([bare.facts, bare.field], [{ reason: 'empty-file', line: 1, column: 2 }, null]);
});

test('only a base that nobody states has a code of its own', () => {
  assert.equal(new TstListError('radix-missing', { line: 1, column: 1 }).code, 'list-no-radix');
  assert.equal(new TstListError('radix-contradicted', { line: 1, column: 1 }).code, 'list-unreadable');
});

test('lines end with CRLF, CR or LF, and an ending still belongs to its line', () => {
  const text = 'ab\r\nc\rd\n\n\re';
  const places = ['1:1', '1:2', '1:3', '1:4', '2:1', '2:2', '3:1', '3:2', '4:1', '5:1', '6:1', '6:2'];
  assert.deepEqual(
    places.map((_, offset) => at(text, offset)),
    places,
  );
});

test('columns count characters: of one to four octets in UTF-8', () => {
  // é has two octets, 表 three, 🕒 four.
  const text = 'aé表🕒b';
  for (const [offset, place] of Object.entries({ 0: '1:1', 1: '1:2', 3: '1:3', 6: '1:4', 10: '1:5', 11: '1:6' })) {
    assert.equal(at(text, Number(offset)), place, offset);
  }
  assert.equal(at(Buffer.from('7f80bfc0ff', 'hex'), 5), '1:4', 'what continues a character is none of its own');
});

test('columns count characters: of one or two octets in Shift_JIS, whatever the second is', () => {
  for (const lead of ['81', '9f', 'e0', 'fc'])
    assert.equal(at(Buffer.from(`${lead}5c41`, 'hex'), 3, true), '1:3', lead);
  for (const single of ['80', 'a0', 'df', 'fd']) {
    assert.equal(at(Buffer.from(`${single}5c41`, 'hex'), 3, true), '1:4', single);
  }
  assert.equal(at(Buffer.from('410a835c83', 'hex'), 4, true), '2:2');
  assert.equal(at(Buffer.from('410a835c83', 'hex'), 5, true), '2:3');
});

test('a byte order mark is no column, and only whole and at the beginning is it one', () => {
  assert.equal(afterMark(Buffer.from('efbbbf31', 'hex')), 3);
  for (const hex of ['', 'efbb', 'efbb31', 'ef31bf', '31bbbf', '31efbbbf']) {
    assert.equal(afterMark(Buffer.from(hex, 'hex')), 0, hex);
  }
  assert.equal(at('\ufeffab', 4), '1:2');
  assert.equal(at('\ufeffab\ncd', 7), '2:2');
  assert.equal(at('a\n\ufeffb', 5), '2:2', 'elsewhere it is a character');
});
