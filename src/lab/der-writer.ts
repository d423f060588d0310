import { encodeOid } from '../core/der/oid.ts';
import { context, contextConstructed, Tag } from '../core/der/tags.ts';

/** One encoded ASN.1 value, header and content. */
export type Der = Uint8Array;

/** A value with this identifier octet and, in the fewest octets, its length (X.690 §8.1.3, §10.1). */
export function value(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content);
  return Uint8Array.from(Buffer.concat([Uint8Array.of(tag), length(body.length), body]));
}

function length(octets: number): Uint8Array {
  if (octets < 0x80) return Uint8Array.of(octets);
  const digits: number[] = [];
  for (let rest = octets; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}

/** The content octets of one value of definite length. */
export function contentOf(der: Der): Uint8Array {
  const first = der[1]!;
  return der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}

export function sequence(...values: readonly Der[]): Der {
  return value(Tag.SEQUENCE, ...values);
}

/** SET OF in DER: ordered by the encodings (X.690 §11.6). */
export function setOf(...values: readonly Der[]): Der {
  return value(Tag.SET, ...derOrder(values));
}

/** The values in the order that DER gives a SET OF. */
export function derOrder(values: readonly Der[]): Der[] {
  return [...values].sort((a, b) => Buffer.compare(a, b));
}

/** INTEGER in the fewest octets; negative numbers as two's complement (X.690 §8.3). */
export function integer(number: bigint | number, tag: number = Tag.INTEGER): Der {
  const n = BigInt(number);
  const octets: number[] = [];
  let rest = n;
  do {
    octets.unshift(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (rest !== 0n && rest !== -1n);
  const sign = octets[0]! & 0x80;
  if (n >= 0n && sign) octets.unshift(0);
  if (n < 0n && !sign) octets.unshift(0xff);
  return value(tag, Uint8Array.from(octets));
}

export function boolean(truth: boolean): Der {
  return value(Tag.BOOLEAN, Uint8Array.of(truth ? 0xff : 0));
}

/** OBJECT IDENTIFIER from its dotted form; throws where that is none. */
export function oid(dotted: string): Der {
  const content = encodeOid(dotted);
  if (!content) throw new RangeError(`not an object identifier: ${dotted}`);
  return value(Tag.OID, content);
}

export function octets(content: Uint8Array): Der {
  return value(Tag.OCTET_STRING, content);
}

export function bits(content: Uint8Array, unused = 0): Der {
  return value(Tag.BIT_STRING, Uint8Array.of(unused), content);
}

export function nothing(): Der {
  return value(Tag.NULL);
}

export function utf8(text: string): Der {
  return value(Tag.UTF8_STRING, Buffer.from(text, 'utf8'));
}

export function printable(text: string): Der {
  return value(Tag.PRINTABLE_STRING, Buffer.from(text, 'latin1'));
}

/** GeneralizedTime with exactly this text, well-formed or not. */
export function generalizedTime(text: string): Der {
  return value(Tag.GENERALIZED_TIME, Buffer.from(text, 'latin1'));
}

/**
 * Time ::= CHOICE { utcTime, generalTime } in whole seconds: UTCTime from 1950 to 2049, GeneralizedTime otherwise
 * (RFC 5280 §4.1.2.5).
 *
 * @param ms milliseconds since 1970; a part of a second is cut off.
 */
export function time(ms: number): Der {
  const text = new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '');
  const year = new Date(ms).getUTCFullYear();
  return year >= 1950 && year < 2050
    ? value(Tag.UTC_TIME, Buffer.from(`${text.slice(2)}Z`, 'latin1'))
    : generalizedTime(`${text}Z`);
}

/** `[n] EXPLICIT`, or `[n] IMPLICIT` of a SEQUENCE or SET whose members are given. */
export function tagged(n: number, ...values: readonly Der[]): Der {
  return value(contextConstructed(n), ...values);
}

/** `[n] IMPLICIT` of a primitive type with these content octets. */
export function taggedPrimitive(n: number, content: Uint8Array): Der {
  return value(context(n), content);
}

/** The same value under another identifier octet: IMPLICIT tagging. */
export function retagged(tag: number, der: Der): Der {
  return Uint8Array.from([tag, ...der.subarray(1)]);
}

/** A constructed value of indefinite length: BER, never DER (X.690 §8.1.3.6). */
export function indefinite(tag: number, ...values: readonly Der[]): Der {
  return Uint8Array.from(Buffer.concat([Uint8Array.of(tag, 0x80), ...values, Uint8Array.of(0, 0)]));
}

/** An OCTET STRING in pieces: BER, never DER (X.690 §8.7.3). */
export function octetsInPieces(content: Uint8Array, size: number): Der {
  const pieces: Der[] = [];
  for (let at = 0; at < content.length; at += size) pieces.push(octets(content.subarray(at, at + size)));
  return value(Tag.OCTET_STRING | 0x20, ...pieces);
}
