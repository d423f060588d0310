import { toHex } from '../der/integer.ts';
import type { Want } from '../verdict/want.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import { readable } from '../x509/certificate-rules.ts';
import { crlUrlsOf, urlsOf } from './distribution-point.ts';
import { encodeCertId } from './ocsp-cert-id.ts';
import type { CrlSource } from './source.ts';

/** Everything that the certificate itself and the lists about it say about where its status is told: OCSP first. */
export function wantsFor(certificate: Certificate, issuer: Certificate, lists: readonly CrlSource[]): readonly Want[] {
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

function crlWant(about: { readonly for: string; readonly sha256: string }, url: string, delta: boolean): Want {
  return { kind: 'crl', ...about, url, delta };
}

/** The certificate of a CRL's issuer. */
export function issuerWants({ crl }: CrlSource): readonly Want[] {
  return crl.caIssuers.filter(isHttp).map((url) => ({ kind: 'issuer' as const, for: crl.issuer.text, url }));
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
