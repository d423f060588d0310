// Makes a fresh checkout ready for `npm start`, `npm test` and `npm run bench`: installs and builds what is missing,
// does nothing where nothing is. Runs on any Node that npm runs on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** Runs a command in the checkout, shows what it prints, and stops with its exit code if it fails. */
function run(command, args, shell = false) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (status === 0) return;
  process.stderr.write(`ready: ${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}\n`);
  process.exit(status ?? 1);
}

/** The newest modification time below a folder, in milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = join(root, 'node_modules', '.tst-installed');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  process.stderr.write('installing what the lock file names …\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], windows);
  writeFileSync(installed, lock);
}

const built = join(root, 'dist', '.built');
const sources = ['src', 'bin/build.mjs', 'package.json'].map((path) => newest(join(root, path)));
if (!existsSync(built) || statSync(built).mtimeMs < Math.max(...sources)) {
  process.stderr.write('building …\n');
  const own = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node');
  run(existsSync(own) ? own : process.execPath, ['bin/build.mjs'], windows);
}
