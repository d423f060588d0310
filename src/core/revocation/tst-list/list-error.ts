import type { Facts } from '../../verdict/findings.ts';

/** What can be wrong with a list, in a word that both languages have a sentence for. */
export type ListProblem =
  // Bytes and characters
  | 'empty-file'
  | 'an HTML page'
  | 'nul'
  | 'not-utf8'
  | 'not-shift-jis'
  | 'lone-surrogate'
  // Size
  | 'list-too-large'
  | 'too-many-entries'
  | 'too-many-scanned'
  | 'field-too-long'
  // JSON
  | 'json-syntax'
  | 'json-key-twice'
  | 'json-key-unknown'
  | 'json-key-missing'
  | 'json-type'
  | 'json-trailing'
  | 'list-version'
  // CSV
  | 'csv-quote'
  | 'csv-fields'
  | 'csv-column-missing'
  | 'csv-column-twice'
  | 'csv-column-unknown'
  | 'csv-too-many-columns'
  // Text
  | 'directive-form'
  | 'directive-late'
  | 'no-list'
  // Entries
  | 'no-selector'
  | 'radix-missing'
  | 'radix-contradicted'
  | 'serial-form'
  | 'serial-too-long'
  | 'serial-rounded'
  | 'range-backwards'
  | 'time-form'
  | 'time-without-zone'
  | 'next-before-this'
  | 'oid-form'
  | 'hash-form'
  | 'name-form'
  | 'number-form';

/** Where something stands in a file: both counted from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * A list that can't be read: what is wrong, and where. `code` is `list-no-radix` where serial numbers don't say in which base they
 * are written, else `list-unreadable`. Never is such a list as if it were empty.
 */
export class TstListError extends Error {
  /** `list-no-radix` where the base of a serial number is not said, else `list-unreadable`. */
  readonly code: 'list-unreadable' | 'list-no-radix';
  /** What is wrong. */
  readonly problem: ListProblem;
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  /** What it is about: the path in JSON (`$.entries[3].serial`) or the column's name; null for none. */
  readonly field: string | null;

  /** @internal */
  constructor(problem: ListProblem, { line, column }: Place, field: string | null = null) {
    super(`${problem} at line ${line}, column ${column}${field === null ? '' : ` (${field})`}`);
    this.name = 'TstListError';
    this.code = problem === 'radix-missing' ? 'list-no-radix' : 'list-unreadable';
    this.problem = problem;
    this.line = line;
    this.column = column;
    this.field = field;
  }

  /** For findings and messages. */
  get facts(): Facts {
    const { problem: reason, line, column, field } = this;
    return { reason, line, column, ...(field === null ? {} : { field }) };
  }
}

/** Line and column of an offset. Lines end with CRLF, CR or LF; `wide`: characters are those of Shift_JIS, else of UTF-8. */
export function placeOf(bytes: Uint8Array, offset: number, wide = false): Place {
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at++) {
    const octet = bytes[at];
    if (octet !== 0x0a && (octet !== 0x0d || bytes[at + 1] === 0x0a)) continue;
    line++;
    start = at + 1;
  }
  if (line === 1) start = afterMark(bytes);
  let column = 1;
  for (let at = start; at < offset; at++) {
    const octet = bytes[at]!;
    if (wide) {
      if (isLead(octet)) at++;
      column++;
    } else if ((octet & 0xc0) !== 0x80) column++;
  }
  return { line, column };
}

/** First octets of two that make one character in Shift_JIS. */
function isLead(octet: number): boolean {
  return (octet >= 0x81 && octet <= 0x9f) || (octet >= 0xe0 && octet <= 0xfc);
}

/** Where the text begins: after the byte order mark that some programs put before UTF-8. */
export function afterMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
