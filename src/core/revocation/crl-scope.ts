import { equalOctets } from '../der/integer.ts';
import { type Name, sameName } from '../der/name.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readable } from '../x509/certificate-rules.ts';
import type { Crl } from './crl.ts';
import {
  type DistributionPoint,
  directory,
  directoryNames,
  distributionPointsOf,
  fullNames,
  shareName,
} from './distribution-point.ts';
import { allReasons, type ReasonMask } from './reason.ts';

/** Whether a CRL is about a certificate: for which reasons (RFC 5280 §6.3.3 (b), (d)), or why not. */
export interface CrlScope {
  /** The reasons for which it speaks of the certificate; 0 where it doesn't. */
  readonly reasons: ReasonMask;
  /** May it list this certificate at all? Only the certificate's issuer, and who that named as cRLIssuer, can revoke it. */
  readonly mayRevoke: boolean;
  /** What doesn't fit, where `reasons` is 0. */
  readonly mismatch: string;
}

const outside = (mismatch: string, mayRevoke: boolean): CrlScope => ({ reasons: 0, mayRevoke, mismatch });

/** RFC 5280 §6.3.3 (b) and (d) over every distribution point of the certificate, the one that is always implied included. */
export function scopeOf(crl: Crl, certificate: Certificate): CrlScope {
  const points = distributionPointsOf(certificate).filter((point) => isIssuerOf(crl, point, certificate));
  if (points.length === 0) return outside('other-issuer', false);
  const idp = crl.issuingDistributionPoint;
  // (b)(2)(iv)
  if (idp?.onlyContainsAttributeCerts) return outside('attribute-certificates-only', false);
  const isCa = readable(() => certificate.basicConstraints)?.cA === true;
  // (b)(2)(ii) and (iii)
  if (idp?.onlyContainsUserCerts && isCa) return outside('user-certificates-only', true);
  if (idp?.onlyContainsCaCerts && !isCa) return outside('ca-certificates-only', true);
  let reasons: ReasonMask = 0;
  for (const point of points) {
    // (d): what both the list and the point cover.
    if (matchesPoint(crl, point, certificate))
      reasons |= (idp?.onlySomeReasons ?? allReasons) & (point.reasons ?? allReasons);
  }
  return reasons === 0 ? outside('other-distribution-point', true) : { reasons, mayRevoke: true, mismatch: '' };
}

/** (b)(1): the point's cRLIssuer with an indirect list, or else the certificate's own issuer. */
function isIssuerOf(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  if (point.crlIssuer === null) return sameName(crl.issuer, certificate.issuer);
  const named = directoryNames(point.crlIssuer).some((name) => sameName(name, crl.issuer));
  return named && crl.issuingDistributionPoint?.indirectCrl === true;
}

/** (b)(2)(i): a list that names its distribution point shares a name with the certificate's. */
function matchesPoint(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  const own = crl.issuingDistributionPoint?.name ?? null;
  if (own === null) return true;
  const names = fullNames(own, [crl.issuer]);
  if (point.name !== null) return shareName(names, fullNames(point.name, issuersOf(point, certificate)));
  return point.crlIssuer !== null && shareName(names, point.crlIssuer);
}

/** What a name relative to the CRL issuer is relative to (RFC 5280 §4.2.1.13). */
function issuersOf(point: DistributionPoint, certificate: Certificate): readonly Name[] {
  return point.crlIssuer === null ? [certificate.issuer] : directoryNames(point.crlIssuer);
}

/** True where an entry with this certificateIssuer is about certificates of `issuer` (RFC 5280 §5.3.3). */
export function isEntryOf(
  entry: { readonly certificateIssuer: readonly Parameters<typeof shareName>[0][number][] | null },
  crl: Crl,
  issuer: Name,
): boolean {
  const names = entry.certificateIssuer ?? [directory(crl.issuer)];
  return shareName(names, [directory(issuer)]);
}

/**
 * RFC 5280 §6.3.3 (c) and §5.2.4: may this delta be applied to this complete list? Same issuer, scope and authority key; the
 * complete list is at least as new as the delta's base, and older than the delta.
 */
export function isDeltaOf(delta: Crl, base: Crl): boolean {
  if (delta.baseCrlNumber === null || delta.crlNumber === null) return false;
  if (base.baseCrlNumber !== null || base.crlNumber === null) return false;
  return (
    base.crlNumber >= delta.baseCrlNumber &&
    delta.crlNumber > base.crlNumber &&
    sameName(delta.issuer, base.issuer) &&
    sameOctets(delta.issuingDistributionPoint?.der, base.issuingDistributionPoint?.der) &&
    sameOctets(delta.authorityKeyIdentifier?.keyIdentifier, base.authorityKeyIdentifier?.keyIdentifier)
  );
}

function sameOctets(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  return a && b ? equalOctets(a, b) : !a && !b;
}
