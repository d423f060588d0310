/** Hash functions by their OpenSSL name, with what the rules need of them. */
export const hashes = {
  md5: { oid: '1.2.840.113549.2.5', bytes: 16 },
  sha1: { oid: '1.3.14.3.2.26', bytes: 20 },
  sha224: { oid: '2.16.840.1.101.3.4.2.4', bytes: 28 },
  sha256: { oid: '2.16.840.1.101.3.4.2.1', bytes: 32 },
  sha384: { oid: '2.16.840.1.101.3.4.2.2', bytes: 48 },
  sha512: { oid: '2.16.840.1.101.3.4.2.3', bytes: 64 },
  'sha512-256': { oid: '2.16.840.1.101.3.4.2.6', bytes: 32 },
  'sha3-256': { oid: '2.16.840.1.101.3.4.2.8', bytes: 32 },
  'sha3-384': { oid: '2.16.840.1.101.3.4.2.9', bytes: 48 },
  'sha3-512': { oid: '2.16.840.1.101.3.4.2.10', bytes: 64 },
} as const;

/** A hash function by its OpenSSL name, as `node:crypto` takes it. */
export type HashName = keyof typeof hashes;

const byOid = new Map<string, HashName>(Object.entries(hashes).map(([name, { oid }]) => [oid, name as HashName]));

/** The hash function of an identifier, or undefined for one that is not known here. */
export function hashOf(oid: string): HashName | undefined {
  return byOid.get(oid);
}
