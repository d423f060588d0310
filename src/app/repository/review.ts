import type { PageSnapshot } from '../../core/revocation/tst-list/page.ts';
import type { TstListFormat } from '../../core/revocation/tst-list/read-list.ts';
import type { TstSource } from '../../core/revocation/tst-list/source.ts';
import type { Facts } from '../../core/verdict/findings.ts';
import type { PageChange } from '../../core/verdict/tst-source-line.ts';
import type { Note } from '../notes.ts';
import type { Profile } from '../profile/profile.ts';
import { type TstListPorts, tstListsOf } from '../tst-lists.ts';
import { nameOf } from './fetch-place.ts';
import type { History } from './history.ts';
import type { KeptFailure } from './record.ts';

/** What a person is to look at. Times in milliseconds since 1970. */
export type ToReview = PageToReview | ListToReview;

interface Reviewable {
  readonly name: string;
  readonly origin: string;
  readonly fetchedAt: number | null;
  /** False where the last word on it still stands. */
  readonly isDue: boolean;
  /** Why nothing newer could be had just now; null where it could. */
  readonly failure: Pick<KeptFailure, 'code' | 'facts'> | null;
  readonly history: History;
}

export interface PageToReview extends Reviewable {
  readonly kind: 'page';
  readonly page: PageSnapshot;
  /** When a page was last reviewed here; null for never. */
  readonly reviewedAt: number | null;
  /** What is different since then; null where nothing is, or was never reviewed. */
  readonly change: PageChange | null;
}

/** A list that was refused because it goes back. */
export interface ListToReview extends Reviewable {
  readonly kind: 'list';
  readonly sha256: string;
  readonly facts: Facts;
}

export interface Reviews {
  readonly items: readonly ToReview[];
  /** Pages and lists of which nothing is at hand at all. */
  readonly missing: readonly { readonly name: string; readonly failure: Pick<KeptFailure, 'code' | 'facts'> | null }[];
  readonly notes: readonly Note[];
}

/** Fetches the pages and lists of these profiles anew, and tells what of them a person has to look at. */
export async function toReview(profiles: readonly Profile[], ports: TstListPorts): Promise<Reviews> {
  const lists = tstListsOf({ profiles, lists: [] }, ports);
  await lists.refresh(profiles.map(({ name }) => name));
  const sources = await lists.sources(null);
  const items: ToReview[] = [];
  const missing: { name: string; failure: Pick<KeptFailure, 'code' | 'facts'> | null }[] = [];
  for (const [place, history] of await lists.histories()) {
    const source = sources.find(({ name }) => name === place.name)!;
    const item = itemOf(source, history);
    if (item !== null) items.push(item);
    else if (source.kind === 'page') missing.push({ name: place.name, failure: failureOf(history) });
  }
  return { items, missing, notes: lists.notes };
}

function itemOf(source: TstSource, history: History): ToReview | null {
  const { latest } = history;
  if (latest === null) return null;
  const { name, kind, problem, change } = source;
  const { origin, fetchedAt, content, sha256 } = latest;
  const about = { name, origin, fetchedAt, failure: failureOf(history), history };
  if (kind === 'page' && 'page' in content) {
    const reviewedAt = history.reviews.map((review) => review.reviewedAt).sort((a, b) => b - a)[0] ?? null;
    const isDue = source.standing?.basis !== 'review';
    return { ...about, kind, isDue, page: content.page, reviewedAt, change };
  }
  if (problem?.code !== 'list-rollback') return null;
  return { ...about, kind: 'list', isDue: true, sha256, facts: problem.facts };
}

/** Where the last attempt gave nothing. */
function failureOf({ records }: History): Pick<KeptFailure, 'code' | 'facts'> | null {
  const last = records.findLast(({ kind }) => kind === 'page' || kind === 'list' || kind === 'failure');
  return last?.kind === 'failure' ? last : null;
}

/** What a page says is revoked, as a list. */
export interface RevokedOnPage {
  readonly bytes: Uint8Array;
  readonly format: TstListFormat;
}

/** Records what a person found on a page; null: that no token is revoked. */
export async function recordReview(
  { history, page }: PageToReview,
  revoked: RevokedOnPage | null,
  at: number,
): Promise<void> {
  const list = revoked === null ? null : { bytes: nameOf(revoked.bytes), format: revoked.format };
  await history.take({
    record: { kind: 'review', at, page, revoked: list },
    objects: revoked === null ? [] : [revoked.bytes],
  });
}

/** Records that a person takes a list as the beginning of a new history, though it forgets something. */
export async function acceptList({ history, sha256 }: ListToReview, at: number): Promise<void> {
  await history.take({ record: { kind: 'accepted', at, sha256 }, objects: [] });
}
