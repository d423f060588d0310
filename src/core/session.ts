import { hash } from 'node:crypto';
import { equalOctets } from './der/integer.ts';
import type { RevocationEvidence } from './revocation/evidence.ts';
import { type Certificate, decodeCertificate } from './x509/certificate.ts';
import { PathCache } from './x509/path-cache.ts';

/** Certificates kept at most, and their bytes together: an archive of a million tokens uses a few hundred of 2 KiB each. */
const capacity = 4_096;
const capacityBytes = 32 << 20;

/** Lines on sources kept at most, of some 300 bytes: honest evidence has a handful, a hostile token's thousands. */
const capacityLines = 65_536;

/** Certificates that are compared before they are looked up: a chain or two. */
const recently = 8;

/**
 * What judging many tokens shares: certificates decoded once, and paths validated once per signer, whatever message they come
 * in. Holds no verdicts: judging with a session and without gives the same answers. One per run, for any number of tokens: what it keeps
 * is bounded, to some tens of megabytes.
 */
export class Session {
  /** Paths by everything that they depend on, the anchors included. @internal */
  readonly paths = new PathCache();
  readonly #certificates = new Map<string, Certificate>();
  readonly #lists = new WeakMap<object, { readonly name: number; readonly members: readonly unknown[] }>();
  readonly #evidence = new Map<string, RevocationEvidence | string>();
  #recent: readonly Certificate[] = [];
  #named = 1;
  #bytes = 0;
  #lines = 0;

  /** The certificate of these DER bytes. Throws DerError. @internal */
  certificate(bytes: Uint8Array): Certificate {
    // Nearly every token brings the certificates of the one before: comparing them costs a tenth of hashing them.
    const recent = this.#recent.find((one) => equalOctets(one.bytes, bytes));
    if (recent) return recent;
    const certificate = this.#lookUp(bytes);
    this.#recent = [certificate, ...this.#recent.slice(0, recently - 1)];
    return certificate;
  }

  /** What is known of a certificate's revocation, gathered once. `key` names everything that it depends on. @internal */
  evidence(key: string, gather: () => RevocationEvidence | string): RevocationEvidence | string {
    const known = this.#evidence.get(key);
    if (known !== undefined) return known;
    const gathered = gather();
    const lines = typeof gathered === 'string' ? 0 : gathered.lines.length;
    if (this.#evidence.size >= capacity || this.#lines + lines > capacityLines) {
      this.#evidence.clear();
      this.#lines = 0;
    }
    this.#evidence.set(key, gathered);
    this.#lines += lines;
    return gathered;
  }

  #lookUp(bytes: Uint8Array): Certificate {
    const key = hash('sha256', bytes, 'base64url');
    const known = this.#certificates.get(key);
    if (known) return known;
    const certificate = decodeCertificate(bytes);
    if (this.#certificates.size >= capacity || this.#bytes + bytes.length > capacityBytes) {
      this.#certificates.clear();
      this.#bytes = 0;
    }
    this.#certificates.set(key, certificate);
    this.#bytes += bytes.length;
    return certificate;
  }

  /**
   * Names lists by which objects they are and what is in them: a caller that judges many tokens hands over the same ones, and
   * one that changes a list in place must not be answered for what it held before.
   *
   * @internal
   */
  generation(...lists: readonly (readonly unknown[])[]): string {
    return lists.map((list) => this.#nameOf(list)).join(' ');
  }

  #nameOf(list: readonly unknown[]): number {
    if (list.length === 0) return 0;
    const known = this.#lists.get(list);
    if (known?.members.length === list.length && known.members.every((one, i) => one === list[i])) return known.name;
    const name = this.#named++;
    this.#lists.set(list, { name, members: [...list] });
    return name;
  }
}
