import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, jsonOf, type RunOptions, tst } from './run-tst.ts';

const cases = fileURLToPath(new URL('../../fixtures/cases', import.meta.url));
const url = 'https://tsa.example/tsr';

/** A configuration folder of its own, and how to run in it. */
function desk(context: TestContext) {
  const dir = folder(context);
  const config = join(dir, 'config');
  const run = (words: readonly string[], options: RunOptions = {}) =>
    tst(words, { ...options, env: { TST_CONFIG_DIR: config, ...options.env } });
  const path = (name: string) => join(config, 'profiles', name);
  return { dir, config, run, path, text: (name: string) => readFileSync(path(name), 'utf8') };
}

test('add, list, show, check, edit, remove: each says what it did, with exit 0', async (context) => {
  const { run, path, text } = desk(context);
  const added = await run(['profile', 'add', 'seiko', '--set', `service.urls=${url}`]);
  assert.equal(added.exit, 0, added.err);
  assert.equal(added.out, `profile seiko: ${path('seiko.toml')}\n`);
  assert.match(added.err, /next: tst trust import <file> --profile seiko\n.*next: tst login seiko\n/);
  assert.match((await run(['profile', 'list'])).out, /^seiko {2}SEIKO TRUST {2}https:\/\/tsa\.example\/tsr\n$/);
  const shown = await run(['profile', 'show', 'seiko']);
  assert.match(shown.out, /^timeZone: Asia\/Tokyo$/m);
  assert.match(shown.out, /^credentials\.secret: seiko$/m);
  const checked = await run(['profile', 'check']);
  assert.equal(checked.exit, 0);
  assert.match(
    checked.out,
    /^profile seiko is in order: .*\n {2}warning: no anchors: .*\n {2}warning: nothing says how/,
  );
  const edited = await run(['profile', 'edit', 'seiko', '--set', 'service.hash=sha512', '--unset', 'contract']);
  assert.equal(edited.exit, 0, edited.err);
  assert.match(text('seiko.toml'), /hash = "sha512"/);
  assert.doesNotMatch(text('seiko.toml'), /contract/);
  const removed = await run(['profile', 'remove', 'seiko']);
  assert.equal(removed.exit, 0);
  assert.ok(!existsSync(path('seiko.toml')));
  assert.match((await run(['profile', 'list'])).err, /^tst: no profiles in /);
});

test('every JSON output keeps to the schema', async (context) => {
  const { run } = desk(context);
  const add = jsonOf(await run(['profile', 'add', 'freetsa', '--json']));
  assert.deepEqual([add.profile.name, add.profile.template], ['freetsa', 'freetsa']);
  const listed = jsonOf(await run(['--json', 'profile', 'list']));
  assert.deepEqual(
    listed.profiles.map((one: { usable: boolean }) => one.usable),
    [true],
  );
  const root = join(cases, 'root.pem');
  const imported = jsonOf(await run(['trust', 'import', root, '--json', '--yes', '--accredited-from', '2020-01-01']));
  assert.equal(imported.imported.certificates[0].change, 'new');
  const shown = jsonOf(await run(['profile', 'show', 'freetsa', '--json']));
  assert.equal(shown.profile.anchors[0].accredited.from, '2020-01-01T00:00:00Z');
  assert.match(shown.profile.anchors[0].certificate.subject, /CN=/);
  const checked = jsonOf(await run(['profile', 'check', '--json']));
  assert.ok(checked.checks[0].usable);
  assert.deepEqual(
    checked.checks[0].findings.map((one: { code: string }) => one.code),
    ['profile-no-tst-revocation'],
  );
  assert.ok(jsonOf(await run(['profile', 'edit', 'freetsa', '--json', '--set', 'provider=x'])).profile.changed);
  assert.ok(jsonOf(await run(['profile', 'remove', 'freetsa', '--json'])).profile.removed);
});

test('without a terminal nothing is asked: what is missing is named with its option', async (context) => {
  const { run, config } = desk(context);
  for (const name of ['seiko', 'acme']) {
    const refused = await run(['profile', 'add', name], { input: `${url}\n` });
    assert.equal(refused.exit, 64);
    assert.match(refused.err, /needs service\.urls.*\nhint: give it with --set service\.urls=/);
  }
  assert.ok(!existsSync(config));
  const edit = await run(['profile', 'edit', 'seiko']);
  assert.equal(edit.exit, 64);
  assert.match(edit.err, /needs a terminal/);
});

