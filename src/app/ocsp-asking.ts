import type { OcspResponse, OcspStatus } from '../core/revocation/ocsp.ts';

/**
 * Statuses after which it is worth asking again by GET and without a nonce (RFC 6960 §2.3, RFC 5019 §2.2.3): `malformedRequest`
 * from those who can't read a nonce or one of this length, `unauthorized` from those who have only answers made beforehand,
 * `internalError`, of which the RFC itself says that one may try again. `tryLater` is about time, and `sigRequired` about what is
 * not done here. No security is lost: none of these is signed, but neither need an answer have a nonce.
 */
const worthGet: ReadonlySet<OcspStatus> = new Set(['malformedRequest', 'internalError', 'unauthorized']);

/** True where GET may fare better than POST did. */
export function isWorthGet({ status }: OcspResponse): boolean {
  return worthGet.has(status);
}

/** As `isWorthGet` for an HTTP status: refusals of the method, the media type or the nonce, but not of the moment. */
export function isStatusWorthGet(status: number): boolean {
  return status >= 300 && status !== 408 && status !== 429 && status !== 503;
}
