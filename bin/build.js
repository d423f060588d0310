// Bundles the program and the library into dist/: one small file for the common path, further chunks loaded when needed
// (HTTP, BER normalising, the lab). Bundled so that a start costs milliseconds and an installation brings no packages along.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
rmSync(join(root, 'dist'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { tst: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: { TST_VERSION: JSON.stringify(version) },
  // Packages that were written for require() find it here.
  banner: { js: "import{createRequire as tstRequire}from'node:module';const require=tstRequire(import.meta.url);" },
});

// The licences of what was bundled go with it.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? []),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version: itsVersion, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE'].map((n) => join(root, folder, n)).find((p) => existsSync(p));
  return `${name} ${itsVersion} (${license})\n\n${file ? readFileSync(file, 'utf8').trim() : ''}\n`;
});
writeFileSync(join(root, 'dist', 'THIRD-PARTY.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
writeFileSync(join(root, 'dist', '.built'), '');
