import type { Language } from './catalogue.ts';

/** What `tst repo` says beside errors, notes and the words for codes. `{name}` inserts a fact, as in the catalogue. */
export interface RepoWords {
  readonly none: string;
  readonly kinds: Readonly<Record<'list' | 'page' | 'none-published' | 'crl' | 'anchors', string>>;
  readonly unchanged: string;
  readonly changed: string;
  readonly entries: string;
  readonly entryChanges: string;
  readonly more: string;
  /** What an entry of a list names and says. */
  readonly fields: Readonly<
    Record<'serial' | 'genTime' | 'tsu' | 'tsa' | 'policy' | 'imprint' | 'revokedAt' | 'reason' | 'notice', string>
  >;
  readonly link: string;
  readonly documentChanged: string;
  readonly statement: string;
  readonly failed: string;
  readonly certificateNew: string;
  readonly certificateGone: string;
  readonly importIt: string;
  readonly revokedNew: string;
  readonly revokedKnown: string;
  readonly noLedger: string;
  readonly pageHead: string;
  readonly neverReviewed: string;
  readonly reviewedOn: string;
  readonly document: string;
  readonly asReviewed: string;
  readonly orderChanged: string;
  readonly notFetched: string;
  readonly refusedList: string;
  readonly askRevoked: string;
  readonly askConfirm: string;
  readonly askAccept: string;
  /** Words that mean that no token is revoked. */
  readonly no: readonly string[];
  readonly yes: readonly string[];
  readonly recordedNone: string;
  readonly recordedList: string;
  readonly accepted: string;
  readonly nothingToReview: string;
  readonly records: Readonly<Record<'list' | 'page' | 'failure' | 'review' | 'accepted' | 'alarm' | 'anchors', string>>;
  readonly undated: string;
  readonly nothingKept: string;
}

/** The words of one language; the other one is not loaded. */
export async function loadRepoWords(language: Language): Promise<RepoWords> {
  return language === 'ja'
    ? (await import('./repo-words.ja.ts')).japaneseRepoWords
    : (await import('./repo-words.en.ts')).englishRepoWords;
}
