import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLedger } from '../../src/io/ledger.ts';
import { clockAt, facts, intent, noon, sha256, stamped } from '../io/ledger-kit.ts';
import { folder, jsonOf, program, type Run, type RunOptions, tst } from './run-tst.ts';

const day = 86_400_000;

/** A ledger with what can become of requests; times are those of Tokyo's turn of the month. */
async function filled(t: TestContext) {
  const dir = folder(t);
  const path = join(dir, 'ledger.sqlite');
  const clock = clockAt(Date.parse('2024-05-31T14:59:59Z'));
  const ledger = await openLedger(path, 'write', clock);
  const token = join(dir, 'may.pdf.tsr');
  writeFileSync(token, 'file may');
  const { id } = await ledger.ask(intent('may.pdf'), []);
  await ledger.receive(id, { path: `${token}.part`, sha256: sha256('file may') });
  await ledger.judge(id, facts('token may', '0a1b', clock.now()), sha256('file may'));
  await ledger.publish(id, 'published', { path: token, sha256: sha256('file may') }, null);
  clock.set(clock.now() + 1_000);
  const lost = await ledger.ask(intent('june, lost.pdf'), []);
  await ledger.settle(lost.id, 'unanswered', 'timeout');
  const refused = await ledger.ask(intent('=cmd|calc', { profile: null }), []);
  await ledger.settle(refused.id, 'refused', 'rejected');
  await ledger.close();
  const env = { TST_CONFIG_DIR: join(dir, 'config') };
  const run = (words: readonly string[], options: RunOptions = {}) =>
    tst(['ledger', ...words, '--ledger', path], { env, ...options });
  return { dir, path, token, run };
}

const setting = ['--set', 'quota.perMonth=5', '--set', 'timeZone=Asia/Tokyo'];

const linesOf = ({ out }: Run) => out.split('\n').slice(0, -1);

test('entries are listed in the order of their time, in the zone that was asked for', async (t) => {
  const { run, token } = await filled(t);
  const listed = await run(['list', '--tz', 'Asia/Tokyo']);
  assert.deepEqual([listed.exit, listed.err], [0, '']);
  assert.deepEqual(linesOf(listed), [
    `2024-05-31 23:59:59 +09:00  saved  VALID  0a1b  seiko  ${token}`,
    '2024-06-01 00:00:00 +09:00  unanswered  -  -  seiko  /data/june, lost.pdf',
    '2024-06-01 00:00:00 +09:00  no token  -  -  -  /data/=cmd|calc',
  ]);
  const japanese = await run(['list', '--lang', 'ja', '--state', 'unanswered']);
  assert.deepEqual(linesOf(japanese), ['2024-05-31 15:00:00 +00:00  応答なし  -  -  seiko  /data/june, lost.pdf']);
});

test('days are those of the zone, and both ends belong to the period', async (t) => {
  const { run } = await filled(t);
  const count = async (...words: string[]) => linesOf(await run(['list', ...words])).length;
  assert.equal(await count('--from', '2024-05-31', '--to', '2024-05-31', '--tz', 'UTC'), 3);
  assert.equal(await count('--from', '2024-05-31', '--to', '2024-05-31', '--tz', 'Asia/Tokyo'), 1);
  assert.equal(await count('--from', '2024-06-01', '--tz', 'Asia/Tokyo'), 2);
  assert.equal(await count('--to', '2024-05-30'), 0);
  assert.equal(await count('--profile', 'seiko'), 2);
  assert.equal(await count('--profile', 'seiko', '--state', 'published'), 1);
});

