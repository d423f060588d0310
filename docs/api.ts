// `npm run api`: writes docs/api.md, every exported name with its type, from the declarations that the sources give. What changes there
// changes for those who use the library, and a reviewer sees it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, type IConfigFile } from '@microsoft/api-extractor';

const root = resolve(import.meta.dirname, '..');

/** Where the report is kept. */
export const reportPath = join(root, 'docs', 'api.md');

export interface ApiReport {
  /** Lines end in a line feed on every platform. */
  readonly text: string;
  /** What is exported without documentation, or refers to what isn't exported; empty where all is well. */
  readonly problems: readonly string[];
}

/** Makes the report in a folder of its own, away from the checkout. Throws where the sources don't compile. */
export function apiReport(): ApiReport {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tst-api-')));
  try {
    const types = join(folder, 'types');
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const args = [tsc, '-p', join(root, 'tsconfig.types.json'), '--outDir', types];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the declarations could not be made\n${stdout}`);
    // To the extractor the folder is the package.
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'tst', version: '0.0.0', types: 'types/index.d.ts' }),
    );
    return extract(folder, join(types, 'index.d.ts'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function extract(folder: string, entry: string): ApiReport {
  const problems: string[] = [];
  const configObject: IConfigFile = {
    projectFolder: folder,
    mainEntryPointFilePath: entry,
    newlineKind: 'lf',
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: 'es2022',
          lib: ['es2024'],
          module: 'nodenext',
          strict: true,
          skipLibCheck: true,
          types: ['node'],
          typeRoots: [join(root, 'node_modules', '@types')],
        },
      },
    },
    apiReport: {
      enabled: true,
      reportFileName: 'tst.api.md',
      reportFolder: folder,
      reportTempFolder: join(folder, 'made'),
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: 'error' as never } },
      extractorMessageReporting: {
        default: { logLevel: 'warning' as never },
        // All of it is public; nothing is alpha.
        'ae-missing-release-tag': { logLevel: 'none' as never },
      },
      tsdocMessageReporting: {
        default: { logLevel: 'warning' as never },
        // ASN.1 stands in comments as the RFCs write it.
        'tsdoc-escape-right-brace': { logLevel: 'none' as never },
        'tsdoc-malformed-inline-tag': { logLevel: 'none' as never },
      },
    },
  };
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
      const isProblem = message.logLevel === 'warning' || message.logLevel === 'error';
      if (!isProblem || message.category === 'console') return;
      const place = (message.sourceFilePath ?? '').slice(join(folder, 'types').length + 1).replaceAll('\\', '/');
      problems.push(`${message.messageId} ${place}:${message.sourceFileLine} ${message.text}`);
    },
  });
  return { text: readFileSync(join(folder, 'tst.api.md'), 'utf8').replaceAll('\r\n', '\n'), problems };
}

if (import.meta.main) {
  const { text, problems } = apiReport();
  writeFileSync(reportPath, text);
  for (const problem of problems) process.stderr.write(`api: ${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
