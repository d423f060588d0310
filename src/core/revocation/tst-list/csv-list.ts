import { toBigInt } from '../../der/integer.ts';
import { CsvCursor } from './csv-cursor.ts';
import { TstEntries } from './entries.ts';
import { EntryDraft, type TstListEntry } from './entry.ts';
import { Fields } from './fields.ts';
import type { TstList } from './list.ts';
import { afterMark, type ListProblem } from './list-error.ts';
import { isPlainLooseTime, readTime } from './list-time.ts';
import { always } from './selectors.ts';
import { readSerial } from './serial-text.ts';

/** Every meaning, in the order in which columns are looked for. */
export const csvMeanings = [
  'serial',
  'serialTo',
  'genTimeFrom',
  'genTimeTo',
  'tsuSha256',
  'tsuIssuer',
  'tsuSerial',
  'tsaName',
  'policy',
  'imprint',
  'revokedAt',
  'reason',
  'notice',
] as const satisfies readonly CsvMeaning[];

/** What a column can hold. `serialTo` makes a range of `serial`, where it isn't empty. */
export type CsvMeaning =
  | 'serial'
  | 'serialTo'
  | 'genTimeFrom'
  | 'genTimeTo'
  | 'tsuSha256'
  | 'tsuIssuer'
  | 'tsuSerial'
  | 'tsaName'
  | 'policy'
  | 'imprint'
  | 'revokedAt'
  | 'reason'
  | 'notice';

/** How a provider writes its CSV. */
export interface CsvFormat {
  /** Comma-separated values, with a header row (RFC 4180). */
  readonly kind: 'csv';
  /** The names in the header row of the columns that are read; all others are passed over. At least one that selects. */
  readonly columns: Readonly<Partial<Record<CsvMeaning, string>>>;
  /** The base of serial numbers without `0x`; null: then one without it is an error. */
  readonly radix: 10 | 16 | null;
  /** Minutes east of UTC for times that say nothing of it; null: then such a time is an error. */
  readonly zone: number | null;
  /** Default `utf-8`, with or without a byte order mark. */
  readonly encoding?: 'utf-8' | 'shift_jis';
  /** Default a comma. */
  readonly delimiter?: ',' | ';' | '\t';
}

/** Reads a list in CSV. A header row and nothing below it is an empty list; no header row is none. Throws TstListError. */
export function readCsvList(bytes: Uint8Array, format: CsvFormat): Omit<TstList, 'sha256' | 'kind'> {
  const { encoding = 'utf-8', delimiter = ',' } = format;
  const open = (at: number) => new CsvCursor(bytes, at, delimiter, encoding);
  const cursor = open(afterMark(bytes));
  // Once for all fields, for nothing that is no text may be passed over; whoever calls has looked at UTF-8.
  const bad = encoding === 'utf-8' ? bytes.length : firstBad(bytes, encoding);
  if (bad < bytes.length) cursor.fail('not-shift-jis', bad);
  if (!cursor.record()) cursor.fail('empty-file', 0);
  const reader = new CsvEntryReader(format, columnsOf(cursor, format), cursor.count);
  const entries = new TstEntries((offset) => reader.entryAt(open(offset)));
  while (cursor.record()) {
    // As spreadsheets write below the last row.
    if (reader.isBlank(cursor)) continue;
    reader.read(cursor);
    const problem = entries.add(cursor.begin, reader.draft);
    if (problem !== null) cursor.fail(problem, cursor.begin);
  }
  return { thisUpdate: null, nextUpdate: null, number: null, appliesTo: null, entries };
}

/** Where the line begins whose octets are no characters; the length where there is none. */
export function firstBad(bytes: Uint8Array, encoding: 'utf-8' | 'shift_jis', piece = 1 << 20): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let start = 0; start < bytes.length; ) {
    // No line feed is part of another character.
    const feed = bytes.indexOf(0x0a, start + piece);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return piece === 0 ? start : start + firstBad(bytes.subarray(start, end), encoding, 0);
    }
    start = end;
  }
  return bytes.length;
}

type Columns = Readonly<Partial<Record<CsvMeaning, number>>>;

/** The columns by the names in the header, which is the record that was read last. */
function columnsOf(cursor: CsvCursor, { columns }: CsvFormat): Columns {
  const header = Array.from({ length: cursor.count }, (_, i) => cursor.text(i));
  const found: Partial<Record<CsvMeaning, number>> = {};
  for (const meaning of csvMeanings) {
    const name = columns[meaning]?.trim();
    if (name === undefined) continue;
    const place = header.indexOf(name);
    if (place < 0) cursor.fail('csv-column-missing', cursor.start(0), name);
    const again = header.indexOf(name, place + 1);
    if (again >= 0) cursor.fail('csv-column-twice', cursor.start(again), name);
    found[meaning] = place;
  }
  return found;
}

class CsvEntryReader {
  readonly draft = new EntryDraft();
  readonly #fields = new Fields();
  readonly #format: CsvFormat;
  readonly #columns: Columns;
  readonly #width: number;

  constructor(format: CsvFormat, columns: Columns, width: number) {
    this.#format = format;
    this.#columns = columns;
    this.#width = width;
  }

