import { utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import { cacheLimits } from './cache-limits.ts';
import { makeFolder, makeWay, objectPath, problemOf, readObject } from './evidence-folder.ts';
import { codeOf } from './input.ts';
import { unwritable, write } from './output.ts';

/** Bytes as they are kept: their SHA-256, hexadecimal, and how many they are. */
export interface KeptObject {
  readonly sha256: string;
  readonly size: number;
}

/** Makes the folder that everything is kept in. Throws a TstError `output-failed` where it can't be, or others can write to it. */
export function prepareFolder(folder: string): void {
  let problem: string | null;
  try {
    problem = problemOf(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
  if (problem !== null) throw new TstError('output-failed', { path: folder, reason: problem });
  makeFolder(folder);
}

/** Bytes that are there already only become young again, so that no sweep takes them before their record is written. */
export async function keepObject(folder: string, record: KeptObject, bytes: Uint8Array): Promise<void> {
  const path = objectPath(folder, record.sha256);
  const there = quietly(false, () => {
    if (readObject(folder, record, bytes.length) === null) return false;
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  });
  if (!there) await writeWithin(path, bytes);
}

/** Writes a file of the user's alone into a folder that may go in the same moment, when it is empty and the cache is cleared. */
export async function writeWithin(path: string, bytes: Uint8Array): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    makeFolder(dirname(path));
    quietly(undefined, () => makeWay(path));
    try {
      return await write(path, bytes, { force: true, mode: 0o600 });
    } catch (error) {
      const gone = error instanceof TstError && codeOf(error.cause) === 'ENOENT';
      if (!gone || attempt === cacheLimits.attempts) throw error;
    }
  }
}

/** What `use` gives, or `otherwise` where the file system fails: that costs a fetch, and nobody a verdict. */
export function quietly<T>(otherwise: T, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return otherwise;
  }
}
