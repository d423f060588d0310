import { hashes } from '../core/der/hashes.ts';
import type { Authority } from './authority.ts';
import type { LabCertificate } from './ca.ts';
import { type ReasonFlag, reasons } from './crl-extensions.ts';
import { type CrlEntryPlan, type CrlPlan, crlPlanFor, encodeCrl } from './crl-plan.ts';
import { type CaName, type DelegateKeys, Delegates } from './delegates.ts';
import type { Der } from './der-writer.ts';
import {
  type CertIdPlan,
  type CertStatusPlan,
  certIdOf,
  encodeOcspResponse,
  type OcspPlan,
  ocspPlanFor,
  ocspStatuses,
  singleFor,
} from './ocsp-plan.ts';
import { readOcspRequest } from './ocsp-request.ts';
import type { RevocationFault } from './revocation-faults/fault.ts';
import { type Revocation, RevocationRegister } from './revocation-register.ts';
import { partitions, type RevocationSources } from './revocation-sources.ts';

/** Who signs OCSP answers, and how they name themselves. */
export interface ResponderOptions {
  /** A delegate that the CA certified (default), or the CA with its own key. */
  readonly responder?: 'delegate' | 'ca';
  /** Default `byName`. */
  readonly responderId?: 'byName' | 'byKey';
}

export interface SiteOptions extends ResponderOptions {
  readonly authority: Authority;
  readonly keys?: DelegateKeys;
  /** Validity of the delegates' certificates, in milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** Where the lab serves, without a slash at the end. */
  readonly url: string;
  readonly sources: RevocationSources;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** A list or answer with the times that HTTP says about it, in milliseconds since 1970. */
export interface Published {
  readonly body: Der;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
}

const day = 86_400_000;
const authorities = ['root', 'intermediate'] as const satisfies readonly CaName[];
/** The hashes that CertIDs are recognised in. */
const certIdHashes = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

/** What the two CAs publish about revocation, faithfully or with faults. */
export class RevocationSite {
  readonly delegates: Delegates;
  readonly #options: SiteOptions;
  readonly #register: RevocationRegister;
  readonly #certificates: LabCertificate[];
  /** Lists of this second, so that a client that asks again gets the same octets also from a key that signs at random. */
  readonly #lists = new Map<string, { readonly second: string; readonly published: Published }>();

  constructor(options: SiteOptions) {
    const { authority } = options;
    this.#options = options;
    this.delegates = new Delegates(options);
    this.#register = new RevocationRegister(options.clock());
    this.#certificates = [authority.tsu, authority.intermediate];
  }

  /** Whose certificates are revoked here. */
  get authority(): Authority {
    return this.#options.authority;
  }

  /** Makes a certificate known that a CA of the lab issued: OCSP says good of it. */
  know(certificate: LabCertificate): void {
    if (!this.#certificates.some(({ der }) => Buffer.compare(der, certificate.der) === 0)) {
      this.#certificates.push(certificate);
    }
  }

  /** Revokes from now on. Throws RangeError for a reason that cannot be, and for removeFromCRL without a hold. */
  revoke(revocation: Revocation): void {
    const [ca, certificate] = this.#pair(revocation.certificate);
    this.#register.revoke(ca, certificate, revocation, this.#options.clock());
  }

  /** Where delta CRLs are in use: makes what is revoked now the content of the complete CRLs. */
  publish(): void {
    this.#register.publish(this.#options.clock());
  }

