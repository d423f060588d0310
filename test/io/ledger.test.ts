import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { TstError } from '../../src/core/verdict/errors.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { folder } from '../cli/run-tst.ts';
import { all, clockAt, facts, intent, noon, opened, sha256, stamped } from './ledger-kit.ts';

const pace = (minIntervalMs: number, burst = 1) => ({ minIntervalMs, burst });
const failsWith = (code: string) => (error: unknown) => error instanceof TstError && error.code === code;

test('every step of a request is in the ledger, and survives its being closed', async (t) => {
  const path = join(folder(t), 'made', 'anew', 'ledger.sqlite');
  const clock = clockAt(noon);
  const ledger = await opened(t, path, clock);
  const { id } = await ledger.ask(intent('a.pdf'), []);
  const [asked] = await all(ledger.entries({}));
  assert.deepEqual([asked?.state, asked?.billed, asked?.askedAt], ['asked', 'unknown', noon]);
  clock.set(noon + 5);
  await ledger.receive(id, { path: '/data/a.pdf.tsr.0.part', sha256: sha256('response') });
  const [received] = await all(ledger.entries({}));
  assert.deepEqual([received?.state, received?.billed, received?.receivedAt], ['received', 'unknown', noon + 5]);
  const evidence = { path: '/data/a.pdf.evidence.zip', sha256: sha256('evidence') };
  const { token, verification } = facts('token', '01ff');
  await ledger.judge(id, { token, verification: { ...verification!, evidence } }, sha256('file'));
  await ledger.publish(id, 'published', { path: '/data/a.pdf.tsr', sha256: sha256('file') }, null);
  await ledger.close();

  const again = await opened(t, path, clock, 'read');
  assert.deepEqual(await all(again.entries({})), [
    {
      ...intent('a.pdf'),
      id,
      state: 'published',
      billed: 'yes',
      failure: null,
      askedAt: noon,
      receivedAt: noon + 5,
      received: { path: '/data/a.pdf.tsr.0.part', sha256: sha256('response') },
      token,
      verification: { ...verification, evidence },
      output: { path: '/data/a.pdf.tsr', sha256: sha256('file') },
      serialReused: false,
    },
  ]);
});

