import type { FailOn } from '../../core/verdict/audit.ts';
import type { Language, Message } from '../catalogue.ts';
import type { AuditStatus } from './status.ts';

/** The columns of the CSV file, in their order. */
export const csvColumns = [
  'path',
  'status',
  'verdict',
  'verifiedAt',
  'issuer',
  'serial',
  'genTime',
  'expires',
  'hashAlgorithm',
  'hash',
  'accredited',
  'token',
  'authority',
  'policy',
  'size',
  'profile',
  'code',
  'reason',
  'hint',
  'warnings',
  'tokenSha256',
  'pathOctets',
  'genTimeUtc',
  'run',
  'options',
  'resultSha256',
] as const;
export type CsvColumn = (typeof csvColumns)[number];

/** What the reports of an audit say beside the words of the codes. */
export interface AuditWords {
  readonly statuses: Readonly<Record<AuditStatus, string>>;
  /** Reason and hint of what no rule gave a code to. Expiry inserts `notAfter`. */
  readonly orphans: Readonly<Record<'orphan-data' | 'orphan-token', Message>>;
  readonly expiry: Readonly<Record<'expired' | 'expiring', Message>>;
  /** Heads of the CSV file; those of times insert `zone`. */
  readonly columns: Readonly<Record<CsvColumn, string>>;
  readonly accredited: Readonly<Record<'yes' | 'no' | 'unknown', string>>;
  /** In place of a status in a table of an audit without lines. */
  readonly noLines: string;
  readonly unknownAuthority: string;
  /** Where a token has no time that could be read. */
  readonly noTime: string;
  /** First line; inserts `tokens`, `valid`, `invalid`, `indeterminate`. */
  readonly counts: string;
  /** What is not a judged token: inserts `orphanData`, `orphanTokens`, `outside`; each part only where there are any. */
  readonly beside: string;
  /** Where there is nothing to judge, in place of a verdict. */
  readonly nothing: string;
  /** Where no token was found, and where none is of the period. */
  readonly noTokens: string;
  readonly allOutside: string;
  /** What an audit of a period has though no time says that it belongs there; inserts `parts`, each of which inserts `count`. */
  readonly timeless: string;
  readonly timelessParts: Readonly<Record<'tokens' | 'files', string>>;
  readonly failures: string;
  /** Inserts `count`. */
  readonly more: string;
  readonly authorities: string;
  readonly reasons: string;
  readonly months: string;
  readonly expiryYears: string;
  /** Inserts `expired`, `expiring`, `days`. */
  readonly expiryCounts: string;
  /** Inserts `count`. */
  readonly passedOver: string;
  /** Between the parts of a list in a sentence. */
  readonly separator: string;
  /** What `--fail-on` makes the exit code pass over; inserts `exit`, `ignored`, `failOn`. */
  readonly ignored: string;
  /** How each is named there; inserts `count`. */
  readonly concerns: Readonly<Record<FailOn, string>>;
  readonly run: string;
  readonly started: string;
  readonly period: string;
  readonly zone: string;
  readonly roots: string;
  readonly options: string;
  readonly version: string;
  /** Bytes that were hashed. */
  readonly bytes: string;
  readonly resultSha256: string;
}

/** The words of one language; the other one is not loaded. */
export async function loadAuditWords(language: Language): Promise<AuditWords> {
  return language === 'ja'
    ? (await import('./words.ja.ts')).japaneseAuditWords
    : (await import('./words.en.ts')).englishAuditWords;
}