  /** The complete CRL of a CA, or of its division into {@link partitions}, counted from 0. */
  async crl(ca: CaName, fault?: RevocationFault, partition?: number): Promise<Published> {
    const { authority, url, sources } = this.#options;
    const now = this.#options.clock();
    const good = crlPlanFor(authority[ca], now, this.#register.current(ca));
    const plan: CrlPlan = { ...good, number: this.#register.number(now) };
    const place = partition === undefined ? `${ca}.crl` : `${ca}-${partition + 1}.crl`;
    const some = partition === undefined ? null : partitions[partition]!;
    const whole: CrlPlan = { ...plan, ...(sources.delta && this.#held(ca, now)) };
    const part = some && {
      scope: { url: `${url}/${place}`, reasons: some },
      entries: whole.entries.filter((entry) => covers(some, entry)),
    };
    return this.#list(place, { ...whole, ...part }, ca, fault?.of === 'crl' ? fault : undefined);
  }

  /** What changed since the complete CRL (RFC 5280 §5.2.4). */
  async deltaCrl(ca: CaName, fault?: RevocationFault): Promise<Published> {
    const now = this.#options.clock();
    const plan: CrlPlan = {
      ...crlPlanFor(this.#options.authority[ca], now, this.#register.delta(ca, now)),
      number: this.#register.number(now),
      baseNumber: this.#register.publishedNumber,
    };
    return this.#list(`${ca}-delta.crl`, plan, ca, fault?.of === 'delta' ? fault : undefined);
  }

  /** One list for both CAs, by an issuer that the root certified for it (RFC 5280 §5.2.5, indirectCRL). */
  async indirectCrl(fault?: RevocationFault): Promise<Published> {
    const { authority, url } = this.#options;
    const now = this.#options.clock();
    const entries = authorities.flatMap((ca) =>
      this.#register.current(ca).map((entry) => ({ ...entry, certificateIssuer: authority[ca].subject })),
    );
    const plan: CrlPlan = {
      ...crlPlanFor(await this.delegates.crlIssuer(), now, entries),
      number: this.#register.number(now),
      scope: { url: `${url}/indirect.crl`, indirect: true },
      caIssuers: `${url}/crl-issuer.der`,
    };
    return this.#list('indirect.crl', plan, 'root', fault?.of === 'crl' ? fault : undefined);
  }

  /** The answer to an OCSPRequest, whatever the bytes are (RFC 6960 §2.3, §4.2). */
  async ocsp(request: Uint8Array, fault?: RevocationFault): Promise<Published> {
    const now = this.#options.clock();
    const question = readOcspRequest(request);
    const issuers = question?.certIds.map((certId) => this.#issuerOf(certId)) ?? [];
    const ca = issuers.find((found) => found !== undefined);
    const refusal = question === null ? 'malformedRequest' : 'unauthorized';
    const good =
      question && ca
        ? { ...(await this.#answer(question.certIds, issuers, ca, now)), nonce: question.nonce }
        : { ...ocspPlanFor(this.#options.authority.root, now, []), status: ocspStatuses[refusal] };
    const lie = fault?.of === 'ocsp' && ca ? fault : undefined;
    if (lie?.revokesResponder) {
      const revoked = await this.delegates.revokedResponder(ca!);
      if (!this.#register.find(ca!, revoked.serial)) {
        this.#register.revoke(ca!, revoked, { reason: 'keyCompromise', date: now - day }, now);
        this.#register.publishEntry(ca!, revoked);
      }
    }
    const plan = { ...good, ...(await lie?.ocsp?.(good, { ca: ca!, delegates: this.delegates, now })) };
    const body = encodeOcspResponse(plan);
    const [first] = plan.responses;
    return {
      body: lie?.bytes ? lie.bytes(body) : body,
      thisUpdate: first?.thisUpdate ?? now,
      nextUpdate: first?.nextUpdate ?? null,
    };
  }

  async #answer(
    certIds: readonly CertIdPlan[],
    issuers: readonly (CaName | undefined)[],
    ca: CaName,
    now: number,
  ): Promise<OcspPlan> {
    const { authority, responder = 'delegate', responderId = 'byName' } = this.#options;
    const known = [...this.#certificates, ...(await this.delegates.issued())];
    const responses = certIds.map((certId, index) => {
      const issuer = issuers[index];
      return singleFor(certId, now, issuer ? this.#statusOf(issuer, certId.serial, known) : 'unknown');
    });
    const signer = responder === 'ca' ? authority[ca] : await this.delegates.responder(ca);
    return { ...ocspPlanFor(signer, now, responses, responder === 'delegate'), responderId };
  }

  #statusOf(ca: CaName, serial: Der, known: readonly LabCertificate[]): CertStatusPlan {
    const entry = this.#register.find(ca, serial);
    if (entry) return { date: entry.date, reason: entry.reason, invalidity: entry.invalidity };
    const { subject } = this.#options.authority[ca];
    const issued = known.some((one) => same(one.issuer, subject) && same(one.serial, serial));
    return issued ? 'good' : 'unknown';
  }

  /** The CA that a CertID means, in whichever hash. */
  #issuerOf(certId: CertIdPlan): CaName | undefined {
    const hash = certIdHashes.find((name) => hashes[name].oid === certId.algorithm);
    if (hash === undefined) return undefined;
    return authorities.find((ca) => {
      const own = certIdOf(this.#options.authority[ca], certId, hash);
      return same(own.nameHash, certId.nameHash) && same(own.keyHash, certId.keyHash);
    });
  }

  /** The complete CRL as it was published, with the place of its delta; published again when half its time is over. */
  #held(ca: CaName, now: number): Partial<CrlPlan> {
    if (now - this.#register.publishedAt > day / 2) this.#register.publish(now);
    const { publishedAt, publishedNumber } = this.#register;
    return {
      entries: this.#register.published(ca),
      number: publishedNumber,
      thisUpdate: publishedAt,
      nextUpdate: publishedAt + day,
      freshest: `${this.#options.url}/${ca}-delta.crl`,
    };
  }

  async #list(place: string, good: CrlPlan, ca: CaName, fault?: RevocationFault): Promise<Published> {
    const now = this.#options.clock();
    const plan = { ...good, ...(await fault?.crl?.(good, { ca, delegates: this.delegates, now })) };
    const second =
      [now, plan.thisUpdate].map((ms) => Math.floor(ms / 1000)).join() + `,${plan.number},${plan.baseNumber}`;
    const before = this.#lists.get(place);
    if (!fault && before?.second === second) return before.published;
    const body = encodeCrl(plan);
    const { thisUpdate, nextUpdate } = plan;
    const published = { body: fault?.bytes ? fault.bytes(body) : body, thisUpdate, nextUpdate };
    if (!fault) this.#lists.set(place, { second, published });
    return published;
  }

  #pair(certificate: Revocation['certificate']): readonly [CaName, LabCertificate] {
    const { authority } = this.#options;
    return certificate === 'tsu' ? ['intermediate', authority.tsu] : ['root', authority.intermediate];
  }
}

/** Entries without a reason of their own stand in every part. */
function covers(some: readonly ReasonFlag[], { reason }: CrlEntryPlan): boolean {
  return reason === null || reason === reasons.unspecified || some.some((name) => reasons[name] === reason);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
