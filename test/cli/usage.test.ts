import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, jsonOf, program, tst } from './run-tst.ts';

/** A wrong command line, and what its message must name. */
const wrong: readonly [string, readonly string[], RegExp][] = [
  ['no verb', [], /nothing to do/],
  ['an unknown verb', ['verfy', 'a'], /unknown verb verfy/],
  ['an unknown option', ['verify', 'a', '--trsut', 'b'], /--trsut/],
  ['no file', ['verify'], /missing argument file/],
  ['a third file', ['verify', 'a', 'b', 'c'], /too many arguments: 3/],
  ['an option without its value', ['verify', 'a', '--trust'], /--trust/],
  ['a digest with a file and a token', ['verify', '--digest', `sha256:${'0'.repeat(64)}`, 'a', 'b'], /too many/],
  ['a check that cannot be skipped', ['verify', 'a', '--skip', 'signature'], /signature cannot be skipped/],
  ['an unknown policy', ['verify', 'a', '--policy', 'lax'], /--policy cannot be lax/],
  ['a time without a zone', ['verify', 'a', '--at', '2024-01-31T12:00:00'], /time zone/],
  ['help of what is no verb', ['help', 'bogus'], /unknown verb bogus/],
  [
    'a demonstration that shows something else',
    ['lab', 'demo', '--port', '8345'],
    /demo and --port exclude each other/,
  ],
  ['a file that is named like a verb, after options', ['audit', '--files', 'list'], /unknown option --files/],
  ['--tokens where files are named', ['audit', '--files', '--tokens', 't', 'a'], /--files and --tokens exclude/],
  ['gentime where no token is asked', ['verify', 'a', '--as-known-on', 'gentime'], /hint: write a date/],
  ['a day that does not exist', ['verify', 'a', '--at', '2024-02-30'], /no date or time/],
  ['an ambiguous date', ['verify', 'a', '--at', '01/02/2024'], /no date or time/],
  ['hour 24', ['verify', 'a', '--at', '2024-01-31T24:00:00Z'], /no date or time/],
  ['an option twice', ['verify', 'a', '--at', 'gentime', '--at', '2024-01-01'], /--at is given twice/],
  ['an OID with a leading zero', ['verify', 'a', '--accept-policy', '1.02.3'], /no object identifier/],
  ['a digest that is too short', ['verify', 'a', '--digest', 'sha512:00'], /it has 2 hexadecimal digits of 128/],
  ['an unknown language', ['verify', 'a', '--lang', 'fr'], /--lang cannot be fr/],
  ['stamp without an authority', ['stamp', 'a'], /it is not said whom to ask/],
  ['a password in the address', ['stamp', 'a', '--tsa', 'https://u:secret@h/'], /does not belong on the command line/],
  ['a password as an option', ['stamp', 'a', '--tsa', 'https://h/', '--password', 'secret'], /does not belong/],
  ['a password behind the user', ['stamp', 'a', '--tsa', 'https://h/', '--user', 'u:secret'], /does not belong/],
  ['another protocol', ['stamp', 'a', '--tsa', 'file:///etc/passwd'], /no http or https address/],
  ['SHA-1 for a new stamp', ['stamp', 'a', '--tsa', 'https://h/', '--hash', 'sha1'], /--hash cannot be sha1/],
  [
    'two password sources',
    ['stamp', 'a', '--tsa', 'https://h/', '--user', 'u', '--password-stdin', '--password-file', 'p'],
    /exclude/,
  ],
  ['a password without a user', ['stamp', 'a', '--tsa', 'https://h/', '--password-stdin'], /without --user/],
  ['a user without a password', ['stamp', 'a', '--tsa', 'https://h/', '--user', 'u'], /no password/],
  ['a timeout of nothing', ['stamp', 'a', '--tsa', 'https://h/', '--timeout', '0'], /--timeout 0 is out of range/],
  [
    'a timeout that is no number',
    ['stamp', 'a', '--tsa', 'https://h/', '--timeout', 'abc'],
    /--timeout abc is no number/,
  ],
  ['--offline where the authority has to be asked', ['stamp', 'a', '--tsa', 'https://h/', '--offline'], /--offline/],
  ['--at for a new stamp', ['stamp', 'a', '--tsa', 'https://h/', '--at', 'gentime'], /--at has no place in stamp/],
  ['--request for a new stamp', ['stamp', 'a', '--tsa', 'https://h/', '--request', 'r'], /--request has no place/],
  ['a mistyped fault', ['lab', '--fault', 'imprint-wrng'], /did you mean imprint-wrong\? .*--list-faults/],
  ['cache without saying what', ['cache'], /missing argument action/],
  ['cache with an unknown action', ['cache', 'delete'], /cache cannot be delete\nhint: one of: list, clear/],
  ['an age for a list', ['cache', 'list', '--older-than', '3'], /--older-than needs clear/],
  ['an age that is no number', ['cache', 'clear', '--older-than', 'a week'], /--older-than a week is no number/],
  ['an age of less than nothing', ['cache', 'clear', '--older-than', '-1'], /--older-than -1 is out of range/],
  ['an unknown fault', ['lab', '--fault', 'none-such'], /--fault cannot be none-such/],
];

