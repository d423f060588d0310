import { limits } from '../../der/limits.ts';
import { type ListProblem, placeOf, TstListError } from './list-error.ts';

/**
 * A strict reader of JSON (RFC 8259) over UTF-8 octets that are known to be well-formed. It makes no objects, knows where it stands,
 * and lets nothing pass that `JSON.parse` would: not a key that is there twice, not a number that gets rounded, not half a surrogate
 * pair. It goes no deeper than what reads by it asks for.
 */
export class JsonCursor {
  readonly bytes: Uint8Array;
  /** Offset of what is read next. */
  at: number;
  /** The string that was read last, without its quotes. */
  start = 0;
  end = 0;
  /** True where that string has escapes. */
  isEscaped = false;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Throws what is wrong, at the place of the last value or at `offset`. */
  fail(problem: ListProblem, offset = this.at, field: string | null = null): never {
    throw new TstListError(problem, placeOf(this.bytes, offset), field);
  }

  /** The next octet that is no white space; 0 at the end, for no JSON has one. */
  peek(): number {
    const { bytes } = this;
    for (;;) {
      const octet = bytes[this.at];
      if (octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09) this.at++;
      else return octet ?? 0;
    }
  }

  /** Passes a character that has to be there. */
  pass(octet: number, problem: ListProblem = 'json-syntax', field: string | null = null): void {
    if (this.peek() !== octet) this.fail(problem, this.at, field);
    this.at++;
  }

  /** Steps to the next member or element of what ends with `close`; false where it ends. `isFirst`: nothing of it was read yet. */
  next(isFirst: boolean, close: number): boolean {
    const octet = this.peek();
    if (octet === close) {
      this.at++;
      return false;
    }
    if (isFirst) return true;
    this.pass(0x2c);
    // No comma before the end.
    if (this.peek() === close) this.fail('json-syntax');
    return true;
  }

  /** Reads a key and the colon after it; `start` and `end` are the key's then. */
  key(): void {
    this.string(null, 'json-syntax');
    this.pass(0x3a);
  }

  /** Reads a string. Throws `problem` where none is there. */
  string(field: string | null = null, problem: ListProblem = 'json-type'): void {
    if (this.peek() !== 0x22) this.fail(problem, this.at, field);
    const { bytes } = this;
    const start = this.at + 1;
    let at = start;
    let escaped = false;
    for (;;) {
      const octet = bytes[at];
      if (octet === 0x22) break;
      if (octet === undefined || octet < 0x20) this.fail('json-syntax', at);
      if (octet === 0x5c) {
        escaped = true;
        at++;
        // What follows a backslash is judged when the text is made; only its length matters here.
        if (bytes[at] === undefined) this.fail('json-syntax', at);
      }
      at++;
    }
    if (at - start > limits.tstFieldBytes) this.fail('field-too-long', start, field);
    this.start = start;
    this.end = at;
    this.isEscaped = escaped;
    this.at = at + 1;
    if (escaped) this.text();
  }

  /** The text of the last string. Throws for an escape that is none. */
  text(): string {
    const raw = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.start, this.end - this.start);
    if (!this.isEscaped) return raw.toString('utf8');
    let text: string;
    try {
      text = JSON.parse(`"${raw.toString('utf8')}"`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return this.fail('json-syntax', this.start);
    }
    if (!text.isWellFormed()) this.fail('lone-surrogate', this.start);
    return text;
  }

  /** True where the last string is this one, of ASCII. */
  is(octets: Uint8Array): boolean {
    if (this.isEscaped) return this.text() === Buffer.from(octets).toString('latin1');
    if (this.end - this.start !== octets.length) return false;
    for (let i = 0; i < octets.length; i++) if (this.bytes[this.start + i] !== octets[i]) return false;
    return true;
  }

  /** Reads a whole number in digits; `start` and `end` are theirs then. A fraction or an exponent is `problem`. */
  integer(problem: ListProblem, field: string | null): void {
    this.peek();
    const { bytes } = this;
    this.start = this.at;
    let at = bytes[this.at] === 0x2d ? this.at + 1 : this.at;
    const first = at;
    while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
    const isPadded = bytes[first] === 0x30 && at > first + 1;
    if (at === first || isPadded || bytes[at] === 0x2e || bytes[at] === 0x65 || bytes[at] === 0x45) {
      this.fail(problem, this.at, field);
    }
    this.end = at;
    this.at = at;
    this.isEscaped = false;
  }

  /** Passes over a list of values whatever it holds, as far as its brackets go; it is read later. */
  skipArray(): void {
    this.pass(0x5b, 'json-type');
    const { bytes } = this;
    let depth = 1;
    while (depth > 0) {
      const octet = bytes[this.at];
      if (octet === undefined) this.fail('json-syntax');
      if (octet === 0x22) {
        this.string();
        continue;
      }
      if (octet === 0x5b || octet === 0x7b) depth++;
      else if (octet === 0x5d || octet === 0x7d) depth--;
      this.at++;
    }
  }
}
