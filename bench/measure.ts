import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The program as it is installed: the bundle, by this very Node. */
export const tst = [process.execPath, resolve(import.meta.dirname, '../bin/tst.js')] as const;

/** The single-file executable, where `npm run sea` has made one. */
export const executable = ['tst', 'tst.exe']
  .map((name) => resolve(import.meta.dirname, '../executable', name))
  .find((path) => existsSync(path));

/** Runs a command to its end and gives its wall time in milliseconds; throws where its exit code is not `expected`. */
export function time(
  command: readonly string[],
  expected = 0,
  env: Record<string, string> = {},
  cwd: string = process.cwd(),
): number {
  const [program, ...words] = command;
  const start = performance.now();
  const options = { encoding: 'utf8', cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 28 } as const;
  const { status, stderr, error } = spawnSync(program!, words, options);
  const spent = performance.now() - start;
  if (error) throw error;
  if (status !== expected) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return spent;
}

/**
 * Times several commands side by side: one round runs each once, so that a noisy moment meets all of them. Gives the median
 * of each, in milliseconds.
 */
export function sideBySide(runs: readonly (() => number)[], rounds: number): number[] {
  const samples = runs.map((): number[] => []);
  for (const run of runs) run();
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) samples[i]!.push(run());
  }
  return samples.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** A line of the result, or what stands above the lines that follow. */
export type Row =
  | { readonly heading: string }
  | { readonly what: string; readonly figures: string; readonly target: string; readonly met: boolean | null };

/** What stands above the lines that follow. */
export function heading(text: string): void {
  process.stdout.write(`${text}\n`);
  keep({ heading: text });
}

/**
 * One line of the result: what was measured, against what, the ratio, and the target.
 *
 * @param met whether the target is met; null where there is none
 */
export function report(what: string, figures: string, target: string, met: boolean | null = null): void {
  process.stdout.write(`${what.padEnd(44)} ${figures.padEnd(56)} ${target}${met === false ? ', missed' : ''}\n`);
  keep({ what: what.trim(), figures, target, met });
}

/** Rows go into the file that TST_BENCH_ROWS names, as JSON Lines, also from processes of their own: see `document.ts`. */
function keep(row: Row): void {
  if (process.env.TST_BENCH_ROWS) appendFileSync(process.env.TST_BENCH_ROWS, `${JSON.stringify(row)}\n`);
}

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** The peak resident memory of a command in megabytes, as Node reports it for itself at exit: all its threads together. */
export function peakMemory([node, ...words]: readonly string[], cwd: string = process.cwd()): number {
  const hook =
    "data:text/javascript,process.on('exit',()=>process.stderr.write('\\npeak '+process.resourceUsage().maxRSS+'\\n'))";
  const { stderr } = spawnSync(node!, ['--import', hook, ...words], { encoding: 'utf8', cwd, maxBuffer: 1 << 28 });
  // A thread may tell it as well, and before the process has ended.
  const peaks = [...stderr.matchAll(/peak (\d+)/g)].map(([, kilobytes]) => Number(kilobytes));
  return peaks.length === 0 ? Number.NaN : Math.round(Math.max(...peaks) / 1024);
}
