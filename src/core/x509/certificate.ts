import { hash } from 'node:crypto';
import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import type { GeneralName } from '../der/general-name.ts';
import type { HashName } from '../der/hashes.ts';
import { integerHex } from '../der/integer.ts';
import { limits } from '../der/limits.ts';
import { decodeName, type Name } from '../der/name.ts';
import { context, contextConstructed, Tag } from '../der/tags.ts';
import { parseCertificateTime } from '../der/time.ts';
import {
  type AuthorityInfoAccess,
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  decodeAuthorityInfoAccess,
  decodeAuthorityKeyIdentifier,
  decodeBasicConstraints,
  decodeCertificatePolicies,
  decodeExtendedKeyUsage,
  decodeInhibitAnyPolicy,
  decodeKeyUsage,
  decodeNameConstraints,
  decodePolicyConstraints,
  decodePolicyMappings,
  decodePrivateKeyUsagePeriod,
  decodeSubjectAltName,
  decodeSubjectKeyIdentifier,
  type Extension,
  extensionOids,
  type KeyUsageBit,
  type NameConstraints,
  type PolicyConstraints,
  type PolicyMapping,
  type PrivateKeyUsagePeriod,
} from './extensions.ts';

export type { Extension };

/** SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING } (RFC 5280 §4.1.2.7). */
export interface SubjectPublicKeyInfo {
  /** The whole value. */
  readonly der: Uint8Array;
  /** What kind of key it is. */
  readonly algorithm: AlgorithmIdentifier;
  /** The octets of subjectPublicKey. */
  readonly key: Uint8Array;
}

/**
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 §4.1). Only
 * {@link decodeCertificate} makes one. Its bytes are its own copy, and nothing of it changes.
 *
 * The decoded extensions are read when first asked for; each is undefined where the certificate has none, and **throws
 * DerError** where it is malformed, every time anew: an extension that can't be read is never as if it were not there.
 */
export class Certificate {
  /** The whole certificate, in memory of its own. */
  readonly bytes: Uint8Array;
  /** 3 for every certificate with extensions (§4.1.2.1). */
  readonly version: 1 | 2 | 3;
  /** INTEGER content octets as they came, perhaps with a superfluous one: compare serials by `serialHex`. */
  readonly serial: Uint8Array;
  /** Who says that it signed (§4.1.2.4). */
  readonly issuer: Name;
  /** Whose key it is (§4.1.2.6). */
  readonly subject: Name;
  /** Milliseconds since 1970, UTC; both ends belong to the period. */
  readonly notBefore: number;
  /** Milliseconds since 1970, UTC; the last moment of the period. */
  readonly notAfter: number;
  /** The octets that are signed. */
  readonly tbs: Uint8Array;
  /** How it is signed (§4.1.1.2). */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** tbsCertificate.signature, which has to be the same (RFC 5280 §4.1.1.2). */
  readonly innerAlgorithm: AlgorithmIdentifier;
  /** The octets of signatureValue (§4.1.1.3). */
  readonly signature: Uint8Array;
  /** The public key (§4.1.2.7). */
  readonly spki: SubjectPublicKeyInfo;
  /** By their OBJECT IDENTIFIER, dotted (§4.2). */
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Extensions that are there twice, which RFC 5280 §4.2 forbids; `extensions` has the first of each. */
  readonly duplicateExtensions: ReadonlySet<string>;
  readonly #decoded = new Map<string, { readonly value: unknown } | { readonly error: unknown }>();
  readonly #digests = new Map<HashName, Uint8Array>();
  #sha256: string | undefined;
  #serialHex: string | undefined;

  private constructor(parts: Parts) {
    this.bytes = parts.bytes;
    this.tbs = parts.tbs;
    this.version = parts.version;
    this.serial = parts.serial;
    this.issuer = parts.issuer;
    this.subject = parts.subject;
    this.notBefore = parts.notBefore;
    this.notAfter = parts.notAfter;
    this.signatureAlgorithm = parts.signatureAlgorithm;
    this.innerAlgorithm = parts.innerAlgorithm;
    this.signature = parts.signature;
    this.spki = parts.spki;
    this.extensions = parts.extensions;
    this.duplicateExtensions = parts.duplicateExtensions;
  }

  /** See {@link decodeCertificate}. @internal */
  static decode(bytes: Uint8Array): Certificate {
    return new Certificate(decodeParts(bytes));
  }

  /** SHA-256 of the bytes in hexadecimal: the name of this certificate as evidence. */
  get sha256(): string {
    this.#sha256 ??= hash('sha256', this.bytes, 'hex');
    return this.#sha256;
  }

  /** The hash of the bytes, computed once per function: tokens name their signer by it. */
  digest(name: HashName): Uint8Array {
    let digest = this.#digests.get(name);
    if (digest === undefined) {
      digest = hash(name, this.bytes, 'buffer');
      this.#digests.set(name, digest);
    }
    return digest;
  }

