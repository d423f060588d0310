import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The program as it is installed, which starts ten times as fast as its sources; and the sources, where what is built is older than
 * they are (`npm test` builds it anew).
 */
export const program = isBuilt() ? join(root, 'bin/tst.js') : join(root, 'src/cli/main.ts');

function isBuilt(): boolean {
  const built = join(root, 'dist/.built');
  if (!existsSync(built)) return false;
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) =>
    join('src', name),
  );
  const newest = Math.max(...[...sources, 'bin/tst.js'].map((name) => statSync(join(root, name)).mtimeMs));
  return statSync(built).mtimeMs >= newest;
}

/** What one run of the program gave. */
export interface Run {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const caches = mkdtempSync(join(tmpdir(), 'tst-caches-'));
process.once('exit', () => rmSync(caches, { recursive: true, force: true }));
let runs = 0;

/** Folders of its own for a run: of whose runs the tests are, nothing is read and nothing written. */
export function ownFolders(): Record<'TST_CACHE_DIR' | 'TST_CONFIG_DIR' | 'TST_DATA_DIR', string> {
  const own = join(caches, String(runs++));
  return { TST_CACHE_DIR: join(own, 'cache'), TST_CONFIG_DIR: join(own, 'config'), TST_DATA_DIR: join(own, 'data') };
}

/**
 * Runs the program as a user would, in English, without colour, in UTC, without a proxy; with folders of its own where `env` names
 * none.
 */
export async function tst(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const inherited = {
    PATH: process.env.PATH ?? '',
    SystemRoot: process.env.SystemRoot ?? '',
    // The runs of one test file share the compiled code; nothing is left in the user's own cache.
    NODE_COMPILE_CACHE: join(caches, 'compiled'),
  };
  // Who names a home means its folders.
  const { TST_CACHE_DIR, ...others } = ownFolders();
  const own = { TST_CACHE_DIR, ...(options.env?.HOME === undefined ? others : {}) };
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...inherited, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...own, ...options.env },
    cwd: options.cwd ?? tmpdir(),
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const exit = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exit, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') };
}

/** A folder that is gone after the test. */
export function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tst-test-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, formats: { 'date-time': true } }).compile(schema);

/** The one JSON object of a run; throws where the output is anything else or does not keep to the published schema. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into it as a script would
export function jsonOf(run: Run): any {
  const value: unknown = JSON.parse(run.out);
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors?.slice(0, 3)));
  return value;
}
