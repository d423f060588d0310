import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonCursor } from '../../../../src/core/revocation/tst-list/json-cursor.ts';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';

const cursorOf = (text: string) => new JsonCursor(Buffer.from(text));
const octet = (character: string) => character.charCodeAt(0);

/** `problem line:column field` of what reading ends in. */
function wrong(text: string, read: (cursor: JsonCursor) => void): string {
  try {
    read(cursorOf(text));
  } catch (error) {
    assert.ok(error instanceof TstListError, String(error));
    const { problem, line, column, field } = error;
    return `${problem} ${line}:${column}${field === null ? '' : ` ${field}`}`;
  }
  assert.fail('it was read');
}

test('white space is a blank, a tab and both ends of lines (RFC 8259 §2); 0 is the end', () => {
  const cursor = cursorOf(' \t\r\n x');
  assert.deepEqual([cursor.peek(), cursor.at], [octet('x'), 5]);
  assert.deepEqual([cursor.peek(), cursor.at], [octet('x'), 5]);
  assert.equal(cursorOf('').peek(), 0);
  assert.equal(cursorOf('  ').peek(), 0);
  for (const other of ['\v', '\f']) assert.equal(cursorOf(other).peek(), octet(other));
});

test('a character that has to be there is passed, or named where it isn’t', () => {
  const cursor = cursorOf(' {}');
  cursor.pass(octet('{'));
  assert.equal(cursor.at, 2);
  assert.equal(
    wrong('\n []', (one) => one.pass(octet('{'), 'json-type', '$')),
    'json-type 2:2 $',
  );
  assert.equal(
    wrong('x', (one) => one.pass(octet('{'))),
    'json-syntax 1:1',
  );
});

test('members stand between commas, and none stands before the first or behind the last', () => {
  const steps = (text: string) => (cursor: JsonCursor) => {
    let count = 0;
    for (let isFirst = true; cursor.next(isFirst, octet(']')); isFirst = false) {
      cursor.pass(octet('1'));
      count++;
    }
    assert.equal(cursor.at, text.length);
    return count;
  };
  const count = (text: string) => steps(text)(cursorOf(text));
  assert.deepEqual([count(']'), count('1]'), count(' 1 , 1 ]')], [0, 1, 2]);
  assert.equal(wrong('1,]', steps('')), 'json-syntax 1:3');
  assert.equal(wrong(',1]', steps('')), 'json-syntax 1:1');
  assert.equal(wrong('1 1]', steps('')), 'json-syntax 1:3');
  assert.equal(wrong('1', steps('')), 'json-syntax 1:2');
  assert.equal(wrong('1,,1]', steps('')), 'json-syntax 1:3');
});

test('a key has its colon', () => {
  const cursor = cursorOf(' "a" : 1');
  cursor.key();
  assert.deepEqual([cursor.text(), cursor.at], ['a', 6]);
  assert.equal(
    wrong('"a" 1', (one) => one.key()),
    'json-syntax 1:5',
  );
  assert.equal(
    wrong('a:1', (one) => one.key()),
    'json-syntax 1:1',
  );
});

test('a string is its octets as they stand, or the text of its escapes', () => {
  const string = (text: string) => {
    const cursor = cursorOf(text);
    cursor.string();
    return [cursor.text(), cursor.isEscaped, cursor.start, cursor.end, cursor.at];
  };
  assert.deepEqual(string(' "表 x"'), ['表 x', false, 2, 7, 8]);
  assert.deepEqual(string('""'), ['', false, 1, 1, 2]);
  assert.deepEqual(string('"a\\"b"'), ['a"b', true, 1, 5, 6]);
  assert.deepEqual(string('"\\\\"'), ['\\', true, 1, 3, 4]);
  assert.deepEqual(string('"\\ud83d\\udd52"'), ['🕒', true, 1, 13, 14]);
  assert.deepEqual(string('"\u007f "'), ['\u007f ', false, 1, 3, 4]);
  const cursor = cursorOf('"\\n""b"');
  cursor.string();
  cursor.string();
  assert.deepEqual([cursor.text(), cursor.isEscaped], ['b', false], 'whatever the string before had');
});

