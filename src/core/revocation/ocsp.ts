import { hash } from 'node:crypto';
import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { decodeName, type Name } from '../der/name.ts';
import { context, contextConstructed, Tag } from '../der/tags.ts';
import { parseGeneralizedTime } from '../der/time.ts';
import { type Certificate, decodeCertificate } from '../x509/certificate.ts';
import type { Extension } from '../x509/extensions.ts';
import { type CertId, decodeCertId } from './ocsp-cert-id.ts';
import { decodeReason, type ReasonCode } from './reason.ts';

/** Extensions of RFC 6960 §4.4, and the CRL entry extensions that §4.4.5 allows. */
export const ocspExtensionOids = {
  basic: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
  crlReferences: '1.3.6.1.5.5.7.48.1.3',
  noCheck: '1.3.6.1.5.5.7.48.1.5',
  archiveCutoff: '1.3.6.1.5.5.7.48.1.6',
  extendedRevoked: '1.3.6.1.5.5.7.48.1.9',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
} as const;

const knownInResponse: ReadonlySet<string> = new Set([ocspExtensionOids.nonce, ocspExtensionOids.extendedRevoked]);
const knownInSingle: ReadonlySet<string> = new Set([
  ocspExtensionOids.crlReferences,
  ocspExtensionOids.archiveCutoff,
  ocspExtensionOids.reasonCode,
  ocspExtensionOids.invalidityDate,
]);

/** OCSPResponseStatus (RFC 6960 §4.2.1); 4 is not used. */
export const statusNames: Readonly<Record<number, OcspStatus>> = {
  0: 'successful',
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};
/** OCSPResponseStatus by name (RFC 6960 §4.2.1). No signature covers it. */
export type OcspStatus =
  | 'successful'
  | 'malformedRequest'
  | 'internalError'
  | 'tryLater'
  | 'sigRequired'
  | 'unauthorized';

/** OCSPResponse (RFC 6960 §4.2.1). `basic` is there exactly where the status is `successful`. */
export interface OcspResponse {
  /** The whole answer, as it was handed in. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
  /** Whether the responder answered at all. */
  readonly status: OcspStatus;
  /** What it said; null for any status but `successful`. */
  readonly basic: BasicOcspResponse | null;
}

/** ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }, the SHA-1 of the responder's key (RFC 6960 §4.2.1). */
export type ResponderId = { readonly name: Name } | { readonly keyHash: Uint8Array };

/** BasicOCSPResponse (RFC 6960 §4.2.1). Times in milliseconds since 1970, UTC. */
export interface BasicOcspResponse {
  /** The octets that are signed. */
  readonly tbs: Uint8Array;
  /** How it is signed. */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The octets of the signature. */
  readonly signature: Uint8Array;
  /** Who says that it signed. */
  readonly responderId: ResponderId;
  /** When it was signed. */
  readonly producedAt: number;
  /** What it says, certificate by certificate. */
  readonly responses: readonly SingleResponse[];
  /** The value of the nonce extension as it came (RFC 9654); null where there is none. */
  readonly nonce: Uint8Array | null;
  /** The responder says `revoked` of certificates that were never issued (§4.4.8). */
  readonly extendedRevoked: boolean;
  /** The first critical response extension that is not known here. */
  readonly unknownCritical: string | null;
  /** Certificates that came along; unreadable ones are left out, for nobody can have signed with them here. */
  readonly certificates: readonly Certificate[];
}

/** SingleResponse (RFC 6960 §4.2.1). Times in milliseconds since 1970, UTC. */
export interface SingleResponse {
  /** Which certificate it is about. */
  readonly certId: CertId;
  /** `good` says no more than that it is not revoked (§2.2). */
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Of a revoked certificate; null for others. */
  readonly revocationTime: number | null;
  /** Why it was revoked (RFC 5280 §5.3.1); null where no reason is given. */
  readonly reason: ReasonCode | null;
  /** When the key was or may have been no longer safe (RFC 5280 §5.3.2); null where it is absent. */
  readonly invalidityDate: number | null;
  /** For when the status is known to be right. */
  readonly thisUpdate: number;
  /** When there will be newer information; null: it can be had at any time (§2.4). */
  readonly nextUpdate: number | null;
  /** The status of certificates that expired at this moment or later is still known (§4.4.4). */
  readonly archiveCutoff: number | null;
  /** The first critical single extension that is not known here; null: none. */
  readonly unknownCritical: string | null;
}

/**
 * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE { responseType OBJECT IDENTIFIER,
 * response OCTET STRING } OPTIONAL } (RFC 6960 §4.2.1), and nothing after it. Throws DerError, for a responseType other than
 * id-pkix-ocsp-basic as well.
 */
