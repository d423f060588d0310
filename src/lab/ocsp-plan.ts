import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { hashes } from '../core/der/hashes.ts';
import type { LabCertificate, LabExtension } from './ca.ts';
import { signatureAlgorithm } from './cms-algorithms.ts';
import { invalidityDate } from './crl-extensions.ts';
import { hashFor } from './crl-plan.ts';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';
import { type LabKey, publicKeyOf, type SignatureHash, signOctets } from './keys.ts';

/** Object identifiers of RFC 6960. */
export const ocspIds = {
  basic: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
  noCheck: '1.3.6.1.5.5.7.48.1.5',
  archiveCutoff: '1.3.6.1.5.5.7.48.1.6',
  extendedRevoke: '1.3.6.1.5.5.7.48.1.9',
} as const;

/** OCSPResponseStatus (RFC 6960 §4.2.1). */
export const ocspStatuses = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;

/** CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } (RFC 6960 §4.1.1). */
export interface CertIdPlan {
  /** Dotted identifier of the hash. */
  readonly algorithm: string;
  readonly nameHash: Uint8Array;
  readonly keyHash: Uint8Array;
  /** INTEGER in DER. */
  readonly serial: Der;
}

/** CertStatus (RFC 6960 §4.2.1). Times in milliseconds since 1970. */
export type CertStatusPlan =
  | 'good'
  | 'unknown'
  | { readonly date: number; readonly reason: number | null; readonly invalidity: number | null };

/** SingleResponse (RFC 6960 §4.2.1). Times in milliseconds since 1970; answers keep whole seconds. */
export interface SinglePlan {
  readonly certId: CertIdPlan;
  readonly status: CertStatusPlan;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly archiveCutoff: number | null;
  /** Whatever else, after the others. */
  readonly extensions: readonly LabExtension[];
}

/**
 * One OCSP answer, declared: what every field says. {@link ocspPlanFor} gives the plan of a good one; a fault replaces the
 * fields in which it deviates.
 */
export interface OcspPlan {
  /** OCSPResponseStatus; with another than 0 nothing else is sent. */
  readonly status: number;
  readonly responderId: 'byName' | 'byKey';
  /** Whom responderID names. */
  readonly responder: LabCertificate;
  /** Who really signs. */
  readonly key: LabKey;
  readonly hash: SignatureHash;
  readonly producedAt: number;
  readonly responses: readonly SinglePlan[];
  /** The value of the nonce extension, encoded; null: none. */
  readonly nonce: Uint8Array | null;
  readonly extensions: readonly LabExtension[];
  /** BasicOCSPResponse.certs, as they are; an empty list is left out. */
  readonly certificates: readonly Der[];
  /** Changes the signature's octets. */
  readonly spoilSignature?: (signature: Uint8Array) => Uint8Array;
}

const day = 86_400_000;

/** The CertID of a certificate of `issuer`: the hashes of the issuer's name and key, and the serial number. */
export function certIdOf(
  issuer: LabCertificate,
  { serial }: Pick<LabCertificate, 'serial'>,
  hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' = 'sha1',
): CertIdPlan {
  const digest = (octets: Uint8Array) => createHash(hash).update(octets).digest();
  return {
    algorithm: hashes[hash].oid,
    nameHash: digest(issuer.subject),
    keyHash: digest(keyBits(issuer.key)),
    serial,
  };
}

/** `good` for a day from `now`, about this certificate. */
export function singleFor(certId: CertIdPlan, now: number, status: CertStatusPlan = 'good'): SinglePlan {
  return { certId, status, thisUpdate: now, nextUpdate: now + day, archiveCutoff: null, extensions: [] };
}

/** An answer that `responder` signs at `now`; its certificate goes along unless it is the CA's own. */
export function ocspPlanFor(
  responder: LabCertificate,
  now: number,
  responses: readonly SinglePlan[],
  delegate = true,
): OcspPlan {
  return {
    status: ocspStatuses.successful,
    responderId: 'byName',
    responder,
    key: responder.key,
    hash: hashFor(responder.key),
    producedAt: now,
    responses,
    nonce: null,
    extensions: [],
    certificates: delegate ? [responder.der] : [],
  };
}

/**
 * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT ResponseBytes OPTIONAL } (RFC 6960
 * §4.2.1). The same plan and an RSA or Ed25519 key give the same bytes.
 */
