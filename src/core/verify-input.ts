import type { Candidate } from './cms/candidate.ts';
import type { HashName } from './der/hashes.ts';
import type { CrlSource, FailedSource, OcspSource } from './revocation/source.ts';
import type { TstSource } from './revocation/tst-list/source.ts';
import type { TimeStampReq } from './tsp/request.ts';
import type { TokenFile } from './tsp/token.ts';
import type { PolicyName, SkippableCheck } from './verdict/status.ts';
import type { TrustAnchor } from './x509/anchor.ts';

/** Everything that a verdict depends on. Bytes, times, trust and policy; the core reads nothing else. */
export interface VerifyInput {
  /** From `readToken`. */
  readonly token: TokenFile;
  /** Hashes of the data, by algorithm, computed by the caller; the one that the token's imprint names is needed. */
  readonly digests: ReadonlyMap<HashName, Uint8Array>;
  /** The request that was sent, from `decodeRequest`; null where it is not at hand. */
  readonly request: TimeStampReq | null;
  /** What the user trusts; from nowhere else. */
  readonly anchors: readonly TrustAnchor[];
  /** The anchors among them that come from a root set made for TLS. */
  readonly tlsAnchors?: ReadonlySet<TrustAnchor>;
  /** Further certificates, given by the user or fetched: issuers to try, and perhaps the signer. Never trusted. */
  readonly candidates: readonly Candidate[];
  /** CRLs and OCSP answers, given or fetched, beside those that the token brings along. Nothing of them is trusted. Default: none. */
  readonly crls?: readonly CrlSource[];
  readonly ocsp?: readonly OcspSource[];
  /** What was tried for them and gave nothing. Default: none. */
  readonly failed?: readonly FailedSource[];
  /** Revocation information that was published after this moment, in milliseconds since 1970, is as if nobody had it. Default: all counts. */
  readonly asKnownOn?: number | null;
  /**
   * Revocation information, lists included, that was fetched before this moment, in milliseconds since 1970, or came with the token, counts, and newer
   * is wanted all the same. Default null: what counts is enough.
   */
  readonly newerThan?: number | null;
  /** The moment judged for, in milliseconds since 1970: a time, genTime, or null for `now`. */
  readonly at: number | 'gentime' | null;
  /** The moment of judging, in milliseconds since 1970. */
  readonly now: number;
  readonly policy: PolicyName;
  /** Accepted TSA policies; empty for any. */
  readonly acceptPolicies: readonly string[];
  /** Accuracy in microseconds of tokens that state none. Default null: ± 1 s. */
  readonly assumedAccuracyMicros?: number | null;
  /** Sources of the providers' lists of revoked tokens, prepared for the run. Default: none. */
  readonly tstSources?: readonly TstSource[];
  /**
   * The source among them that is this token's own, by its name: of those with a scope it alone clears the token, for others share policies
   * and roots with it; null: none of those. Default: any that is about the token.
   */
  readonly tstProfile?: string | null;
  /** Accept a TSA certificate whose extendedKeyUsage is not critical, with a warning. */
  readonly allowNoncriticalEku: boolean;
  /** Checks left out by the user's own words. */
  readonly skip: ReadonlySet<SkippableCheck>;
}
