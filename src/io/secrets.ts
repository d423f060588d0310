import { closeSync, fstatSync, openSync } from 'node:fs';
import { type Note, Secret } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { Input, Inputs, readWhole, stdin, unreadable } from './input.ts';
import { closeLeaks } from './leaks.ts';

/** Where a password may come from, in this order. Never from the command line: other users can read it there. */
export interface PasswordSource {
  /** `--password-file`; `-` is standard input. */
  readonly file: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name of the environment variable. */
  readonly variable: 'TST_PASSWORD' | 'TST_KEY_PASSPHRASE';
}

export interface GivenSecret {
  readonly secret: Secret;
  readonly notes: readonly Note[];
}

/** A password is a line; what is longer is another file given by mistake. */
const passwordBytes = 4096;

/**
 * The password, which is the first line, or null where none was given. Throws a TstError `input-missing`,
 * `input-unreadable`, `input-too-large`, `stdin-twice`; `password-missing` where the file is empty; `configuration` where Node
 * would write it down. No error holds any of it.
 */
export function readPassword(source: PasswordSource, inputs = new Inputs()): GivenSecret | null {
  if (source.file === null) {
    const value = source.environment[source.variable];
    if (value === undefined || value === '') return null;
    closeLeaks(source.environment);
    return { secret: new Secret(value), notes: [] };
  }
  closeLeaks(source.environment);
  const { bytes, open } =
    source.file === stdin
      ? { bytes: readWhole(inputs.open(stdin), passwordBytes), open: false }
      : readFile(source.file);
  const value = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes).split(/\r?\n/, 1)[0]!;
  if (value === '') throw new TstError('password-missing', { path: source.file });
  return {
    secret: new Secret(value),
    notes: open ? [{ code: 'password-file-open', facts: { path: source.file } }] : [],
  };
}

/**
 * As many first lines of standard input. Throws a TstError `stdin-twice`, `input-too-large`, and `password-missing` where there are
 * fewer, or one is empty.
 */
export function readLines(count: number, inputs: Inputs): string[] {
  const text = new TextDecoder('utf-8').decode(readWhole(inputs.open(stdin), count * passwordBytes));
  const lines = text.split(/\r?\n/, count);
  if (lines.length < count || lines.includes('')) throw new TstError('password-missing', { path: stdin });
  return lines;
}

function readFile(path: string): { bytes: Uint8Array; open: boolean } {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new TstError('input-unreadable', { path, reason: 'directory' });
    const input = new Input(path, descriptor, 0, false, false);
    // Windows keeps access elsewhere than in the mode, which reads as open to all there.
    const open = process.platform !== 'win32' && stats.isFile() && (stats.mode & 0o077) !== 0;
    return { bytes: readWhole(input, passwordBytes), open };
  } finally {
    closeSync(descriptor);
  }
}