test('JSON lines keep to the schema, and have the last day for a claim', async (t) => {
  const { run, token } = await filled(t);
  const lines = linesOf(await run(['list', '--json', '--tz', 'Asia/Tokyo'])).map((out) =>
    jsonOf({ exit: 0, out, err: '' }),
  );
  assert.deepEqual(
    lines.map(({ entry }) => [entry.state, entry.billed, entry.claimUntil, entry.output?.path ?? null]),
    [
      ['published', 'yes', '2025-05-31', token],
      ['unanswered', 'unknown', null, null],
      ['refused', 'no', null, null],
    ],
  );
  assert.equal(lines[0].entry.token.genTime, '2024-05-31T14:59:59.000001Z');
  // In UTC the day ends nine hours later.
  const { entries } = jsonOf(await run(['show', '0a1b', '--json', '--tz', 'Pacific/Kiritimati']));
  assert.equal(entries[0].claimUntil, '2025-06-01');
});

test('a token is shown by serial number, hash or file', async (t) => {
  const { run, token } = await filled(t);
  for (const what of ['0x0A1B', sha256('token may'), sha256('may.pdf'), 'may.pdf', '/data/may.pdf', token]) {
    const shown = await run(['show', what]);
    assert.equal(shown.exit, 0, shown.err);
    assert.match(shown.out, /^1 {2}saved {2}\/data\/may\.pdf\n/, what);
    assert.match(shown.out, /first verification: VALID/);
  }
  const none = await run(['show', 'other.pdf']);
  assert.equal(none.exit, 66);
  assert.match(none.err, /has no entry of other\.pdf/);
  const lost = await run(['show', 'june, lost.pdf']);
  assert.match(lost.out, /ended with: timeout\n {2}charged: perhaps/);
});

test('the CSV begins with a byte order mark, and no cell of it is a formula', async (t) => {
  const { run } = await filled(t);
  const { out, exit } = await run(['export', '--tz', 'Asia/Tokyo']);
  assert.equal(exit, 0);
  assert.equal(out.codePointAt(0), 0xfeff);
  const [head, ...lines] = out.slice(1).split('\r\n');
  const columns = head!.split(',');
  assert.deepEqual([columns[0], columns.at(-1)], ['id', 'claimUntil']);
  assert.match(lines[0]!, /^1,published,yes,seiko,.*,0x0a1b,CN=TSU 1,CN=TSA CA,.*,2025-05-31$/);
  assert.match(lines[1]!, /"\/data\/june, lost\.pdf"/);
  assert.equal(lines.length, 4, 'and the last one ends');
  const jsonl = await run(['export', '--format', 'jsonl', '--state', 'refused']);
  assert.equal(jsonOf({ ...jsonl, out: jsonl.out }).entry.file.given, '=cmd|calc');
});

test('use is counted per month and year against the quota', async (t) => {
  const { run } = await filled(t);
  const words = ['usage', '--tz', 'Asia/Tokyo', '--profile', 'seiko', '--per-month', '1', '--per-year', '10'];
  assert.deepEqual(linesOf(await run(words)), [
    'profile seiko  (time zone Asia/Tokyo)',
    '  period   tokens  unanswered  not charged  quota',
    '  2024-05  1       0           0            1 (100 %)',
    '  2024-06  0       1           0            1 (100 %)',
    '  2024     1       1           0            10 (20 %)',
  ]);
  const { usage } = jsonOf(await run(['usage', '--json']));
  assert.deepEqual(
    usage.map(({ profile, years }: { profile: string | null; years: object[] }) => [profile, years.length]),
    [
      [null, 1],
      ['seiko', 1],
    ],
  );
});

