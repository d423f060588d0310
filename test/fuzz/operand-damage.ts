import fc from 'fast-check';
import type { Compared } from './compares.ts';
import { place } from './octet-damage.ts';
import { encodeValues, parseValues, spotsOf } from './tree.ts';

/** What a comparison saw is replaced by what it wanted. `at` is a fraction of the places where it may be. */
export interface OperandDamage {
  readonly kind: 'operand';
  readonly at: number;
  /** Whether values of a message get lengths that fit. */
  readonly fits: boolean;
  /** Filled in when it is known which input is damaged. */
  readonly pair: Compared | null;
}

export const operandDamages: fc.Arbitrary<OperandDamage> = fc.record({
  kind: fc.constant('operand'),
  at: place,
  fits: fc.noBias(fc.nat({ max: 3 })).map((n) => n > 0),
  pair: fc.constant(null),
});

type Swap = readonly [from: Buffer, to: Buffer];

/** The input with what was compared, wherever it stands in it, as what it was compared with; else that is put in. */
export function damageOperand(bytes: Uint8Array, { at, fits, pair }: OperandDamage): Uint8Array {
  if (pair === null) return bytes;
  const swaps = swapsOf(pair);
  const fitted = fits ? swapValue(bytes, swaps, at) : null;
  if (fitted !== null) return fitted;
  const found = swaps.flatMap((swap) => placesOf(bytes, swap[0]).map((start) => ({ start, swap })));
  const one = found[Math.floor(at * found.length)];
  if (one !== undefined) return replaced(bytes, one.start, one.swap);
  const put = swaps[Math.floor(at * swaps.length)]?.[1] ?? Buffer.alloc(0);
  return replaced(bytes, Math.floor(at * bytes.length), [Buffer.alloc(0), put]);
}

/** As above in one value of a message, one that is nothing else if there is any; null where no value has it. */
function swapValue(bytes: Uint8Array, swaps: readonly Swap[], at: number): Uint8Array | null {
  const tree = parseValues(bytes);
  if (tree === null) return null;
  const all = spotsOf(tree).flatMap(({ list, index }) => {
    const value = list[index]!;
    if (value.children !== null) return [];
    return swaps.flatMap((swap) => placesOf(value.content, swap[0]).map((start) => ({ value, start, swap })));
  });
  const whole = all.filter(({ value, swap }) => value.content.length === swap[0].length);
  const found = whole.length > 0 ? whole : all;
  const one = found[Math.floor(at * found.length)];
  if (one === undefined) return null;
  one.value.content = replaced(one.value.content, one.start, one.swap);
  return encodeValues(tree);
}

/** A pair in every encoding that an input may have it in. */
function swapsOf({ from, to }: Compared): Swap[] {
  const [left, right] = [encodingsOf(from), encodingsOf(to)];
  return Object.keys(left).flatMap((name): Swap[] => {
    const [one, other] = [left[name]!, right[name]];
    return other === undefined || one.length === 0 ? [] : [[one, other]];
  });
}

function encodingsOf(value: string | number): Record<string, Buffer> {
  const text = Buffer.from(String(value));
  if (typeof value === 'number') {
    const isWhole = Number.isSafeInteger(value) && value >= 0;
    return isWhole ? { text, octets: octetsOf(BigInt(value)) } : { text };
  }
  const encodings: Record<string, Buffer> = { text };
  if (/^(?:[0-9a-f]{2})+$/i.test(value)) encodings.hex = Buffer.from(value, 'hex');
  if (/^[0-2](?:\.\d+)+$/.test(value)) encodings.oid = oidOf(value);
  return encodings;
}

/** A whole number in the fewest octets. */
function octetsOf(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

/** The content of an OBJECT IDENTIFIER. */
function oidOf(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const octets = [first * 40n + second, ...rest].flatMap((arc) => {
    const groups = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80);
    return groups;
  });
  return Buffer.from(octets);
}

function placesOf(bytes: Uint8Array, piece: Buffer): number[] {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places: number[] = [];
  for (let at = whole.indexOf(piece); at >= 0; at = whole.indexOf(piece, at + 1)) places.push(at);
  return places;
}

function replaced(bytes: Uint8Array, at: number, [from, to]: Swap): Buffer {
  return Buffer.concat([bytes.subarray(0, at), to, bytes.subarray(at + from.length)]);
}
