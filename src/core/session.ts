import { hash } from 'node:crypto';
import { type Certificate, decodeCertificate } from './x509/certificate.ts';

/** Certificates kept at most: an archive of a million tokens uses a few hundred. */
const capacity = 4_096;

/**
 * What judging many tokens shares: certificates decoded once, whatever message they come in. Holds no verdicts, so that
 * judging with a session and without gives the same answers. One per run; never shared between trust sets by accident, for
 * it holds no trust either.
 */
export class Session {
  readonly #certificates = new Map<string, Certificate>();

  /** The certificate of these DER bytes. Throws DerError. */
  certificate(bytes: Uint8Array): Certificate {
    const key = hash('sha256', bytes, 'base64url');
    const known = this.#certificates.get(key);
    if (known) return known;
    const certificate = decodeCertificate(bytes);
    if (this.#certificates.size >= capacity) this.#certificates.clear();
    this.#certificates.set(key, certificate);
    return certificate;
  }
}
