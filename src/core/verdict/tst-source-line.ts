import type { Code } from './codes.ts';
import type { Facts } from './findings.ts';

/** One source and what it said of the token. */
export interface TstSourceLine {
  readonly name: string;
  readonly kind: 'list' | 'page' | 'none-published';
  /** Where the snapshot in force came from; null where there is none. */
  readonly origin: string | null;
  /** SHA-256 of that snapshot, hexadecimal. */
  readonly sha256: string | null;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number | null;
  readonly says: 'listed' | 'not-listed' | 'nothing';
  readonly counts: boolean;
  /** Why it didn't count; null where it did. */
  readonly code: Code | null;
  readonly facts: Facts;
}

/** What is different between two snapshots, for people. */
export interface PageChange {
  readonly linesAdded: readonly string[];
  readonly linesRemoved: readonly string[];
  readonly linksAdded: readonly string[];
  readonly linksRemoved: readonly string[];
  /** Documents that are there in both, with other bytes. */
  readonly documentsChanged: readonly string[];
}
