import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TstError } from '../../src/core/verdict/errors.ts';
import { auditAsked, createAuditLedger, openAuditLedger } from '../../src/io/audit-ledger.ts';
import { folder } from '../cli/run-tst.ts';
import { itemOf, judging, range, rowOf, runOf } from './audit-kit.ts';

const child = join(import.meta.dirname, 'audit-child.ts');

function opened(path: string): { read: string; write: string; readMs: number; writeMs: number; asked: string | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [child, 'open', path], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** Lets a process judge, and kills it when it has said so many times that lines are kept; gives the last of them. */
function killedAfter(path: string, times: number): Promise<number> {
  const running = spawn(process.execPath, [child, 'keep', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  running.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
    if (out.split('\n').length > times) running.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    running.once('error', reject);
    running.once('close', () => resolve(Number(out.trimEnd().split('\n').at(-1))));
  });
}

test('a second process is told at once that another one is at the audit, and may have it afterwards', (t) => {
  const path = join(folder(t), 'a');
  const ledger = judging(path, 3, 1);
  const told = opened(path);
  assert.equal(told.read, 'output-failed: in use by another program');
  assert.equal(told.write, told.read);
  assert.equal(told.asked, null);
  // Fifteen seconds is what others wait who share a ledger.
  assert.ok(told.readMs < 5_000 && told.writeMs < 5_000, JSON.stringify(told));
  ledger.keep([rowOf(2)], []);
  ledger.close();
  const { read, write, asked } = opened(path);
  assert.deepEqual([read, write, asked], ['opened', 'opened', 'judging']);
});

test('of two that begin a record of one name the second leaves that of the first alone', (t) => {
  const path = join(folder(t), 'a');
  const ledger = createAuditLedger(path, runOf(), 'first');
  assert.throws(
    () => createAuditLedger(path, runOf(), 'second'),
    (error) => error instanceof TstError && error.code === 'output-exists',
  );
  ledger.add([itemOf(1)], []);
  ledger.close();
  assert.equal(auditAsked(path)?.asked, 'first');
});

test('what was kept before a kill is there, whole, and the next one goes on behind it', async (t) => {
  const path = join(folder(t), 'a');
  const total = 3_000;
  judging(path, total).close();
  let kept = 0;
  for (const times of [1, 7, 23, 40]) {
    const last = await killedAfter(path, times);
    assert.ok(last > kept, `${last}`);
    const ledger = openAuditLedger(path, 'write');
    try {
      assert.equal(ledger.state, 'judging');
      assert.ok(ledger.done >= last, 'what it said was kept');
      // Nothing half: ten lines and their set of evidence are kept together, line by line as they were.
      assert.equal(ledger.done % 10, 0);
      const lines = [...ledger.lines('all')].flatMap((piece) => Buffer.from(piece).toString().split('\n'));
      assert.deepEqual(
        lines,
        range(ledger.done).map((seq) => `${seq} ${'x'.repeat(2_000)}`),
      );
      // One more is of the record as it was made.
      assert.equal(Array.from(ledger.evidence()).length, ledger.done / 10 + 1);
      assert.equal(ledger.pending(0, 1)[0]!.seq, ledger.done + 1);
      kept = ledger.done;
    } finally {
      ledger.close();
    }
  }
  assert.equal(auditAsked(path)?.done, kept);
  await killedAfter(path, Number.POSITIVE_INFINITY);
  assert.deepEqual([auditAsked(path)?.state, auditAsked(path)?.done], ['done', total]);
});

test('a listing that was killed leaves nothing that is taken for whole', async (t) => {
  const path = join(folder(t), 'a');
  const script = `
    const { createAuditLedger } = await import(${JSON.stringify(import.meta.resolve('../../src/io/audit-ledger.ts'))});
    const { itemOf, runOf } = await import(${JSON.stringify(import.meta.resolve('./audit-kit.ts'))});
    const ledger = createAuditLedger(${JSON.stringify(path)}, runOf(), 'asked');
    ledger.add([itemOf(1)], []);
    process.kill(process.pid, 'SIGKILL');`;
  spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
  assert.equal(auditAsked(path)?.state, 'listing');
});

/** A file system of so many kibibytes, which are soon full; null where none can be made. */
function smallDisk(t: TestContext, size: number): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const at = mkdtempSync(join(tmpdir(), 'tst-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', at]).status !== 0) {
    rmdirSync(at);
    return null;
  }
  t.after(() => {
    execFileSync('umount', ['-l', at]);
    rmdirSync(at);
  });
  return at;
}

test('a full disk is told, loses nothing, and the audit goes on when there is space again', (t) => {
  const disk = smallDisk(t, 4_096);
  if (disk === null) return t.skip('needs root on Linux');
  const path = join(disk, 'a');
  const ledger = judging(path, 400);
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(3_000_000));
  const full = (error: unknown) =>
    error instanceof TstError &&
    error.code === 'output-failed' &&
    error.facts.reason === 'disk full' &&
    error.facts.path === path;
  const line = (seq: number) => `${seq} ${'x'.repeat(5_000)}`;
  const keep = (to: { keep: typeof ledger.keep }, seq: number) => to.keep([rowOf(seq, {}, { line: line(seq) })], []);
  let seq = 0;
  assert.throws(() => {
    while (seq < 400) {
      keep(ledger, seq + 1);
      seq++;
    }
  }, full);
  assert.ok(seq > 10, `${seq}`);
  assert.equal(ledger.done, seq);
  assert.throws(() => keep(ledger, seq + 1), full, 'and is so still');
  rmSync(join(disk, 'ballast'));
  keep(ledger, seq + 1);
  ledger.close();
  const again = openAuditLedger(path, 'write');
  t.after(() => again.close());
  assert.equal(again.done, seq + 1);
  assert.deepEqual(
    [...again.lines('all')].flatMap((piece) => Buffer.from(piece).toString().split('\n')),
    range(seq + 1).map(line),
  );
  assert.equal(again.pending(0, 1)[0]!.seq, seq + 2);
});

test('a record that can not even be begun leaves no file', (t) => {
  const disk = smallDisk(t, 256);
  if (disk === null) return t.skip('needs root on Linux');
  spawnSync('sh', ['-c', 'cat /dev/zero > ballast'], { cwd: disk });
  const path = join(disk, 'a');
  assert.throws(
    () => createAuditLedger(path, runOf(), 'asked'),
    (error) => error instanceof TstError && error.code === 'output-failed' && error.facts.reason === 'disk full',
  );
  assert.ok(!existsSync(path));
  rmSync(join(disk, 'ballast'));
  createAuditLedger(path, runOf(), 'asked').close();
});
