import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import { cacheLimits } from './cache-limits.ts';
import { byAge, decodeRecord, type EvidenceRecord, sha256Form } from './evidence-record.ts';
import { codeOf, Input, readWhole } from './input.ts';
import { unwritable } from './output.ts';

// How evidence lies on disk: the bytes of an answer as objects/ab/<sha256>, and for each place a folder places/<place> with one
// record per answer, <sha256>.json. Every file is written beside its place and renamed, and none is ever changed: what two
// processes keep at the same moment stands side by side, and nothing needs a lock.

/** The folder of the evidence within the cache folder, which holds what is compiled as well. */
export function evidenceFolder(cache: string): string {
  return join(cache, 'evidence');
}

export function objectPath(folder: string, sha256: string): string {
  return join(folder, 'objects', sha256.slice(0, 2), sha256);
}

export function placePath(folder: string, place: string): string {
  return join(folder, 'places', place);
}

export function recordPath(folder: string, place: string, sha256: string): string {
  return join(placePath(folder, place), `${sha256}.json`);
}

/**
 * Why this folder can't hold a cache, or null. `others-can-write`: as it isn't the user's own, or open to a group or to all,
 * whoever writes there could make evidence disappear. Nobody can tell on Windows, where the user's profile is closed anyway.
 */
export function problemOf(folder: string): string | null {
  for (const path of [dirname(folder), folder]) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (!stats.isDirectory()) return 'not a folder';
    const own = process.getuid?.();
    const foreign = own !== undefined && stats.uid !== own && stats.uid !== 0;
    if (foreign || (own !== undefined && (stats.mode & 0o022) !== 0)) return 'others-can-write';
  }
  return null;
}

/** Makes a folder for the user alone, and those that it lies in. Throws a TstError `output-failed`. */
export function makeFolder(path: string, levels = 8): void {
  try {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
    // Level by level: Node's own way (`recursive`) never returns where a file system refuses new folders.
    if (levels > 0) makeFolder(dirname(path), levels - 1);
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error instanceof TstError) throw error;
    if (codeOf(error) !== 'EEXIST') throw unwritable(path, error);
  }
}

/** Places that have a folder. Throws where the file system fails to tell; so do all below. */
export function placesIn(folder: string): string[] {
  return namesIn(join(folder, 'places')).filter((name) => sha256Form.test(name));
}

/** Records of a place, newest first. */
export function recordsOf(folder: string, place: string): EvidenceRecord[] {
  if (!isFolder(join(folder, 'places'))) return [];
  const names = namesIn(placePath(folder, place)).flatMap((name) => recordName.exec(name)?.[1] ?? []);
  const records = names.slice(0, cacheLimits.records).flatMap((sha256) => {
    const bytes = readRegular(recordPath(folder, place, sha256), cacheLimits.recordBytes);
    return (bytes && decodeRecord(bytes, place, sha256)) ?? [];
  });
  return records.sort(byAge);
}

export const recordName = /^([0-9a-f]{64})\.json$/;

/** The bytes of an answer, if they are there as they were kept; null otherwise. */
export function readObject(
  folder: string,
  { sha256, size }: Pick<EvidenceRecord, 'sha256' | 'size'>,
  limit: number = cacheLimits.answerBytes,
): Uint8Array | null {
  if (size > limit || !hasObject(folder, { sha256, size })) return null;
  const bytes = readRegular(objectPath(folder, sha256), size);
  return bytes !== null && bytes.length === size && hash('sha256', bytes, 'hex') === sha256 ? bytes : null;
}

/** True where there is something of this name and size, whatever it holds. */
export function hasObject(folder: string, { sha256, size }: Pick<EvidenceRecord, 'sha256' | 'size'>): boolean {
  const path = objectPath(folder, sha256);
  if (!isFolder(dirname(path)) || !isFolder(dirname(dirname(path)))) return false;
  const stats = found(() => lstatSync(path));
  return stats?.isFile() === true && stats.size === size;
}

/** Names in a folder; none where there is no such folder, or a link in its place. */
export function namesIn(path: string): string[] {
  return isFolder(path) ? (found(() => readdirSync(path)) ?? []) : [];
}

/** Removes a file, and returns its bytes; 0 where it is gone, or is none. */
export function removeFile(path: string): number {
  const stats = found(() => lstatSync(path));
  if (stats === null || stats.isDirectory()) return 0;
  try {
    unlinkSync(path);
    return stats.size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Removes what is no file from a file's place, as far as it is no folder with something in it. */
export function makeWay(path: string): void {
  const stats = found(() => lstatSync(path));
  if (stats?.isDirectory()) rmdirSync(path);
  else if (stats?.isFile() === false) unlinkSync(path);
}

function isFolder(path: string): boolean {
  return found(() => lstatSync(path))?.isDirectory() === true;
}

/** A whole file of at most `limit` bytes; null where it is absent, larger, or anything else than a file, such as a link. */
export function readRegular(path: string, limit: number): Uint8Array | null {
  if (found(() => lstatSync(path))?.isFile() !== true) return null;
  // Windows has neither flag. Should a pipe take its name in this moment, opening it must not wait for a writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const descriptor = found(() => openSync(path, flags));
  if (descriptor === null) return null;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > limit) return null;
    return readWhole(new Input(path, descriptor, stats.size, true, false), limit);
  } finally {
    closeSync(descriptor);
  }
}

/** What `look` gives; null where there is nothing to look at. A failure of the system itself is thrown: it proves no absence. */
function found<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (absent.has(codeOf(error))) return null;
    throw error;
  }
}

/** On Windows the latter two also mean that another process holds the file for a moment. */
const absent = new Set([
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'EISDIR',
  'ENXIO',
  ...(process.platform === 'win32' ? [] : ['EACCES', 'EPERM']),
]);
