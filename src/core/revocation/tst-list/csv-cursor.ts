import { TextDecoder } from 'node:util';
import { limits } from '../../der/limits.ts';
import { type ListProblem, placeOf, TstListError } from './list-error.ts';

const [quote, carriageReturn, lineFeed] = [0x22, 0x0d, 0x0a];

/**
 * A strict reader of CSV (RFC 4180) over octets: records end with CRLF, CR or LF, and only a field in quotes may hold those, a
 * delimiter or a doubled quote. It works on UTF-8 and Shift_JIS alike, for in neither is a quote, a delimiter or the end of a line ever
 * part of another character.
 */
export class CsvCursor {
  readonly bytes: Uint8Array;
  at: number;
  /** Where the record that was read last begins. */
  begin = 0;
  /** Fields of the record that was read last: where each begins and ends, without quotes. */
  count = 0;
  readonly #starts = new Uint32Array(limits.csvColumns);
  readonly #ends = new Uint32Array(limits.csvColumns);
  /** 1 for a field with doubled quotes. */
  readonly #doubled = new Uint8Array(limits.csvColumns);
  readonly #delimiter: number;
  readonly #wide: boolean;
  readonly #decoder: TextDecoder;

  constructor(bytes: Uint8Array, at: number, delimiter: string, encoding: 'utf-8' | 'shift_jis') {
    this.bytes = bytes;
    this.at = at;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#wide = encoding === 'shift_jis';
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** Throws what is wrong, at a place. */
  fail(problem: ListProblem, offset: number, field: string | null = null): never {
    throw new TstListError(problem, placeOf(this.bytes, offset, this.#wide), field);
  }

  /** Reads the next record; false at the end. An empty line is none. */
  record(): boolean {
    const { bytes } = this;
    while (bytes[this.at] === carriageReturn || bytes[this.at] === lineFeed) this.at++;
    if (this.at >= bytes.length) return false;
    this.begin = this.at;
    this.count = 0;
    let isLast = false;
    while (!isLast) {
      if (this.count === limits.csvColumns) this.fail('csv-too-many-columns', this.at);
      const end = bytes[this.at] === quote ? this.#quoted() : this.#bare();
      this.count++;
      isLast = bytes[end] !== this.#delimiter;
      this.at = end + 1;
    }
    return true;
  }

  start(field: number): number {
    return this.#starts[field]!;
  }

  end(field: number): number {
    return this.#ends[field]!;
  }

  /** True for a field whose octets are not yet its text. */
  isDoubled(field: number): boolean {
    return this.#doubled[field] === 1;
  }

  /** A field's text, without white space around it. Throws for octets that are none in this encoding. */
  text(field: number): string {
    const [start, end] = [this.start(field), this.end(field)];
    try {
      const text = this.#decoder.decode(this.bytes.subarray(start, end)).trim();
      return this.isDoubled(field) ? text.replaceAll('""', '"') : text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.fail(this.#wide ? 'not-shift-jis' : 'not-utf8', start);
    }
  }

  /** A field up to the delimiter or the end of the record; gives where that is. */
  #bare(): number {
    const { bytes } = this;
    let at = this.at;
    for (; at < bytes.length; at++) {
      const octet = bytes[at]!;
      if (octet === this.#delimiter || octet === lineFeed || octet === carriageReturn) break;
      if (octet === quote) this.fail('csv-quote', at);
    }
    return this.#keep(this.at, at, 0, at);
  }

  /** A field in quotes; gives where what has to follow it stands. */
  #quoted(): number {
    const { bytes } = this;
    let doubled = 0;
    let at = this.at + 1;
    for (; ; at++) {
      const octet = bytes[at];
      if (octet === undefined) this.fail('csv-quote', this.at);
      if (octet !== quote) continue;
      if (bytes[at + 1] !== quote) break;
      doubled = 1;
      at++;
    }
    const next = bytes[at + 1];
    const isEnd = next === undefined || next === this.#delimiter || next === lineFeed || next === carriageReturn;
    if (!isEnd) this.fail('csv-quote', at + 1);
    return this.#keep(this.at + 1, at, doubled, at + 1);
  }

  #keep(start: number, end: number, doubled: number, next: number): number {
    if (end - start > limits.tstFieldBytes) this.fail('field-too-long', start);
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.#doubled[this.count] = doubled;
    return next;
  }
}
