import { hash } from 'node:crypto';
import type { HashName } from '../der/hashes.ts';
import type { TokenFile } from './token.ts';

/** The hash of some data, in place of the data. */
export interface Digest {
  /** Which hash function. */
  readonly algorithm: HashName;
  /** The hash itself: as many octets as `hashes` says of the algorithm. */
  readonly value: Uint8Array;
}

/**
 * The hashes of data that {@link verify} needs to judge a token (RFC 3161 §2.4.2, messageImprint): `data` under the algorithm that the
 * token names. Empty where the token names none that is known, which a rule then says. For data that is too large for memory hash it
 * as a stream under `token.tstInfo.messageImprint.hash`, and make the map yourself. Throws nothing.
 */
export function digestsFor(token: TokenFile, data: Uint8Array): ReadonlyMap<HashName, Uint8Array> {
  const algorithm = token.tstInfo?.messageImprint?.hash ?? null;
  return new Map(algorithm === null ? [] : [[algorithm, hash(algorithm, data, 'buffer')]]);
}
