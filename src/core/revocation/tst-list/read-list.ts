import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { limits } from '../../der/limits.ts';
import { type CsvFormat, firstBad, readCsvList } from './csv-list.ts';
import { readJsonList } from './json-list.ts';
import type { TstList } from './list.ts';
import { type ListProblem, placeOf, TstListError } from './list-error.ts';
import { readTextList, type TextFormat } from './text-list.ts';

/** The JSON format of this tool: `docs/tst-revocation-list.schema.json`. */
export interface JsonFormat {
  /** JSON. */
  readonly kind: 'json';
}

/** How a list is written. What isn't in the list itself is stated: nothing is guessed. */
export type TstListFormat = JsonFormat | CsvFormat | TextFormat;

/**
 * Reads a TST revocation list and indexes it. Throws TstListError with line and column for whatever is wrong with it: a malformed list
 * is never an empty one, and never half a list.
 *
 * The list keeps the bytes, which the caller then leaves as they are.
 */
export function readTstList(bytes: Uint8Array, format: TstListFormat): TstList {
  const problem = problemOf(bytes);
  if (problem !== null) throw new TstListError(problem, placeOf(bytes, problem === 'nul' ? bytes.indexOf(0) : 0));
  const isWide = format.kind === 'csv' && format.encoding === 'shift_jis';
  if (!isWide && !isUtf8(bytes)) throw new TstListError('not-utf8', placeOf(bytes, firstBad(bytes, 'utf-8')));
  return { kind: format.kind, sha256: hash('sha256', bytes, 'hex'), ...contentOf(bytes, format) };
}

function contentOf(bytes: Uint8Array, format: TstListFormat): Omit<TstList, 'kind' | 'sha256'> {
  switch (format.kind) {
    case 'json':
      return readJsonList(bytes);
    case 'csv':
      return readCsvList(bytes, format);
    case 'text':
      return readTextList(bytes, format);
  }
}

/** What keeps the bytes from being a list in any format. */
function problemOf(bytes: Uint8Array): ListProblem | null {
  if (bytes.length > limits.tstListBytes) return 'list-too-large';
  if (bytes.length === 0) return 'empty-file';
  // UTF-16, which no format here is, would have them in every line.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return 'not-utf8';
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i.test(start)) return 'an HTML page';
  return bytes.includes(0) ? 'nul' : null;
}
