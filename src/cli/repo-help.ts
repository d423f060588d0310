import type { Language } from '../report/catalogue.ts';

export type RepoVerb = 'sync' | 'review' | 'history';

/** The help of `tst repo …`, in one language. */
export interface RepoHelp {
  readonly verbs: Readonly<Record<RepoVerb, string>>;
  readonly usages: Readonly<Record<RepoVerb, string>>;
  readonly examples: Readonly<Record<RepoVerb, string>>;
  readonly options: Readonly<
    Record<
      | 'profileDir'
      | 'profile'
      | 'check'
      | 'ledger'
      | 'allowPrivateNetwork'
      | 'noTokenRevoked'
      | 'revoked'
      | 'listRadix'
      | 'acceptList'
      | 'yes',
      string
    >
  >;
}

/** The words of one language; the other one is not loaded. */
export async function loadRepoHelp(language: Language): Promise<RepoHelp> {
  return language === 'ja'
    ? (await import('./repo-help.ja.ts')).japaneseRepoHelp
    : (await import('./repo-help.en.ts')).englishRepoHelp;
}
