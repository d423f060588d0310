import type { Code, SubIndication } from './codes.ts';
import type { RuleResult } from './findings.ts';
import { rules } from './rules.ts';
import { type CheckId, type CheckStatus, checkIds, type SkippableCheck, skippable, type Verdict } from './status.ts';

/** How one check ended: the worst of its rules. */
export interface CheckResult {
  /** Which check. */
  readonly id: CheckId;
  /** The worst of its rules, or `skipped`. */
  readonly status: CheckStatus;
  /** The reason of the rule that decided; null where the check passed or was skipped. */
  readonly code: Code | null;
  /** The sub-indication of EN 319 102-1 beside the code, where one fits. */
  readonly subIndication: SubIndication | null;
  /** What the reason is about; null where it needs no naming. */
  readonly object: string | null;
  /** Every rule of the check. */
  readonly rules: readonly RuleResult[];
}

/** The verdict with the four checks, in their order. */
export interface Summary {
  /** VALID only where every check that was not skipped passed. */
  readonly verdict: Verdict;
  /** False where a check was skipped: then VALID is not the full verification that the contract asks for. */
  readonly complete: boolean;
  /** The checks that were left out. */
  readonly skipped: readonly SkippableCheck[];
  /** The reason for a verdict that is not VALID; null for VALID. */
  readonly code: Code | null;
  /** The sub-indication of EN 319 102-1 beside the code, where one fits. */
  readonly subIndication: SubIndication | null;
  /** All four. */
  readonly checks: readonly CheckResult[];
}

/**
 * Rules to checks, checks to a verdict. A skipped check still fails where evidence at hand proves the token bad;
 * everything else about it is left out of the verdict and shown as `skipped`.
 */
export function aggregate(results: readonly RuleResult[], skip: ReadonlySet<SkippableCheck>): Summary {
  // Callers without types can name any check, and only these two can ever be left out.
  const named = skippable.filter((id) => skip.has(id));
  const byCheck = Map.groupBy(results, (rule): CheckId => rules[rule.id].check);
  const checks = checkIds.map((id) => checkOf(id, byCheck.get(id) ?? [], (named as readonly CheckId[]).includes(id)));
  const deciding =
    checks.find((check) => check.status === 'fail') ??
    mostTelling(checks.filter((check) => check.status === 'unknown')) ??
    null;
  return {
    verdict: deciding === null ? 'VALID' : deciding.status === 'fail' ? 'INVALID' : 'INDETERMINATE',
    complete: named.length === 0,
    skipped: named,
    code: deciding?.code ?? null,
    subIndication: deciding?.subIndication ?? null,
    checks,
  };
}

function checkOf(id: CheckId, own: readonly RuleResult[], skipped: boolean): CheckResult {
  const failed = own.find((rule) => rule.status === 'fail');
  const unknown = mostTelling(own.filter((rule) => rule.status === 'unknown'));
  // A check on which nothing passed has proven nothing; but where nothing is published there is nothing to prove (RFC 9608 §3).
  const passed =
    unknown === undefined &&
    (own.some((rule) => rule.status === 'pass') || (id === 'certificate-revocation' && own.length > 0));
  const status = failed ? 'fail' : skipped ? 'skipped' : passed ? 'pass' : 'unknown';
  const deciding = failed ?? (skipped ? undefined : unknown);
  return {
    id,
    status,
    code: deciding?.code ?? (status === 'unknown' ? 'not-reached' : null),
    subIndication: deciding?.subIndication ?? null,
    object: deciding?.object ?? null,
    rules: own,
  };
}

/** The first that names a reason of its own; `not-reached` only says that something else came before. */
function mostTelling<T extends { readonly code: Code | null }>(all: readonly T[]): T | undefined {
  return all.find((one) => one.code !== 'not-reached') ?? all[0];
}