test('quota and time zone come from the profile, and a profile that is wrong is told', async (t) => {
  const { dir, run } = await filled(t);
  const profiles = join(dir, 'profiles');
  mkdirSync(profiles);
  const added = await tst(['profile', 'add', 'seiko', '--template', 'lab', '--profile-dir', profiles, ...setting]);
  assert.equal(added.exit, 0, added.err);
  const words = ['usage', '--profile-dir', profiles, '--profile', 'seiko'];
  assert.deepEqual(linesOf(await run(words)).slice(2), [
    '  2024-05  1       0           0            5 (20 %)',
    '  2024-06  0       1           0            5 (20 %)',
    '  2024     1       1           0            -',
  ]);
  assert.match((await run([...words, '--tz', 'UTC'])).out, /2024-05 {2}1 {7}1 /);
  writeFileSync(join(profiles, 'seiko.toml'), 'name = 5\n');
  const wrong = await run(words);
  assert.equal(wrong.exit, 78);
  assert.match(wrong.err, /seiko\.toml/);
  assert.match(wrong.out, /2024-05 {2}1 {7}1 {11}0 {12}-/);
});

test('a check tells files that are missing or changed, and only where it is asked to', async (t) => {
  const { run, token } = await filled(t);
  assert.equal((await run(['check'])).exit, 0);
  const intact = await run(['check', '--files']);
  assert.match(intact.out, /1 files are as they were saved/);
  writeFileSync(token, 'another');
  const changed = await run(['check', '--files', '--json']);
  assert.equal(changed.exit, 1);
  assert.equal(jsonOf(changed).ledger.files.changed[0].output.path, token);
  writeFileSync(token, Buffer.alloc(2 << 20));
  assert.match((await run(['check', '--files'])).out, /changed since: /);
  const gone = join(token, '..', 'gone');
  renameSync(token, gone);
  const missing = await run(['check', '--files', '--lang', 'ja']);
  assert.deepEqual([missing.exit, missing.out.includes(`ありません: ${token}`)], [1, true]);
  assert.equal((await run(['check'])).exit, 0);
});

test('a serial number that was used twice is an alarm: exit 1 of list, show and check', async (t) => {
  const { path, run } = await filled(t);
  const ledger = await openLedger(path, 'write', clockAt(noon + day));
  await stamped(ledger, 'forged.pdf', '0a1b', {}, noon + day);
  await ledger.close();
  const checked = await run(['check']);
  assert.equal(checked.exit, 1);
  assert.match(checked.out, /ALARM: CN=TSU 1 gave the serial number 0a1b to 2 different tokens:\n {2}1 .*\n {2}4 /);
  assert.equal(jsonOf(await run(['check', '--json'])).ledger.reused[0].entries.length, 2);
  const listed = await run(['list', '--lang', 'ja']);
  assert.equal(listed.exit, 1);
  assert.equal(listed.out.match(/シリアル番号の重複/g)?.length, 2);
  assert.equal((await run(['list', '--state', 'unanswered'])).exit, 0, 'none of these');
  assert.equal((await run(['show', '0a1b', '--quiet'])).exit, 1);
});

test('what a run left that was broken off is told once, and entered', async (t) => {
  const { path, run } = await filled(t);
  const ledger = await openLedger(path, 'write', clockAt(noon));
  await ledger.ask(intent('left.pdf'), []);
  await ledger.close();
  const first = await run(['list', '--state', 'unanswered']);
  assert.match(first.err, /entry 4, left by a run that was broken off, is now: unanswered/);
  assert.equal(linesOf(first).length, 2);
  assert.equal((await run(['list'])).err, '');
});

test('names out of a ledger that could rule a terminal are shown harmlessly', async (t) => {
  const { path, run } = await filled(t);
  const ledger = await openLedger(path, 'write', clockAt(noon));
  const name = '\u001b[31m\u202e\ud800\n.pdf';
  await stamped(ledger, name, '0c', { profile: name, authority: name });
  await ledger.close();
  for (const words of [['list'], ['list', '--json'], ['show', '0c'], ['export'], ['usage'], ['check', '--files']]) {
    const { out } = await run(words);
    assert.doesNotMatch(out, /[\u001b\u202e\ufffd]/, words.join(' '));
    assert.match(out, /\\u(\{1b\}|001b)/, words.join(' '));
  }
});

