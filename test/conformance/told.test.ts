import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { casePlans } from './table.ts';
import { readTold, toldOf } from './told.ts';

const told = readTold(readFileSync(join(import.meta.dirname, 'told.txt'), 'utf8').replaceAll('\r\n', '\n'));
const plans = casePlans();

test('every case is told something, and nothing is told of a case that is none', () => {
  assert.deepEqual(
    [...told.keys()],
    plans.map(({ name }) => name),
  );
});

// Each by itself: what a rule finds, about what and with which facts, is as it was. Where that is to change: npm run conformance.
for (const { name, make } of plans) {
  test(`what is said of ${name}`, async () => {
    assert.deepEqual(toldOf(await make()), told.get(name));
  });
}
