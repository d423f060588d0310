// A browser's PNG made small: at most 256 colours, which a page of text and bars does not miss (PNG, third edition, W3C).
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** The same picture with a palette. Throws RangeError where it is no PNG of 8 bits a channel, RGB, without interlacing. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = rgbOf(png);
  // Coarser and coarser steps of brightness, until all colours have a place.
  for (let step = 4; step <= 64; step *= 2) {
    const palette = new Map<number, number>();
    const rows = Buffer.alloc((width + 1) * height);
    for (let index = 0; index < width * height && palette.size <= 256; index++) {
      const colour = [0, 1, 2].reduce((all, part) => (all << 8) | stepped(pixels[index * 3 + part]!, step), 0);
      const place = palette.get(colour) ?? palette.size;
      palette.set(colour, place);
      rows[index + Math.floor(index / width) + 1] = place;
    }
    if (palette.size > 256) continue;
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    // Bit depth 8, colour type 3: indexed.
    header.set([8, 3], 8);
    const colours = Buffer.from(
      [...palette.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
    );
    const data = deflateSync(rows, { level: 9, memLevel: 9 });
    const chunks = [chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
    return Buffer.concat([signature, ...chunks]);
  }
  throw new RangeError('too many colours for a palette');
}

function stepped(value: number, step: number): number {
  return Math.min(255, Math.round(value / step) * step);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function rgbOf(png: Buffer): { readonly width: number; readonly height: number; readonly pixels: Buffer } {
  if (!png.subarray(0, 8).equals(signature)) throw new RangeError('this is no PNG');
  const parts: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT') parts.push(data);
    if (type === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      if (data.toString('hex', 8) !== '0802000000') throw new RangeError('only RGB of 8 bits is read');
    }
    at += 12 + length;
  }
  return { width, height, pixels: unfiltered(inflateSync(Buffer.concat(parts)), width * 3, height) };
}

/** Rows without their filters (PNG §9). */
function unfiltered(raw: Buffer, size: number, height: number): Buffer {
  const pixels = Buffer.alloc(size * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (size + 1)]!;
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const left = x >= 3 ? pixels[at - 3]! : 0;
      const up = y > 0 ? pixels[at - size]! : 0;
      const corner = x >= 3 && y > 0 ? pixels[at - size - 3]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[at] = raw[y * (size + 1) + 1 + x]! + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value)) as [number, number, number];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