test('each template makes a profile that checks', async (context) => {
  const { run } = desk(context);
  for (const template of ['seiko', 'freetsa', 'digicert', 'sectigo', 'globalsign', 'lab', 'plain']) {
    const set = ['seiko', 'plain'].includes(template) ? ['--set', `service.urls=${url}`] : [];
    const added = await run(['profile', 'add', `my-${template}`, '--template', template, ...set]);
    assert.equal(added.exit, 0, added.err);
  }
  const { checks } = jsonOf(await run(['profile', 'check', '--json']));
  assert.equal(checks.length, 7);
  for (const { usable, findings } of checks) {
    assert.ok(usable);
    // Nobody states in the user's name that no token is ever revoked, or that a root is to be trusted.
    const codes = findings.map((one: { code: string }) => one.code);
    assert.ok(codes.includes('profile-no-tst-revocation') && codes.includes('profile-no-anchors'));
  }
});

test('a profile is written over with --force only, and is for its owner alone', async (context) => {
  const { run, path, config } = desk(context);
  await run(['profile', 'add', 'lab']);
  const again = await run(['profile', 'add', 'lab']);
  assert.equal(again.exit, 73);
  assert.match(again.err, /there is a profile lab already/);
  assert.equal((await run(['profile', 'add', 'lab', '--force'])).exit, 0);
  if (process.platform === 'win32') return;
  assert.equal(statSync(path('lab.toml')).mode & 0o777, 0o600);
  assert.equal(statSync(config).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(join(config, 'profiles')), ['lab.toml']);
});

test('a JSON profile is found by its name, changed as JSON, and refuses a TOML twin', async (context) => {
  const { run, path, text } = desk(context);
  mkdirSync(path(''), { recursive: true });
  writeFileSync(path('a.json'), '{"schema": 1, "provider": "A"}');
  assert.equal((await run(['profile', 'edit', 'a', '--set', 'service.hash=sha512'])).exit, 0);
  assert.deepEqual(JSON.parse(text('a.json')), { schema: 1, provider: 'A', service: { hash: 'sha512' } });
  assert.equal((await run(['profile', 'add', 'a', '--template', 'lab'])).exit, 73);
  writeFileSync(path('a.toml'), 'schema = 1\n');
  const both = await run(['profile', 'show', 'a']);
  assert.equal(both.exit, 78);
  assert.match(both.err, /two profiles of the name a/);
});

test('what is wrong with a profile is told with file, line, column and key, in both languages, exit 78', async (context) => {
  const { run, path } = desk(context);
  mkdirSync(path(''), { recursive: true });
  writeFileSync(path('a.toml'), 'schema = 1\n[service]\nhsah = "sha512"\n');
  writeFileSync(path('b.toml'), 'schema = 1\n');
  const shown = await run(['profile', 'show', 'a']);
  assert.equal(shown.exit, 78);
  assert.match(
    shown.err,
    /a\.toml, line 3, column 1, service\.hsah: there is no such key\nhint: did you mean hash\?\n$/,
  );
  const japanese = await run(['profile', 'check', '--lang', 'ja']);
  assert.equal(japanese.exit, 78);
  assert.match(
    japanese.out,
    /エラー: .*a\.toml 3行 1桁 service\.hsah: このような項目はありません\n {4}対処: hash ではありませんか。/,
  );
  assert.match(japanese.out, /プロファイル b に誤りはありません/);
  const listed = await run(['profile', 'list']);
  assert.equal(listed.exit, 0);
  assert.match(listed.out, /^a {2}cannot be used, see `tst profile check a`\nb {2}/);
});

test('a change that would make the profile wrong changes nothing', async (context) => {
  const { run, text } = desk(context);
  await run(['profile', 'add', 'freetsa']);
  const before = text('freetsa.toml');
  for (const [setting, exit] of [
    ['service.hash=md5', 78],
    ['credentials.kind=basic', 78],
    ['contract.end=2026-02-30', 78],
    ['service.hsah=x', 64],
    ['name=other', 78],
  ] as const) {
    const refused = await run(['profile', 'edit', 'freetsa', '--set', setting]);
    assert.equal(refused.exit, exit, setting + refused.err);
    assert.equal(text('freetsa.toml'), before);
  }
});

test('an unknown name is answered with the nearest one', async (context) => {
  const { run } = desk(context);
  await run(['profile', 'add', 'freetsa']);
  const unknown = await run(['profile', 'show', 'freetsb']);
  assert.equal(unknown.exit, 78);
  assert.match(unknown.err, /no profile freetsb .*\nhint: did you mean freetsa\?/);
  for (const words of [
    ['profile', 'add', 'Bad Name'],
    ['profile', 'add', '../x'],
    ['profile', 'add', 'con'],
  ]) {
    assert.equal((await run([...words, '--template', 'lab'])).exit, 64);
  }
});