  /** The serial number in signed hexadecimal, for people and for comparing. */
  get serialHex(): string {
    this.#serialHex ??= integerHex(this.serial);
    return this.#serialHex;
  }

  /** Whether it is a CA's (§4.2.1.9). Throws DerError. */
  get basicConstraints(): BasicConstraints | undefined {
    return this.#extension(extensionOids.basicConstraints, decodeBasicConstraints);
  }

  /** What the key is for (§4.2.1.3). Throws DerError. */
  get keyUsage(): ReadonlySet<KeyUsageBit> | undefined {
    return this.#extension(extensionOids.keyUsage, decodeKeyUsage);
  }

  /** Purposes, dotted (§4.2.1.12). Throws DerError. */
  get extendedKeyUsage(): readonly string[] | undefined {
    return this.#extension(extensionOids.extendedKeyUsage, decodeExtendedKeyUsage);
  }

  /** Names its key (§4.2.1.2). Throws DerError. */
  get subjectKeyIdentifier(): Uint8Array | undefined {
    return this.#extension(extensionOids.subjectKeyIdentifier, decodeSubjectKeyIdentifier);
  }

  /** Names the key that signed (§4.2.1.1). Throws DerError. */
  get authorityKeyIdentifier(): AuthorityKeyIdentifier | undefined {
    return this.#extension(extensionOids.authorityKeyIdentifier, decodeAuthorityKeyIdentifier);
  }

  /** Further names (§4.2.1.6). Throws DerError. */
  get subjectAltName(): readonly GeneralName[] | undefined {
    return this.#extension(extensionOids.subjectAltName, decodeSubjectAltName);
  }

  /** Which names a CA may certify (§4.2.1.10). Throws DerError. */
  get nameConstraints(): NameConstraints | undefined {
    return this.#extension(extensionOids.nameConstraints, decodeNameConstraints);
  }

  /** Policies, dotted (§4.2.1.4). Throws DerError. */
  get certificatePolicies(): ReadonlySet<string> | undefined {
    return this.#extension(extensionOids.certificatePolicies, decodeCertificatePolicies);
  }

  /** Policies that a CA holds equal (§4.2.1.5). Throws DerError. */
  get policyMappings(): readonly PolicyMapping[] | undefined {
    return this.#extension(extensionOids.policyMappings, decodePolicyMappings);
  }

  /** What a CA asks of paths in policies (§4.2.1.11). Throws DerError. */
  get policyConstraints(): PolicyConstraints | undefined {
    return this.#extension(extensionOids.policyConstraints, decodePolicyConstraints);
  }

  /** After how many certificates anyPolicy ends (§4.2.1.14). Throws DerError. */
  get inhibitAnyPolicy(): number | undefined {
    return this.#extension(extensionOids.inhibitAnyPolicy, decodeInhibitAnyPolicy);
  }

  /** When the key may sign (RFC 3280 §4.2.1.4). Throws DerError. */
  get privateKeyUsagePeriod(): PrivateKeyUsagePeriod | undefined {
    return this.#extension(extensionOids.privateKeyUsagePeriod, decodePrivateKeyUsagePeriod);
  }

  /** Where issuers and responders are (§4.2.2.1). Throws DerError. */
  get authorityInfoAccess(): AuthorityInfoAccess | undefined {
    return this.#extension(extensionOids.authorityInfoAccess, decodeAuthorityInfoAccess);
  }

  #extension<T>(oid: string, decode: (value: Uint8Array) => T): T | undefined {
    const extension = this.extensions.get(oid);
    if (extension === undefined) return undefined;
    let outcome = this.#decoded.get(oid);
    if (outcome === undefined) {
      try {
        outcome = { value: decode(extension.value) };
      } catch (error) {
        outcome = { error };
      }
      this.#decoded.set(oid, outcome);
    }
    if ('error' in outcome) throw outcome.error;
    return outcome.value as T;
  }
}

/**
 * Reads one certificate, and nothing after it. Strict in structure; what real certificates err in without being ambiguous is
 * read: explicit DEFAULTs, a serial number with a superfluous octet, GeneralizedTime before 2050, unsorted sets.
 * The bytes are copied.
 *
 * Throws DerError, and nothing else.
 */
export function decodeCertificate(bytes: Uint8Array): Certificate {
  return Certificate.decode(bytes);
}

type Parts = Pick<
  Certificate,
  | 'bytes'
  | 'tbs'
  | 'version'
  | 'serial'
  | 'issuer'
  | 'subject'
  | 'notBefore'
  | 'notAfter'
  | 'signatureAlgorithm'
  | 'innerAlgorithm'
  | 'signature'
  | 'spki'
  | 'extensions'
  | 'duplicateExtensions'
>;

