import { Cursor } from './cursor.ts';
import { equalOctets, toHex } from './integer.ts';
import { limits } from './limits.ts';
import { Tag } from './tags.ts';

/** One AttributeTypeAndValue (RFC 5280 §4.1.2.4). `text` is null where the value is no readable character string. */
export interface NameAttribute {
  /** OBJECT IDENTIFIER in dotted form. */
  readonly type: string;
  /** Identifier octet of the value. */
  readonly tag: number;
  /** Content octets of the value. */
  readonly value: Uint8Array;
  /** As a string; not escaped for any output. */
  readonly text: string | null;
}

/** A distinguished name (RFC 5280 §4.1.2.4), as it came and in the forms that comparing and showing need. */
export interface Name {
  /** The whole value, identifier and length octets included. */
  readonly der: Uint8Array;
  /** Canonical form: two names are equal by RFC 5280 §7.1 exactly where their keys are. @internal */
  readonly key: string;
  /** The canonical form of each RDN, most general first: a subtree is a prefix (RFC 5280 §4.2.1.10). @internal */
  readonly rdnKeys: readonly string[];
  /** For people: RFC 4514, most specific first, at most `limits.shownText` characters; not escaped for any output. */
  readonly text: string;
  /** The RelativeDistinguishedNames, most general first. */
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** True for a name without any RDN. */
  readonly isEmpty: boolean;
}

/** Names that were read last: nearly every token has those of the one before. */
let recent: readonly Name[] = [];
const recently = 6;

/**
 * Name ::= CHOICE { rdnSequence SEQUENCE OF RelativeDistinguishedName }, RelativeDistinguishedName ::= SET SIZE (1..MAX) OF
 * AttributeTypeAndValue, AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY } (RFC 5280 §4.1.2.4).
 * A SET that isn't sorted is read. Throws DerError.
 */
export function decodeName(cursor: Cursor, what: string): Name {
  const start = cursor.position;
  // The octets of a value tell its length: where they begin alike they are the same value, and so read once.
  const known = recent.find(({ der }) => equalOctets(der, cursor.bytes.subarray(start, start + der.length)));
  if (known !== undefined && start + known.der.length <= cursor.end) {
    cursor.position = start + known.der.length;
    return known;
  }
  const name = readName(cursor, what);
  // Of octets of its own: whoever reads one message after the other into the same memory changes those of this one. No `slice`: a Buffer's
  // copies nothing.
  const copy = new Cursor(new Uint8Array(cursor.bytes.subarray(start, cursor.position)));
  recent = [readName(copy, what), ...recent.slice(0, recently - 1)];
  return name;
}

function readName(cursor: Cursor, what: string): Name {
  const start = cursor.position;
  const sequence = cursor.sequence(what);
  const rdns: NameAttribute[][] = [];
  while (!sequence.atEnd) {
    const set = sequence.set(`${what} RDN`);
    const rdn: NameAttribute[] = [];
    do rdn.push(decodeAttribute(set, what));
    while (!set.atEnd);
    rdns.push(rdn);
  }
  return new DecodedName(cursor.bytes.subarray(start, cursor.position), rdns);
}

/** True where two names are equal by RFC 5280 §7.1: as octets first, for nearly all equal names are, then in canonical form. Throws nothing. */
export function sameName(a: Name, b: Name): boolean {
  return a === b || equalOctets(a.der, b.der) || a.key === b.key;
}

/** True where `name` lies in the subtree of `base`: its first RDNs are those of `base` (RFC 5280 §4.2.1.10). */
export function isWithin(name: Name, base: Name): boolean {
  return base.rdns.length <= name.rdns.length && base.rdnKeys.every((key, index) => key === name.rdnKeys[index]);
}

/** True where an RDN has one attribute twice, which no RDN may (X.501 §9.3): it would be unlike the name that has it once. */
export function repeatsAttribute(name: Name): boolean {
  return name.rdns.some((rdn) => rdn.length > 1 && new Set(rdn.map(attributeKey)).size < rdn.length);
}

function decodeAttribute(set: Cursor, what: string): NameAttribute {
  const pair = set.sequence(`${what} attribute`);
  const type = pair.oid(`${what} attribute type`);
  const tag = pair.peek();
  const value = pair.content(tag, `${what} attribute value`);
  pair.finish(`${what} attribute`);
  return { type, tag, value, text: characters(tag, value) };
}

class DecodedName implements Name {
  readonly der: Uint8Array;
  readonly rdns: readonly (readonly NameAttribute[])[];
  #rdnKeys: readonly string[] | undefined;
  #key: string | undefined;
  #text: string | undefined;

