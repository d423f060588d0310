import type { Code } from '../../verdict/codes.ts';
import type { Facts } from '../../verdict/findings.ts';
import type { PageChange } from '../../verdict/tst-source-line.ts';
import type { TstEntries } from './entries.ts';
import type { TstList } from './list.ts';
import { comparePages } from './page.ts';
import { rollbackProblem } from './rollback.ts';
import type { TstScope } from './scope.ts';
import {
  isHidden,
  knownSince,
  type PageReview,
  type TstFailure,
  type TstSnapshot,
  type TstStatement,
  tstListLimits,
} from './snapshot.ts';

/** Everything that is known of one source of revocations. */
export interface TstSourceInput {
  /** For people: the profile's name, or the file or URL. */
  readonly name: string;
  readonly kind: 'list' | 'page' | 'none-published';
  /** Whose tokens it is about; null: no profile says it, and it is about the token at hand. */
  readonly scope: TstScope | null;
  /** How old a snapshot without nextUpdate may be, in milliseconds. Default: {@link tstListLimits}. */
  readonly maxAge?: number;
  /** In any order. */
  readonly snapshots?: readonly TstSnapshot[];
  readonly failures?: readonly TstFailure[];
  /** Of a page. */
  readonly reviews?: readonly PageReview[];
  /** For `none-published`. */
  readonly statement?: TstStatement | null;
  /** SHA-256 of lists that the user accepts as the beginning of a new history, though they forget something. */
  readonly accepted?: ReadonlySet<string>;
}

/** What is wrong with a source as a whole, whatever token is asked about. */
export interface SourceProblem {
  readonly code: Code;
  readonly object: string;
  readonly facts: Facts;
  /** True where what was known before doesn't stand in for it. */
  readonly isFinal: boolean;
}

/** Entries to look for tokens in. */
export interface Listing {
  readonly origin: string;
  readonly fetchedAt: number | null;
  readonly sha256: string;
  readonly appliesTo: TstScope | null;
  readonly entries: TstEntries;
}

/** The snapshot in force. Times in milliseconds since 1970. */
export interface Standing {
  readonly basis: 'list' | 'review';
  readonly origin: string;
  readonly sha256: string;
  readonly fetchedAt: number | null;
  readonly thisUpdate: number | null;
  readonly nextUpdate: number | null;
  /** When it was fetched, else issued: see `knownSince`. */
  readonly since: number | null;
  readonly reviewedAt: number | null;
  readonly appliesTo: TstScope | null;
  /** What it lists; null for a review that found nothing. */
  readonly entries: TstEntries | null;
}

/**
 * A source of revoked tokens as a run uses it for all its tokens: what is in force, what is wrong, and where to look. Only
 * {@link tstSource} makes one.
 */
export interface TstSource {
  /** For people: the provider's name, or the file or URL. */
  readonly name: string;
  /** What it is made of. */
  readonly kind: 'list' | 'page' | 'none-published';
  /** Whose tokens it is about; null: nothing says it, and it is about the token at hand. */
  readonly scope: TstScope | null;
  /** How old a snapshot without nextUpdate may be, in milliseconds. */
  readonly maxAge: number;
  /** For `none-published`, where it was made by then. */
  readonly statement: TstStatement | null;
  /** What it was prepared for. @internal */
  readonly asKnownOn: number | null;
  /** @internal */
  readonly standing: Standing | null;
  /** @internal */
  readonly problem: SourceProblem | null;
  /** What was wrong with snapshots that are no longer the latest. @internal */
  readonly past: readonly SourceProblem[];
  /** Every authentic list of any date, but for those whose entries are all in a later one. @internal */
  readonly listings: readonly Listing[];
  /** What is different from the page that was reviewed. @internal */
  readonly change: PageChange | null;
}

/**
 * Prepares a source for a run: orders its snapshots, refuses those that go back, finds the one in force. `asKnownOn` (milliseconds since
 * 1970): what was learnt later is as if nobody had it; null: all counts.
 */
