import type { Cursor } from './cursor.ts';
import { DerError } from './errors.ts';
import { equalOctets, toHex } from './integer.ts';
import { limits } from './limits.ts';
import { decodeName, type Name, sameName } from './name.ts';
import { context, contextConstructed } from './tags.ts';

/** GeneralName (RFC 5280 §4.2.1.6), told apart by `kind`. Texts are as sent, not yet escaped for any output. */
export type GeneralName =
  | { readonly kind: 'otherName'; readonly typeId: string; readonly value: Uint8Array }
  | { readonly kind: 'rfc822Name'; readonly text: string }
  | { readonly kind: 'dNSName'; readonly text: string }
  | { readonly kind: 'x400Address'; readonly der: Uint8Array }
  | { readonly kind: 'directoryName'; readonly name: Name }
  | { readonly kind: 'ediPartyName'; readonly der: Uint8Array }
  | { readonly kind: 'uniformResourceIdentifier'; readonly text: string }
  | { readonly kind: 'iPAddress'; readonly octets: Uint8Array }
  | { readonly kind: 'registeredID'; readonly oid: string };

/**
 * GeneralName ::= CHOICE { otherName [0], rfc822Name [1] IA5String, dNSName [2] IA5String, x400Address [3] ORAddress,
 * directoryName [4] Name, ediPartyName [5], uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING,
 * registeredID [8] OBJECT IDENTIFIER } (RFC 5280 §4.2.1.6). Implicit tags, but for the Name, which is a CHOICE. Throws DerError.
 */
export function decodeGeneralName(cursor: Cursor, what: string): GeneralName {
  const tag = cursor.peek();
  switch (tag) {
    case contextConstructed(0): {
      const other = cursor.enter(tag, what);
      const typeId = other.oid(`${what} type-id`);
      const value = other.raw(`${what} value`);
      other.finish(what);
      return { kind: 'otherName', typeId, value };
    }
    case context(1):
      return { kind: 'rfc822Name', text: ia5(cursor.content(tag, what)) };
    case context(2):
      return { kind: 'dNSName', text: ia5(cursor.content(tag, what)) };
    case contextConstructed(3):
      return { kind: 'x400Address', der: cursor.raw(what) };
    case contextConstructed(4): {
      const explicit = cursor.enter(tag, what);
      const name = decodeName(explicit, what);
      explicit.finish(what);
      return { kind: 'directoryName', name };
    }
    case contextConstructed(5):
      return { kind: 'ediPartyName', der: cursor.raw(what) };
    case context(6):
      return { kind: 'uniformResourceIdentifier', text: ia5(cursor.content(tag, what)) };
    case context(7):
      return { kind: 'iPAddress', octets: cursor.content(tag, what) };
    case context(8):
      return { kind: 'registeredID', oid: cursor.oid(what, tag) };
    default:
      throw new DerError(cursor.atEnd ? `${what} is missing` : `${what} is no GeneralName`, cursor.position);
  }
}

/** GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName; the cursor stands inside the SEQUENCE. Throws DerError. */
export function decodeGeneralNames(cursor: Cursor, what: string): GeneralName[] {
  const names: GeneralName[] = [];
  do names.push(decodeGeneralName(cursor, what));
  while (!cursor.atEnd);
  return names;
}

/** Two names of the same form and value: directoryName by RFC 5280 §7.1, host names without regard to case (§7.2, §7.5). */
export function sameGeneralName(a: GeneralName, b: GeneralName): boolean {
  switch (a.kind) {
    case 'directoryName':
      return b.kind === a.kind && sameName(a.name, b.name);
    case 'dNSName':
      return b.kind === a.kind && a.text.toLowerCase() === b.text.toLowerCase();
    case 'rfc822Name': {
      if (b.kind !== a.kind) return false;
      const [left, right] = [a.text.lastIndexOf('@'), b.text.lastIndexOf('@')];
      const host = (text: string, at: number) => text.slice(at + 1).toLowerCase();
      return a.text.slice(0, left) === b.text.slice(0, right) && host(a.text, left) === host(b.text, right);
    }
    case 'uniformResourceIdentifier':
      return b.kind === a.kind && a.text === b.text;
    case 'iPAddress':
      return b.kind === a.kind && equalOctets(a.octets, b.octets);
    case 'registeredID':
      return b.kind === a.kind && a.oid === b.oid;
    case 'otherName':
      return b.kind === a.kind && a.typeId === b.typeId && equalOctets(a.value, b.value);
    case 'x400Address':
    case 'ediPartyName':
      return b.kind === a.kind && equalOctets(a.der, b.der);
  }
}

/** For people, as `form:value`; a directoryName as the name alone. At most `limits.shownText` characters. */
export function generalNameText(name: GeneralName): string {
  switch (name.kind) {
    case 'directoryName':
      return name.name.text;
    case 'rfc822Name':
      return `email:${name.text.slice(0, limits.shownText)}`;
    case 'dNSName':
      return `DNS:${name.text.slice(0, limits.shownText)}`;
    case 'uniformResourceIdentifier':
      return `URI:${name.text.slice(0, limits.shownText)}`;
    case 'iPAddress':
      return `IP:${addressText(name.octets)}`;
    case 'registeredID':
      return `RID:${name.oid}`;
    case 'otherName':
      return `otherName:${name.typeId}`;
    case 'x400Address':
    case 'ediPartyName':
      return name.kind;
  }
}

/** An address, or in a name constraint an address and its mask (RFC 5280 §4.2.1.10). */
function addressText(octets: Uint8Array): string {
  const address = (part: Uint8Array) =>
    part.length === 4
      ? part.join('.')
      : (toHex(part).match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, '')).join(':');
  if (octets.length === 4 || octets.length === 16) return address(octets);
  const half = octets.length / 2;
  if (half === 4 || half === 16) return `${address(octets.subarray(0, half))}/${address(octets.subarray(half))}`;
  return `#${toHex(octets.subarray(0, 64))}`;
}

/** IA5String is ASCII; octets beyond it are kept as ISO 8859-1, so that they compare and never match an ASCII name. */
function ia5(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
}
