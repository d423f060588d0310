import type { Crl } from './crl.ts';
import type { OcspResponse } from './ocsp.ts';

/** Where an answer came from: from a file or directory of the user's, out of the token, or fetched. */
export type SourceOrigin = 'user' | 'token' | 'fetched';

interface Origin {
  /** Where it was fetched; null for one out of a file or the token. */
  readonly url: string | null;
  /** Default `user`. */
  readonly origin?: SourceOrigin;
  /** When it was fetched, in milliseconds since 1970; absent where nobody knows. Decides nothing. */
  readonly fetchedAt?: number | null;
}

/** A CRL to judge by, with where it came from. */
export interface CrlSource extends Origin {
  readonly crl: Crl;
}

/** An OCSP answer to judge by. `nonce`: the octets that were sent to get it, null where none were. */
export interface OcspSource extends Origin {
  readonly response: OcspResponse;
  readonly nonce: Uint8Array | null;
}

/** Something that was tried and gave nothing to judge by. `for`: SHA-256 of the certificate that it was tried for; null for all. */
export interface FailedSource {
  readonly kind: 'crl' | 'ocsp';
  readonly url: string | null;
  readonly for: string | null;
  readonly code: 'unreachable' | 'revocation-unreadable';
  /** Default `fetched`. */
  readonly origin?: 'token';
  readonly reason: string;
}
