import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitting, widthOf } from '../../src/report/table.ts';

test('a line is cut where its columns end, not its letters: Japanese ones take two', () => {
  assert.equal(fitting('valid 3, invalid 1', 7), 'valid 3');
  assert.equal(fitting('有効 3 件', 6), '有効 3');
  // Half a letter can't be shown.
  assert.equal(fitting('有効 3 件', 8), '有効 3 ');
  assert.ok(widthOf(fitting('判定不能 1,234、毎秒 56 件、残り 7 分'.repeat(5), 79)) <= 79);
  assert.equal(fitting('有効', 80), '有効');
  assert.equal(fitting('有効', 0), '');
});
