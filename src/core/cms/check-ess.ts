import { createHash } from 'node:crypto';
import { DerError, LimitError } from '../der/errors.ts';
import type { HashName } from '../der/hashes.ts';
import { sameInteger, toHex } from '../der/integer.ts';
import { sameName } from '../der/name.ts';
import type { Findings } from '../verdict/findings.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import type { Attribute } from './attributes.ts';
import {
  decodeSigningCertificate,
  type EssCertId,
  idSigningCertificate,
  idSigningCertificateV2,
} from './ess-cert-id.ts';

/** The first ESSCertID of each attribute, which names the signer, and all others. */
export interface EssCertIds {
  readonly first: readonly EssCertId[];
  readonly further: readonly EssCertId[];
}

/**
 * The attributes signingCertificate and signingCertificateV2 (RFC 3161 §2.4.1 wants one, RFC 5816 §2.2.1 allows either),
 * each with one value and at least one ESSCertID (RFC 5035 §5.4). Null where there is none to go by.
 */
export function readEssCertIds(attributes: readonly Attribute[], findings: Findings): EssCertIds | null {
  const rule = 'cms.signing-certificate';
  const present = attributes.filter(({ type }) => type === idSigningCertificate || type === idSigningCertificateV2);
  if (present.length === 0) {
    findings.fail(rule, 'ess-missing');
    return null;
  }
  const first: EssCertId[] = [];
  const further: EssCertId[] = [];
  for (const { type, values } of present) {
    const [value, ...more] = values;
    if (value === undefined || more.length > 0) {
      findings.fail(rule, 'attribute-values', { object: 'signingCertificate' });
      continue;
    }
    try {
      const [head, ...tail] = decodeSigningCertificate(value, type === idSigningCertificateV2);
      if (head === undefined) {
        findings.fail(rule, 'ess-missing');
        continue;
      }
      if (head.hash === null) findings.unknown(rule, 'algorithm-unsupported', { object: head.hashOid });
      else first.push(head);
      further.push(...tail);
    } catch (error) {
      if (error instanceof LimitError) findings.unknown(rule, 'limit', { object: error.limit });
      else if (error instanceof DerError) findings.fail(rule, 'malformed', { facts: { reason: error.message } });
      else throw error;
    }
  }
  return first.length === 0 ? null : { first, further };
}

/**
 * RFC 5035 §5.4.1: issuerSerial, where it is there, holds one directoryName, the certificate's issuer, and its serial
 * number. True where every one agrees.
 */
export function checkIssuerSerial(first: readonly EssCertId[], certificate: Certificate, findings: Findings): boolean {
  const wrong = first.some(({ issuerSerial }) => {
    if (issuerSerial === null) return false;
    const [name, ...more] = issuerSerial.issuer;
    const sameIssuer = name?.kind === 'directoryName' && more.length === 0 && sameName(name.name, certificate.issuer);
    return !sameIssuer || !sameInteger(issuerSerial.serial, certificate.serial);
  });
  const rule = 'cms.signing-certificate';
  const object = certificateLabel(certificate);
  if (wrong) findings.fail(rule, 'ess-issuer-serial', { object });
  else findings.pass(rule, { object });
  return !wrong;
}

/**
 * Further ESSCertIDs against everything that was sent or used: every element of the CertificateSet, attribute
 * certificates included (RFC 5035 §5.4 allows them), then the path. Certificates that no ESSCertID lists may be used all
 * the same, for well-known authorities list only the signer.
 */
export function checkFurtherEss(
  further: readonly EssCertId[],
  elements: readonly Uint8Array[],
  findings: Findings,
): void {
  const rule = 'cms.further-ess';
  if (further.length === 0) return findings.notApplicable(rule);
  findings.pass(rule);
  const digests = new Map<HashName, Set<string>>();
  for (const { hash, certHash } of further) {
    const object = toHex(certHash);
    if (hash !== null && !digests.has(hash)) {
      digests.set(hash, new Set(elements.map((element) => createHash(hash).update(element).digest('hex'))));
    }
    if (hash !== null && digests.get(hash)!.has(object)) continue;
    findings.deviation(rule, 'ess-unmatched', { default: 'warning', etsi: 'unknown', strict: 'fail' }, { object });
  }
}
