import { Cursor } from './cursor.ts';
import { decodeName, type Name, shortNames } from './name.ts';
import { encodeOid } from './oid.ts';
import { Tag } from './tags.ts';

/** Longest text that is read as a name. */
const longest = 4_096;

/** Further keywords in use beside those of RFC 4519. */
const synonyms: Readonly<Record<string, string>> = {
  e: '1.2.840.113549.1.9.1',
  email: '1.2.840.113549.1.9.1',
  s: '2.5.4.8',
  organizationidentifier: '2.5.4.97',
  givenname: '2.5.4.42',
  surname: '2.5.4.4',
};

const oids = new Map([
  ...Object.entries(shortNames).map(([oid, name]) => [name.toLowerCase(), oid] as const),
  ...Object.entries(synonyms),
]);

/**
 * A Name from the text of RFC 4514 (`CN=TSU 1, O=Provider, C=JP`), or as OpenSSL once wrote it (`/C=JP/O=Provider`). Every value
 * becomes a UTF8String; {@link sameNameAnyOrder} compares. Null where it is none.
 */
export function nameFromText(text: string): Name | null {
  if (text.length > longest || !text.isWellFormed()) return null;
  const rdns = text.startsWith('/') ? slashed(text) : separated(text);
  if (rdns === null || rdns.length === 0) return null;
  const sets: Uint8Array[] = [];
  for (const rdn of rdns) {
    const attributes = rdn.map(encodeAttribute);
    if (attributes.includes(null)) return null;
    sets.push(tlv(Tag.SET, ...(attributes as Uint8Array[])));
  }
  return decodeName(new Cursor(tlv(Tag.SEQUENCE, ...sets)), 'name');
}

/**
 * The same attributes by RFC 5280 §7.1, in whatever order: people and tools write a name from either end, and nobody gives two
 * names to two authorities that differ in their order alone.
 */
export function sameNameAnyOrder(a: Name, b: Name): boolean {
  return unorderedKey(a) === unorderedKey(b);
}

/** A key that is the same for names of the same attributes. */
export function unorderedKey(name: Name): string {
  return name.rdnKeys.toSorted().join('/');
}

/** `/C=JP/O=a/b/CN=x`: a slash ends a value where a keyword follows. */
function slashed(text: string): string[][] | null {
  const parts = text.slice(1).split(/\/(?=[A-Za-z][A-Za-z0-9-]*=|\d+(?:\.\d+)+=)/);
  return parts.map((part) => [part]);
}

/** RDNs between commas, attributes between plus signs; what is escaped or quoted separates nothing (RFC 4514 §2.1, §2.2). */
function separated(text: string): string[][] | null {
  const rdns: string[][] = [[]];
  let part = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') {
      part += character + (text[++at] ?? '');
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (quoted || !/[,;+]/.test(character)) {
      part += character;
      continue;
    }
    rdns.at(-1)!.push(part);
    part = '';
    if (character !== '+') rdns.push([]);
  }
  rdns.at(-1)!.push(part);
  return quoted ? null : rdns;
}

function encodeAttribute(text: string): Uint8Array | null {
  const equals = text.indexOf('=');
  if (equals < 0) return null;
  const keyword = text.slice(0, equals).trim();
  const oid = encodeOid(oids.get(keyword.toLowerCase()) ?? keyword.replace(/^oid\./i, ''));
  const value = plain(text.slice(equals + 1));
  if (oid === null || value === null || value === '') return null;
  return tlv(Tag.SEQUENCE, tlv(Tag.OID, oid), tlv(Tag.UTF8_STRING, Buffer.from(value)));
}

/** A value without quotes and escapes; null where these are wrong (RFC 4514 §2.4, §3). */
function plain(text: string): string | null {
  const trimmed = text.replace(/^ +/, '').replace(/(?<!\\) +$/, '');
  if (trimmed.startsWith('#')) return null;
  const inner = /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
  const octets: Buffer[] = [];
  for (let at = 0; at < inner.length; at++) {
    if (inner[at] !== '\\') {
      const point = String.fromCodePoint(inner.codePointAt(at)!);
      octets.push(Buffer.from(point));
      at += point.length - 1;
    } else if (/^[0-9a-f]{2}$/i.test(inner.slice(at + 1, at + 3))) {
      octets.push(Buffer.from(inner.slice(at + 1, at + 3), 'hex'));
      at += 2;
    } else {
      const next = inner[++at];
      if (next === undefined) return null;
      octets.push(Buffer.from(next));
    }
  }
  const value = Buffer.concat(octets).toString('utf8');
  return value.includes('\ufffd') ? null : value;
}

function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const head = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Uint8Array.of(tag, ...head), content]);
}
