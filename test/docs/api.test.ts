import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type ApiReport, apiReport, reportPath } from '../../docs/api.ts';

// The API report, made anew from the sources.

describe('the API report', () => {
  let made: ApiReport | undefined;
  const report = () => {
    made ??= apiReport();
    return made;
  };

  test('docs/api.md is what the sources give', () => {
    const kept = existsSync(reportPath) ? readFileSync(reportPath, 'utf8').replaceAll('\r\n', '\n') : '';
    const message =
      'what the library exports has changed: run `npm run api`, and look at what docs/api.md takes from its users';
    assert.equal(report().text, kept, message);
  });

  test('every export, and every field of it, is documented, and names no type that is not exported', () => {
    assert.deepEqual(report().problems, []);
  });

  test('no file of the sources, and no path of a computer, is in it', () => {
    assert.doesNotMatch(report().text, /import\(|\.\/core|node_modules/);
  });
});
