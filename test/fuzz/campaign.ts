import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Attempt, attempt, heapUsed } from './attempt.ts';
import type { Compared } from './compares.ts';
import type { Counts, Coverage } from './coverage.ts';
import { type DerDamage, damageDer, derDamages } from './der-damage.ts';
import { damageOperand, type OperandDamage, operandDamages } from './operand-damage.ts';
import type { Subject, Target } from './subject.ts';
import { damageText, type TextDamage, textDamages } from './text-damage.ts';

/** Inputs before the heap is measured first: what is kept for reuse is full by then. */
const warm = 1_000;
/** Inputs that come of one seed of the generator. */
const batch = 100;
/** Inputs that are damaged further most often: the ones that reached something new last. */
const newest = 50;
/** Octets of the longest input that is damaged further, seeds left out: many long ones would make the run slow. */
const longestKept = 64 << 10;

type Damage = DerDamage | TextDamage | OperandDamage;

/** An input that broke a rule. */
export interface Finding {
  readonly subject: string;
  /** Hex SHA-256 of the input. */
  readonly sha256: string;
  readonly input: Uint8Array;
  readonly problem: string;
}

/** What inputs are made of: a seed, or an input that reached something new. */
export interface Kept {
  readonly subject: Subject;
  readonly bytes: Uint8Array;
  /** Comparisons that it failed at. */
  readonly pairs: readonly Compared[];
}

export interface Outcome {
  readonly inputs: number;
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly heapGrowth: number;
  /** One for each place in the code where a rule was broken. */
  readonly findings: readonly Finding[];
  /** What was reached in the code by the seeds, and in the end; null where nobody watched. */
  readonly reached: { readonly bySeeds: Counts; readonly inTheEnd: Counts } | null;
  readonly pool: readonly Kept[];
}

/** When to stop: after a number of inputs, or when told so between two batches. */
export interface Bounds {
  readonly seed: number;
  readonly inputs: number;
  readonly isOver: () => boolean;
}

/** Called before each input is run, seeds and repeated ones too, and after those that were made. */
export interface Watch {
  readonly before?: (subject: Subject, input: Uint8Array) => void;
  readonly after?: (subject: Subject, input: Uint8Array, outcome: string) => void;
}

/** How one input is made. */
interface Recipe {
  readonly one: number;
  readonly other: number;
  /** Which of the inputs kept so far `one` is chosen from. */
  readonly from: 'seeds' | 'newest' | 'all';
  readonly hows: readonly Damage[];
}

/**
 * Runs damaged inputs against a target. With `coverage`, those that reach something new in the product's code are damaged further.
 * The same target, seed and number give the same inputs in the same order.
 */
export async function campaign(
  { form, subjects }: Target,
  bounds: Bounds,
  watch: Watch = {},
  coverage: Coverage | null = null,
  further: readonly Kept[] = [],
): Promise<Outcome> {
  coverage?.restart();
  const run = new Run(watch, coverage);
  const seeds = (await subjects()).map((subject) => ({ subject, bytes: subject.bytes, pairs: [] }));
  await run.begin([...seeds, ...further]);
  const recipes = recipesFor(form, coverage !== null);
  for (let round = 0; run.inputs < bounds.inputs && !bounds.isOver(); round++) {
    const many = Math.min(batch, bounds.inputs - run.inputs);
    for (const recipe of fc.sample(recipes, { seed: bounds.seed + round, numRuns: many })) await run.take(recipe);
    run.measure();
  }
  return run.outcome();
}

function recipesFor(form: Target['form'], isGuided: boolean): fc.Arbitrary<Recipe> {
  const blind: fc.Arbitrary<Damage> = form === 'der' ? derDamages : textDamages;
  const damages = isGuided
    ? fc.oneof<fc.WeightedArbitrary<Damage>[]>(
        { arbitrary: blind, weight: 2 },
        { arbitrary: operandDamages, weight: 1 },
      )
    : blind;
  const which = fc.noBias(fc.nat());
  const from = fc.constantFrom('seeds', 'newest', 'all', 'all');
  // One damage most often: what a single one must never do is the rule that matters most.
  const hows = fc.oneof(
    { arbitrary: fc.array(damages, { minLength: 1, maxLength: 1 }), weight: 2 },
    fc.array(damages, { minLength: 2, maxLength: 4 }),
  );
  return fc.record({ one: which, other: which, from, hows });
}

class Run {
  inputs = 0;
  readonly #watch: Watch;
  readonly #coverage: Coverage | null;
  readonly #pool: Kept[] = [];
  readonly #counts: Record<string, number> = {};
  readonly #findings = new Map<string, Finding>();
  #seeds = 0;
  #slowestMs = 0;
  #heap: number | null = null;
  #bySeeds: Counts | null = null;

