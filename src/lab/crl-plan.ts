import type { LabCertificate, LabExtension } from './ca.ts';
import { signatureAlgorithm } from './cms-algorithms.ts';
import {
  authorityKeyIdentifier,
  caIssuers,
  certificateIssuer,
  crlNumber,
  deltaCrlIndicator,
  encodeExtension,
  expiredCertsOnCrl,
  freshestCrl,
  invalidityDate,
  issuingDistributionPoint,
  reasonCode,
  type ScopePlan,
} from './crl-extensions.ts';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';
import { type LabKey, type SignatureHash, signOctets } from './keys.ts';

/** One revoked certificate, declared. Times in milliseconds since 1970; lists keep whole seconds. */
export interface CrlEntryPlan {
  /** INTEGER in DER. */
  readonly serial: Der;
  /** revocationDate. */
  readonly date: number;
  /** CRLReason, also 0 and numbers that the RFC does not know; null: the entry has no reason code. */
  readonly reason: number | null;
  readonly invalidity: number | null;
  /** Name of the certificate's issuer, in DER, for an indirect CRL; null: as the entry before, or the CRL's issuer. */
  readonly certificateIssuer: Der | null;
  /** Whatever else, after the others. */
  readonly extensions: readonly LabExtension[];
}

/**
 * One CRL, declared: what every field says. {@link crlPlanFor} gives the plan of a good one; a fault replaces the fields in
 * which it deviates. Null leaves a field out.
 */
export interface CrlPlan {
  readonly version: 1 | 2;
  /** Whose name the CRL carries. */
  readonly issuer: LabCertificate;
  /** Who really signs. */
  readonly key: LabKey;
  readonly hash: SignatureHash;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly entries: readonly CrlEntryPlan[];
  readonly number: bigint | null;
  /** There: this is a delta CRL to the complete one of this number. */
  readonly baseNumber: bigint | null;
  readonly scope: ScopePlan | null;
  /** URL of the delta CRL. */
  readonly freshest: string | null;
  /** keyIdentifier of the authority key identifier. */
  readonly authorityKeyId: Uint8Array | null;
  /** URL of the issuer's certificate. */
  readonly caIssuers: string | null;
  readonly expiredCertsOnCrl: number | null;
  /** Whatever else, after the others. */
  readonly extensions: readonly LabExtension[];
  /** Changes the signature's octets. */
  readonly spoilSignature?: (signature: Uint8Array) => Uint8Array;
}

const day = 86_400_000;

/** The hash that an issuer of the lab signs lists and answers with. */
export function hashFor(key: LabKey): SignatureHash {
  const natural: Partial<Record<LabKey['algorithm'], SignatureHash>> = { p384: 'sha384', p521: 'sha512' };
  return natural[key.algorithm] ?? 'sha256';
}

/** A complete CRL of `issuer` that is issued at `now`, good for a day, and revokes what `entries` say. */
export function crlPlanFor(issuer: LabCertificate, now: number, entries: readonly CrlEntryPlan[] = []): CrlPlan {
  return {
    version: 2,
    issuer,
    key: issuer.key,
    hash: hashFor(issuer.key),
    thisUpdate: now,
    nextUpdate: now + day,
    entries,
    number: BigInt(Math.floor(now / 1000)),
    baseNumber: null,
    scope: null,
    freshest: null,
    authorityKeyId: issuer.keyId,
    caIssuers: null,
    expiredCertsOnCrl: null,
    extensions: [],
  };
}

/** An entry for `certificate`, without reason code unless one is given. */
export function crlEntry(certificate: Pick<LabCertificate, 'serial'>, rest: Partial<CrlEntryPlan> = {}): CrlEntryPlan {
  return {
    serial: certificate.serial,
    date: 0,
    reason: null,
    invalidity: null,
    certificateIssuer: null,
    extensions: [],
    ...rest,
  };
}

/**
 * CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING } (RFC 5280 §5.1).
 *
 * Written here and not by X509CrlGenerator: that one drops reason 0, names the CRL's own issuer in certificateIssuer, takes
 * a serial number once only (an indirect CRL may have it for two issuers), knows no version 1, and searches the whole list
 * for each entry. The same plan and an RSA or Ed25519 key give the same bytes.
 */
export function encodeCrl(plan: CrlPlan): Der {
  const algorithm = signatureAlgorithm(plan.key.algorithm, plan.hash, 'pkcs1', false);
  const tbs = encodeTbs(plan, algorithm);
  const signature = signOctets(plan.key, plan.hash, tbs);
  return der.sequence(tbs, algorithm, der.bits(plan.spoilSignature?.(signature) ?? signature));
}

/**
 * TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time,
 * nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OF SEQUENCE OPTIONAL, crlExtensions [0] EXPLICIT Extensions OPTIONAL }
 */
function encodeTbs(plan: CrlPlan, algorithm: Der): Der {
  const extensions = plan.version === 1 ? [] : extensionsOf(plan);
  return der.sequence(
    ...(plan.version === 1 ? [] : [der.integer(1)]),
    algorithm,
    plan.issuer.subject,
    der.time(plan.thisUpdate),
    ...(plan.nextUpdate === null ? [] : [der.time(plan.nextUpdate)]),
    // An empty list is left out altogether (§5.1.2.6).
    ...(plan.entries.length > 0
      ? [der.sequence(...plan.entries.map((entry) => encodeEntry(entry, plan.version)))]
      : []),
    ...(extensions.length > 0 ? [der.tagged(0, der.sequence(...extensions.map(encodeExtension)))] : []),
  );
}

function extensionsOf(plan: CrlPlan): LabExtension[] {
  const all: LabExtension[] = [];
  if (plan.authorityKeyId) all.push(authorityKeyIdentifier(plan.authorityKeyId));
  if (plan.number !== null) all.push(crlNumber(plan.number));
  if (plan.baseNumber !== null) all.push(deltaCrlIndicator(plan.baseNumber));
  if (plan.scope) all.push(issuingDistributionPoint(plan.scope));
  if (plan.freshest !== null) all.push(freshestCrl({ url: plan.freshest }));
  if (plan.caIssuers !== null) all.push(caIssuers(plan.caIssuers));
  if (plan.expiredCertsOnCrl !== null) all.push(expiredCertsOnCrl(plan.expiredCertsOnCrl));
  return [...all, ...plan.extensions];
}

/** SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL } */
function encodeEntry(entry: CrlEntryPlan, version: 1 | 2): Der {
  const extensions: LabExtension[] = [];
  if (entry.reason !== null) extensions.push(reasonCode(entry.reason));
  if (entry.invalidity !== null) extensions.push(invalidityDate(entry.invalidity));
  if (entry.certificateIssuer) extensions.push(certificateIssuer(entry.certificateIssuer));
  extensions.push(...entry.extensions);
  const written = version === 2 && extensions.length > 0 ? [der.sequence(...extensions.map(encodeExtension))] : [];
  return der.sequence(entry.serial, der.time(entry.date), ...written);
}
