import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { decodeGeneralName, decodeGeneralNames, type GeneralName } from '../der/general-name.ts';
import { isNegative } from '../der/integer.ts';
import { context, contextConstructed, Tag } from '../der/tags.ts';
import { parseCertificateTime } from '../der/time.ts';

/** The extensions that this project reads (RFC 5280 §4.2). */
export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  privateKeyUsagePeriod: '2.5.29.16',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  cRLDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCRL: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  noRevAvail: '2.5.29.56',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  subjectInfoAccess: '1.3.6.1.5.5.7.1.11',
} as const;

export const anyPolicy = '2.5.29.32.0';
export const anyExtendedKeyUsage = '2.5.29.37.0';

/** Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } (RFC 5280 §4.1). */
export interface Extension {
  /** extnID, dotted. */
  readonly oid: string;
  /** True: whoever does not know it must refuse (§4.2). */
  readonly critical: boolean;
  /** The DER value inside the OCTET STRING. */
  readonly value: Uint8Array;
}

/** BasicConstraints (RFC 5280 §4.2.1.9). */
export interface BasicConstraints {
  /** True for a CA. */
  readonly cA: boolean;
  /** CAs that may stand below it, self-issued ones apart; null: any number. */
  readonly pathLength: number | null;
}

/** BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL } (RFC 5280 §4.2.1.9). */
export function decodeBasicConstraints(value: Uint8Array): BasicConstraints {
  return whole(value, 'basicConstraints', (outer) => {
    const cursor = outer.sequence('basicConstraints');
    const cA = cursor.peek() === Tag.BOOLEAN ? cursor.boolean('cA') : false;
    const pathLength = cursor.peek() === Tag.INTEGER ? count(cursor, 'pathLenConstraint') : null;
    cursor.finish('basicConstraints');
    return { cA, pathLength };
  });
}

const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const satisfies readonly KeyUsageBit[];

/** A bit of KeyUsage by its name (RFC 5280 §4.2.1.3). */
export type KeyUsageBit =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** True for a KeyUsage that says trailing zero bits, which DER leaves out of a named bit list (X.690 §11.2.2). Throws DerError. */
export function isPaddedKeyUsage(value: Uint8Array): boolean {
  return whole(value, 'keyUsage', (cursor) => {
    const { octets, unused } = cursor.bits('keyUsage');
    const last = octets[octets.length - 1];
    return last !== undefined && (last & (1 << unused)) === 0;
  });
}

/** KeyUsage ::= BIT STRING (RFC 5280 §4.2.1.3). Padded with zero bits it is read as well; what the unused bits hold is no bit. */
export function decodeKeyUsage(value: Uint8Array): ReadonlySet<KeyUsageBit> {
  return whole(value, 'keyUsage', (cursor) => {
    const { octets, unused } = cursor.bits('keyUsage');
    const count = octets.length * 8 - unused;
    return new Set(keyUsageBits.filter((_, bit) => bit < count && (octets[bit >> 3]! >> (7 - (bit & 7))) & 1));
  });
}

/** ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId (RFC 5280 §4.2.1.12). Purposes in dotted form. */
export function decodeExtendedKeyUsage(value: Uint8Array): readonly string[] {
  return whole(value, 'extendedKeyUsage', (outer) =>
    sequenceOf(outer, 'extendedKeyUsage', (cursor) => cursor.oid('keyPurposeId')),
  );
}

/** SubjectKeyIdentifier ::= OCTET STRING (RFC 5280 §4.2.1.2). */
export function decodeSubjectKeyIdentifier(value: Uint8Array): Uint8Array {
  return whole(value, 'subjectKeyIdentifier', (cursor) => cursor.octets('subjectKeyIdentifier'));
}

/** AuthorityKeyIdentifier (RFC 5280 §4.2.1.1). */
export interface AuthorityKeyIdentifier {
  /** As the issuer's subjectKeyIdentifier has it; null where absent. */
  readonly keyIdentifier: Uint8Array | null;
  /** Issuer of the issuer's certificate; null where absent. */
  readonly issuer: readonly GeneralName[] | null;
  /** INTEGER content octets. */
  readonly serial: Uint8Array | null;
}

/**
 * AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OCTET STRING OPTIONAL, authorityCertIssuer [1] GeneralNames OPTIONAL,
 * authorityCertSerialNumber [2] INTEGER OPTIONAL } (RFC 5280 §4.2.1.1).
 */
