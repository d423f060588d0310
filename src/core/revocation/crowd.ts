import { hash } from 'node:crypto';
import { toHex } from '../der/integer.ts';
import type { Name } from '../der/name.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readable } from '../x509/certificate-rules.ts';

/**
 * Certificates that CRL issuers and responders may have, each once, by what answers name them by. There may be thousands of them
 * and thousands of answers; looking for each through all would take minutes.
 */
export class Crowd {
  readonly all: readonly Certificate[];
  #byName: Map<string, Certificate[]> | undefined;
  #byKey: Map<string, Certificate[]> | undefined;
  readonly #identifiers = new WeakMap<Certificate, { readonly hex: string | null }>();

  constructor(certificates: readonly Certificate[]) {
    this.all = [...new Map(certificates.map((one) => [one.sha256, one])).values()];
  }

  /** Those of this subject, compared by RFC 5280 §7.1. */
  named(name: Name): readonly Certificate[] {
    this.#byName ??= Map.groupBy(this.all, ({ subject }) => subject.key);
    return this.#byName.get(name.key) ?? [];
  }

  /** Those whose key has this SHA-1 (RFC 6960 §4.2.1, KeyHash). */
  keyed(keyHash: Uint8Array): readonly Certificate[] {
    this.#byKey ??= Map.groupBy(this.all, ({ spki }) => hash('sha1', spki.key, 'hex'));
    return this.#byKey.get(toHex(keyHash)) ?? [];
  }

  /** The subjectKeyIdentifier in hexadecimal; null where there is none that can be read. */
  identifierOf(certificate: Certificate): string | null {
    let known = this.#identifiers.get(certificate);
    if (known === undefined) {
      const own = readable(() => certificate.subjectKeyIdentifier);
      known = { hex: own === undefined ? null : toHex(own) };
      this.#identifiers.set(certificate, known);
    }
    return known.hex;
  }
}
