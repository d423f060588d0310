import type { GenInterval } from '../tsp/check-tst-info.ts';
import type { Code, SubIndication } from '../verdict/codes.ts';
import type { RuleResult } from '../verdict/findings.ts';
import type { SourceLine } from '../verdict/source-line.ts';
import type { PolicyName, Status } from '../verdict/status.ts';
import type { Want } from '../verdict/want.ts';
import type { TrustAnchor } from '../x509/anchor.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { WorkBudget } from '../x509/work-budget.ts';
import type { FreshnessLimits, StrengthRule } from './inquiry.ts';
import type { RevocationRole } from './reason-table.ts';
import type { CrlSource, FailedSource, OcspSource } from './source.ts';
import type { Revocation } from './statement.ts';

/** What is asked about a certificate's revocation, whatever token it signed. All times in milliseconds since 1970, UTC. */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  /** The certificate above it on the path that was validated. */
  readonly issuer: Certificate;
  /** The anchor of that path: who signs CRLs has to chain to the same one (RFC 5280 §6.3.3 (f)). */
  readonly anchor: TrustAnchor;
  /** Certificates of the path; each is judged by a question of its own. Default: the issuer alone. */
  readonly path?: readonly Certificate[];
  /** Certificates that CRL issuers and responders may have, in any order; nothing of them is trusted. */
  readonly candidates: readonly Certificate[];
  /** The same, out of the token: its author chose them. They are tried last, and cost an account of their own. Default: none. */
  readonly brought?: readonly Certificate[];
  /** In the order in which they are judged, while the budget lasts; those of origin `token` on the account of what is `brought`. */
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  /** What was tried and gave nothing to judge by. Default: none. */
  readonly failed?: readonly FailedSource[];
  /** The moment judged for. */
  readonly at: number;
  /** The moment of judging. */
  readonly now: number;
  /** Answers published after this moment are as if nobody had them. Default null: all count. */
  readonly asKnownOn?: number | null;
  /** How old an answer without nextUpdate may be. Default: 7 days for a CRL, 1 day for OCSP. */
  readonly freshness?: FreshnessLimits;
  /** Which signatures over answers are too weak to prove anything good. Default: none is. */
  readonly strength?: StrengthRule;
  /** What this may cost, and what the token brings once more. Default: the numbers of `limits`. */
  readonly budget?: WorkBudget;
}

/** What is asked about one certificate for one token. */
export interface RevocationInput extends RevocationQuestion {
  /** `tsa`: the token's signer; `ca`: a CA above it. */
  readonly role: RevocationRole;
  /** genTime ± accuracy in microseconds since 1970; null: there is no token, and any revocation fails. */
  readonly genTime: GenInterval | null;
  readonly policy: PolicyName;
  /**
   * What was fetched before this moment, in milliseconds since 1970, or came with the token, counts, and newer answers are wanted all
   * the same. Default null: what counts is enough.
   */
  readonly newerThan?: number | null;
}

/** The judgement of one certificate's revocation. Plain data: the same input gives the same judgement. */
export interface RevocationJudgement {
  /** Subject and serial. */
  readonly object: string;
  /** As which the certificate was judged. */
  readonly role: RevocationRole;
  /** The worst of the rules; `not-applicable` for a certificate with id-ce-noRevAvail that nothing proves revoked. */
  readonly status: Status;
  /** The reason, null exactly for `pass` and `not-applicable`. */
  readonly code: Code | null;
  /** The sub-indication of EN 319 102-1 beside the code, where one fits. */
  readonly subIndication: SubIndication | null;
  /** The four rules `revocation.*`, in their order, with their warnings. */
  readonly rules: readonly RuleResult[];
  /** The revocation that decided, if any. */
  readonly revocation: Revocation | null;
  /** One line per source that was tried. */
  readonly sources: readonly SourceLine[];
  /** What could be fetched to decide more; empty when nothing would help. */
  readonly wants: readonly Want[];
}
