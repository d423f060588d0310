import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { readOptions } from '../../bench/archive/evidence.ts';
import { defaults, generate } from '../../bench/archive/generate.ts';
import { folder, ownFolders, program, type Run, type RunOptions, tst } from './run-tst.ts';

/** An archive of the lab with what it is judged by, and folders of the user's own. */
export interface ArchiveDesk {
  readonly dir: string;
  /** The options that judge it, and the fixed moment. */
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  audit(words: readonly string[], options?: RunOptions): Promise<Run>;
  path(name: string): string;
}

const made = new Map<string, Promise<string>>();

/** The same archive for all tests of a file; none changes it. */
function shared(count: number, share: number): Promise<string> {
  const key = `${count} ${share}`;
  let found = made.get(key);
  if (found === undefined) {
    const dir = mkdtempSync(join(tmpdir(), 'tst-archive-'));
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
    found = generate(dir, { ...defaults, count, share }).then(() => dir);
    made.set(key, found);
  }
  return found;
}

export async function desk(context: TestContext, count = 70, share = 0): Promise<ArchiveDesk> {
  const dir = await shared(count, share);
  const own = folder(context);
  const env = ownFolders();
  const { options } = readOptions(dir);
  return {
    dir,
    options,
    env,
    audit: (words, more = {}) => tst(['audit', ...options, ...words], { cwd: dir, env, ...more }),
    path: (name) => join(own, name),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into it as a script would
export type Line = any;

/** The lines of a JSON Lines result. */
export function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

/** The rows alone, without when they were judged. */
export function rowsOf(text: string): Line[] {
  return linesOf(text).flatMap(({ seq, now: _now, ...row }) => (seq === undefined ? [] : [{ seq, ...row }]));
}

export function rowsIn(path: string): Line[] {
  return rowsOf(readFileSync(path, 'utf8'));
}

/** Runs the audit and sends a signal as soon as it has kept something, or after so many milliseconds. */
export async function broken(
  { dir, options, env }: ArchiveDesk,
  words: readonly string[],
  signal: NodeJS.Signals,
  after: number,
): Promise<{ readonly exit: number | null; readonly err: string }> {
  const child = spawn(process.execPath, [program, 'audit', ...options, ...words], {
    cwd: dir,
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  const timer = setTimeout(() => child.kill(signal), after);
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { exit, err };
}
