import { TstEntries } from './entries.ts';
import { Fields } from './fields.ts';
import { JsonCursor } from './json-cursor.ts';
import { checked, JsonEntryReader, object, timeOf } from './json-entry.ts';
import type { TstList } from './list.ts';
import { afterMark, TstListError } from './list-error.ts';
import type { TstScope } from './scope.ts';
import type { NameSelector } from './selectors.ts';
import type { Radix } from './serial-text.ts';

/** The name and version that a list in the JSON format says of itself. */
export const jsonFormat = 'tst-revocation-list';
export const jsonVersion = 1;

const names = [
  'format',
  'version',
  'provider',
  'thisUpdate',
  'nextUpdate',
  'number',
  'radix',
  'appliesTo',
  'entries',
] as const;
const needed = ['format', 'version', 'thisUpdate', 'entries'] as const;

interface Head {
  radix: Radix | null;
  thisUpdate: number;
  nextUpdate: number | null;
  number: bigint | null;
  appliesTo: TstScope | null;
}

/**
 * Reads a list in the JSON format of this tool, which `docs/tst-revocation-list.schema.json` describes:
 *
 * ```json
 * { "format": "tst-revocation-list", "version": 1,
 *   "thisUpdate": "2025-01-15T09:30:00Z", "nextUpdate": "2025-01-16T09:30:00Z", "number": 17,
 *   "appliesTo": { "policies": ["1.3.6.1.4.1.99999.1.1"] },
 *   "entries": [
 *     { "serial": "0x4a0f", "revokedAt": "2025-01-15T09:00:00Z", "reason": "issued by mistake" },
 *     { "serialRange": { "from": "0x5000", "to": "0x5fff" }, "tsuCertificate": { "sha256": "…" } },
 *     { "genTime": { "from": "2025-01-10T00:00:00Z", "to": "2025-01-10T06:00:00Z" }, "notice": "https://…" } ] }
 * ```
 *
 * A serial number is a string: hexadecimal after `0x`, else in the list's `radix` (10 or 16), which then has to be there; a number of
 * at most fifteen digits is decimal. Ranges include both ends, and a time without a fraction is its whole second. Throws TstListError.
 */
export function readJsonList(bytes: Uint8Array): Omit<TstList, 'sha256' | 'kind'> {
  const cursor = new JsonCursor(bytes, afterMark(bytes));
  const head: Head = { radix: null, thisUpdate: 0, nextUpdate: null, number: null, appliesTo: null };
  let entries: TstEntries | undefined;
  let entriesAt = 0;
  let withoutRadix: TstListError | undefined;
  const starts = object(cursor, '$', names, (name) => {
    cursor.peek();
    const start = cursor.at;
    if (name !== 'entries') readMember(name, cursor, head);
    else {
      entriesAt = start;
      try {
        entries = readEntries(cursor, head.radix);
      } catch (error) {
        // The radix may stand after them.
        if (!(error instanceof TstListError && error.problem === 'radix-missing')) throw error;
        withoutRadix = error;
        cursor.at = start;
        cursor.skipArray();
      }
    }
    return start;
  });
  cursor.peek();
  if (cursor.at < bytes.length) cursor.fail('json-trailing');
  for (const name of needed) {
    if (!Object.hasOwn(starts, name)) cursor.fail('json-key-missing', cursor.at - 1, `$.${name}`);
  }
  const { radix, ...rest } = head;
  if (rest.nextUpdate !== null && rest.nextUpdate < rest.thisUpdate) {
    cursor.fail('next-before-this', starts.nextUpdate, '$.nextUpdate');
  }
  // All of them anew: one that needs no radix may contradict it.
  if ((starts.radix ?? 0) > entriesAt) entries = readEntries(new JsonCursor(bytes, entriesAt), radix);
  if (entries === undefined) throw withoutRadix;
  return { ...rest, entries };
}

function readMember(name: (typeof names)[number], cursor: JsonCursor, head: Head): void {
  const field = `$.${name}`;
  const isText = ['format', 'provider', 'thisUpdate', 'nextUpdate'].includes(name);
  if (isText) cursor.string(field);
  switch (name) {
    case 'format':
      if (cursor.text() !== jsonFormat) cursor.fail('list-version', cursor.start, field);
      break;
    case 'version':
      if (integer(cursor, field) !== BigInt(jsonVersion)) cursor.fail('list-version', cursor.start, field);
      break;
    case 'thisUpdate':
      head.thisUpdate = Number(timeOf(cursor, field).first / 1000n);
      break;
    case 'nextUpdate':
      head.nextUpdate = Number(timeOf(cursor, field).first / 1000n);
      break;
    case 'number':
      head.number = integer(cursor, field);
      break;
    case 'radix': {
      const radix = integer(cursor, field);
      if (radix !== 10n && radix !== 16n) cursor.fail('number-form', cursor.start, field);
      head.radix = radix === 16n ? 16 : 10;
      break;
    }
    case 'appliesTo':
      head.appliesTo = readScope(cursor, field);
  }
}

/** A number that is exact, or its digits in a string. */
function integer(cursor: JsonCursor, field: string): bigint {
  if (cursor.peek() === 0x22) cursor.string(field);
  else {
    cursor.integer('number-form', field);
    if (cursor.end - cursor.start > 15) cursor.fail('number-form', cursor.start, field);
  }
  const text = cursor.text();
  return /^\d{1,40}$/.test(text) ? BigInt(text) : cursor.fail('number-form', cursor.start, field);
}

function readScope(cursor: JsonCursor, field: string): TstScope {
  const fields = new Fields();
  const scope: { tsuCertificates: string[]; tsaNames: NameSelector[]; policies: string[] } = {
    tsuCertificates: [],
    tsaNames: [],
    policies: [],
  };
  object(cursor, field, ['tsuCertificates', 'tsaNames', 'policies'], (name) => {
    const path = `${field}.${name}`;
    cursor.pass(0x5b, 'json-type', path);
    for (let isFirst = true; cursor.next(isFirst, 0x5d); isFirst = false) {
      cursor.string(path);
      const text = cursor.text();
      if (name === 'tsuCertificates') scope[name].push(checked(fields.fingerprint(text), cursor, path).sha256);
      else if (name === 'tsaNames') scope[name].push(checked(fields.name(text), cursor, path));
      else scope[name].push(checked(fields.policy(text), cursor, path).oid);
    }
  });
  // About nobody's tokens: then it says nothing of whom it is about, and that is most likely a mistake.
  if (Object.values(scope).every((list) => list.length === 0)) cursor.fail('no-selector', cursor.at - 1, field);
  return scope;
}

function readEntries(cursor: JsonCursor, radix: Radix | null): TstEntries {
  const reader = new JsonEntryReader(radix);
  const entries = new TstEntries((offset) => reader.entryAt(new JsonCursor(cursor.bytes, offset)));
  cursor.pass(0x5b, 'json-type', '$.entries');
  try {
    for (let isFirst = true; cursor.next(isFirst, 0x5d); isFirst = false) {
      const start = cursor.at;
      reader.read(cursor);
      const problem = entries.add(start, reader.draft);
      if (problem !== null) cursor.fail(problem, start);
    }
  } catch (error) {
    if (!(error instanceof TstListError)) throw error;
    const path = `$.entries[${entries.count}]${error.field === null ? '' : `.${error.field}`}`;
    throw new TstListError(error.problem, error, path);
  }
  return entries;
}
