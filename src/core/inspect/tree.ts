/** Bounds of a description: what is shown to people, not what is judged. */
export const inspectLimits = {
  /** Values of one input: a token has about 600, a CRL of 5,000 entries 20,000. */
  values: 20_000,
  /** Nesting: a token with a full chain needs 16, twice that leaves room for values inside strings. */
  depth: 48,
  /** Octets of one value shown in hexadecimal. */
  shownOctets: 64,
  /** Octets of one value shown as text. */
  shownText: 512,
} as const;

/** A value of BER or DER as it stands in the bytes (X.690 §8.1), whether it is well formed inside or not. */
export interface TreeValue {
  /** Offset of its identifier octets from the start of the input, in bytes. */
  readonly offset: number;
  /** Offset of its content octets. */
  readonly content: number;
  /** Offset after its last content octet. */
  readonly end: number;
  readonly tagClass: 'universal' | 'application' | 'context' | 'private';
  readonly constructed: boolean;
  readonly tagNumber: number;
  readonly indefinite: boolean;
  readonly children: readonly TreeValue[];
}

/** Where and why reading stopped before the end. */
export interface Stop {
  readonly offset: number;
  readonly reason: StopReason;
}

export type StopReason =
  | 'cut-off'
  | 'bad-length'
  | 'bad-tag'
  | 'too-deep'
  | 'too-many'
  | 'no-end-of-contents'
  | 'empty';

export interface Tree {
  readonly values: readonly TreeValue[];
  /** Null where every byte was read. */
  readonly stop: Stop | null;
  /** Offset after what was read. */
  readonly end: number;
}

type Budget = { values: number; stop: Stop | null };
type Header = Pick<TreeValue, 'offset' | 'content' | 'tagClass' | 'constructed' | 'tagNumber'> & {
  length: number | null;
};

/**
 * Reads one value with everything inside, as far as it goes: definite and indefinite lengths, high tag numbers, lengths in
 * more octets than needed. The first thing that cannot be read ends the walk and is told with its offset; what stands
 * before it is returned. Never throws.
 */
export function readTree(
  bytes: Uint8Array,
  start = 0,
  limit = bytes.length,
  values: number = inspectLimits.values,
): Tree {
  const budget: Budget = { values, stop: null };
  if (start >= limit) return { values: [], stop: { offset: start, reason: 'empty' }, end: start };
  const value = readValue(bytes, start, limit, 0, budget);
  return { values: value ? [value] : [], stop: budget.stop, end: value ? endOf(value) : start };
}

/** Offset after the value, the end-of-contents octets of an indefinite length included. */
export function endOf(value: TreeValue): number {
  return value.indefinite ? value.end + 2 : value.end;
}

function readValue(bytes: Uint8Array, start: number, limit: number, depth: number, budget: Budget): TreeValue | null {
  if (budget.values-- <= 0) return stop(budget, start, 'too-many');
  const header = readHeader(bytes, start, limit, budget);
  if (header === null) return null;
  const { length, ...rest } = header;
  const indefinite = length === null;
  if (indefinite && !header.constructed) return stop(budget, start, 'bad-length');
  const declared = indefinite ? limit : header.content + length;
  const end = Math.min(declared, limit);
  if (!header.constructed) {
    if (declared > limit) stop(budget, start, 'cut-off');
    return { ...rest, indefinite, end, children: [] };
  }
  if (depth >= inspectLimits.depth) {
    stop(budget, start, 'too-deep');
    return { ...rest, indefinite, end, children: [] };
  }
  const children: TreeValue[] = [];
  let position = header.content;
  while (budget.stop === null && position < end) {
    if (indefinite && bytes[position] === 0 && bytes[position + 1] === 0 && position + 1 < end) {
      return { ...rest, indefinite, end: position, children };
    }
    const child = readValue(bytes, position, end, depth + 1, budget);
    if (child === null) break;
    children.push(child);
    position = endOf(child);
  }
  if (budget.stop === null && indefinite) stop(budget, position, 'no-end-of-contents');
  if (budget.stop === null && declared > limit) stop(budget, limit, 'cut-off');
  return { ...rest, indefinite, end: indefinite ? position : end, children };
}

function readHeader(bytes: Uint8Array, start: number, limit: number, budget: Budget): Header | null {
  const identifier = bytes[start]!;
  let position = start + 1;
  let tagNumber = identifier & 0x1f;
  if (tagNumber === 0x1f) {
    tagNumber = 0;
    for (let octet = 0x80; octet & 0x80; position++) {
      if (position >= limit) return stop(budget, start, 'cut-off');
      octet = bytes[position]!;
      tagNumber = tagNumber * 128 + (octet & 0x7f);
      if (tagNumber > 0xffffff) return stop(budget, start, 'bad-tag');
    }
  } else if (identifier === 0) {
    return stop(budget, start, 'bad-tag');
  }
  if (position >= limit) return stop(budget, start, 'cut-off');
  const first = bytes[position++]!;
  let length: number | null = first;
  if (first === 0x80) {
    length = null;
  } else if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 6) return stop(budget, start, 'bad-length');
    if (position + count > limit) return stop(budget, start, 'cut-off');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[position++]!;
  }
  const tagClass = (['universal', 'application', 'context', 'private'] as const)[identifier >> 6]!;
  return { offset: start, content: position, tagClass, constructed: (identifier & 0x20) !== 0, tagNumber, length };
}

function stop(budget: Budget, offset: number, reason: StopReason): null {
  budget.stop ??= { offset, reason };
  return null;
}
