import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { newRun, stillAtWork } from '../../src/io/ledger-runs.ts';

test('a run of this process is at work until it ends, however long that takes', () => {
  const run = newRun();
  assert.equal(stillAtWork(run, 1e12), true);
  run.end();
  assert.equal(stillAtWork(run, 0), false);
});

test('an earlier process of the same number is dead, as in a container at every start', () => {
  assert.equal(stillAtWork({ id: 'of an earlier start', pid: process.pid }, 0), false);
});

test('another process is at work as long as it runs, and for two hours at most', async () => {
  const other = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const run = { id: 'another', pid: other.pid! };
  assert.equal(stillAtWork(run, 0), true);
  assert.equal(stillAtWork(run, 2 * 3_600_000 + 1), false, 'its number may be another one’s by now');
  assert.equal(stillAtWork(run, -3_600_000), true, 'the clock was set back');
  other.kill('SIGKILL');
  await once(other, 'exit');
  assert.equal(stillAtWork(run, 0), false);
});

test('a process of another user is at work too', {
  skip: process.platform === 'win32' || process.getuid?.() !== 0 ? 'only root can start one' : false,
}, () => {
  const module = JSON.stringify(new URL('../../src/io/ledger-runs.ts', import.meta.url).href);
  const script = `const { stillAtWork } = await import(${module});
    process.exit(stillAtWork({ id: 'x', pid: ${process.pid} }, 0) ? 0 : 1)`;
  const words = ['--input-type=module', '--eval', script];
  assert.equal(spawnSync(process.execPath, words, { uid: 65_534, gid: 65_534 }).status, 0);
});
