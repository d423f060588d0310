import { integerHex, toBigInt, toHex } from '../der/integer.ts';
import { decodeOid } from '../der/oid.ts';
import { parseCertificateTime, parseGeneralizedTime } from '../der/time.ts';
import { oidName } from './oids.ts';
import { inspectLimits } from './tree.ts';

/** Names of the universal tags (X.680 §8.4). */
export const universalNames: Readonly<Record<number, string>> = {
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  7: 'ObjectDescriptor',
  8: 'EXTERNAL',
  9: 'REAL',
  10: 'ENUMERATED',
  11: 'EMBEDDED PDV',
  12: 'UTF8String',
  13: 'RELATIVE-OID',
  16: 'SEQUENCE',
  17: 'SET',
  18: 'NumericString',
  19: 'PrintableString',
  20: 'TeletexString',
  21: 'VideotexString',
  22: 'IA5String',
  23: 'UTCTime',
  24: 'GeneralizedTime',
  25: 'GraphicString',
  26: 'VisibleString',
  27: 'GeneralString',
  28: 'UniversalString',
  30: 'BMPString',
};

/**
 * The content octets of a primitive value as text, by its universal tag number. Whatever is not what its tag says is shown
 * in hexadecimal, so that nothing is hidden. `names` are names of numbers or bits.
 */
export function valueText(content: Uint8Array, tag: number, names?: Readonly<Record<number, string>>): string {
  switch (tag) {
    case 1:
      return content.length === 1 ? (content[0] === 0 ? 'FALSE' : 'TRUE') : hex(content);
    case 2:
    case 10:
      return integerText(content, names);
    case 3:
      return bitText(content, names);
    case 5:
      return content.length === 0 ? 'NULL' : hex(content);
    case 6:
      return oidText(content);
    case 23:
    case 24:
      return timeText(content, tag === 24);
    default:
      return stringText(content, tag) ?? hex(content);
  }
}

/** Hexadecimal, bounded, with the number of octets where it was cut. */
export function hex(content: Uint8Array): string {
  const { shownOctets } = inspectLimits;
  if (content.length <= shownOctets) return toHex(content);
  return `${toHex(content.subarray(0, shownOctets))}… (${content.length} bytes)`;
}

/** The text of a string type, or undefined where the octets do not fit it or the tag is no string's. */
export function stringText(content: Uint8Array, tag: number): string | undefined {
  const octets = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, inspectLimits.shownText));
  switch (tag) {
    case 12: {
      const text = octets.toString('utf8');
      // A letter that was cut in two at the end is not the string's fault.
      return text.includes('\ufffd') && octets.length === content.length ? undefined : text;
    }
    case 7:
    case 18:
    case 19:
    case 20:
    case 21:
    case 22:
    case 25:
    case 26:
    case 27:
      return octets.toString('latin1');
    case 28:
      return content.length % 4 === 0 ? utf32(octets) : undefined;
    case 30:
      return content.length % 2 === 0 ? Buffer.from(octets).swap16().toString('utf16le') : undefined;
    default:
      return undefined;
  }
}

function utf32(octets: Buffer): string {
  let text = '';
  for (let i = 0; i + 4 <= octets.length; i += 4) {
    const point = octets.readUInt32BE(i);
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}

function integerText(content: Uint8Array, names?: Readonly<Record<number, string>>): string {
  if (content.length === 0) return '(empty)';
  if (content.length > inspectLimits.shownOctets) return hex(content);
  const value = toBigInt(content);
  const name = names?.[Number(value)];
  if (name !== undefined) return `${value} ${name}`;
  return content.length > 4 ? `0x${integerHex(content)} (${value})`.replace('0x-', '-0x') : String(value);
}

function bitText(content: Uint8Array, names?: Readonly<Record<number, string>>): string {
  const unused = content[0];
  if (unused === undefined || unused > 7) return hex(content);
  const octets = content.subarray(1);
  if (names === undefined || octets.length > 8)
    return `${hex(octets)}${unused === 0 ? '' : ` (${unused} bits unused)`}`;
  const set: string[] = [];
  for (let bit = 0; bit < octets.length * 8 - unused; bit++) {
    if (octets[bit >> 3]! & (0x80 >> (bit & 7))) set.push(names[bit] ?? `bit ${bit}`);
  }
  return set.length === 0 ? '(none)' : set.join(', ');
}

function oidText(content: Uint8Array): string {
  const oid = decodeOid(content);
  if (oid === null) return hex(content);
  const name = oidName(oid);
  return name === undefined ? oid : `${oid} ${name}`;
}

function timeText(content: Uint8Array, generalized: boolean): string {
  if (content.length > 80) return hex(content);
  const exact = generalized ? parseGeneralizedTime(content)?.exact : undefined;
  if (exact !== undefined) return exact;
  const ms = parseCertificateTime(content, generalized);
  return ms === null ? `${stringText(content, 26)} (malformed)` : new Date(ms).toISOString().replace('.000Z', 'Z');
}
