import type { GenInterval } from '../tsp/check-tst-info.ts';
import { type Facts, Findings, type Severity } from '../verdict/findings.ts';
import { type RuleId, rulesOf } from '../verdict/rules.ts';
import { type PolicyName, type Status, worse } from '../verdict/status.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import type { Cause, RevocationEvidence } from './evidence.ts';
import { evidenceFor } from './gathering.ts';
import type { RevocationInput, RevocationJudgement } from './question.ts';
import { reasonText } from './reason.ts';
import { type Effect, effectOf, type Placement, type RevocationRole } from './reason-table.ts';
import { momentOf, type Revocation } from './statement.ts';

/**
 * Judges the revocation of one certificate for one token, from given CRLs and OCSP answers: section 3 of the specification, that is
 * RFC 3161 §4 over RFC 6960 and RFC 5280 §6.3. Pure; fetches nothing. A bad answer is one that doesn't count, and never an
 * exception; nothing that hostile input can cause is thrown.
 */
export function judgeRevocation(input: RevocationInput): RevocationJudgement {
  const evidence = evidenceFor(input);
  if (typeof evidence === 'string') return judgeLimit(input, evidence);
  return judgeEvidence(evidence, input);
}

/** Applies the reason tables of the specification to what is known of a certificate, for one token. */
export function judgeEvidence(
  evidence: RevocationEvidence,
  about: Pick<RevocationInput, 'certificate' | 'role' | 'genTime' | 'policy' | 'newerThan'>,
): RevocationJudgement {
  const { certificate, role, genTime, policy, newerThan = null } = about;
  const object = certificateLabel(certificate);
  const findings = new Findings(policy);
  const { revocations, hold, neverIssued, good, settled, cause, noRevAvail } = evidence;
  let revocation: Revocation | null = null;
  if (revocations.length > 0 || neverIssued !== null || hold !== null) {
    sayCounted(findings, object);
    // All of it is said, and the worst stays: a harmless revocation hides neither a forged certificate nor a hold.
    if (hold !== null) {
      revocation = hold;
      sayEffect({ revocation, effect: effectOf(policy, role, hold.reason, 'inside') }, object, findings);
    }
    if (neverIssued !== null) findings.fail(status, 'not-issued', { object, facts: link(neverIssued.url) });
    if (revocations.length > 0) {
      const worst = worstOf(revocations, role, genTime, policy);
      revocation = worst.revocation;
      sayEffect(worst, object, findings);
      if (worst.effect.status === 'pass') {
        // A reason that leaves the token good is no better proof than `good` itself: an old list may be all that hides a worse one.
        if (cause !== null) sayCause(cause, object, findings);
        else if (settled !== null) sayAge(settled.thisUpdate, genTime, object, findings);
      }
      // A revocation is not undone by whoever hasn't heard of it, or no longer lists it.
      if (good !== null && good.thisUpdate > revocation.thisUpdate) {
        findings.warn(status, 'conflicting-status', { object, facts: link(good.url) });
      }
    }
  } else if (good !== null) {
    for (const rule of [authentic, scope, fresh, status] as const) findings.pass(rule, { object });
    sayAge(good.thisUpdate, genTime, object, findings);
  } else if (noRevAvail) {
    for (const rule of [authentic, scope, fresh, status] as const) findings.notApplicable(rule);
    findings.warn(status, 'no-revocation-published', { object });
  } else {
    sayCause(cause ?? nothing, object, findings);
  }
  return judgementOf(object, role, findings, revocation, evidence, newerThan);
}

const [authentic, scope, fresh, status] = [
  'revocation.authentic',
  'revocation.scope',
  'revocation.fresh',
  'revocation.status',
] as const;

const nothing: Cause = { code: 'no-source', rule: 'source', detail: 'no-source', facts: {}, url: null };

interface Touched {
  readonly revocation: Revocation;
  readonly effect: Effect;
}

/** Of several revocations the one that touches the token most; among equals the earliest. */
function worstOf(
  revocations: readonly Revocation[],
  role: RevocationRole,
  genTime: GenInterval | null,
  policy: PolicyName,
): Touched {
  const touched = revocations.map((revocation) => {
    const r = BigInt(momentOf(revocation)) * 1000n;
    // Without a token there is nothing that could have been made before.
    const placement = genTime === null ? 'after' : placementOf(genTime, r);
    return { revocation, effect: effectOf(policy, role, revocation.reason, placement) };
  });
  return touched.reduce((a, b) => {
    if (a.effect.status !== b.effect.status) return worse(a.effect.status, b.effect.status) === a.effect.status ? a : b;
    return momentOf(b.revocation) < momentOf(a.revocation) ? b : a;
  });
}

/** An answer counted: it is authentic and about this certificate. How old it is doesn't matter to a revocation. */
function sayCounted(findings: Findings, object: string): void {
  findings.pass(authentic, { object });
  findings.pass(scope, { object });
  findings.notApplicable(fresh);
}

