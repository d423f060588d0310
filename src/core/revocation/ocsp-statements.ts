import { equalOctets } from '../der/integer.ts';
import type { Says } from '../verdict/source-line.ts';
import type { Certificate } from '../x509/certificate.ts';
import { ocspAuthenticity } from './authentic-ocsp.ts';
import { freshnessProblem, hiddenProblem } from './fresh.ts';
import { authenticityOf, type Inquiry } from './inquiry.ts';
import type { BasicOcspResponse, SingleResponse } from './ocsp.ts';
import { matchesCertId } from './ocsp-cert-id.ts';
import { allReasons, certificateHold, removeFromCrl } from './reason.ts';
import type { OcspSource } from './source.ts';
import { holding, type Refusal, refusal, type Statement } from './statement.ts';

/** What each OCSP answer says of a certificate (RFC 6960 §3.2): one statement per answer, or per single response that is about it. */
export function ocspStatements(certificate: Certificate, issuer: Certificate, inquiry: Inquiry): readonly Statement[] {
  return inquiry.ocsp.flatMap((source) => statementsOf(source, certificate, issuer, inquiry));
}

function statementsOf(
  source: OcspSource,
  certificate: Certificate,
  issuer: Certificate,
  inquiry: Inquiry,
): readonly Statement[] {
  const { response, nonce } = source;
  const { basic } = response;
  if (basic === null) {
    return [silent(source, refusal('source', 'responder-error', 'all', { status: response.status }))];
  }
  const about = basic.responses.filter(({ certId }) => matchesCertId(certId, certificate, issuer));
  // §3.2 (1)
  if (about.length === 0) {
    return [silent(source, refusal('revocation.scope', 'out-of-scope', 'all', { reason: 'other-certificate' }))];
  }
  if (!isNonceKept(nonce, basic)) return [silent(source, refusal('revocation.scope', 'revocation-nonce'))];
  return about.map((single) => {
    const hidden = hiddenProblem(single.thisUpdate, inquiry);
    if (hidden) return silent(source, hidden);
    const judge = (within: Inquiry) => ocspAuthenticity(basic, issuer, single.thisUpdate, within);
    const authenticity = authenticityOf(source, judge, inquiry);
    if (authenticity?.of === 'all') return silent(source, authenticity);
    return said(source, basic, single, authenticity, certificate, inquiry);
  });
}

function said(
  source: OcspSource,
  basic: BasicOcspResponse,
  single: SingleResponse,
  authenticity: Refusal | null,
  certificate: Certificate,
  inquiry: Inquiry,
): Statement {
  const { response, url } = source;
  const { thisUpdate, nextUpdate, reason, invalidityDate } = single;
  const says = sayingOf(single);
  const extension = basic.unknownCritical ?? single.unknownCritical;
  const critical =
    extension === null ? null : refusal('revocation.authentic', 'critical-revocation-extension', 'good', { extension });
  // Whom it names as revoked it remembers.
  const keepsExpiredSince = says === 'revoked' ? Number.NEGATIVE_INFINITY : single.archiveCutoff;
  const age = freshnessProblem({ thisUpdate, nextUpdate, keepsExpiredSince }, 'ocsp', certificate, inquiry);
  const unknown = says === 'unknown' ? refusal('revocation.scope', 'responder-unknown', 'good') : null;
  return {
    kind: 'ocsp',
    url,
    sha256: response.sha256,
    thisUpdate,
    nextUpdate,
    says,
    reasons: allReasons,
    revocation:
      (says === 'revoked' || says === 'on-hold') && single.revocationTime !== null
        ? { date: single.revocationTime, reason, invalidityDate, thisUpdate, url }
        : null,
    refusal: authenticity ?? critical ?? unknown ?? age,
    ...holding(source),
  };
}

/**
 * RFC 6960 §2.2: on hold since 1970-01-01 is how a responder says of a certificate that it was never issued; with §4.4.8 it has
 * to say so by an extension as well, and nobody holds a certificate of that date, so the date is enough.
 */
function sayingOf({ status, reason, revocationTime }: SingleResponse): Says {
  if (status !== 'revoked') return status;
  // Only a delta CRL can take a revocation back (RFC 5280 §5.3.1); here the status and its reason contradict each other.
  if (reason === removeFromCrl) return 'unknown';
  if (reason !== certificateHold) return 'revoked';
  return revocationTime === 0 ? 'never-issued' : 'on-hold';
}

/** RFC 9654 §2.1: a nonce that comes back has to be the one that was sent; many responders send none. */
function isNonceKept(sent: Uint8Array | null, { nonce }: BasicOcspResponse): boolean {
  if (sent === null || nonce === null) return true;
  // The value is an OCTET STRING inside; some old responders leave that out.
  const inner = nonce[0] === 0x04 && nonce[1] === nonce.length - 2 ? nonce.subarray(2) : nonce;
  return equalOctets(inner, sent) || equalOctets(nonce, sent);
}

function silent(source: OcspSource, problem: Refusal): Statement {
  const { response, url } = source;
  const single = response.basic?.responses[0];
  return {
    kind: 'ocsp',
    url,
    sha256: response.sha256,
    thisUpdate: single?.thisUpdate ?? 0,
    nextUpdate: single?.nextUpdate ?? null,
    says: 'nothing',
    reasons: 0,
    revocation: null,
    refusal: problem,
    ...holding(source),
  };
}
