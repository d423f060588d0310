import type { FileName } from '../../core/verdict/audit.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A name as it is shown, from its octets. */
export function fileName(octets: Uint8Array): FileName {
  const text = decoded(octets);
  if (text !== null) return { text, hex: null };
  const shown = Array.from(octets, (octet) =>
    octet < 0x80 ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, '0')}`,
  );
  return { text: shown.join(''), hex: Buffer.from(octets).toString('hex') };
}

/** Octets of a name in one string, a character each, by which names are compared and looked up. */
export function octetString(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
}

/** The octets again. */
export function octetsOf(octetString: string): Uint8Array {
  return Buffer.from(octetString, 'latin1');
}

/** A name for matching by people's patterns: composed as most keyboards type it (Unicode NFC); what is no UTF-8, by its octets. */
export function composed(name: string): string {
  return decoded(octetsOf(name))?.normalize('NFC') ?? name;
}

function decoded(octets: Uint8Array): string | null {
  try {
    return utf8.decode(octets);
  } catch {
    return null;
  }
}
