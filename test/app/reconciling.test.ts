import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { EntryState, LedgerEntry } from '../../src/app/ports.ts';
import { reconcile } from '../../src/app/reconciling.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createFiles } from '../../src/io/files.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { folder } from '../cli/run-tst.ts';
import { all } from '../io/ledger-kit.ts';
import { answers, now, type Point, type RunOptions, run } from './recorded-run.ts';

const clock = { now: () => now };
const child = join(import.meta.dirname, 'recorded-child.ts');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Runs a process to a point between two steps, and kills it there. */
async function killedAt(dir: string, point: Point, options: RunOptions): Promise<void> {
  const running = spawn(process.execPath, [child, join(dir, 'l'), dir, point, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: dir,
  });
  const [line] = (await once(running.stdout, 'data')) as [Buffer];
  assert.equal(line.toString(), `${point}\n`);
  running.kill('SIGKILL');
  await once(running, 'close');
}

/** What the next start makes of it; a further one finds nothing more to do. */
async function nextStart(t: TestContext, dir: string) {
  const ledger = await openLedger(join(dir, 'l'), 'write', clock);
  t.after(() => ledger.close().catch(() => {}));
  await ledger.inspect();
  const reconciled = await reconcile(ledger, createFiles());
  assert.deepEqual(await reconcile(ledger, createFiles()), []);
  const entries = await all(ledger.entries({}));
  assert.ok(entries.length <= 1);
  return { ledger, reconciled, entry: entries[0] as LedgerEntry };
}

const onDisk = (dir: string) =>
  readdirSync(dir)
    .filter((name) => !/^l(-wal|-shm)?$/.test(name))
    .map((name) => name.replace(/\.[0-9a-f]{12}\.part$/, '.….part'));

const valid = { answer: 'valid' } as const;

/** A run, where it is killed, what lies on disk then, and what the ledger knows at the next start. */
const table: readonly [RunOptions, Point, disk: string[], EntryState | null, billed: string, token: boolean][] = [
  [valid, 'opened', [], null, '', false],
  [valid, 'asked', [], 'unanswered', 'unknown', false],
  [valid, 'staged', ['data.bin.tsr.….part'], 'received', 'yes', true],
  [valid, 'received', ['data.bin.tsr.….part'], 'received', 'yes', true],
  [valid, 'judged', ['data.bin.tsr.….part'], 'received', 'yes', true],
  [valid, 'named', ['data.bin.tsr'], 'published', 'yes', true],
  [valid, 'published', ['data.bin.tsr'], 'published', 'yes', true],
  [{ ...valid, bare: true }, 'judged', ['data.bin.tst.….part'], 'received', 'yes', true],
  [{ ...valid, bare: true }, 'named', ['data.bin.tst'], 'published', 'yes', true],
  [{ answer: 'invalid' }, 'judged', ['data.bin.tsr.….part'], 'received', 'yes', true],
  [{ answer: 'invalid' }, 'named', ['data.bin.tsr.rejected'], 'kept', 'yes', true],
  [{ answer: 'garbled' }, 'staged', ['data.bin.tsr.….part'], 'received', 'unknown', false],
  [{ answer: 'garbled' }, 'named', ['data.bin.tsr.rejected'], 'kept', 'unknown', false],
  [{ answer: 'rejection' }, 'staged', ['data.bin.tsr.….part'], 'refused', 'no', false],
  [{ answer: 'rejection' }, 'received', ['data.bin.tsr.….part'], 'refused', 'no', false],
  [{ answer: 'rejection' }, 'judged', ['data.bin.tsr.….part'], 'refused', 'no', false],
];

for (const [options, point, disk, state, billed, hasToken] of table) {
  const what = `${options.answer}${options.bare ? ', bare' : ''}`;
  test(`killed when ${point} (${what}): what is on disk is in the ledger, and the other way round`, async (t) => {
    const dir = folder(t);
    await killedAt(dir, point, options);
    assert.deepEqual(onDisk(dir), disk);
    const { entry } = await nextStart(t, dir);
    assert.deepEqual(onDisk(dir), disk, 'reconciling touches nothing');
    if (state === null) return assert.equal(entry, undefined);
    assert.deepEqual([entry.state, entry.billed], [state, billed]);
    assert.equal(entry.token !== null, hasToken);
    const file = entry.output?.path ?? entry.received?.path;
    if (entry.state === 'unanswered') return assert.equal(file, undefined);
    assert.equal(sha256(readFileSync(file!)), entry.output?.path ? entry.output.sha256 : entry.received?.sha256);
    if (!hasToken || options.answer === 'invalid') return;
    // An authority is named where the signature verifies, judged or not.
    assert.match(entry.token!.tsa!.subject, /TSU|TSA/i);
    assert.equal(entry.token!.genTime!.slice(0, 4), '2024');
  });
}

test('killed between the two steps of giving a name: the token is published', async (t) => {
  const dir = folder(t);
  await killedAt(dir, 'judged', valid);
  const [part] = readdirSync(dir).filter((name) => name.endsWith('.part'));
  linkSync(join(dir, part!), join(dir, 'data.bin.tsr'));
  const { entry } = await nextStart(t, dir);
  assert.deepEqual([entry.state, entry.output?.path], ['published', join(dir, 'data.bin.tsr')]);
});

