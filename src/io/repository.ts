import { hash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { KeptRecords, ObjectName, Repository } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import { makeFolder, namesIn, placePath, problemOf, readObject, readRegular } from './evidence-folder.ts';
import { codeOf } from './input.ts';
import { keepObject, prepareFolder, quietly, writeWithin } from './kept-files.ts';
import { stage } from './output.ts';

// On disk: bytes as objects/ab/<sha256>, and for each place a folder places/<SHA-256 of the place> with one file per record,
// numbered without gaps: 00000001.json, …. A number is taken by making its file, which one process alone can do; no file is ever
// changed or removed. Beside the folder, <…>.head holds the last number. So a record that is gone leaves a gap, or a head that
// knows more than there is; one that was changed no longer fits the hash in its first line.

/** Bounds on what is kept of one place, each with its reason. */
const bounds = {
  /** Bytes of one record: the text of a page's watched regions stands in it, and a review's. */
  recordBytes: 4 * limits.pageBytes,
  /** Records of one place: one an hour for a hundred years. */
  records: 900_000,
  /** Bytes of one object: the largest list. */
  objectBytes: limits.tstListBytes,
  /** How often a number is tried anew that another process took. */
  attempts: 1_000,
} as const;

/** A repository in the folder `repository` within the user's folder of data. See the port. */
export function createRepository(data: string): Repository {
  const folder = join(data, 'repository');
  return {
    read: async (place) => read(folder, placeName(place)),
    object: async (of) => quietly(null, () => (usable(folder) ? readObject(folder, of, bounds.objectBytes) : null)),
    keep: (place, record, objects) => keep(folder, placeName(place), record, objects),
  };
}

function placeName(place: string): string {
  return hash('sha256', place, 'hex');
}

function usable(folder: string): boolean {
  return problemOf(folder) === null;
}

function read(folder: string, place: string): KeptRecords {
  try {
    const reason = problemOf(folder);
    if (reason !== null) throw new TstError('input-unreadable', { path: folder, reason });
    const numbers = numbersOf(folder, place);
    const last = Math.max(headOf(folder, place), numbers.at(-1) ?? 0);
    const records: unknown[] = [];
    let wholeFrom = 0;
    let next = 1;
    for (const number of numbers) {
      const record = readRecord(folder, place, number);
      if (number > next) wholeFrom = records.length;
      if (record === null) wholeFrom = records.length;
      else records.push(record.value);
      next = number + 1;
    }
    return { records, lost: last - records.length, wholeFrom: last >= next ? records.length : wholeFrom };
  } catch (error) {
    if (error instanceof TstError || codeOf(error) === '') throw error;
    throw new TstError('input-unreadable', { path: folder, reason: codeOf(error) }, { cause: error });
  }
}

const recordName = /^(\d{8})\.json$/;

/** The numbers of the records of a place, in their order. */
function numbersOf(folder: string, place: string): number[] {
  const numbers = namesIn(placePath(folder, place))
    .flatMap((name) => recordName.exec(name)?.[1] ?? [])
    .map(Number);
  return numbers.sort((a, b) => a - b).slice(0, bounds.records);
}

function recordPath(folder: string, place: string, number: number): string {
  return join(placePath(folder, place), `${String(number).padStart(8, '0')}.json`);
}

function headPath(folder: string, place: string): string {
  return `${placePath(folder, place)}.head`;
}

/** The last number as the head knows it; 0 where there is none. */
function headOf(folder: string, place: string): number {
  const bytes = readRegular(headPath(folder, place), 16);
  const text = bytes === null ? '' : Buffer.from(bytes).toString('latin1');
  return /^\d{1,8}\n$/.test(text) ? Number(text) : 0;
}

/** A record as it was written; null for anything else. */
function readRecord(folder: string, place: string, number: number): { readonly value: unknown } | null {
  const bytes = readRegular(recordPath(folder, place, number), bounds.recordBytes);
  if (bytes === null || bytes[64] !== 0x0a) return null;
  const body = bytes.subarray(65);
  const isWhole = Buffer.from(bytes.subarray(0, 64)).toString('latin1') === sumOf(place, number, body);
  return isWhole ? { value: JSON.parse(Buffer.from(body).toString('utf8')) as unknown } : null;
}

/** Over its place and number as well, so that no record can stand for another. */
function sumOf(place: string, number: number, body: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from(`${place} ${number}\n`), body]), 'hex');
}

async function keep(folder: string, place: string, record: object, objects: readonly Uint8Array[]): Promise<void> {
  const body = Buffer.from(JSON.stringify(record));
  const tooLarge = body.length + 65 > bounds.recordBytes || objects.some(({ length }) => length > bounds.objectBytes);
  if (tooLarge) throw new TstError('output-failed', { path: folder, reason: 'too large for the repository' });
  prepareFolder(folder);
  // Bytes first: a record never names what was not there.
  for (const bytes of objects) await keepObject(folder, nameOf(bytes), bytes);
  makeFolder(placePath(folder, place));
  const number = await take(folder, place, body);
  await raiseHead(folder, place, number);
}

function nameOf(bytes: Uint8Array): ObjectName {
  return { sha256: hash('sha256', bytes, 'hex'), size: bytes.length };
}

/** Writes the record under the next free number. A number that the head knows is not free, though its record be gone. */
async function take(folder: string, place: string, body: Uint8Array): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const number = 1 + Math.max(headOf(folder, place), numbersOf(folder, place).at(-1) ?? 0);
    const path = recordPath(folder, place, number);
    const staged = await stage(path, Buffer.concat([Buffer.from(`${sumOf(place, number, body)}\n`), body]), {
      mode: 0o600,
    });
    try {
      await staged.publish(path, { force: false });
      return number;
    } catch (error) {
      await staged.discard();
      const isTaken = error instanceof TstError && error.code === 'output-exists';
      if (!isTaken || attempt === bounds.attempts) throw error;
    }
  }
}

/** The last of several processes may have written a smaller number than another: then it writes again. */
async function raiseHead(folder: string, place: string, number: number): Promise<void> {
  for (let last = number; headOf(folder, place) < last; ) {
    await writeWithin(headPath(folder, place), Buffer.from(`${last}\n`));
    last = Math.max(last, numbersOf(folder, place).at(-1) ?? 0);
  }
}

/** Where the bytes of an object are, for a person or another verb to read. */
export function repositoryObject(data: string, sha256: string): string {
  return join(data, 'repository', 'objects', sha256.slice(0, 2), basename(sha256));
}
