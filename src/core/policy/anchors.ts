import { DerError } from '../der/errors.ts';
import { isSelfSigned, type TrustAnchor, trustAnchor } from '../x509/anchor.ts';
import type { Certificate } from '../x509/certificate.ts';

/**
 * What a user gave as trust, sorted: self-signed CA certificates become anchors, all others candidates, for a ministry's ZIP
 * holds the authorities' own and intermediate certificates too. `any` makes anchors of the others as well.
 *
 * Version 1 certificates have no extension to say that they are a CA's (RFC 5280 §6.1.4 (k)); given as trust, a
 * self-signed one counts as a CA's.
 */
export function sortTrust(
  certificates: readonly Certificate[],
  any: boolean,
): { readonly anchors: TrustAnchor[]; readonly candidates: Certificate[] } {
  const anchors: TrustAnchor[] = [];
  const candidates: Certificate[] = [];
  for (const certificate of certificates) {
    if (any || (isCa(certificate) && isSelfSigned(certificate))) anchors.push(trustAnchor(certificate));
    else candidates.push(certificate);
  }
  return { anchors, candidates };
}

function isCa(certificate: Certificate): boolean {
  if (certificate.version === 1) return true;
  try {
    return certificate.basicConstraints?.cA === true;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
