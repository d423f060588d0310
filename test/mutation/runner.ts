/**
 * Runs tests of `node:test` for Stryker inside one process, for Stryker's own runner starts one for every mutant and test file,
 * which takes a day for ten thousand mutants. Test files are loaded once and their tests called again and again with another
 * mutant switched on. Where a mutant is also run while a test file is loaded, that file is loaded anew under the mutant; where it
 * is run while the product is loaded, Stryker starts the process anew.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { type GatheredFile, type GatheredTest, gather } from './node-test.ts';

const collector = pathToFileURL(join(import.meta.dirname, 'node-test.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node:test' && context.parentURL?.includes('/test/')
      ? { url: collector, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
});

/** What the instrumented code reads and writes. */
const world = globalThis as typeof globalThis & { __stryker__?: InstrumenterContext };
world.__stryker__ ??= {};
const state = world.__stryker__;

/** Milliseconds of the processor since now: what else the machine does must not decide which tests are slow. */
function stopwatch(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}

/** What the first run learns for the others, in the sandbox beside the sources. */
interface Plan {
  /** Test files, quickest first. */
  readonly paths: readonly string[];
  /** Milliseconds of each test, by id. */
  readonly times: Readonly<Record<string, number>>;
  /** By test file: the mutants that are run while it is loaded. */
  readonly loads: Readonly<Record<string, readonly string[]>>;
}

const planFile = 'mutation-plan.json';
const separator = ' > ';
const idOf = (path: string, test: GatheredTest) => `${path}${separator}${test.name}`;
const pathOf = (id: string) => id.slice(0, id.indexOf(separator));
const words = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

class NodeTestRunner implements TestRunner {
  readonly #patterns: string[];
  /** Milliseconds that a test may take to be run under mutants: a slow one mostly finds what quick ones find. */
  readonly #slow: number;
  /** Milliseconds after which no further test is begun for a mutant; it then counts as survived. */
  readonly #budget: number;
  /** By test: how often it was run under a mutant, and how often it found it. */
  readonly #finds = new Map<string, { runs: number; found: number }>();
  readonly #files = new Map<string, GatheredFile>();
  #plan: Plan | null = null;
  #mutantsRun = 0;
  #spoilt = false;

