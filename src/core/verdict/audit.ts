import type { Code, SubIndication } from './codes.ts';
import type { ErrorCode } from './errors.ts';
import type { Facts } from './findings.ts';
import type { EvidenceEntry, TokenFacts } from './judgement.ts';
import type { CheckId, CheckStatus, PolicyName, SkippableCheck, Verdict } from './status.ts';

/**
 * A file's name as it stands on disk. `text` is for people: UTF-8 as it is, and of a name that is none every octet beyond ASCII as
 * `\xNN`. `hex` has all octets of such a name; null where `text` is the name itself. Parts are joined by `/`, after the argument of the
 * command line that they were found under.
 */
export interface FileName {
  readonly text: string;
  /** Lower-case hexadecimal. */
  readonly hex: string | null;
}

/**
 * What a line of an audit is about: a token that was judged against its data (`token`), data without any token (`orphan-data`), or a
 * token without its data (`orphan-token`), which can't be judged whole.
 */
export type AuditKind = 'token' | 'orphan-data' | 'orphan-token';

/** Something that is told beside the verdict, and decides nothing. */
export interface AuditWarning {
  readonly code: Code;
  readonly object: string | null;
  readonly facts: Facts;
}

/** One line of an audit: plain data, the same for the same input. Times in milliseconds since 1970, UTC. */
export interface AuditRow {
  /** Place in the order of the audit, from 1; lines outside the period leave gaps. */
  readonly seq: number;
  readonly kind: AuditKind;
  /** Null for an orphan token, and for a line of a manifest that has only a digest. */
  readonly data: FileName | null;
  /** Null for orphan data. */
  readonly token: FileName | null;
  /** Null for orphans; what could not be read is INDETERMINATE. */
  readonly verdict: Verdict | null;
  /** The four checks in their order; empty where nothing was judged. */
  readonly checks: readonly CheckStatus[];
  readonly skipped: readonly SkippableCheck[];
  /** The check that decided; null for VALID and where nothing was judged. */
  readonly check: CheckId | null;
  /** Why: a code of a rule, of an error of reading where nothing was judged; null for VALID and for orphans. */
  readonly code: Code | ErrorCode | null;
  readonly subIndication: SubIndication | null;
  /** What the code is about, such as a certificate; null where it is the token itself. */
  readonly object: string | null;
  readonly facts: Facts;
  readonly warnings: readonly AuditWarning[];
  /** Bytes of the data; null where they were not read. */
  readonly size: number | null;
  /** What was computed over the data (or given by a manifest). */
  readonly digest: { readonly algorithm: string; readonly value: string } | null;
  readonly stated: Pick<
    TokenFacts,
    'genTime' | 'genTimeMs' | 'accuracy' | 'serial' | 'policy' | 'tsa' | 'signer' | 'expires'
  > | null;
  /** Issuer of the signer's certificate, and the anchor that its path ends at; null where there is no path. */
  readonly issuer: string | null;
  readonly anchor: string | null;
  /** For counts: the provider's name by its profile, else the organization (else the name) that signed; null where unknown. */
  readonly authority: string | null;
  readonly profile: string | null;
  readonly accredited: 'yes' | 'no' | 'unknown';
  /** Of a token that is not disproven. `expired`: by `now` the signer's certificate has ended; `expiring`: it does within the days of `--renew-within`. */
  readonly expiry: 'expired' | 'expiring' | null;
  /** When it was judged. */
  readonly now: number;
  /** SHA-256 of the token's bytes, hexadecimal; null where there was none to read. */
  readonly tokenSha256: string | null;
  /** What the verdict rests on beside the token: certificates, CRLs, OCSP answers, lists. */
  readonly evidence: readonly AuditEvidence[];
}

/** A list of revoked tokens counts as evidence as well. */
export type AuditEvidence = Omit<EvidenceEntry, 'kind' | 'origin'> & {
  readonly kind: EvidenceEntry['kind'] | 'list';
  readonly origin: EvidenceEntry['origin'] | 'list';
};

/** What an audit was asked to do; it is told in every report. */
export interface AuditRun {
  /** Hexadecimal, from what was asked and when. */
  readonly id: string;
  /** Version of the program. */
  readonly version: string;
  readonly started: number;
  /** The arguments, as they were given. */
  readonly roots: readonly string[];
  /** The period of genTime as calendar days `YYYY-MM-DD`, both included; null: open. */
  readonly from: string | null;
  readonly to: string | null;
  /** IANA time zone of the days. */
  readonly zone: string;
  readonly policy: PolicyName;
  readonly skipped: readonly SkippableCheck[];
  readonly renewWithin: number | null;
  readonly failOn: readonly FailOn[];
  /** Every option of the command line that has a bearing on the result, by its name without dashes, in the order of the names. */
  readonly options: Readonly<Record<string, string | readonly string[]>>;
}

/** What makes the exit code of an audit other than 0. */
export const failOns = ['invalid', 'indeterminate', 'orphan', 'expiring'] as const;
export type FailOn = (typeof failOns)[number];

export interface VerdictCounts {
  readonly valid: number;
  readonly invalid: number;
  readonly indeterminate: number;
}

/** Counts over all lines of an audit. */
export interface AuditSummary extends VerdictCounts {
  /** Lines in the report: tokens and orphans. */
  readonly lines: number;
  readonly orphanData: number;
  readonly orphanTokens: number;
  /** Tokens whose genTime is outside the period and is what their signers signed: not judged beyond that. */
  readonly outside: number;
  readonly expired: number;
  readonly expiring: number;
  /** Bytes of data that were hashed. */
  readonly bytes: number;
  /** By month of genTime in the audit's zone, `YYYY-MM`, in order; tokens without a readable genTime are under null, last. */
  readonly months: readonly ({ readonly month: string | null } & VerdictCounts)[];
  /** VALID tokens by the year (in the audit's zone) in which the signer's certificate ends, in order. */
  readonly expiryYears: readonly { readonly year: number; readonly count: number }[];
  /** By authority, most tokens first, then by name; null: unknown. */
  readonly authorities: readonly ({ readonly authority: string | null } & VerdictCounts)[];
  /** Reasons of what is not VALID, most frequent first, then by code. */
  readonly codes: readonly { readonly verdict: Verdict; readonly code: Code | ErrorCode; readonly count: number }[];
  /** Names that were passed over: folders that can't be read, first; links out of the tree, what is no file. */
  readonly passedOver: readonly { readonly name: FileName; readonly reason: string }[];
  /** How many were; of more than a thousand only the first are named. */
  readonly passedOverCount: number;
}

/**
 * Reasons for passing over a name that stands for no file of the tree. Of every other one, such as a folder that can't be read, nobody
 * knows what is behind it: it counts like what is INDETERMINATE.
 */
export const passedOverKnowingly: readonly string[] = [
  'link-out-of-the-tree',
  'link-to-folder',
  'dangling-link',
  'no-file',
];

/** A finished audit as reports read it. */
export interface Audit {
  readonly run: AuditRun;
  readonly summary: AuditSummary;
  /** Every line in its order, read anew each time. */
  rows(): Iterable<AuditRow>;
  /**
   * Lines that are not VALID, orphans among them: INVALID first, then INDETERMINATE, then orphan data; of each those without a readable
   * genTime last, which belong to no period; else in the order of the audit.
   */
  failures(): Iterable<AuditRow>;
}
