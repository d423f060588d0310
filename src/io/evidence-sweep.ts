import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  rmdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheLimits } from './cache-limits.ts';
import { hasObject, namesIn, placePath, placesIn, recordPath, recordsOf, removeFile } from './evidence-folder.ts';
import { type EvidenceRecord, sha256Form } from './evidence-record.ts';
import { codeOf } from './input.ts';

/**
 * Brings the evidence back within its bounds where that is due: after so much growth, and once a day. A sweep that the file
 * system stops ends there, and the next one goes on: what is in the cache stays as good as before.
 */
export function sweepWhenDue(folder: string, bytes: number): void {
  try {
    const grown = grow(folder, Math.ceil(bytes / cacheLimits.growthUnit));
    const swept = statSync(join(folder, 'swept'), { throwIfNoEntry: false })?.mtimeMs;
    // A time ahead of now was written by a clock that was wrong.
    const rested = swept !== undefined && Math.abs(Date.now() - swept) < cacheLimits.sweepAge;
    if (grown * cacheLimits.growthUnit > cacheLimits.growth || !rested) sweep(folder);
  } catch (error) {
    if (codeOf(error) === '') throw error;
  }
}

/** Counts what all processes together kept since the last sweep: one octet for each unit, so that the size tells. */
function grow(folder: string, units: number): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(join(folder, 'grown'), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    writeSync(descriptor, '.'.repeat(units));
    return fstatSync(descriptor).size;
  } finally {
    closeSync(descriptor);
  }
}

/** Removes the oldest places beyond the bounds, then everything that no record names and that has not just been written. */
export function sweep(folder: string): void {
  // First, so that other processes don't sweep as well.
  removeFile(join(folder, 'grown'));
  removeFile(join(folder, 'swept'));
  writeFileSync(join(folder, 'swept'), '', { flag: 'wx', mode: 0o600 });
  const dropped = dropOldest(folder);
  removeUnnamed(folder, (sha256, age) => dropped.has(sha256) || age > cacheLimits.grace);
}

/** Removes the records of whole places, those longest without an answer first; returns what these named. */
function dropOldest(folder: string): ReadonlySet<string> {
  const places = placesIn(folder).map((place) => ({ place, records: recordsOf(folder, place) }));
  const newest = ({ records }: { records: readonly EvidenceRecord[] }) =>
    records[0]?.fetchedAt ?? Number.NEGATIVE_INFINITY;
  const counted = new Set<string>();
  const dropped = new Set<string>();
  let bytes = 0;
  for (const [i, { place, records }] of places.sort((a, b) => newest(b) - newest(a)).entries()) {
    for (const { sha256, size } of records) {
      // What a record says of bytes that aren't there takes no room.
      if (!counted.has(sha256) && hasObject(folder, { sha256, size })) bytes += size;
      counted.add(sha256);
    }
    if (bytes <= cacheLimits.totalBytes && i < cacheLimits.places) continue;
    for (const { sha256 } of records) {
      removeFile(recordPath(folder, place, sha256));
      dropped.add(sha256);
    }
  }
  return dropped;
}

/**
 * Removes objects that no record names, if `condemned` says so of their name and age in milliseconds; what writers left behind
 * that were killed; and folders without a record. Returns the bytes of the objects.
 */
export function removeUnnamed(folder: string, condemned: (sha256: string, age: number) => boolean): number {
  const named = new Set<string>();
  for (const place of placesIn(folder)) {
    const records = recordsOf(folder, place);
    for (const { sha256 } of records) named.add(sha256);
    for (const name of namesIn(placePath(folder, place))) removeLeftover(join(placePath(folder, place), name));
    if (records.length === 0) removeEmpty(placePath(folder, place));
  }
  let bytes = 0;
  for (const shard of namesIn(join(folder, 'objects')).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of namesIn(join(folder, 'objects', shard))) {
      const path = join(folder, 'objects', shard, name);
      if (!sha256Form.test(name) || !name.startsWith(shard)) removeLeftover(path);
      else if (!named.has(name) && condemned(name, ageOf(path))) bytes += removeFile(path);
    }
  }
  return bytes;
}

/** The name that a file has while it is written. */
const leftover = /[\\/][0-9a-f]{64}(\.json)?\.[0-9a-f]{12}\.part$/;

function removeLeftover(path: string): void {
  if (leftover.test(path) && ageOf(path) > cacheLimits.grace) removeFile(path);
}

function ageOf(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Math.abs(Date.now() - stats.mtimeMs);
}

/** Not where something is in it, or just was put there. */
function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error))) throw error;
  }
}
