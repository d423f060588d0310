import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { userFolders } from '../../src/io/user-folders.ts';

test('folders lie where each platform wants them', () => {
  assert.deepEqual(userFolders({ HOME: '/home/a' }, 'linux'), {
    config: '/home/a/.config/tst',
    data: '/home/a/.local/share/tst',
    cache: '/home/a/.cache/tst',
  });
  assert.deepEqual(userFolders({ HOME: '/Users/a', XDG_DATA_HOME: '/elsewhere' }, 'darwin'), {
    config: '/Users/a/Library/Application Support/tst',
    data: '/Users/a/Library/Application Support/tst',
    cache: '/Users/a/Library/Caches/tst',
  });
  assert.deepEqual(userFolders({ USERPROFILE: 'C:\\Users\\a', LOCALAPPDATA: 'D:\\local' }, 'win32'), {
    config: 'C:\\Users\\a\\AppData\\Roaming\\tst',
    data: 'D:\\local\\tst',
    cache: 'D:\\local\\tst\\cache',
  });
});

test('XDG variables move them where they are absolute, and count for nothing otherwise', () => {
  const environment = { HOME: '/home/a', XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: 'relative', XDG_CACHE_HOME: '' };
  assert.deepEqual(userFolders(environment, 'linux'), {
    config: '/c/tst',
    data: '/home/a/.local/share/tst',
    cache: '/home/a/.cache/tst',
  });
});

test('TST_CACHE_DIR moves the cache and nothing else', () => {
  for (const [given, cache] of [
    ['here', resolve('here')],
    ['', '/home/a/.cache/tst'],
  ] as const) {
    const { cache: found, data } = userFolders({ HOME: '/home/a', TST_CACHE_DIR: given }, 'linux');
    assert.deepEqual([found, data], [cache, '/home/a/.local/share/tst']);
  }
});

test('TST_DATA_DIR moves the data and nothing else', () => {
  const { cache, data } = userFolders({ HOME: '/home/a', TST_DATA_DIR: 'here' }, 'linux');
  assert.deepEqual([cache, data], ['/home/a/.cache/tst', resolve('here')]);
});

test('without any variable the home folder is what the system says', () => {
  assert.ok(userFolders({}, 'linux').config.startsWith(homedir()));
});
