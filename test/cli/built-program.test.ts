import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { verbs } from '../../src/cli/help.ts';

// The program as it is installed: bin/tst.js with the bundle and the cache of compiled code.

const root = resolve(import.meta.dirname, '../..');
const notBuilt = existsSync(join(root, 'dist/verify.cjs')) ? false : 'not built: npm run build';

function run(cacheHome: string, ...words: string[]) {
  const env = {
    ...process.env,
    XDG_CACHE_HOME: cacheHome,
    LOCALAPPDATA: cacheHome,
    HOME: cacheHome,
    LC_ALL: 'C',
    TZ: 'UTC',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/tst.js'), ...words], {
    env,
    encoding: 'utf8',
  });
  // The moment of judging is another one each time.
  return { status, stdout: stdout.replace(/judged at \S+/, 'judged at …'), stderr };
}

/** A fixture, judged at its fixed moment. */
const cases = join(root, 'fixtures/cases');
const verify = [
  'verify',
  '--offline',
  ...['--at', '2024-07-01T00:00:00Z', '--skip', 'certificate-revocation', '--skip', 'tst-revocation'],
  ...['--trust', join(cases, 'root.pem'), join(cases, 'data.bin'), join(cases, 'good.tsr')],
];

test('every verb has compiled code of its own, and none but verify is in the bundle of verify', () => {
  const entry = readFileSync(join(root, 'bin/tst.js'), 'utf8');
  const builder = readFileSync(join(root, 'bin/build.mjs'), 'utf8');
  const left = /\(([a-z|]+)\)\\\.ts/.exec(builder)![1]!.split('|');
  assert.deepEqual([...left, 'verify'].sort(), [...verbs].sort());
  for (const verb of verbs) assert.match(entry, new RegExp(`'${verb}'`));
});

test('the built program says the same with no cache, its own, a damaged one and one of another build', {
  skip: notBuilt,
}, (t) => {
  const home = mkdtempSync(join(tmpdir(), 'tst-built-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const first = run(home, ...verify);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^VALID /);
  const found = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((name) =>
    /verify-v[^.]+\.[^/\\]*$/.test(name),
  );
  assert.ok(found, 'the first run leaves its compiled code');
  const cache = join(home, found);
  const whole = readFileSync(cache);
  assert.deepEqual(run(home, ...verify), first, 'from the cache');
  assert.deepEqual(readFileSync(cache), whole, 'which is left as it is');

  for (const spoil of [
    (bytes: Buffer) => bytes.fill(0x41, 1_000, 1_010),
    (bytes: Buffer) => bytes.fill(0x41, 0, 64),
    (bytes: Buffer) => bytes.subarray(0, 5_000),
    () => Buffer.alloc(0),
  ]) {
    writeFileSync(cache, spoil(Buffer.from(whole)));
    assert.deepEqual(run(home, ...verify), first);
    assert.equal(readFileSync(cache).subarray(0, 64).toString(), whole.subarray(0, 64).toString(), 'made anew');
  }
});

test('compiled code that others could have written is not run, and made anew', {
  skip: notBuilt || (process.platform === 'win32' && 'Windows has no modes'),
}, (t) => {
  const home = mkdtempSync(join(tmpdir(), 'tst-built-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const first = run(home, ...verify);
  const found = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((name) =>
    /verify-v[^.]+\.[^/\\]*$/.test(name),
  );
  const cache = join(home, found!);
  const { ino } = statSync(cache);
  run(home, ...verify);
  assert.equal(statSync(cache).ino, ino, 'one of the user’s own is used');
  chmodSync(cache, 0o666);
  assert.deepEqual(run(home, ...verify), first);
  assert.deepEqual([statSync(cache).mode & 0o777, statSync(cache).ino === ino], [0o600, false]);
  chmodSync(dirname(cache), 0o777);
  const other = statSync(cache).ino;
  assert.deepEqual(run(home, ...verify), first);
  assert.notEqual(statSync(cache).ino, other);
});

test('an audit leaves compiled code that the next one takes, whatever it told V8 meanwhile', {
  skip: notBuilt,
}, (t) => {
  const home = mkdtempSync(join(tmpdir(), 'tst-built-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const archive = mkdtempSync(join(home, 'archive-'));
  copyFileSync(join(cases, 'good.tsr'), join(archive, 'data.tsr'));
  copyFileSync(join(cases, 'data.bin'), join(archive, 'data'));
  const words = ['audit', '--no-record', ...verify.slice(1, -2), archive];
  assert.equal(run(home, ...words).status, 0);
  const found = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((name) => /audit-v[^/\\]*$/.test(name));
  const { ino } = statSync(join(home, found!));
  assert.equal(run(home, ...words).status, 0);
  assert.equal(statSync(join(home, found!)).ino, ino, 'it is not made anew');
});

test('where no cache can be written, the built program works all the same', { skip: notBuilt }, () => {
  const { status, stdout } = run(join(root, 'package.json', 'no-folder'), '--version');
  assert.equal(status, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\s*$/);
});

test('every verb of the built program answers --help in both languages', { skip: notBuilt }, (t) => {
  const home = mkdtempSync(join(tmpdir(), 'tst-built-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  for (const verb of ['verify', 'stamp', 'inspect', 'cache', 'ledger', 'lab']) {
    for (const lang of ['en', 'ja']) {
      const { status, stdout } = run(home, verb, '--help', '--lang', lang);
      assert.equal(status, 0, `${verb} ${lang}`);
      assert.match(stdout, lang === 'ja' ? /[ぁ-ん]/ : /^Usage: tst /);
    }
  }
});
