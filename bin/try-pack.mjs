// `npm run try-pack`: what `npm pack` makes, installed by Node 22, 24 and 26 into folders whose names have spaces and Japanese letters,
// and run there. It needs the registry, so that no test does it.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const npm = process.env.npm_execpath;
if (npm === undefined) throw new Error('run it as: npm run try-pack');

/** Runs a command and gives what it printed; stops everything where its exit code is not `expected`. */
function run(cwd, command, words, expected = 0) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, encoding: 'utf8', env });
  if (status === expected) return stdout;
  throw new Error(`${command} ${words.join(' ')} ended with ${status}: ${error?.message ?? stdout + stderr}`);
}

/** An empty package that may install Node, whose package fetches its binary by a script. */
function emptyPackage(folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  return folder;
}

/** How many packages came along; throws where one runs something when it is installed. */
function checkScripts(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const found = Object.keys(packages).filter((path) => packages[path].hasInstallScript);
  if (found.length > 0) throw new Error(`${found} would run a script when installed`);
  return Object.keys(packages).length;
}

/** An archive of as many tokens as are worth two threads. */
function makeArchive(folder, data, token) {
  mkdirSync(folder);
  for (let i = 0; i < 300; i++) {
    copyFileSync(data, join(folder, `請求書 ${i}`));
    copyFileSync(token, join(folder, `請求書 ${i}.tsr`));
  }
}

function tryOn(major, tarball, work) {
  const nodes = emptyPackage(join(work, `node-${major}`));
  run(nodes, process.execPath, [npm, 'install', '--no-audit', '--no-fund', `node@${major}`]);
  const node = join(nodes, 'node_modules/node/bin', windows ? 'node.exe' : 'node');
  const version = run(nodes, node, ['--version']).trim();
  const folder = emptyPackage(join(work, `受け取った フォルダー ${major}`));
  run(folder, node, [npm, 'install', '--no-audit', '--no-fund', tarball]);
  const packages = checkScripts(folder);

  const called = join(folder, 'node_modules/.bin', windows ? 'tst.cmd' : 'tst');
  if (!existsSync(called)) throw new Error(`${called} is missing`);
  const program = windows ? join(folder, 'node_modules/tst/bin/tst.js') : realpathSync(called);
  const tst = (words, expected) => run(folder, node, [program, ...words], expected);
  const cases = join(root, 'fixtures/cases');
  const [anchor, data, token] = ['root.pem', 'data.bin', 'good.tsr'].map((name) => join(cases, name));
  const skips = ['--skip', 'certificate-revocation', '--skip', 'tst-revocation'];
  const judged = ['--offline', '--at', '2024-07-01T00:00:00Z', ...skips, '--trust', anchor];
  const said = tst(['--version']).trim();
  tst(['verify', ...judged, data, token]);
  tst(['verify', ...judged, anchor, token], 1);
  makeArchive(join(folder, '保管庫'), data, token);
  const audit = tst(['audit', '--jobs', '2', '--no-record', '--lang', 'ja', ...judged, '保管庫']);
  if (!audit.includes('有効 300 件')) throw new Error(audit);
  const library = `import('tst').then(({ verify }) => process.stdout.write(typeof verify))`;
  if (run(folder, node, ['-e', library]) !== 'function') throw new Error('the library has no verify');
  if (!existsSync(join(folder, 'node_modules/tst/docs/tst.1'))) throw new Error('there is no manual page');
  process.stdout.write(
    `${version}: tst ${said} of ${packages} packages installs, verifies, audits and can be imported\n`,
  );
}

const work = mkdtempSync(join(tmpdir(), 'tst-pack-'));
const folders = ['CONFIG', 'DATA', 'CACHE'].map((name) => [`TST_${name}_DIR`, join(work, name)]);
// Nothing of whoever runs this but how the registry is reached, nor what npm tells its scripts.
const left = /^(npm_(package|lifecycle)|NODE_OPTIONS|NODE_PATH|TST_)/i;
const inherited = Object.entries(process.env).filter(([name]) => !left.test(name));
const env = {
  ...Object.fromEntries(inherited),
  ...Object.fromEntries(folders),
  NODE_COMPILE_CACHE: join(work, 'compiled'),
};
try {
  const [{ filename }] = JSON.parse(run(root, process.execPath, [npm, 'pack', '--json', '--pack-destination', work]));
  for (const major of [22, 24, 26]) tryOn(major, join(work, filename), work);
} finally {
  rmSync(work, { recursive: true, force: true });
}