  constructor(options: StrykerOptions) {
    const { files, slow, budget } = options.nodeTest as { files: string[]; slow: number; budget?: number };
    this.#patterns = files;
    this.#slow = slow;
    this.#budget = budget ?? Number.POSITIVE_INFINITY;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ files }: DryRunOptions): Promise<DryRunResult> {
    const coverage: MutantCoverage = { static: {}, perTest: {} };
    state.mutantCoverage = coverage;
    // The product first, so that what runs while it is loaded is told from what test files run.
    for (const file of files ?? []) await import(pathToFileURL(resolve(file)).href);
    const paths = globSync(this.#patterns).map((path) => path.replaceAll('\\', '/'));
    const tests: TestResult[] = [];
    const loads: Record<string, string[]> = {};
    for (const path of paths.sort()) {
      const loading = `load ${path}`;
      state.currentTestId = loading;
      const { tests: gathered } = await this.#file(path);
      const atLoad = coverage.perTest[loading] ?? {};
      delete coverage.perTest[loading];
      loads[path] = Object.keys(atLoad);
      for (const test of gathered) {
        const id = idOf(path, test);
        state.currentTestId = id;
        const first = await this.#result(path, test);
        // A test that is slow while its code is compiled may be quick from then on.
        const isSlow = first.status === TestStatus.Success && first.timeSpentMs > this.#slow;
        const result = isSlow ? await this.#result(path, test) : first;
        tests.push(result);
        if (result.timeSpentMs > this.#slow) {
          delete coverage.perTest[id];
          continue;
        }
        coverage.perTest[id] ??= {};
        for (const [mutant, hits] of Object.entries(atLoad)) coverage.perTest[id][mutant] ??= hits;
      }
    }
    const times = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    const whole = (path: string) =>
      tests.reduce((sum, { id, timeSpentMs }) => sum + (pathOf(id) === path ? timeSpentMs : 0), 0);
    const byTime = new Map(paths.map((path) => [path, whole(path)]));
    paths.sort((a, b) => byTime.get(a)! - byTime.get(b)!);
    writeFileSync(planFile, JSON.stringify({ paths, times, loads } satisfies Plan));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker asks again in a new process.
    if (this.#spoilt) process.exit(1);
    this.#plan ??= JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
    delete state.mutantCoverage;
    delete state.currentTestId;
    state.hitCount = 0;
    if (options.hitLimit === undefined) delete state.hitLimit;
    else state.hitLimit = options.hitLimit;
    const { id } = options.activeMutant;
    if (options.mutantActivation === 'static') state.activeMutant = id;
    try {
      return options.testFilter === undefined ? await this.#all(id) : await this.#some(id, options.testFilter);
    } finally {
      delete state.activeMutant;
      this.#mutantsRun++;
    }
  }

  /** Every test, each file loaded under the mutant. */
  async #all(mutant: string): Promise<MutantRunResult> {
    let ran = 0;
    this.#spoilt = true;
    for (const path of this.#plan!.paths) {
      const outcome = await this.#anew(path, mutant, (id) => this.#plan!.times[id]! <= this.#slow);
      ran += outcome.ran;
      if (outcome.result) return outcome.result;
    }
    return { status: MutantRunStatus.Survived, nrOfTests: ran };
  }

  /** The tests that reach the mutant, those first that find most in the least time; those whose file reaches it while it is loaded come from a new copy. */
  async #some(mutant: string, filter: readonly string[]): Promise<MutantRunResult> {
    const { times, loads } = this.#plan!;
    const wanted = new Set(filter);
    const paths = [...new Set(filter.map(pathOf))];
    const anew = paths.filter((path) => loads[path]?.includes(mutant));
    const known = new Map<string, GatheredTest>();
    for (const path of paths.filter((path) => !anew.includes(path))) {
      for (const test of (await this.#file(path)).tests) known.set(idOf(path, test), test);
    }
    let ran = 0;
    const spent = stopwatch();
    const worth = new Map(
      filter.map((id) => {
        const { runs, found } = this.#finds.get(id) ?? { runs: 0, found: 0 };
        return [id, (found + 1) / (runs + 2) / (times[id]! + 0.2)] as const;
      }),
    );
    for (const id of filter.filter((id) => known.has(id)).sort((a, b) => worth.get(b)! - worth.get(a)!)) {
      const test = known.get(id)!;
      if (test.skipped) continue;
      if (spent() > this.#budget) return { status: MutantRunStatus.Survived, nrOfTests: ran };
      ran++;
      const failure = await this.#failure(id, () => test.run(), mutant);
      const { runs, found } = this.#finds.get(id) ?? { runs: 0, found: 0 };
      this.#finds.set(id, { runs: runs + 1, found: found + (failure ? 1 : 0) });
      if (!failure) continue;
      // A failure that stays without the mutant is left by this mutant or by one before it: only a new process can tell.
      if (failure.status === MutantRunStatus.Killed && (await this.#failure(id, () => test.run(), null))) {
        if (this.#mutantsRun > 0) process.exit(1);
        this.#spoilt = true;
      }
      return failure;
    }
    for (const path of anew) {
      if (spent() > this.#budget) break;
      const outcome = await this.#anew(path, mutant, (id) => wanted.has(id));
      ran += outcome.ran;
      if (outcome.result) return outcome.result;
    }
    return { status: MutantRunStatus.Survived, nrOfTests: ran };
  }

  /** The wanted tests of a new copy of a test file, loaded under the mutant. */
  async #anew(path: string, mutant: string, wanted: (id: string) => boolean) {
    const loaded: GatheredFile[] = [];
    const url = `${pathToFileURL(resolve(path)).href}?mutant=${mutant}`;
    let ran = 0;
    let result = await this.#failure(path, async () => loaded.push(await gather(() => import(url))), mutant);
    for (const test of loaded[0]?.tests ?? []) {
      if (result) break;
      if (test.skipped || !wanted(idOf(path, test))) continue;
      ran++;
      result = await this.#failure(idOf(path, test), () => test.run(), mutant);
    }
    delete state.activeMutant;
    await loaded[0]?.end().catch(() => {});
    return { result, ran };
  }

  /** Runs something with a mutant switched on, or with none. */
  async #failure(id: string, run: () => Promise<unknown>, mutant: string | null): Promise<MutantRunResult | null> {
    if (mutant === null) delete state.activeMutant;
    else state.activeMutant = mutant;
    try {
      await run();
    } catch (error) {
      const endless = determineHitLimitReached(state.hitCount, state.hitLimit);
      if (endless) return { status: MutantRunStatus.Timeout, reason: endless.reason ?? 'hit limit' };
      return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage: words(error), nrOfTests: 1 };
    }
    return null;
  }

  async #file(path: string): Promise<GatheredFile> {
    let file = this.#files.get(path);
    if (!file) {
      file = await gather(() => import(pathToFileURL(resolve(path)).href));
      this.#files.set(path, file);
    }
    return file;
  }

  async #result(path: string, test: GatheredTest): Promise<TestResult> {
    const base = { id: idOf(path, test), name: test.name, fileName: resolve(path) };
    const spent = stopwatch();
    if (test.skipped) return { ...base, timeSpentMs: 0, status: TestStatus.Skipped };
    try {
      await test.run();
      return { ...base, timeSpentMs: spent(), status: TestStatus.Success };
    } catch (error) {
      return { ...base, timeSpentMs: spent(), status: TestStatus.Failed, failureMessage: words(error) };
    }
  }

  async dispose(): Promise<void> {
    for (const file of this.#files.values()) await file.end().catch(() => {});
  }
}

const createRunner = (options: StrykerOptions) => new NodeTestRunner(options);
createRunner.inject = tokens(commonTokens.options);
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'node-test', createRunner)];
