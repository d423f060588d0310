import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TstList } from '../../../../src/core/revocation/tst-list/list.ts';
import { rollbackProblem } from '../../../../src/core/revocation/tst-list/rollback.ts';
import { noon, read } from './kit.ts';

// Who could show an old list would hide what was revoked since: what a list may follow, and what it may not.

const one = read('1\n2', { kind: 'text', radix: 10 });
const fewer = read('1', { kind: 'text', radix: 10 });
const list = (number: bigint | null, thisUpdate: number | null, of: TstList = one): TstList => ({
  ...of,
  sha256: `${number} ${thisUpdate} ${of.sha256}`,
  number,
  thisUpdate,
});

test('numbers: never less, never none', () => {
  assert.equal(rollbackProblem(list(5n, null), list(5n, noon)), null);
  assert.equal(rollbackProblem(list(5n, null), list(6n, null)), null);
  assert.deepEqual(rollbackProblem(list(5n, null), list(4n, null)), {
    reason: 'number-backwards',
    before: '5',
    after: '4',
  });
  assert.deepEqual(rollbackProblem(list(5n, null), list(null, null)), { reason: 'number-gone', before: '5' });
  assert.equal(rollbackProblem(list(null, null), list(5n, noon)), null, 'a provider may begin to count');
});

test('dates: never earlier, never none', () => {
  assert.equal(rollbackProblem(list(null, noon), list(null, noon, fewer))?.reason, 'entries-gone');
  assert.equal(rollbackProblem(list(null, noon), list(5n, noon)), null);
  assert.equal(rollbackProblem(list(null, noon), list(null, noon + 1)), null);
  assert.deepEqual(rollbackProblem(list(null, noon), list(null, noon - 1)), {
    reason: 'date-backwards',
    thisUpdate: noon - 1,
  });
  assert.deepEqual(rollbackProblem(list(null, noon), list(null, null)), { reason: 'date-gone', thisUpdate: noon });
  assert.equal(rollbackProblem(list(null, null), list(null, noon)), null, 'a provider may begin to date');
  assert.equal(rollbackProblem(list(5n, noon), list(6n, noon - 1))?.reason, 'date-backwards', 'whatever its number');
});

test('entries: only a larger number may drop one; a later date may not', () => {
  const gone = { reason: 'entries-gone' };
  assert.equal(rollbackProblem(list(5n, noon), list(6n, noon, fewer)), null);
  assert.deepEqual(rollbackProblem(list(5n, noon), list(5n, noon + 1, fewer)), gone);
  assert.deepEqual(rollbackProblem(list(null, noon), list(6n, noon + 1, fewer)), gone);
  assert.deepEqual(rollbackProblem(list(null, null), list(null, null, fewer)), gone);
  assert.equal(rollbackProblem(list(null, null, fewer), list(null, null)), null);
});

test('the very same list again is no rollback, whatever it says', () => {
  const same = list(5n, noon);
  assert.equal(rollbackProblem(same, { ...same, number: 4n }), null);
});