export function prepareTstSource(input: TstSourceInput, asKnownOn: number | null): TstSource {
  const { name, kind, scope, maxAge = tstListLimits.maxAge, statement = null } = input;
  const snapshots = (input.snapshots ?? []).filter((one) => !isHidden(one, asKnownOn)).toSorted(byTime);
  const failures = (input.failures ?? []).filter(
    ({ at }) => asKnownOn === null || (at ?? Number.NEGATIVE_INFINITY) <= asKnownOn,
  );
  const history = kind === 'page' ? pageHistory(input, snapshots, asKnownOn) : listHistory(input, snapshots, asKnownOn);
  // What failed nobody knows when failed last.
  const failedAt = ({ at }: TstFailure) => at ?? Number.MAX_VALUE;
  const latest = snapshots.at(-1);
  const later = failures
    .filter((one) => latest === undefined || failedAt(one) >= timeOf(latest))
    .toSorted((a, b) => failedAt(a) - failedAt(b))
    .map((one) => failureProblem(one, kind));
  // What was seen to be no such page is not forgotten because nothing was seen since.
  const failure = later.findLast(({ isFinal }) => isFinal) ?? later.at(-1);
  const hidden = (input.snapshots ?? []).length > 0 && latest === undefined;
  const problem = failure ?? history.problem ?? (hidden ? finalProblem('not-yet-known', name, {}) : null);
  const stated =
    kind === 'none-published' && statement !== null && (asKnownOn === null || statement.statedAt <= asKnownOn);
  return {
    name,
    kind,
    scope,
    maxAge,
    statement: stated ? statement : null,
    asKnownOn,
    standing: history.standing,
    problem: history.problem?.isFinal ? history.problem : problem,
    past: history.past,
    listings: history.listings,
    change: history.change,
  };
}

type History = Pick<TstSource, 'standing' | 'problem' | 'past' | 'listings' | 'change'>;

function listHistory(input: TstSourceInput, snapshots: readonly TstSnapshot[], asKnownOn: number | null): History {
  const accepted = new Map<string, TstSnapshot & { readonly content: { readonly list: TstList } }>();
  const past: SourceProblem[] = [];
  let problem: SourceProblem | null = null;
  let standing: Standing | null = null;
  const listings: Listing[] = [];
  for (const snapshot of snapshots) {
    const { origin, content, unauthentic, fetchedAt, sha256 } = snapshot;
    if (!('list' in content)) continue;
    if (problem !== null) past.push(problem);
    problem = null;
    if (unauthentic !== null) {
      problem = finalProblem('list-unauthentic', origin, { reason: unauthentic });
      continue;
    }
    const { list } = content;
    listings.push({ origin, fetchedAt, sha256, appliesTo: list.appliesTo, entries: list.entries });
    const before = accepted.get(origin)?.content.list;
    const back = before === undefined || input.accepted?.has(sha256) ? null : rollbackProblem(before, list);
    if (back !== null) {
      problem = finalProblem('list-rollback', origin, back);
      continue;
    }
    accepted.set(origin, { ...snapshot, content });
    standing = standingOf(snapshot, list, asKnownOn);
  }
  return { standing, problem, past, listings: withoutCovered(listings), change: null };
}

