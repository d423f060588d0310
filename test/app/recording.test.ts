import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Ledger } from '../../src/app/ports.ts';
import { reconcile } from '../../src/app/reconciling.ts';
import { LedgerRecord } from '../../src/app/recording.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createFiles } from '../../src/io/files.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { folder } from '../cli/run-tst.ts';
import { all, clockAt, facts, opened, sha256 } from '../io/ledger-kit.ts';
import { now, run } from './recorded-run.ts';

const child = join(import.meta.dirname, 'recorded-child.ts');
const clock = clockAt(now);
const files = createFiles();

/** Runs the child under the words of a shell (`ulimit …`), or as a user who may not write. */
function outcome(dir: string, before = '', user: { uid?: number; gid?: number } = {}) {
  const words = [process.execPath, child, join(dir, 'data', 'l'), dir, 'none', '{"answer":"valid"}'];
  const { stdout, stderr } = spawnSync('sh', ['-c', `${before} exec "$@"`, 'sh', ...words], {
    encoding: 'utf8',
    cwd: dir,
    ...user,
  });
  assert.match(stdout, /^\{/, stderr);
  return JSON.parse(stdout) as { error: string | null; facts?: { reason: string }; notes?: { code: string }[] };
}

/** The ledger with some methods that fail. */
function spoiled(ledger: Ledger, methods: Partial<Ledger>): Ledger {
  const ask: Ledger['ask'] = (...words) => ledger.ask(...words);
  return { ...methods, ask, path: ledger.path } as Ledger;
}

test('an answer of each kind ends as what it is', async (t) => {
  const dir = folder(t);
  const ledger = await opened(t, join(dir, 'l'), clock);
  for (const answer of ['valid', 'invalid', 'garbled', 'rejection', 'timeout'] as const) {
    const { notes } = await run(ledger, dir, { answer, file: answer });
    assert.deepEqual(notes, []);
  }
  const entries = await all(ledger.entries({}));
  const short = entries.map(({ file, state, billed, failure, verification }) => [
    file.given?.slice(dir.length + 1),
    state,
    billed,
    failure,
    verification?.verdict,
    verification?.code,
  ]);
  assert.deepEqual(
    short.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    [
      ['garbled', 'kept', 'unknown', 'not-a-response', undefined, undefined],
      ['invalid', 'kept', 'yes', null, 'INVALID', 'signature-invalid'],
      ['rejection', 'refused', 'no', 'rejected', undefined, undefined],
      ['timeout', 'unanswered', 'unknown', 'timeout', undefined, undefined],
      ['valid', 'published', 'yes', null, 'INDETERMINATE', 'no-chain'],
    ],
  );
});

test('a token whose signature does not verify names no authority, so that nobody can raise a false alarm', async (t) => {
  const dir = folder(t);
  const ledger = await opened(t, join(dir, 'l'), clock);
  await run(ledger, dir, { answer: 'invalid' });
  const [entry] = await all(ledger.entries({}));
  assert.deepEqual([entry?.token?.tsa, entry?.token?.serial === null], [null, false]);
});

test('a serial number that was given before is told at once', async (t) => {
  const dir = folder(t);
  const ledger = await opened(t, join(dir, 'l'), clock);
  await run(ledger, dir, { answer: 'valid', file: 'first' });
  const [first] = await all(ledger.entries({}));
  const { token } = first!;
  const other = { ...facts('forged', ''), token: { ...token!, sha256: sha256('another token') } };
  await ledger.judge(first!.id, other, sha256('x'));
  const { notes } = await run(ledger, dir, { answer: 'valid', file: 'second' });
  assert.deepEqual(
    notes.map(({ code, facts: about }) => [code, about.serial, about.count]),
    [['serial-reused', token!.serial, 1]],
  );
});

test('a ledger that fails after the request costs no token and is told once', async (t) => {
  const dir = folder(t);
  const ledger = await opened(t, join(dir, 'l'), clock);
  const fail = () => Promise.reject(new TstError('output-failed', { path: ledger.path, reason: 'disk full' }));
  const failing = spoiled(ledger, { receive: fail, judge: fail, publish: fail });
  const { notes } = await run(failing, dir, { answer: 'valid' });
  assert.deepEqual(notes, [{ code: 'ledger-failed', facts: { path: ledger.path, reason: 'disk full' } }]);
  assert.ok(existsSync(join(dir, 'data.bin.tsr')));
});

test('an error of the program itself is not taken for one of the ledger', async (t) => {
  const dir = folder(t);
  const ledger = await opened(t, join(dir, 'l'), clock);
  const broken = spoiled(ledger, { receive: () => Promise.reject(new RangeError('bug')) });
  await assert.rejects(run(broken, dir, { answer: 'valid' }), RangeError);
});

test('nearly used quotas are told when a request is entered, and used ones refuse it', async (t) => {
  const dir = folder(t);
  const ledger = await opened(t, join(dir, 'l'), clock);
  const quota = { perMonth: 5, perYear: null, enforce: true, zone: 'Asia/Tokyo' };
  const asking = {
    profile: 'seiko',
    authority: 'https://tsa.example/',
    file: { given: '-', algorithm: 'sha256', digest: '00' },
    nonce: null,
    wanted: join(dir, 'stdin.tsr'),
    quota,
    now,
  };
  const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
  const told: (string | undefined)[] = [];
  for (let i = 0; i < 5; i++) told.push((await LedgerRecord.ask(asking, ledger, files, random)).notes[0]?.code);
  assert.deepEqual(told, [undefined, undefined, undefined, 'quota-near', 'quota-used']);
  await assert.rejects(LedgerRecord.ask(asking, ledger, files, random), { code: 'quota-reached' });
  const [entry] = await all(ledger.entries({}));
  assert.deepEqual([entry?.file.given, entry?.file.path], ['-', null]);
});

test('on a full disk nothing is asked, and what fills up after the request costs no token', {
  skip: process.platform === 'win32' && 'ulimit is of Unix',
}, async (t) => {
  const dir = folder(t);
  mkdirSync(join(dir, 'data'));
  const path = join(dir, 'data', 'l');
  await (await openLedger(path, 'write', clock)).close();
  const empty = join(dir, 'empty');
  copyFileSync(path, empty);

  const refused = outcome(dir, 'ulimit -f 8;');
  assert.deepEqual([refused.error, existsSync(join(dir, 'data.bin.tsr'))], ['output-failed', false]);

  // How far the journal goes with the request alone: there is room for that, and for nothing more.
  const measured = await openLedger(path, 'write', clock);
  await run(measured, dir, { answer: 'timeout', file: 'measured' });
  await measured.close();
  copyFileSync(empty, path);
  const ledger = await openLedger(path, 'write', clock);
  await LedgerRecord.ask(
    {
      profile: 'lab',
      authority: 'https://tsa.example/tsr',
      file: { given: join(dir, 'data.bin'), algorithm: 'sha256', digest: '00' },
      nonce: Uint8Array.of(1),
      wanted: join(dir, 'data.bin.tsr'),
      quota: null,
      now,
    },
    ledger,
    files,
    { bytes: (count) => new Uint8Array(count) },
  );
  const units = Math.floor(statSync(`${path}-wal`).size / 512) + 1;
  await ledger.close();
  copyFileSync(empty, path);

  const full = outcome(dir, `ulimit -f ${units};`);
  assert.deepEqual([full.error, full.notes?.map(({ code }) => code)], [null, ['ledger-failed']]);
  assert.ok(existsSync(join(dir, 'data.bin.tsr')));
  const later = await opened(t, path, clock);
  await later.inspect();
  const [found] = await reconcile(later, files);
  assert.deepEqual([found?.state, found?.path], ['published', join(dir, 'data.bin.tsr')]);
});

test('where the ledger cannot be written nothing is asked', {
  skip: process.platform === 'win32' && 'folders are not protected like that there',
}, async (t) => {
  const dir = folder(t);
  mkdirSync(join(dir, 'data'));
  const path = join(dir, 'data', 'l');
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  chmodSync(dir, 0o777);
  chmodSync(join(dir, 'data'), 0o555);
  assert.equal(outcome(dir, '', user).error, 'output-failed', 'no ledger can be made');
  chmodSync(join(dir, 'data'), 0o755);
  await (await openLedger(path, 'write', clock)).close();
  chmodSync(path, 0o444);
  chmodSync(join(dir, 'data'), 0o555);
  const { error } = outcome(dir, '', user);
  assert.deepEqual([error, existsSync(join(dir, 'data.bin.tsr'))], ['output-failed', false]);
  chmodSync(join(dir, 'data'), 0o755);
});
