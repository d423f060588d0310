import { toBigInt } from '../../der/integer.ts';
import { EntryDraft, type TstListEntry } from './entry.ts';
import { Fields } from './fields.ts';
import type { JsonCursor } from './json-cursor.ts';
import type { ListProblem } from './list-error.ts';
import { isPlainTime, type ListTime, readRfc3339 } from './list-time.ts';
import { always } from './selectors.ts';
import { type Radix, readSerial } from './serial-text.ts';

/** The keys of an entry, in the order of their bits. */
const keys = [
  'serial',
  'revokedAt',
  'reason',
  'notice',
  'serialRange',
  'genTime',
  'tsuCertificate',
  'tsaName',
  'policy',
  'imprint',
] as const;
type Key = (typeof keys)[number];
const keyOctets = keys.map((key) => Uint8Array.from(Buffer.from(key)));

/** Reads entries of the JSON format, all by one draft. */
export class JsonEntryReader {
  readonly draft = new EntryDraft();
  readonly #fields = new Fields();
  readonly #radix: Radix | null;
  /** What the provider says of the entry read last, where `withFacts` asked for it. */
  #revokedAt: number | null = null;
  #reason: string | null = null;
  #notice: string | null = null;

  constructor(radix: Radix | null) {
    this.#radix = radix;
  }

  /** Reads the entry at the cursor into the draft. Throws TstListError; its field is the path below the entry. */
  read(cursor: JsonCursor, withFacts = false): void {
    this.draft.clear();
    this.#revokedAt = null;
    this.#reason = null;
    this.#notice = null;
    cursor.pass(0x7b, 'json-type');
    let seen = 0;
    for (let isFirst = true; cursor.next(isFirst, 0x7d); isFirst = false) {
      cursor.key();
      const place = placeOf(cursor);
      const key = keys[place];
      if (key === undefined) cursor.fail('json-key-unknown', cursor.start, cursor.text().slice(0, 64));
      if (seen & (1 << place)) cursor.fail('json-key-twice', cursor.start, key);
      seen |= 1 << place;
      this.#member(key, cursor, withFacts);
    }
    if ((seen & 0b10001) === 0b10001) cursor.fail('json-key-twice', cursor.at - 1, 'serialRange');
  }