export function encodeOcspResponse(plan: OcspPlan): Der {
  const successful = plan.status === ocspStatuses.successful;
  const response = new pkijs.OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: plan.status }),
    ...(successful && {
      responseBytes: new pkijs.ResponseBytes({
        responseType: ocspIds.basic,
        response: new asn1js.OctetString({ valueHex: encodeBasic(plan) }),
      }),
    }),
  });
  return new Uint8Array(response.toSchema().toBER());
}

/** BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature BIT STRING, certs [0] EXPLICIT OPTIONAL } */
function encodeBasic(plan: OcspPlan): Der {
  const tbs = encodeResponseData(plan);
  const signature = signOctets(plan.key, plan.hash, tbs);
  // The parts go in as they are: a library that reads and writes them again could repair what a fault broke.
  return der.sequence(
    tbs,
    signatureAlgorithm(plan.key.algorithm, plan.hash, 'pkcs1', false),
    der.bits(plan.spoilSignature?.(signature) ?? signature),
    ...(plan.certificates.length > 0 ? [der.tagged(0, der.sequence(...plan.certificates))] : []),
  );
}

function encodeResponseData(plan: OcspPlan): Der {
  const nonce = plan.nonce ? [{ oid: ocspIds.nonce, critical: false, value: plan.nonce }] : [];
  const extensions = [...nonce, ...plan.extensions];
  const responderID =
    plan.responderId === 'byName'
      ? new pkijs.RelativeDistinguishedNames({ schema: asn1js.fromBER(plan.responder.subject).result })
      : new asn1js.OctetString({ valueHex: createHash('sha1').update(keyBits(plan.responder.key)).digest() });
  const data = new pkijs.ResponseData({
    responderID,
    producedAt: seconds(plan.producedAt),
    responses: plan.responses.map(single),
    ...(extensions.length > 0 && { responseExtensions: extensions.map(extension) }),
  });
  return new Uint8Array(data.toSchema(true).toBER());
}

function single(plan: SinglePlan): pkijs.SingleResponse {
  const { status } = plan;
  const extensions = [...plan.extensions];
  if (plan.archiveCutoff !== null) {
    // ArchiveCutoff ::= GeneralizedTime (§4.4.4), encoded as invalidityDate is.
    extensions.unshift({ ...invalidityDate(plan.archiveCutoff), oid: ocspIds.archiveCutoff });
  }
  // The extensions of CRL entries may stand here as well (§4.4.5).
  if (typeof status === 'object' && status.invalidity !== null) extensions.unshift(invalidityDate(status.invalidity));
  return new pkijs.SingleResponse({
    certID: pkijsCertId(plan.certId),
    certStatus: certStatus(status),
    thisUpdate: seconds(plan.thisUpdate),
    ...(plan.nextUpdate !== null && { nextUpdate: seconds(plan.nextUpdate) }),
    ...(extensions.length > 0 && { singleExtensions: extensions.map(extension) }),
  });
}

/** The CertID as pkijs writes it. */
export function pkijsCertId({ algorithm, nameHash, keyHash, serial }: CertIdPlan): pkijs.CertID {
  return new pkijs.CertID({
    hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: algorithm, algorithmParams: new asn1js.Null() }),
    issuerNameHash: new asn1js.OctetString({ valueHex: nameHash }),
    issuerKeyHash: new asn1js.OctetString({ valueHex: keyHash }),
    serialNumber: asn1js.fromBER(serial).result as asn1js.Integer,
  });
}

/** CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, all IMPLICIT. */
function certStatus(status: CertStatusPlan): asn1js.BaseBlock {
  if (typeof status === 'string') {
    return new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: status === 'good' ? 0 : 2 } });
  }
  const reason = new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 0 },
    value: [new asn1js.Enumerated({ value: status.reason ?? 0 })],
  });
  return new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [
      new asn1js.GeneralizedTime({ valueDate: seconds(status.date) }),
      ...(status.reason === null ? [] : [reason]),
    ],
  });
}

function extension({ oid, critical, value }: LabExtension): pkijs.Extension {
  return new pkijs.Extension({ extnID: oid, critical, extnValue: Uint8Array.from(value).buffer });
}

/** The octets of subjectPublicKey, without the count of unused bits: what KeyHash and issuerKeyHash are made of. */
function keyBits(key: LabKey): Uint8Array {
  const spki = new pkijs.PublicKeyInfo({ schema: asn1js.fromBER(publicKeyOf(key)).result });
  return spki.subjectPublicKey.valueBlock.valueHexView;
}

/** OCSP's times have whole seconds (RFC 5019 §2.2.4 leaves no fraction). */
function seconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
