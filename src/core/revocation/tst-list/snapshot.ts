import type { Facts } from '../../verdict/findings.ts';
import type { TstList } from './list.ts';
import type { PageSnapshot } from './page.ts';

/** What a source said at one moment. Times in milliseconds since 1970. */
export interface TstSnapshot {
  /** The URL or file that it came from. */
  readonly origin: string;
  /** When it was fetched; null for a file of which nobody knows. */
  readonly fetchedAt: number | null;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
  /** Why it isn't shown to come from the provider, in a word; null where it is, or where its source demands no more than its address. */
  readonly unauthentic: string | null;
  readonly content: { readonly list: TstList } | { readonly page: PageSnapshot };
}

/** An attempt that gave nothing to judge by. `code` and `facts` are those of the error. */
export interface TstFailure {
  readonly origin: string;
  /** When it was made, in milliseconds since 1970; null for a file of which nobody knows. */
  readonly at: number | null;
  readonly code: 'list-unreachable' | 'list-unreadable' | 'list-no-radix' | 'page-region-missing';
  readonly facts: Facts;
}

/** What a person found on a page when reading it. */
export interface PageReview {
  /** Milliseconds since 1970. */
  readonly reviewedAt: number;
  readonly page: PageSnapshot;
  /** The tokens that it says are revoked; null for none. */
  readonly revoked: TstList | null;
  /** A later record is lost, which may have corrected it: what it lists is revoked, and it clears nobody. Default false. */
  readonly mayBeCorrected?: boolean;
}

/** The user's own word that this provider publishes no list. */
export interface TstStatement {
  /** When it was made, in milliseconds since 1970. */
  readonly statedAt: number;
  /** How long it holds, in milliseconds. Default: 90 days. */
  readonly limit?: number;
}

const day = 86_400_000;

/** How long things count where neither list nor profile say it, in milliseconds. */
export const tstListLimits = { maxAge: day, statement: 90 * day } as const;

/**
 * The latest moment of which a list can tell: when it was seen, else when it says that it was issued; null where neither is known. One that
 * is dated ahead knows nothing of what came after it was seen. What was seen after `asKnownOn` wasn't seen by then.
 */
export function knownSince(
  { fetchedAt, content }: Pick<TstSnapshot, 'fetchedAt' | 'content'>,
  asKnownOn: number | null,
): number | null {
  const issued = 'list' in content ? content.list.thisUpdate : null;
  const seen = fetchedAt !== null && asKnownOn !== null && fetchedAt > asKnownOn ? null : fetchedAt;
  return seen ?? issued;
}

/** `--as-known-on`: true for what was neither issued nor seen by then. What nobody knows the date of stays. */
export function isHidden({ fetchedAt, content }: TstSnapshot, asKnownOn: number | null): boolean {
  if (asKnownOn === null) return false;
  const issued = 'list' in content ? content.list.thisUpdate : null;
  const times = [fetchedAt, issued].filter((time) => time !== null);
  return times.length > 0 && times.every((time) => time > asKnownOn);
}
