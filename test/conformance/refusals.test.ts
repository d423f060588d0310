import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { refusalParts } from './refusals.ts';
import { readTold } from './told.ts';

const told = readTold(readFileSync(join(import.meta.dirname, 'refusals.txt'), 'utf8').replaceAll('\r\n', '\n'), 1);
const parts = refusalParts();

test('every sample is told something, and nothing is told of what is none', () => {
  assert.deepEqual(
    [...told.keys()],
    parts.map(({ name }) => name),
  );
});

// What is said, and of which value, is as it was. Where that is to change: npm run conformance.
for (const { name, tell } of parts) {
  test(`one value damaged: ${name}`, async () => {
    assert.deepEqual([await tell()], told.get(name));
  });
}
