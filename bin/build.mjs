// Bundles into dist/: the program as one script (tst.cjs) that starts in milliseconds, and a smaller one for `verify` alone
// (verify.cjs); what only some runs need in files beside them (vendor/); and the library as an ES module (index.js) with its types.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Packages that are loaded when a command needs them: HTTP, ZIP, TOML, BER and requests, the lab's certificates, watched pages. */
const vendors = [
  'undici',
  'yauzl',
  'yazl',
  'toml-eslint-parser',
  'asn1js',
  'pkijs',
  '@peculiar/x509',
  'reflect-metadata',
  'parse5',
  'parse5-htmlparser2-tree-adapter',
  'css-select',
  'picomatch',
];
/** The other language, which is loaded where it is spoken, the form of profiles, where there are any, the page of an audit, and scripts for shells. */
const parts = {
  'messages.ja': 'src/report/messages.ja.ts',
  'help.ja': 'src/cli/help.ja.ts',
  'profile-words.ja': 'src/report/profile-words.ja.ts',
  'profile-help.ja': 'src/cli/profile-help.ja.ts',
  'ledger-words.ja': 'src/report/ledger-words.ja.ts',
  'ledger-help.ja': 'src/cli/ledger-help.ja.ts',
  'repo-words.ja': 'src/report/repo-words.ja.ts',
  'repo-help.ja': 'src/cli/repo-help.ja.ts',
  'audit-help.ja': 'src/cli/audit-help.ja.ts',
  'words.ja': 'src/report/audit/words.ja.ts',
  html: 'src/report/audit/html.ts',
  'completion-scripts': 'src/cli/completion-scripts.ts',
  'profile-schema': 'src/app/profile/profile-schema.ts',
};
const fileOf = (name) => `${name.replace('@', '').replace('/', '-')}.cjs`;

/** Leaves the vendors out of a bundle and names their files instead; each package stays one instance. */
const vendorsBeside = (folder) => ({
  name: 'vendors-beside',
  setup({ onResolve }) {
    const beside = (filter, file) =>
      onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `${folder}/${file}`, external: true },
      );
    for (const name of vendors) beside(new RegExp(`^${name}$`), fileOf(name));
    for (const name of Object.keys(parts)) beside(new RegExp(`(^\\.|/audit)/${name}\\.ts$`), `${name}.cjs`);
  },
});

/**
 * commander for a fast start. Built-in modules that it imports as a whole come by name: esbuild would copy every property of
 * each. node:child_process, a tenth of a start, is left out: it serves subcommands in files of their own, and tst has none. The
 * names of option values are ASCII here: setting up the table of Unicode takes as long as all other options together.
 */
const leanCommander = {
  name: 'lean-commander',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(child_process|fs|path|process)$/ }, ({ path, importer }) =>
      importer.includes('commander') ? { path, namespace: 'lean-commander' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lean-commander' }, ({ path }) => ({
      contents: `export default ${path === 'node:child_process' ? '{}' : `process.getBuiltinModule('${path}')`}`,
    }));
    onLoad({ filter: /commander[\\/]lib[\\/]option\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace('/\\p{ID_Continue}\\.\\.\\.[>\\]]$/u', '/\\w\\.\\.\\.[>\\]]$/'),
    }));
  },
};

/** In the bundle of one verb the others are empty: nothing loads them there. */
const withoutOtherVerbs = {
  name: 'without-other-verbs',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^\.\/(stamp|audit|inspect|cache|profile|trust|repo|login|logout|ledger|lab|completion)\.ts$/ },
      ({ kind }) => (kind === 'dynamic-import' ? { path: 'none', namespace: 'without-other-verbs' } : undefined),
    );
    onLoad({ filter: /.*/, namespace: 'without-other-verbs' }, () => ({ contents: 'export {}' }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Only sources that run unbundled look for package.json beside themselves.
  logOverride: { 'empty-import-meta': 'silent' },
  define: { TST_VERSION: JSON.stringify(version) },
};

/** A program: a script whose value is the function that runs it, given `require`; bin/tst.js says why. */
const program = {
  ...common,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  // A third less to read at every start.
  minifyIdentifiers: true,
  // `import()` as `require`: no promise of the module loader, and the function given is what loads.
  supported: { 'dynamic-import': false },
  banner: { js: '(function(require,module){' },
  footer: { js: '})' },
  write: false,
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
const results = await Promise.all([
  build({
    ...program,
    entryPoints: { tst: 'src/cli/main.ts' },
    plugins: [vendorsBeside('../dist/vendor'), leanCommander],
  }),
  build({
    ...program,
    entryPoints: { verify: 'src/cli/main.ts' },
    plugins: [vendorsBeside('../dist/vendor'), leanCommander, withoutOtherVerbs],
  }),
  build({
    ...common,
    entryPoints: {
      ...Object.fromEntries(vendors.map((name) => [fileOf(name).replace('.cjs', ''), name])),
      ...parts,
    },
    outdir: 'dist/vendor',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    // A vendor that imports another one finds it beside itself.
    plugins: [vendorsBeside('.')],
  }),
  build({
    ...common,
    entryPoints: { 'audit-thread': 'src/cli/audit-thread.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    // As in the programs: the single-file executable gives a `require` and nothing else.
    supported: { 'dynamic-import': false },
    plugins: [vendorsBeside('./vendor')],
  }),
  build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    // The same files as the program's: Node tells the names that a CommonJS module exports.
    plugins: [vendorsBeside('./vendor')],
  }),
]);

// The hash of a program in its first line: what was compiled of another one is told by it.
for (const { path, text } of results.flatMap(({ outputFiles }) => outputFiles ?? [])) {
  // bin/tst.js reads octets as characters.
  if (Buffer.byteLength(text) !== text.length) throw new Error(`${path} is not ASCII`);
  writeFileSync(path, `// ${createHash('sha256').update(text).digest('hex')}\n${text}`);
}

// `--types`: the declarations as well, which only a published package needs.
if (process.argv.includes('--types')) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.types.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

// The licences of what was bundled go with it.
const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const packages = new Set(inputs.flatMap((path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
const notices = [...packages].sort().map((folder) => {
  const { name, version: itsVersion, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'license.md', 'LICENCE'];
  const file = names.map((n) => join(root, folder, n)).find((path) => existsSync(path));
  return `${name} ${itsVersion} (${license})\n\n${file ? readFileSync(file, 'utf8').trim() : ''}\n`;
});
writeFileSync(join(root, 'dist', 'THIRD-PARTY.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
writeFileSync(join(root, 'dist', '.built'), '');