function sayEffect({ revocation, effect }: Touched, object: string, findings: Findings): void {
  const { date, reason, invalidityDate, url } = revocation;
  const facts = {
    date,
    reason: reasonText(reason),
    ...(invalidityDate === null ? {} : { invalidityDate }),
    ...link(url),
  };
  const { subIndication } = effect;
  const about = { object, facts, ...(subIndication === null ? {} : { subIndication }) };
  if (effect.status === 'pass') {
    findings.pass(status, { object });
    if (effect.code !== null) findings.warn(status, effect.code, about);
  } else if (effect.code !== null) findings[effect.status](status, effect.code, about);
}

const olderThanToken: Severity = { default: 'warning', etsi: 'unknown', strict: 'unknown' };

/** An answer surely from before the token tells nothing of the time in between; within genTime's accuracy it isn't sure. */
function sayAge(thisUpdate: number, genTime: GenInterval | null, object: string, findings: Findings): void {
  if (genTime === null || BigInt(thisUpdate) * 1000n >= genTime.earliest) return;
  findings.deviation(fresh, 'older-than-token', olderThanToken, { object, facts: { thisUpdate } });
}

/** Nothing counted: the rule that the nearest answer broke says how, and the status by which cause. */
function sayCause({ code, rule, detail, facts, url }: Cause, object: string, findings: Findings): void {
  const about = { object, facts: { ...facts, ...link(url) } };
  if (rule === 'source') {
    for (const one of [authentic, scope, fresh] as const) findings.unknown(one, code, about);
  } else {
    if (rule === fresh) findings.pass(authentic, { object });
    if (rule === fresh) findings.pass(scope, { object });
    findings.unknown(rule, detail, about);
  }
  findings.unknown(status, code, about);
}

function link(url: string | null): Facts {
  return url === null ? {} : { url };
}

function judgementOf(
  object: string,
  role: RevocationRole,
  findings: Findings,
  revocation: Revocation | null,
  { lines: sources, settled, wants }: Pick<RevocationEvidence, 'lines' | 'settled' | 'wants'>,
  newerThan: number | null,
): RevocationJudgement {
  const own: readonly RuleId[] = rulesOf('certificate-revocation');
  const rules = findings.results().filter(({ id }) => own.includes(id));
  const reached = rules.filter(({ code }) => code !== 'not-reached');
  const worst = reached.reduce<Status>((a, one) => worse(a, one.status), 'not-applicable');
  const deciding = reached.find((one) => one.status === worst && one.code !== null);
  const isOld = settled !== null && newerThan !== null && settled.heldSince < newerThan;
  const open =
    worst === 'unknown' ||
    (worst === 'pass' && isOld) ||
    rules.some(({ warnings }) => warnings.some(({ code }) => code === 'older-than-token'));
  return {
    object,
    role,
    status: worst,
    code: deciding?.code ?? null,
    subIndication: deciding?.subIndication ?? null,
    rules,
    revocation,
    sources,
    // RFC 5280 §5.2.6: where a complete list is what proves it, a delta may know more.
    wants: open
      ? wants
      : wants.filter((want) => worst === 'pass' && settled?.byCompleteCrl && want.kind === 'crl' && want.delta),
  };
}

/** A limit was reached before an answer: nothing is proven. */
export function judgeLimit(
  { certificate, role, policy }: Pick<RevocationInput, 'certificate' | 'role' | 'policy'>,
  limit: string,
): RevocationJudgement {
  const object = certificateLabel(certificate);
  const findings = new Findings(policy);
  findings.unknown(status, 'limit', { object, facts: { limit } });
  return judgementOf(object, role, findings, null, { lines: [], settled: null, wants: [] }, null);
}

/** Tells a judgement's rules to the findings of a token; the certificates of its path share them. */
export function tellRevocation({ rules }: Pick<RevocationJudgement, 'rules'>, findings: Findings): void {
  for (const { id, status: ended, code, subIndication, object, facts, warnings } of rules) {
    const about = {
      facts,
      ...(object === null ? {} : { object }),
      ...(subIndication === null ? {} : { subIndication }),
    };
    if (ended === 'pass') findings.pass(id, about);
    else if (ended === 'not-applicable') findings.notApplicable(id);
    else if (code !== null && code !== 'not-reached') findings[ended](id, code, about);
    for (const warning of warnings) {
      findings.warn(id, warning.code, {
        facts: warning.facts,
        ...(warning.object === null ? {} : { object: warning.object }),
      });
    }
  }
}

/** Where genTime ± accuracy lies to `r`, in microseconds: surely before, surely at or after, or neither is sure. */
export function placementOf(genTime: GenInterval, r: bigint): Placement {
  if (genTime.latest < r) return 'before';
  return genTime.earliest >= r ? 'after' : 'inside';
}
