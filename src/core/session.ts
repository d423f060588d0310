import { hash } from 'node:crypto';
import { type Certificate, decodeCertificate } from './x509/certificate.ts';
import { PathCache } from './x509/path-cache.ts';

/** Certificates kept at most: an archive of a million tokens uses a few hundred. */
const capacity = 4_096;

/**
 * What judging many tokens shares: certificates decoded once, and paths validated once per signer, whatever message they come
 * in. Holds no verdicts: judging with a session and without gives the same answers. One per run.
 */
export class Session {
  /** Paths by everything that they depend on, the anchors included. */
  readonly paths = new PathCache();
  readonly #certificates = new Map<string, Certificate>();
  readonly #names = new WeakMap<object, number>();
  #named = 0;

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

  /** Names lists by which objects they are and how long: a caller that judges many tokens hands over the same ones. */
  generation(...lists: readonly (readonly unknown[])[]): string {
    return lists.map((list) => `${this.#nameOf(list)}/${list.length}`).join(' ');
  }

  #nameOf(list: object): number {
    let name = this.#names.get(list);
    if (name === undefined) {
      name = this.#named++;
      this.#names.set(list, name);
    }
    return name;
  }
}
