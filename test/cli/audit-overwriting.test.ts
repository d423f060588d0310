import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type ArchiveDesk, desk, rowsOf } from './audit-kit.ts';
import { program, tst } from './run-tst.ts';

/** A copy of the archive that a test may damage. */
async function copied(at: ArchiveDesk) {
  cpSync(join(at.dir, 'archive'), at.path('archive'), { recursive: true });
  const audit = (words: readonly string[]) => at.audit([...words, at.path('archive')]);
  const [row] = rowsOf((await audit(['--json', '--no-record'])).out);
  return { audit, data: row.data.text as string, token: row.token.text as string };
}

test('two reports of one path, however it is spelled: refused before anything is judged', async (t) => {
  const at = await desk(t);
  mkdirSync(at.path('real'));
  symlinkSync(at.path('real'), at.path('linked'));
  for (const other of ['real/../real/out', 'linked/out']) {
    const wanted = ['--report', `csv=${at.path('real/out')}`, '--report', `html=${at.path(other)}`, '--force'];
    const { exit, err } = await at.audit([...wanted, 'archive']);
    assert.deepEqual([exit, /name of another output/.test(err)], [64, true], err);
  }
  assert.deepEqual(readdirSync(at.path('real')), []);
});

test('--force writes no report over stamped data, a token, the record, a manifest or what is trusted', async (t) => {
  const at = await desk(t);
  const { audit, data, token } = await copied(at);
  const root = at.path('root.pem');
  cpSync(join(at.dir, 'trust/roots.pem'), root);
  const record = at.path('record.sqlite');
  const manifest = at.path('manifest.csv');
  writeFileSync(manifest, 'path\n');
  const before = [data, token, root, manifest].map((path) => readFileSync(path, 'hex'));
  for (const path of [data, token, root, manifest, record]) {
    const words = ['--trust', root, '--record', record, '--report', `csv=${path}`, '--force', manifest];
    const { exit, err } = await audit(words);
    assert.deepEqual([exit, /name of another output/.test(err)], [64, true], `${path}: ${err}`);
  }
  assert.deepEqual(
    [data, token, root, manifest].map((path) => readFileSync(path, 'hex')),
    before,
  );
  assert.equal(existsSync(record), false);
  // An older report may lie in the archive.
  const report = join(dirname(data), 'report.csv');
  for (let i = 0; i < 2; i++) {
    assert.equal((await audit(['--report', `csv=${report}`, '--force', '--quiet', '--no-record'])).exit, 0);
  }
});

test('audit report --force does not write over the audit that it reports of', async (t) => {
  const at = await desk(t);
  const record = at.path('record.sqlite');
  await at.audit(['--record', record, '--quiet', 'archive']);
  const before = readFileSync(record);
  const { exit } = await tst(['audit', 'report', '--report', `csv=${record}`, '--force', record]);
  assert.equal(exit, 64);
  assert.deepEqual(readFileSync(record), before);
});

test('a disk that takes only a part of a report’s last piece: told, and no report that lacks lines', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const at = await desk(t);
  const record = at.path('record.sqlite');
  await at.audit(['--record', record, '--quiet', 'archive']);
  for (const format of ['csv', 'jsonl']) {
    const out = at.path(`out.${format}`);
    const words = [program, 'audit', 'report', '--report', `${format}=${out}`, '--quiet', record];
    // The limit on files of a process is met like a full disk: a part is written, and the next octet refused.
    const limited = spawnSync('sh', ['-c', 'ulimit -f 4; exec "$@"', 'sh', process.execPath, ...words]);
    assert.equal(limited.status, 73, `${format}: ${limited.stderr}`);
    const left = readdirSync(dirname(out)).filter((name) => name.startsWith(basename(out)));
    assert.deepEqual(left, []);
  }
});

test('a report may have the longest name that a file can have', async (t) => {
  const at = await desk(t);
  const out = at.path(`${'x'.repeat(251)}.csv`);
  const { exit, err } = await at.audit(['--report', `csv=${out}`, '--quiet', '--no-record', 'archive']);
  assert.deepEqual([exit, existsSync(out)], [0, true], err);
});

test('a record with a line that is none: told as damaged, and not as a report that can’t be written', async (t) => {
  const at = await desk(t);
  const record = at.path('record.sqlite');
  await at.audit(['--record', record, '--quiet', 'archive']);
  for (const change of ["UPDATE rows SET line = 'none' WHERE seq = 3", "UPDATE evidence SET entries = 'none'"]) {
    const changed = at.path('changed.sqlite');
    cpSync(record, changed);
    const database = new DatabaseSync(changed);
    database.exec(change);
    database.close();
    const out = at.path('out.csv');
    const { exit, err } = await tst(['audit', 'report', '--report', `csv=${out}`, changed]);
    assert.match(err, /changed\.sqlite cannot be used: what is in it is not what was written/);
    assert.deepEqual([exit, existsSync(out)], [73, false]);
  }
});
