import type { Language } from './catalogue.ts';

/** What the verbs around profiles say beside errors and notes. `{name}` inserts a fact, as in the catalogue. */
export interface ProfileWords {
  readonly none: string;
  readonly broken: string;
  readonly noProvider: string;
  readonly noAddress: string;
  readonly written: string;
  readonly changed: string;
  readonly unchanged: string;
  readonly removed: string;
  readonly inOrder: string;
  readonly severities: Readonly<Record<'error' | 'warning' | 'note', string>>;
  readonly seenRoot: string;
  readonly nextImport: string;
  readonly nextLogin: string;
  readonly nextCheck: string;
  readonly keptCopy: string;
  readonly again: string;
  readonly wrongAnswer: string;
  /** Questions of `add`, by key. */
  readonly questions: Readonly<Record<string, string>>;
  readonly otherQuestion: string;
  readonly preset: string;
  readonly optional: string;
  readonly roles: Readonly<Record<'anchor' | 'candidate', string>>;
  readonly imports: Readonly<Record<'new' | 'known' | 'gone' | 'removed', string>>;
  readonly fingerprint: string;
  readonly valid: string;
  readonly accreditedFor: string;
  readonly unreadable: string;
  readonly importInto: string;
  readonly noAnchors: string;
  readonly goneStays: string;
  readonly confirm: string;
  readonly imported: string;
  readonly nothingNew: string;
  /** Words that mean consent, beside yes. */
  readonly yes: readonly string[];
  readonly accredited: Readonly<Record<'yes' | 'no' | 'unknown', string>>;
}

/** The words of one language; the other one is not loaded. */
export async function loadProfileWords(language: Language): Promise<ProfileWords> {
  return language === 'ja'
    ? (await import('./profile-words.ja.ts')).japaneseProfileWords
    : (await import('./profile-words.en.ts')).englishProfileWords;
}
