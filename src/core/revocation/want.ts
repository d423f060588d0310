import { toHex } from '../der/integer.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import { readable } from '../x509/certificate-rules.ts';
import { crlUrlsOf, urlsOf } from './distribution-point.ts';
import { encodeCertId } from './ocsp-cert-id.ts';
import type { CrlSource } from './source.ts';

/**
 * What would help to judge a certificate's revocation, and where it can be had: data, not a deed. `for` names the certificate,
 * `sha256` is its fingerprint.
 */
export type RevocationWant =
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
  /** AIA caIssuers of a CRL whose issuer isn't at hand (RFC 5280 §5.2.7). */
  | { readonly kind: 'issuer'; readonly for: string; readonly url: string };

/** Everything that the certificate itself and the lists about it say about where its status is told: OCSP first. */
export function wantsFor(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly CrlSource[],
): readonly RevocationWant[] {
  const about = { for: certificateLabel(certificate), sha256: certificate.sha256 };
  const responders = (readable(() => certificate.authorityInfoAccess)?.ocsp ?? []).filter(isHttp);
  const deltas = [...crlUrlsOf(certificate, 'freshestCRL'), ...lists.flatMap(({ crl }) => urlsOf(crl.freshestCrl))];
  return [
    ...responders.map((url) => ({
      kind: 'ocsp' as const,
      ...about,
      url,
      certId: toHex(encodeCertId(certificate, issuer)),
    })),
    ...crlUrlsOf(certificate, 'cRLDistributionPoints').map((url) => crlWant(about, url, false)),
    ...[...new Set(deltas)].map((url) => crlWant(about, url, true)),
  ];
}

function crlWant(
  about: { readonly for: string; readonly sha256: string },
  url: string,
  delta: boolean,
): RevocationWant {
  return { kind: 'crl', ...about, url, delta };
}

/** The certificate of a CRL's issuer. */
export function issuerWants({ crl }: CrlSource): readonly RevocationWant[] {
  return crl.caIssuers.filter(isHttp).map((url) => ({ kind: 'issuer' as const, for: crl.issuer.text, url }));
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
