import { hash } from 'node:crypto';
import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { isNegative, toBigInt } from '../der/integer.ts';
import { limits } from '../der/limits.ts';
import { decodeName, type Name } from '../der/name.ts';
import { contextConstructed, Tag } from '../der/tags.ts';
import { parseCertificateTime } from '../der/time.ts';
import {
  type AuthorityKeyIdentifier,
  decodeAuthorityInfoAccess,
  decodeAuthorityKeyIdentifier,
  type Extension,
} from '../x509/extensions.ts';
import { CrlEntries } from './crl-entries.ts';
import { type DistributionPoint, decodeDistributionPoints } from './distribution-point.ts';
import { decodeIssuingDistributionPoint, type IssuingDistributionPoint } from './issuing-distribution-point.ts';

/** The CRL extensions that are read (RFC 5280 §5.2; expiredCertsOnCRL: X.509 §9.5.2.8). */
export const crlExtensionOids = {
  issuerAltName: '2.5.29.18',
  cRLNumber: '2.5.29.20',
  deltaCRLIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  authorityKeyIdentifier: '2.5.29.35',
  freshestCRL: '2.5.29.46',
  expiredCertsOnCRL: '2.5.29.60',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const;

const known: ReadonlySet<string> = new Set(Object.values(crlExtensionOids));

/** CertificateList (RFC 5280 §5.1), as {@link decodeCrl} reads it. Times in milliseconds since 1970, UTC. */
export interface Crl {
  /** The whole list, as it was handed in. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hexadecimal: the name of this list as evidence. */
  readonly sha256: string;
  /** 1, or 2 with extensions (§5.1.2.1). */
  readonly version: 1 | 2;
  /** Who signs it, or for an indirect list had it signed (§5.1.2.3). */
  readonly issuer: Name;
  /** When it was issued (§5.1.2.4). */
  readonly thisUpdate: number;
  /** Null where the list names none, which RFC 5280 §5.1.2.5 demands and X.509 doesn't. */
  readonly nextUpdate: number | null;
  /** The revoked certificates, by serial number (§5.1.2.6). */
  readonly entries: CrlEntries;
  /** The octets that are signed. */
  readonly tbs: Uint8Array;
  /** How it is signed (§5.1.1.2). */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** tbsCertList.signature, which has to be the same (§5.1.2.2). */
  readonly innerAlgorithm: AlgorithmIdentifier;
  /** The octets of signatureValue (§5.1.1.3). */
  readonly signature: Uint8Array;
  /** Names the key that signed (§5.2.1); null where it is absent. */
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  /** cRLNumber (§5.2.3). */
  readonly crlNumber: bigint | null;
  /** BaseCRLNumber of a delta CRL (§5.2.4); null for a complete one. */
  readonly baseCrlNumber: bigint | null;
  /** What the list says of its own scope (§5.2.5); null where it says nothing: all certificates of its issuer. */
  readonly issuingDistributionPoint: IssuingDistributionPoint | null;
  /** Where deltas are published (§5.2.6). */
  readonly freshestCrl: readonly DistributionPoint[];
  /** Certificates that expired at this moment or later stay on the list. */
  readonly expiredCertsOnCrl: number | null;
  /** URLs of the issuer's certificate (§5.2.7). */
  readonly caIssuers: readonly string[];
  /** The first critical extension, of the list or of an entry, that is not known here (§5.2, §5.3). */
  readonly unknownCritical: string | null;
}

/**
 * CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
 * (RFC 5280 §5.1), and nothing after it. All of it is read, each entry included: a list with one malformed entry or extension
 * is unreadable, for it can't be told what was meant. The bytes aren't copied; whoever hands them over leaves them alone.
 *
 * Throws DerError, and LimitError for more entries than `limits.crlEntries`.
 */
export function decodeCrl(bytes: Uint8Array): Crl {
  if (bytes.length > limits.crlBytes) throw new DerError('CRL is too large', 0);
  const outer = new Cursor(bytes);
  const cursor = outer.sequence('CRL');
  outer.finish('CRL');
  const start = cursor.position;
  const body = decodeTbs(cursor);
  const tbs = bytes.subarray(start, cursor.position);
  const signatureAlgorithm = decodeAlgorithmIdentifier(cursor, 'signatureAlgorithm');
  const at = cursor.position;
  const { octets: signature, unused } = cursor.bits('signatureValue');
  if (unused !== 0) throw new DerError('signatureValue is not made of whole octets', at);
  cursor.finish('signatureValue');
  return { bytes, sha256: hash('sha256', bytes, 'hex'), tbs, signatureAlgorithm, signature, ...body };
}

type Body = Omit<Crl, 'bytes' | 'sha256' | 'tbs' | 'signatureAlgorithm' | 'signature'>;

/**
 * TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL (v2 where present), signature AlgorithmIdentifier, issuer Name,
 * thisUpdate Time, nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OF … OPTIONAL, crlExtensions [0] EXPLICIT Extensions
 * OPTIONAL } (RFC 5280 §5.1). An empty revokedCertificates, which some write, is read.
 */
function decodeTbs(outer: Cursor): Body {
  const cursor = outer.sequence('tbsCertList');
  const version = decodeVersion(cursor);
  const innerAlgorithm = decodeAlgorithmIdentifier(cursor, 'signature');
  const issuer = decodeName(cursor, 'issuer');
  const thisUpdate = decodeTime(cursor, 'thisUpdate');
  const dated = cursor.peek() === Tag.UTC_TIME || cursor.peek() === Tag.GENERALIZED_TIME;
  const nextUpdate = dated ? decodeTime(cursor, 'nextUpdate') : null;
  const list = cursor.enterIf(Tag.SEQUENCE, 'revokedCertificates');
  const entries = list ? CrlEntries.read(list.bytes, list.position, list.end, version) : CrlEntries.none();
  const at = cursor.position;
  const explicit = cursor.enterIf(contextConstructed(0), 'crlExtensions');
  if (explicit && version === 1) throw new DerError('a version 1 CRL has extensions', at);
  cursor.finish('tbsCertList');
  const extensions = explicit ? decodeExtensions(explicit) : new Map<string, Extension>();
  const unknown = [...extensions.values()].find(({ oid, critical }) => critical && !known.has(oid));
  return {
    version,
    innerAlgorithm,
    issuer,
    thisUpdate,
    nextUpdate,
    entries,
    ...meaningOf(extensions),
    unknownCritical: unknown?.oid ?? entries.unknownCritical,
  };
}

function meaningOf(extensions: ReadonlyMap<string, Extension>) {
  const read = <T>(name: keyof typeof crlExtensionOids, decode: (value: Uint8Array) => T): T | null => {
    const extension = extensions.get(crlExtensionOids[name]);
    return extension === undefined ? null : decode(extension.value);
  };
  return {
    authorityKeyIdentifier: read('authorityKeyIdentifier', decodeAuthorityKeyIdentifier),
    crlNumber: read('cRLNumber', (value) => decodeNumber(value, 'cRLNumber')),
    baseCrlNumber: read('deltaCRLIndicator', (value) => decodeNumber(value, 'deltaCRLIndicator')),
    issuingDistributionPoint: read('issuingDistributionPoint', decodeIssuingDistributionPoint),
    freshestCrl: read('freshestCRL', decodeDistributionPoints) ?? [],
    expiredCertsOnCrl: read('expiredCertsOnCRL', decodeDate),
    caIssuers: read('authorityInfoAccess', decodeAuthorityInfoAccess)?.caIssuers ?? [],
  };
}

function decodeVersion(cursor: Cursor): 1 | 2 {
  if (cursor.peek() !== Tag.INTEGER) return 1;
  const at = cursor.position;
  const version = cursor.small('version');
  // An explicit v1 is no DER, and yet says nothing else than its absence.
  if (version !== 0 && version !== 1) throw new DerError('version is unknown', at);
  return version === 1 ? 2 : 1;
}

/** CRLNumber ::= INTEGER (0..MAX) (RFC 5280 §5.2.3). */
function decodeNumber(value: Uint8Array, what: string): bigint {
  const cursor = new Cursor(value);
  const content = cursor.integer(what);
  cursor.finish(what);
  if (isNegative(content) || content.length > 64) throw new DerError(`${what} is out of range`, 0);
  return toBigInt(content);
}

/** ExpiredCertsOnCRL ::= GeneralizedTime (X.509 §9.5.2.8). */
function decodeDate(value: Uint8Array): number {
  const cursor = new Cursor(value);
  const time = decodeTime(cursor, 'expiredCertsOnCRL');
  cursor.finish('expiredCertsOnCRL');
  return time;
}

/** Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension, each once (RFC 5280 §5.2). */
function decodeExtensions(explicit: Cursor): Map<string, Extension> {
  const cursor = explicit.sequence('crlExtensions');
  explicit.finish('crlExtensions');
  const extensions = new Map<string, Extension>();
  while (!cursor.atEnd) {
    const extension = cursor.sequence('crlExtension');
    const at = extension.position;
    const oid = extension.oid('extnID');
    const critical = extension.peek() === Tag.BOOLEAN ? extension.boolean('critical') : false;
    const value = extension.octets('extnValue');
    extension.finish('crlExtension');
    if (extensions.has(oid)) throw new DerError('a CRL extension is there twice', at);
    extensions.set(oid, { oid, critical, value });
  }
  return extensions;
}

function decodeTime(cursor: Cursor, what: string): number {
  const at = cursor.position;
  const isGeneralized = cursor.peek() === Tag.GENERALIZED_TIME;
  const content = cursor.content(isGeneralized ? Tag.GENERALIZED_TIME : Tag.UTC_TIME, what);
  const ms = parseCertificateTime(content, isGeneralized);
  if (ms === null) throw new DerError(`${what} is no time`, at);
  return ms;
}
