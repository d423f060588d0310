#!/usr/bin/env node
// Runs tst out of a checkout, which is made ready first: for pre-commit, whose own way to install a package from a repository runs no
// build that needs development dependencies. Runs on any Node that npm runs on; the checkout brings its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ready = spawnSync(process.execPath, [join(root, 'bin/ready.mjs')], { stdio: ['ignore', 2, 2] });
if (ready.status !== 0) {
  // Never the code of a verdict.
  process.exit(70);
}
const own = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const node = existsSync(own) ? own : process.execPath;
const { status } = spawnSync(node, [join(root, 'bin/tst.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 70);