function pageHistory(input: TstSourceInput, snapshots: readonly TstSnapshot[], asKnownOn: number | null): History {
  const reviews = (input.reviews ?? [])
    .filter(({ reviewedAt }) => asKnownOn === null || reviewedAt <= asKnownOn)
    .toSorted((a, b) => a.reviewedAt - b.reviewedAt);
  // A later review of the same page corrects the one before; what was found on any page stays found.
  const latest = new Map(reviews.map((review) => [review.page.fingerprint, review]));
  const listings = [...latest.values()].flatMap(({ revoked, reviewedAt, page }) =>
    revoked === null
      ? []
      : [
          {
            origin: input.name,
            fetchedAt: reviewedAt,
            sha256: page.fingerprint,
            appliesTo: null,
            entries: revoked.entries,
          },
        ],
  );
  const nothing = { standing: null, problem: null, past: [], listings, change: null };
  const current = snapshots.at(-1);
  if (current === undefined || !('page' in current.content)) return nothing;
  const { origin, unauthentic, content } = current;
  if (unauthentic !== null) {
    return { ...nothing, problem: finalProblem('list-unauthentic', origin, { reason: unauthentic }) };
  }
  const review = latest.get(content.page.fingerprint);
  if (review !== undefined && !review.mayBeCorrected) {
    const { reviewedAt, revoked } = review;
    const standing = { ...standingOf(current, revoked, asKnownOn), basis: 'review' as const, reviewedAt };
    return { ...nothing, standing };
  }
  const last = reviews.at(-1);
  if (last === undefined || review !== undefined)
    return { ...nothing, problem: finalProblem('page-unreviewed', origin, {}) };
  const change = comparePages(last.page, content.page);
  const { linesAdded, linesRemoved, linksAdded, linksRemoved, documentsChanged } = change;
  const onPage = linesAdded.length + linesRemoved.length + linksAdded.length + linksRemoved.length;
  const onlyDocuments = documentsChanged.length > 0 && onPage === 0;
  const facts = onlyDocuments
    ? { url: documentsChanged[0]!, reviewedAt: last.reviewedAt }
    : { added: linesAdded.length, removed: linesRemoved.length, reviewedAt: last.reviewedAt };
  const code = onlyDocuments ? 'page-document-changed' : 'page-changed';
  return { ...nothing, problem: finalProblem(code, origin, facts), change };
}

function standingOf(snapshot: TstSnapshot, list: TstList | null, asKnownOn: number | null): Standing {
  const { origin, sha256, fetchedAt, content } = snapshot;
  const own = 'list' in content ? content.list : null;
  return {
    basis: 'list',
    origin,
    sha256,
    fetchedAt,
    thisUpdate: own?.thisUpdate ?? null,
    nextUpdate: own?.nextUpdate ?? null,
    since: knownSince(snapshot, asKnownOn),
    reviewedAt: null,
    appliesTo: own?.appliesTo ?? null,
    entries: list?.entries ?? null,
  };
}

/** Lists that say nothing that the latest doesn't are not looked at again for every token. */
function withoutCovered(listings: readonly Listing[]): Listing[] {
  const [latest, ...older] = listings.toReversed();
  if (latest === undefined) return [];
  const seen = new Set([latest.sha256]);
  const scope = JSON.stringify(latest.appliesTo);
  const kept = older.filter(({ sha256, appliesTo, entries }) => {
    if (seen.has(sha256)) return false;
    seen.add(sha256);
    return JSON.stringify(appliesTo) !== scope || entries.missingFrom(latest.entries) !== null;
  });
  return [latest, ...kept];
}

function finalProblem(code: Code, object: string, facts: Facts): SourceProblem {
  return { code, object, facts, isFinal: true };
}

/**
 * A page that came, and without its region or not readable, is another one than the last; otherwise the last good snapshot stays in force
 * while it is fresh.
 */
function failureProblem({ code, origin, facts }: TstFailure, kind: TstSourceInput['kind']): SourceProblem {
  const isOther = code === 'page-region-missing' || (kind === 'page' && code === 'list-unreadable');
  return { code, object: origin, facts, isFinal: isOther };
}

function timeOf({ fetchedAt, content }: TstSnapshot): number {
  return fetchedAt ?? ('list' in content ? content.list.thisUpdate : null) ?? Number.NEGATIVE_INFINITY;
}

/** Two that nobody knows the date of give NaN, by which they stay in their order. */
function byTime(a: TstSnapshot, b: TstSnapshot): number {
  return timeOf(a) - timeOf(b);
}
