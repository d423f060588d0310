/**
 * The dotted form of an OBJECT IDENTIFIER's content octets (X.690 §8.19), or null where they are none: empty, cut off,
 * padded, or with an arc of more than 128 bits.
 */
export function decodeOid(content: Uint8Array): string | null {
  const last = content[content.length - 1];
  if (last === undefined || last & 0x80 || content.length > 128) return null;
  let text = '';
  let arc = 0;
  let wide: bigint | null = null;
  let start = true;
  let octets = 0;
  for (const octet of content) {
    if (start && octet === 0x80) return null;
    start = false;
    if (++octets > 19) return null;
    if (wide === null && arc > 0x3fffffffffff) wide = BigInt(arc);
    if (wide === null) arc = arc * 128 + (octet & 0x7f);
    else wide = wide * 128n + BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    if (text === '') {
      const root = wide !== null || arc >= 80 ? 2 : arc >= 40 ? 1 : 0;
      text = `${root}.${wide === null ? arc - root * 40 : wide - 80n}`;
    } else {
      text += `.${wide ?? arc}`;
    }
    arc = 0;
    wide = null;
    start = true;
    octets = 0;
  }
  return text;
}

/** The content octets of a dotted OBJECT IDENTIFIER, or null where the text is none. */
export function encodeOid(text: string): Uint8Array | null {
  if (text.length > 512 || !/^[0-2](\.(0|[1-9]\d*))+$/.test(text)) return null;
  const arcs = text.split('.').map(BigInt);
  const [root, second] = [arcs[0]!, arcs[1]!];
  if (root < 2n && second > 39n) return null;
  const octets: number[] = [];
  for (const arc of [root * 40n + second, ...arcs.slice(2)]) {
    const groups = [Number(arc & 0x7fn)];
    for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) groups.unshift(Number(rest & 0x7fn) | 0x80);
    octets.push(...groups);
  }
  return Uint8Array.from(octets);
}
