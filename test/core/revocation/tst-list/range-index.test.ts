import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RangeIndex } from '../../../../src/core/revocation/tst-list/range-index.ts';

type Range = readonly [from: number, to: number];

function indexOf(ranges: readonly Range[]): RangeIndex {
  const index = new RangeIndex();
  ranges.forEach(([from, to], entry) => {
    index.add(BigInt(from), BigInt(to), entry);
  });
  return index;
}

const touching = (index: RangeIndex, from: number, to = from) => [...index.touching(BigInt(from), BigInt(to))];

/** What looking at every range gives: by where they begin, then as they were put in. */
const looked = (ranges: readonly Range[], from: number, to: number) =>
  ranges
    .map(([first, last], entry) => ({ first, last, entry }))
    .filter(({ first, last }) => first <= to && from <= last)
    .toSorted((a, b) => a.first - b.first || a.entry - b.entry)
    .map(({ entry }) => entry);

test('nothing is found among no ranges', () => {
  assert.deepEqual(touching(new RangeIndex(), 0, 9), []);
});

test('both ends belong to a range, and what is beside it does not', () => {
  const index = indexOf([[-3, 5]]);
  for (const inside of [-3, 0, 5]) assert.deepEqual(touching(index, inside), [0], `${inside}`);
  for (const outside of [-4, 6]) assert.deepEqual(touching(index, outside), [], `${outside}`);
  assert.deepEqual(touching(index, -9, -3), [0]);
  assert.deepEqual(touching(index, 5, 9), [0]);
  assert.deepEqual(touching(index, -9, 9), [0]);
});

test('ranges sorted, backwards, nested, equal and apart: the index finds what looking at each of them would', () => {
  const shells: Range[] = Array.from({ length: 9 }, (_, i) => [i, 20 - i]);
  const apart: Range[] = Array.from({ length: 7 }, (_, i) => [3 * i, 3 * i + 1]);
  const equal: Range[] = Array.from({ length: 5 }, () => [4, 6]);
  const mixed: Range[] = [...apart.slice(3), ...equal, [-8, -6], ...shells.slice(0, 2), [-7, 30], ...equal];
  const sets = { shells, apart, equal, mixed, one: [[5, 5]] satisfies Range[] };
  for (const [name, set] of Object.entries(sets)) {
    for (const ranges of [set, set.toReversed()]) {
      const index = indexOf(ranges);
      for (let from = -9; from <= 31; from++) {
        for (const to of [from, from + 2, from + 9]) {
          assert.deepEqual(touching(index, from, to), looked(ranges, from, to), `${name} ${from}..${to}`);
        }
      }
    }
  }
});
