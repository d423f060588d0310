import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { HiddenLine } from '../../src/cli/ask.ts';
import { folder, jsonOf, program, tst } from './run-tst.ts';

/** A home whose secrets are in files: no test touches the keychain of who runs it. */
function home(context: TestContext) {
  const dir = folder(context);
  const env = { HOME: dir, USERPROFILE: dir, XDG_DATA_HOME: join(dir, 'data'), LOCALAPPDATA: join(dir, 'data') };
  const secrets =
    process.platform === 'darwin'
      ? join(dir, 'Library', 'Application Support', 'tst', 'secrets')
      : join(dir, 'data', 'tst', 'secrets');
  const run = (words: string[], input = '', more: Record<string, string> = {}) =>
    tst(words, { input, env: { ...env, ...more } });
  const login = (words: string[], input: string) =>
    run(['login', '--store', 'file', '--password-stdin', ...words], input);
  return { dir, env, secrets, run, login };
}

test('log in, list, log out: names and places are shown, secrets never', async (context) => {
  const { secrets, run, login } = home(context);
  const kept = await login(['Seiko', '--user', 'alice'], 'hunter-77\n');
  assert.deepEqual([kept.exit, kept.out], [0, '']);
  assert.equal(kept.err, 'tst: the secret Seiko is kept in a file that only you can read\n');
  assert.deepEqual(JSON.parse(readFileSync(join(secrets, 'seiko.json'), 'utf8')), {
    version: 1,
    kind: 'basic',
    place: 'file',
    user: 'alice',
    password: 'hunter-77',
  });
  if (process.platform !== 'win32') assert.equal(statSync(join(secrets, 'seiko.json')).mode & 0o777, 0o600);
  await login(['other', '--kind', 'bearer'], 'hunter.78\r\n');
  const listed = await run(['login', '--list']);
  assert.equal(listed.out, 'other  bearer  file\nseiko  basic  file\n');
  const out = await run(['logout', 'seiko']);
  assert.deepEqual([out.exit, out.err], [0, 'tst: the secret seiko is forgotten\n']);
  assert.deepEqual(readdirSync(secrets), ['other.json']);
  const again = await run(['logout', 'seiko']);
  assert.equal(again.exit, 77);
  assert.match(again.err, /^tst: there is no secret named seiko\nhint: /);
});

test('--json keeps to the schema, and holds no secret', async (context) => {
  const { run, login } = home(context);
  const kept = await login(['a', '--json', '--kind', 'header'], 'hunter-77\n');
  assert.deepEqual(jsonOf(kept).secrets, { kept: { name: 'a', kind: 'header', place: 'file' }, notes: [] });
  assert.deepEqual(jsonOf(await run(['login', '--list', '--json'])).secrets, {
    list: [{ name: 'a', kind: 'header', place: 'file' }],
  });
  assert.deepEqual(jsonOf(await run(['logout', 'a', '--json'])).secrets, { forgotten: { name: 'a', place: 'file' } });
  assert.deepEqual(jsonOf(await run(['login', '--list', '--json'])).secrets, { list: [] });
});

test('user and password both come from standard input where no user is named', async (context) => {
  const { secrets, login } = home(context);
  assert.equal((await login(['a'], 'alice\nhunter-77\n')).exit, 0);
  assert.match(readFileSync(join(secrets, 'a.json'), 'utf8'), /"user":"alice","password":"hunter-77"/);
  for (const input of ['', 'alice', 'alice\n', '\nhunter-77\n']) {
    const run = await login(['b'], input);
    assert.equal(run.exit, 64, input);
    assert.match(run.err, /^tst: there is no password in standard input\n/);
  }
  assert.ok(!existsSync(join(secrets, 'b.json')));
});

