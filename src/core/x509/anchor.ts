import type { Name } from '../der/name.ts';
import { sameName } from '../der/name.ts';
import type { Certificate } from './certificate.ts';
import { type PublicKey, publicKeyOf, verifySignature } from './signature.ts';

/**
 * A key that its user trusts, given as a certificate (RFC 5280 §6.1.1 (d)). A type of its own, which only
 * {@link trustAnchor} makes: a certificate out of a token or a download can't be handed over in its place.
 */
export class TrustAnchor {
  // A private field makes the type nominal: no object of the same shape passes for an anchor.
  readonly #certificate: Certificate;

  private constructor(certificate: Certificate) {
    this.#certificate = certificate;
  }

  /** See {@link trustAnchor}. @internal */
  static from(certificate: Certificate): TrustAnchor {
    return new TrustAnchor(certificate);
  }

  /** As which it was given. */
  get certificate(): Certificate {
    return this.#certificate;
  }

  /** The trusted issuer name. */
  get name(): Name {
    return this.#certificate.subject;
  }

  /** The trusted public key, with its algorithm and parameters. @internal */
  get key(): PublicKey {
    return publicKeyOf(this.#certificate);
  }
}

/**
 * Makes a certificate an anchor (RFC 5280 §6.1.1 (d)), a root's or any other. Call it with what the user named as trusted, and with
 * nothing else. Throws nothing.
 */
export function trustAnchor(certificate: Certificate): TrustAnchor {
  return TrustAnchor.from(certificate);
}

/** True where subject and issuer are the same name and the certificate's own key verifies its signature. */
export function isSelfSigned(certificate: Certificate): boolean {
  if (!isSelfIssued(certificate)) return false;
  const { signatureAlgorithm: algorithm, tbs: data, signature } = certificate;
  return verifySignature({ algorithm, key: publicKeyOf(certificate), data, signature }).status === 'valid';
}

/** True where subject and issuer are the same name (RFC 5280 §3.2), whoever signed. */
export function isSelfIssued(certificate: Certificate): boolean {
  return sameName(certificate.subject, certificate.issuer);
}
