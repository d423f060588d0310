// `npm run sea`: the single-file executable of tst for the platform that this runs on, from dist/ and the Node that runs this, into
// executable/ or the folder that is named. Its threads and vendors come out of it as well; bin/sea-main.cjs is how.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = resolve(process.argv[2] ?? join(root, 'executable'));
const target = join(folder, process.platform === 'win32' ? 'tst.exe' : 'tst');

/** Runs a command to its end; what it prints is shown only where it fails. */
function run(command, words, env = {}) {
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } };
  const { status, stdout, stderr, error } = spawnSync(command, words, options);
  if (status === 0) return stdout;
  throw new Error(`${command} ${words.join(' ')} failed: ${error?.message ?? `exit ${status}\n${stdout}${stderr}`}`);
}

/** The bundles as scripts whose value is a function, given `require`, `module` and `exports`; the programs are that already. */
function bundles() {
  const scripts = new Map();
  for (const name of ['tst.cjs', 'verify.cjs']) scripts.set(name, readFileSync(join(root, 'dist', name), 'utf8'));
  const vendors = readdirSync(join(root, 'dist/vendor')).map((name) => `vendor/${name}`);
  for (const path of ['audit-thread.cjs', ...vendors]) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (scripts.has(name)) throw new Error(`dist/ has two files of the name ${name}`);
    const text = readFileSync(join(root, 'dist', path), 'utf8');
    scripts.set(name, `(function(require,module,exports){${text}\n})`);
  }
  return scripts;
}

/**
 * The programs as they are compiled after a real run, which bin/tst.js keeps in its cache: a start takes half the time with it. The
 * executable has them inside and uses no cache of the user's.
 */
function compiled(work) {
  const cases = join(root, 'fixtures/cases');
  const at = (name) => join(cases, name);
  const judging = ['--offline', '--at', '2024-07-01T00:00:00Z', '--trust', at('root.pem')];
  const skips = ['--skip', 'certificate-revocation', '--skip', 'tst-revocation'];
  const cache = join(work, 'compiled');
  const env = { NODE_COMPILE_CACHE: cache, TST_CONFIG_DIR: join(work, 'none'), NODE_DISABLE_COMPILE_CACHE: '' };
  const kept = (verb, words) => {
    run(process.execPath, [join(root, 'bin/tst.js'), verb, ...judging, ...skips, ...words], env);
    // The hashes at its beginning are for the cache.
    return readFileSync(join(cache, `${verb}-${process.version}-${process.arch}`)).subarray(128);
  };
  const archive = join(work, 'archive');
  mkdirSync(archive);
  copyFileSync(at('data.bin'), join(archive, 'data.bin'));
  copyFileSync(at('good.tsr'), join(archive, 'data.bin.tsr'));
  return new Map([
    ['verify.cjs.cache', kept('verify', [at('data.bin'), at('good.tsr')])],
    ['tst.cjs.cache', kept('audit', ['--no-record', archive])],
  ]);
}

/** Writes what is to be injected and gives its path. */
function preparationBlob(work) {
  const assets = {};
  const digests = {};
  for (const [name, content] of [...bundles(), ...compiled(work)]) {
    assets[name] = join(work, name);
    writeFileSync(assets[name], content);
    digests[name] = createHash('sha256').update(content).digest('hex');
  }
  const main = join(work, 'main.cjs');
  const loader = readFileSync(join(root, 'bin/sea-main.cjs'), 'utf8');
  writeFileSync(main, loader.replace('start(DIGESTS', `start(${JSON.stringify(digests)}`));
  const output = join(work, 'tst.blob');
  const config = {
    main,
    output,
    assets,
    disableExperimentalSEAWarning: true,
    // Else Node would look for the main script in the folder that NODE_COMPILE_CACHE names.
    useCodeCache: true,
    // Whoever can set NODE_OPTIONS of a verifying program could have it say anything.
    execArgvExtension: 'none',
  };
  writeFileSync(join(work, 'sea.json'), JSON.stringify(config));
  run(process.execPath, ['--experimental-sea-config', join(work, 'sea.json')]);
  return output;
}

/** A copy of Node with the blob in it. What was signed is signed no more: macOS wants a signature of any kind. */
async function assemble(blob) {
  mkdirSync(folder, { recursive: true });
  rmSync(target, { force: true });
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
  if (process.platform === 'darwin') run('codesign', ['--remove-signature', target]);
  // The tool comes with the SDK of Windows; without it the old signature stays and is no longer valid, which stops nothing.
  if (process.platform === 'win32') spawnSync('signtool', ['remove', '/s', target], { stdio: 'ignore' });
  const mach = process.platform === 'darwin' ? { machoSegmentName: 'NODE_SEA' } : {};
  const { warn } = console;
  // Of its own parser, about sections of Node that have no name.
  console.warn = (text) => /^warning: Can't find string offset for section name/.test(text) || warn(text);
  await inject(target, 'NODE_SEA_BLOB', readFileSync(blob), {
    sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
    ...mach,
  });
  console.warn = warn;
  if (process.platform === 'darwin') run('codesign', ['--sign', '-', target]);
}

/** An older Node knows no `execArgvExtension` and would say nothing: with an option that there isn't it would not start. */
function tryIt() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const said = run(target, ['--version'], { NODE_OPTIONS: '--no-such-option' }).trim();
  if (said !== version) throw new Error(`${target} is not tst ${version}, but says ${said}`);
}

const work = mkdtempSync(join(tmpdir(), 'tst-sea-'));
try {
  await assemble(preparationBlob(work));
  tryIt();
  process.stdout.write(`${target}\n`);
} catch (error) {
  rmSync(target, { force: true });
  throw error;
} finally {
  rmSync(work, { recursive: true, force: true });
}
