import { type Catalogue, fill, say } from './catalogue.ts';
import { escapeText } from './escape.ts';
import { aligned } from './table.ts';
import { rfc3339 } from './time.ts';

/** An answer in the evidence cache, as it is shown. Times in milliseconds since 1970. */
export interface CachedAnswer {
  readonly kind: string;
  readonly url: string;
  readonly certId: string | null;
  readonly sha256: string;
  readonly size: number;
  readonly fetchedAt: number;
  readonly thisUpdate: number | null;
  readonly nextUpdate: number | null;
}

/** What the listing says in one language. */
export interface CacheWords {
  readonly kept: string;
  readonly nothing: string;
  readonly cleared: string;
  readonly columns: Readonly<Record<'kind' | 'size' | 'fetchedAt' | 'thisUpdate' | 'nextUpdate' | 'sha256', string>>;
}

/** The cache as a table: a line of figures for each answer, and below it where it came from. Lines without line ends. */
export function cacheLines(
  {
    folder,
    answers,
    bytes,
  }: { readonly folder: string; readonly answers: readonly CachedAnswer[]; readonly bytes: number },
  catalogue: Catalogue,
  words: CacheWords,
): string[] {
  if (answers.length === 0) return [say(catalogue, words.nothing, { path: folder })];
  const places = new Set(answers.map(({ kind, url, certId }) => JSON.stringify([kind, url, certId]))).size;
  const facts = { path: folder, answers: answers.length, places, size: byteText(bytes) };
  const { kind, size, fetchedAt, thisUpdate, nextUpdate, sha256 } = words.columns;
  const [head, ...rows] = aligned([[kind, size, fetchedAt, thisUpdate, nextUpdate, sha256], ...answers.map(cells)]);
  const listed = rows.flatMap((row, i) => [row, `  ${escapeText(answers[i]!.url)}`]);
  return [say(catalogue, words.kept, facts), '', head!, ...listed];
}

/** What was removed, for people. */
export function clearedLine(folder: string, answers: number, bytes: number, words: CacheWords): string {
  return fill(words.cleared, { path: folder, answers, size: byteText(bytes) }, false);
}

/** An answer for JSON. */
export function cachedObject(answer: CachedAnswer) {
  const { kind, url, certId, sha256, size, fetchedAt, thisUpdate, nextUpdate } = answer;
  const moment = (ms: number | null) => (ms === null ? null : rfc3339(ms));
  const times = { fetchedAt: moment(fetchedAt), thisUpdate: moment(thisUpdate), nextUpdate: moment(nextUpdate) };
  return { kind, url, certId, sha256, size, ...times };
}

function cells({ kind, size, fetchedAt, thisUpdate, nextUpdate, sha256 }: CachedAnswer): string[] {
  return [kind, byteText(size), secondText(fetchedAt), secondText(thisUpdate), secondText(nextUpdate), sha256];
}

/** UTC, to the second. */
function secondText(ms: number | null): string {
  return (ms === null ? null : rfc3339(Math.floor(ms / 1000) * 1000)) ?? '-';
}

function byteText(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`;
}
