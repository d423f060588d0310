import type { AuditKind, FailOn } from '../../core/verdict/audit.ts';
import type { Catalogue, Language } from '../catalogue.ts';
import type { Both } from './html-text.ts';
import type { Zone } from './html-time.ts';

/** How a line stands: its verdict, or which half of it is missing. */
export type LineState = 'valid' | 'invalid' | 'indeterminate' | Exclude<AuditKind, 'token'>;

/** What the HTML report says, apart from the words for codes. `{…}` inserts the value of that name. */
export interface HtmlWords {
  readonly title: string;
  /** The whole audit in a word or two. */
  readonly overall: Readonly<Record<'valid' | 'invalid' | 'indeterminate' | 'nothing', string>>;
  /** Inserts `count`, `invalid`, `indeterminate`. */
  readonly overallText: Readonly<Record<'valid' | 'invalid' | 'indeterminate' | 'nothing', string>>;
  /** Inserts `data`, `tokens`. */
  readonly orphansText: string;
  /** What is told whatever the period; inserts `tokens`, `files`. */
  readonly timelessText: string;
  /** Inserts `checks`. */
  readonly skippedText: string;
  readonly language: string;
  readonly states: Readonly<Record<LineState, string>>;
  /** Reason and next step of the lines that nothing was judged of. */
  readonly orphans: Readonly<Record<Exclude<AuditKind, 'token'>, { readonly reason: string; readonly hint: string }>>;
  readonly failOns: Readonly<Record<FailOn, string>>;
  readonly headings: Readonly<
    Record<
      'run' | 'summary' | 'failures' | 'time' | 'expiry' | 'authorities' | 'reasons' | 'passedOver' | 'lines',
      string
    >
  >;
  readonly run: Readonly<
    Record<
      | 'id'
      | 'started'
      | 'version'
      | 'roots'
      | 'period'
      | 'zone'
      | 'policy'
      | 'skipped'
      | 'renewWithin'
      | 'failOn'
      | 'options'
      | 'sha256',
      string
    >
  >;
  /** Values of facts of the run. Insert `from`, `to`, `days`. */
  readonly runValues: Readonly<Record<'all' | 'between' | 'since' | 'until' | 'none' | 'days', string>>;
  readonly counts: Readonly<
    Record<
      | 'lines'
      | 'valid'
      | 'invalid'
      | 'indeterminate'
      | 'orphanData'
      | 'orphanTokens'
      | 'outside'
      | 'expired'
      | 'expiring'
      | 'bytes',
      string
    >
  >;
  /** The exact number behind a rounded one; inserts `bytes`. */
  readonly exactBytes: string;
  readonly noFailures: string;
  /** Inserts `shown`, `left`. */
  readonly failuresLeft: string;
  readonly failuresCaption: string;
  /** Captions and notes of charts and the tables that say the same. */
  readonly charts: Readonly<
    Record<
      | 'time'
      | 'timeByYear'
      | 'asTable'
      | 'month'
      | 'year'
      | 'total'
      | 'noTime'
      | 'noTimeNote'
      | 'expiry'
      | 'expiryCount'
      | 'now'
      | 'empty',
      string
    >
  >;
  readonly authoritiesCaption: string;
  readonly reasonsCaption: string;
  readonly passedOverCaption: string;
  /** Each inserts `left`. */
  readonly rowsLeft: string;
  readonly unknown: string;
  readonly count: string;
  readonly name: string;
  readonly columns: Readonly<Record<ColumnName, string>>;
  readonly accredited: Readonly<Record<'yes' | 'no' | 'unknown', string>>;
  readonly expiry: Readonly<Record<'expired' | 'expiring', string>>;
  readonly hint: string;
  readonly table: TableWords;
  readonly details: Readonly<
    Record<
      | 'seq'
      | 'checks'
      | 'decided'
      | 'object'
      | 'code'
      | 'warnings'
      | 'evidence'
      | 'digest'
      | 'tokenSha256'
      | 'size'
      | 'nameOctets'
      | 'tokenOctets'
      | 'accuracy'
      | 'assumed'
      | 'decimal'
      | 'tsaPolicy'
      | 'tsa'
      | 'signer'
      | 'anchor'
      | 'judged'
      | 'utc'
      | 'fetched',
      string
    >
  >;
  readonly evidenceKinds: Readonly<Record<string, string>>;
}

/** Columns of the table of all lines, in their order. */
export const columnNames = [
  'status',
  'file',
  'token',
  'time',
  'authority',
  'issuer',
  'serial',
  'expiry',
  'hash',
  'profile',
  'accredited',
  'reason',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** What the table of all lines says. */
export interface TableWords {
  readonly caption: string;
  readonly noScript: string;
  readonly reading: string;
  readonly search: string;
  readonly searchHint: string;
  readonly state: string;
  readonly authority: string;
  readonly month: string;
  readonly all: string;
  readonly notValid: string;
  readonly clear: string;
  readonly none: string;
  /** Inserts `shown`, `all`. */
  readonly shown: string;
  readonly keys: string;
  readonly details: string;
  /** Inserts `embedded`, `left`. */
  readonly left: string;
  /** In its place where not even all lines fit that are not valid. */
  readonly leftFailures: string;
  /** Inserts `printed`, `left`. */
  readonly printedLeft: string;
  /** Before the filters that are set, in print. */
  readonly filter: string;
}

/** The words of both languages: one page speaks both. */
export type AuditHtmlWords = Both<HtmlWords>;

/** What all parts of a page are written with. */
export interface Page {
  readonly words: AuditHtmlWords;
  readonly catalogues: Both<Catalogue>;
  /** The one that is shown first. */
  readonly language: Language;
  readonly zone: Zone;
}

export async function loadAuditHtmlWords(): Promise<AuditHtmlWords> {
  const [{ englishHtmlWords }, { japaneseHtmlWords }] = await Promise.all([
    import('./html-words.en.ts'),
    import('./html-words.ja.ts'),
  ]);
  return { en: englishHtmlWords, ja: japaneseHtmlWords };
}
