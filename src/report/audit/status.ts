import {
  type AuditRow,
  type AuditRun,
  type AuditSummary,
  type FailOn,
  passedOverKnowingly,
} from '../../core/verdict/audit.ts';
import type { Verdict } from '../../core/verdict/status.ts';

/** How a line of an audit stands, in the terms that auditors use. */
export const auditStatuses = ['valid', 'invalid', 'indeterminate', 'expired', 'orphan-data', 'orphan-token'] as const;
export type AuditStatus = (typeof auditStatuses)[number];

/** A verdict as a status. */
export const statusOfVerdict = { VALID: 'valid', INVALID: 'invalid', INDETERMINATE: 'indeterminate' } as const;

/**
 * The status of a line for people. `expired` stands in for INDETERMINATE where the time that a certificate of the path is good for has
 * run out and the signer's is among those that ended: the code `expired`. A genTime after the certificate's end
 * (`gen-time-after-certificate`) is no matter of age; such a token is invalid.
 */
export function statusOf({ kind, verdict, expiry, code }: AuditRow): AuditStatus {
  if (kind !== 'token') return kind;
  if (verdict === 'VALID') return 'valid';
  if (verdict === 'INVALID') return 'invalid';
  return expiry === 'expired' && code === 'expired' ? 'expired' : 'indeterminate';
}

/** What of `--fail-on` a line comes under; null: there is nothing wrong with it. */
export function concernOf({ kind, verdict, expiry }: AuditRow): FailOn | null {
  if (kind !== 'token') return 'orphan';
  if (verdict === 'VALID') return expiry === null ? null : 'expiring';
  return verdict === 'INVALID' ? 'invalid' : 'indeterminate';
}

/** Folders that could not be looked into, as far as they are named: whatever lies in them is not verified. */
export function unreadOf({ passedOver }: Pick<AuditSummary, 'passedOver'>): AuditSummary['passedOver'] {
  return passedOver.filter(({ reason }) => !passedOverKnowingly.includes(reason));
}

/**
 * How many lines there are of each concern of `--fail-on`, worst first. A token that has expired counts as one that expires, and a folder
 * that could not be looked into as something indeterminate.
 */
export function concerns(summary: AuditSummary): readonly (readonly [concern: FailOn, count: number])[] {
  return [
    ['invalid', summary.invalid],
    ['indeterminate', summary.indeterminate + unreadOf(summary).length],
    ['orphan', summary.orphanData + summary.orphanTokens],
    ['expiring', summary.expired + summary.expiring],
  ];
}

/** The result in one word, never better than the exit code; null where there was no token to judge and nothing is wrong. */
export function overallOf(summary: AuditSummary, failOn: AuditRun['failOn']): Verdict | null {
  if (summary.invalid > 0) return 'INVALID';
  if (summary.indeterminate + unreadOf(summary).length > 0 || exitOf(summary, failOn) > 0) return 'INDETERMINATE';
  return summary.valid > 0 ? 'VALID' : null;
}

/** The exit code that the result alone leads to: 0, 1 or 2. */
export function exitOf(summary: AuditSummary, failOn: AuditRun['failOn']): 0 | 1 | 2 {
  const [worst] = concerns(summary).find(([concern, count]) => count > 0 && failOn.includes(concern)) ?? [];
  if (worst === undefined) return 0;
  return worst === 'invalid' ? 1 : 2;
}
