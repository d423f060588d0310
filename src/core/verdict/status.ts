/** How a rule ended. A rule is one line of the specification of full verification. */
export type Status = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** How one of the four checks ended; `skipped` only for the two revocation checks, and only where the user named them. */
export type CheckStatus = 'pass' | 'fail' | 'unknown' | 'skipped';

/** VALID: proven. INVALID: disproven. INDETERMINATE: something needed is missing; never rounded up or down. */
export type Verdict = 'VALID' | 'INVALID' | 'INDETERMINATE';

/** The judging policy: as the specification says, as ETSI EN 319 102-1 judges, or with every warning of form a failure. */
export type PolicyName = 'default' | 'etsi' | 'strict';

/** All policies. */
export const policyNames = ['default', 'etsi', 'strict'] as const satisfies readonly PolicyName[];

/** The four checks, in the order in which every report gives them. */
export const checkIds = [
  'imprint',
  'signature',
  'certificate-revocation',
  'tst-revocation',
] as const satisfies readonly CheckId[];

/**
 * A check: the hash of the data, the signature with its path, the revocation of the certificates, the revocation of the token itself.
 */
export type CheckId = 'imprint' | 'signature' | SkippableCheck;

/** The checks that a user may leave out by name. */
export const skippable = ['certificate-revocation', 'tst-revocation'] as const satisfies readonly SkippableCheck[];

/** A check that a user may leave out by name. */
export type SkippableCheck = 'certificate-revocation' | 'tst-revocation';

/** Worst first: fail before unknown before pass. `not-applicable` never decides. */
const severity: Record<Status, number> = { fail: 3, unknown: 2, pass: 1, 'not-applicable': 0 };

/** The worse of two statuses. */
export function worse(a: Status, b: Status): Status {
  return severity[b] > severity[a] ? b : a;
}
