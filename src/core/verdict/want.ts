/**
 * What would help to judge, and where it can be had: data, not a deed. The caller decides whether to fetch it. `for` names the
 * certificate (subject and serial), `sha256` is its fingerprint in hexadecimal.
 */
export type Want =
  /** AIA id-ad-ocsp (RFC 5280 §4.2.2.1). `certId`: the CertID to ask for, DER in hexadecimal (RFC 6960 §4.1.1). */
  | {
      readonly kind: 'ocsp';
      readonly for: string;
      readonly sha256: string;
      readonly url: string;
      readonly certId: string;
    }
  /** A distribution point; `delta` for freshestCRL (RFC 5280 §4.2.1.13, §4.2.1.15). */
  | {
      readonly kind: 'crl';
      readonly for: string;
      readonly sha256: string;
      readonly url: string;
      readonly delta: boolean;
    }
  /** AIA caIssuers of a certificate or a CRL whose issuer isn't at hand (RFC 5280 §4.2.2.1, §5.2.7). */
  | { readonly kind: 'issuer'; readonly for: string; readonly url: string };

/** What is asked of which place, as text: the same for every certificate and token that wants the same. Throws nothing. */
export function wantKey(want: Want): string {
  return want.kind === 'ocsp' ? `ocsp ${want.url} ${want.certId}` : `${want.kind} ${want.url}`;
}
