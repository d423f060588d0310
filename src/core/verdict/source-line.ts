import type { Code } from './codes.ts';
import type { Facts } from './findings.ts';

/** What an answer says of a certificate: `good` that it isn't revoked, `nothing` where it doesn't speak of it. */
export type Says = 'good' | 'revoked' | 'on-hold' | 'never-issued' | 'unknown' | 'nothing';

/** One source that was tried for one certificate: what it said, whether that counted, and why not. */
export interface SourceLine {
  /** What it was. */
  readonly kind: 'crl' | 'delta-crl' | 'ocsp';
  /** Where it was fetched; null for one that was given or came with the token. */
  readonly url: string | null;
  /** SHA-256 of its bytes, hexadecimal; null where nothing came. */
  readonly sha256: string | null;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number | null;
  /** Milliseconds since 1970; null where it names none. */
  readonly nextUpdate: number | null;
  /** What it says of the certificate. */
  readonly says: Says;
  /** True where the judgement rests on it. */
  readonly counts: boolean;
  /** Why it didn't count; null exactly where it did. */
  readonly code: Code | null;
  /** What the words for people insert. */
  readonly facts: Facts;
}
