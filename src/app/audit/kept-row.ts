import type { AuditKind, AuditRow, FileName } from '../../core/verdict/audit.ts';

/** What a line counts as. Moments in milliseconds since 1970. */
export interface AuditCounts {
  /** `outside`: a token whose genTime is outside the period, which is in no report. */
  readonly kind: AuditKind | 'outside';
  readonly verdict: AuditRow['verdict'];
  readonly code: AuditRow['code'];
  readonly expiry: AuditRow['expiry'];
  readonly genTime: number | null;
  readonly expires: number | null;
  readonly authority: string | null;
  /** Bytes of data that were hashed. */
  readonly bytes: number;
}

/** A judged line as it is kept. */
export interface KeptRow {
  readonly seq: number;
  readonly counts: AuditCounts;
  /** The line as JSON; null outside the period. */
  readonly line: string | null;
  /** The data's size, times and inode when it was hashed. */
  readonly stat: string | null;
  /** Its bytes, null where they were not read. */
  readonly size: number | null;
  /** Its digest, `sha256:…`. */
  readonly digest: string | null;
  readonly tokenSha256: string | null;
  /** The set of evidence. */
  readonly evidence: string | null;
}

/** A name that was met and not looked into; `reason` in a word. */
export interface PassedOver {
  readonly name: FileName;
  readonly reason: string;
}
