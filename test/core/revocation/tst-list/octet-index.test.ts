import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OctetIndex } from '../../../../src/core/revocation/tst-list/octet-index.ts';

/** Fills an index; the entry of a string is ten times its place. */
function indexOf(strings: readonly string[]): OctetIndex {
  const index = new OctetIndex();
  strings.forEach((hex, place) => {
    index.add(Buffer.from(`ee${hex}`, 'hex'), 1, 10 * place);
  });
  return index;
}

const find = (index: OctetIndex, hex: string) => [...index.find(Buffer.from(hex, 'hex'))];
const hexOf = (n: number) => n.toString(16).padStart(4, '0');

test('each of many strings is found, by its own entry, and none that was not put in', () => {
  // More than the index has room for at first, in numbers and in octets; twice as many lookups that must end in nothing.
  for (const count of [1, 8, 9, 62, 63, 64, 65, 130, 300]) {
    const index = indexOf(Array.from({ length: count }, (_, i) => hexOf(i)));
    assert.equal(index.count, count);
    for (let i = 0; i < count; i++) assert.deepEqual(find(index, hexOf(i)), [10 * i], `${i} of ${count}`);
    for (let i = count; i < 3 * count; i++) assert.deepEqual(find(index, hexOf(i)), [], `${i} of ${count}`);
    assert.equal(hexOf(count - 1), Buffer.from(index.octetsOf(count - 1)).toString('hex'));
    assert.equal(index.entryOf(count - 1), 10 * (count - 1));
  }
});

test('an empty index has nothing', () => {
  const index = new OctetIndex();
  assert.equal(index.count, 0);
  assert.deepEqual(find(index, ''), []);
});

test('a string that is there again and again gives all its entries, the last first', () => {
  const index = indexOf(['aa', 'bb', 'aa', 'cc', 'aa', 'bb']);
  assert.deepEqual(find(index, 'aa'), [40, 20, 0]);
  assert.deepEqual(find(index, 'bb'), [50, 10]);
  assert.deepEqual(find(index, 'cc'), [30]);
});

test('strings that begin or end alike are told apart, and the empty one is a string', () => {
  const index = indexOf(['', 'aa', 'aabb', 'bb', 'bbaa', 'aabbcc']);
  for (const [hex, entry] of Object.entries({ aa: 10, aabb: 20, bb: 30, bbaa: 40, aabbcc: 50 })) {
    assert.deepEqual(find(index, hex), [entry], hex);
  }
  assert.deepEqual(find(index, ''), [0]);
  for (const hex of ['aabbc0', 'bbaacc', 'abbb', 'cc']) assert.deepEqual(find(index, hex), [], hex);
});

test('strings that each begin the next are told apart, wherever they stand in the table', () => {
  const strings = Array.from({ length: 60 }, (_, i) => 'aa'.repeat(i + 1));
  const index = indexOf(strings);
  for (const [i, hex] of strings.entries()) assert.deepEqual(find(index, hex), [10 * i], `${i}`);
  assert.deepEqual(find(index, 'aa'.repeat(61)), []);
});

test('octets of any length are kept whole, also more than there was room for twice over', () => {
  const [short, long] = ['01', 'ab'.repeat(5_000)];
  const index = indexOf([short, long, short, 'cd']);
  assert.deepEqual(find(index, long), [10]);
  assert.deepEqual(find(index, `${long.slice(2)}ac`), []);
  assert.deepEqual([find(index, short), find(index, 'cd')], [[20, 0], [30]]);
  assert.equal(index.octetsOf(1).length, 5_000);
  for (const size of [1_023, 1_024, 1_025])
    assert.deepEqual(find(indexOf(['ff'.repeat(size)]), 'ff'.repeat(size)), [0]);
});