export function decodeAuthorityKeyIdentifier(value: Uint8Array): AuthorityKeyIdentifier {
  return whole(value, 'authorityKeyIdentifier', (outer) => {
    const cursor = outer.sequence('authorityKeyIdentifier');
    const keyIdentifier = cursor.peek() === context(0) ? cursor.content(context(0), 'keyIdentifier') : null;
    const names = cursor.enterIf(contextConstructed(1), 'authorityCertIssuer');
    const issuer = names ? decodeGeneralNames(names, 'authorityCertIssuer') : null;
    const serial = cursor.peek() === context(2) ? cursor.content(context(2), 'authorityCertSerialNumber') : null;
    cursor.finish('authorityKeyIdentifier');
    return { keyIdentifier, issuer, serial };
  });
}

/** SubjectAltName ::= GeneralNames (RFC 5280 §4.2.1.6). */
export function decodeSubjectAltName(value: Uint8Array): readonly GeneralName[] {
  return whole(value, 'subjectAltName', (outer) => {
    const cursor = outer.sequence('subjectAltName');
    return decodeGeneralNames(cursor, 'subjectAltName');
  });
}

/** One GeneralSubtree; `bounded` where minimum isn't 0 or maximum is there, which RFC 5280 gives no meaning to. */
export interface GeneralSubtree {
  /** The name at its top. */
  readonly base: GeneralName;
  /** True where minimum is not 0, or maximum is there. */
  readonly bounded: boolean;
}

/** NameConstraints (RFC 5280 §4.2.1.10). */
export interface NameConstraints {
  /** Names below one of these alone; empty: any. */
  readonly permitted: readonly GeneralSubtree[];
  /** Names below none of these. */
  readonly excluded: readonly GeneralSubtree[];
}

/**
 * NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }
 * (RFC 5280 §4.2.1.10).
 */
export function decodeNameConstraints(value: Uint8Array): NameConstraints {
  return whole(value, 'nameConstraints', (outer) => {
    const cursor = outer.sequence('nameConstraints');
    const permitted = cursor.enterIf(contextConstructed(0), 'permittedSubtrees');
    const excluded = cursor.enterIf(contextConstructed(1), 'excludedSubtrees');
    cursor.finish('nameConstraints');
    return { permitted: permitted ? subtrees(permitted) : [], excluded: excluded ? subtrees(excluded) : [] };
  });
}

/** GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL }. */
function subtrees(cursor: Cursor): GeneralSubtree[] {
  const all: GeneralSubtree[] = [];
  while (!cursor.atEnd) {
    const subtree = cursor.sequence('generalSubtree');
    const base = decodeGeneralName(subtree, 'generalSubtree base');
    const minimum = subtree.peek() === context(0) ? count(subtree, 'minimum', context(0)) : 0;
    const maximum = subtree.peek() === context(1) ? count(subtree, 'maximum', context(1)) : null;
    subtree.finish('generalSubtree');
    all.push({ base, bounded: minimum !== 0 || maximum !== null });
  }
  return all;
}

/**
 * CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation, PolicyInformation ::= SEQUENCE { policyIdentifier
 * OBJECT IDENTIFIER, policyQualifiers SEQUENCE OF … OPTIONAL } (RFC 5280 §4.2.1.4). The identifiers, each once.
 */
export function decodeCertificatePolicies(value: Uint8Array): ReadonlySet<string> {
  return whole(value, 'certificatePolicies', (outer) => {
    const policies = sequenceOf(outer, 'certificatePolicies', (cursor) => {
      const information = cursor.sequence('policyInformation');
      const policy = information.oid('policyIdentifier');
      if (!information.atEnd) information.sequence('policyQualifiers');
      information.finish('policyInformation');
      return policy;
    });
    return new Set(policies);
  });
}

/** One pair of PolicyMappings (RFC 5280 §4.2.1.5). */
export interface PolicyMapping {
  /** Dotted. */
  readonly issuerDomainPolicy: string;
  /** Dotted. */
  readonly subjectDomainPolicy: string;
}

/** PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy } (RFC 5280 §4.2.1.5). */
export function decodePolicyMappings(value: Uint8Array): readonly PolicyMapping[] {
  return whole(value, 'policyMappings', (outer) =>
    sequenceOf(outer, 'policyMappings', (cursor) => {
      const mapping = cursor.sequence('policyMapping');
      const issuerDomainPolicy = mapping.oid('issuerDomainPolicy');
      const subjectDomainPolicy = mapping.oid('subjectDomainPolicy');
      mapping.finish('policyMapping');
      return { issuerDomainPolicy, subjectDomainPolicy };
    }),
  );
}

