import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The program as it is installed: the bundle, by this very Node. */
export const tst = [process.execPath, resolve(import.meta.dirname, '../bin/tst.js')] as const;

/** Runs a command to its end and gives its wall time in milliseconds; throws where its exit code is not `expected`. */
export function time(command: readonly string[], expected = 0, env: Record<string, string> = {}): number {
  const [program, ...words] = command;
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program!, words, { encoding: 'utf8', env: { ...process.env, ...env } });
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

/** One line of the result: what was measured, against what, the ratio, and the target. */
export function report(what: string, figures: string, target: string): void {
  process.stdout.write(`${what.padEnd(44)} ${figures.padEnd(56)} ${target}\n`);
}

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