  constructor(watch: Watch, coverage: Coverage | null) {
    this.#watch = watch;
    this.#coverage = coverage;
  }

  /** Seeds are damaged whatever they reach. They are run first, so that what is new is told from what they reach. */
  async begin(seeds: readonly Kept[]): Promise<void> {
    for (const { subject, bytes } of seeds) {
      this.#coverage?.begin();
      if (this.#coverage !== null) await this.#attempt(subject, bytes);
      this.#coverage?.end();
      this.#pool.push({ subject, bytes, pairs: this.#coverage?.compares.unequal() ?? [] });
    }
    this.#seeds = seeds.length;
    this.#bySeeds = this.#coverage?.counts ?? null;
  }

  async #attempt(subject: Subject, input: Uint8Array): Promise<Attempt> {
    this.#watch.before?.(subject, input);
    return await attempt(subject, input);
  }

  async take({ one, other, from, hows }: Recipe): Promise<void> {
    const pool = this.#pool;
    const start = from === 'newest' && pool.length > this.#seeds ? Math.max(0, pool.length - newest) : 0;
    const end = from === 'seeds' ? this.#seeds : pool.length;
    const { subject, bytes, pairs } = pool[start + (one % (end - start))]!;
    const second = pool[other % pool.length]!.bytes;
    const bound = hows.map((how) => this.#bind(how, pairs));
    const make = (kept: readonly Damage[]) => kept.reduce((now, how) => apply(now, second, how), bytes);
    const input = make(bound);
    this.#coverage?.begin();
    const result = await this.#attempt(subject, input);
    this.inputs++;
    this.#slowestMs = Math.max(this.#slowestMs, result.ms);
    this.#counts[result.outcome] = (this.#counts[result.outcome] ?? 0) + 1;
    if (result.problem !== null) await this.#keepFinding(subject, result.problem, bound, make);
    else if (this.#coverage?.end() && input.length <= longestKept)
      pool.push({ subject, bytes: input, pairs: this.#coverage.compares.unequal() });
    this.#watch.after?.(subject, input, result.outcome);
  }

  #bind(how: Damage, pairs: readonly Compared[]): Damage {
    return how.kind === 'operand' ? { ...how, pair: this.#coverage!.compares.next(pairs) } : how;
  }

  /** One finding for each place: what broke a rule once does so again and again. */
  async #keepFinding(
    subject: Subject,
    problem: string,
    hows: readonly Damage[],
    make: (kept: readonly Damage[]) => Uint8Array,
  ): Promise<void> {
    const place = placeOf(problem);
    if (!this.#findings.has(place)) this.#findings.set(place, await this.#least(subject, problem, hows, make));
  }

  /** The finding with the damages left out that it doesn't need. */
  async #least(
    subject: Subject,
    problem: string,
    hows: readonly Damage[],
    make: (kept: readonly Damage[]) => Uint8Array,
  ): Promise<Finding> {
    let [kept, last] = [hows, problem];
    for (const how of hows) {
      const fewer = kept.filter((one) => one !== how);
      const again = fewer.length > 0 ? await this.#attempt(subject, make(fewer)) : null;
      // Time and memory alone may pass when it is run again: then what it said first is told.
      if (again !== null && again.problem !== null) [kept, last] = [fewer, again.problem];
    }
    const input = make(kept);
    const sha256 = createHash('sha256').update(input).digest('hex');
    return { subject: subject.name, sha256, input, problem: last };
  }

  measure(): void {
    if (this.#heap === null && this.inputs >= warm) this.#heap = heapUsed();
  }

  outcome(): Outcome {
    const heapGrowth = this.#heap === null ? 0 : heapUsed() - this.#heap;
    const findings = [...this.#findings.values()];
    const inTheEnd = this.#coverage?.counts ?? null;
    const reached = this.#bySeeds && inTheEnd && { bySeeds: this.#bySeeds, inTheEnd };
    const { inputs } = this;
    return {
      ...{ inputs, counts: this.#counts, slowestMs: this.#slowestMs, heapGrowth },
      ...{ findings, reached, pool: this.#pool },
    };
  }
}

function apply(bytes: Uint8Array, other: Uint8Array, how: Damage): Uint8Array {
  if (how.kind === 'operand') return damageOperand(bytes, how);
  return isText(how) ? damageText(bytes, other, how) : damageDer(bytes, other, how);
}

function isText(how: DerDamage | TextDamage): how is TextDamage {
  return ['line', 'word', 'text', 'json'].includes(how.kind);
}

/** Where the code stood; of a problem that isn't an error what it says, numbers left out. */
function placeOf(problem: string): string {
  const frames = problem.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length > 0 ? frames.join('\n') : problem.replace(/\d+/g, '');
}
