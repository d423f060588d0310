/** True where the bytes from `offset` on are these; each character is one octet. */
export function has(bytes: Uint8Array, octets: string, offset = 0): boolean {
  if (bytes.length < offset + octets.length) return false;
  for (let i = 0; i < octets.length; i++) if (bytes[offset + i] !== octets.charCodeAt(i)) return false;
  return true;
}

/** An unsigned number of 16 bits, least significant octet first; octets beyond the end are 0, here and below. */
export function little16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
}

export function little32(bytes: Uint8Array, offset: number): number {
  return (little16(bytes, offset) | (little16(bytes, offset + 2) << 16)) >>> 0;
}

/** Of 64 bits; beyond 2^53 it is not exact, and larger than any file. */
export function little64(bytes: Uint8Array, offset: number): number {
  return little32(bytes, offset) + little32(bytes, offset + 4) * 2 ** 32;
}

/** Most significant octet first. */
export function big16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

export function big32(bytes: Uint8Array, offset: number): number {
  return ((big16(bytes, offset) << 16) | big16(bytes, offset + 2)) >>> 0;
}
