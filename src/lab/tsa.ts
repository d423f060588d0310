import { createHash } from 'node:crypto';
import { type HashName, hashes } from '../core/der/hashes.ts';
import type { Authority } from './authority.ts';
import type { LabCertificate, LabExtension } from './ca.ts';
import { signatureAlgorithm } from './cms-algorithms.ts';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';
import { type LabKey, type Padding, type SignatureHash, signOctets } from './keys.ts';
import type { Profile } from './profile.ts';

/** Object identifiers of RFC 5652, RFC 3161 and RFC 5035. */
export const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  qcStatements: '1.3.6.1.5.5.7.1.3',
} as const;

/** MessageImprint ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashedMessage OCTET STRING } (RFC 3161 §2.4.1). */
export interface Imprint {
  readonly algorithm: string;
  /** The algorithm's parameters, encoded; null: absent. */
  readonly parameters: Der | null;
  readonly value: Uint8Array;
}

/** Accuracy ::= SEQUENCE { seconds, millis [0], micros [1] }, each optional and written as given (RFC 3161 §2.4.2). */
export interface Accuracy {
  readonly seconds?: number;
  readonly millis?: number;
  readonly micros?: number;
}

/** ESSCertID and ESSCertIDv2 (RFC 5035 §4, §5.4.1). */
export interface EssCertId {
  /** Null: hashAlgorithm is left out (v2's default is SHA-256, v1 has no other than SHA-1). */
  readonly hash: HashName | null;
  readonly certHash: Uint8Array;
  readonly issuerSerial: { readonly issuer: Der; readonly serial: Der } | null;
}

/**
 * One token, declared: what every field says. {@link planFor} gives the plan of a good token; a fault replaces the
 * fields in which it deviates.
 */
export interface TokenPlan {
  readonly tstVersion: number;
  readonly policy: string;
  readonly imprint: Imprint;
  /** A number, or what stands in its place, encoded. */
  readonly serial: bigint | Der;
  /** The text of the GeneralizedTime, well-formed or not. */
  readonly genTime: string;
  readonly accuracy: Accuracy | null;
  /** Null: absent, as DER has FALSE. */
  readonly ordering: boolean | null;
  readonly nonce: bigint | null;
  /** A GeneralName, encoded. */
  readonly tsa: Der | null;
  readonly extensions: readonly LabExtension[];

  readonly contentType: string;
  readonly signedDataVersion: number;
  readonly eContentType: string;
  readonly eContent: 'whole' | 'in pieces' | 'absent';
  /** Elements of CertificateSet, encoded; null: no CertificateSet. */
  readonly certificates: readonly Der[] | null;
  /** DER sorts a SET OF; false: as given. */
  readonly sortCertificates: boolean;
  /** Elements of RevocationInfoChoices, encoded. */
  readonly crls: readonly Der[] | null;
  /** How many times the same SignerInfo stands in signerInfos. */
  readonly signers: number;
  readonly wrapping: 'DER' | 'indefinite';

  readonly signerInfoVersion: number;
  readonly sid: 'issuerAndSerialNumber' | 'subjectKeyIdentifier';
  /** Whose certificate sid names. */
  readonly signer: LabCertificate;
  /** Who really signs. */
  readonly key: LabKey;
  readonly digest: SignatureHash;
  /** NULL stands beside the digest's identifier, as older encoders write it. */
  readonly digestWithNull: boolean;
  /** SignedData.digestAlgorithms; null: the digest. */
  readonly digestAlgorithms: readonly Der[] | null;
  /** The hash that the signature is really made with. */
  readonly signatureHash: SignatureHash;
  /** signatureAlgorithm, encoded; null: what fits the key and `signatureHash`. */
  readonly signatureAlgorithm: Der | null;
  readonly padding: Padding;
  readonly plainRsa: boolean;
  /** False: the signature is over the bare content. */
  readonly signedAttributes: boolean;
  /** The value of contentType; null: no such attribute. */
  readonly contentTypeAttribute: string | null;
  /** `computed`, or these octets; null: no such attribute. */
  readonly messageDigest: 'computed' | Uint8Array | null;
  readonly essV1: readonly EssCertId[] | null;
  readonly essV2: readonly EssCertId[] | null;
  /** Whole attributes, encoded, after the others. */
  readonly furtherAttributes: readonly Der[];
  /** `DER`; `reversed` on the wire, signed as on the wire; `reversed, DER signed`: signed in DER order. */
  readonly attributeOrder: 'DER' | 'reversed' | 'reversed, DER signed';
  /** Changes the signature's octets. */
  readonly spoilSignature?: (signature: Uint8Array) => Uint8Array;
  readonly unsignedAttributes: readonly Der[] | null;
}

