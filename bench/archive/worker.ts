// One thread of the generator: makes every file of a range of numbers.
import { parentPort, workerData } from 'node:worker_threads';
import { FileMaker, type MakerOptions } from './file-maker.ts';
import { kindNames, type Planted } from './kinds.ts';
import { type UnitName, type UnitText, unitFromText } from './units.ts';

export interface Task {
  readonly options: MakerOptions;
  readonly units: Readonly<Record<UnitName, UnitText>>;
  /** Of each file's number: 0, or the number of its kind from 1. Shared by all threads. */
  readonly plan: Uint8Array;
  /** This thread makes every `step`th file from `first` on, so that all folders fill evenly. */
  readonly first: number;
  readonly step: number;
}

export interface Made {
  readonly tokens: number;
  readonly bytes: number;
  readonly planted: readonly (Planted & { readonly index: number })[];
}

const { options, units, plan, first, step } = workerData as Task;
const own = Object.entries(units).map(([name, text]) => [name, unitFromText(text)] as const);
const maker = new FileMaker(options, Object.fromEntries(own) as never);
const planted: (Planted & { index: number })[] = [];
for (let index = first; index < options.count; index += step) {
  const one = maker.make(index, kindNames[plan[index]! - 1] ?? null);
  if (one) planted.push({ ...one, index });
}
parentPort!.postMessage({ ...maker.counts, planted } satisfies Made);