export function decodeOcspResponse(bytes: Uint8Array): OcspResponse {
  if (bytes.length > limits.ocspBytes) throw new DerError('OCSP response is too large', 0);
  const outer = new Cursor(bytes);
  const cursor = outer.sequence('OCSPResponse');
  outer.finish('OCSPResponse');
  const at = cursor.position;
  const status = statusNames[cursor.small('responseStatus', Tag.ENUMERATED)];
  if (status === undefined) throw new DerError('responseStatus is unknown', at);
  const explicit = cursor.enterIf(contextConstructed(0), 'responseBytes');
  cursor.finish('OCSPResponse');
  const sha256 = hash('sha256', bytes, 'hex');
  if (status !== 'successful') return { bytes, sha256, status, basic: null };
  if (explicit === undefined) throw new DerError('a successful response has no responseBytes', at);
  const typed = explicit.sequence('responseBytes');
  explicit.finish('responseBytes');
  const type = typed.oid('responseType');
  if (type !== ocspExtensionOids.basic) throw new DerError('responseType is not id-pkix-ocsp-basic', at);
  const basic = typed.octets('response');
  typed.finish('responseBytes');
  return { bytes, sha256, status, basic: decodeBasic(basic) };
}

/** A BasicOCSPResponse by itself, as CAdES keeps it (RFC 5126 §6.3.4). Throws DerError. */
export function decodeBasicOcspResponse(bytes: Uint8Array): OcspResponse {
  if (bytes.length > limits.ocspBytes) throw new DerError('OCSP response is too large', 0);
  return { bytes, sha256: hash('sha256', bytes, 'hex'), status: 'successful', basic: decodeBasic(bytes) };
}

/** Either of the two: an OCSPResponse begins with an ENUMERATED, a BasicOCSPResponse with a SEQUENCE. Throws DerError. */
export function decodeOcspAnswer(bytes: Uint8Array): OcspResponse {
  const isBasic = new Cursor(bytes).sequence('OCSPResponse').peek() === Tag.SEQUENCE;
  return isBasic ? decodeBasicOcspResponse(bytes) : decodeOcspResponse(bytes);
}

/**
 * BasicOCSPResponse ::= SEQUENCE { tbsResponseData ResponseData, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING,
 * certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL } (RFC 6960 §4.2.1).
 */
function decodeBasic(bytes: Uint8Array): BasicOcspResponse {
  const outer = new Cursor(bytes);
  const cursor = outer.sequence('BasicOCSPResponse');
  outer.finish('BasicOCSPResponse');
  const start = cursor.position;
  const data = decodeResponseData(cursor);
  const tbs = bytes.subarray(start, cursor.position);
  const signatureAlgorithm = decodeAlgorithmIdentifier(cursor, 'signatureAlgorithm');
  const at = cursor.position;
  const { octets: signature, unused } = cursor.bits('signature');
  if (unused !== 0) throw new DerError('signature is not made of whole octets', at);
  const explicit = cursor.enterIf(contextConstructed(0), 'certs');
  cursor.finish('BasicOCSPResponse');
  return { tbs, signatureAlgorithm, signature, ...data, certificates: explicit ? decodeCertificates(explicit) : [] };
}

function decodeCertificates(explicit: Cursor): Certificate[] {
  const list = explicit.sequence('certs');
  explicit.finish('certs');
  const certificates: Certificate[] = [];
  while (!list.atEnd) {
    const raw = list.raw('certs');
    try {
      certificates.push(decodeCertificate(raw));
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
    }
  }
  return certificates;
}

/**
 * ResponseData ::= SEQUENCE { version [0] EXPLICIT INTEGER DEFAULT v1, responderID ResponderID, producedAt GeneralizedTime,
 * responses SEQUENCE OF SingleResponse, responseExtensions [1] EXPLICIT Extensions OPTIONAL } (RFC 6960 §4.2.1).
 */
function decodeResponseData(outer: Cursor) {
  const cursor = outer.sequence('tbsResponseData');
  const at = cursor.position;
  const version = cursor.enterIf(contextConstructed(0), 'version');
  if (version && version.small('version') !== 0) throw new DerError('version is unknown', at);
  version?.finish('version');
  const responderId = decodeResponderId(cursor);
  const producedAt = decodeTime(cursor, 'producedAt');
  const list = cursor.sequence('responses');
  const responses: SingleResponse[] = [];
  while (!list.atEnd) responses.push(decodeSingle(list));
  const extensions = decodeExtensions(cursor.enterIf(contextConstructed(1), 'responseExtensions'));
  cursor.finish('tbsResponseData');
  return {
    responderId,
    producedAt,
    responses,
    nonce: extensions.get(ocspExtensionOids.nonce)?.value ?? null,
    extendedRevoked: extensions.has(ocspExtensionOids.extendedRevoked),
    unknownCritical: unknownCritical(extensions, knownInResponse),
  };
}

