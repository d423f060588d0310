import type { Language } from '../report/catalogue.ts';

export type LedgerVerb = 'list' | 'show' | 'export' | 'usage' | 'check';

/** The help of `tst ledger …`, in one language. */
export interface LedgerHelp {
  readonly verbs: Readonly<Record<LedgerVerb, string>>;
  readonly usages: Readonly<Record<LedgerVerb, string>>;
  readonly examples: Readonly<Record<LedgerVerb, string>>;
  readonly arguments: Readonly<Record<'what', string>>;
  readonly options: Readonly<
    Record<
      | 'ledger'
      | 'profileDir'
      | 'from'
      | 'to'
      | 'tz'
      | 'profile'
      | 'state'
      | 'format'
      | 'perMonth'
      | 'perYear'
      | 'files',
      string
    >
  >;
}

/** The words of one language; the other one is not loaded. */
export async function loadLedgerHelp(language: Language): Promise<LedgerHelp> {
  return language === 'ja'
    ? (await import('./ledger-help.ja.ts')).japaneseLedgerHelp
    : (await import('./ledger-help.en.ts')).englishLedgerHelp;
}
