import { Tag } from '../core/der/tags.ts';
import type { LabExtension } from './ca.ts';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';

/** CRLReason by name (RFC 5280 §5.3.1); 7 has none. */
export const reasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;
export type ReasonName = keyof typeof reasons;

/** A reason other than `unspecified` and `removeFromCRL`: those have a bit in ReasonFlags (RFC 5280 §4.2.1.13). */
export type ReasonFlag = Exclude<ReasonName, 'unspecified' | 'removeFromCRL'>;

const reasonBits: Readonly<Record<ReasonFlag, number>> = {
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 7,
  aACompromise: 8,
};

/** Where a CRL is, for which reasons, and who signs it where that is not the certificate's issuer. */
export interface DistributionPointPlan {
  readonly url: string;
  readonly reasons?: readonly ReasonFlag[];
  /** Name of the CRL's issuer, encoded. */
  readonly crlIssuer?: Der;
}

/** What a CRL covers; a flag that is left out is FALSE and not encoded. */
export interface ScopePlan {
  /** URL of the distribution point. */
  readonly url?: string;
  readonly onlyUserCerts?: boolean;
  readonly onlyCaCerts?: boolean;
  readonly onlyAttributeCerts?: boolean;
  readonly reasons?: readonly ReasonFlag[];
  readonly indirect?: boolean;
}

/** CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint (RFC 5280 §4.2.1.13). */
export function crlDistributionPoints(...points: readonly DistributionPointPlan[]): LabExtension {
  return { oid: '2.5.29.31', critical: false, value: der.sequence(...points.map(distributionPoint)) };
}

/** FreshestCRL: where the delta CRL is, in certificates and complete CRLs (RFC 5280 §4.2.1.15, §5.2.6). */
export function freshestCrl(...points: readonly DistributionPointPlan[]): LabExtension {
  return { oid: '2.5.29.46', critical: false, value: der.sequence(...points.map(distributionPoint)) };
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5), critical as it has to be. */
export function issuingDistributionPoint(scope: ScopePlan): LabExtension {
  const flag = (n: number, set: boolean | undefined) => (set ? [der.taggedPrimitive(n, Uint8Array.of(0xff))] : []);
  const value = der.sequence(
    ...(scope.url === undefined ? [] : [pointName(scope.url)]),
    ...flag(1, scope.onlyUserCerts),
    ...flag(2, scope.onlyCaCerts),
    ...(scope.reasons ? [reasonFlags(3, scope.reasons)] : []),
    ...flag(4, scope.indirect),
    ...flag(5, scope.onlyAttributeCerts),
  );
  return { oid: '2.5.29.28', critical: true, value };
}

/** CRLNumber ::= INTEGER (RFC 5280 §5.2.3). */
export function crlNumber(number: bigint): LabExtension {
  return { oid: '2.5.29.20', critical: false, value: der.integer(number) };
}

/** BaseCRLNumber: this is a delta CRL to the complete CRL of that number (RFC 5280 §5.2.4). */
export function deltaCrlIndicator(base: bigint): LabExtension {
  return { oid: '2.5.29.27', critical: true, value: der.integer(base) };
}

/** AuthorityKeyIdentifier with the key identifier alone (RFC 5280 §5.2.1). */
export function authorityKeyIdentifier(keyId: Uint8Array): LabExtension {
  return { oid: '2.5.29.35', critical: false, value: der.sequence(der.taggedPrimitive(0, keyId)) };
}

/** AuthorityInfoAccess with caIssuers: where the certificate of the CRL's issuer is (RFC 5280 §5.2.7). */
export function caIssuers(url: string): LabExtension {
  const access = der.sequence(der.oid('1.3.6.1.5.5.7.48.2'), uri(url));
  return { oid: '1.3.6.1.5.5.7.1.1', critical: false, value: der.sequence(access) };
}

/** ExpiredCertsOnCRL ::= GeneralizedTime (ITU-T X.509 §9.5.2.8): what expired since then stays on the list. */
export function expiredCertsOnCrl(ms: number): LabExtension {
  return { oid: '2.5.29.60', critical: false, value: generalized(ms) };
}

/** CRLReason ::= ENUMERATED (RFC 5280 §5.3.1). */
export function reasonCode(reason: number): LabExtension {
  return { oid: '2.5.29.21', critical: false, value: der.integer(reason, Tag.ENUMERATED) };
}

/** InvalidityDate ::= GeneralizedTime (RFC 5280 §5.3.2). */
export function invalidityDate(ms: number): LabExtension {
  return { oid: '2.5.29.24', critical: false, value: generalized(ms) };
}

/** CertificateIssuer ::= GeneralNames, whose certificate an entry of an indirect CRL is about (RFC 5280 §5.3.3). */
export function certificateIssuer(name: Der): LabExtension {
  return { oid: '2.5.29.29', critical: true, value: der.sequence(der.tagged(4, name)) };
}

/** Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } (RFC 5280 §4.1). */
export function encodeExtension({ oid, critical, value }: LabExtension): Der {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octets(value));
}

function distributionPoint({ url, reasons: some, crlIssuer }: DistributionPointPlan): Der {
  return der.sequence(
    pointName(url),
    ...(some ? [reasonFlags(1, some)] : []),
    ...(crlIssuer ? [der.tagged(2, der.tagged(4, crlIssuer))] : []),
  );
}

/** distributionPoint [0] { fullName [0] GeneralNames } with one URL. */
function pointName(url: string): Der {
  return der.tagged(0, der.tagged(0, uri(url)));
}

/** uniformResourceIdentifier [6] IA5String. */
function uri(url: string): Der {
  return der.taggedPrimitive(6, Buffer.from(url, 'latin1'));
}

/** ReasonFlags as `[n] IMPLICIT` BIT STRING without trailing zeros (X.690 §11.2.2). */
function reasonFlags(n: number, names: readonly ReasonFlag[]): Der {
  const set = names.map((name) => reasonBits[name]);
  const last = Math.max(0, ...set);
  const octets = new Uint8Array((last >> 3) + 1);
  for (const bit of set) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return der.taggedPrimitive(n, Uint8Array.of(7 - (last & 7), ...octets));
}

/** GeneralizedTime in whole seconds. */
function generalized(ms: number): Der {
  return der.generalizedTime(`${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`);
}
