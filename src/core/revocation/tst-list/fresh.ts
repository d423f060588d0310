import type { Facts } from '../../verdict/findings.ts';
import type { TstQuestion } from './question.ts';
import { type TstStatement, tstListLimits } from './snapshot.ts';
import type { Standing } from './source.ts';

/** How far a provider's clock may be ahead of ours: 5 minutes, in milliseconds. */
const skew = 300_000;

/** Why a snapshot clears nobody. */
export interface FreshnessProblem {
  readonly code: 'list-stale' | 'predates-token' | 'statement-lapsed';
  readonly facts: Facts;
}

/**
 * The rule `tst-list.fresh`: at or before nextUpdate, or no older than `maxAge` where there is none; and issued or fetched at or after
 * genTime, for an older list can't list the token. Times in milliseconds since 1970. Null where the list is fresh.
 */
export function freshnessProblem(
  { fetchedAt, thisUpdate, nextUpdate, since }: Standing,
  maxAge: number,
  { genTime }: TstQuestion,
  { at, now }: { readonly at: number; readonly now: number },
): FreshnessProblem | null {
  const dates = {
    ...(thisUpdate === null ? {} : { thisUpdate }),
    ...(nextUpdate === null ? {} : { nextUpdate }),
    ...(fetchedAt === null ? {} : { fetchedAt }),
  };
  const stale = (reason: string): FreshnessProblem => ({ code: 'list-stale', facts: { ...dates, reason } });
  if (since === null) return stale('list-undated');
  if (Math.max(since, thisUpdate ?? since) > now + skew) return stale('from-the-future');
  if (nextUpdate !== null && at > nextUpdate) return stale('next-update-passed');
  if (nextUpdate === null && at - since > maxAge) return stale('list-too-old');
  if (genTime === null) return null;
  const moment = genTime.earliest + BigInt(genTime.accuracyMicros);
  return BigInt(since) * 1000n >= moment ? null : { code: 'predates-token', facts: dates };
}

/** A statement holds for its time, and none is made in advance. */
export function statementProblem(
  { statedAt, limit = tstListLimits.statement }: TstStatement,
  { at, now }: { readonly at: number; readonly now: number },
): FreshnessProblem | null {
  if (statedAt > now + skew) return { code: 'statement-lapsed', facts: { statedAt, reason: 'from-the-future' } };
  return at - statedAt > limit ? { code: 'statement-lapsed', facts: { statedAt, until: statedAt + limit } } : null;
}
