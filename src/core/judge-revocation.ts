import type { Candidate } from './cms/candidate.ts';
import { answerStrength } from './policy/answer-strength.ts';
import type { FreshnessLimits } from './revocation/inquiry.ts';
import { judgeRevocation as judge } from './revocation/judge.ts';
import type { RevocationJudgement } from './revocation/question.ts';
import type { RevocationRole } from './revocation/reason-table.ts';
import type { CrlSource, FailedSource, OcspSource } from './revocation/source.ts';
import type { GenInterval } from './tsp/check-tst-info.ts';
import { requirePolicy, requireSpan, requireTime } from './verdict/given.ts';
import type { PolicyName } from './verdict/status.ts';
import type { TrustAnchor } from './x509/anchor.ts';
import type { Certificate } from './x509/certificate.ts';

/**
 * What is asked about the revocation of one certificate. The first four have to be there; every default is one by which no revoked
 * certificate passes that otherwise would not. Times in milliseconds since 1970, UTC.
 */
export interface RevocationOptions {
  /** The certificate in question. */
  readonly certificate: Certificate;
  /** The certificate above it, of a path that {@link validatePath} found valid: nothing of that is judged here. */
  readonly issuer: Certificate;
  /** The anchor of that path: who signs CRLs has to chain to the same one (RFC 5280 §6.3.3 (f)). */
  readonly anchor: TrustAnchor;
  /** The moment of judging: mostly what the clock says. */
  readonly now: number;
  /** The moment judged for. Default: `now`. */
  readonly at?: number;
  /** CRLs to judge by, in the order in which they are judged. Default: none. */
  readonly crls?: readonly CrlSource[];
  /** OCSP answers, likewise. Default: none. */
  readonly ocsp?: readonly OcspSource[];
  /** What was tried and gave nothing to judge by. Default: none. */
  readonly failed?: readonly FailedSource[];
  /** Certificates that CRL issuers and responders may have, in any order, those of a token last; nothing of them is trusted. Default: none. */
  readonly candidates?: readonly Candidate[];
  /** All certificates of the path; each is judged by a call of its own. Default: the issuer alone. */
  readonly path?: readonly Certificate[];
  /** `tsa`: the signer of the token whose time is `genTime`; `ca`: a CA above it. Default `ca`. */
  readonly role?: RevocationRole;
  /**
   * The token's genTime ± accuracy, from `genInterval`, by which RFC 3161 §4 has some reasons leave earlier tokens good. Default null:
   * there is no token, and any revocation fails.
   */
  readonly genTime?: GenInterval | null;
  /** How to judge, and which signatures over answers are too weak. Default `default`. */
  readonly policy?: PolicyName;
  /** Answers published after this moment are as if nobody had them. Default null: all count. */
  readonly asKnownOn?: number | null;
  /** How old an answer without nextUpdate may be. Default: 7 days for a CRL, 1 day for OCSP. */
  readonly freshness?: FreshnessLimits;
}

/**
 * Judges the revocation of one certificate from given CRLs and OCSP answers (RFC 5280 §6.3, RFC 6960 §3.2, and with `genTime` RFC 3161
 * §4). Pure: fetches nothing, and names in `wants` what could be fetched to decide more. A bad answer is one that doesn't count, and
 * never an exception; nothing that hostile input can cause is thrown. Throws RangeError where a time is none, or a policy that there isn't.
 */
export function judgeRevocation(options: RevocationOptions): RevocationJudgement {
  const { certificate, issuer, anchor, now, path, failed, freshness } = options;
  const { at = now, crls = [], ocsp = [], candidates = [], asKnownOn = null } = options;
  const { role = 'ca', genTime = null, policy = 'default' } = options;
  for (const [name, time] of Object.entries({ now, at, asKnownOn: asKnownOn ?? now })) requireTime(name, time);
  if (freshness) for (const name of ['crl', 'ocsp'] as const) requireSpan(`freshness.${name}`, freshness[name]);
  requirePolicy(policy);
  const certificatesOf = (isAsked: (origin: Candidate['origin']) => boolean) =>
    candidates.filter((one) => isAsked(one.origin)).map((one) => one.certificate);
  return judge({
    ...{ certificate, issuer, anchor, now, at, crls, ocsp, role, genTime, policy, asKnownOn },
    candidates: certificatesOf((origin) => origin !== 'token'),
    brought: certificatesOf((origin) => origin === 'token'),
    strength: answerStrength(policy),
    ...(path === undefined ? {} : { path }),
    ...(failed === undefined ? {} : { failed }),
    ...(freshness === undefined ? {} : { freshness }),
  });
}
