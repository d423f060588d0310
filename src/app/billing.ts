import type { TstError } from '../core/verdict/errors.ts';
import { UnfinishedAnswer } from './ports.ts';

/**
 * True where the authority may have issued, and charged, a token although none came: the request reached it, or may have, and
 * what came back does not say that there is none. Only what is surely not charged may be sent again without saying so.
 */
export function mayBeBilled(error: TstError): boolean {
  if (error instanceof UnfinishedAnswer) return true;
  const { code, facts } = error;
  switch (code) {
    // It answered, and gave the reason why there is no token.
    case 'rejected':
    case 'unauthorized':
    // Nothing was sent, or to no time-stamping authority.
    case 'address-refused':
    case 'url-refused':
    case 'redirect-refused':
      return false;
    // A handshake that failed, or (by OpenSSL's own words) the connection later on.
    case 'tls':
      return /^(err|eproto)\b/.test(String(facts.reason));
    case 'timeout':
      return facts.phase !== 'connect';
    case 'unreachable':
      return !neverSent.has(String(facts.reason));
    case 'http-status':
      return !declined(Number(facts.status));
    default:
      return true;
  }
}

/** Reasons of `unreachable` that come up before there is a connection. */
const neverSent: ReadonlySet<string> = new Set([
  'name not found',
  'name has no address',
  'name server does not answer',
  'name server failed',
  'connection refused',
  'no route to host',
  'no network',
  'address not available',
  'not permitted',
  'proxy refused the connection',
]);

/**
 * Statuses by which a server says that it did not do what was asked (RFC 9110 §15.5, §15.6.4). The other errors of servers may
 * stand for an answer that got lost behind a gateway.
 */
function declined(status: number): boolean {
  return (status >= 300 && status < 500 && status !== 408) || status === 503;
}
