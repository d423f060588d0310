import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import {
  evidenceFolder,
  hasObject,
  namesIn,
  placePath,
  placesIn,
  problemOf,
  recordName,
  recordPath,
  recordsOf,
  removeFile,
} from './evidence-folder.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import { removeUnnamed } from './evidence-sweep.ts';
import { codeOf, unreadable } from './input.ts';
import { unwritable } from './output.ts';

/** What is kept, for people. */
export interface Inventory {
  readonly folder: string;
  /** By place, and of each place newest first. */
  readonly answers: readonly EvidenceRecord[];
  /** Of all answers together; what several places share counts once. */
  readonly bytes: number;
}

/** What was removed. */
export interface Cleared {
  readonly folder: string;
  readonly answers: number;
  readonly bytes: number;
}

/**
 * The evidence in a cache folder, whose bytes are there though nobody looked into them. Throws a TstError `input-unreadable`, and
 * `configuration` where the folder is none to use.
 */
export function listEvidence(cache: string): Inventory {
  const folder = usable(cache);
  try {
    const answers = placesIn(folder)
      .flatMap((place) => recordsOf(folder, place))
      .filter((record) => hasObject(folder, record));
    const sizes = new Map(answers.map(({ sha256, size }) => [sha256, size]));
    return { folder, answers: answers.sort(byPlace), bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
  } catch (error) {
    throw codeOf(error) === '' ? error : unreadable(folder, error);
  }
}

/**
 * Removes the evidence in a cache folder: all of it, or what was fetched before a moment, in milliseconds since 1970. Files of
 * other names are left alone, and so is what another process is writing. Throws a TstError `output-failed`, and `configuration`
 * where the folder is none to use.
 */
export function clearEvidence(cache: string, before: number | null): Cleared {
  const folder = usable(cache);
  try {
    let answers = 0;
    for (const place of placesIn(folder))
      answers += before === null ? removeAll(folder, place) : removeOld(folder, place, before);
    return { folder, answers, bytes: removeUnnamed(folder, () => true) };
  } catch (error) {
    throw codeOf(error) === '' ? error : unwritable(folder, error);
  }
}

function removeOld(folder: string, place: string, before: number): number {
  const old = recordsOf(folder, place).filter(({ fetchedAt }) => fetchedAt < before);
  for (const { sha256 } of old) removeFile(recordPath(folder, place, sha256));
  return old.length;
}

/** Damaged records as well, which are no answers. */
function removeAll(folder: string, place: string): number {
  const { length } = recordsOf(folder, place);
  for (const name of namesIn(placePath(folder, place))) {
    if (recordName.test(name)) removeFile(join(placePath(folder, place), name));
  }
  return length;
}

function usable(cache: string): string {
  const folder = evidenceFolder(cache);
  try {
    const problem = problemOf(folder);
    if (problem !== null) throw new TstError('configuration', { path: folder, reason: problem });
    readdirSync(folder);
  } catch (error) {
    if (error instanceof TstError) throw error;
    // Nothing was kept yet.
    if (codeOf(error) !== 'ENOENT') throw unreadable(folder, error);
  }
  return folder;
}

function byPlace(a: EvidenceRecord, b: EvidenceRecord): number {
  const order = [a.kind, a.url, a.certId ?? ''];
  const other = [b.kind, b.url, b.certId ?? ''];
  const at = order.findIndex((text, i) => text !== other[i]);
  return at < 0 ? 0 : order[at]! < other[at]! ? -1 : 1;
}
