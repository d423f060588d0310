import type { Code } from './codes.ts';
import type { Facts } from './findings.ts';

/** One source and what it said of the token. */
export interface TstSourceLine {
  /** The name of the source. */
  readonly name: string;
  /** What it is made of. */
  readonly kind: 'list' | 'page' | 'none-published';
  /** Where the snapshot in force came from; null where there is none. */
  readonly origin: string | null;
  /** SHA-256 of that snapshot, hexadecimal. */
  readonly sha256: string | null;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number | null;
  /** What it says of the token. */
  readonly says: 'listed' | 'not-listed' | 'nothing';
  /** True where the judgement rests on it. */
  readonly counts: boolean;
  /** Why it didn't count; null where it did. */
  readonly code: Code | null;
  /** What the words for people insert. */
  readonly facts: Facts;
}

/** What is different between two snapshots, for people. */
export interface PageChange {
  /** Lines of text, as they stand on the page. */
  readonly linesAdded: readonly string[];
  /** Likewise. */
  readonly linesRemoved: readonly string[];
  /** Addresses. */
  readonly linksAdded: readonly string[];
  /** Likewise. */
  readonly linksRemoved: readonly string[];
  /** Documents that are there in both, with other bytes. */
  readonly documentsChanged: readonly string[];
}
