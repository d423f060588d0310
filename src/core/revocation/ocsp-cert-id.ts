import { hash } from 'node:crypto';
import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import type { Cursor } from '../der/cursor.ts';
import { type HashName, hashes, hashOf } from '../der/hashes.ts';
import { equalOctets, toBigInt } from '../der/integer.ts';
import { encodeOid } from '../der/oid.ts';
import { Tag } from '../der/tags.ts';
import type { Certificate } from '../x509/certificate.ts';

/** CertID (RFC 6960 §4.1.1): a certificate named by hashes of its issuer's name and key, and its serial number. */
export interface CertId {
  /** The hash function of both. */
  readonly hashAlgorithm: AlgorithmIdentifier;
  /** Hash of the issuer's name in DER. */
  readonly issuerNameHash: Uint8Array;
  /** Hash of the octets of the issuer's subjectPublicKey. */
  readonly issuerKeyHash: Uint8Array;
  /** INTEGER content octets. */
  readonly serialNumber: Uint8Array;
}

/**
 * CertID ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, issuerNameHash OCTET STRING, issuerKeyHash OCTET STRING, serialNumber
 * CertificateSerialNumber } (RFC 6960 §4.1.1). Throws DerError.
 */
export function decodeCertId(outer: Cursor): CertId {
  const cursor = outer.sequence('certID');
  const hashAlgorithm = decodeAlgorithmIdentifier(cursor, 'hashAlgorithm');
  const issuerNameHash = cursor.octets('issuerNameHash');
  const issuerKeyHash = cursor.octets('issuerKeyHash');
  const serialNumber = cursor.content(Tag.INTEGER, 'serialNumber');
  cursor.finish('certID');
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
}

/** Hashes by which responders name certificates; SHA-1 by far, which guards nothing here (RFC 6960 §4.3). */
const accepted: ReadonlySet<HashName> = new Set(['sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

/** True where a CertID names this certificate of this issuer: both hashes and the serial (RFC 6960 §3.2 (1)). */
export function matchesCertId(id: CertId, certificate: Certificate, issuer: Certificate): boolean {
  const name = hashOf(id.hashAlgorithm.oid);
  if (name === undefined || !accepted.has(name)) return false;
  if (toBigInt(id.serialNumber) !== toBigInt(certificate.serial)) return false;
  if (!equalOctets(id.issuerKeyHash, issuerHash(issuer, name, 'key'))) return false;
  // The same name may be encoded in two ways, and the responder may have hashed either.
  return (
    equalOctets(id.issuerNameHash, hash(name, certificate.issuer.der, 'buffer')) ||
    equalOctets(id.issuerNameHash, issuerHash(issuer, name, 'name'))
  );
}

/**
 * The CertID to ask for, in DER: the issuer's name as the certificate has it, SHA-1 unless wanted otherwise, for that is what
 * every responder understands (RFC 5019 §2.1.1).
 */
export function encodeCertId(certificate: Certificate, issuer: Certificate, name: HashName = 'sha1'): Uint8Array {
  const algorithm = wrap(Tag.SEQUENCE, wrap(Tag.OID, encodeOid(hashes[name].oid)!), wrap(Tag.NULL));
  return wrap(
    Tag.SEQUENCE,
    algorithm,
    wrap(Tag.OCTET_STRING, hash(name, certificate.issuer.der, 'buffer')),
    wrap(Tag.OCTET_STRING, issuerHash(issuer, name, 'key')),
    wrap(Tag.INTEGER, certificate.serial),
  );
}

const remembered = new WeakMap<Certificate, Map<string, Buffer>>();

/** The hash of an issuer's subject, or of the octets of its subjectPublicKey; each made once. */
function issuerHash(issuer: Certificate, name: HashName, part: 'name' | 'key'): Buffer {
  let known = remembered.get(issuer);
  if (known === undefined) {
    known = new Map();
    remembered.set(issuer, known);
  }
  let value = known.get(name + part);
  if (value === undefined) {
    value = hash(name, part === 'key' ? issuer.spki.key : issuer.subject.der, 'buffer');
    known.set(name + part, value);
  }
  return value;
}

/** One value; a CertID is far shorter than 64 KiB, as a serial number is part of a certificate. */
function wrap(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const header = body.length < 0x80 ? [tag, body.length] : [tag, 0x80 | length.length, ...length];
  return Buffer.concat([Uint8Array.from(header), body]);
}