test('killed before a single octet was on disk: unanswered, for it may be charged', async (t) => {
  const dir = folder(t);
  await killedAt(dir, 'staged', valid);
  const [part] = readdirSync(dir).filter((name) => name.endsWith('.part'));
  truncateSync(join(dir, part!), 0);
  const { entry } = await nextStart(t, dir);
  assert.deepEqual([entry.state, entry.billed], ['unanswered', 'unknown']);
});

test('another token of the same name is not taken for the one that got lost', async (t) => {
  const dir = folder(t);
  await killedAt(dir, 'judged', valid);
  rmSync(join(dir, readdirSync(dir).find((name) => name.endsWith('.part'))!));
  writeFileSync(join(dir, 'data.bin.tsr'), answers.rejection);
  writeFileSync(join(dir, 'data.bin.tsr.rejected'), 'something else');
  const { entry, reconciled } = await nextStart(t, dir);
  assert.deepEqual([entry.state, entry.billed, entry.output?.path], ['lost', 'yes', null]);
  assert.equal(reconciled[0]?.state, 'lost');
});

test('a staged token that the user gave its name by hand is found under it', async (t) => {
  const dir = folder(t);
  await killedAt(dir, 'received', valid);
  const { ledger } = await nextStart(t, dir);
  const part = readdirSync(dir).find((name) => name.endsWith('.part'))!;
  renameSync(join(dir, part), join(dir, 'data.bin.tsr'));
  assert.deepEqual(
    (await reconcile(ledger, createFiles())).map(({ state, path }) => [state, path]),
    [['published', join(dir, 'data.bin.tsr')]],
  );
});

test('a token whose answer could not be entered is found by its nonce', async (t) => {
  const dir = folder(t);
  await killedAt(dir, 'asked', valid);
  // As the run left it that could not write to the ledger any more, and saved the token all the same.
  writeFileSync(join(dir, 'data.bin.tsr'), answers.valid);
  const { entry } = await nextStart(t, dir);
  assert.deepEqual([entry.state, entry.billed], ['published', 'yes']);
  assert.equal(entry.token?.serial !== null, true);
});

test('a file that cannot be read now is left for the next start', async (t) => {
  const dir = folder(t);
  await killedAt(dir, 'staged', valid);
  const ledger = await openLedger(join(dir, 'l'), 'write', clock);
  t.after(() => ledger.close());
  const denied = () => Promise.reject(new TstError('input-unreadable', { reason: 'denied' }));
  assert.deepEqual(await reconcile(ledger, { ...createFiles(), read: denied }), []);
  assert.equal((await all(ledger.entries({})))[0]?.state, 'asked');
  assert.equal((await reconcile(ledger, createFiles()))[0]?.state, 'received');
});

test('what a running process is at work on is left to it', async (t) => {
  const dir = folder(t);
  const ledger = await openLedger(join(dir, 'l'), 'write', clock);
  t.after(() => ledger.close());
  const other = await openLedger(join(dir, 'l'), 'write', clock);
  t.after(() => other.close());
  const seen: (string | undefined)[] = [];
  await run(ledger, dir, valid, async () => {
    assert.deepEqual(await reconcile(other, createFiles()), []);
    seen.push((await all(other.entries({})))[0]?.state);
  });
  assert.deepEqual(seen, [undefined, 'asked', 'asked', 'received', 'received', 'received', 'published']);
});

test('a run that was taken for dead enters what it has all the same', async (t) => {
  const dir = folder(t);
  const ledger = await openLedger(join(dir, 'l'), 'write', clock);
  t.after(() => ledger.close());
  await run(ledger, dir, valid, async (point) => {
    if (point === 'asked') await ledger.settle(1, 'unanswered', null);
    if (point === 'judged') await ledger.settle(1, 'lost', null);
  });
  assert.deepEqual(
    (await all(ledger.entries({}))).map(({ state }) => state),
    ['published'],
  );
});

test('killed again and again at every step by turns, in one ledger: nothing is missing on either side', async (t) => {
  const dir = folder(t);
  const steps: Point[] = ['asked', 'staged', 'received', 'judged', 'named', 'published'];
  for (let i = 0; i < 12; i++) await killedAt(dir, steps[i % steps.length]!, { ...valid, file: `file ${i}` });
  const ledger = await openLedger(join(dir, 'l'), 'write', clock);
  t.after(() => ledger.close());
  await reconcile(ledger, createFiles());
  await ledger.inspect();
  const entries = await all(ledger.entries({}));
  assert.equal(entries.length, 12);
  const known = entries.flatMap(({ state, output, received }) =>
    state === 'published' ? [output!.path!] : state === 'received' ? [received!.path] : [],
  );
  const files = readdirSync(dir).filter((name) => name.startsWith('file '));
  assert.deepEqual(known.map((path) => path.slice(dir.length + 1)).sort(), files.sort());
});
