import { toBigInt } from '../../der/integer.ts';
import { limits } from '../../der/limits.ts';
import { TstEntries } from './entries.ts';
import { EntryDraft, type TstListEntry } from './entry.ts';
import type { TstList } from './list.ts';
import { afterMark, type ListProblem, placeOf, TstListError } from './list-error.ts';
import { readRfc3339 } from './list-time.ts';
import { type Radix, readSerial } from './serial-text.ts';

/** A list of serial numbers, one in each line. */
export interface TextFormat {
  /** Plain text. */
  readonly kind: 'text';
  /** The base of serial numbers without `0x`; null: the list has to say it. */
  readonly radix: 10 | 16 | null;
}

interface Head {
  radix: Radix | null;
  thisUpdate: number | null;
  nextUpdate: number | null;
  number: bigint | null;
}

const directive = /^#\s*(radix|this-update|next-update|number)\s*:\s*(.*?)\s*$/i;

/**
 * Reads a list with one serial number, or a range `from..to`, in each line; the rest of a line after `#` is a comment. Before the first
 * of them, comments can say more: `# radix: 16`, `# this-update: 2025-01-15T09:30:00Z`, `# next-update: …`, `# number: 17`. One of these
 * has to be there where there is no serial number: that is an empty list, and silence is none. Throws TstListError.
 */
export function readTextList(bytes: Uint8Array, format: TextFormat): Omit<TstList, 'sha256' | 'kind'> {
  const head: Head = { radix: null, thisUpdate: null, nextUpdate: null, number: null };
  const draft = new EntryDraft();
  const radix = () => head.radix ?? format.radix;
  const entries = new TstEntries((offset) => entryAt(bytes, offset, radix(), draft));
  const said = new Set<string>();
  for (let start = afterMark(bytes); start < bytes.length; ) {
    const end = lineEnd(bytes, start);
    if (end - start > limits.tstFieldBytes) fail('field-too-long', bytes, start);
    const stop = commentIn(bytes, start, end);
    const [from, to] = trimmed(bytes, start, stop);
    if (from < to) {
      readLine(bytes, from, to, radix(), draft);
      const problem = entries.add(from, draft);
      if (problem !== null) fail(problem, bytes, from);
    } else {
      const match = directive.exec(Buffer.from(bytes.subarray(stop, end)).toString('utf8'));
      if (match !== null) {
        const word = match[1]!.toLowerCase();
        if (entries.count > 0) fail('directive-late', bytes, stop, word);
        if (said.has(word)) fail('directive-form', bytes, stop, word);
        said.add(word);
        const problem = takeDirective(word, match[2]!, head, format);
        if (problem !== null) fail(problem, bytes, stop, word);
      }
    }
    start = end + 1;
  }
  if (entries.count === 0 && said.size === 0) fail('no-list', bytes, 0);
  const { thisUpdate, nextUpdate, number } = head;
  if (thisUpdate !== null && nextUpdate !== null && nextUpdate < thisUpdate) fail('next-before-this', bytes, 0);
  return { thisUpdate, nextUpdate, number, appliesTo: null, entries };
}

function fail(problem: ListProblem, bytes: Uint8Array, offset: number, field: string | null = null): never {
  throw new TstListError(problem, placeOf(bytes, offset), field);
}

function takeDirective(name: string, value: string, head: Head, format: TextFormat): ListProblem | null {
  switch (name) {
    case 'radix': {
      if (value !== '10' && value !== '16') return 'directive-form';
      const radix = value === '16' ? 16 : 10;
      if (format.radix !== null && format.radix !== radix) return 'radix-contradicted';
      head.radix = radix;
      return null;
    }
    case 'number':
      if (!/^\d{1,40}$/.test(value)) return 'number-form';
      head.number = BigInt(value);
      return null;
    default: {
      const time = readRfc3339(value);
      if (typeof time === 'string') return time;
      head[name === 'this-update' ? 'thisUpdate' : 'nextUpdate'] = Number(time.first / 1000n);
      return null;
    }
  }
}

/** Reads what stands between two places of a line into the draft. */
function readLine(bytes: Uint8Array, start: number, end: number, radix: Radix | null, draft: EntryDraft): void {
  draft.clear();
  const serial = (from: number, to: number): number => {
    const place = readSerial(bytes, from, to, radix, draft.octets);
    return typeof place === 'number' ? place : fail(place, bytes, from);
  };
  const dots = dotsIn(bytes, start, end);
  if (dots < 0) {
    draft.serialAt = serial(start, end);
    return;
  }
  const first = toBigInt(draft.octets.subarray(serial(...trimmed(bytes, start, dots))));
  const last = toBigInt(draft.octets.subarray(serial(...trimmed(bytes, dots + 2, end))));
  if (first > last) fail('range-backwards', bytes, start);
  draft.range = { from: first, to: last };
}

function entryAt(bytes: Uint8Array, offset: number, radix: Radix | null, draft: EntryDraft): TstListEntry {
  const end = lineEnd(bytes, offset);
  const stop = commentIn(bytes, offset, end);
  readLine(bytes, ...trimmed(bytes, offset, stop), radix, draft);
  const said = Buffer.from(bytes.subarray(stop + 1, end))
    .toString('utf8')
    .trim();
  return { ...draft.selectors(), revokedAt: null, reason: said === '' ? null : said, notice: null, offset };
}

/** The line feed or carriage return that ends the line, or the end of the list. */
function lineEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
  return end;
}

/** Where the comment of a line begins: its `#`, or its end where it has none. */
function commentIn(bytes: Uint8Array, start: number, end: number): number {
  const place = bytes.subarray(start, end).indexOf(0x23);
  return place < 0 ? end : start + place;
}

function trimmed(bytes: Uint8Array, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  while (from < to && isBlank(bytes[from]!)) from++;
  while (to > from && isBlank(bytes[to - 1]!)) to--;
  return [from, to];
}

function dotsIn(bytes: Uint8Array, start: number, end: number): number {
  // What stands behind an entry is a blank, a comment or the end of its line, and no dot.
  for (let at = start; at < end; at++) if (bytes[at] === 0x2e && bytes[at + 1] === 0x2e) return at;
  return -1;
}

function isBlank(octet: number): boolean {
  return octet === 0x20 || octet === 0x09;
}
