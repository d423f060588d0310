import type { CertificateOrigin } from '../verdict/judgement.ts';
import type { Certificate } from '../x509/certificate.ts';

/** A certificate that may be the signer's or an issuer's, with where it came from. Never an anchor. */
export interface Candidate {
  /** From `decodeCertificate`. */
  readonly certificate: Certificate;
  /** `token`, `user` or `fetched`: those of a token are tried last. */
  readonly origin: Exclude<CertificateOrigin, 'anchor'>;
  /** Where it was fetched, for `fetched`. */
  readonly url: string | null;
  /** When it was fetched, in milliseconds since 1970; absent where nobody knows. Decides nothing. */
  readonly fetchedAt?: number | null;
}

/** What the token carries comes last: anyone can have added to it. */
export function tokenLast(candidates: readonly Candidate[]): readonly Candidate[] {
  const others = candidates.filter(({ origin }) => origin !== 'token');
  return [...others, ...candidates.filter(({ origin }) => origin === 'token')];
}
