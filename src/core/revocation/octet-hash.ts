/** FNV-1a over octets, mixed at the end (Murmur3's finaliser), from a seed that depends on everything that is hashed into one table. */
export function octetHash(octets: Uint8Array, start: number, end: number, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let i = start; i < end; i++) value = Math.imul(value ^ octets[i]!, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Where INTEGER content begins in the fewest octets: some lists, certificates and tokens carry a superfluous one. */
export function leastStart(bytes: Uint8Array, from: number, end: number): number {
  let start = from;
  while (start + 1 < end) {
    const sign = bytes[start + 1]! & 0x80;
    if ((bytes[start] === 0x00 && sign === 0) || (bytes[start] === 0xff && sign !== 0)) start++;
    else break;
  }
  return start;
}
