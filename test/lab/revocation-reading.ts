import 'reflect-metadata';
import { createPublicKey, verify } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { LabCertificate } from '../../src/lab/ca.ts';
import { certIdOf } from '../../src/lab/ocsp-plan.ts';
import { encodeOcspRequest } from '../../src/lab/ocsp-request.ts';

// CRLs and OCSP answers as other libraries read them.

export const octets = async (answer: Response | Promise<Response>) =>
  new Uint8Array(await (await answer).arrayBuffer());

/** A nonce as the request carries it: an OCTET STRING. */
export const nonce = Buffer.from('0410000102030405060708090a0b0c0d0e0f', 'hex');

/** An OCSPRequest for certificates of one issuer. */
export function ocspRequest(
  issuer: LabCertificate,
  certificates: readonly Pick<LabCertificate, 'serial'>[],
  { hash = 'sha1', sent = nonce as Uint8Array | null }: { hash?: 'sha1' | 'sha256'; sent?: Uint8Array | null } = {},
): Uint8Array {
  return encodeOcspRequest({ certIds: certificates.map((one) => certIdOf(issuer, one, hash)), nonce: sent });
}

/** Asks by POST. */
export function ask(url: string, request: Uint8Array): Promise<Response> {
  const headers = { 'content-type': 'application/ocsp-request' };
  return fetch(url, { method: 'POST', headers, body: Buffer.from(request), redirect: 'manual' });
}

export interface ReadSingle {
  readonly serial: string;
  readonly algorithm: string;
  readonly keyHash: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Of a revoked one, as it stands: time, and reason or null. */
  readonly revoked: { readonly at: Date; readonly reason: number | null } | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly extensions: readonly string[];
  readonly critical: boolean;
}

export interface ReadOcsp {
  readonly status: number;
  readonly basic: pkijs.BasicOCSPResponse;
  readonly producedAt: Date;
  readonly responses: readonly ReadSingle[];
  readonly nonce: string | null;
  readonly extensions: readonly pkijs.Extension[];
  /** The certificate that came along. */
  readonly responder: x509.X509Certificate | null;
}

const hex = (bytes: ArrayBufferView | ArrayBuffer) =>
  Buffer.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : (bytes as Uint8Array)).toString('hex');

/** Throws where pkijs finds no OCSPResponse. An answer that is a status alone has empty fields. */
export function readOcsp(bytes: Uint8Array): ReadOcsp {
  const { result, offset } = asn1js.fromBER(bytes);
  if (offset !== bytes.length) throw new Error('not one DER value');
  const response = new pkijs.OCSPResponse({ schema: result });
  const status = Number(response.responseStatus.valueBlock.valueDec);
  const inner = response.responseBytes?.response.valueBlock.valueHexView;
  const basic = inner
    ? new pkijs.BasicOCSPResponse({ schema: asn1js.fromBER(inner).result })
    : new pkijs.BasicOCSPResponse();
  const { tbsResponseData: data, certs } = basic;
  const sent = data.responseExtensions?.find(({ extnID }) => extnID === '1.3.6.1.5.5.7.48.1.2');
  return {
    status,
    basic,
    producedAt: data.producedAt,
    responses: (data.responses ?? []).map(readSingle),
    nonce: sent ? hex(sent.extnValue.valueBlock.valueHexView) : null,
    extensions: data.responseExtensions ?? [],
    responder: certs?.[0] ? new x509.X509Certificate(certs[0].toSchema().toBER()) : null,
  };
}

function readSingle(single: pkijs.SingleResponse): ReadSingle {
  const { certID, certStatus, thisUpdate, nextUpdate, singleExtensions = [] } = single;
  const parts = certStatus.valueBlock.value as [asn1js.GeneralizedTime, asn1js.Constructed?] | undefined;
  const reason = parts?.[1]?.valueBlock.value[0] as asn1js.Enumerated | undefined;
  const status = (['good', 'revoked', 'unknown'] as const)[certStatus.idBlock.tagNumber as 0 | 1 | 2];
  return {
    serial: hex(certID.serialNumber.valueBlock.valueHexView),
    algorithm: certID.hashAlgorithm.algorithmId,
    keyHash: hex(certID.issuerKeyHash.valueBlock.valueHexView),
    status,
    revoked:
      status === 'revoked' ? { at: parts![0].toDate(), reason: reason ? reason.valueBlock.valueDec : null } : null,
    thisUpdate,
    nextUpdate,
    extensions: singleExtensions.map(({ extnID }) => extnID),
    critical: singleExtensions.some(({ critical }) => critical),
  };
}

/** True where this key made the answer's signature. */
export async function signedBy({ basic }: ReadOcsp, key: x509.PublicKey): Promise<boolean> {
  const info = new pkijs.PublicKeyInfo({ schema: asn1js.fromBER(key.rawData).result });
  const { tbsResponseData, signature, signatureAlgorithm } = basic;
  const engine = pkijs.getCrypto(true);
  return engine.verifyWithPublicKey(tbsResponseData.tbsView, signature, info, signatureAlgorithm);
}

/** A CRL as @peculiar/x509 reads it. */
export const readCrl = (bytes: Uint8Array) => new x509.X509Crl(bytes);

/** Octets of an extension of a CRL or certificate; undefined where it has none. */
export function extensionOf({ extensions }: { extensions: x509.Extension[] }, oid: string): Buffer | undefined {
  const found = extensions.find(({ type }) => type === oid);
  return found && Buffer.from(found.value);
}

/** True where the key of this certificate signed the list with SHA-256. (X509Crl.verify knows RSA only.) */
export function crlSignedBy(crl: x509.X509Crl, { publicKey }: x509.X509Certificate): boolean {
  const list = new pkijs.CertificateRevocationList({ schema: asn1js.fromBER(crl.rawData).result });
  const key = createPublicKey({ key: Buffer.from(publicKey.rawData), format: 'der', type: 'spki' });
  return verify('sha256', list.tbsView, key, list.signatureValue.valueBlock.valueHexView);
}
