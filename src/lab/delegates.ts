import type { Authority } from './authority.ts';
import { type CertificatePlan, issue, KeyUsage, type LabCertificate, purposes } from './ca.ts';
import { hashFor } from './crl-plan.ts';
import * as der from './der-writer.ts';
import { generateKey, type KeyAlgorithm, type LabKey } from './keys.ts';
import { ocspIds } from './ocsp-plan.ts';

/** Keys of those who speak for the CAs; each is made when it is first needed, unless given. */
export interface DelegateKeys {
  /** Signs OCSP answers. */
  readonly responder?: LabKey;
  /** Signs indirect CRLs. */
  readonly crlIssuer?: LabKey;
  /** Certifies and signs what nobody should believe. */
  readonly other?: LabKey;
}

export interface DelegateOptions {
  readonly authority: Authority;
  readonly keys?: DelegateKeys;
  /** notBefore of all certificates, in milliseconds since 1970. */
  readonly from: number;
  /** Their notAfter. */
  readonly until: number;
  /** Where the lab serves, without a slash at the end. */
  readonly url: string;
}

/** One of the two CAs that revoke. */
export type CaName = 'root' | 'intermediate';

const organisation = 'C=JP,O=tst lab';

/** Subject of the issuer of indirect CRLs. */
export const crlIssuerName = `${organisation},CN=Lab CRL Issuer`;

/** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1): nobody need ask whether the responder is revoked. */
export const noCheck = { oid: ocspIds.noCheck, critical: false, value: der.nothing() } as const;

/** The certificates beside the path: OCSP delegates, the issuer of indirect CRLs, and impostors. */
export class Delegates {
  readonly #options: DelegateOptions;
  readonly #keys: { responder?: LabKey; crlIssuer?: LabKey; other?: LabKey };
  readonly #strangers = new Map<KeyAlgorithm, LabKey>();
  readonly #issued = new Map<string, Promise<LabCertificate>>();

  constructor(options: DelegateOptions) {
    this.#options = options;
    this.#keys = { ...options.keys };
  }

  /** A key that nobody certified, of the same kind as this one: only the signature tells them apart. */
  strangerTo(key: LabKey): LabKey {
    if (this.#keys.other?.algorithm === key.algorithm && this.#keys.other !== key) return this.#keys.other;
    const stranger = this.#strangers.get(key.algorithm) ?? generateKey(key.algorithm);
    this.#strangers.set(key.algorithm, stranger);
    return stranger;
  }

  /** The CA's OCSP responder, with id-kp-OCSPSigning and id-pkix-ocsp-nocheck unless `change` says otherwise. */
  responder(ca: CaName, label = 'good', change: Partial<CertificatePlan> = {}): Promise<LabCertificate> {
    const issuer = this.#options.authority[ca];
    return this.#once(`responder ${ca} ${label}`, () =>
      issue({ ...this.#responderPlan(), ...change }, this.#responderKey(), issuer),
    );
  }

  /** A responder like the good one, certified by a CA that the lab's root knows nothing of. */
  foreignResponder(): Promise<LabCertificate> {
    return this.#once('foreign responder', async () =>
      issue(this.#responderPlan(), this.#responderKey(), await this.foreignCa()),
    );
  }

  /** A responder whose certificate `ca` issued and revokes: it has no id-pkix-ocsp-nocheck and says where the CRL is. */
  revokedResponder(ca: CaName): Promise<LabCertificate> {
    return this.responder(ca, 'revoked', {
      ...this.checked(ca),
      subject: `${organisation},CN=Lab Former OCSP Responder`,
    });
  }

  /** What makes a responder one whose own revocation is to be looked up. */
  checked(ca: CaName): Partial<CertificatePlan> {
    return { extensions: [], crl: `${this.#options.url}/${ca}.crl` };
  }

  /** Signs indirect CRLs for both CAs; certified by the root, so that its path ends at the same anchor. */
  crlIssuer(): Promise<LabCertificate> {
    return this.#once('CRL issuer', () => issue(this.#crlSignerPlan('CN=Lab CRL Issuer'), this.#crlKey(), this.#root));
  }

  /** A second certificate under the CA's own name for a key that signs its CRLs, whose keyUsage lacks cRLSign. */
  crlSignerWithoutRight(ca: CaName): Promise<LabCertificate> {
    return this.#once(`CRL signer ${ca}`, () =>
      issue(
        { ...this.#crlSignerPlan(nameOf[ca]), keyUsage: KeyUsage.digitalSignature },
        this.#crlKey(),
        this.#options.authority.root,
      ),
    );
  }

  /** A self-signed CA of a name and key of its own. */
  foreignCa(): Promise<LabCertificate> {
    return this.#once('foreign CA', () => issue(this.#caPlan('CN=Another CA'), this.strangerTo(this.#root.key)));
  }

  /** A self-signed CA with the name of one of the lab's, and another key. */
  namesake(ca: CaName): Promise<LabCertificate> {
    const { key } = this.#options.authority[ca];
    return this.#once(`namesake ${ca}`, () => issue(this.#caPlan(nameOf[ca]), this.strangerTo(key)));
  }

  /** Everyone who was certified by the lab's CAs so far. */
  issued(): Promise<LabCertificate[]> {
    return Promise.all(this.#issued.values());
  }

  get #root(): LabCertificate {
    return this.#options.authority.root;
  }

  #responderKey(): LabKey {
    this.#keys.responder ??= generateKey('p256');
    return this.#keys.responder;
  }

  #crlKey(): LabKey {
    this.#keys.crlIssuer ??= generateKey('p256');
    return this.#keys.crlIssuer;
  }

  #responderPlan(): CertificatePlan {
    return {
      ...this.#plan('CN=Lab OCSP Responder'),
      keyUsage: KeyUsage.digitalSignature,
      extendedKeyUsage: { purposes: [purposes.ocspSigning], critical: false },
      extensions: [noCheck],
    };
  }

  #crlSignerPlan(name: string): CertificatePlan {
    // Its own revocation is looked up where the root publishes.
    return { ...this.#plan(name), keyUsage: KeyUsage.cRLSign, crl: `${this.#options.url}/root.crl` };
  }

  #caPlan(name: string): CertificatePlan {
    const usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
    return { ...this.#plan(name), basicConstraints: { ca: true }, keyUsage: usage };
  }

  #plan(name: string): CertificatePlan {
    return {
      subject: `${organisation},${name}`,
      notBefore: this.#options.from,
      notAfter: this.#options.until,
      hash: hashFor(this.#root.key),
      basicConstraints: null,
      keyUsage: null,
      extendedKeyUsage: null,
      caIssuers: null,
      ocsp: null,
      crl: null,
      extensions: [],
    };
  }

  #once(what: string, make: () => Promise<LabCertificate>): Promise<LabCertificate> {
    const known = this.#issued.get(what);
    if (known) return known;
    const made = make();
    this.#issued.set(what, made);
    return made;
  }
}

const nameOf: Readonly<Record<CaName, string>> = {
  root: 'CN=Lab Root CA',
  intermediate: 'CN=Lab Time-Stamping CA',
};
