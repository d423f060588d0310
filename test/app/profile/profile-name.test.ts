import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isProfileName } from '../../../src/app/profile/profile-name.ts';
import { isPath } from '../../../src/app/profile/profiles.ts';

test('a name is a file name on every platform, and no path', () => {
  for (const name of ['seiko', 'a', '0', 'tsa-2.test', 'a_b', 'a'.repeat(64), 'console', 'com', 'communal']) {
    assert.ok(isProfileName(name), name);
  }
  for (const name of [
    '',
    'a'.repeat(65),
    'Seiko',
    'a/b',
    'a\\b',
    '..',
    '.a',
    'a.',
    '-a',
    'a b',
    'セイコー',
    'con',
    'nul',
    'com1',
    'lpt9',
    'aux.old',
    'a.toml',
    'a.json',
    'a\0',
    'a:b',
  ]) {
    assert.equal(isProfileName(name), false, name);
  }
});

test('a word with a separator of any platform, or the ending of a file, is a path', () => {
  for (const word of ['./a', 'a/b', '.\\a', 'C:\\profiles\\a.toml', 'a.toml', 'a.JSON']) assert.ok(isPath(word), word);
  for (const word of ['seiko', 'tsa-2.test']) assert.equal(isPath(word), false, word);
});
