import type { HashName } from '../../core/der/hashes.ts';
import type { AuditRun } from '../../core/verdict/audit.ts';
import type { AuditItem, KnownData } from './item.ts';
import type { AuditCounts, KeptRow, PassedOver } from './kept-row.ts';

export type { AuditTurn } from './compare.ts';
export type { AuditItem, KnownData } from './item.ts';
export type { AuditCounts, KeptRow, PassedOver } from './kept-row.ts';

/** Folders and files by the octets of their names, whatever encoding these are in. */
export interface Tree {
  /** What a path of the command line is; throws a TstError `input-missing` or `input-unreadable`. */
  kindOf(path: string): Promise<'folder' | 'file'>;
  /** The path without links and dots, as octets; null where there is none. */
  resolve(path: Uint8Array): Promise<Uint8Array | null>;
  /** Names in a folder as strings of octets, in their order. Throws a TstError `input-missing` or `input-unreadable`. */
  list(path: Uint8Array): Promise<readonly TreeEntry[]>;
  /** True where there is such a file. */
  isFile(path: Uint8Array): Promise<boolean>;
  /** A whole small file; throws like `Files.read`. */
  read(path: Uint8Array, limit: number): Promise<Uint8Array>;
  /**
   * The digest of a file of any size and how the file was meanwhile; `known` is asked with that first, and its digest is taken where it
   * gives one. Throws like `Files.hash`.
   */
  hash(path: Uint8Array, algorithm: HashName, known: (stat: string) => Uint8Array | null): Promise<HashedData>;
}

export interface TreeEntry {
  readonly name: string;
  /** `other`: a device, socket or pipe. A link is what it is, wherever it leads. */
  readonly kind: 'folder' | 'file' | 'link' | 'other';
}

export interface HashedData {
  /** Bytes. */
  readonly size: number;
  readonly digest: Uint8Array;
  /** Size, times and inode in one word; null where the file is too young to tell the next change of it by them. */
  readonly stat: string | null;
}

/** An audit as it is kept on disk: what was found, and each line as soon as it is judged. One process at a time. */
export interface AuditLedger {
  readonly path: string;
  readonly run: AuditRun;
  /** `listing`: what is there is still being found; `judging`: some of it is judged; `done`: all. */
  readonly state: AuditState;
  /** Lines that were found, and those of them that are judged. */
  readonly total: number;
  readonly done: number;
  /**
   * Says by what lines are judged from now on: where those that are kept were judged by something else, they are forgotten. False where
   * that is so. Throws a TstError `output-failed`.
   */
  judgedBy(basis: string): boolean;
  /** Forgets what was found by a listing that was broken off. */
  restart(): void;
  /** Keeps what was found, in its order. Throws a TstError `output-failed`, as everything that keeps. */
  add(items: readonly AuditItem[], passedOver: readonly PassedOver[]): void;
  /** All is found. */
  listed(): void;
  /** Lines behind this one that are not judged yet, in their order. */
  pending(after: number, limit: number): AuditItem[];
  /** Keeps judged lines and the sets of evidence that they name, all of them or none. */
  keep(rows: readonly KeptRow[], evidence: Iterable<readonly [name: string, json: string]>): void;
  /** All is judged. */
  finish(): void;
  /** What each judged line counts as, in their order. */
  counts(): Iterable<AuditCounts>;
  passedOver(limit: number): { readonly named: readonly PassedOver[]; readonly count: number };
  /** JSON of the lines in UTF-8, each piece one or several with line ends between them: in their order, or those that are not VALID, worst first. */
  lines(which: 'all' | 'failures'): Iterable<Uint8Array>;
  /** Sets of evidence in the order of their names. */
  evidence(): Iterable<readonly [name: string, json: string]>;
  /** How data of this path was when this audit hashed it; null where it did not. */
  dataOf(path: Uint8Array): KnownData | null;
  close(): void;
}

export type AuditState = 'listing' | 'judging' | 'done';
