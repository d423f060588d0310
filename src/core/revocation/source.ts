import type { Code } from '../verdict/codes.ts';
import type { Facts } from '../verdict/findings.ts';
import type { Crl } from './crl.ts';
import type { OcspResponse } from './ocsp.ts';

/** A CRL to judge by, with where it came from: null for one out of a file or the token. */
export interface CrlSource {
  readonly crl: Crl;
  readonly url: string | null;
}

/** An OCSP answer to judge by. `nonce`: the octets that were sent to get it, null where none were. */
export interface OcspSource {
  readonly response: OcspResponse;
  readonly url: string | null;
  readonly nonce: Uint8Array | null;
}

/** Something that was tried and gave nothing to judge by. `for`: SHA-256 of the certificate that it was tried for; null for all. */
export interface FailedSource {
  readonly kind: 'crl' | 'ocsp';
  readonly url: string | null;
  readonly for: string | null;
  readonly code: 'unreachable' | 'revocation-unreadable';
  readonly reason: string;
}

/** What an answer says of a certificate: `good` that it isn't revoked, `nothing` where it doesn't speak of it. */
export type Says = 'good' | 'revoked' | 'on-hold' | 'never-issued' | 'unknown' | 'nothing';

/** One source that was tried for one certificate: what it said, whether that counted, and why not. */
export interface SourceLine {
  readonly kind: 'crl' | 'delta-crl' | 'ocsp';
  readonly url: string | null;
  /** SHA-256 of its bytes, hexadecimal; null where nothing came. */
  readonly sha256: string | null;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number | null;
  readonly nextUpdate: number | null;
  readonly says: Says;
  readonly counts: boolean;
  /** Why it didn't count; null exactly where it did. */
  readonly code: Code | null;
  readonly facts: Facts;
}
