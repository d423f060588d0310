import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from '../../../src/app/stamping/in-turn.ts';
import { retryAfter } from '../../../src/app/stamping/retry-after.ts';

/** Tasks that end when they are told to, and what is known of them. */
function tasks(count: number) {
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const list = Array.from({ length: count }, (_, i) => async () => {
    begun.push(i);
    await new Promise<void>((resolve) => {
      ends[i] = resolve;
    });
    return i;
  });
  return { list, begun, end: (i: number) => ends[i]!() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the first task runs alone, then as many as there may be, and results are told in the order of the tasks', async () => {
  const { list, begun, end } = tasks(5);
  const told: number[] = [];
  const ran = inTurn(list, 2, (result) => {
    told.push(result);
  });
  await settled();
  assert.deepEqual(begun, [0]);
  end(0);
  await settled();
  assert.deepEqual(begun, [0, 1, 2]);
  end(2);
  await settled();
  assert.deepEqual([begun, told], [[0, 1, 2, 3], [0]]);
  end(1);
  await settled();
  assert.deepEqual(told, [0, 1, 2]);
  end(3);
  await settled();
  end(4);
  assert.deepEqual(await ran, [0, 1, 2, 3, 4]);
  assert.deepEqual(told, [0, 1, 2, 3, 4]);
});

test('where results can no longer be told, what is at work ends and nothing further begins', async () => {
  const { list, begun, end } = tasks(6);
  const ran = inTurn(list, 3, (result) => {
    if (result === 1) throw new RangeError('no reader');
  });
  const rejected = assert.rejects(ran, RangeError);
  await settled();
  end(0);
  await settled();
  end(1);
  end(2);
  await settled();
  end(3);
  await settled();
  if (begun.includes(4)) end(4);
  await rejected;
  assert.ok(!begun.includes(5));
});

test('nothing to do is done at once', async () => {
  assert.deepEqual(await inTurn([], 4, () => {}), []);
});

test('Retry-After is read as seconds and as a date, and as nothing else (RFC 9110 §10.2.3)', () => {
  const now = Date.UTC(2026, 0, 15, 12, 0, 0);
  for (const [field, wait] of [
    ['120', 120_000],
    [' 0 ', 0],
    ['Thu, 15 Jan 2026 12:01:30 GMT', 90_000],
    ['Thu, 15 Jan 2026 11:00:00 GMT', 0],
    ['-1', null],
    ['1.5', null],
    ['99999999999999999999', null],
    ['soon', null],
    ['2026-01-15T12:01:30Z', null],
    ['', null],
    [undefined, null],
  ] as const) {
    assert.equal(retryAfter(field, now), wait, field);
  }
});