/** Certificate ::= SEQUENCE { tbsCertificate TBSCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }. */
function decodeParts(given: Uint8Array): Parts {
  if (given.length > limits.certificateBytes) throw new DerError('certificate is too large', 0);
  const bytes = new Uint8Array(given);
  const outer = new Cursor(bytes);
  const cursor = outer.sequence('certificate');
  outer.finish('certificate');
  const start = cursor.position;
  const body = decodeTbs(cursor);
  const tbs = bytes.subarray(start, cursor.position);
  const signatureAlgorithm = decodeAlgorithmIdentifier(cursor, 'signatureAlgorithm');
  const signature = cursor.bits('signatureValue').octets;
  cursor.finish('signatureValue');
  return { bytes, tbs, signatureAlgorithm, signature, ...body };
}

/**
 * TBSCertificate ::= SEQUENCE { version [0] EXPLICIT INTEGER DEFAULT v1, serialNumber INTEGER, signature AlgorithmIdentifier,
 * issuer Name, validity Validity, subject Name, subjectPublicKeyInfo, issuerUniqueID [1] BIT STRING OPTIONAL,
 * subjectUniqueID [2] BIT STRING OPTIONAL, extensions [3] EXPLICIT Extensions OPTIONAL } (RFC 5280 §4.1).
 */
function decodeTbs(outer: Cursor): Omit<Parts, 'bytes' | 'tbs' | 'signatureAlgorithm' | 'signature'> {
  const cursor = outer.sequence('tbsCertificate');
  const version = decodeVersion(cursor);
  const at = cursor.position;
  const serial = cursor.content(Tag.INTEGER, 'serialNumber');
  if (serial.length === 0) throw new DerError('serialNumber is an empty INTEGER', at);
  const innerAlgorithm = decodeAlgorithmIdentifier(cursor, 'signature');
  const issuer = decodeName(cursor, 'issuer');
  const validity = cursor.sequence('validity');
  const notBefore = decodeTime(validity, 'notBefore');
  const notAfter = decodeTime(validity, 'notAfter');
  validity.finish('validity');
  const subject = decodeName(cursor, 'subject');
  const spki = decodeSubjectPublicKeyInfo(cursor);
  for (const [n, what] of [
    [1, 'issuerUniqueID'],
    [2, 'subjectUniqueID'],
  ] as const) {
    if (cursor.peek() === context(n)) cursor.bits(what, context(n));
  }
  const explicit = cursor.enterIf(contextConstructed(3), 'extensions');
  const { extensions, duplicateExtensions } = decodeExtensions(explicit);
  cursor.finish('tbsCertificate');
  return {
    version,
    serial,
    innerAlgorithm,
    issuer,
    notBefore,
    notAfter,
    subject,
    spki,
    extensions,
    duplicateExtensions,
  };
}

function decodeVersion(cursor: Cursor): 1 | 2 | 3 {
  const at = cursor.position;
  const explicit = cursor.enterIf(contextConstructed(0), 'version');
  if (explicit === undefined) return 1;
  const version = explicit.small('version');
  explicit.finish('version');
  if (version !== 0 && version !== 1 && version !== 2) throw new DerError('version is unknown', at);
  return (version + 1) as 1 | 2 | 3;
}

/** Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime } (RFC 5280 §4.1.2.5). */
function decodeTime(cursor: Cursor, what: string): number {
  const at = cursor.position;
  const isGeneralized = cursor.peek() === Tag.GENERALIZED_TIME;
  const content = cursor.content(isGeneralized ? Tag.GENERALIZED_TIME : Tag.UTC_TIME, what);
  const ms = parseCertificateTime(content, isGeneralized);
  if (ms === null) throw new DerError(`${what} is no time`, at);
  return ms;
}

function decodeSubjectPublicKeyInfo(outer: Cursor): SubjectPublicKeyInfo {
  const start = outer.position;
  const cursor = outer.sequence('subjectPublicKeyInfo');
  const algorithm = decodeAlgorithmIdentifier(cursor, 'subjectPublicKeyInfo.algorithm');
  const key = cursor.bits('subjectPublicKey').octets;
  cursor.finish('subjectPublicKey');
  return { der: outer.bytes.subarray(start, outer.position), algorithm, key };
}

/** Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension (RFC 5280 §4.1.2.9). */
function decodeExtensions(explicit: Cursor | undefined): Pick<Parts, 'extensions' | 'duplicateExtensions'> {
  const extensions = new Map<string, Extension>();
  const duplicateExtensions = new Set<string>();
  if (explicit) {
    const cursor = explicit.sequence('extensions');
    explicit.finish('extensions');
    while (!cursor.atEnd) {
      const extension = decodeExtension(cursor);
      if (!extensions.has(extension.oid)) extensions.set(extension.oid, extension);
      else duplicateExtensions.add(extension.oid);
    }
  }
  return { extensions, duplicateExtensions };
}

function decodeExtension(outer: Cursor): Extension {
  const cursor = outer.sequence('extension');
  const oid = cursor.oid('extnID');
  const critical = cursor.peek() === Tag.BOOLEAN ? cursor.boolean('critical') : false;
  const value = cursor.octets('extnValue');
  cursor.finish('extension');
  return { oid, critical, value };
}
