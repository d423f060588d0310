// Generates an archive: its files by worker threads, and what it is judged by beside it.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type ArchiveOptions, optionWords, writeEvidence } from './evidence.ts';
import { isReserved, type MakerOptions, serialOf } from './file-maker.ts';
import { judgedAt, type KindName, kindNames, kinds } from './kinds.ts';
import { Random } from './random.ts';
import { makeCast, type UnitName, type UnitText, unitToText } from './units.ts';
import type { Made, Task } from './worker.ts';

export interface GenerateOptions extends Omit<MakerOptions, 'folder'> {
  /** Share of the files that each kind of defect is planted in, at least one file; 0: nothing is planted. */
  readonly share: number;
  /** Which kinds are planted. */
  readonly kinds: readonly KindName[];
}

export const defaults: Omit<GenerateOptions, 'count'> = {
  seed: 1,
  bytes: null,
  plain: false,
  look: null,
  share: 0.01,
  kinds: kindNames,
};

/**
 * Writes `archive/`, `planted.jsonl`, `options.json`, `trust/`, `crl/`, `lists/` and `profiles/` into a folder that is new or empty.
 * Throws RangeError where it holds something, or where there are too few files for one of each kind.
 */
export async function generate(folder: string, options: GenerateOptions): Promise<ArchiveOptions> {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new RangeError(`${folder} is not empty: name another folder`);
  const plan = planOf(options);
  const cast = await makeCast();
  const texts = Object.entries(cast.units).map(([name, unit]) => [name, unitToText(unit)] as const);
  const units = Object.fromEntries(texts) as Record<UnitName, UnitText>;
  const archive = join(folder, 'archive');
  mkdirSync(archive);
  const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(options.count / 500)));
  const made = await Promise.all(
    Array.from({ length: threads }, (_, first) =>
      runThread({ options: { ...options, folder: archive }, units, plan, first, step: threads }),
    ),
  );
  const planted = made.flatMap((one) => one.planted).sort((a, b) => a.index - b.index);
  writeFileSync(
    join(folder, 'planted.jsonl'),
    planted.map(({ index: _, ...one }) => `${JSON.stringify(one)}\n`).join(''),
  );
  const sum = (key: 'tokens' | 'bytes') => made.reduce((total, one) => total + one[key], 0);
  const told: ArchiveOptions = {
    at: new Date(judgedAt).toISOString(),
    options: optionWords(),
    archive: 'archive',
    layout: { seed: options.seed, count: options.count, bytes: options.bytes, plain: options.plain },
    tokens: sum('tokens'),
    bytes: sum('bytes'),
    planted: planted.length,
  };
  writeEvidence(folder, cast, listedSerials(plan, cast.units));
  writeFileSync(join(folder, 'options.json'), `${JSON.stringify(told, null, 2)}\n`);
  return told;
}

/** Which file has which defect: 0 is none, else the number of the kind from 1. Drawn without putting back, from the seed. */
function planOf(options: GenerateOptions): Uint8Array {
  const { count, share, seed, kinds: planted } = options;
  const plan = new Uint8Array(new SharedArrayBuffer(count));
  if (share === 0) return plan;
  const each = Math.max(1, Math.round(count * share));
  if (each * planted.length > count) {
    throw new RangeError(`${count} files are too few for one of each of ${planted.length} kinds`);
  }
  const random = new Random(seed, 'plan');
  for (const name of planted) {
    const kind = kindNames.indexOf(name) + 1;
    for (let left = each; left > 0; ) {
      const index = random.below(count);
      if (plan[index] !== 0 || isReserved(index, options)) continue;
      plan[index] = kind;
      left--;
    }
  }
  return plan;
}

function listedSerials(plan: Uint8Array, units: Readonly<Record<UnitName, { profile: { serialOctets: number } }>>) {
  const octets = (name: 'listed-by-serial' | 'listed-by-range') => units[kinds[name].unit!].profile.serialOctets;
  const number = kindNames.indexOf('listed-by-serial') + 1;
  const single: bigint[] = [];
  for (const [index, kind] of plan.entries()) {
    if (kind === number) single.push(serialOf(octets('listed-by-serial'), 'first', index));
  }
  const inRange = (index: number) => serialOf(octets('listed-by-range'), 'ranged', index);
  return { single, range: { from: inRange(0), to: inRange(2 ** 40) } };
}

function runThread(task: Task): Promise<Made> {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
    worker.once('message', done);
    worker.once('error', failed);
  });
}

/** The look that a word of the command line names; throws RangeError for others. */
export function readLook(word: string) {
  const found = (['seiko', 'chronos', 'tempo'] as const).find((look) => look === word);
  if (!found) throw new RangeError(`no authority ${word}: seiko, chronos or tempo`);
  return found;
}
