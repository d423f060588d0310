import { limits } from '../../der/limits.ts';
import type { ListProblem } from './list-error.ts';

/** The base that serial numbers are written in. */
export type Radix = 10 | 16;

/** Octets that a serial number is read into, at the end of them: one more than the longest, for a sign. */
export const serialScratch = limits.tstSerialOctets + 1;

/** Values of hexadecimal digits; -1 for what is none. */
const digits = Int8Array.from({ length: 256 }, (_, octet) => {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
});

/** Digits of the longest decimal number that fits. */
const longestDecimal = Math.ceil(limits.tstSerialOctets * 2.4083);

/**
 * Reads a serial number as people write it: decimal, or hexadecimal with colons or spaces between octets; `0x` before it says that
 * it is hexadecimal; a minus sign is one. Without `0x` and without a radix nobody knows what `10` means: `radix-missing`.
 *
 * Writes INTEGER content octets in the fewest of them at the end of `out` ({@link serialScratch} octets) and gives the place of the
 * first; or what is wrong.
 */
export function readSerial(
  text: Uint8Array,
  start: number,
  end: number,
  radix: Radix | null,
  out: Uint8Array,
): number | ListProblem {
  let at = start;
  const negative = text[at] === 0x2d;
  if (negative) at++;
  let base = radix;
  if (at + 1 < end && text[at] === 0x30 && (text[at + 1]! | 0x20) === 0x78) {
    base = 16;
    at += 2;
  }
  if (at >= end) return 'serial-form';
  if (base === null) return digits[text[at]!]! < 0 ? 'serial-form' : 'radix-missing';
  const place = base === 16 ? hexadecimal(text, at, end, out) : decimal(text, at, end, out);
  if (typeof place !== 'number') return place;
  return signed(out, place, negative);
}

/** The magnitude's octets, from the last to the first. */
function hexadecimal(text: Uint8Array, start: number, end: number, out: Uint8Array): number | ListProblem {
  if (digits[text[start]!]! < 0 || digits[text[end - 1]!]! < 0) return 'serial-form';
  let place = out.length;
  let low = -1;
  for (let at = end - 1; at >= start; at--) {
    const octet = text[at]!;
    const digit = digits[octet]!;
    if (digit < 0) {
      // Only whole octets are set apart, each by one character.
      if ((octet !== 0x3a && octet !== 0x20) || low >= 0 || digits[text[at - 1]!]! < 0) return 'serial-form';
    } else if (low < 0) low = digit;
    else {
      if (place === 1) return 'serial-too-long';
      out[--place] = (digit << 4) | low;
      low = -1;
    }
  }
  if (low < 0) return place;
  if (place === 1) return 'serial-too-long';
  out[--place] = low;
  return place;
}

const limb = 0x1000000;
/** The magnitude in base 2^24, lowest first. */
const limbs = new Float64Array(Math.ceil(limits.tstSerialOctets / 3) + 3);

function decimal(text: Uint8Array, start: number, end: number, out: Uint8Array): number | ListProblem {
  if (end - start > longestDecimal) {
    for (let at = start; at < end; at++) if (text[at]! < 0x30 || text[at]! > 0x39) return 'serial-form';
    return 'serial-too-long';
  }
  let count = 0;
  for (let at = start; at < end; ) {
    // Seven digits at a time, fewer the first time: the product stays exact.
    const stop = at + ((end - at) % 7 || 7);
    let carry = 0;
    for (; at < stop; at++) {
      const digit = text[at]! - 0x30;
      if (digit < 0 || digit > 9) return 'serial-form';
      carry = carry * 10 + digit;
    }
    for (let i = 0; i < count; i++) {
      const value = limbs[i]! * 10_000_000 + carry;
      carry = Math.floor(value / limb);
      limbs[i] = value - carry * limb;
    }
    if (carry > 0) limbs[count++] = carry;
  }
  let place = out.length;
  for (let i = 0; i < count; i++) {
    let rest = limbs[i]!;
    for (let octet = 0; octet < 3 && (rest > 0 || i < count - 1); octet++) {
      if (place === 1) return 'serial-too-long';
      out[--place] = rest & 0xff;
      rest = Math.floor(rest / 256);
    }
  }
  // Zero has no octet yet; before others one more decides nothing.
  out[--place] = 0;
  return place;
}

/** From a magnitude to an INTEGER in the fewest octets (X.690 §8.3.2, §8.3.3). */
function signed(out: Uint8Array, from: number, negative: boolean): number {
  let place = from;
  const last = out.length - 1;
  while (place < last && out[place] === 0) place++;
  if (!negative || out[place] === 0) {
    if (out[place]! >= 0x80) out[--place] = 0;
    return place;
  }
  out[--place] = 0;
  let carry = 1;
  for (let at = last; at >= place; at--) {
    const octet = (out[at]! ^ 0xff) + carry;
    out[at] = octet & 0xff;
    carry = octet >> 8;
  }
  while (out[place] === 0xff && out[place + 1]! >= 0x80) place++;
  return place;
}
