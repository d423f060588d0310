import type { Language } from '../report/catalogue.ts';

export type AuditVerb = 'diff' | 'list' | 'report';

export type AuditOptionName =
  | 'from'
  | 'to'
  | 'fiscalYear'
  | 'fiscalStart'
  | 'tz'
  | 'include'
  | 'exclude'
  | 'pattern'
  | 'tokens'
  | 'files'
  | 'renewWithin'
  | 'failOn'
  | 'jobs'
  | 'record'
  | 'noRecord'
  | 'resume'
  | 'changed'
  | 'report'
  | 'csvEncoding'
  | 'force'
  | 'github'
  | 'json';

/** The help of `tst audit`, and what it says on its way, in one language. */
export interface AuditHelp {
  readonly verbs: Readonly<Record<AuditVerb, string>>;
  readonly usages: Readonly<Record<AuditVerb, string>>;
  readonly examples: Readonly<Record<AuditVerb, string>>;
  readonly arguments: Readonly<Record<'root' | 'old' | 'new' | 'audit', string>>;
  readonly options: Readonly<Record<AuditOptionName, string>>;
  /** Inserts `count`. */
  readonly listing: string;
  /** Inserts `done`, `total`, `left`, `valid`, `invalid`, `indeterminate`, `rate`, `size`; a narrow terminal shows its beginning. */
  readonly progress: string;
  readonly finishing: string;
  /** Insert `done`, `total`, `path`. */
  readonly interrupted: string;
  /** Insert `done`, `total`. */
  readonly interruptedUnkept: string;
  readonly continued: string;
  readonly judgedAnew: string;
  readonly notContinued: string;
  readonly couldContinue: string;
  /** Inserts `path`, `date`. */
  readonly since: string;
  readonly noEarlier: string;
  /** Inserts `path`. */
  readonly kept: string;
  /** Where no record can be made. */
  readonly notKept: string;
  /** Inserts `format`, `path`. */
  readonly reported: string;
  /** Columns of the list of audits. */
  readonly columns: Readonly<Record<'started' | 'state' | 'lines' | 'period' | 'roots' | 'path', string>>;
  readonly states: Readonly<Record<'listing' | 'judging' | 'done', string>>;
  readonly noAudits: string;
  /** Inserts `old`, `new`. */
  readonly compared: string;
  readonly same: string;
  /** Where two audits that are compared do not look at the same files or days. */
  readonly otherScope: string;
  readonly added: string;
  readonly gone: string;
  /** Why a line turned. */
  readonly causes: Readonly<Record<'data' | 'token' | 'policy' | 'evidence' | 'time' | 'program', string>>;
}

/** The words of one language; the other one is not loaded. */
export async function loadAuditHelp(language: Language): Promise<AuditHelp> {
  return language === 'ja'
    ? (await import('./audit-help.ja.ts')).japaneseAuditHelp
    : (await import('./audit-help.en.ts')).englishAuditHelp;
}
