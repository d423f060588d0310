import type { Crl } from './crl.ts';
import type { OcspResponse } from './ocsp.ts';

/** Where an answer came from: from a file or directory of the user's, out of the token, or fetched. */
export type SourceOrigin = 'user' | 'token' | 'fetched';

/** Where an answer was had. */
export interface AnswerOrigin {
  /** Where it was fetched; null for one out of a file or the token. */
  readonly url: string | null;
  /** Default `user`. */
  readonly origin?: SourceOrigin;
  /** When it was fetched, in milliseconds since 1970; absent where nobody knows. Decides nothing. */
  readonly fetchedAt?: number | null;
}

/** A CRL to judge by, with where it came from. */
export interface CrlSource extends AnswerOrigin {
  /** From `decodeCrl`. */
  readonly crl: Crl;
}

/** An OCSP answer to judge by. `nonce`: the octets that were sent to get it, null where none were. */
export interface OcspSource extends AnswerOrigin {
  /** From `decodeOcspResponse`. */
  readonly response: OcspResponse;
  /** The octets of the nonce that was sent to get it (RFC 9654); null: none was, or nobody knows. An answer with another one does not count. */
  readonly nonce: Uint8Array | null;
}

/** Something that was tried and gave nothing to judge by. `for`: SHA-256 of the certificate that it was tried for; null for all. */
export interface FailedSource {
  /** What was tried. */
  readonly kind: 'crl' | 'ocsp';
  /** Where; null for what a token embeds. */
  readonly url: string | null;
  /** SHA-256 of the certificate that it was tried for, hexadecimal; null for all. */
  readonly for: string | null;
  /** `unreachable` where no answer came, `revocation-unreadable` where one came that is of no use. */
  readonly code: 'unreachable' | 'revocation-unreadable';
  /** Default `fetched`. */
  readonly origin?: 'token';
  /** Why, in a word or in the sentence of a decoder; not escaped for any output. */
  readonly reason: string;
}
