import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { type DerDamage, damageDer, derDamages } from './der-damage.ts';
import type { Subject, Target } from './subject.ts';
import { damageText, type TextDamage, textDamages } from './text-damage.ts';

/** Milliseconds that one input may take. */
export const inputMs = 2_000;
/** Octets that the heap may have grown by between the first thousand inputs and the last. */
export const heapGrowth = 32 << 20;
/** Inputs before the heap is measured first: what is kept for reuse is full by then. */
const warm = 1_000;
/** Inputs that come of one seed of the generator. */
const batch = 100;

type Damage = DerDamage | TextDamage;

/** An input that broke a rule. */
export interface Finding {
  readonly subject: string;
  /** Hex SHA-256 of the input. */
  readonly sha256: string;
  readonly input: Uint8Array;
  readonly problem: string;
}

export interface Outcome {
  readonly inputs: number;
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly heapGrowth: number;
  readonly findings: readonly Finding[];
}

/** When to stop: after a number of inputs, or when told so between two batches. */
export interface Bounds {
  readonly seed: number;
  readonly inputs: number;
  readonly isOver: () => boolean;
}

/** Called with each input before and after it is run. */
export interface Watch {
  readonly before?: (subject: Subject, input: Uint8Array) => void;
  readonly after?: (subject: Subject, input: Uint8Array, outcome: string) => void;
}

/** Runs damaged seeds against a target. The same seed and number give the same inputs in the same order. */
export async function campaign({ form, subjects }: Target, bounds: Bounds, watch: Watch = {}): Promise<Outcome> {
  const all = await subjects();
  const damages: fc.Arbitrary<Damage> = form === 'der' ? derDamages : textDamages;
  const which = fc.nat({ max: all.length - 1 });
  // One damage most often: what a single one must never do is the rule that matters most.
  const hows = fc.oneof(
    { arbitrary: fc.array(damages, { minLength: 1, maxLength: 1 }), weight: 2 },
    fc.array(damages, { minLength: 2, maxLength: 4 }),
  );
  const inputs = fc.record({ one: which, other: which, hows });
  const counts: Record<string, number> = {};
  const findings: Finding[] = [];
  let [run, slowestMs] = [0, 0];
  let heap: number | null = null;
  for (let round = 0; run < bounds.inputs && !bounds.isOver(); round++) {
    const many = Math.min(batch, bounds.inputs - run);
    for (const { one, other, hows } of fc.sample(inputs, { seed: bounds.seed + round, numRuns: many })) {
      const subject = all[one]!;
      const make = (kept: readonly Damage[]) =>
        kept.reduce((now, how) => apply(now, all[other]!.bytes, how), subject.bytes);
      watch.before?.(subject, make(hows));
      const result = await attempt(subject, make(hows));
      slowestMs = Math.max(slowestMs, result.ms);
      counts[result.outcome] = (counts[result.outcome] ?? 0) + 1;
      if (result.problem !== null) findings.push(await least(subject, hows, make));
      watch.after?.(subject, make(hows), result.outcome);
      run++;
    }
    if (heap === null && run >= warm) heap = heapUsed();
  }
  return { inputs: run, counts, slowestMs, heapGrowth: heap === null ? 0 : heapUsed() - heap, findings };
}

function apply(bytes: Uint8Array, other: Uint8Array, how: Damage): Uint8Array {
  return isText(how) ? damageText(bytes, other, how) : damageDer(bytes, other, how);
}

function isText(how: Damage): how is TextDamage {
  return ['line', 'word', 'text', 'json'].includes(how.kind);
}

/** Runs one input; `problem` says which rule it broke. */
export async function attempt(subject: Subject, input: Uint8Array) {
  // Time of this process: what else the machine does is no fault of the input.
  const start = process.cpuUsage();
  let outcome = 'finding';
  let problem: string | null = null;
  try {
    outcome = await subject.run(input);
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1_000;
  if (problem === null && ms > inputMs) problem = `took ${Math.round(ms)} ms`;
  return { outcome: problem === null ? outcome : 'finding', problem, ms };
}

/** The finding with the damages left out that it doesn't need. */
async function least(
  subject: Subject,
  hows: readonly Damage[],
  make: (kept: readonly Damage[]) => Uint8Array,
): Promise<Finding> {
  let kept = hows;
  for (const how of hows) {
    const fewer = kept.filter((one) => one !== how);
    if (fewer.length > 0 && (await attempt(subject, make(fewer))).problem !== null) kept = fewer;
  }
  const input = make(kept);
  const { problem } = await attempt(subject, input);
  const sha256 = createHash('sha256').update(input).digest('hex');
  // Time alone may pass when it is run again.
  return { subject: subject.name, sha256, input, problem: problem ?? `took longer than ${inputMs} ms once` };
}

let collect: (() => void) | null = null;

/** Octets in use, garbage left out. */
function heapUsed(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return process.memoryUsage().heapUsed;
}
