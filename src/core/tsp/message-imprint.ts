import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import type { Cursor } from '../der/cursor.ts';
import { type HashName, hashOf } from '../der/hashes.ts';

/** The hash that was stamped; `hash` is null for an algorithm that is not known here. */
export interface MessageImprint {
  /** As it came, with its parameters. */
  readonly algorithm: AlgorithmIdentifier;
  /** The hash function; null for one that is not known here. */
  readonly hash: HashName | null;
  /** The hash itself, of whatever length. */
  readonly hashedMessage: Uint8Array;
}

/**
 * MessageImprint ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashedMessage OCTET STRING } (RFC 3161 §2.4.1).
 * Throws DerError.
 */
export function decodeMessageImprint(outer: Cursor): MessageImprint {
  const cursor = outer.sequence('messageImprint');
  const algorithm = decodeAlgorithmIdentifier(cursor, 'hashAlgorithm');
  const hashedMessage = cursor.octets('hashedMessage');
  cursor.finish('messageImprint');
  return { algorithm, hash: hashOf(algorithm.oid) ?? null, hashedMessage };
}
