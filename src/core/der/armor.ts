/**
 * The binary message in a file, whatever it is called: DER or BER as it is (its first octet is that of a SEQUENCE), PEM
 * (RFC 7468, any label; text before the block is passed over, none may follow it) or bare Base64 (RFC 4648 §4, white space
 * ignored). Null where it is none of these.
 */
export function unarmor(bytes: Uint8Array): Uint8Array | null {
  if (isBinary(bytes)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  return text.includes('-----BEGIN') ? fromPem(text) : fromBase64(text);
}

/** A message of a file that may hold several: `label` is that of its PEM block, null for DER, BER and bare Base64. */
export interface LabelledMessage {
  readonly label: string | null;
  readonly bytes: Uint8Array;
}

/**
 * All messages in a file: like {@link unarmor}, but any number of PEM blocks, with text around them. A block that does not end
 * under its own label, or that is no Base64, is passed over. Takes time in proportion to the bytes, whatever they are.
 */
export function* messagesIn(bytes: Uint8Array): Generator<LabelledMessage> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isBinary(bytes) && buffer.includes('-----BEGIN ')) return yield* pemBlocks(buffer);
  const message = unarmor(bytes);
  if (message !== null) yield { label: null, bytes: message };
}

/** As RFC 7468 §3 says of the label; the longest in use has 22 characters. */
const labelLength = 64;

function* pemBlocks(buffer: Buffer): Generator<LabelledMessage> {
  for (let at = 0; ; ) {
    const begin = buffer.indexOf('-----BEGIN ', at);
    const labelEnd = begin < 0 ? -1 : buffer.indexOf('-----', begin + 11);
    // The next five dashes are either the end of this block, or begin something else.
    const end = labelEnd < 0 ? -1 : buffer.indexOf('-----', labelEnd + 5);
    if (end < 0) return;
    const label = buffer.toString('latin1', begin + 11, Math.min(labelEnd, begin + 11 + labelLength));
    const closing = `-----END ${label}-----`;
    if (buffer.toString('latin1', end, end + closing.length) !== closing) {
      at = labelEnd;
      continue;
    }
    const message = fromBase64(buffer.toString('latin1', labelEnd + 5, end));
    if (message !== null) yield { label, bytes: message };
    at = end + closing.length;
  }
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
function isBinary(bytes: Uint8Array): boolean {
  const looksLikeText = bytes.length >= 16 && bytes.subarray(0, 64).every((octet) => octet >= 0x20 && octet < 0x7f);
  return bytes[0] === 0x30 && !looksLikeText;
}

function fromBase64(text: string): Uint8Array | null {
  const compact = text.replace(/\s+/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact) || compact.length % 4 === 1) return null;
  return Buffer.from(compact, 'base64');
}
