import type { Digest } from '../digest.ts';

/** One line of the audit before it is judged: what was found, or what a manifest names. Paths are octets. */
export interface AuditItem {
  /** From 1. */
  readonly seq: number;
  /** Null for an orphan token, and where a manifest gives only a digest. */
  readonly data: Uint8Array | null;
  /** Null for orphan data. */
  readonly token: Uint8Array | null;
  /** Of a manifest: what the data has to hash to, or what stands in for data that is not at hand. */
  readonly digest: Digest | null;
  /** What an earlier audit hashed of the same data. */
  readonly known: KnownData | null;
}

/** The data as it was when it was hashed: while size, times and inode are the same, so is the digest. */
export interface KnownData {
  readonly stat: string;
  readonly size: number;
  readonly digest: Digest;
}