  constructor(der: Uint8Array, rdns: readonly (readonly NameAttribute[])[]) {
    this.der = der;
    this.rdns = rdns;
  }

  get isEmpty(): boolean {
    return this.rdns.length === 0;
  }

  get rdnKeys(): readonly string[] {
    this.#rdnKeys ??= this.rdns.map(rdnKey);
    return this.#rdnKeys;
  }

  get key(): string {
    // Attribute keys are of counted length, so that no value can imitate a separator.
    this.#key ??= this.rdnKeys.join('/');
    return this.#key;
  }

  get text(): string {
    this.#text ??= shown(this.rdns);
    return this.#text;
  }
}

/** An RDN is a set: the order of its attributes is none, and their number counts (RFC 5280 §7.1). */
function rdnKey(rdn: readonly NameAttribute[]): string {
  const keys = rdn.map(attributeKey);
  return keys.length === 1 ? keys[0]! : keys.sort().join('+');
}

function attributeKey({ type, tag, value, text }: NameAttribute): string {
  if (text === null) return `${type}=#${tag}:${toHex(value)}`;
  const folded = prepare(text);
  return `${type}=${folded.length}:${folded}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The characters of a DirectoryString or another character string, null for anything else and for octets that are none.
 * TeletexString is read as ISO 8859-1, which is what nearly all who wrote one meant.
 */
function characters(tag: number, value: Uint8Array): string | null {
  switch (tag) {
    case Tag.PRINTABLE_STRING:
    case Tag.IA5_STRING:
    case Tag.NUMERIC_STRING:
    case Tag.VISIBLE_STRING:
    case Tag.TELETEX_STRING:
      return Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1');
    case Tag.UTF8_STRING:
      try {
        return utf8.decode(value);
      } catch (error) {
        if (error instanceof TypeError) return null;
        throw error;
      }
    case Tag.BMP_STRING:
      return wide(value, 2);
    case Tag.UNIVERSAL_STRING:
      return wide(value, 4);
    default:
      return null;
  }
}

function wide(value: Uint8Array, size: 2 | 4): string | null {
  if (value.length % size !== 0) return null;
  let text = '';
  for (let at = 0; at < value.length; at += size) {
    let point = 0;
    for (let i = 0; i < size; i++) point = point * 256 + value[at + i]!;
    if (point > 0x10ffff) return null;
    text += String.fromCodePoint(point);
  }
  return text.isWellFormed() ? text : null;
}

/**
 * RFC 4518 §2 as RFC 5280 §7.1 uses it: mapped, normalised to NFKC, case folded, and white space at the ends dropped and
 * inside reduced to one space.
 */
function prepare(text: string): string {
  if (/^[\x21-\x7e]*$/.test(text)) return text.toLowerCase();
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').replace(/^ | $/g, '');
  const mapped = text.replace(mappedToNothing(), '').replace(mappedToSpace(), ' ').normalize('NFKC');
  return Array.from(mapped, fold).join('').normalize('NFKC').replace(/ {2,}/g, ' ').replace(/^ | $/g, '');
}

/**
 * RFC 4518 §2.2: soft hyphens, joiners, variation selectors, controls and the zero width space vanish. A function, as the next one:
 * made when a name needs it, for the tables of Unicode take a while to set up.
 */
const mappedToNothing = () =>
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: and these combining ones, each by itself.
  /[\u00ad\u1806\u034f\u180b-\u180d\ufe00-\ufe0f\ufffc\u200b\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u06dd\u070f\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2063\u206a-\u206f\ufeff\ufff9-\ufffb]/gu;
const mappedToSpace = () => /[\t\n\v\f\r\u0085\p{Z}]/gu;

/** Unicode case folding of one character: by way of its capital, so that `ß` meets `SS`; `ı` has no fold but itself. */
function fold(character: string): string {
  return character === 'ı' ? character : character.toUpperCase().toLowerCase();
}

/** Short names of RFC 4519 and of common use. */
export const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

function shown(rdns: readonly (readonly NameAttribute[])[]): string {
  let text = '';
  for (let index = rdns.length - 1; index >= 0; index--) {
    const rdn = rdns[index]!.slice(0, limits.attributes).map(shownAttribute).join('+');
    text += text === '' ? rdn : `, ${rdn}`;
    if (text.length > limits.shownText) return `${text.slice(0, limits.shownText - 1)}…`;
  }
  return text;
}

function shownAttribute({ type, value, text }: NameAttribute): string {
  const label = shortNames[type] ?? type;
  if (text === null) return `${label}=#${toHex(value.subarray(0, 64))}`;
  return `${label}=${text.slice(0, limits.shownText).replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')}`;
}
