import type { Candidate } from './cms/candidate.ts';
import { findCertificates } from './cms/certificate-file.ts';
import { unarmor } from './der/armor.ts';
import { DerError, LimitError } from './der/errors.ts';
import { limits } from './der/limits.ts';
import { decodeCrl } from './revocation/crl.ts';
import { decodeOcspResponse } from './revocation/ocsp.ts';
import { makeOcspRequest, nonceBytes, ocspExchange } from './revocation/ocsp-request.ts';
import type { CrlSource, FailedSource, OcspSource } from './revocation/source.ts';
import type { Want } from './verdict/want.ts';

/** One HTTP exchange that asks for what is wanted, as data: the caller decides whether to send it. */
export interface EvidenceRequest {
  /** What it is about. */
  readonly want: Want;
  /**
   * As a certificate or a list says it: whoever made that chose it. Where the token isn't known to be honest fetch http and https alone, and
   * nothing of your own network.
   */
  readonly url: string;
  /** By which method. */
  readonly method: 'GET' | 'POST';
  /** Header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** An OCSPRequest in DER (RFC 6960 §4.1.1); null for GET. */
  readonly body: Uint8Array | null;
  /** The most bytes that an answer may have: stop reading there. */
  readonly limit: number;
  /** The nonce that an OCSPRequest has (RFC 9654); null: none. */
  readonly nonce: Uint8Array | null;
}

/** What fetching gave, as {@link verify} and {@link judgeRevocation} take it. Nothing of it is trusted. */
export interface Evidence {
  /** Issuers' certificates. */
  readonly candidates: readonly Candidate[];
  /** CRLs. */
  readonly crls: readonly CrlSource[];
  /** OCSP answers. */
  readonly ocsp: readonly OcspSource[];
  /** What could not be had, or not be read. */
  readonly failed: readonly FailedSource[];
}

/** No evidence, to begin with. */
export const noEvidence: Evidence = { candidates: [], crls: [], ocsp: [], failed: [] };

/** Both, in this order. */
export function joinEvidence(one: Evidence, other: Evidence): Evidence {
  return {
    candidates: [...one.candidates, ...other.candidates],
    crls: [...one.crls, ...other.crls],
    ocsp: [...one.ocsp, ...other.ocsp],
    failed: [...one.failed, ...other.failed],
  };
}

/**
 * How to ask for what is wanted: GET for a CRL (RFC 5280 §4.2.1.13) or an issuer's certificate (§4.2.2.1), POST for OCSP (RFC 6960
 * appendix A). `nonce`: 32 random octets for an OCSPRequest (RFC 9654 §2.1), so that an old answer can't stand in for the one asked
 * for; null for none. Then only freshness tells. Throws RangeError for a nonce of another length.
 */
export async function evidenceRequest(want: Want, nonce: Uint8Array | null = null): Promise<EvidenceRequest> {
  const { kind, url } = want;
  // Of octets of its own: it is compared with the answer, and the caller may make the next one in the same memory.
  const own = nonce === null ? null : new Uint8Array(nonce);
  if (own !== null && own.length !== nonceBytes) throw new RangeError(`a nonce has ${nonceBytes} octets`);
  if (want.kind === 'ocsp') {
    const request = await makeOcspRequest(Buffer.from(want.certId, 'hex'), own);
    const { headers } = ocspExchange('POST', url, request);
    return { want, url, method: 'POST', headers, body: request, limit: limits.ocspBytes, nonce: own };
  }
  const limit = kind === 'crl' ? limits.crlBytes : limits.aiaBytes;
  return { want, url, method: 'GET', headers: {}, body: null, limit, nonce: null };
}

/**
 * Reads the body of an answer; null: none came. What can't be read is evidence as well: that it was tried, and failed. A bad
 * answer proves nothing, so that nothing is thrown for one; TypeError for what are no bytes. `fetchedAt`: when it came, in milliseconds
 * since 1970.
 */
export async function readEvidence(
  { want, nonce, limit }: EvidenceRequest,
  body: Uint8Array | null,
  fetchedAt: number,
): Promise<Evidence> {
  const { url } = want;
  if (body === null) return failure(want, 'unreachable', 'no answer');
  if (!ArrayBuffer.isView(body)) throw new TypeError('the body of an answer is a Uint8Array, or null');
  if (body.length > limit) return failure(want, 'revocation-unreadable', 'body-too-large');
  const about = { url, origin: 'fetched', fetchedAt } as const;
  if (want.kind === 'issuer') {
    const { certificates } = await findCertificates(body);
    return { ...noEvidence, candidates: certificates.map((certificate) => ({ certificate, ...about })) };
  }
  // Of octets of its own: it is judged later, when the caller may have read the next answer into the same memory.
  const bytes = unarmor(new Uint8Array(body));
  if (bytes === null) return failure(want, 'revocation-unreadable', 'neither DER, PEM nor Base64');
  try {
    return want.kind === 'crl'
      ? { ...noEvidence, crls: [{ crl: decodeCrl(bytes), ...about }] }
      : { ...noEvidence, ocsp: [{ response: decodeOcspResponse(bytes), nonce, ...about }] };
  } catch (error) {
    if (!(error instanceof DerError || error instanceof LimitError)) throw error;
    return failure(want, 'revocation-unreadable', error.message);
  }
}

function failure(want: Want, code: FailedSource['code'], reason: string): Evidence {
  // That an issuer could not be had is no news of a source: the certificate is missing still.
  if (want.kind === 'issuer') return noEvidence;
  return { ...noEvidence, failed: [{ kind: want.kind, url: want.url, for: want.sha256, code, reason }] };
}
