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
  const value = toBigInt(content);
  const digits = (value < 0n ? -value : value).toString(16);
  const padded = digits.length % 2 === 1 ? `0${digits}` : digits;
  return value < 0n ? `-${padded}` : padded;
}

/** True where two octet strings are equal. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
