// Changes the sources of `core` in one place at a time and runs their tests: `npm run mutation -- [--quick] [--jobs n] [folder or file …]`, by
// default the four folders that have to reach 90 %. Ends with 1 where one does not, or where more than 3 % are left to the explanations in
// equivalent.json. Hours of two processors for all of it; `--quick` leaves slow tests out and stops early, so that what it says is killed is
// killed, and the rest may be. Results are kept in reports/mutation: what did not change since is not run again.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Equivalent, type Report, scoresOf, tableOf } from './score.ts';

const root = join(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, jobs: { type: 'string' } },
  allowPositionals: true,
});
const parts = positionals.length > 0 ? positionals : ['cms', 'tsp', 'x509', 'revocation'];
const isFile = (part: string) => part.endsWith('.ts');

const reports = join(root, 'reports', 'mutation');
mkdirSync(reports, { recursive: true });
const config = join(reports, 'config.json');
const report = join(reports, 'mutation.json');
const common = JSON.parse(readFileSync(join(import.meta.dirname, 'stryker.json'), 'utf8')) as { nodeTest: object };
const quick = values.quick ? { nodeTest: { ...common.nodeTest, slow: 40, budget: 3_000 }, ignoreStatic: true } : {};
const jobs = values.jobs === undefined ? {} : { concurrency: Number(values.jobs) };
const mutate = parts.map((part) => `src/core/${part}${isFile(part) ? '' : '/**/*.ts'}`);
const files = { jsonReporter: { fileName: report }, incrementalFile: join(reports, 'incremental.json') };
writeFileSync(config, JSON.stringify({ ...common, ...quick, ...jobs, ...files, mutate }));
rmSync(report, { force: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', config],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TST_TEST_DATA: process.env.TST_TEST_DATA ?? join(root, '../shared/data') },
  },
);
if (status !== 0) process.exit(status ?? 1);

const whole = JSON.parse(readFileSync(report, 'utf8')) as Report;
const equivalent = JSON.parse(readFileSync(join(import.meta.dirname, 'equivalent.json'), 'utf8')) as Equivalent[];
for (const part of parts) {
  const own = Object.entries(whole.files).filter(([file]) => file.startsWith(`src/core/${part}`));
  const scores = scoresOf({ files: Object.fromEntries(own) }, equivalent);
  process.stdout.write(`${tableOf(part, scores)}\n`);
  const { all, killed, explained } = scores;
  if (killed < 0.9 * all || explained.length > 0.03 * all) process.exitCode = 1;
}
