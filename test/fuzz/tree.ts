// A message as a tree of values, to be changed in its structure and written again with lengths that fit. Only as much BER as the seeds
// need: what can't be read stays one value of opaque octets.

/** One value. `children` where its content is values itself; else `content`. */
export interface Value {
  tag: number;
  content: Uint8Array;
  children: Value[] | null;
  /** What stands before the children: the octet of unused bits, where a BIT STRING wraps values. */
  before: Uint8Array;
  /** Length octets to write instead of those that fit. */
  length: Uint8Array | null;
}

const none = new Uint8Array();
const deepest = 40;

/** The values of the octets, to their end; null where they are none. */
export function parseValues(bytes: Uint8Array, depth = 0): Value[] | null {
  const values: Value[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = headerAt(bytes, at);
    if (header === null) return null;
    const { start, end } = header;
    values.push(readValue(bytes[at]!, bytes.subarray(start, end), depth));
    at = end;
  }
  return values;
}

function headerAt(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | null {
  const first = bytes[at + 1];
  if (first === undefined || (bytes[at]! & 0x1f) === 0x1f || first === 0x80 || first > 0x84) return null;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  let length = first < 0x80 ? first : 0;
  for (const octet of bytes.subarray(at + 2, at + 2 + octets)) length = length * 256 + octet;
  const start = at + 2 + octets;
  return start + length > bytes.length ? null : { start, end: start + length };
}

function readValue(tag: number, content: Uint8Array, depth: number): Value {
  const leaf: Value = { tag, content, children: null, before: none, length: null };
  if (depth > deepest || content.length === 0) return leaf;
  // eContent, the values of extensions and the certificates' keys are wrapped in strings.
  const wraps = tag === 0x03 && content[0] === 0 ? 1 : 0;
  if ((tag & 0x20) === 0 && tag !== 0x04 && wraps === 0) return leaf;
  const inner = content.subarray(wraps);
  if ((tag & 0x20) === 0 && (inner.length < 2 || !wrappable.has(inner[0]!))) return leaf;
  const children = parseValues(inner, depth + 1);
  return children === null || children.length === 0 ? leaf : { ...leaf, children, before: content.subarray(0, wraps) };
}

/** What a string that wraps values begins with; others that look like values are keys, hashes and signatures by chance. */
const wrappable = new Set([0x30, 0x03, 0x04, 0x05, 0x0c, 0x16]);

/** Writes values. */
export function encodeValues(values: readonly Value[]): Uint8Array {
  return Buffer.concat(values.map(encodeValue));
}

export function encodeValue({ tag, content, children, before, length }: Value): Uint8Array {
  const inner = children === null ? content : Buffer.concat([before, encodeValues(children)]);
  const ending = length !== null && length[0] === 0x80 ? Buffer.of(0, 0) : none;
  return Buffer.concat([Buffer.of(tag), length ?? lengthOf(inner.length), inner, ending]);
}

/** A length in the fewest octets. */
export function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

/** A place in a tree: a value, and the list that it stands in. */
export interface Spot {
  readonly list: Value[];
  readonly index: number;
}

/** Every place of a tree, from the root down. */
export function spotsOf(values: Value[]): Spot[] {
  const spots: Spot[] = [];
  const walk = (list: Value[]) => {
    for (const [index, { children }] of list.entries()) {
      spots.push({ list, index });
      if (children !== null) walk(children);
    }
  };
  walk(values);
  return spots;
}

export function copyOf(value: Value): Value {
  return { ...value, children: value.children?.map(copyOf) ?? null };
}
