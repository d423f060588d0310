import type { FailedSource } from '../core/revocation/source.ts';
import type { TstError } from '../core/verdict/errors.ts';
import type { HttpAnswer } from './ports.ts';

/** Why something could not be had. */
export interface FetchFailure {
  /** `unreachable` where no body came, `revocation-unreadable` where one came that is of no use. */
  readonly code: FailedSource['code'];
  /** A code word, or the sentence of a decoder. */
  readonly reason: string;
  /** A further code word; empty: none. */
  readonly detail: string;
  /** True where the server itself doesn't serve; false where it does, though not this. */
  readonly ofServer: boolean;
  /** Milliseconds for which the server asked to be left alone (RFC 9110 §10.2.3); null: it didn't. */
  readonly retryAfter: number | null;
}

/** Codes of errors after which a server is likely to fail others as well. */
const serverErrors: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'tls', 'body-truncated']);
const bodyErrors: ReadonlySet<string> = new Set(['body-truncated', 'body-too-large', 'body-encoding']);

/** An exchange that gave no answer. */
export function failureOf({ code, facts }: TstError): FetchFailure {
  return {
    code: bodyErrors.has(code) ? 'revocation-unreadable' : 'unreachable',
    reason: code,
    detail: String(facts.reason ?? facts.address ?? facts.phase ?? ''),
    ofServer: serverErrors.has(code),
    retryAfter: null,
  };
}

/** A status other than the one that was hoped for. `now` in milliseconds since 1970. */
export function statusFailure({ status, headers }: HttpAnswer, now: number): FetchFailure {
  const busy = status === 429 || status === 503;
  return {
    code: 'unreachable',
    reason: 'http-status',
    detail: String(status),
    ofServer: status >= 500 || status === 429 || status === 408,
    retryAfter: busy ? retryAfterOf(headers['retry-after'], now) : null,
  };
}

/** A body that is of no use. */
export function unreadable(reason: string): FetchFailure {
  return { code: 'revocation-unreadable', reason, detail: '', ofServer: false, retryAfter: null };
}

/** Tells it from what could be had. */
export function isFailure(one: object): one is FetchFailure {
  return 'ofServer' in one;
}

/** In one text, as `report/reasons.ts` has words for it. */
export function reasonText({ reason, detail }: FetchFailure): string {
  if (detail === '') return reason;
  return reason === 'http-status' ? `${reason} ${detail}` : `${reason}: ${detail}`;
}

/** Retry-After ::= delay in seconds, or a date, which can lie in the past (RFC 9110 §10.2.3). */
function retryAfterOf(field: string | undefined, now: number): number | null {
  if (field === undefined) return null;
  if (/^\d{1,9}$/.test(field)) return Number(field) * 1000;
  const date = Date.parse(field);
  return Number.isNaN(date) ? null : date - now;
}
