import { Cursor } from '../der/cursor.ts';
import { decodeGeneralNames, type GeneralName, sameGeneralName } from '../der/general-name.ts';
import { decodeName, type Name } from '../der/name.ts';
import { context, contextConstructed, Tag } from '../der/tags.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readable } from '../x509/certificate-rules.ts';
import { extensionOids } from '../x509/extensions.ts';
import { decodeReasonFlags, type ReasonMask } from './reason.ts';

/**
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }
 * (RFC 5280 §4.2.1.13). `relative`: content octets of the RDN's SET.
 */
export type DistributionPointName = { readonly fullName: readonly GeneralName[] } | { readonly relative: Uint8Array };

/** DistributionPoint (RFC 5280 §4.2.1.13). */
export interface DistributionPoint {
  /** Where; null where it names only who signs. */
  readonly name: DistributionPointName | null;
  /** Null where it names none: all. */
  readonly reasons: ReasonMask | null;
  /** Who signs the list, where that is not the certificate's issuer; null: it is. */
  readonly crlIssuer: readonly GeneralName[] | null;
}

/** DistributionPointName under its explicit tag; the cursor stands inside that. Throws DerError. */
export function decodeDistributionPointName(cursor: Cursor): DistributionPointName {
  const relative = cursor.peek() === contextConstructed(1);
  if (relative) {
    const rdn = cursor.content(contextConstructed(1), 'nameRelativeToCRLIssuer');
    cursor.finish('distributionPoint');
    return { relative: rdn };
  }
  const names = cursor.enter(contextConstructed(0), 'fullName');
  cursor.finish('distributionPoint');
  return { fullName: decodeGeneralNames(names, 'fullName') };
}

/**
 * CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint, DistributionPoint ::= SEQUENCE { distributionPoint [0]
 * DistributionPointName OPTIONAL, reasons [1] ReasonFlags OPTIONAL, cRLIssuer [2] GeneralNames OPTIONAL }; FreshestCRL has the
 * same form (RFC 5280 §4.2.1.13, §4.2.1.15, §5.2.6). Throws DerError.
 */
export function decodeDistributionPoints(value: Uint8Array): readonly DistributionPoint[] {
  const outer = new Cursor(value);
  const cursor = outer.sequence('cRLDistributionPoints');
  outer.finish('cRLDistributionPoints');
  const points: DistributionPoint[] = [];
  do {
    const point = cursor.sequence('distributionPoint');
    const explicit = point.enterIf(contextConstructed(0), 'distributionPoint');
    const name = explicit ? decodeDistributionPointName(explicit) : null;
    const reasons = point.peek() === context(1) ? decodeReasonFlags(point, context(1), 'reasons') : null;
    const issuers = point.enterIf(contextConstructed(2), 'cRLIssuer');
    const crlIssuer = issuers ? decodeGeneralNames(issuers, 'cRLIssuer') : null;
    point.finish('distributionPoint');
    points.push({ name, reasons, crlIssuer });
  } while (!cursor.atEnd);
  return points;
}

/**
 * Where a certificate says that its status is published, and at last the point that RFC 5280 §6.3.3 has everybody try: a list of
 * the certificate's issuer itself, for all reasons. A malformed extension names no point.
 */
export function distributionPointsOf(certificate: Certificate): readonly DistributionPoint[] {
  const extension = certificate.extensions.get(extensionOids.cRLDistributionPoints);
  const named = extension === undefined ? [] : (readable(() => decodeDistributionPoints(extension.value)) ?? []);
  return [...named, { name: { fullName: [directory(certificate.issuer)] }, reasons: null, crlIssuer: null }];
}

/** URLs of fullNames that can be fetched; ldap and other schemes are passed over. */
export function urlsOf(points: readonly DistributionPoint[]): string[] {
  const names = points.flatMap(({ name }) => (name !== null && 'fullName' in name ? name.fullName : []));
  const urls = names.flatMap((name) => (name.kind === 'uniformResourceIdentifier' ? [name.text] : []));
  return [...new Set(urls.filter((url) => /^https?:\/\//i.test(url)))];
}

/** URLs of a certificate's cRLDistributionPoints or freshestCRL. */
export function crlUrlsOf(certificate: Certificate, which: 'cRLDistributionPoints' | 'freshestCRL'): string[] {
  const extension = certificate.extensions.get(extensionOids[which]);
  return extension === undefined ? [] : urlsOf(readable(() => decodeDistributionPoints(extension.value)) ?? []);
}

/** The full names of a point; a name relative to an issuer becomes that issuer's name with the RDN at its end (§4.2.1.13). */
export function fullNames(name: DistributionPointName, issuers: readonly Name[]): readonly GeneralName[] {
  if ('fullName' in name) return name.fullName;
  return issuers.flatMap((issuer) => {
    const whole = readable(() => extended(issuer, name.relative));
    return whole === undefined ? [] : [directory(whole)];
  });
}

/** True where two lists of names have one in common (RFC 5280 §6.3.3 (b)(2)(i)). */
export function shareName(some: readonly GeneralName[], others: readonly GeneralName[]): boolean {
  return some.some((one) => others.some((other) => sameGeneralName(one, other)));
}

/** The directoryNames among general names. */
export function directoryNames(names: readonly GeneralName[]): Name[] {
  return names.flatMap((name) => (name.kind === 'directoryName' ? [name.name] : []));
}

export function directory(name: Name): GeneralName {
  return { kind: 'directoryName', name };
}

function extended(issuer: Name, rdn: Uint8Array): Name {
  const rdns = new Cursor(issuer.der).content(Tag.SEQUENCE, 'issuer');
  const whole = wrapped(Tag.SEQUENCE, Buffer.concat([rdns, wrapped(Tag.SET, rdn)]));
  return decodeName(new Cursor(whole), 'distributionPoint');
}

function wrapped(tag: number, content: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length];
  return Buffer.concat([Uint8Array.from(header), content]);
}
