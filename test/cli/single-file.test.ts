import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ownFolders } from './run-tst.ts';

// The single-file executable, as `npm run sea` makes it, in a folder whose name has spaces and Japanese letters, beside the program as it
// is installed.

const root = resolve(import.meta.dirname, '../..');
const supported = ['linux', 'darwin', 'win32'].includes(process.platform) && ['x64', 'arm64'].includes(process.arch);
const skip = !existsSync(join(root, 'dist/tst.cjs'))
  ? 'not built: npm run build'
  : !supported && `no executable can be made on ${process.platform} ${process.arch}`;

const folder = mkdtempSync(join(tmpdir(), 'tst 実行ファイル '));
const executable = join(folder, process.platform === 'win32' ? 'tst.exe' : 'tst');
const own = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const cases = join(root, 'fixtures/cases');
const at = (name: string) => join(cases, name);
const judged = ['--offline', '--at', '2024-07-01T00:00:00Z', '--skip', 'tst-revocation', '--trust', at('root.pem')];
const skipped = [...judged, '--skip', 'certificate-revocation'];
/** Where nothing may come to lie: what Node finds compiled there, it runs. */
const compiled = join(folder, 'compiled');

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
}

function run(command: readonly string[], { env = {}, cwd = folder, input = '' }: Options = {}) {
  const [program, ...words] = command;
  const settings = { LC_ALL: 'C.UTF-8', TZ: 'UTC', NODE_OPTIONS: '--no-such-option', NODE_COMPILE_CACHE: compiled };
  const inherited = {
    PATH: process.env.PATH ?? '',
    SystemRoot: process.env.SystemRoot ?? '',
    TMPDIR: folder,
    TEMP: folder,
  };
  const { status, stdout, stderr } = spawnSync(program!, words, {
    cwd,
    input,
    env: { ...inherited, ...settings, ...ownFolders(), ...env },
    encoding: 'utf8',
  });
  return { exit: status, out: stdout, err: stderr };
}

/** A report without the moment when it was made. */
function timeless(out: string): Record<string, unknown> {
  return { ...JSON.parse(out), now: null };
}

/** An archive of as many tokens as are worth two threads. */
function archive(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (let i = 0; i < 300; i++) {
    copyFileSync(at('data.bin'), join(path, `${i}`));
    copyFileSync(at('good.tsr'), join(path, `${i}.tsr`));
  }
  return path;
}

describe('the single-file executable', { skip }, () => {
  before(() => {
    const node = existsSync(own) ? own : process.execPath;
    const { status, stderr } = spawnSync(node, [join(root, 'bin/sea.mjs'), folder], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('says VALID, INVALID and INDETERMINATE as the installed program does, in both languages', () => {
    const verdicts = [
      [0, 'VALID', [...skipped, at('data.bin'), at('good.tsr')]],
      [1, 'INVALID', [...skipped, at('root.pem'), at('good.tsr')]],
      [2, 'INDETERMINATE', [...judged, at('data.bin'), at('good.tsr')]],
    ] as const;
    for (const [exit, verdict, words] of verdicts) {
      for (const lang of ['en', 'ja']) {
        const line = ['verify', ...words, '--json', '--lang', lang];
        const found = run([executable, ...line]);
        assert.deepEqual([found.exit, found.err], [exit, ''], verdict);
        assert.equal(timeless(found.out).verdict, verdict);
        const env = { NODE_OPTIONS: '', NODE_COMPILE_CACHE: join(folder, 'installed') };
        const installed = run([process.execPath, join(root, 'bin/tst.js'), ...line], { env });
        assert.deepEqual(timeless(found.out), timeless(installed.out));
      }
    }
  });

  test('stamps, verifies, synchronizes and audits against its own lab: tst lab demo', () => {
    const { exit, out, err } = run([executable, 'lab', 'demo']);
    assert.deepEqual([exit, err], [0, ''], out);
    assert.match(out, /stamp --profile lab .*\nVALID /);
  });

  test('has nothing for a keychain inside: a secret goes into a file, and it says why', () => {
    const words = ['login', 'seiko', '--user', 'a', '--password-stdin'];
    const kept = run([executable, ...words], { input: 'hunter-77\n' });
    assert.equal(kept.exit, 0, kept.err);
    assert.match(kept.err, /seiko\.json, for your eyes only.*: the single-file executable comes without the package/);
    const refused = run([executable, ...words, '--store', 'keychain', '--lang', 'ja'], { input: 'hunter-77\n' });
    assert.equal(refused.exit, 77);
    assert.match(refused.err, /単一の実行ファイルには/);
  });

  test('audits in two threads out of itself, and loads nothing that lies where it is called', () => {
    const dir = archive('保管庫 1');
    const planted = join(folder, 'planted');
    const cwd = join(folder, 'cwd');
    for (const name of ['vendor', 'node_modules/undici']) {
      mkdirSync(join(cwd, name), { recursive: true });
      for (const vendor of readdirSync(join(root, 'dist/vendor'))) {
        const text = `require('node:fs').writeFileSync(${JSON.stringify(planted)}, '')`;
        writeFileSync(join(cwd, name, name === 'vendor' ? vendor : 'index.js'), text);
      }
    }
    const reports = ['html', 'csv', 'junit', 'jsonl'].flatMap((kind) => ['--report', `${kind}=${join(cwd, kind)}`]);
    const words = ['audit', '--jobs', '2', '--no-record', ...skipped, ...reports, dir];
    const { exit, out, err } = run([executable, ...words], { cwd, env: { NODE_PATH: join(cwd, 'node_modules') } });
    assert.equal(exit, 0, err);
    assert.match(out, /^VALID {2}tokens 300: 300 valid/);
    assert.match(readFileSync(join(cwd, 'html'), 'utf8'), /^<!doctype html>/i);
    for (const kind of ['csv', 'junit', 'jsonl']) assert.ok(statSync(join(cwd, kind)).size > 10_000, kind);
    assert.ok(!existsSync(planted));
    const found = existsSync(compiled) ? readdirSync(compiled, { recursive: true, withFileTypes: true }) : [];
    assert.deepEqual(
      found.filter((entry) => entry.isFile()),
      [],
    );
  });

  test('does nothing where one of its parts is not what was built in: not the program, not a thread', () => {
    const whole = readFileSync(executable);
    const dir = archive('保管庫 2');
    const words = ['--no-record', ...skipped, dir];
    /** Changes one letter of a bundle, in the executable itself. */
    const spoil = (bundle: string) => {
      const place = whole.indexOf(readFileSync(join(root, 'dist', bundle)));
      assert.ok(place > 0, bundle);
      const spoilt = Buffer.from(whole);
      spoilt[place + 400_000]! ^= 1;
      writeFileSync(executable, spoilt);
      if (process.platform === 'darwin') spawnSync('codesign', ['--force', '--sign', '-', executable]);
    };
    spoil('verify.cjs');
    const verify = run([executable, 'verify', ...skipped, at('data.bin'), at('good.tsr')]);
    assert.deepEqual([verify.exit, verify.out], [70, '']);
    assert.match(verify.err, /^tst: this executable is damaged: verify\.cjs is not what was built into it\nhint: /);
    assert.match(verify.err, /この実行ファイルは破損しています/);
    spoil('audit-thread.cjs');
    assert.equal(run([executable, 'audit', '--jobs', '1', ...words]).exit, 0);
    const threads = run([executable, 'audit', '--jobs', '2', ...words]);
    assert.deepEqual([threads.exit, threads.out], [70, '']);
    assert.match(threads.err, /audit-thread\.cjs is not what was built into it/);
  });
});
