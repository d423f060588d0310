import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { broken, desk, rowsOf } from './audit-kit.ts';
import { tst } from './run-tst.ts';

test('the trust that was changed between the runs of an audit counts for all of its lines', {
  skip: process.platform === 'win32',
}, async (t) => {
  const at = await desk(t, 700, 0.01);
  const dir = at.path('archive');
  cpSync(at.dir, dir, { recursive: true });
  const words = ['--jobs', '1', 'archive'];
  let ended = { exit: 0 as number | null, err: '' };
  for (let after = 300; !/after [1-9]\d* of/.test(ended.err) && after < 3_000; after += 50) {
    ended = await broken({ ...at, dir }, words, 'SIGINT', after);
  }
  assert.match(ended.err, /broken off after [1-9]\d* of/);
  const roots = join(dir, 'trust/roots.pem');
  const [first, ...others] = readFileSync(roots, 'utf8').split(/(?=-----BEGIN)/);
  assert.ok(first !== undefined && others.length > 0);
  writeFileSync(roots, others.join(''));
  const audit = (more: readonly string[]) =>
    tst(['audit', ...at.options, ...more, ...words], { cwd: dir, env: at.env });
  const whole = await audit(['--no-record', '--json']);
  const resumed = await audit(['--resume', '--json']);
  assert.match(resumed.err, /has changed since: everything is verified anew/);
  assert.deepEqual(rowsOf(resumed.out), rowsOf(whole.out));
});

test('folders of one name in two places are two archives: neither compared, nor are hashes taken over', async (t) => {
  const at = await desk(t);
  const [here, there] = [at.path('here'), at.path('there')];
  for (const dir of [here, there]) cpSync(at.dir, dir, { recursive: true });
  const audit = (cwd: string, more: readonly string[]) => at.audit([...more, 'archive'], { cwd });
  await audit(here, ['--quiet']);
  const other = await audit(there, ['--changed']);
  assert.match(other.err, /there is no earlier audit of these folders/);
  assert.equal((await tst(['audit', 'diff'], { cwd: there, env: at.env })).exit, 66);
  // However it is spelled and from wherever.
  const absolute = await at.audit(['--changed', join(here, 'archive')], { cwd: there });
  assert.match(absolute.err, /hashes of unchanged data are those of the audit of/);
});
