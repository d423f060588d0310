import { randomBytes } from 'node:crypto';
import { codeOf } from './input.ts';

/** One opening of a ledger for writing, as its entries name it. */
export interface Run {
  readonly id: string;
  readonly pid: number;
}

/** Openings in this process that were not closed yet. */
const own = new Set<string>();

/** A new run of this process; `end` once it is done. */
export function newRun(): Run & { end(): void } {
  const id = randomBytes(8).toString('hex');
  own.add(id);
  return { id, pid: process.pid, end: () => own.delete(id) };
}

/**
 * True where whoever made an entry `age` milliseconds ago may still be at work on it. A number of a process is given anew in
 * time, in a container at every start, and says nothing beyond its own computer: so no entry is taken for one in work for ever,
 * and a run that was taken for dead enters what it has all the same.
 */
export function stillAtWork(run: Run, age: number): boolean {
  if (own.has(run.id)) return true;
  if (run.pid === process.pid || age > longest) return false;
  try {
    process.kill(run.pid, 0);
    return true;
  } catch (error) {
    // A process of another user is there as well.
    return codeOf(error) === 'EPERM';
  }
}

/** An exchange takes an hour at most (`--timeout`), and judging minutes. */
const longest = 2 * 3_600_000;
