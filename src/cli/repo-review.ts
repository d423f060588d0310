import type { Files } from '../app/ports.ts';
import { formatOf } from '../app/repository/list-place.ts';
import {
  acceptList,
  type ListToReview,
  type PageToReview,
  type RevokedOnPage,
  recordReview,
  type ToReview,
  toReview,
} from '../app/repository/review.ts';
import { limits } from '../core/der/limits.ts';
import { TstListError } from '../core/revocation/tst-list/list-error.ts';
import { readTstList } from '../core/revocation/tst-list/read-list.ts';
import { TstError } from '../core/verdict/errors.ts';
import { fill } from '../report/catalogue.ts';
import { bounded, changeLines, codeWords } from '../report/repo-lines.ts';
import type { RepoWords } from '../report/repo-words.ts';
import { canAsk, Dialog } from './dialog.ts';
import { print, talk, talkNotes } from './profile-options.ts';
import type { RepoSetting, ReviewWords } from './repo.ts';
import { withProfiles } from './repo-desk.ts';
import { usage } from './usage.ts';

interface Recorded {
  readonly name: string;
  readonly kind: 'page' | 'list';
  readonly sha256: string;
  readonly entries: number | null;
  readonly line: string;
}

/** `tst repo review`. */
export async function runReview(words: ReviewWords, setting: RepoSetting): Promise<void> {
  const { terminal, says } = setting;
  const isNone = !words.tokenRevoked;
  if (isNone && words.revoked !== undefined)
    throw usage('conflict', { option: '--no-token-revoked', other: '--revoked' });
  await withProfiles(words, setting, async (profiles, ports) => {
    const { items, missing, notes } = await toReview(profiles, ports);
    talkNotes(words, terminal, notes);
    const wanted = wantedOf(items, words);
    const failure = missing.find((one) => one.failure !== null);
    if (wanted.length === 0 && failure !== undefined) {
      throw new TstError('unreachable', {
        url: failure.name,
        reason: String(failure.failure!.facts.reason ?? failure.failure!.code),
      });
    }
    const recorded: Recorded[] = [];
    const dialog = canAsk() && !words.quiet && !words.json ? new Dialog() : null;
    try {
      for (const item of wanted) {
        talk(words, terminal, itemLines(item, setting));
        const now = ports.clock.now();
        recorded.push(
          item.kind === 'page'
            ? await reviewPage(item, words, says, dialog, ports.files, now)
            : await reviewList(item, words, says, dialog, now),
        );
      }
    } finally {
      dialog?.close();
    }
    const object = { reviews: recorded.map(({ name, kind, sha256, entries }) => ({ name, kind, sha256, entries })) };
    print(words, terminal, object, recorded.length === 0 ? [says.nothingToReview] : recorded.map(({ line }) => line));
  });
}

/** What is due; a page that is not may be reviewed again by name, with what was found. */
function wantedOf(items: readonly ToReview[], words: ReviewWords): readonly ToReview[] {
  const found = !words.tokenRevoked || words.revoked !== undefined;
  const chosen = items.filter(({ kind, isDue }) => {
    if (words.acceptList || found)
      return words.acceptList ? kind === 'list' : kind === 'page' && (isDue || words.profile);
    return isDue;
  });
  // What one page says is not what another does.
  if ((found || words.acceptList) && chosen.length > 1) {
    throw usage('which-profile', { choices: chosen.map(({ name }) => name).join(', ') });
  }
  return chosen;
}

/** What a person has to know before anything is recorded: on standard error, as part of the question. */
function itemLines(item: ToReview, { terminal, says }: RepoSetting): string[] {
  const { name, origin: url, fetchedAt, failure } = item;
  const { catalogue } = terminal;
  if (item.kind === 'list') {
    return [fill(says.refusedList, { name, url, message: codeWords('list-rollback', item.facts, catalogue) })];
  }
  const { page, change, reviewedAt } = item;
  const head = fill(says.pageHead, { name, url, ...(fetchedAt === null ? {} : { fetchedAt }) });
  const old =
    failure === null ? [] : [fill(says.notFetched, { message: codeWords(failure.code, failure.facts, catalogue) })];
  const documents = page.documents.map((one) => `  ${fill(says.document, one)}`);
  if (reviewedAt === null) return [head, ...old, says.neverReviewed, ...wholeLines(item, says), ...documents];
  const since = change === null ? says.asReviewed : says.reviewedOn;
  return [
    head,
    ...old,
    fill(since, { reviewedAt }),
    ...(change === null ? [] : changeLines(change, says)),
    ...documents,
  ];
}

function wholeLines({ page }: PageToReview, says: RepoWords): string[] {
  const text = page.regions.flatMap((region) => region.split('\n'));
  const lines = [...text, ...(page.whole === null ? [] : [`SHA-256 ${page.whole}`])];
  return bounded(lines, says).map((line) => `  ${fill('{line}', { line })}`);
}

async function reviewPage(
  item: PageToReview,
  words: ReviewWords,
  says: RepoWords,
  dialog: Dialog | null,
  files: Pick<Files, 'read'>,
  now: number,
): Promise<Recorded> {
  const path = await pathOf(words, says, dialog);
  const revoked = path === null ? null : await revokedAt(path, words, files);
  await confirm(says.askConfirm, words, says, dialog);
  await recordReview(item, revoked?.found ?? null, now);
  const { name, page } = item;
  const entries = revoked?.count ?? null;
  const line = fill(revoked === null ? says.recordedNone : says.recordedList, {
    name,
    ...(revoked && { path: path!, count: revoked.count }),
  });
  return { name, kind: 'page', sha256: page.fingerprint, entries, line };
}

/** The list that the person says the page amounts to; null for none. Who can't be asked and says nothing confirms nothing. */
async function pathOf(
  { tokenRevoked, revoked }: ReviewWords,
  says: RepoWords,
  dialog: Dialog | null,
): Promise<string | null> {
  if (!tokenRevoked) return null;
  if (revoked !== undefined) return revoked;
  const answer = (await dialog?.ask(says.askRevoked))?.trim() ?? '';
  if (answer === '') throw new TstError('review-unconfirmed');
  return says.no.includes(answer.toLowerCase()) ? null : answer;
}

async function revokedAt(path: string, { listRadix }: ReviewWords, files: Pick<Files, 'read'>) {
  const bytes = await files.read(path, limits.tstListBytes);
  try {
    const format = formatOf(bytes, path, listRadix === undefined ? null : listRadix === '10' ? 10 : 16);
    const found: RevokedOnPage = { bytes, format };
    return { found, count: readTstList(bytes, format).entries.count };
  } catch (error) {
    if (!(error instanceof TstListError)) throw error;
    throw new TstError('tst-list-unreadable', { path, ...error.facts }, { cause: error });
  }
}

async function reviewList(
  item: ListToReview,
  words: ReviewWords,
  says: RepoWords,
  dialog: Dialog | null,
  now: number,
): Promise<Recorded> {
  const { name, sha256 } = item;
  if (!words.acceptList) await confirm(says.askAccept, { ...words, yes: false }, says, dialog);
  else await confirm(says.askAccept, words, says, dialog);
  await acceptList(item, now);
  return { name, kind: 'list', sha256, entries: null, line: fill(says.accepted, { name, sha256 }) };
}

async function confirm(question: string, { yes }: ReviewWords, says: RepoWords, dialog: Dialog | null): Promise<void> {
  if (yes) return;
  const answer = (await dialog?.ask(question))?.trim().toLowerCase() ?? '';
  if (answer !== 'yes' && !says.yes.includes(answer)) throw new TstError('review-unconfirmed');
}
