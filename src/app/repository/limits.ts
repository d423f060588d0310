import { limits } from '../../core/der/limits.ts';

/** Bounds on what is fetched of one place of revoked tokens, each with its reason. */
export const repositoryLimits = {
  /** Milliseconds for one list or document, once it begins: a million entries over a line of 40 Mbit/s. */
  exchange: 60_000,
  /** Milliseconds until an answer begins. */
  answer: 15_000,
  /** Documents that one page links to: real ones have under ten. */
  documents: 64,
  /** Bytes of one document, such as a PDF of notices, or of a page that is hashed as a whole. */
  documentBytes: 32 << 20,
  /** Bytes of all documents of one page. */
  documentsBytes: 128 << 20,
  /** Documents that are fetched at once. */
  atOnce: 4,
  /** Bytes of an answer that can't be read, up to which it is kept for a person to look at: error pages are small. */
  keptUnreadable: 1 << 20,
  /** Bytes of the archive of a provider's certificates. */
  archiveBytes: limits.trustFileBytes,
} as const satisfies Record<string, number>;