  /** True for a record of the right width with nothing in it. */
  isBlank(cursor: CsvCursor): boolean {
    if (cursor.count !== this.#width) return false;
    for (let field = 0; field < cursor.count; field++) if (this.#has(field, cursor)) return false;
    return true;
  }

  /** Reads the record into the draft. */
  read(cursor: CsvCursor): void {
    const { draft } = this;
    draft.clear();
    if (cursor.count !== this.#width) cursor.fail('csv-fields', cursor.begin);
    this.#serials(cursor);
    this.#times(cursor);
    this.#certificate(cursor);
    const { tsaName, policy, imprint, revokedAt } = this.#columns;
    if (this.#has(tsaName, cursor)) draft.tsa = this.#checked(this.#fields.name(cursor.text(tsaName)), cursor, tsaName);
    if (this.#has(policy, cursor)) {
      draft.policy = this.#checked(this.#fields.policy(cursor.text(policy)), cursor, policy).oid;
    }
    if (this.#has(imprint, cursor)) {
      draft.imprint = this.#checked(this.#fields.imprint(cursor.text(imprint), null), cursor, imprint);
    }
    if (this.#has(revokedAt, cursor) && !this.#isPlainTime(cursor, revokedAt)) this.#time(cursor, revokedAt);
  }

  entryAt(cursor: CsvCursor): TstListEntry {
    cursor.record();
    this.read(cursor);
    const { revokedAt, reason, notice } = this.#columns;
    return {
      ...this.draft.selectors(),
      revokedAt: this.#has(revokedAt, cursor) ? Number(this.#time(cursor, revokedAt).first / 1000n) : null,
      reason: this.#has(reason, cursor) ? cursor.text(reason) : null,
      notice: this.#has(notice, cursor) ? cursor.text(notice) : null,
      offset: cursor.begin,
    };
  }

  #serials(cursor: CsvCursor): void {
    const { serial, serialTo } = this.#columns;
    const { draft } = this;
    const hasEnd = this.#has(serialTo, cursor);
    if (!this.#has(serial, cursor)) {
      if (hasEnd) cursor.fail('serial-form', cursor.start(serialTo), this.#nameOf('serial'));
      return;
    }
    draft.serialAt = this.#serial(cursor, serial);
    if (!hasEnd) return;
    const from = toBigInt(draft.serial);
    const to = toBigInt(draft.octets.subarray(this.#serial(cursor, serialTo)));
    draft.serialAt = -1;
    if (from > to) cursor.fail('range-backwards', cursor.start(serial), this.#nameOf('serialTo'));
    draft.range = { from, to };
  }

  #times(cursor: CsvCursor): void {
    const { genTimeFrom, genTimeTo } = this.#columns;
    const from = this.#has(genTimeFrom, cursor) ? this.#time(cursor, genTimeFrom).first : null;
    const to = this.#has(genTimeTo, cursor) ? this.#time(cursor, genTimeTo).last : null;
    if (from === null && to === null) return;
    const range = { from: from ?? always.from, to: to ?? always.to };
    if (range.from > range.to) cursor.fail('range-backwards', cursor.start(genTimeFrom!), this.#nameOf('genTimeTo'));
    this.draft.genTime = range;
  }

  #certificate(cursor: CsvCursor): void {
    const { tsuSha256, tsuIssuer, tsuSerial } = this.#columns;
    const { draft } = this;
    if (this.#has(tsuSha256, cursor)) {
      draft.tsu = this.#checked(this.#fields.fingerprint(cursor.text(tsuSha256)), cursor, tsuSha256);
    }
    const [issuer, serial] = [this.#has(tsuIssuer, cursor), this.#has(tsuSerial, cursor)];
    if (!issuer && !serial) return;
    // Half a name selects more than was meant, and two could contradict each other.
    if (!issuer || !serial || draft.tsu !== null) {
      cursor.fail('name-form', cursor.start((tsuIssuer ?? tsuSerial)!), this.#nameOf('tsuIssuer'));
    }
    const made = this.#fields.certificate(cursor.text(tsuIssuer!), cursor.text(tsuSerial!), this.#format.radix);
    draft.tsu = this.#checked(made, cursor, tsuIssuer!);
  }

  /** True where the column is there, and the field not empty. */
  #has(column: number | undefined, cursor: CsvCursor): column is number {
    if (column === undefined) return false;
    for (let at = cursor.start(column); at < cursor.end(column); at++) if (!isBlank(cursor.bytes[at]!)) return true;
    return false;
  }

  #serial(cursor: CsvCursor, column: number): number {
    const { bytes } = cursor;
    let [start, end] = [cursor.start(column), cursor.end(column)];
    while (isBlank(bytes[start]!)) start++;
    while (isBlank(bytes[end - 1]!)) end--;
    return this.#checked(readSerial(bytes, start, end, this.#format.radix, this.draft.octets), cursor, column);
  }

  #isPlainTime(cursor: CsvCursor, column: number): boolean {
    return isPlainLooseTime(cursor.bytes, cursor.start(column), cursor.end(column), this.#format.zone);
  }

  #time(cursor: CsvCursor, column: number) {
    return this.#checked(readTime(cursor.text(column), this.#format.zone), cursor, column);
  }

  #checked<T>(value: T | ListProblem, cursor: CsvCursor, column: number): T {
    if (typeof value !== 'string') return value as T;
    const meaning = csvMeanings.find((one) => this.#columns[one] === column)!;
    return cursor.fail(value as ListProblem, cursor.start(column), this.#nameOf(meaning));
  }

  #nameOf(meaning: CsvMeaning): string | null {
    return this.#format.columns[meaning] ?? null;
  }
}

function isBlank(octet: number): boolean {
  return octet === 0x20 || octet === 0x09;
}
