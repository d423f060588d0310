import { type PolicyName, policyNames } from './status.ts';

// What callers hand over, with types or without. Nothing is beyond NaN, so that whatever is compared with one would pass unjudged.

/** A moment, in milliseconds since 1970. Throws RangeError for what is none: NaN, a text, a Date. */
export function requireTime(name: string, time: unknown): void {
  if (!Number.isFinite(time)) throw new RangeError(`${name} is no time`);
}

/** A length of time or an accuracy, of 0 or more. Throws RangeError for what is none. */
export function requireSpan(name: string, span: unknown): void {
  if (!Number.isFinite(span) || (span as number) < 0) throw new RangeError(`${name} is no length of time`);
}

/** Throws RangeError for a policy that there isn't. */
export function requirePolicy(policy: PolicyName): void {
  if (!policyNames.includes(policy)) throw new RangeError(`policy is none of ${policyNames.join(', ')}`);
}