test('what is no string, does not end, holds a control character or a false escape is refused', () => {
  const string = (text: string) => wrong(text, (one) => one.string('$.a'));
  assert.equal(string(' 1'), 'json-type 1:2 $.a');
  assert.equal(string(''), 'json-type 1:1 $.a');
  assert.equal(string('"ab'), 'json-syntax 1:4');
  assert.equal(string('"ab\\'), 'json-syntax 1:5');
  assert.equal(string('"ab\\"'), 'json-syntax 1:6');
  assert.equal(string('"a\u001fb"'), 'json-syntax 1:3');
  assert.equal(string('"a\nb"'), 'json-syntax 1:3');
  assert.equal(string('"a\\x"'), 'json-syntax 1:2');
  assert.equal(string('"a\\u12"'), 'json-syntax 1:2');
  assert.equal(string('"\\ud83d"'), 'lone-surrogate 1:2');
  assert.equal(
    wrong('1', (one) => one.string()),
    'json-type 1:1',
  );
});

test('a string has at most 65,536 octets', () => {
  const cursor = cursorOf(`"${'a'.repeat(65_536)}"`);
  cursor.string();
  assert.equal(cursor.end - cursor.start, 65_536);
});

test('a string of an octet more is refused', () => {
  assert.equal(
    wrong(`"${'a'.repeat(65_537)}"`, (one) => one.string('$.a')),
    'field-too-long 1:2 $.a',
  );
});

test('a string is compared whole, also where it has escapes', () => {
  const is = (text: string, wanted: string) => {
    const cursor = cursorOf(text);
    cursor.string();
    return cursor.is(Buffer.from(wanted));
  };
  for (const text of ['"serial"', '"seri\\u0061l"', '"\\u0073erial"']) assert.ok(is(text, 'serial'), text);
  for (const text of ['"seria"', '"serials"', '"serial\\u0073"', '"Serial"', '"seriaL"', '"\\u0053erial"', '""']) {
    assert.ok(!is(text, 'serial'), text);
  }
});

test('a whole number is its digits; a zero before them, a fraction or an exponent is refused', () => {
  const integer = (text: string) => {
    const cursor = cursorOf(text);
    cursor.integer('number-form', '$.n');
    assert.equal(cursor.at, cursor.end);
    return `${cursor.text()} ${cursor.start}`;
  };
  const read = { '0': '0 0', '-0': '-0 0', ' 10,': '10 1', '-5]': '-5 0', '19': '19 0', '90}': '90 0', '8 ': '8 0' };
  for (const [text, found] of Object.entries(read)) assert.equal(integer(text), found, text);
  for (const text of ['', '-', '+1', '01', '-00', '1.0', '0.5', '1e3', '1E3', 'x', '/', ':', '"1"', '--1']) {
    assert.equal(
      wrong(` ${text}`, (one) => one.integer('number-form', '$.n')),
      'number-form 1:2 $.n',
      text,
    );
  }
  const cursor = cursorOf('"\\n" 7');
  cursor.string();
  cursor.integer('number-form', null);
  assert.deepEqual([cursor.text(), cursor.isEscaped], ['7', false], 'whatever the string before had');
});

test('an array is passed over as far as its brackets go, those in strings aside', () => {
  const skipped = (text: string) => {
    const cursor = cursorOf(text);
    cursor.skipArray();
    return cursor.at;
  };
  for (const text of ['[]', ' [1,[2,{"a":[]}],3]', '["]","\\"]"]', '[{"]":"}"}]', '[[],[]]']) {
    assert.equal(skipped(`${text},"b":[]`), text.length, text);
  }
  const skip = (text: string) => wrong(text, (one) => one.skipArray());
  assert.equal(skip('{}'), 'json-type 1:1');
  assert.equal(skip('[[]'), 'json-syntax 1:4');
  assert.equal(skip('["]'), 'json-syntax 1:4');
  assert.equal(skip('["\n"]'), 'json-syntax 1:3');
});

test('text is read from a view of larger memory as from its own', () => {
  const whole = Buffer.from('xx"abc"');
  const cursor = new JsonCursor(new Uint8Array(whole.buffer, whole.byteOffset + 2, 5));
  cursor.string();
  assert.equal(cursor.text(), 'abc');
});
