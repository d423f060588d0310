#!/usr/bin/env node
// The entry of `tst`: one clear line on a too old Node, then the program itself, compiled already where it ran before.
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
  var fs = require('node:fs');
  var path = require('node:path');
  var verb =
    [
      'stamp',
      'verify',
      'audit',
      'inspect',
      'cache',
      'profile',
      'trust',
      'repo',
      'login',
      'logout',
      'ledger',
      'lab',
      'completion',
    ].indexOf(process.argv[2]) < 0
      ? 'tst'
      : process.argv[2];
  // `verify` has a bundle without what the other verbs need: half as much to read.
  var program = path.join(__dirname, '..', 'dist', verb === 'verify' ? 'verify.cjs' : 'tst.cjs');
  var source;
  try {
    source = fs.readFileSync(program, 'latin1');
  } catch (_error) {
    // A checkout that was not built yet: run the sources as they are.
    import('../src/cli/main.ts');
    return;
  }
  // In the user's own cache folder: whoever can write to the cache decides what runs.
  var folder = process.env.NODE_COMPILE_CACHE || path.join(cacheFolder(path), 'tst', 'compiled');
  run(source, program, path.join(folder, verb + '-' + process.version + '-' + process.arch), folder);
}

// Node's own compile cache keeps a file as it was compiled, before anything of it ran: nearly every function is then compiled
// anew at every start, half of the whole time. So the program's cache is made here, at the end of a run, with all that ran in it.
function run(source, program, cache, folder) {
  var fs = require('node:fs');
  var vm = require('node:vm');
  // V8 compares the length of the source only: the build's hash, which stands in its first line, decides.
  var build = source.slice(3, 67);
  var script = new vm.Script(source, { filename: program, cachedData: readCache(fs, cache, build) });
  if (script.cachedDataRejected !== false && !process.env.NODE_DISABLE_COMPILE_CACHE) {
    process.on('exit', (exit) => {
      // A verdict or less: after an error there is too little in it.
      if (exit <= 2) writeCache(fs, cache, build, script.createCachedData(), folder);
    });
  }
  var vendors = false;
  script.runInThisContext()((name) => {
    if (!vendors && name.charAt(0) === '.') {
      vendors = true;
      cacheVendors(fs, folder);
    }
    return require(name);
  }, module);
}

// Node makes the folder in its own way, see makeFolder: only where there is one.
function cacheVendors(fs, folder) {
  try {
    makeFolder(fs, folder, 5);
    // What Node keeps there runs as well.
    if (!isOwn(fs.statSync(folder))) return;
  } catch (_error) {
    return;
  }
  require('node:module').enableCompileCache(folder);
}

// Undefined where there is none, one that somebody else could have written, one of another build, or one that is not as it was
// written: V8 runs what it is given.
function readCache(fs, path, build) {
  var bytes;
  var data;
  try {
    if (!isOwn(fs.statSync(path)) || !isOwn(fs.statSync(require('node:path').dirname(path)))) return undefined;
    bytes = fs.readFileSync(path);
    data = bytes.subarray(128);
    return bytes.latin1Slice(0, 128) === build + digestOf(data) ? data : undefined;
  } catch (_error) {
    return undefined;
  }
}

// On Windows the user's folders are the user's by their inherited rights.
function isOwn(stats) {
  return process.platform === 'win32' || ((stats.mode & 18) === 0 && stats.uid === process.getuid());
}

function writeCache(fs, path, build, data, folder) {
  var temporary = path + '.' + process.pid;
  var head;
  try {
    makeFolder(fs, folder, 5);
    head = Buffer.from(build + digestOf(data), 'latin1');
    fs.writeFileSync(temporary, Buffer.concat([head, data]), { mode: 384, flush: true });
    // On the disk and then in its place: whoever reads it reads the whole.
    fs.renameSync(temporary, path);
  } catch (_error) {
    // Where nothing can be written every start takes longer, and works.
  }
}

function digestOf(data) {
  return require('node:crypto').hash('sha256', data, 'hex');
}

// Level by level, five at most: Node's own way (`recursive`) never returns where a file system refuses new folders.
function makeFolder(fs, folder, levels) {
  if (levels === 0 || fs.existsSync(folder)) return;
  makeFolder(fs, require('node:path').dirname(folder), levels - 1);
  fs.mkdirSync(folder, { mode: 448 });
}

function cacheFolder(path) {
  var env = process.env;
  var home = env.HOME || env.USERPROFILE || require('node:os').homedir();
  if (process.platform === 'win32') return env.LOCALAPPDATA || path.join(home, 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches');
  return env.XDG_CACHE_HOME || path.join(home, '.cache');
}