/** What the request and the moment decide about a token. */
export interface Occasion {
  readonly imprint: Imprint;
  readonly nonce: bigint | null;
  readonly certReq: boolean;
  readonly policy: string | null;
  readonly serial: bigint;
  /** Text of the GeneralizedTime. */
  readonly genTime: string;
}

/** The plan of a good token under a profile. */
export function planFor(profile: Profile, authority: Authority, occasion: Occasion): TokenPlan {
  const { root, intermediate, between, tsu } = authority;
  const chain = [tsu, ...(between ? [between] : []), intermediate, ...(profile.withRoot ? [root] : [])];
  return {
    tstVersion: 1,
    policy: occasion.policy ?? profile.policy,
    imprint: occasion.imprint,
    serial: occasion.serial,
    genTime: occasion.genTime,
    accuracy: profile.accuracy,
    ordering: null,
    nonce: occasion.nonce,
    tsa: profile.tsa ? directoryName(tsu.subject) : null,
    extensions: [],
    contentType: ids.signedData,
    signedDataVersion: 3,
    eContentType: ids.tstInfo,
    eContent: 'whole',
    certificates: occasion.certReq ? chain.map((certificate) => certificate.der) : null,
    sortCertificates: true,
    crls: null,
    signers: 1,
    wrapping: 'DER',
    signerInfoVersion: 1,
    sid: 'issuerAndSerialNumber',
    signer: tsu,
    key: tsu.key,
    digest: profile.digest,
    digestWithNull: false,
    digestAlgorithms: null,
    signatureHash: profile.digest,
    signatureAlgorithm: null,
    padding: profile.padding,
    plainRsa: profile.plainRsa,
    signedAttributes: true,
    contentTypeAttribute: ids.tstInfo,
    messageDigest: 'computed',
    essV1: null,
    essV2: [essCertId(tsu, profile.essHash)],
    furtherAttributes: [],
    attributeOrder: 'DER',
    unsignedAttributes: null,
  };
}

/** GeneralName directoryName [4], explicit because Name is a CHOICE (RFC 5280 §4.2.1.6). */
export function directoryName(name: Der): Der {
  return der.tagged(4, name);
}

/** The ESSCertID of a certificate; SHA-256, the default of v2, is left out. */
export function essCertId(certificate: LabCertificate, hash: HashName, issuerSerial = true): EssCertId {
  const { issuer, serial } = certificate;
  return {
    hash: hash === 'sha256' || hash === 'sha1' ? null : hash,
    certHash: createHash(hash).update(certificate.der).digest(),
    issuerSerial: issuerSerial ? { issuer, serial } : null,
  };
}

/** Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue } (RFC 5652 §5.3). */
export function attribute(type: string, ...values: readonly Der[]): Der {
  return der.sequence(der.oid(type), der.setOf(...values));
}

/**
 * TSTInfo ::= SEQUENCE { version, policy, messageImprint, serialNumber, genTime, accuracy OPTIONAL, ordering DEFAULT
 * FALSE, nonce OPTIONAL, tsa [0] GeneralName OPTIONAL, extensions [1] IMPLICIT Extensions OPTIONAL } (RFC 3161 §2.4.2)
 */
export function encodeTstInfo(plan: TokenPlan): Der {
  const { imprint } = plan;
  return der.sequence(
    der.integer(plan.tstVersion),
    der.oid(plan.policy),
    der.sequence(der.sequence(der.oid(imprint.algorithm), ...optional(imprint.parameters)), der.octets(imprint.value)),
    typeof plan.serial === 'bigint' ? der.integer(plan.serial) : plan.serial,
    der.generalizedTime(plan.genTime),
    ...optional(plan.accuracy && encodeAccuracy(plan.accuracy)),
    ...optional(plan.ordering === null ? null : der.boolean(plan.ordering)),
    ...optional(plan.nonce === null ? null : der.integer(plan.nonce)),
    ...optional(plan.tsa && der.tagged(0, plan.tsa)),
    ...(plan.extensions.length > 0 ? [der.tagged(1, ...plan.extensions.map(encodeExtension))] : []),
  );
}

