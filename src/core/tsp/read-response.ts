import { limits } from '../der/limits.ts';
import { TstError } from '../verdict/errors.ts';
import { Findings, type RuleResult } from '../verdict/findings.ts';
import { checkImprint } from './check-imprint.ts';
import { checkResponse } from './check-response.ts';
import type { TimeStampReq } from './request.ts';
import { statusNames, type TimeStampResp } from './response.ts';
import { readToken, type TokenFile } from './token.ts';

/**
 * Reads what an authority answered: a TimeStampResp that grants a token (RFC 3161 §2.4.2). Whether it answers the request says
 * {@link matchResponse}, and whether the token is any good {@link verify}: keep the bytes before either, for they may be paid for.
 *
 * Throws a TstError: `rejected` where the authority refused, with its `status`, `failInfo` and `text` in the facts; `not-a-response`
 * for a bare token and for a grant without one; `token-unreadable` for anything else. A refusal with a token in it, which there may not
 * be, is read, for it may have been paid for: it fails the rule `response.status`.
 */
export async function readResponse(bytes: Uint8Array): Promise<TokenFile> {
  const file = await readToken(bytes);
  const problem = responseProblem(file);
  if (problem !== null) throw problem;
  return file;
}

/** Why what was read is no response with a token; null where it is one. `cleaned`: what is to be done to the authority's words. */
export function responseProblem({ response }: TokenFile, cleaned = (text: string) => text): TstError | null {
  if (response === null) return new TstError('not-a-response', { reason: 'a bare token' });
  if (response.token !== null) return null;
  const granted = response.status === 0 || response.status === 1;
  return granted
    ? new TstError('not-a-response', { reason: 'granted, but without a token' })
    : new TstError('rejected', rejectionFacts(response, cleaned));
}

/** PKIStatusInfo of a rejection in words (RFC 3161 §2.4.2). */
function rejectionFacts(
  { status, statusStrings, failInfo }: TimeStampResp,
  cleaned: (text: string) => string,
): TstError['facts'] {
  return {
    status: statusNames[status] ?? `status ${status}`,
    ...(failInfo.length > 0 ? { failInfo: failInfo.join(', ') } : {}),
    ...(statusStrings.length > 0 ? { text: cleaned(statusStrings.join(' ')).slice(0, limits.shownText) } : {}),
  };
}

/**
 * What of a response doesn't fit the request (RFC 3161 §2.4.2): status, imprint, nonce, policy, and that it brings certificates where
 * they were asked for. The rules that fail, with their codes; empty where the response answers the request. Nothing is said of the
 * signature: {@link verify}, given the same request, applies these rules and all others. Throws nothing.
 */
export function matchResponse(file: TokenFile, request: TimeStampReq): readonly RuleResult[] {
  const findings = new Findings('default');
  checkResponse(file, request, null, findings);
  if (file.tstInfo !== null) checkImprint(file.tstInfo, new Map(), request, findings);
  else if (!findings.disproven) findings.fail('imprint.request', 'econtent-missing');
  return findings.results().filter(({ status }) => status === 'fail');
}
