import type { Code } from './codes.ts';
import type { Facts } from './findings.ts';

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
