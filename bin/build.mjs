// Bundles into dist/: the program as one CommonJS file (tst.cjs) that starts in milliseconds, with the packages that only some
// commands need in files beside it (vendor/), and the library as an ES module (index.js) with its types.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Packages that are loaded when a command needs them: HTTP, ZIP, BER and requests, the lab's certificates. */
const vendors = ['undici', 'yauzl', 'asn1js', 'pkijs', '@peculiar/x509', 'reflect-metadata'];
const fileOf = (name) => `${name.replace('@', '').replace('/', '-')}.cjs`;

/** Leaves the vendors out of a bundle and names their files instead; each package stays one instance. */
const vendorsBeside = (folder) => ({
  name: 'vendors-beside',
  setup({ onResolve }) {
    for (const name of vendors) {
      onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `${folder}/${fileOf(name)}`, external: true },
      );
    }
  },
});

/** commander loads node:child_process for subcommands in files of their own, which cost a tenth of a start; tst has none. */
const withoutChildProcess = {
  name: 'without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? { path: 'none', namespace: 'without-child-process' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'without-child-process' }, () => ({ contents: 'export default {}' }));
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

rmSync(join(root, 'dist'), { recursive: true, force: true });
const results = await Promise.all([
  build({
    ...common,
    entryPoints: { tst: 'src/cli/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    plugins: [vendorsBeside('./vendor'), withoutChildProcess],
  }),
  build({
    ...common,
    entryPoints: Object.fromEntries(vendors.map((name) => [fileOf(name).replace('.cjs', ''), name])),
    outdir: 'dist/vendor',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    // A vendor that imports another one finds it beside itself.
    plugins: [vendorsBeside('.')],
  }),
  build({ ...common, entryPoints: { index: 'src/index.ts' }, outdir: 'dist', format: 'esm', splitting: true }),
]);

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