test('in a session without a keychain the secret goes into a file, which is said once, without a word of D-Bus', {
  skip: process.platform !== 'linux',
}, async (context) => {
  const { secrets, run } = home(context);
  const kept = await run(['login', 'a', '--password-stdin', '--user', 'alice'], 'hunter-77\n');
  assert.equal(kept.exit, 0);
  assert.match(
    kept.err,
    /^tst: the secret is kept in the file .*a\.json, for your eyes only, and not in a keychain: [^\n]*\n$/,
  );
  assert.doesNotMatch(kept.err, /dbus|d-bus|error/i);
  assert.ok(existsSync(join(secrets, 'a.json')));
  const asked = await run(['login', 'b', '--password-stdin', '--user', 'alice', '--store', 'keychain'], 'hunter-77\n');
  assert.equal(asked.exit, 77);
  assert.match(
    asked.err,
    /^tst: the keychain does not give or take the secret b: [^\n]*\nhint: [^\n]*--store file`\n$/,
  );
});

test('a secret is never taken from the command line', async (context) => {
  const { run } = home(context);
  const uses: [string[], RegExp][] = [
    [['login', 'a', '--user', 'alice:hunter-77'], /does not belong on the command line/],
    [['login', 'a', '--password', 'hunter-77'], /does not belong on the command line/],
    [['login', 'a', '--password=hunter-77'], /does not belong on the command line/],
  ];
  for (const [words, message] of uses) {
    const { exit, out, err } = await run(words);
    assert.equal(exit, 64);
    assert.match(err, message);
    assert.doesNotMatch(out + err, /hunter/);
  }
});

test('wrong uses are told apart, before anything is asked', async (context) => {
  const { run } = home(context);
  const uses: [string[], RegExp][] = [
    [['login'], /missing argument name/],
    [['login', '../a'], /\.\.\/a is no name for a secret/],
    [['logout', 'a b'], /a b is no name for a secret/],
    [['login', 'a', '--list'], /too many arguments/],
    [['login', 'a', '--kind', 'digest'], /--kind cannot be digest/],
    [['login', 'a', '--store', 'cloud'], /--store cannot be cloud/],
    [['login', 'a', '--kind', 'bearer', '--user', 'x'], /--user and --kind bearer exclude each other/],
    [['login', 'a'], /no terminal on which to ask for the user name/],
    [['login', 'a', '--user', 'alice'], /no terminal on which to ask for the password/],
  ];
  for (const [words, message] of uses) {
    const { exit, err } = await run(words);
    assert.equal(exit, 64, err);
    assert.match(err, message);
  }
  assert.match((await run(['login', 'a', '--lang', 'ja'])).err, /^tst: ユーザー名 を入力する端末がありません/);
});

test('what could not be sent is refused when it is kept', async (context) => {
  const { secrets, login } = home(context);
  for (const [kind, input] of [
    ['bearer', 'to ken\n'],
    ['header', 'välue\n'],
    ['basic', 'a:b\nhunter-77\n'],
  ]) {
    const run = await login(['a', '--kind', kind!], input!);
    assert.equal(run.exit, 78);
    assert.match(run.err, /has characters that cannot be sent/);
  }
  assert.ok(!existsSync(join(secrets, 'a.json')));
});

test('others’ eyes on the folder are an error with the command that helps', {
  skip: process.platform === 'win32',
}, async (context) => {
  const { secrets, run, login } = home(context);
  await login(['a'], 'alice\nhunter-77\n');
  chmodSync(secrets, 0o755);
  const open = await run(['login', '--list']);
  assert.equal(open.exit, 77);
  assert.match(open.err, /^tst: secrets are not safe in .*secrets: its mode is 755\nhint: .*chmod go= /);
});

test('keys take back what was typed, and the marks around pasted text are none of it', () => {
  const typed = (...keys: string[]) => {
    const line = new HiddenLine();
    const states = keys.map((one) => line.take(one));
    return [line.text, states.at(-1)];
  };
  assert.deepEqual(typed('abc\r'), ['abc', 'done']);
  assert.deepEqual(typed('ab', '\x7f', 'c', '\n'), ['ac', 'done']);
  assert.deepEqual(typed('ab\b\b\b\bcd\x04'), ['cd', 'done']);
  assert.deepEqual(typed('wrong\x15right\r'), ['right', 'done']);
  assert.deepEqual(typed('𠮷あ\x7f\r'), ['𠮷', 'done']);
  assert.deepEqual(typed('\x1b[200~pasted\x1b[201~\r'), ['pasted', 'done']);
  assert.deepEqual(typed('a\x1b[Db\x1bOPc\t\0\r'), ['abc', 'done']);
  assert.deepEqual(typed('one\rtwo\r'), ['one', 'done']);
  assert.deepEqual(typed('ab', '\x03'), ['ab', 'interrupted']);
  assert.equal(typed('x'.repeat(10_000))[0]!.length, 4096);
});

/** `script` gives a program a terminal. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** Runs a shell command on a terminal of its own, answers each prompt as it comes, and returns all that was shown. */
async function onTerminal(
  command: string,
  { dir, env }: ReturnType<typeof home>,
  answers: readonly (readonly [prompt: string, keys: string, then?: () => void])[],
) {
  const child = spawn(
    'script',
    ['-qec', `stty -a > before; ${command}; code=$?; stty -a > after; exit $code`, '/dev/null'],
    {
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', SHELL: '/bin/sh', ...env },
      cwd: dir,
    },
  );
  let shown = '';
  const left = [...answers];
  child.stdout.on('data', (part: Buffer) => {
    shown += part.toString('utf8');
    if (!left[0] || !shown.includes(left[0][0])) return;
    const [, keys, then] = left.shift()!;
    child.stdin.write(keys);
    then?.();
  });
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const settings = (name: string) => readFileSync(join(dir, name), 'utf8');
  return { exit, shown, restored: settings('before') === settings('after') };
}

const login = `"${process.execPath}" "${program}" login a --store file`;

test('on a terminal the password is not shown, and the terminal is as it was afterwards', {
  skip: !hasScript,
}, async (context) => {
  const at = home(context);
  const { exit, shown, restored } = await onTerminal(login, at, [
    ['user name: ', 'alice\r'],
    ['password: ', 'hunter-77\r'],
  ]);
  assert.equal(exit, 0, shown);
  assert.match(shown, /user name: alice\r\n/);
  assert.doesNotMatch(shown, /hunter/);
  assert.match(readFileSync(join(at.secrets, 'a.json'), 'utf8'), /"user":"alice","password":"hunter-77"/);
  assert.ok(restored);
});

for (const [how, code] of [
  ['Ctrl-C', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const) {
  test(`${how} while a password is asked for keeps nothing and restores the terminal`, {
    skip: !hasScript,
  }, async (context) => {
    const at = home(context);
    const signal = () => process.kill(Number(readFileSync(join(at.dir, 'pid'), 'utf8')), how as NodeJS.Signals);
    const command = `sh -c 'echo $$ > pid; exec ${login} --user alice'`;
    const answer = how === 'Ctrl-C' ? (['password: ', 'hunter\x03'] as const) : (['password: ', '', signal] as const);
    const { exit, shown, restored } = await onTerminal(command, at, [answer]);
    assert.equal(exit, code, shown);
    assert.doesNotMatch(shown, /hunter/);
    assert.ok(!existsSync(join(at.secrets, 'a.json')));
    assert.ok(restored);
  });
}
