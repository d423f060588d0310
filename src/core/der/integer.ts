/** The value of an INTEGER's content octets (X.690 §8.3), of any size. */
export function toBigInt(content: Uint8Array): bigint {
  const unsigned = BigInt(`0x${toHex(content) || '0'}`);
  return content.length > 0 && content[0]! & 0x80 ? unsigned - (1n << BigInt(content.length * 8)) : unsigned;
}

/** True for a negative INTEGER. */
export function isNegative(content: Uint8Array): boolean {
  return (content[0] ?? 0) >= 0x80;
}

/** Octets in lower-case hexadecimal, two digits each. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

/** An INTEGER in signed hexadecimal as people write serial numbers: `-0x…` never pads, a positive one drops a sign octet. */
export function integerHex(content: Uint8Array): string {
  if (!isNegative(content)) {
    let start = 0;
    while (start < content.length - 1 && content[start] === 0) start++;
    return content.length === 0 ? '00' : toHex(content.subarray(start));
  }
  const digits = (-toBigInt(content)).toString(16);
  return `-${digits.length % 2 === 1 ? '0' : ''}${digits}`;
}

/** True where two INTEGERs have the same value, however many superfluous octets either has. */
export function sameInteger(a: Uint8Array, b: Uint8Array): boolean {
  return equalOctets(a, b) || toBigInt(a) === toBigInt(b);
}

/** Bits of a positive INTEGER's value; 0 for zero. */
export function bitLength(content: Uint8Array): number {
  const first = content.findIndex((octet) => octet !== 0);
  return first < 0 ? 0 : (content.length - first) * 8 - (Math.clz32(content[first]!) - 24);
}

/** True where two octet strings are equal. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
