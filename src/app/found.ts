import type { Candidate } from '../core/cms/candidate.ts';
import type { CrlSource, FailedSource, OcspSource } from '../core/revocation/source.ts';
import type { TstSource } from '../core/revocation/tst-list/source.ts';
import type { Want } from '../core/verdict/want.ts';
import type { KeptList } from './evidence-file.ts';
import type { Note } from './notes.ts';

/** What one want gave, out of the cache or from its place: evidence to judge by, or why there is none. Nothing of it is trusted. */
export interface Found {
  readonly candidates: readonly Candidate[];
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  /** CRLs and OCSP answers that could not be had or read. */
  readonly failed: readonly FailedSource[];
  readonly notes: readonly Note[];
}

export const nothingFound: Found = { candidates: [], crls: [], ocsp: [], failed: [], notes: [] };

/** The providers' lists of revoked tokens, as far as they are known here, and how to know more. One per run. */
export interface TstListFinder {
  /** Prepared for judging; the same array until something changes. */
  sources(asKnownOn: number | null): Promise<readonly TstSource[]>;
  /**
   * Fetches these sources anew, each once per run unless what came is older than `since` (milliseconds since 1970); says whether
   * anything changed. Failures are found, too; thrown are only bugs.
   */
  refresh(names: readonly string[], since: number): Promise<boolean>;
  /** How often something changed up to now. */
  readonly edition: number;
  /** Everything known of the sources, as saved evidence holds it. */
  evidence(): Promise<readonly KeptList[]>;
  /** What is to be said of the run as a whole. */
  readonly notes: readonly Note[];
}

/** Finds what judging lacks. Failures are found, too; thrown are only bugs. */
export interface Finder {
  /** What the cache holds of a place, of any age. The same objects for the same want within a run. */
  recall(want: Want): Promise<Found>;
  /** From its place; once per run, however many tokens want it. */
  fetch(want: Want): Promise<Found>;
  /** What is to be said of the run as a whole, and not of a token. */
  readonly notes: readonly Note[];
}
