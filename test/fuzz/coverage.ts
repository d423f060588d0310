import { register } from 'node:module';
import { Compares } from './compares.ts';

/** The counters of one module, one octet for each place where code may go on, and how often each was run by any input before. */
interface Module {
  readonly counters: Uint8Array;
  readonly seen: Uint8Array;
}

/** Places in the code: how many there are, how many were reached, and in how many different frequencies. */
export interface Counts {
  readonly places: number;
  readonly reached: number;
  readonly features: number;
}

/** What the inputs of a run have reached in the code that is watched. */
export class Coverage {
  readonly compares = new Compares();
  readonly #modules: Module[] = [];
  #reached = 0;
  #features = 0;

  /** Jazzer.js's loader makes each module that it instruments call this. */
  createModuleCounters = (size: number): Uint8Array => {
    const counters = new Uint8Array(size);
    this.#modules.push({ counters, seen: new Uint8Array(size) });
    return counters;
  };

  /** Forgets all: for a new run. */
  restart(): void {
    for (const { seen } of this.#modules) seen.fill(0);
    [this.#reached, this.#features] = [0, 0];
    this.compares.restart();
  }

  /** Forgets what ran since the last input. */
  begin(): void {
    for (const { counters } of this.#modules) counters.fill(0);
    this.compares.begin();
  }

  /** Whether the code that ran since `begin` reached what no input had, or ran a piece more often, or compared nearer to equal. */
  end(): boolean {
    let isNew = this.compares.isNearer;
    for (const { counters, seen } of this.#modules) {
      for (let i = 0; i < counters.length; i++) {
        const count = counters[i]!;
        if (count === 0) continue;
        const bit = bucketOf(count);
        const before = seen[i]!;
        if ((before & bit) !== 0) continue;
        if (before === 0) this.#reached++;
        seen[i] = before | bit;
        this.#features++;
        isNew = true;
      }
    }
    return isNew;
  }

  get counts(): Counts {
    const places = this.#modules.reduce((sum, { counters }) => sum + counters.length, 0);
    return { places, reached: this.#reached, features: this.#features };
  }
}

/** One bit for 1, 2, 3, 4–7, 8–15, 16–31, 32–127 and more times: a loop that runs once more is news only now and then. */
function bucketOf(count: number): number {
  if (count < 4) return 1 << (count - 1);
  if (count < 8) return 8;
  if (count < 16) return 16;
  if (count < 32) return 32;
  return count < 128 ? 64 : 128;
}

/**
 * Watches the modules of some folders or files (whole paths) that are imported from now on, by the instrumentation of Jazzer.js. Its
 * loader is named by its file: the package's own entry loads libFuzzer's addon, which needs a newer C library than some systems have.
 */
export function watchCoverage(paths: readonly string[]): Coverage {
  const coverage = new Coverage();
  const { createModuleCounters, compares } = coverage;
  Object.assign(globalThis, {
    Fuzzer: { coverageTracker: { createModuleCounters }, tracer: compares.tracer },
    // An input that breaks a rule is run again without instrumentation, which tells the true lines.
    __jazzer_registerSourceMap: () => {},
  });
  const parentURL = import.meta.url;
  // The one registered last is asked first, and asks the one before it.
  register('./strip-types.ts', parentURL);
  register('@jazzer.js/instrumentor/dist/esm-loader.mjs', {
    parentURL,
    data: { includes: [...paths], excludes: [], coverage: false, seed: 1 },
  });
  return coverage;
}
