import { requireSpan, requireTime } from '../../verdict/given.ts';
import type { TstList } from './list.ts';
import type { TstScope } from './scope.ts';
import type { TstStatement } from './snapshot.ts';
import { prepareTstSource, type TstSource } from './source.ts';

/** A list of revoked tokens at hand, with where it came from. */
export interface TstListAtHand {
  /** From `readTstList`. */
  readonly list: TstList;
  /** The URL or file that it came from: lists of one origin are one history, which must not forget what it said. */
  readonly origin: string;
  /** When it was fetched, in milliseconds since 1970, UTC; null for a file of which nobody knows: then only the list's own date counts. */
  readonly fetchedAt: number | null;
  /**
   * Why it isn't shown to come from the provider, as `listSignatureProblem` says; null where it is, or where its address is all that
   * is asked of it.
   */
  readonly unauthentic: string | null;
}

/** A provider's lists of revoked tokens, or the user's word that it publishes none. */
export type GivenTstSource = {
  /** For people: the provider's name. */
  readonly name: string;
  /**
   * Whose tokens it is about. Null: those at hand, whosever they are; only for one provider's tokens, for under a root that several
   * share one's list says nothing of another's.
   */
  readonly scope: TstScope | null;
} & (
  | {
      /** All lists that are known of it, in any order. */
      readonly lists: readonly TstListAtHand[];
      /** How old a list without nextUpdate may be, in milliseconds. Default: one day. */
      readonly maxAge?: number;
    }
  | {
      /** That there is no list, which a report says in its first line. */
      readonly statement: TstStatement;
    }
);

/**
 * Prepares a source of revoked tokens for `verify`, once for all tokens: orders its lists, refuses those that go back behind an earlier
 * one, finds the one in force (RFC 3628 §7.4.8 has a TSA publish the loss of its key; single tokens are a contract's matter).
 * `asKnownOn`, in milliseconds since 1970: what was learnt later is as if nobody had it; null: all counts; `verify` takes the source
 * for the same one alone. An unreadable list has no entry here, for `readTstList` threw. Throws RangeError where a time is none.
 */
export function tstSource(given: GivenTstSource, asKnownOn: number | null = null): TstSource {
  requireTime('asKnownOn', asKnownOn ?? 0);
  if ('statement' in given) {
    requireTime('statedAt', given.statement.statedAt);
    requireSpan('limit', given.statement.limit ?? 0);
    return prepareTstSource({ ...given, kind: 'none-published' }, asKnownOn);
  }
  const { lists, ...whose } = given;
  requireSpan('maxAge', whose.maxAge ?? 0);
  for (const { fetchedAt } of lists) requireTime('fetchedAt', fetchedAt ?? 0);
  const snapshots = lists.map(({ list, ...about }) => ({ ...about, sha256: list.sha256, content: { list } }));
  return prepareTstSource({ ...whose, kind: 'list', snapshots }, asKnownOn);
}
