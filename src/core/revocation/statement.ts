import type { Code } from '../verdict/codes.ts';
import type { Facts } from '../verdict/findings.ts';
import type { Says, SourceLine } from '../verdict/source-line.ts';
import type { ReasonCode, ReasonMask } from './reason.ts';
import type { CrlSource } from './source.ts';

/** The rule that an answer breaks; `source` where there is no answer at all. */
export type RefusalRule = 'revocation.authentic' | 'revocation.scope' | 'revocation.fresh' | 'source';

/** Why an answer doesn't count. */
export interface Refusal {
  readonly rule: RefusalRule;
  readonly code: Code;
  readonly facts: Facts;
  /** `good`: it proves no certificate good, and a revocation in it counts all the same; `all`: it counts for nothing. */
  readonly of: 'good' | 'all';
}

/** A certificate's revocation as one answer tells it. Times in milliseconds since 1970. */
export interface Revocation {
  /** When it was revoked. */
  readonly date: number;
  /** Why (RFC 5280 §5.3.1); null where no reason is given. */
  readonly reason: ReasonCode | null;
  /** When the key was or may have been no longer safe (RFC 5280 §5.3.2); null where it is absent. */
  readonly invalidityDate: number | null;
  /** thisUpdate of the answer. */
  readonly thisUpdate: number;
  /** Where the answer was fetched; null for one that was given or came with the token. */
  readonly url: string | null;
}

/** What one answer says of the certificate in question. */
export interface Statement {
  readonly kind: SourceLine['kind'];
  readonly url: string | null;
  readonly sha256: string;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly says: Says;
  /** The reasons for which it speaks. */
  readonly reasons: ReasonMask;
  /** For `revoked` and `on-hold`. */
  readonly revocation: Revocation | null;
  /** Why it proves nothing good, or is of no use at all. A revocation has one as well: it counts, and clears nobody. */
  readonly refusal: Refusal | null;
  /** When it was fetched, in milliseconds since 1970; Infinity for what the user gave, -Infinity where nobody knows. */
  readonly heldSince: number;
  readonly fromToken: boolean;
}

/** What the user gave is as new as the user wants it; what the token brings is as old as its author liked. */
export function holding({ origin = 'user', fetchedAt = null }: Pick<CrlSource, 'origin' | 'fetchedAt'>) {
  const heldSince = origin === 'user' ? Number.POSITIVE_INFINITY : (fetchedAt ?? Number.NEGATIVE_INFINITY);
  return { heldSince, fromToken: origin === 'token' };
}

/** RFC 5280 §5.3.2: the key may have been unsafe before the entry was made; that earlier moment stands in for it. */
export function momentOf({ date, invalidityDate }: Pick<Revocation, 'date' | 'invalidityDate'>): number {
  return invalidityDate !== null && invalidityDate < date ? invalidityDate : date;
}

export function refusal(rule: RefusalRule, code: Code, of: Refusal['of'] = 'all', facts: Facts = {}): Refusal {
  return { rule, code, of, facts };
}

/** True where the answer may be used for what it says: `good` and `on-hold` need all rules, `revoked` is never too old. */
export function counts({ says, refusal: refused }: Statement): boolean {
  if (refused === null) return says !== 'nothing' && says !== 'unknown';
  return says === 'revoked' && refused.of === 'good';
}
