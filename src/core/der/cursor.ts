import { DerError } from './errors.ts';
import { limits } from './limits.ts';
import { decodeOid } from './oid.ts';
import { Tag } from './tags.ts';

/**
 * A strict DER reader (X.690 §8, §10): definite lengths in the fewest octets, low tag numbers, nothing beyond the end.
 * A cursor stands in the content of one value; entering a constructed value gives a cursor over its content. All cursors
 * of one message share its bytes, so that every offset counts from the message's start.
 *
 * Everything throws {@link DerError} with the offset of what is wrong, and nothing else.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  /** Offset of the next value. */
  position: number;
  /** Offset after the last value. */
  readonly end: number;
  readonly #depth: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length, depth = 0) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.#depth = depth;
    if (depth > limits.depth) throw new DerError('nested too deeply', start);
  }

  /** True when no value is left. */
  get atEnd(): boolean {
    return this.position >= this.end;
  }

  /** The identifier octet of the next value, or -1 at the end. */
  peek(): number {
    return this.position < this.end ? this.bytes[this.position]! : -1;
  }

  /** Throws unless everything was read: what a type does not name must not be there. */
  finish(what: string): void {
    if (!this.atEnd) throw new DerError(`unexpected data after ${what}`, this.position);
  }

  /** Enters the next value, which must have this identifier octet. */
  enter(tag: number, what: string): Cursor {
    const { content, end } = this.#header(tag, what);
    this.position = end;
    return new Cursor(this.bytes, content, end, this.#depth + 1);
  }

  /** Enters the next value if it has this identifier octet, and returns undefined otherwise. */
  enterIf(tag: number, what: string): Cursor | undefined {
    return this.peek() === tag ? this.enter(tag, what) : undefined;
  }

  /** Enters a SEQUENCE. */
  sequence(what: string): Cursor {
    return this.enter(Tag.SEQUENCE, what);
  }

  /** Enters a SET. */
  set(what: string): Cursor {
    return this.enter(Tag.SET, what);
  }

  /** The content octets of the next value, which must have this identifier octet. A view, not a copy. */
  content(tag: number, what: string): Uint8Array {
    const { content, end } = this.#header(tag, what);
    this.position = end;
    return this.bytes.subarray(content, end);
  }

  /** The whole next value, identifier and length octets included, whatever it is. A view, not a copy. */
  raw(what: string): Uint8Array {
    const start = this.position;
    const { end } = this.#header(-1, what);
    this.position = end;
    return this.bytes.subarray(start, end);
  }

  /** BOOLEAN (X.690 §11.1: TRUE is 0xFF). Other non-zero octets are read as TRUE, for some old certificates have 0x01. */
  boolean(what: string): boolean {
    const at = this.position;
    const content = this.content(Tag.BOOLEAN, what);
    if (content.length !== 1) throw new DerError(`${what} is no BOOLEAN`, at);
    return content[0] !== 0;
  }

  /** The content octets of an INTEGER: two's complement, big-endian, in the fewest octets (X.690 §8.3). */
  integer(what: string, tag: number = Tag.INTEGER): Uint8Array {
    const at = this.position;
    const content = this.content(tag, what);
    if (content.length === 0) throw new DerError(`${what} is an empty INTEGER`, at);
    if (content.length > 1) {
      const sign = content[1]! & 0x80;
      if ((content[0] === 0x00 && sign === 0) || (content[0] === 0xff && sign !== 0)) {
        throw new DerError(`${what} is an INTEGER with a superfluous octet`, at);
      }
    }
    return content;
  }

  /** An INTEGER (or another tag with its form) that fits 32 bits; a larger one throws. */
  small(what: string, tag: number = Tag.INTEGER): number {
    const at = this.position;
    const content = this.integer(what, tag);
    if (content.length > 4) throw new DerError(`${what} is too large`, at);
    let value = content[0]! & 0x80 ? -1 : 0;
    for (const octet of content) value = (value << 8) | octet;
    return value;
  }

  /** As {@link small}, but an INTEGER beyond 32 bits is the largest or the smallest of them: for numbers that name a version. */
  clamped(what: string): number {
    const from = this.position;
    const content = this.integer(what);
    if (content.length > 4) return content[0]! & 0x80 ? -0x80000000 : 0x7fffffff;
    this.position = from;
    return this.small(what);
  }

  /** An OBJECT IDENTIFIER in dotted decimal form. */
  oid(what: string, tag: number = Tag.OID): string {
    const at = this.position;
    const content = this.content(tag, what);
    const text = decodeOid(content);
    if (text === null) throw new DerError(`${what} is no OBJECT IDENTIFIER`, at);
    return text;
  }

  /** A NULL. */
  null(what: string): void {
    const at = this.position;
    if (this.content(Tag.NULL, what).length !== 0) throw new DerError(`${what} is no NULL`, at);
  }

  /** The octets of a primitive OCTET STRING. */
  octets(what: string, tag: number = Tag.OCTET_STRING): Uint8Array {
    return this.content(tag, what);
  }

  /** A BIT STRING: its octets and how many bits of the last one are unused (X.690 §8.6). */
  bits(what: string, tag: number = Tag.BIT_STRING): { readonly octets: Uint8Array; readonly unused: number } {
    const at = this.position;
    const content = this.content(tag, what);
    const unused = content[0] ?? 8;
    if (unused > 7 || (unused > 0 && content.length === 1)) throw new DerError(`${what} is no BIT STRING`, at);
    return { octets: content.subarray(1), unused };
  }

  /** Reads identifier and length octets; checks the identifier unless it is -1. */
  #header(tag: number, what: string): { readonly content: number; readonly end: number } {
    const { bytes, position: start, end: limit } = this;
    if (start >= limit) throw new DerError(`${what} is missing`, start);
    const identifier = bytes[start]!;
    if (tag >= 0 && identifier !== tag) {
      // A constructed form of a primitive string is BER (X.690 §10.2), which normalising can repair.
      throw new DerError(`${what} expected, found tag 0x${hexOctet(identifier)}`, start, identifier === (tag | 0x20));
    }
    if ((identifier & 0x1f) === 0x1f) throw new DerError(`${what} has a high tag number`, start);
    let content = start + 2;
    if (content > limit) throw new DerError(`${what} is cut off`, start);
    let length = bytes[start + 1]!;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0) throw new DerError(`${what} has an indefinite length`, start, true);
      if (count > 4) throw new DerError(`${what} has a length of ${count} octets`, start);
      if (content + count > limit) throw new DerError(`${what} is cut off`, start);
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + bytes[content + i]!;
      if (length < 0x80 || length < 256 ** (count - 1)) {
        throw new DerError(`${what} has a length in more octets than needed`, start, true);
      }
      content += count;
    }
    const end = content + length;
    if (end > limit) throw new DerError(`${what} is cut off`, start);
    return { content, end };
  }
}

function hexOctet(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
