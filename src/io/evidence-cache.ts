import { hash } from 'node:crypto';
import type { CachePlace, EvidenceCache, KeptAnswer, NewAnswer } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { cacheLimits } from './cache-limits.ts';
import {
  evidenceFolder,
  hasObject,
  problemOf,
  readObject,
  recordPath,
  recordsOf,
  removeFile,
} from './evidence-folder.ts';
import { type EvidenceRecord, encodeRecord, placeId } from './evidence-record.ts';
import { sweepWhenDue } from './evidence-sweep.ts';
import { keepObject, prepareFolder, quietly, writeWithin } from './kept-files.ts';

/**
 * Evidence in files within the cache folder of a user, for any number of processes at once. Whatever moment ends a process, what
 * was kept before is still there, and nothing else is ever given back. A folder that others can write to is not used: `find`
 * has nothing then, and `keep` throws with the reason `others-can-write`.
 */
export function createEvidenceCache(cache: string): EvidenceCache {
  const folder = evidenceFolder(cache);
  return {
    find: async (place) => find(folder, place),
    keep: (place, answer) => keep(folder, place, answer),
  };
}

function find(folder: string, place: CachePlace): KeptAnswer[] {
  return quietly([], () => {
    if (problemOf(folder) !== null) return [];
    return recordsOf(folder, placeId(place)).flatMap((record) => {
      const bytes = readObject(folder, record);
      const { sha256, fetchedAt, thisUpdate, nextUpdate, etag, lastModified } = record;
      return bytes === null ? [] : [{ bytes, sha256, fetchedAt, thisUpdate, nextUpdate, etag, lastModified }];
    });
  });
}

async function keep(folder: string, place: CachePlace, { bytes, ...answer }: NewAnswer): Promise<void> {
  const sha256 = hash('sha256', bytes, 'hex');
  const kept = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const { kind, url, certId } = place;
  const { fetchedAt, thisUpdate, nextUpdate, etag, lastModified } = answer;
  const about = { fetchedAt, kept, thisUpdate, nextUpdate, etag, lastModified };
  const record: EvidenceRecord = { kind, url, certId, sha256, size: bytes.length, ...about };
  const encoded = encodeRecord(record);
  if (bytes.length > cacheLimits.answerBytes || encoded.length > cacheLimits.recordBytes) {
    throw new TstError('output-failed', { path: folder, reason: 'too large for the cache' });
  }
  prepareFolder(folder);
  const id = placeId(place);
  // Bytes first: a record never names what was not there. If they are gone after it, the cache was cleared in between.
  for (let attempt = 1; attempt <= cacheLimits.attempts; attempt++) {
    await keepObject(folder, record, bytes);
    await writeWithin(recordPath(folder, id, sha256), encoded);
    if (quietly(true, () => hasObject(folder, record))) break;
  }
  quietly(undefined, () => trim(folder, id, sha256));
  sweepWhenDue(folder, bytes.length + encoded.length);
}

/** Removes what there are newer answers enough for, though never what was just kept: the clock may have been wrong before. */
function trim(folder: string, place: string, justKept: string): void {
  const room = { small: cacheLimits.smallAnswers, large: cacheLimits.largeAnswers };
  for (const { sha256, size } of recordsOf(folder, place)) {
    const left = --room[size <= cacheLimits.smallBytes ? 'small' : 'large'];
    if (left < 0 && sha256 !== justKept) removeFile(recordPath(folder, place, sha256));
  }
}
