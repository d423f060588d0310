import { DerError } from '../der/errors.ts';
import { isSelfIssued, isSelfSigned, type TrustAnchor, trustAnchor } from '../x509/anchor.ts';
import type { Certificate } from '../x509/certificate.ts';
import { keyIdentifiers } from '../x509/certificate-rules.ts';
import { publicKeyOf, verifySignature } from '../x509/signature.ts';

/**
 * What a user gave as trust, sorted: self-signed CA certificates become anchors, all others candidates, for a ministry's ZIP
 * holds the authorities' own and intermediate certificates too. `any` makes anchors of the others as well.
 *
 * Version 1 certificates have no extension to say that they are a CA's (RFC 5280 §6.1.4 (k)); given as trust, a
 * self-signed one counts as a CA's. Throws nothing.
 */
export function sortTrust(
  certificates: readonly Certificate[],
  any = false,
): { readonly anchors: TrustAnchor[]; readonly candidates: Certificate[] } {
  const anchors: TrustAnchor[] = [];
  const candidates: Certificate[] = [];
  for (const certificate of certificates) {
    if (any || (isCa(certificate) && signsItself(certificate))) anchors.push(trustAnchor(certificate));
    else candidates.push(certificate);
  }
  return { anchors, candidates };
}

/**
 * An anchor's self-signature proves nothing and its algorithm is not judged. Where nothing here can check it, as MD2 on roots
 * of the nineties, the names and key identifiers tell whether it is one.
 */
function signsItself(certificate: Certificate): boolean {
  if (isSelfSigned(certificate)) return true;
  if (!isSelfIssued(certificate) || keyIdentifiers(certificate, certificate) === 'differ') return false;
  const { signatureAlgorithm: algorithm, tbs: data, signature } = certificate;
  return verifySignature({ algorithm, key: publicKeyOf(certificate), data, signature }).status === 'unsupported';
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