/** PolicyConstraints (RFC 5280 §4.2.1.11). */
export interface PolicyConstraints {
  /** Certificates after which a policy is needed; null: never. */
  readonly requireExplicitPolicy: number | null;
  /** Certificates after which nothing is mapped; null: never. */
  readonly inhibitPolicyMapping: number | null;
}

/** PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] SkipCerts OPTIONAL } (RFC 5280 §4.2.1.11). */
export function decodePolicyConstraints(value: Uint8Array): PolicyConstraints {
  return whole(value, 'policyConstraints', (outer) => {
    const cursor = outer.sequence('policyConstraints');
    const require = cursor.peek() === context(0) ? count(cursor, 'requireExplicitPolicy', context(0)) : null;
    const inhibit = cursor.peek() === context(1) ? count(cursor, 'inhibitPolicyMapping', context(1)) : null;
    cursor.finish('policyConstraints');
    return { requireExplicitPolicy: require, inhibitPolicyMapping: inhibit };
  });
}

/** InhibitAnyPolicy ::= SkipCerts, SkipCerts ::= INTEGER (0..MAX) (RFC 5280 §4.2.1.14). */
export function decodeInhibitAnyPolicy(value: Uint8Array): number {
  return whole(value, 'inhibitAnyPolicy', (cursor) => count(cursor, 'inhibitAnyPolicy'));
}

/** Milliseconds since 1970; null where that side is open. */
export interface PrivateKeyUsagePeriod {
  /** The first moment. */
  readonly notBefore: number | null;
  /** The last moment. */
  readonly notAfter: number | null;
}

/** PrivateKeyUsagePeriod ::= SEQUENCE { notBefore [0] GeneralizedTime OPTIONAL, notAfter [1] GeneralizedTime OPTIONAL } (RFC 3280 §4.2.1.4). */
export function decodePrivateKeyUsagePeriod(value: Uint8Array): PrivateKeyUsagePeriod {
  return whole(value, 'privateKeyUsagePeriod', (outer) => {
    const cursor = outer.sequence('privateKeyUsagePeriod');
    const notBefore = cursor.peek() === context(0) ? time(cursor, context(0)) : null;
    const notAfter = cursor.peek() === context(1) ? time(cursor, context(1)) : null;
    cursor.finish('privateKeyUsagePeriod');
    return { notBefore, notAfter };
  });
}

/** URLs, as sent. */
export interface AuthorityInfoAccess {
  /** Of the issuer's certificate. */
  readonly caIssuers: readonly string[];
  /** Of responders. */
  readonly ocsp: readonly string[];
}

/** AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName } (RFC 5280 §4.2.2.1). */
export function decodeAuthorityInfoAccess(value: Uint8Array): AuthorityInfoAccess {
  return whole(value, 'authorityInfoAccess', (outer) => {
    const all = sequenceOf(outer, 'authorityInfoAccess', (cursor) => {
      const description = cursor.sequence('accessDescription');
      const method = description.oid('accessMethod');
      const location = decodeGeneralName(description, 'accessLocation');
      description.finish('accessDescription');
      return { method, url: location.kind === 'uniformResourceIdentifier' ? location.text : null };
    });
    const urls = (method: string) => all.flatMap((one) => (one.method === method && one.url !== null ? [one.url] : []));
    return { caIssuers: urls('1.3.6.1.5.5.7.48.2'), ocsp: urls('1.3.6.1.5.5.7.48.1') };
  });
}

function whole<T>(value: Uint8Array, what: string, decode: (cursor: Cursor) => T): T {
  const cursor = new Cursor(value);
  const result = decode(cursor);
  cursor.finish(what);
  return result;
}

function sequenceOf<T>(outer: Cursor, what: string, decode: (cursor: Cursor) => T): T[] {
  const cursor = outer.sequence(what);
  const all: T[] = [];
  do all.push(decode(cursor));
  while (!cursor.atEnd);
  return all;
}

/** INTEGER (0..MAX) that counts certificates; one beyond 31 bits means the same as the largest. */
function count(cursor: Cursor, what: string, tag: number = Tag.INTEGER): number {
  const at = cursor.position;
  const content = cursor.integer(what, tag);
  if (isNegative(content)) throw new DerError(`${what} is negative`, at);
  return content.length > 4 ? 0x7fffffff : content.reduce((value, octet) => value * 256 + octet, 0);
}

function time(cursor: Cursor, tag: number): number {
  const at = cursor.position;
  const ms = parseCertificateTime(cursor.content(tag, 'privateKeyUsagePeriod'), true);
  if (ms === null) throw new DerError('privateKeyUsagePeriod has no time', at);
  return ms;
}
