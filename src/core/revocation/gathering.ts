import { LimitError } from '../der/errors.ts';
import type { LimitName } from '../der/limits.ts';
import type { Want } from '../verdict/want.ts';
import type { Certificate } from '../x509/certificate.ts';
import { WorkBudget } from '../x509/work-budget.ts';
import { Crowd } from './crowd.ts';
import { type Cause, gatherEvidence, type RevocationEvidence, standings } from './evidence.ts';
import { freshnessLimits } from './fresh.ts';
import { type Inquiry, signerPath } from './inquiry.ts';
import type { RevocationQuestion } from './question.ts';
import type { OcspSource } from './source.ts';

/**
 * The part of `judgeRevocation` that doesn't depend on the token, to be kept over many tokens of one signer: give it with each
 * token to `judgeEvidence`. A string names the limit that was reached.
 */
export function evidenceFor(question: RevocationQuestion): RevocationEvidence | string {
  const { certificate, issuer } = question;
  const inquiry = inquiryOf(question);
  try {
    const evidence = gatherEvidence(certificate, issuer, inquiry);
    const wants = distinct([...evidence.wants, ...inquiry.wants]);
    const [limit] = inquiry.reached;
    return { ...(limit === undefined ? evidence : withoutGood(evidence, limit)), wants };
  } catch (error) {
    if (error instanceof LimitError) return error.limit;
    throw error;
  }
}

function inquiryOf(question: RevocationQuestion): Inquiry {
  const { certificate, issuer, brought = [] } = question;
  const path = question.path ?? [];
  const fromToken = (one: OcspSource) => one.origin === 'token';
  const given = [issuer, ...path, ...question.candidates, ...embedded(question.ocsp.filter((one) => !fromToken(one)))];
  const inquiry: Inquiry = {
    anchor: question.anchor,
    candidates: new Crowd(given),
    // The certificate in question is not among them: whoever holds its key could certify a signer of lists that clear it.
    judgedElsewhere: new Set([issuer, ...path].map((one) => one.sha256).filter((one) => one !== certificate.sha256)),
    crls: question.crls,
    ocsp: question.ocsp,
    failed: question.failed ?? [],
    at: question.at,
    now: question.now,
    asKnownOn: question.asKnownOn ?? null,
    freshness: question.freshness ?? freshnessLimits,
    strength: question.strength ?? (() => null),
    budget: question.budget ?? new WorkBudget(),
    paths: new Map(),
    valid: new Map(),
    checked: new Map(),
    wants: [],
    reached: new Set(),
    further: null,
    standingOf: standings(certificate, () => inquiry),
  };
  // First of all, so that nothing can use up what the issuer's own word needs.
  signerPath(issuer, null, inquiry);
  const all = new Crowd([...given, ...brought, ...embedded(question.ocsp.filter(fromToken))]);
  const isMore =
    all.all.length > inquiry.candidates.all.length || question.crls.some(({ origin }) => origin === 'token');
  if (!isMore && !question.ocsp.some(fromToken)) return inquiry;
  const further: Inquiry = {
    ...inquiry,
    candidates: all,
    budget: new WorkBudget(),
    paths: new Map(inquiry.paths),
    valid: new Map(inquiry.valid),
    checked: new Map(),
    reached: new Set(),
    standingOf: standings(certificate, () => further),
  };
  return Object.assign(inquiry, { further });
}

/** Where a limit kept answers from being looked at, none of the others proves what those would have said. */
function withoutGood(evidence: RevocationEvidence, limit: LimitName): RevocationEvidence {
  const { good, settled, noRevAvail } = evidence;
  if (good === null && settled === null && !noRevAvail) return evidence;
  const cause: Cause = { code: 'limit', rule: 'revocation.authentic', detail: 'limit', facts: { limit }, url: null };
  return { ...evidence, good: null, settled: null, noRevAvail: false, cause };
}

function distinct(wants: readonly Want[]): Want[] {
  return [...new Map(wants.map((want) => [JSON.stringify(want), want])).values()];
}

/** Certificates that answers bring along: nothing of them is trusted. */
function embedded(ocsp: readonly OcspSource[]): Certificate[] {
  return ocsp.flatMap(({ response }) => response.basic?.certificates ?? []);
}
