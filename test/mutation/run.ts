// Changes the sources of `core` in one place at a time and runs their tests: `npm run mutation [folder or file …]`, by default the four
// folders that have to reach 90 %. Ends with 1 where one does not, or where more than 3 % are left to explanations in equivalent.json.
// Hours of two processors for all of it. Results are kept in reports/mutation: what did not change since is not run again.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Equivalent, type Report, scoresOf, tableOf } from './score.ts';

const root = join(import.meta.dirname, '../..');
const wanted = process.argv.slice(2);
const parts = wanted.length > 0 ? wanted : ['cms', 'tsp', 'x509', 'revocation'];
const reports = join(root, 'reports', 'mutation');
const equivalent = JSON.parse(readFileSync(join(import.meta.dirname, 'equivalent.json'), 'utf8')) as Equivalent[];
const common = JSON.parse(readFileSync(join(import.meta.dirname, 'stryker.json'), 'utf8')) as object;
mkdirSync(reports, { recursive: true });

let failed = false;
const tables: string[] = [];
for (const part of parts) {
  const name = part.replaceAll(/[^\w-]/g, '-');
  const config = join(reports, `${name}.config.json`);
  const report = join(reports, `${name}.json`);
  const mutate = [`src/core/${part}${part.endsWith('.ts') ? '' : '/**/*.ts'}`];
  const jsonReporter = { fileName: report };
  const incrementalFile = join(reports, `${name}.incremental.json`);
  writeFileSync(config, JSON.stringify({ ...common, mutate, jsonReporter, incrementalFile }));
  rmSync(report, { force: true });
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const data = process.env.TST_TEST_DATA ?? join(root, '../shared/data');
  const { status } = spawnSync(process.execPath, [stryker, 'run', config], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TST_TEST_DATA: data },
  });
  if (status !== 0) process.exit(status ?? 1);
  const scores = scoresOf(JSON.parse(readFileSync(report, 'utf8')) as Report, equivalent);
  tables.push(tableOf(part, scores));
  failed ||= scores.killed / scores.all < 0.9 || scores.explained.length / scores.all > 0.03 || scores.left.length > 0;
}
process.stdout.write(`\n${tables.join('\n')}\n`);
if (failed) process.exitCode = 1;