  /** The entry at an offset of the list, whole. */
  entryAt(cursor: JsonCursor): TstListEntry {
    const offset = cursor.at;
    this.read(cursor, true);
    const facts = { revokedAt: this.#revokedAt, reason: this.#reason, notice: this.#notice };
    return { ...this.draft.selectors(), ...facts, offset };
  }

  #member(key: Key, cursor: JsonCursor, withFacts: boolean): void {
    const { draft } = this;
    switch (key) {
      case 'serial':
        draft.serialAt = this.#serial(cursor, key);
        return;
      case 'revokedAt': {
        cursor.string(key);
        const isPlain = isPlainTime(cursor.bytes, cursor.start, cursor.end);
        if (!isPlain || withFacts) this.#revokedAt = Number(timeOf(cursor, key).first / 1000n);
        return;
      }
      case 'reason':
        cursor.string(key);
        if (withFacts) this.#reason = cursor.text();
        return;
      case 'notice':
        cursor.string(key);
        if (withFacts) this.#notice = cursor.text();
        return;
      case 'serialRange':
        draft.range = this.#range(cursor);
        return;
      case 'genTime':
        draft.genTime = timeRange(cursor);
        return;
      case 'tsuCertificate':
        draft.tsu = this.#certificate(cursor);
        return;
      case 'tsaName':
        cursor.string(key);
        draft.tsa = checked(this.#fields.name(cursor.text()), cursor, key);
        return;
      case 'policy':
        cursor.string(key);
        draft.policy = checked(this.#fields.policy(cursor.text()), cursor, key).oid;
        return;
      case 'imprint': {
        const { algorithm, value } = strings(cursor, key, ['algorithm', 'value'], ['algorithm', 'value']);
        draft.imprint = checked(this.#fields.imprint(value!, algorithm!), cursor, key);
      }
    }
  }

  /** A serial number as a string, or as a number that every reader of JSON reads exactly. */
  #serial(cursor: JsonCursor, field: string): number {
    let radix = this.#radix;
    const isString = cursor.peek() === 0x22;
    if (isString) cursor.string(field);
    else {
      cursor.integer('serial-form', field);
      // Whoever wrote a larger one as a number has most likely rounded it already (RFC 8259 §6).
      const digits = cursor.end - cursor.start - (cursor.bytes[cursor.start] === 0x2d ? 1 : 0);
      if (digits > 15) cursor.fail('serial-rounded', cursor.start, field);
      if (radix === 16) cursor.fail('radix-contradicted', cursor.start, field);
      radix = 10;
    }
    const text = cursor.isEscaped ? Buffer.from(cursor.text()) : null;
    const place = text
      ? readSerial(text, 0, text.length, radix, this.draft.octets)
      : readSerial(cursor.bytes, cursor.start, cursor.end, radix, this.draft.octets);
    return typeof place === 'number' ? place : cursor.fail(place, cursor.start, field);
  }

  #range(cursor: JsonCursor) {
    cursor.peek();
    const start = cursor.at;
    const ends = object(cursor, 'serialRange', ['from', 'to'], (name) =>
      toBigInt(this.draft.octets.subarray(this.#serial(cursor, `serialRange.${name}`))),
    );
    const [from, to] = [required(ends, 'from', cursor, 'serialRange'), required(ends, 'to', cursor, 'serialRange')];
    if (from > to) cursor.fail('range-backwards', start, 'serialRange');
    return { from, to };
  }

  #certificate(cursor: JsonCursor) {
    const field = 'tsuCertificate';
    const { sha256, issuer, serial } = strings(cursor, field, ['sha256', 'issuer', 'serial'], []);
    if (sha256 !== undefined && issuer === undefined && serial === undefined) {
      return checked(this.#fields.fingerprint(sha256), cursor, field);
    }
    if (sha256 !== undefined || issuer === undefined || serial === undefined) {
      return cursor.fail('json-key-missing', cursor.at - 1, field);
    }
    return checked(this.#fields.certificate(issuer, serial, this.#radix), cursor, field);
  }
}

/** The number of the key that was read last; -1 for none of them. */
function placeOf(cursor: JsonCursor): number {
  for (let place = 0; place < keyOctets.length; place++) if (cursor.is(keyOctets[place]!)) return place;
  return -1;
}

/** An object of these keys, each once at most. */
export function object<K extends string, T>(
  cursor: JsonCursor,
  field: string,
  names: readonly K[],
  read: (name: K) => T,
): Partial<Record<K, T>> {
  cursor.pass(0x7b, 'json-type', field);
  const values: Partial<Record<K, T>> = {};
  for (let isFirst = true; cursor.next(isFirst, 0x7d); isFirst = false) {
    cursor.key();
    const text = cursor.text();
    const name = names.find((one) => one === text);
    if (name === undefined) cursor.fail('json-key-unknown', cursor.start, `${field}.${text.slice(0, 64)}`);
    if (Object.hasOwn(values, name)) cursor.fail('json-key-twice', cursor.start, `${field}.${name}`);
    values[name] = read(name);
  }
  return values;
}

function required<K extends string, T>(values: Partial<Record<K, T>>, name: K, cursor: JsonCursor, field: string): T {
  return values[name] ?? cursor.fail('json-key-missing', cursor.at - 1, `${field}.${name}`);
}

/** An object whose members are strings, of which some have to be there. */
function strings<K extends string>(
  cursor: JsonCursor,
  field: string,
  names: readonly K[],
  needed: readonly K[],
): Partial<Record<K, string>> {
  const found = object(cursor, field, names, (name) => {
    cursor.string(`${field}.${name}`);
    return cursor.text();
  });
  for (const name of needed) required(found, name, cursor, field);
  return found;
}

/** Both ends, or one: then it is open at the other. */
function timeRange(cursor: JsonCursor) {
  cursor.peek();
  const start = cursor.at;
  const { from, to } = object(cursor, 'genTime', ['from', 'to'], (name) => {
    cursor.string(`genTime.${name}`);
    return timeOf(cursor, `genTime.${name}`);
  });
  if (from === undefined && to === undefined) cursor.fail('json-key-missing', cursor.at - 1, 'genTime');
  const range = { from: from?.first ?? always.from, to: to?.last ?? always.to };
  if (range.from > range.to) cursor.fail('range-backwards', start, 'genTime');
  return range;
}

/** The moment in the string that was read last. */
export function timeOf(cursor: JsonCursor, field: string): ListTime {
  return checked(readRfc3339(cursor.text()), cursor, field);
}

/** The value, where nothing is wrong with it. */
export function checked<T>(value: T | ListProblem, cursor: JsonCursor, field: string): T {
  return typeof value === 'string' ? cursor.fail(value as ListProblem, cursor.start, field) : (value as T);
}
