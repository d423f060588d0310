import type { Candidate } from './cms/candidate.ts';
import { type HashName, hashes } from './der/hashes.ts';
import type { CrlSource, FailedSource, OcspSource } from './revocation/source.ts';
import type { TstSource } from './revocation/tst-list/source.ts';
import type { TimeStampReq } from './tsp/request.ts';
import type { TokenFile } from './tsp/token.ts';
import { requirePolicy, requireSpan, requireTime } from './verdict/given.ts';
import type { PolicyName, SkippableCheck } from './verdict/status.ts';
import type { TrustAnchor } from './x509/anchor.ts';

/**
 * Everything that a verdict depends on. Bytes, times, policy and trust; the core reads nothing else. The first four have to be there;
 * every default is one that can't make a token VALID that isn't: what is left out is not known, not trusted and not skipped.
 */
export interface VerifyInput {
  /** From `readToken` or `readResponse`. */
  readonly token: TokenFile;
  /** Hashes of the data, by algorithm, from `digestsFor`, or computed as a stream; the one that the token's imprint names is needed. */
  readonly digests: ReadonlyMap<HashName, Uint8Array>;
  /** What the user trusts, from `readTrust`; from nowhere else. */
  readonly anchors: readonly TrustAnchor[];
  /** The moment of judging, in milliseconds since 1970, UTC: mostly what the clock says. */
  readonly now: number;
  /** The moment judged for, in milliseconds since 1970, UTC; `gentime`: the token's own. Default null: `now`. */
  readonly at?: number | 'gentime' | null;
  /** The request that was sent, from `makeRequest` or `decodeRequest`. Default null: it is not at hand. */
  readonly request?: TimeStampReq | null;
  /** Further certificates, given by the user or fetched: issuers to try, and perhaps the signer. Never trusted. Default: none. */
  readonly candidates?: readonly Candidate[];
  /** CRLs, given or fetched, beside those that the token brings along. Nothing of them is trusted. Default: none. */
  readonly crls?: readonly CrlSource[];
  /** OCSP answers, likewise. Default: none. */
  readonly ocsp?: readonly OcspSource[];
  /** What was tried for CRLs and OCSP answers and gave nothing. Default: none. */
  readonly failed?: readonly FailedSource[];
  /**
   * Sources of the providers' lists of revoked tokens, from `tstSource`, which were prepared for the same `asKnownOn`. Default: none, so that
   * check 4 is undecided.
   */
  readonly tstSources?: readonly TstSource[];
  /**
   * The source among them that is this token's own, by its name: of those with a scope it alone clears the token, for others share policies
   * and roots with it; null: none of those. Default: any that is about the token.
   */
  readonly tstProfile?: string | null;
  /** How to judge. Default `default`: as the specification of full verification says. */
  readonly policy?: PolicyName;
  /** Accepted TSA policies, OBJECT IDENTIFIERs in dotted form. Default: any. */
  readonly acceptPolicies?: readonly string[];
  /** Checks left out by the user's own words: VALID is then not the full verification, and `complete` is false. Default: none. */
  readonly skip?: ReadonlySet<SkippableCheck>;
  /** Accept a TSA certificate whose extendedKeyUsage is not critical (RFC 3161 §2.3), with a warning. Default false. */
  readonly allowNoncriticalEku?: boolean;
  /** Accuracy of tokens that state none, in whole microseconds. Default null: ± 1 s. */
  readonly assumedAccuracyMicros?: number | null;
  /** The anchors among them that come from a root set made for TLS, of which the report warns. Default: none. */
  readonly tlsAnchors?: ReadonlySet<TrustAnchor>;
  /** What was published after this moment, in milliseconds since 1970, is as if nobody had it. Default null: all revocation information counts. */
  readonly asKnownOn?: number | null;
  /**
   * Revocation information, lists included, that was fetched before this moment, in milliseconds since 1970, or came with the token,
   * counts, and newer is wanted all the same. Default null: what counts is enough.
   */
  readonly newerThan?: number | null;
}

/** The defaults, each where a field is left out. */
const defaults = {
  at: null,
  request: null,
  candidates: [] as readonly Candidate[],
  policy: 'default' as PolicyName,
  acceptPolicies: [] as readonly string[],
  skip: new Set<SkippableCheck>() as ReadonlySet<SkippableCheck>,
  allowNoncriticalEku: false,
};

/** An input of which every field that has one value by default has it. */
export type WholeInput = VerifyInput & Required<Pick<VerifyInput, keyof typeof defaults>>;

/**
 * Fills in the defaults; a field that is there and undefined, which types forbid, is left out as well. Throws RangeError for what makes
 * no sense.
 */
export function withDefaults(input: VerifyInput): WholeInput {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const whole: WholeInput = { ...defaults, ...(Object.fromEntries(given) as unknown as VerifyInput) };
  requireSense(whole);
  return whole;
}

function requireSense(input: WholeInput): void {
  const { now, at, asKnownOn = null, newerThan = null, assumedAccuracyMicros: accuracy = null } = input;
  requireTime('now', now);
  if (at !== 'gentime') requireTime('at', at ?? now);
  requireTime('asKnownOn', asKnownOn ?? now);
  requireTime('newerThan', newerThan ?? now);
  requireSpan('assumedAccuracyMicros', accuracy ?? 0);
  if (!Number.isInteger(accuracy ?? 0)) throw new RangeError('assumedAccuracyMicros is no whole number');
  requirePolicy(input.policy);
  // A text has `includes` as well, and would accept every policy that is a part of it.
  if (!Array.isArray(input.acceptPolicies)) throw new RangeError('acceptPolicies is no list');
  for (const [algorithm, { length }] of input.digests) {
    const bytes = hashes[algorithm]?.bytes ?? length;
    // Its hexadecimal digits, mostly: they are no other hash, and prove nothing wrong.
    if (length !== bytes) throw new RangeError(`a ${algorithm} hash has ${bytes} octets, and not ${length}`);
  }
  for (const source of input.tstSources ?? []) {
    if (source.asKnownOn !== asKnownOn) {
      throw new RangeError(`the source ${source.name} was not prepared by tstSource for this asKnownOn`);
    }
  }
}
