import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Subject } from './subject.ts';

/** What one input may take: milliseconds of processor time, and octets that it adds to the most memory that the process ever had. */
export const inputLimits = { ms: 2_000, memory: 256 << 20 } as const;
/** Octets that the heap may have grown by between the first thousand inputs and the last. */
export const heapGrowth = 32 << 20;

export interface Attempt {
  /** What happened, in a word; `finding` where a rule was broken. */
  readonly outcome: string;
  /** Which rule was broken, and where in the code; null where none was. */
  readonly problem: string | null;
  readonly ms: number;
}

/** Runs one input, and measures it. */
export async function attempt(
  subject: Subject,
  input: Uint8Array,
  limits: Readonly<Record<'ms' | 'memory', number>> = inputLimits,
): Promise<Attempt> {
  // Time of this process: what else the machine does is no fault of the input.
  const start = process.cpuUsage();
  const memory = mostMemory();
  let outcome = 'finding';
  let problem: string | null = null;
  try {
    outcome = await subject.run(input);
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1_000;
  const more = mostMemory() - memory;
  if (problem === null && ms > limits.ms) problem = `took ${Math.round(ms)} ms`;
  if (problem === null && more > limits.memory) problem = `took ${Math.round(more / 2 ** 20)} MiB`;
  if (problem === null && Object.keys(Object.prototype).length > 0) problem = 'added to the prototype of every object';
  return { outcome: problem === null ? outcome : 'finding', problem, ms };
}

/** The most octets of memory that the process had so far. */
function mostMemory(): number {
  return process.resourceUsage().maxRSS * 1_024;
}

let collect: (() => void) | null = null;

/** Octets in use, garbage left out. */
export function heapUsed(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return process.memoryUsage().heapUsed;
}
