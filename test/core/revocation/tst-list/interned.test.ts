import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interned } from '../../../../src/core/revocation/tst-list/interned.ts';

test('a text that comes again gives the same value, made once', () => {
  const made: string[] = [];
  const interned = new Interned((text) => ({ made: made.push(text), text }));
  const one = interned.of('a');
  assert.equal(interned.of('b').text, 'b');
  assert.equal(interned.of('a'), one);
  assert.deepEqual(made, ['a', 'b']);
});

test('of ever new texts no more than a thousand values are held', () => {
  const made: string[] = [];
  const interned = new Interned((text) => made.push(text));
  for (let i = 0; i < 1_000; i++) interned.of(`${i}`);
  interned.of('0');
  assert.equal(made.length, 1_000, 'a thousand are held');
  interned.of('one more');
  interned.of('0');
  assert.deepEqual(made.slice(1_000), ['one more', '0'], 'and then forgotten');
});