function decodeResponderId(cursor: Cursor): ResponderId {
  const byName = cursor.enterIf(contextConstructed(1), 'byName');
  if (byName) {
    const name = decodeName(byName, 'byName');
    byName.finish('byName');
    return { name };
  }
  const byKey = cursor.enter(contextConstructed(2), 'responderID');
  const keyHash = byKey.octets('byKey');
  byKey.finish('byKey');
  return { keyHash };
}

/**
 * SingleResponse ::= SEQUENCE { certID CertID, certStatus CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL },
 * thisUpdate GeneralizedTime, nextUpdate [0] EXPLICIT GeneralizedTime OPTIONAL, singleExtensions [1] EXPLICIT Extensions
 * OPTIONAL } (RFC 6960 §4.2.1).
 */
function decodeSingle(outer: Cursor): SingleResponse {
  const cursor = outer.sequence('singleResponse');
  const certId = decodeCertId(cursor);
  const status = decodeStatus(cursor);
  const thisUpdate = decodeTime(cursor, 'thisUpdate');
  const next = cursor.enterIf(contextConstructed(0), 'nextUpdate');
  const nextUpdate = next ? decodeTime(next, 'nextUpdate') : null;
  next?.finish('nextUpdate');
  const extensions = decodeExtensions(cursor.enterIf(contextConstructed(1), 'singleExtensions'));
  cursor.finish('singleResponse');
  const date = (oid: string) => {
    const extension = extensions.get(oid);
    return extension === undefined ? null : whole(extension.value, (value) => decodeTime(value, 'date'));
  };
  const reasonCode = extensions.get(ocspExtensionOids.reasonCode);
  return {
    certId,
    ...status,
    reason:
      status.reason ?? (reasonCode ? whole(reasonCode.value, (value) => decodeReason(value, 'reasonCode')) : null),
    invalidityDate: date(ocspExtensionOids.invalidityDate),
    thisUpdate,
    nextUpdate,
    archiveCutoff: date(ocspExtensionOids.archiveCutoff),
    unknownCritical: unknownCritical(extensions, knownInSingle),
  };
}

/** RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }. */
function decodeStatus(cursor: Cursor): Pick<SingleResponse, 'status' | 'revocationTime' | 'reason'> {
  const revoked = cursor.enterIf(contextConstructed(1), 'certStatus');
  if (revoked) {
    const revocationTime = decodeTime(revoked, 'revocationTime');
    const explicit = revoked.enterIf(contextConstructed(0), 'revocationReason');
    const reason = explicit ? decodeReason(explicit, 'revocationReason') : null;
    explicit?.finish('revocationReason');
    revoked.finish('certStatus');
    return { status: 'revoked', revocationTime, reason };
  }
  const at = cursor.position;
  const good = cursor.peek() === context(0);
  if (cursor.content(good ? context(0) : context(2), 'certStatus').length > 0) {
    throw new DerError('certStatus is no NULL', at);
  }
  return { status: good ? 'good' : 'unknown', revocationTime: null, reason: null };
}

/** Extensions, each once (RFC 6960 §4.4, RFC 5280 §4.1). */
function decodeExtensions(explicit: Cursor | undefined): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  if (explicit === undefined) return extensions;
  const cursor = explicit.sequence('extensions');
  explicit.finish('extensions');
  while (!cursor.atEnd) {
    const extension = cursor.sequence('extension');
    const at = extension.position;
    const oid = extension.oid('extnID');
    const critical = extension.peek() === Tag.BOOLEAN ? extension.boolean('critical') : false;
    const value = extension.octets('extnValue');
    extension.finish('extension');
    if (extensions.has(oid)) throw new DerError('an extension is there twice', at);
    extensions.set(oid, { oid, critical, value });
  }
  return extensions;
}

function unknownCritical(extensions: ReadonlyMap<string, Extension>, known: ReadonlySet<string>): string | null {
  return [...extensions.values()].find(({ oid, critical }) => critical && !known.has(oid))?.oid ?? null;
}

function decodeTime(cursor: Cursor, what: string): number {
  const at = cursor.position;
  const time = parseGeneralizedTime(cursor.content(Tag.GENERALIZED_TIME, what));
  if (time === null) throw new DerError(`${what} is no GeneralizedTime`, at);
  return time.ms;
}

function whole<T>(value: Uint8Array, decode: (cursor: Cursor) => T): T {
  const cursor = new Cursor(value);
  const result = decode(cursor);
  cursor.finish('extension');
  return result;
}
