import { hash } from 'node:crypto';
import type { KeptList } from '../evidence-file.ts';
import type { Repository } from '../ports.ts';
import type { History } from './history.ts';
import { keptName } from './list-place.ts';
import { writeRecord } from './record.ts';

/**
 * What is known of a place in the form in which saved evidence holds it: each record under the name of its place, and the bytes that
 * records name beside them.
 */
export async function handedOn({ place: { source }, records, object }: HandedHistory): Promise<KeptList[]> {
  if (source.kind === 'none-published') return [];
  const given = { origin: 'user', fetchedAt: null } as const;
  const place = keptName(source);
  const lists: KeptList[] = [];
  for (const record of records) {
    for (const name of namesIn(record)) {
      const bytes = await object(name);
      if (bytes !== null) lists.push({ ...given, url: null, bytes });
    }
    lists.push({ ...given, url: place, bytes: new Uint8Array(Buffer.from(JSON.stringify(writeRecord(record)))) });
  }
  return lists;
}

interface HandedHistory extends Pick<History, 'place' | 'records'> {
  readonly object: History['object'];
}

/** A repository of what saved evidence holds, and of nothing else; nothing is kept in it. */
export function repositoryOf(lists: readonly KeptList[]): Repository {
  const objects = new Map<string, Uint8Array>();
  const records = new Map<string, unknown[]>();
  for (const { url, bytes } of lists) {
    if (url === null) objects.set(hash('sha256', bytes, 'hex'), bytes);
    else records.set(url, [...(records.get(url) ?? []), parsed(bytes)]);
  }
  return {
    read: async (place) => ({ records: records.get(place) ?? [], lost: 0, wholeFrom: 0 }),
    object: async ({ sha256 }) => objects.get(sha256) ?? null,
    keep: async () => {},
  };
}

/** The reader of records says of what is no JSON that it is no record. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

interface ObjectName {
  readonly sha256: string;
  readonly size: number;
}

/** Every name of bytes in a record, wherever it stands. */
function namesIn(value: unknown): ObjectName[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'sha256' in value && 'size' in value && typeof value.sha256 === 'string' ? [value as ObjectName] : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}
