import { sameInteger, toHex } from '../der/integer.ts';
import { type Findings, form } from '../verdict/findings.ts';
import type { TimeStampReq } from './request.ts';
import { statusNames, type TimeStampResp } from './response.ts';
import type { TokenFile } from './token.ts';

/**
 * The rules `response.*`: the response by itself, and what it has to say to the request (RFC 3161 §2.4.2).
 * `signerSent`: the signer's certificate is in the token; null where the signer was not found at all.
 */
export function checkResponse(
  file: TokenFile,
  request: TimeStampReq | null,
  signerSent: boolean | null,
  findings: Findings,
): void {
  if (file.response === null) findings.notApplicable('response.status');
  else checkStatus(file.response, findings);
  if (file.tstInfo === null) return;
  if (request === null) {
    for (const rule of ['response.nonce', 'response.policy', 'response.certificates'] as const)
      findings.notApplicable(rule);
  } else {
    checkNonce(file, request, findings);
    checkPolicy(file, request, findings);
    checkCertificates(file, request, signerSent, findings);
  }
  // A nonce that can't be read is a broken TSTInfo, whatever was asked.
  const defect = file.tstInfo.defects.get('response.nonce');
  if (defect) findings.fail('response.nonce', 'malformed', { facts: { reason: defect.message } });
}

/** PKIStatus 0 or 1: a token must be there; any other: none may be. */
function checkStatus(response: TimeStampResp, findings: Findings): void {
  const rule = 'response.status';
  const { status, failInfo, statusStrings, token } = response;
  const facts = {
    status: statusNames[status] ?? String(status),
    failInfo: failInfo.join(', '),
    text: statusStrings.join(' / '),
  };
  if (!(status in statusNames)) return findings.fail(rule, 'status-unknown', { facts });
  if (status > 1) return findings.fail(rule, token === null ? 'rejected' : 'token-despite-rejection', { facts });
  if (token === null) return findings.fail(rule, 'granted-without-token', { facts });
  findings.pass(rule, { facts });
  if (status === 1) findings.warn(rule, 'granted-with-mods', { facts });
  if (failInfo.length > 0) findings.warn(rule, 'fail-info-despite-grant', { facts });
  if (response.paddedFailInfo) findings.deviation(rule, 'padded-bits', form, { object: 'failInfo' });
}

/** A nonce that was sent comes back, equal as INTEGER: of any sign and size. */
function checkNonce(file: TokenFile, request: TimeStampReq, findings: Findings): void {
  const rule = 'response.nonce';
  const nonce = file.tstInfo!.nonce;
  if (request.nonce === null) {
    findings.notApplicable(rule);
    if (nonce !== null) findings.warn(rule, 'nonce-unrequested');
  } else if (nonce === null) {
    findings.fail(rule, 'nonce-missing');
  } else if (sameInteger(nonce, request.nonce)) {
    findings.pass(rule);
  } else {
    findings.fail(rule, 'nonce-mismatch', { facts: { sent: toHex(request.nonce), received: toHex(nonce) } });
  }
}

/** A policy that was asked for is the token's. */
function checkPolicy(file: TokenFile, request: TimeStampReq, findings: Findings): void {
  const rule = 'response.policy';
  const { policy } = file.tstInfo!;
  if (request.reqPolicy === null) findings.notApplicable(rule);
  else if (policy === request.reqPolicy) findings.pass(rule);
  else findings.fail(rule, 'policy-not-requested', { facts: { asked: request.reqPolicy, received: policy ?? '' } });
}

/** certReq true: the signer's certificate must be there; false: none should be. */
function checkCertificates(
  file: TokenFile,
  request: TimeStampReq,
  signerSent: boolean | null,
  findings: Findings,
): void {
  const rule = 'response.certificates';
  const count = file.signedData!.certificates.length;
  if (request.certReq && (count === 0 || signerSent === false)) return findings.fail(rule, 'certificates-missing');
  findings.pass(rule);
  if (!request.certReq && count > 0) findings.warn(rule, 'certificates-unrequested', { facts: { count } });
}
