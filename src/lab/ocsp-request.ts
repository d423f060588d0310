import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Der } from './der-writer.ts';
import { type CertIdPlan, ocspIds, pkijsCertId } from './ocsp-plan.ts';

/** What an OCSPRequest asks. */
export interface OcspQuestion {
  readonly certIds: readonly CertIdPlan[];
  /** The value of the nonce extension as it came; null: none. */
  readonly nonce: Uint8Array | null;
}

/**
 * OCSPRequest ::= SEQUENCE { tbsRequest TBSRequest, optionalSignature [0] EXPLICIT OPTIONAL } (RFC 6960 §4.1.1), or null
 * where the bytes are none or ask for nothing. A signature is neither wanted nor looked at.
 */
export function readOcspRequest(bytes: Uint8Array): OcspQuestion | null {
  const { result, offset } = asn1js.fromBER(bytes);
  if (offset !== bytes.length || bytes.length === 0) return null;
  let tbs: pkijs.TBSRequest;
  try {
    tbs = new pkijs.OCSPRequest({ schema: result }).tbsRequest;
  } catch {
    // pkijs throws errors of no class of its own where a schema does not fit.
    return null;
  }
  if (tbs.requestList.length === 0) return null;
  const nonce = tbs.requestExtensions?.find(({ extnID }) => extnID === ocspIds.nonce);
  return {
    certIds: tbs.requestList.map(({ reqCert }) => ({
      algorithm: reqCert.hashAlgorithm.algorithmId,
      nameHash: reqCert.issuerNameHash.valueBlock.valueHexView,
      keyHash: reqCert.issuerKeyHash.valueBlock.valueHexView,
      serial: new Uint8Array(reqCert.serialNumber.toBER()),
    })),
    nonce: nonce ? nonce.extnValue.valueBlock.valueHexView : null,
  };
}

/** An OCSPRequest for these certificates, with this nonce (an OCTET STRING in DER) or none. */
export function encodeOcspRequest({ certIds, nonce }: OcspQuestion): Der {
  const request = new pkijs.OCSPRequest({
    tbsRequest: new pkijs.TBSRequest({
      requestList: certIds.map((certId) => new pkijs.Request({ reqCert: pkijsCertId(certId) })),
      ...(nonce && {
        requestExtensions: [new pkijs.Extension({ extnID: ocspIds.nonce, extnValue: Uint8Array.from(nonce).buffer })],
      }),
    }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}
