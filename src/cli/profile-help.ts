import type { Language } from '../report/catalogue.ts';

export type ProfileVerb = 'list' | 'show' | 'add' | 'edit' | 'check' | 'remove' | 'import';

/** The help of `tst profile …` and `tst trust import`, in one language. */
export interface ProfileHelp {
  readonly verbs: Readonly<Record<ProfileVerb, string>>;
  readonly usages: Readonly<Record<ProfileVerb, string>>;
  readonly examples: Readonly<Record<ProfileVerb, string>>;
  readonly arguments: Readonly<Record<'name' | 'newName' | 'names' | 'source', string>>;
  readonly options: Readonly<
    Record<
      | 'profileDir'
      | 'template'
      | 'set'
      | 'unset'
      | 'force'
      | 'profile'
      | 'yes'
      | 'accreditedFrom'
      | 'accreditedUntil'
      | 'replace',
      string
    >
  >;
}

/** The words of one language; the other one is not loaded. */
export async function loadProfileHelp(language: Language): Promise<ProfileHelp> {
  return language === 'ja'
    ? (await import('./profile-help.ja.ts')).japaneseProfileHelp
    : (await import('./profile-help.en.ts')).englishProfileHelp;
}
