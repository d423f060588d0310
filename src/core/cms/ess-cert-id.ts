import { decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import { Cursor } from '../der/cursor.ts';
import { LimitError } from '../der/errors.ts';
import { decodeGeneralNames, type GeneralName } from '../der/general-name.ts';
import { type HashName, hashOf } from '../der/hashes.ts';
import { equalOctets } from '../der/integer.ts';
import { limits } from '../der/limits.ts';
import { Tag } from '../der/tags.ts';
import type { Certificate } from '../x509/certificate.ts';

export const idSigningCertificate = '1.2.840.113549.1.9.16.2.12';
export const idSigningCertificateV2 = '1.2.840.113549.1.9.16.2.47';

/** A certificate named by its hash. `hash` is null for an algorithm that is not known here, whose identifier is `hashOid`. */
export interface EssCertId {
  readonly hash: HashName | null;
  readonly hashOid: string;
  readonly certHash: Uint8Array;
  readonly issuerSerial: { readonly issuer: readonly GeneralName[]; readonly serial: Uint8Array } | null;
}

const sha1Oid = '1.3.14.3.2.26';
const sha256Oid = '2.16.840.1.101.3.4.2.1';

/**
 * SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID, policies SEQUENCE OF PolicyInformation OPTIONAL }
 * and SigningCertificateV2 with ESSCertIDv2 (RFC 5035 §5.4.1, §3). `v2` says which. Throws DerError, LimitError.
 */
export function decodeSigningCertificate(value: Uint8Array, v2: boolean): EssCertId[] {
  const outer = new Cursor(value);
  const cursor = outer.sequence('SigningCertificate');
  outer.finish('SigningCertificate');
  const certs = cursor.sequence('certs');
  if (!cursor.atEnd) cursor.sequence('policies');
  cursor.finish('SigningCertificate');
  const ids: EssCertId[] = [];
  while (!certs.atEnd) {
    if (ids.length === limits.essCertIds) throw new LimitError('essCertIds');
    ids.push(decodeEssCertId(certs, v2));
  }
  return ids;
}

/**
 * ESSCertID ::= SEQUENCE { certHash Hash, issuerSerial IssuerSerial OPTIONAL };
 * ESSCertIDv2 ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier DEFAULT {sha256}, certHash Hash, issuerSerial IssuerSerial
 * OPTIONAL } (RFC 5035 §5.4.1, §4).
 */
function decodeEssCertId(outer: Cursor, v2: boolean): EssCertId {
  const cursor = outer.sequence('ESSCertID');
  const named = v2 && cursor.peek() === Tag.SEQUENCE ? decodeAlgorithmIdentifier(cursor, 'hashAlgorithm').oid : null;
  const hashOid = named ?? (v2 ? sha256Oid : sha1Oid);
  const certHash = cursor.octets('certHash');
  const issuerSerial = cursor.atEnd ? null : decodeIssuerSerial(cursor);
  cursor.finish('ESSCertID');
  return { hash: hashOf(hashOid) ?? null, hashOid, certHash, issuerSerial };
}

/** IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber CertificateSerialNumber } (RFC 5035 §5.4.1). */
function decodeIssuerSerial(outer: Cursor): NonNullable<EssCertId['issuerSerial']> {
  const cursor = outer.sequence('issuerSerial');
  const issuer = decodeGeneralNames(cursor.sequence('issuer'), 'issuer');
  const serial = cursor.content(Tag.INTEGER, 'serialNumber');
  cursor.finish('issuerSerial');
  return { issuer, serial };
}

/** True where an ESSCertID is the hash of this certificate. */
export function essMatches(id: EssCertId, certificate: Certificate): boolean {
  return id.hash !== null && equalOctets(certificate.digest(id.hash), id.certHash);
}
