/** What a test file takes from `node:test`, gathering its tests instead of running them: the runner runs some of them, many times. */

type Body = (context: TestContext) => unknown;
type Options = { readonly skip?: boolean | string };

/** What a test is given. */
export interface TestContext {
  readonly name: string;
  after(hook: () => unknown): void;
  skip(reason?: string): void;
  diagnostic(text: string): void;
  /** A test within this one, run at once. */
  test(name: string, ...rest: [Options | Body, Body?]): Promise<void>;
}

/** One test: its name under those of the suites around it, and how to run it. */
export interface GatheredTest {
  readonly name: string;
  readonly skipped: boolean;
  /** Throws what the test throws. Runs the hooks before it, those of its suites once. */
  run(): Promise<void>;
}

/** The tests of one file, with what is to be run when they are no longer needed. */
export interface GatheredFile {
  readonly tests: readonly GatheredTest[];
  end(): Promise<void>;
}

interface Suite {
  readonly name: string;
  readonly skipped: boolean;
  readonly before: (() => unknown)[];
  readonly outer: Suite | null;
  ready: Promise<void> | null;
}

interface Gathering {
  readonly tests: GatheredTest[];
  readonly after: (() => unknown)[];
}

let gathering: Gathering = { tests: [], after: [] };
let suite: Suite = { name: '', skipped: false, before: [], outer: null, ready: null };

/**
 * Gathers the tests that a test file registers while it is loaded.
 * @param load loads the file
 * @throws what loading throws
 */
export async function gather(load: () => Promise<unknown>): Promise<GatheredFile> {
  const own: Gathering = { tests: [], after: [] };
  gathering = own;
  suite = { name: '', skipped: false, before: [], outer: null, ready: null };
  await load();
  return {
    tests: own.tests,
    end: async () => {
      for (const hook of own.after.reverse()) await hook();
    },
  };
}

const split = (rest: readonly [Options | Body, Body?]): [Options, Body] =>
  typeof rest[0] === 'function' ? [{}, rest[0]] : [rest[0], rest[1]!];

/** The hooks of a suite, outer ones first, each once. */
async function prepare(one: Suite): Promise<void> {
  if (one.outer) await prepare(one.outer);
  one.ready ??= (async () => {
    for (const hook of one.before) await hook();
  })();
  await one.ready;
}

export function test(name: string, ...rest: [Options | Body, Body?]): void {
  const [{ skip }, body] = split(rest);
  const within = suite;
  gathering.tests.push({
    name: within.name === '' ? name : `${within.name} > ${name}`,
    skipped: within.skipped || Boolean(skip),
    run: async () => {
      await prepare(within);
      await runBody(name, body);
    },
  });
}

async function runBody(name: string, body: Body): Promise<void> {
  const hooks: (() => unknown)[] = [];
  try {
    await body({
      ...idle,
      name,
      after: (hook) => void hooks.push(hook),
      test: async (inner, ...rest) => {
        const [{ skip }, innerBody] = split(rest);
        if (!skip) await runBody(inner, innerBody);
      },
    });
  } finally {
    for (const hook of hooks) await hook();
  }
}

const idle: Omit<TestContext, 'name' | 'after'> = { skip: () => {}, diagnostic: () => {}, test: async () => {} };

export function describe(name: string, ...rest: [Options | Body, Body?]): void {
  const [{ skip }, body] = split(rest);
  const outer = suite;
  suite = {
    name: outer.name === '' ? name : `${outer.name} > ${name}`,
    skipped: outer.skipped || Boolean(skip),
    before: [],
    outer,
    ready: null,
  };
  body({ ...idle, name, after });
  suite = outer;
}

export function before(hook: () => unknown): void {
  suite.before.push(hook);
}

export function after(hook: () => unknown): void {
  gathering.after.push(hook);
}
