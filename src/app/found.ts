import type { Candidate } from '../core/cms/candidate.ts';
import type { CrlSource, FailedSource, OcspSource } from '../core/revocation/source.ts';
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