for (const [name, words, said] of wrong) {
  test(`${name}: exit 64, a message and a hint on standard error, nothing on standard output`, async () => {
    const run = await tst(words);
    assert.equal(run.exit, 64, run.err);
    assert.equal(run.out, '');
    assert.match(run.err, /^tst: .+\nhint: .+\n$/);
    assert.match(run.err, said);
    assert.doesNotMatch(run.err, /secret/);
  });
}

test('a usage error with --json is one object that keeps to the schema', async () => {
  const run = await tst(['verify', '--json', '--nonsense']);
  assert.equal(run.exit, 64);
  assert.equal(jsonOf(run).error.code, 'usage');
});

test('a repeatable option cannot swallow the file name', async () => {
  const run = await tst(['verify', '--skip', 'tst-revocation', 'no-such-file']);
  assert.equal(run.exit, 66);
  assert.match(run.err, /no-such-file does not exist/);
});

test('a missing file: exit 66, in Japanese by locale or by --lang', async () => {
  for (const [words, env] of [
    [['verify', 'none'], { LC_ALL: 'ja_JP.UTF-8' }],
    [['--lang', 'ja', 'verify', 'none'], {}],
    [['verify', 'none', '--lang=ja'], {}],
  ] as const) {
    const run = await tst(words, { env });
    assert.equal(run.exit, 66);
    assert.match(run.err, /^tst: none がありません\n対処: /);
  }
});

test('help of the program and of each verb has examples, in both languages, with exit 0', async () => {
  for (const verb of [[], ['stamp'], ['verify'], ['inspect'], ['profile'], ['trust'], ['cache'], ['lab']]) {
    const english = await tst([...verb, '--help']);
    assert.equal(english.exit, 0);
    assert.match(english.out, /^Usage: tst/);
    assert.match(english.out, /Examples:\n {2}tst /);
    const japanese = await tst([...verb, '--help', '--lang', 'ja']);
    assert.match(japanese.out, /^使い方: tst/);
    assert.match(japanese.out, /例:\n {2}tst /);
    // The language is no verb.
    assert.equal((await tst(['help', '--lang', 'ja', ...verb])).out, japanese.out);
    assert.equal((await tst(['--lang', 'ja', 'help', ...verb])).out, japanese.out);
  }
});

test('verify and stamp take the same verification options, save three that stamp refuses with the reason', async () => {
  const options = async (verb: string) =>
    [...(await tst([verb, '--help'])).out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1]!);
  const [verify, stamp] = [await options('verify'), await options('stamp')];
  assert.ok(verify.length >= 18);
  const missing = verify.filter((option) => !stamp.includes(option));
  assert.deepEqual(missing, ['--request', '--at', '--as-known-on']);
});

