import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, tst } from '../cli/run-tst.ts';
import { skipped, stamped } from './stamped.ts';

// The hook as pre-commit runs it: the words of `entry`, then `args`, then the changed files, below the repository's top level.

const hook = readFileSync(fileURLToPath(new URL('../../.pre-commit-hooks.yaml', import.meta.url)), 'utf8');
const entry = /^ {2}entry: bin\/checkout\.mjs (.+)$/m.exec(hook)![1]!.trim().split(' ');
const args = /^ {2}args: \[(.+)\]$/m.exec(hook)![1]!.split(', ');

/** What a user puts before the `--` of the hook. */
const own = ['--trust', 'root.pem', ...skipped.flatMap((check) => ['--skip', check])];

const run = (cwd: string, files: readonly string[]) => tst([...entry, ...own, ...args, ...files], { cwd });

test('data and its token together, data alone, a token alone: valid, and one line for both', async (t) => {
  const dir = folder(t);
  await stamped(dir, ['out/x.zip']);
  for (const files of [['out/x.zip', 'out/x.zip.tsr'], ['out/x.zip'], ['out/x.zip.tsr']]) {
    const { exit, out, err } = await run(dir, files);
    assert.equal(exit, 0, out + err);
    assert.match(out, /^VALID {2}tokens 1: 1 valid/);
    assert.doesNotMatch(out, /without/);
  }
});

test('data without a token, changed data, a renamed token and a renamed file: the commit is refused', async (t) => {
  const dir = folder(t);
  await stamped(dir, ['x.zip', 'y.zip', 'z.zip']);
  writeFileSync(join(dir, 'new.zip'), 'x');
  assert.equal((await run(dir, ['new.zip'])).exit, 2);
  appendFileSync(join(dir, 'x.zip'), 'x');
  assert.equal((await run(dir, ['x.zip'])).exit, 1);
  renameSync(join(dir, 'y.zip.tsr'), join(dir, 'other.zip.tsr'));
  assert.equal((await run(dir, ['other.zip.tsr'])).exit, 2);
  renameSync(join(dir, 'z.zip'), join(dir, 'moved.zip'));
  assert.equal((await run(dir, ['moved.zip'])).exit, 2);
});

test('a token that was deleted is not among the names; its data is refused as soon as it is', async (t) => {
  const dir = folder(t);
  await stamped(dir, ['x.zip']);
  rmSync(join(dir, 'x.zip.tsr'));
  assert.equal((await run(dir, ['x.zip'])).exit, 2);
});

test('a file that is named like an option is a file: it neither adds trust nor skips a check', async (t) => {
  const dir = folder(t);
  await stamped(dir, ['--trust=root.pem', 'x.zip']);
  assert.equal((await run(dir, ['--trust=root.pem'])).exit, 0);
  const { exit, out } = await tst([...entry, ...args, '--trust=root.pem', 'x.zip'], { cwd: dir });
  assert.equal(exit, 2, out);
  assert.match(out, /2 indeterminate/);
});

test('a file that is named like a verb is a file, and not a run of that verb, which would end with 0', async (t) => {
  const dir = folder(t);
  await stamped(dir, []);
  for (const name of ['list', 'diff', 'report']) {
    writeFileSync(join(dir, name), name);
    assert.equal((await run(dir, [name])).exit, 2, name);
  }
});

test('no files at all: usage, and not a success', async (t) => {
  assert.equal((await run(folder(t), [])).exit, 64);
});
