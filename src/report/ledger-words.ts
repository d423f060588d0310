import type { Language } from './catalogue.ts';

/** What the ledger's lists say. */
export interface LedgerWords {
  /** States of an entry, as `app/ledger.ts` names them. */
  readonly states: Readonly<Record<string, string>>;
  readonly profile: string;
  readonly noProfile: string;
  readonly authority: string;
  readonly asked: string;
  readonly received: string;
  readonly genTime: string;
  readonly token: string;
  readonly verified: string;
  readonly notVerified: string;
  readonly evidence: string;
  readonly output: string;
  readonly certificate: string;
  readonly expires: string;
  readonly nonce: string;
  readonly claim: string;
  readonly reused: string;
  readonly billed: string;
  /** Whether the authority charges it: yes, no, unknown. */
  readonly charges: Readonly<Record<string, string>>;
  readonly failure: string;
  /** Columns of the table of use. */
  readonly period: string;
  readonly used: string;
  readonly unanswered: string;
  readonly refused: string;
  readonly quota: string;
  readonly zone: string;
  /** Inserts `id`, `state`, `path`. */
  readonly reconciled: string;
  readonly intact: string;
  /** Inserts `serial`, `issuer`, `count`. */
  readonly reusedBy: string;
  readonly missing: string;
  readonly changed: string;
  /** Inserts `count`. */
  readonly filesIntact: string;
}

/** The words of one language; the other one is not loaded. */
export async function loadLedgerWords(language: Language): Promise<LedgerWords> {
  return language === 'ja'
    ? (await import('./ledger-words.ja.ts')).japaneseLedgerWords
    : (await import('./ledger-words.en.ts')).englishLedgerWords;
}
