import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, program, tst } from '../cli/run-tst.ts';
import { skipped, stamped } from './stamped.ts';

// What a pipeline has not: a folder to keep things in, a home, a reader to the end.

const own = ['--trust', 'root.pem', ...skipped.flatMap((check) => ['--skip', check]), 'x.zip', '--files'];

test('a folder for data that cannot be: without --no-record 73 with the way out, with it the verdict', async (t) => {
  const dir = folder(t);
  await stamped(dir, ['x.zip']);
  writeFileSync(join(dir, 'file'), '');
  const env = { TST_DATA_DIR: join(dir, 'file', 'data') };
  const kept = await tst(['audit', ...own], { cwd: dir, env });
  assert.equal(kept.exit, 73);
  assert.match(kept.err, /--no-record/);
  assert.equal((await tst(['audit', '--no-record', ...own], { cwd: dir, env })).exit, 0);
});

test('a home on a file system that takes no folders: a verdict, and no search without end', {
  skip: existsSync('/proc/self') ? false : 'no /proc here',
}, async (t) => {
  const dir = folder(t);
  await stamped(dir, ['x.zip']);
  const env = { PATH: process.env.PATH, HOME: '/proc/none' };
  const { status } = spawnSync(process.execPath, [program, 'audit', '--no-record', ...own], {
    cwd: dir,
    env,
    timeout: 60_000,
  });
  assert.equal(status, 0);
});
