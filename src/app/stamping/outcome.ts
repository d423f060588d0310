import type { TstError } from '../../core/verdict/errors.ts';
import type { Judgement } from '../../core/verdict/judgement.ts';
import type { Basis } from '../basis.ts';
import type { Note } from '../notes.ts';
import type { ProfileFacts } from '../profile/at-work.ts';
import type { FileFacts } from '../verify.ts';

/** How one file ended. */
export interface StampOutcome {
  readonly file: FileFacts;
  /** The profile that was asked under last; null without one, and where nobody was asked. */
  readonly contract: string | null;
  /**
   * `stamped`: VALID or INDETERMINATE, written. `refused`: the token was judged INVALID and kept as `.rejected`. `failed`: see
   * `error`. `kept`: it has its token already, of an earlier run. `queried`: only the request was made. `planned`: a dry run.
   * `not-sent`: the run ended before this file.
   */
  readonly result: 'stamped' | 'refused' | 'failed' | 'kept' | 'queried' | 'planned' | 'not-sent';
  /** Where the token was written, is (`kept`), would be, or (`queried`) the request. Null where nothing was. */
  readonly output: string | null;
  /** Where a response that is not accepted was kept. */
  readonly kept: string | null;
  /** Where the request was saved. */
  readonly request: string | null;
  readonly judgement: Judgement | null;
  /** The profile that it was judged by. */
  readonly profile: ProfileFacts | null;
  /** All that was judged by, to be saved; null where nothing was. */
  readonly basis: Basis | null;
  readonly error: TstError | null;
  readonly notes: readonly Note[];
  /** A response that could be saved nowhere: the last chance to do something with it. */
  readonly unsaved: Uint8Array | null;
  /** The number of its entry in the ledger. */
  readonly entry: number | null;
}

/** What of an outcome is told; the rest is as where nothing happened. */
export type Outcome = Partial<StampOutcome>;

/** An outcome of a file of which only this is to be told. */
export function ended(file: FileFacts, result: StampOutcome['result'], more: Outcome = {}): StampOutcome {
  return {
    file,
    contract: null,
    result,
    output: null,
    kept: null,
    request: null,
    judgement: null,
    profile: null,
    basis: null,
    error: null,
    notes: [],
    unsaved: null,
    entry: null,
    ...more,
  };
}