test('the ledger is for its owner alone', { skip: process.platform === 'win32' && 'no modes there' }, async (t) => {
  const path = join(folder(t), 'tst', 'ledger.sqlite');
  await opened(t, path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
});

test('only the first verification of a token stays', async (t) => {
  const ledger = await opened(t, join(folder(t), 'l'));
  const { id } = await stamped(ledger, 'a', '01');
  const late = { verdict: 'INVALID', code: 'revoked', at: noon + 9e9, evidence: null } as const;
  await ledger.judge(id, { token: facts('token a', '01').token, verification: late }, sha256('file a'));
  const [entry] = await all(ledger.entries({}));
  assert.deepEqual([entry?.verification?.verdict, entry?.verification?.at], ['VALID', noon + 1_000]);
});

test('names of any characters and any length come back as they were', async (t) => {
  const ledger = await opened(t, join(folder(t), 'l'));
  const names = [
    '日本語',
    'e\u0301',
    '\u202Eexe',
    '\ud800lone',
    'low\udc00',
    'nul\0nul',
    'a\nb',
    '=cmd',
    'x'.repeat(70_000),
  ];
  for (const name of names) {
    const file = { given: name, path: `/${name}`, algorithm: 'sha256', digest: '00' };
    await stamped(ledger, 'a', '01', { profile: name, authority: name, file, places: [name, `${name}2`] });
  }
  const entries = await all(ledger.entries({}));
  assert.deepEqual(
    entries.map(({ profile, authority, file, places }) => [profile, authority, file.given, file.path, ...places]),
    names.map((name) => [name, name, name, `/${name}`, name, `${name}2`]),
  );
  for (const name of names) {
    assert.equal((await all(ledger.entries({ profile: name }))).length, 1);
    assert.equal((await ledger.find(name)).length, 1, JSON.stringify(name.slice(0, 20)));
    assert.equal((await ledger.reserve(name, pace(1_000))).wait, 0);
    assert.equal((await ledger.reserve(name, pace(1_000))).wait, 1_000);
  }
});

test('entries are listed by time, profile and state; what has no genTime has the time of its request', async (t) => {
  const clock = clockAt(noon);
  const ledger = await opened(t, join(folder(t), 'l'), clock);
  await stamped(ledger, 'second', '02', {}, noon + 2_000);
  await stamped(ledger, 'first', '01', { profile: 'other' }, noon + 1_000);
  clock.set(noon + 1_500);
  const { id } = await ledger.ask(intent('lost'), []);
  await ledger.settle(id, 'unanswered', 'timeout');
  const names = async (filter: Parameters<typeof ledger.entries>[0]) =>
    (await all(ledger.entries(filter))).map(({ file }) => file.given);
  assert.deepEqual(await names({}), ['first', 'lost', 'second']);
  assert.deepEqual(await names({ from: noon + 1_500 }), ['lost', 'second']);
  assert.deepEqual(await names({ from: noon + 1_000, to: noon + 2_000 }), ['first', 'lost']);
  assert.deepEqual(await names({ profile: 'seiko' }), ['lost', 'second']);
  assert.deepEqual(await names({ state: 'unanswered' }), ['lost']);
  assert.deepEqual(await names({ state: 'published', profile: 'other', to: noon }), []);
  assert.deepEqual(
    await ledger.states(),
    new Map([
      ['published', 2],
      ['unanswered', 1],
    ]),
  );
});

test('an entry is found by serial number, any of its hashes, and the file under either name', async (t) => {
  const ledger = await opened(t, join(folder(t), 'l'));
  await stamped(ledger, 'a', '0a1b');
  await stamped(ledger, 'b', '-05');
  for (const [what, found] of [
    ['0a1b', 'a'],
    ['0A:1B', 'a'],
    ['0xa1b', 'a'],
    ['00000A1B', 'a'],
    ['-5', 'b'],
    [sha256('token a'), 'a'],
    [sha256('file b'), 'b'],
    [sha256('a').toUpperCase(), 'a'],
    ['a', 'a'],
    ['/data/b', 'b'],
    ['/data/x/../b', 'b'],
    ['/data/a.tsr', 'a'],
  ] as const) {
    assert.deepEqual(
      (await ledger.find(what)).map(({ file }) => file.given),
      [found],
      what,
    );
  }
  for (const none of ['0a', 'c', '', "' OR 1=1 --", '%']) assert.deepEqual(await ledger.find(none), [], none);
});

test('a serial number that one authority gives to two tokens raises an alarm, and to the same one twice none', async (t) => {
  const ledger = await opened(t, join(folder(t), 'l'));
  const { id: first } = await stamped(ledger, 'a', '07');
  assert.deepEqual((await stamped(ledger, 'b', '08')).others, []);
  // The same answer again: a replay, which the nonce tells.
  assert.deepEqual((await stamped(ledger, 'a', '07')).others, []);

  const { id } = await ledger.ask(intent('c'), []);
  const foreign = facts('token c', '07');
  const elsewhere = { ...foreign.token, tsa: { ...foreign.token.tsa!, issuer: 'CN=Another CA' } };
  assert.deepEqual(await ledger.judge(id, { ...foreign, token: elsewhere }, '00'), []);
  assert.equal((await all(ledger.entries({ serialReused: true }))).length, 0);

  // The certificate was renewed: it is the same authority all the same.
  const { id: second } = await ledger.ask(intent('d'), []);
  const renewed = facts('token d', '07');
  const token = { ...renewed.token, tsa: { ...renewed.token.tsa!, sha256: sha256('tsu 2') } };
  const others = await ledger.judge(second, { ...renewed, token }, '00');
  assert.deepEqual(
    others.map(({ file }) => file.given),
    ['a', 'a'],
  );
  const marked = (await all(ledger.entries({ serialReused: true }))).map((entry) => entry.id);
  assert.deepEqual([marked.includes(first), marked.includes(second), marked.length], [true, true, 3]);
});

test('allowances count what is or may be charged, and refuse in the same step in which they count', async (t) => {
  const ledger = await opened(t, join(folder(t), 'l'));
  await stamped(ledger, 'a', '01');
  const refused = await ledger.ask(intent('b'), []);
  await ledger.settle(refused.id, 'refused', 'rejected');
  const lost = await ledger.ask(intent('c'), []);
  await ledger.settle(lost.id, 'unanswered', 'timeout');
  const allowance = { period: '2024-05', from: noon, to: noon + 1, limit: 3, enforce: true };
  const later = { ...allowance, period: '2025', from: noon + 1, to: noon + 2, limit: 1 };
  const { usage } = await ledger.ask(intent('d'), [allowance, later]);
  assert.deepEqual(usage, [
    { used: 1, unanswered: 2, refused: 1 },
    { used: 0, unanswered: 0, refused: 0 },
  ]);
  await assert.rejects(ledger.ask(intent('e'), [allowance]), (error) => {
    assert.ok(error instanceof TstError);
    assert.deepEqual([error.code, error.facts.used, error.facts.unanswered], ['quota-reached', 1, 2]);
    return true;
  });
  assert.equal((await ledger.find('e')).length, 0);
  await ledger.ask(intent('e'), [{ ...allowance, enforce: false }]);
  await ledger.ask(intent('f', { profile: 'other' }), [allowance]);
  await ledger.ask(intent('g', { profile: null }), [allowance]);
  assert.deepEqual(await ledger.usage(null, noon, noon + 1), { used: 0, unanswered: 1, refused: 0 });
  assert.deepEqual(
    (await ledger.profiles()).map(({ profile }) => profile),
    [null, 'other', 'seiko'],
  );
});

test('slots follow each other, and each key has its own', async (t) => {
  const clock = clockAt(noon);
  const ledger = await opened(t, join(folder(t), 'l'), clock);
  const at = async (key: string, every = 1_000) => (await ledger.reserve(key, pace(every))).at - noon;
  assert.deepEqual([await at('a'), await at('a'), await at('b'), await at('a')], [0, 1_000, 0, 2_000]);
  clock.set(noon + 1_500);
  assert.deepEqual(await ledger.reserve('a', pace(1_000)), { at: noon + 3_000, wait: 1_500 });
  clock.set(noon + 60_000);
  assert.equal((await ledger.reserve('a', pace(1_000))).wait, 0, 'slots that nobody took are gone');
});

test('after a pause a burst goes out at once, and the rate is kept over it', async (t) => {
  const clock = clockAt(noon);
  const ledger = await opened(t, join(folder(t), 'l'), clock);
  const at = async () => (await ledger.reserve('a', pace(1_000, 3))).at - noon;
  assert.deepEqual([await at(), await at(), await at(), await at(), await at()], [0, 0, 0, 1_000, 2_000]);
  clock.set(noon + 3_500);
  assert.deepEqual([await at(), await at(), await at()], [3_500, 4_000, 5_000]);
  clock.set(noon + 60_000);
  assert.deepEqual([await at(), await at(), await at(), await at()], [60_000, 60_000, 60_000, 61_000]);
  await ledger.postpone('a', 5_000);
  assert.deepEqual([await at(), await at()], [65_000, 65_000], 'what has to wait goes out when it may');
});

test('a clock that is set back, or that was wrong for one stamp, makes nobody wait for it', async (t) => {
  const clock = clockAt(noon);
  const ledger = await opened(t, join(folder(t), 'l'), clock);
  await ledger.reserve('a', pace(15_000));
  clock.set(noon - 3_600_000);
  assert.equal((await ledger.reserve('a', pace(15_000))).wait, 15_000);
  assert.equal((await ledger.reserve('a', pace(15_000))).wait, 30_000);
  clock.set(Date.UTC(2099, 0, 1));
  assert.equal((await ledger.reserve('a', pace(15_000))).wait, 0);
  clock.set(noon);
  assert.equal((await ledger.reserve('a', pace(15_000))).wait, 15_000);
});

test('what the authority asks to wait for holds for every process, and shortens nothing', async (t) => {
  const path = join(folder(t), 'l');
  const [one, two] = [await opened(t, path), await opened(t, path)];
  await one.postpone('a', 120_000);
  await one.postpone('a', 10);
  assert.equal((await two.reserve('a', pace(1_000))).wait, 120_000);
  assert.equal((await one.reserve('a', pace(1_000))).wait, 121_000);
});

test('a file that is no ledger, an emptied one and a damaged one are told, and left as they are', async (t) => {
  const dir = folder(t);
  const path = join(dir, 'ledger.sqlite');
  const spoiled: [string, () => void][] = [
    ['empty', () => writeFileSync(path, '')],
    ['text', () => writeFileSync(path, 'no database '.repeat(1_000))],
    [
      'another database',
      () => {
        const other = new DatabaseSync(path);
        other.exec('CREATE TABLE entries (id); PRAGMA user_version = 1');
        other.close();
      },
    ],
  ];
  for (const [name, spoil] of spoiled) {
    writeFileSync(path, '');
    spoil();
    const size = statSync(path).size;
    for (const purpose of ['write', 'read'] as const) {
      await assert.rejects(openLedger(path, purpose, clockAt(noon)), failsWith('ledger-damaged'), name);
    }
    assert.equal(statSync(path).size, size, name);
  }
});

test('a damaged page is told by whoever meets it, and by inspecting', async (t) => {
  const path = join(folder(t), 'ledger.sqlite');
  const ledger = await openLedger(path, 'write', clockAt(noon));
  for (let i = 0; i < 200; i++) await stamped(ledger, `file ${i}`, `01${i}`);
  await ledger.inspect();
  await ledger.close();
  const { readFileSync } = await import('node:fs');
  const whole = readFileSync(path);
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 4096 * 3, whole.length);
  writeFileSync(path, damaged);
  const again = await opened(t, path);
  await assert.rejects(again.inspect(), failsWith('ledger-damaged'));
  await assert.rejects(again.ask(intent('new'), []), failsWith('ledger-damaged'));
  await assert.rejects(all(again.entries({})), failsWith('ledger-damaged'));
});

test('a ledger whose journal alone is left was not new', async (t) => {
  const path = join(folder(t), 'ledger.sqlite');
  writeFileSync(`${path}-wal`, 'frames');
  await assert.rejects(openLedger(path, 'write', clockAt(noon)), failsWith('ledger-damaged'));
  assert.equal(existsSync(path), false);
});

test('reading makes no ledger', async (t) => {
  const path = join(folder(t), 'ledger.sqlite');
  await assert.rejects(openLedger(path, 'read', clockAt(noon)), failsWith('ledger-missing'));
  assert.equal(existsSync(path), false);
});

test('an entry that is gone, though it was entered, is damage', async (t) => {
  const path = join(folder(t), 'ledger.sqlite');
  const ledger = await opened(t, path);
  const { id } = await ledger.ask(intent('a'), []);
  const other = new DatabaseSync(path);
  other.exec('DELETE FROM entries');
  other.close();
  await assert.rejects(ledger.receive(id, { path: '/x', sha256: '00' }), failsWith('ledger-damaged'));
});
