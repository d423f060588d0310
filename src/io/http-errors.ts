import { TstError } from '../core/verdict/errors.ts';

/** Where in an exchange an error came up. After the header the other side was reached, and what failed is its body. */
export type Phase = 'header' | 'body';

/**
 * What went wrong on the network as a TstError `timeout`, `tls`, `unreachable` or `body-truncated`. The facts are the URL as it
 * may be shown and a reason in words: never the URL's query, a header or a password.
 */
export function networkError(error: unknown, url: string, phase: Phase): TstError {
  const own = find(error, (one): one is TstError => one instanceof TstError);
  if (own) return new TstError(own.code, { ...own.facts, url }, { cause: own });
  const code = codeOf(error);
  const cause = { cause: error };
  if (timeouts.has(code) || nameOf(error) === 'TimeoutError') {
    return new TstError('timeout', { url, phase: timeouts.get(code) ?? 'total' }, cause);
  }
  const tls = tlsReason(code, error);
  if (tls !== null) return new TstError('tls', { url, reason: tls }, cause);
  if (phase === 'body') return new TstError('body-truncated', { url }, cause);
  if (wantsProxyPassword(code, error))
    return new TstError('unreachable', { url, reason: 'proxy wants a password' }, cause);
  const garbled = code.startsWith('HPE_') || nameOf(error) === 'HTTPParserError';
  const reason = garbled ? 'no HTTP answer on this port' : (reasons[code] ?? fallback(code));
  return new TstError('unreachable', { url, reason }, cause);
}

const timeouts = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'connect'],
  ['ETIMEDOUT', 'connect'],
  ['UND_ERR_HEADERS_TIMEOUT', 'header'],
  ['UND_ERR_BODY_TIMEOUT', 'body'],
]);

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'name not found',
  ENODATA: 'name has no address',
  EAI_AGAIN: 'name server does not answer',
  EAI_FAIL: 'name server failed',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  UND_ERR_SOCKET: 'connection closed before an answer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'no network',
  EADDRNOTAVAIL: 'address not available',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  UND_ERR_HEADERS_OVERFLOW: 'header too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'body does not have the announced length',
  UND_ERR_ABORTED: 'proxy refused the connection',
  UND_ERR_PRX_CONN: 'proxy closed the connection',
};

/** Status 407 (RFC 9110 §15.5.8), which undici tells in the message alone, by one code for a tunnel and another without. */
function wantsProxyPassword(code: string, error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return (code === 'UND_ERR_ABORTED' || code === 'UND_ERR_INVALID_ARG') && text.includes('(407)');
}

/** Codes of certificate verification as OpenSSL names them, without the words that every one has. */
const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'root certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'issuer of the certificate is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issuer of the certificate is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issuer of the certificate is not known',
  CERT_SIGNATURE_FAILURE: 'signature of the certificate is wrong',
  CERT_REVOKED: 'certificate is revoked',
  CERT_UNTRUSTED: 'certificate is not trusted',
  INVALID_CA: 'certificate authority is not valid',
  INVALID_PURPOSE: 'certificate is not for servers',
  HOSTNAME_MISMATCH: 'certificate is for another name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another name',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'names in the certificate are malformed',
};

const protocolReasons: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/, 'no TLS answer on this port'],
  [/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW/, 'protocol version too old'],
  [/DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|CA_KEY_TOO_SMALL|CA_MD_TOO_WEAK/, 'key or hash too weak'],
  [
    /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/,
    'handshake refused: client certificate missing or refused, or no cipher in common',
  ],
  [/LEGACY_RENEGOTIATION/, 'server renegotiates in the unsafe old way'],
];

function tlsReason(code: string, error: unknown): string | null {
  if (code === 'UND_ERR_PRX_TLS') return 'certificate of the proxy is for another name';
  const certificate = certificateReasons[code];
  if (certificate !== undefined) return certificate;
  if (!/^ERR_(TLS|SSL)|^EPROTO$|^CERT_|^CRL_|^UNABLE_TO_/.test(code)) return null;
  const text = `${code} ${find(error, (one): one is Error => one instanceof Error)?.message ?? ''}`
    .toUpperCase()
    .replaceAll(' ', '_');
  return protocolReasons.find(([pattern]) => pattern.test(text))?.[1] ?? fallback(code);
}

function fallback(code: string): string {
  return code === '' ? 'connection failed' : code.toLowerCase().replaceAll('_', ' ');
}

function codeOf(error: unknown): string {
  const coded = find(error, (one): one is Error & { code: string } => {
    return one instanceof Error && 'code' in one && typeof one.code === 'string';
  });
  return coded?.code ?? '';
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}

/** The first error that fits, looking into causes and into the attempts of several addresses. */
function find<T>(error: unknown, fits: (one: unknown) => one is T, depth = 0): T | undefined {
  if (fits(error)) return error;
  if (!(error instanceof Error) || depth > 4) return undefined;
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  for (const one of inner) {
    const found = find(one, fits, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
