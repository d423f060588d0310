import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TstError } from '../../src/core/verdict/errors.ts';
import { editorCommand } from '../../src/io/editor.ts';
import { createProfileFiles } from '../../src/io/profile-files.ts';
import { projectFolder } from '../../src/io/project-folder.ts';
import { userFolders } from '../../src/io/user-folders.ts';

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tst-profiles-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('files are listed in the order of their names, a missing folder is empty, and a crowd is refused', async (context) => {
  const dir = folder(context);
  const files = createProfileFiles();
  assert.deepEqual(await files.list(join(dir, 'none'), 10), []);
  for (const name of ['b.toml', 'a.json', 'c.txt']) writeFileSync(join(dir, name), '');
  mkdirSync(join(dir, 'd.toml'));
  assert.deepEqual(
    (await files.list(dir, 10)).map(({ name }) => name),
    ['a.json', 'b.toml', 'c.txt'],
  );
  const crowded = (error: unknown) => error instanceof TstError && error.code === 'configuration';
  await assert.rejects(files.list(dir, 2), crowded);
});

test('a file is written with the folders that lack, and its folder goes with the last one', async (context) => {
  const dir = folder(context);
  const files = createProfileFiles();
  const [one, two] = [join(dir, 'x', 'y', 'one'), join(dir, 'x', 'y', 'two')];
  await files.write(one, Buffer.from('1'), { force: false });
  await files.write(two, Buffer.from('2'), { force: false });
  await assert.rejects(files.write(one, Buffer.from('3'), { force: false }), /output-exists/);
  await files.write(one, Buffer.from('3'), { force: true });
  assert.equal(readFileSync(one, 'utf8'), '3');
  await files.remove(one, { folder: true });
  assert.equal(readFileSync(two, 'utf8'), '2');
  await files.remove(two, { folder: true });
  assert.throws(() => readFileSync(dirname(two)), /ENOENT/);
  await assert.rejects(files.remove(two), /output-failed/);
});

test('a link that leads nowhere is listed, and reading it is what fails', {
  skip: process.platform === 'win32',
}, async (context) => {
  const dir = folder(context);
  symlinkSync(join(dir, 'none'), join(dir, 'a.toml'));
  assert.deepEqual(
    (await createProfileFiles().list(dir, 10)).map(({ name }) => name),
    ['a.toml'],
  );
});

test('the profiles of a project are found up to the root of its repository and not above', (context) => {
  const dir = folder(context);
  const profiles = (...parts: string[]) => {
    const path = join(dir, ...parts, '.tst', 'profiles');
    mkdirSync(path, { recursive: true });
    return path;
  };
  profiles();
  mkdirSync(join(dir, 'repository', 'inner', 'deep'), { recursive: true });
  const from = join(dir, 'repository', 'inner', 'deep');
  // No repository at all: whoever shares the folder above could have put them there.
  assert.equal(projectFolder(from), null);
  mkdirSync(join(dir, 'repository', '.git'));
  assert.equal(projectFolder(from), null);
  const outer = profiles('repository');
  assert.equal(projectFolder(from), outer);
  const inner = profiles('repository', 'inner');
  assert.equal(projectFolder(from), inner);
  // A worktree or submodule has a file of this name.
  writeFileSync(join(from, '.git'), 'gitdir: elsewhere');
  assert.equal(projectFolder(from), null);
});

test('TST_CONFIG_DIR moves the configuration and nothing else', () => {
  const { config, cache, data } = userFolders({ HOME: '/home/a', TST_CONFIG_DIR: join(tmpdir(), 'c') }, 'linux');
  assert.deepEqual([config, cache, data], [join(tmpdir(), 'c'), '/home/a/.cache/tst', '/home/a/.local/share/tst']);
  assert.equal(userFolders({ HOME: '/home/a', TST_CONFIG_DIR: '' }, 'linux').config, '/home/a/.config/tst');
});

test('the editor is VISUAL, else EDITOR, else the one that each platform has, and never reads the name as words', () => {
  const path = "/tmp/a b'; rm -rf x/a.toml";
  assert.deepEqual(editorCommand(path, { VISUAL: 'code --wait', EDITOR: 'ed' }, 'linux'), {
    command: '/bin/sh',
    words: ['-c', 'code --wait "$1"', 'sh', path],
    verbatim: false,
  });
  assert.equal(editorCommand(path, { EDITOR: 'ed' }, 'darwin').words[1], 'ed "$1"');
  assert.equal(editorCommand(path, {}, 'linux').words[1], 'vi "$1"');
  const windows = editorCommand('C:\\Users\\a b\\x.toml', {}, 'win32');
  assert.deepEqual(windows, {
    command: 'cmd.exe',
    words: ['/d', '/s', '/c', '"notepad "C:\\Users\\a b\\x.toml""'],
    verbatim: true,
  });
  const visual = editorCommand(
    'C:\\x.toml',
    { VISUAL: '"C:\\Program Files\\e.exe" -w', ComSpec: 'C:\\cmd.exe' },
    'win32',
  );
  assert.deepEqual([visual.command, visual.words[3]], ['C:\\cmd.exe', '""C:\\Program Files\\e.exe" -w "C:\\x.toml""']);
});
