#!/usr/bin/env node
// The entry of `tst`: one clear line on a too old Node, the compile cache, then the program itself.
// Plain CommonJS without new syntax, so that an old Node reaches the message, and for a start without the module loader.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 19)) {
  process.stderr.write('tst: this is Node ' + process.versions.node + ', tst needs Node 22.19 or newer\n');
  process.stderr.write('hint: install a current Node from https://nodejs.org and try again\n');
  process.exitCode = 78;
} else {
  start();
}

function start() {
  var path = require('node:path');
  var program = path.join(__dirname, '..', 'dist', 'tst.cjs');
  if (!require('node:fs').existsSync(program)) {
    // A checkout that was not built yet: run the sources as they are.
    import('../src/cli/main.ts');
    return;
  }
  // In the user's own cache folder: whoever can write to the cache decides what runs.
  require('node:module').enableCompileCache(
    process.env.NODE_COMPILE_CACHE || path.join(cacheFolder(path), 'tst', 'compiled'),
  );
  require(program);
}

function cacheFolder(path) {
  var env = process.env;
  var home = env.HOME || env.USERPROFILE || require('node:os').homedir();
  if (process.platform === 'win32') return env.LOCALAPPDATA || path.join(home, 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches');
  return env.XDG_CACHE_HOME || path.join(home, '.cache');
}
