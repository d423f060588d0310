import type { Certificate } from '../x509/certificate.ts';
import type { Inquiry } from './inquiry.ts';
import { type Refusal, refusal } from './statement.ts';

/** How far an authority's clock may be ahead of ours: 5 minutes, in milliseconds. */
const skew = 300_000;
const day = 86_400_000;

/** How old an answer without nextUpdate may be at the moment judged for. */
export const freshnessLimits = { crl: 7 * day, ocsp: day } as const;

/** The times of one answer, in milliseconds since 1970. */
export interface AnswerTimes {
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** expiredCertsOnCRL or archiveCutoff: the status of certificates that expired at this moment or later is still told. */
  readonly keepsExpiredSince: number | null;
}

/**
 * The rule `revocation.fresh`, for answers that say `good` (RFC 5280 §5.1.2.4, §5.1.2.5, RFC 6960 §4.2.2.1): made at `at` or
 * later, or good until `at`. A revocation is never too old. Null where the answer is fresh.
 */
export function freshnessProblem(
  times: AnswerTimes,
  kind: 'crl' | 'ocsp',
  certificate: Certificate,
  { at, now, freshness }: Pick<Inquiry, 'at' | 'now' | 'freshness'>,
): Refusal | null {
  const { thisUpdate, nextUpdate, keepsExpiredSince } = times;
  const stale = (reason: string) =>
    refusal('revocation.fresh', 'stale', 'good', {
      thisUpdate,
      ...(nextUpdate === null ? {} : { nextUpdate }),
      reason,
    });
  if (thisUpdate > now + skew) return stale('from-the-future');
  if (nextUpdate !== null && nextUpdate < thisUpdate) return stale('next-before-this');
  if (nextUpdate === null && at - thisUpdate > freshness[kind]) return stale('old-without-next-update');
  if (nextUpdate !== null && at > nextUpdate) return stale('next-update-passed');
  // X.509 §9.5.2.8, RFC 6960 §4.4.4: an authority may forget certificates that have expired.
  const remembers = keepsExpiredSince !== null && keepsExpiredSince <= certificate.notAfter;
  if (thisUpdate > certificate.notAfter && !remembers) return stale('certificate-expired');
  return null;
}

/** `--as-known-on`: what was published later is as if nobody had it. Null where the answer was there by then. */
export function hiddenProblem(thisUpdate: number, { asKnownOn }: Pick<Inquiry, 'asKnownOn'>): Refusal | null {
  return asKnownOn !== null && thisUpdate > asKnownOn
    ? refusal('source', 'not-yet-known', 'all', { thisUpdate })
    : null;
}