/** ContentInfo with SignedData (RFC 5652 §3, §5.1): the TimeStampToken. */
export function encodeToken(plan: TokenPlan): Der {
  const tstInfo = encodeTstInfo(plan);
  const encapsulated = [der.oid(plan.eContentType)];
  if (plan.eContent !== 'absent') {
    const content = plan.eContent === 'whole' ? der.octets(tstInfo) : der.octetsInPieces(tstInfo, 64);
    encapsulated.push(plan.wrapping === 'DER' ? der.tagged(0, content) : der.indefinite(0xa0, content));
  }
  const certificates =
    plan.certificates && (plan.sortCertificates ? der.derOrder(plan.certificates) : plan.certificates);
  const signers = Array.from({ length: plan.signers }, () => encodeSignerInfo(plan, tstInfo));
  const wrap = (...values: Der[]) =>
    plan.wrapping === 'DER' ? der.sequence(...values) : der.indefinite(0x30, ...values);
  const signedData = wrap(
    der.integer(plan.signedDataVersion),
    der.setOf(...(plan.digestAlgorithms ?? [digestAlgorithm(plan)])),
    wrap(...encapsulated),
    ...optional(certificates && der.tagged(0, ...certificates)),
    ...optional(plan.crls && der.tagged(1, ...plan.crls)),
    der.setOf(...signers),
  );
  const content = plan.wrapping === 'DER' ? der.tagged(0, signedData) : der.indefinite(0xa0, signedData);
  return wrap(der.oid(plan.contentType), content);
}

/** SignerInfo (RFC 5652 §5.3), with the signature over the signed attributes as SET OF (§5.4). */
function encodeSignerInfo(plan: TokenPlan, tstInfo: Der): Der {
  const sorted = der.derOrder(signedAttributesOf(plan, tstInfo));
  const sent = plan.attributeOrder === 'DER' ? sorted : [...sorted].reverse();
  const signed = plan.attributeOrder === 'reversed' ? sent : sorted;
  const octets = plan.signedAttributes ? der.value(0x31, ...signed) : tstInfo;
  const signature = signOctets(plan.key, plan.signatureHash, octets, plan.padding);
  const { issuer, serial, keyId } = plan.signer;
  return der.sequence(
    der.integer(plan.signerInfoVersion),
    plan.sid === 'issuerAndSerialNumber' ? der.sequence(issuer, serial) : der.taggedPrimitive(0, keyId),
    digestAlgorithm(plan),
    ...(plan.signedAttributes ? [der.tagged(0, ...sent)] : []),
    plan.signatureAlgorithm ?? signatureAlgorithm(plan.key.algorithm, plan.signatureHash, plan.padding, plan.plainRsa),
    der.octets(plan.spoilSignature ? plan.spoilSignature(signature) : signature),
    ...optional(plan.unsignedAttributes && der.tagged(1, ...plan.unsignedAttributes)),
  );
}

function signedAttributesOf(plan: TokenPlan, tstInfo: Der): Der[] {
  const { contentTypeAttribute, messageDigest, essV1, essV2 } = plan;
  const digest = messageDigest === 'computed' ? createHash(plan.digest).update(tstInfo).digest() : messageDigest;
  return [
    ...optional(contentTypeAttribute === null ? null : attribute(ids.contentType, der.oid(contentTypeAttribute))),
    ...optional(digest && attribute(ids.messageDigest, der.octets(digest))),
    ...optional(essV1 && attribute(ids.signingCertificate, signingCertificate(essV1))),
    ...optional(essV2 && attribute(ids.signingCertificateV2, signingCertificate(essV2))),
    ...plan.furtherAttributes,
  ];
}

/** SigningCertificate and SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF, policies OPTIONAL } (RFC 5035 §3). */
export function signingCertificate(list: readonly EssCertId[]): Der {
  return der.sequence(der.sequence(...list.map(encodeEssCertId)));
}

function encodeEssCertId({ hash, certHash, issuerSerial }: EssCertId): Der {
  return der.sequence(
    ...optional(hash && der.sequence(der.oid(hashes[hash].oid))),
    der.octets(certHash),
    ...optional(issuerSerial && der.sequence(der.sequence(directoryName(issuerSerial.issuer)), issuerSerial.serial)),
  );
}

function digestAlgorithm({ digest, digestWithNull }: TokenPlan): Der {
  return der.sequence(der.oid(hashes[digest].oid), ...(digestWithNull ? [der.nothing()] : []));
}

function encodeAccuracy({ seconds, millis, micros }: Accuracy): Der {
  return der.sequence(
    ...(seconds === undefined ? [] : [der.integer(seconds)]),
    ...(millis === undefined ? [] : [der.integer(millis, 0x80)]),
    ...(micros === undefined ? [] : [der.integer(micros, 0x81)]),
  );
}

function encodeExtension({ oid, critical, value }: LabExtension): Der {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octets(value));
}

function optional(value: Der | null): Der[] {
  return value === null ? [] : [value];
}