test('profiles that a checkout brings do not count until they are named', async (context) => {
  const { dir, run } = desk(context);
  const [repository, outside] = [join(dir, 'repository'), join(dir, 'outside')];
  mkdirSync(join(repository, '.git'), { recursive: true });
  mkdirSync(join(repository, '.tst', 'profiles'), { recursive: true });
  mkdirSync(join(repository, 'deep', 'down'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(repository, '.tst', 'profiles', 'evil.toml'), 'schema = 1\n');
  const cwd = join(repository, 'deep', 'down');
  const own = await run(['profile', 'list'], { cwd });
  assert.equal(own.out, '');
  assert.match(own.err, /come with this repository and do not count by themselves; to use them: --profile-dir/);
  assert.equal((await run(['profile', 'show', 'evil'], { cwd })).exit, 78);
  const named = await run(['profile', 'list', '--profile-dir', join(repository, '.tst', 'profiles')], { cwd });
  assert.match(named.out, /^evil {2}/);
  assert.doesNotMatch(named.err, /by themselves/);
  const shown = jsonOf(await run(['profile', 'show', '--json', './.tst/profiles/evil.toml'], { cwd: repository }));
  assert.equal(shown.profile.scope, 'given');
  assert.doesNotMatch((await run(['profile', 'list'], { cwd: outside })).err, /by themselves/);
});

test('a profile that everyone can change is told', { skip: process.platform === 'win32' }, async (context) => {
  const { run, path } = desk(context);
  await run(['profile', 'add', 'freetsa']);
  const { chmodSync } = await import('node:fs');
  chmodSync(path('freetsa.toml'), 0o666);
  assert.match((await run(['profile', 'check'])).out, /warning: every user of this computer can change/);
});

test('a profile that is linked stays linked', { skip: process.platform === 'win32' }, async (context) => {
  const { dir, run, path } = desk(context);
  const real = join(dir, 'real.toml');
  writeFileSync(real, 'schema = 1\n');
  mkdirSync(path(''), { recursive: true });
  symlinkSync(real, path('a.toml'));
  assert.equal((await run(['profile', 'edit', 'a', '--set', 'provider=A'])).exit, 0);
  assert.match(readFileSync(real, 'utf8'), /provider = "A"/);
});

test('removing a profile leaves what the user put beside it', async (context) => {
  const { run, path } = desk(context);
  await run(['profile', 'add', 'freetsa']);
  await run(['trust', 'import', join(cases, 'root.pem'), '--yes']);
  assert.equal(readdirSync(path('freetsa')).length, 1);
  writeFileSync(join(path('freetsa'), 'notes.txt'), 'mine');
  assert.equal((await run(['profile', 'remove', 'freetsa'])).exit, 0);
  assert.deepEqual(readdirSync(path('freetsa')), ['notes.txt']);
});

test('a verb below profile that is not there, or none, is a usage error; help of each has examples', async (context) => {
  const { run } = desk(context);
  const none = await run(['profile']);
  assert.equal(none.exit, 64);
  assert.match(none.err, /profile needs one of its verbs: list, show, add, edit, check, remove/);
  assert.match((await run(['profile', 'lst'])).err, /unknown verb profile lst\nhint: did you mean list\?/);
  assert.match((await run(['trust', 'improt'])).err, /did you mean import\?/);
  for (const words of [
    ...['list', 'show', 'add', 'edit', 'check', 'remove'].map((verb) => ['profile', verb]),
    ['trust', 'import'],
  ]) {
    const english = await run([...words, '--help']);
    assert.equal(english.exit, 0);
    assert.match(english.out, new RegExp(`^Usage: tst ${words.join(' ')}`));
    assert.match(english.out, /Examples:\n {2}tst /);
    assert.match((await run([...words, '--help', '--lang', 'ja'])).out, /^使い方: tst[\s\S]*例:\n {2}tst /);
    assert.equal((await run(['help', ...words])).out, english.out);
  }
});

test('a hostile name in a certificate, or a text in a profile, does not reach the terminal as it is', async (context) => {
  const { run, path } = desk(context);
  mkdirSync(path(''), { recursive: true });
  writeFileSync(path('a.toml'), 'schema = 1\nprovider = "a\u202eb"\n');
  for (const verb of [['list'], ['show', 'a']]) {
    const { out } = await run(['profile', ...verb]);
    assert.doesNotMatch(out, /\u202e/);
    assert.match(out, /\\u\{202e\}/);
  }
});