test('--version is the version of package.json', async () => {
  assert.match((await tst(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
});

test('a mistyped verb or option is answered with the one that was meant', async () => {
  assert.match((await tst(['verfy', 'a'])).err, /did you mean verify\?/);
  assert.match((await tst(['verify', 'a', '--trsut', 'b'])).err, /did you mean --trust\?/);
});

test('options of output may stand before the verb', async () => {
  const run = await tst(['--json', '--lang', 'ja', 'verify', 'none']);
  assert.equal(run.exit, 66);
  assert.match(jsonOf(run).error.message, /none がありません/);
});

test('--quiet prints nothing at all on errors, not even with --json', async () => {
  for (const words of [
    ['verify', '--quiet', 'none'],
    ['verify', '--quiet', '--json', '--nonsense'],
  ]) {
    const run = await tst(words);
    assert.ok(run.exit === 64 || run.exit === 66);
    assert.deepEqual([run.out, run.err], ['', '']);
  }
});

test('a private key given as trust is called one', async (context) => {
  const path = join(folder(context), 'key.pem');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const run = await tst(['stamp', '--dry-run', '--trust', path, file]);
  assert.equal(run.exit, 65);
  assert.match(run.err, /it holds a private key and no certificate/);
});

test('every example of the help that judges without a list of revoked tokens leaves that check out by name', async () => {
  for (const verb of [[], ['stamp'], ['verify']]) {
    for (const lang of ['en', 'ja']) {
      const { out } = await tst([...verb, '--help', '--lang', lang]);
      const judging = out
        .split('\n')
        .filter((line) => /tst (verify|stamp) (?!--query-only)--/.test(line))
        .filter((line) => !/--profile|--tst-revocation-list/.test(line));
      assert.ok(judging.length >= 2);
      for (const line of judging) assert.match(line, /--skip tst-revocation/);
    }
  }
});

test('a hash is taken in its usual spelling', async (context) => {
  const path = join(folder(context), 'a.txt');
  writeFileSync(path, 'a');
  const run = await tst(['stamp', '--query-only', '--hash', 'SHA-256', path]);
  assert.equal(run.exit, 0, run.err);
});

test('Japanese errors give the next step under its Japanese name, and the usage line is translated', async () => {
  assert.match((await tst(['verify', 'none', '--lang', 'ja'])).err, /\n対処: /);
  assert.match(
    (await tst(['verify', '--help', '--lang', 'ja'])).out,
    /^使い方: tst verify \[オプション\] <file> \[token\]/,
  );
});

test('a full disk behind standard output is told as that', { skip: !existsSync('/dev/full') && 'no /dev/full' }, () => {
  const full = openSync('/dev/full', 'w');
  try {
    const { status, stderr } = spawnSync(process.execPath, [program, 'lab', '--list-faults'], {
      stdio: ['ignore', full, 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
      encoding: 'utf8',
    });
    assert.equal(status, 73);
    assert.match(stderr, /^tst: standard output cannot be written: disk full\nhint: /);
  } finally {
    closeSync(full);
  }
});

test('a port that is taken is told by its number, with exit 78', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const run = await tst(['lab', '--algorithm', 'p256', '--port', String(port)]);
  server.close();
  assert.equal(run.exit, 78);
  assert.match(run.err, new RegExp(`^tst: the lab cannot listen on port ${port}: it is taken\nhint: .*--port`));
});

test('a lab with an RSA key of 1024 bits says that it is for tests', {
  skip: process.platform === 'win32',
}, async () => {
  const child = spawn(process.execPath, [program, 'lab', '--algorithm', 'rsa-1024', '--lang', 'en'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said] = (await once(child.stderr, 'data')) as [Buffer];
  child.kill();
  await once(child, 'close');
  assert.match(said.toString(), /^tst: an RSA key of 1024 bits is no protection/);
});
