/**
 * The binary message in a file, whatever it is called: DER or BER as it is (its first octet is that of a SEQUENCE), PEM
 * (RFC 7468, any label; text before the block is passed over, none may follow it) or bare Base64 (RFC 4648 §4, white space
 * ignored). Null where it is none of these.
 */
export function unarmor(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] === 0x30 && !looksLikeText(bytes)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  return text.includes('-----BEGIN') ? fromPem(text) : fromBase64(text);
}

/**
 * Found by searching for its marks, not by one expression over the whole text: hostile text makes those take minutes.
 * Header fields as in RFC 1421 §4.6 are not read; RFC 7468 §2 has none.
 */
function fromPem(text: string): Uint8Array | null {
  const begin = text.indexOf('-----BEGIN ');
  const labelEnd = text.indexOf('-----', begin + 11);
  if (begin < 0 || labelEnd < 0 || labelEnd - begin > 80) return null;
  const label = text.slice(begin + 11, labelEnd);
  const closing = `-----END ${label}-----`;
  const end = text.indexOf(closing, labelEnd + 5);
  if (end < 0 || text.slice(end + closing.length).trim() !== '') return null;
  return fromBase64(text.slice(labelEnd + 5, end));
}

/** "0" is 0x30 as well: Base64 that starts with it is text throughout, and DER is not. */
function looksLikeText(bytes: Uint8Array): boolean {
  return bytes.length >= 16 && bytes.subarray(0, 64).every((octet) => octet >= 0x20 && octet < 0x7f);
}

function fromBase64(text: string): Uint8Array | null {
  const compact = text.replace(/\s+/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact) || compact.length % 4 === 1) return null;
  return Buffer.from(compact, 'base64');
}
