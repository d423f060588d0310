import { byteOrderMark } from '../csv.ts';

/** How a CSV file is written: UTF-8 with a byte order mark, or the Shift_JIS of Windows (CP932). */
export const csvEncodings = ['utf-8', 'shift_jis'] as const;
export type CsvEncoding = (typeof csvEncodings)[number];

/** Bytes gathered before they are handed on. */
const pieceLength = 65_536;

/**
 * The text in bytes, some 64 KiB at a time. What the encoding has no bytes for is written as `\u{…}`, with its code point in
 * hexadecimal, and never dropped or replaced.
 */
export function* encodeCsv(pieces: Iterable<string>, encoding: CsvEncoding): Iterable<Uint8Array> {
  let gathered = encoding === 'utf-8' ? byteOrderMark : '';
  const encode = encoding === 'utf-8' ? encodeUtf8 : encodeShiftJis;
  for (const piece of pieces) {
    gathered += piece;
    // Half of a letter waits for the other half.
    if (gathered.length < pieceLength || /[\ud800-\udbff]$/.test(gathered)) continue;
    yield encode(gathered);
    gathered = '';
  }
  if (gathered !== '') yield encode(gathered);
}

function encodeUtf8(text: string): Uint8Array {
  return Buffer.from(text.isWellFormed() ? text : text.replace(/\p{Cs}/gu, codePoint), 'utf8');
}

/**
 * Text in Shift_JIS as browsers encode it (WHATWG Encoding Standard, §12.3.2), which is CP932. Letters that tables of JIS X 0208 map
 * to other code points than CP932 does, as macOS and Java write them, become the letter that looks the same.
 */
export function encodeShiftJis(text: string): Uint8Array {
  if (/^[\u0000-\u007f]*$/.test(text)) return Buffer.from(text, 'latin1');
  let bytes = Buffer.allocUnsafe(text.length * 2);
  let length = 0;
  for (const letter of text) {
    const code = bytesOf(letter);
    const spelled = code === null ? codePoint(letter) : '';
    if (length + Math.max(2, spelled.length) > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2 + 16);
    if (code === null) length += bytes.write(spelled, length, 'latin1');
    else if (code > 0xff) length = bytes.writeUInt16BE(code, length);
    else length = bytes.writeUInt8(code, length);
  }
  return bytes.subarray(0, length);
}

/** One or two bytes as a number; null: there are none. */
function bytesOf(letter: string): number | null {
  const code = letter.codePointAt(0)!;
  if (code <= 0x80) return code;
  const single = singles.get(code);
  if (single !== undefined) return single;
  if (code >= 0xff61 && code <= 0xff9f) return code - 0xff61 + 0xa1;
  doubles ??= invert();
  return doubles.get(code) ?? doubles.get(lookAlikes.get(code) ?? -1) ?? null;
}

/** The yen sign and the overline stand where ASCII has `\` and `~`. */
const singles: ReadonlyMap<number, number> = new Map([
  [0xa5, 0x5c],
  [0x203e, 0x7e],
]);

/** Letters of JIS X 0208 whose code point differs between its own table and CP932. */
const lookAlikes: ReadonlyMap<number, number> = new Map([
  [0x2212, 0xff0d], // minus sign
  [0x301c, 0xff5e], // wave dash
  [0x2016, 0x2225], // double vertical line
  [0x2014, 0x2015], // em dash
  [0xa2, 0xffe0], // cent sign
  [0xa3, 0xffe1], // pound sign
  [0xac, 0xffe2], // not sign
  [0xa6, 0xffe4], // broken bar
]);

let doubles: ReadonlyMap<number, number> | undefined;

/**
 * Code points by the two bytes that decode to them. Of several the first counts, and none of the pointers 8272 to 8835, where NEC kept
 * a second copy of IBM's extensions. From 8836 to 10715 are the letters of private use, which nobody else could read.
 */
function invert(): Map<number, number> {
  const decoder = new TextDecoder('shift_jis');
  const table = new Map<number, number>();
  for (let pointer = 0; pointer < 11_280; pointer++) {
    if (pointer >= 8272 && pointer <= 10_715) continue;
    const [row, cell] = [Math.floor(pointer / 188), pointer % 188];
    const lead = row + (row < 0x1f ? 0x81 : 0xc1);
    const trail = cell + (cell < 0x3f ? 0x40 : 0x41);
    const decoded = decoder.decode(Uint8Array.of(lead, trail));
    // What has no letter decodes to U+FFFD, with or without the trailing byte behind it.
    const code = decoded.length === 1 ? decoded.charCodeAt(0) : 0xfffd;
    if (code !== 0xfffd && !table.has(code)) table.set(code, lead * 256 + trail);
  }
  return table;
}

function codePoint(letter: string): string {
  return `\\u{${letter.codePointAt(0)!.toString(16)}}`;
}