test('without a ledger: exit 66, and none is made; TST_DATA_DIR says where it would be', async (t) => {
  const dir = folder(t);
  for (const verb of ['list', 'export', 'usage', 'check']) {
    const { exit, err } = await tst(['ledger', verb], { env: { TST_DATA_DIR: dir } });
    assert.equal(exit, 66);
    assert.match(err, new RegExp(`there is no ledger at ${dir}`));
  }
  assert.equal(existsSync(join(dir, 'ledger.sqlite')), false);
});

test('a damaged ledger: exit 73 and never an empty list', async (t) => {
  const { path, run } = await filled(t);
  writeFileSync(path, readFileSync(path).fill(0, 0, 100));
  for (const verb of ['list', 'usage', 'check']) {
    const { exit, out, err } = await run([verb]);
    assert.deepEqual([exit, out], [73, ''], verb);
    assert.match(err, /is damaged/);
  }
  assert.equal(jsonOf(await run(['list', '--json', '--lang', 'ja'])).error.code, 'ledger-damaged');
});

test('a ledger on a medium that cannot be written is read all the same', {
  skip: process.platform === 'win32' && 'folders are not protected like that there',
}, async (t) => {
  const { dir, path } = await filled(t);
  chmodSync(path, 0o444);
  chmodSync(dir, 0o555);
  // Root may write everywhere.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  try {
    for (const verb of ['list', 'check', 'usage']) {
      const words = [program, 'ledger', verb, '--ledger', path, '--json'];
      const env = { ...process.env, TST_CONFIG_DIR: join(dir, 'config') };
      const options = { encoding: 'utf8', cwd: dir, env, ...user } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, words, options);
      assert.equal(status, 0, stderr);
      assert.ok(stdout.length > 100);
    }
    assert.deepEqual(readdirSync(dir).sort(), ['ledger.sqlite', 'may.pdf.tsr']);
  } finally {
    chmodSync(dir, 0o755);
  }
});

for (const [name, words, said] of [
  ['no verb of its own', [], /ledger needs one of its verbs: list, show, export, usage, check/],
  ['an unknown one', ['shw'], /unknown verb ledger shw\nhint: did you mean show\?/],
  ['a day that does not exist', ['list', '--from', '2023-02-29'], /--from 2023-02-29 is no day/],
  ['a zone that does not exist', ['usage', '--tz', 'Asia/Nowhere'], /Asia\/Nowhere is no time zone/],
  ['a state that does not exist', ['list', '--state', 'gone'], /--state cannot be gone/],
  ['an end before the beginning', ['list', '--from', '2024-02-02', '--to', '2024-02-01'], /lies after --to/],
  ['nothing to show', ['show'], /missing argument what/],
] as const) {
  test(`${name}: exit 64`, async (t) => {
    const { path } = await filled(t);
    const { exit, err } = await tst(['ledger', ...words, ...(words.length > 0 ? ['--ledger', path] : [])]);
    assert.equal(exit, 64, err);
    assert.match(err, said);
  });
}

test('help is there for the verb and for each of its verbs, in both languages', async () => {
  for (const words of [[], ['list'], ['show'], ['export'], ['usage'], ['check']]) {
    for (const lang of ['en', 'ja']) {
      const { exit, out } = await tst(['ledger', ...words, '--help', '--lang', lang]);
      assert.equal(exit, 0);
      assert.match(out, lang === 'ja' ? /使い方: tst ledger/ : /Usage: tst ledger/);
      assert.match(out, lang === 'ja' ? /例:/ : /Examples:/);
    }
  }
  assert.match((await tst(['help', 'ledger', 'list'])).out, /Usage: tst ledger list/);
});

test('a folder in place of the ledger is refused', async (t) => {
  const dir = folder(t);
  mkdirSync(join(dir, 'l'));
  const { exit, err } = await tst(['ledger', 'list', '--ledger', join(dir, 'l')]);
  assert.equal(exit, 65, err);
  assert.match(err, /it is a folder/);
});
