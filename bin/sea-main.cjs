// The main script of the single-file executable. It gives the bundles of dist/ out of the executable itself what they would load from
// files: nothing that runs comes from a disk. bin/sea.mjs puts the SHA-256 of every asset in the place of DIGESTS.
'use strict';

// Its threads would run what Node finds compiled there.
delete process.env.NODE_COMPILE_CACHE;
start(DIGESTS, process.argv[2] === 'verify' ? 'verify.cjs' : 'tst.cjs');

/**
 * Runs one of the bundles; in a thread it is started from its own text, which therefore uses nothing from around it.
 * @param {Record<string, string>} digests SHA-256 of each asset, by its name
 * @param {string} entry the asset to run
 */
function start(digests, entry) {
  const { hash } = process.getBuiltinModule('node:crypto');
  const { writeSync } = process.getBuiltinModule('node:fs');
  const { getRawAsset } = process.getBuiltinModule('node:sea');
  const { Script } = process.getBuiltinModule('node:vm');

  /** What the builder put in, or nothing at all: a verdict of a damaged program is worth nothing. */
  function asset(name) {
    let bytes = null;
    try {
      bytes = Buffer.from(getRawAsset(name));
    } catch {
      // It has no such asset.
    }
    if (bytes !== null && hash('sha256', bytes) === digests[name]) return bytes;
    writeSync(2, `tst: this executable is damaged: ${name} is not what was built into it\n`);
    writeSync(2, 'hint: download it again, and compare its SHA-256 with the published one\n');
    writeSync(2, `tst: この実行ファイルは破損しています: ${name} がビルド時の内容と異なります\n`);
    writeSync(2, 'ヒント: もう一度ダウンロードし、SHA-256を公開された値と比較してください\n');
    // At once, a thread as well: nothing is to take this for a failure of its own and go on.
    process.exit(70);
  }

  /** An asset is a script whose value is a function; verified code that was compiled at build time goes with some. */
  function compile(name) {
    const cachedData = `${name}.cache` in digests ? asset(`${name}.cache`) : undefined;
    return new Script(asset(name).toString(), { filename: `tst:${name}`, cachedData }).runInThisContext();
  }

  const loaded = new Map();

  function require(name) {
    if (!name.startsWith('.')) {
      const builtin = process.getBuiltinModule(name);
      if (builtin === undefined) throw new Error(`${name} is not part of the executable`);
      return builtin;
    }
    // The names of the files are told apart by their last part alone.
    const key = name.slice(name.lastIndexOf('/') + 1);
    const known = loaded.get(key);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(key, module);
    compile(key).call(module.exports, require, module, module.exports);
    return module.exports;
  }

  const thread = () => `(${start})(${JSON.stringify(digests)}, 'audit-thread.cjs')`;
  compile(entry)(require, { filename: process.execPath, exports: {}, thread }, {});
}
