import { hash as digestOf } from 'node:crypto';
import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { type HashName, hashOf } from '../der/hashes.ts';
import { equalOctets, integerHex, sameInteger } from '../der/integer.ts';
import { sameName } from '../der/name.ts';
import { type Findings, form } from '../verdict/findings.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import { costOf, publicKeyOf, type SignatureResult, signatureAlgorithmOf, verifySignature } from '../x509/signature.ts';
import { WorkBudget } from '../x509/work-budget.ts';
import { type Attribute, decodeAttributes, signedOctets } from './attributes.ts';
import type { Candidate } from './candidate.ts';
import { checkIssuerSerial, readEssCertIds } from './check-ess.ts';
import { type EssCertId, essMatches } from './ess-cert-id.ts';
import type { SignedData } from './signed-data.ts';
import type { SignerInfo } from './signer-info.ts';

const idContentType = '1.2.840.113549.1.9.3';
const idMessageDigest = '1.2.840.113549.1.9.4';

/** The signer as far as it was found and proven. */
export interface JudgedSigner {
  readonly certificate: Certificate;
  /** Every ESSCertID after the first of each attribute, for the rule on further ones. */
  readonly furtherEss: readonly EssCertId[];
  /** True where the signature and the ESSCertID verify under this certificate: then its AIA may be followed. */
  readonly proven: boolean;
}

/**
 * The rules `cms.*` except content type and further ESSCertIDs (RFC 5652 §5.3 to §5.6, RFC 3161 §2.4.2, RFC 5035): one
 * signer, signed attributes, message digest, signing certificate, signature. Says everything to `findings`; returns the
 * signer where one was found.
 */
export function checkSigner(
  signedData: SignedData,
  eContentType: string,
  candidates: readonly Candidate[],
  findings: Findings,
): JudgedSigner | null {
  const [signer, ...others] = signedData.signerInfos;
  if (signer === undefined || others.length > 0) {
    findings.fail('cms.signer-count', 'signer-count', { facts: { count: signedData.signerCount } });
    return null;
  }
  findings.pass('cms.signer-count');
  checkVersions(signedData, signer, findings);
  const attributes = checkSignedAttributes(signer, eContentType, findings);
  if (attributes === null) return null;
  checkMessageDigest(signedData, signer, attributes, findings);
  const ess = readEssCertIds(attributes, findings);
  return checkSignature(signer, ess, candidates, findings);
}

/** RFC 5652 §5.1: 3 where eContentType is not id-data, 4 and 5 by what the sets hold. §5.3: SignerInfo 1 or 3 by its sid. */
function checkVersions({ version }: SignedData, signer: SignerInfo, findings: Findings): void {
  findings.pass('cms.version');
  if (version !== 3 && version !== 4 && version !== 5) {
    const code = 'signed-data-version';
    if (version === 1) findings.deviation('cms.version', code, form, { facts: { version } });
    else findings.fail('cms.version', code, { facts: { version } });
  }
  const expected = signer.sid.kind === 'issuerAndSerialNumber' ? 1 : 3;
  if (signer.version === expected) return;
  const about = { facts: { version: signer.version, expected } };
  if (signer.version === 1 || signer.version === 3)
    findings.deviation('cms.version', 'signer-info-version', form, about);
  else findings.fail('cms.version', 'signer-info-version', about);
}

/**
 * RFC 5652 §5.3: present where the content is not id-data (a signature over bare content could be moved between
 * messages), no type twice; §11.1: content-type once, with one value, equal to eContentType.
 */
function checkSignedAttributes(signer: SignerInfo, eContentType: string, findings: Findings): Attribute[] | null {
  const rule = 'cms.signed-attributes';
  if (signer.signedAttrs === null) {
    findings.fail(rule, 'signed-attributes-missing');
    return null;
  }
  let attributes: Attribute[];
  try {
    const outer = new Cursor(signer.rewrittenAttrs ?? signer.signedAttrs);
    attributes = decodeAttributes(outer.enter(0xa0, 'signedAttrs'));
  } catch (error) {
    sayUnreadable(error, rule, findings);
    return null;
  }
  const types = attributes.map(({ type }) => type);
  const twice = types.find((type, i) => types.indexOf(type) !== i);
  if (twice !== undefined) findings.fail(rule, 'attribute-duplicate', { object: twice });
  const contentType = attributes.find(({ type }) => type === idContentType);
  if (contentType?.values.length !== 1 || oidValue(contentType.values[0]!) !== eContentType) {
    findings.fail(rule, 'content-type-attribute');
  }
  findings.pass(rule);
  return attributes;
}

function oidValue(value: Uint8Array): string | null {
  try {
    return new Cursor(value).oid('contentType');
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/** RFC 5652 §5.4, §11.2: message-digest once, with one value, the hash of eContent's octets under digestAlgorithm. */
function checkMessageDigest(
  { eContent }: SignedData,
  signer: SignerInfo,
  attributes: readonly Attribute[],
  findings: Findings,
): void {
  const rule = 'cms.message-digest';
  const found = attributes.filter(({ type }) => type === idMessageDigest);
  const value = found[0]?.values[0];
  if (value === undefined || eContent === null) return findings.fail(rule, 'message-digest-missing');
  if (found.length > 1 || found[0]!.values.length > 1) {
    return findings.fail(rule, 'attribute-values', { object: 'messageDigest' });
  }
  const hash = hashOf(signer.digestAlgorithm.oid);
  if (hash === undefined) {
    return findings.unknown(rule, 'algorithm-unsupported', { object: signer.digestAlgorithm.oid });
  }
  try {
    const octets = new Cursor(value).octets('messageDigest');
    const same = equalOctets(digestOf(hash, eContent, 'buffer'), octets);
    if (same) findings.pass(rule);
    else findings.fail(rule, 'message-digest-mismatch');
  } catch (error) {
    sayUnreadable(error, rule, findings);
  }
}

/**
 * RFC 5652 §5.6: the signature over the signed attributes under the certificate that sid and the first ESSCertIDs name.
 * Found by those names and never by place: a CertificateSet may hold foreign and forged certificates.
 */
function checkSignature(
  signer: SignerInfo,
  ess: { readonly first: readonly EssCertId[]; readonly further: readonly EssCertId[] } | null,
  candidates: readonly Candidate[],
  findings: Findings,
): JudgedSigner | null {
  const bySid = candidates.filter(({ certificate }) => sidNames(signer, certificate));
  if (ess === null) return withoutEss(signer, null, bySid, findings);
  const named = bySid.find(({ certificate }) => ess.first.every((id) => essMatches(id, certificate)));
  if (named === undefined) return withoutEss(signer, ess, bySid, findings);

  const { certificate } = named;
  findings.pass('cms.signer', { object: certificateLabel(certificate) });
  const issuerMatches = checkIssuerSerial(ess.first, certificate, findings);
  const result = verify(signer, certificate);
  sayResult(result, certificate, findings);
  return { certificate, furtherEss: ess.further, proven: issuerMatches && result.status === 'valid' };
}

/**
 * No candidate is both named by sid and hashed by ESSCertID. One named by sid under which the signature verifies is the
 * signer, and its ESSCertID is proven wrong; otherwise the signer's certificate is simply not at hand.
 */
function withoutEss(
  signer: SignerInfo,
  ess: { readonly further: readonly EssCertId[] } | null,
  bySid: readonly Candidate[],
  findings: Findings,
): JudgedSigner | null {
  const budget = new WorkBudget();
  for (const { certificate } of bySid) {
    let result: Verified;
    try {
      // The set may hold thousands of certificates that sid names, each with the dearest key there is.
      result = verify(signer, certificate, budget);
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      findings.unknown('cms.signer', 'limit', { object: error.limit });
      return null;
    }
    // Without any ESSCertID, sid alone names the certificate, so a bad signature under it is one.
    if (result.status !== 'valid' && (ess !== null || bySid.length > 1)) continue;
    findings.pass('cms.signer', { object: certificateLabel(certificate) });
    if (ess !== null)
      findings.fail('cms.signing-certificate', 'ess-mismatch', { object: certificateLabel(certificate) });
    sayResult(result, certificate, findings);
    return { certificate, furtherEss: ess?.further ?? [], proven: false };
  }
  findings.unknown('cms.signer', 'signer-not-found', { object: sidText(signer) });
  return null;
}

function sidNames({ sid }: SignerInfo, certificate: Certificate): boolean {
  if (sid.kind === 'issuerAndSerialNumber') {
    return sameName(sid.issuer, certificate.issuer) && sameInteger(sid.serial, certificate.serial);
  }
  try {
    const identifier = certificate.subjectKeyIdentifier;
    return identifier !== undefined && equalOctets(identifier, sid.keyIdentifier);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

function sidText({ sid }: SignerInfo): string {
  return sid.kind === 'issuerAndSerialNumber'
    ? `${sid.issuer.text} (serial ${integerHex(sid.serial)})`
    : `key identifier ${Buffer.from(sid.keyIdentifier).toString('hex')}`;
}

/** How the signature verified, and in which octets. */
type Verified =
  | Exclude<SignatureResult, { readonly status: 'valid' }>
  | {
      readonly status: 'valid';
      /** True where the signed attributes are not in DER's order, or the signature is over another order than was sent. */
      readonly notDer: boolean;
      /** True where it verifies only under the hash of digestAlgorithm, which signatureAlgorithm contradicts. */
      readonly otherDigest: boolean;
    };

/** Throws LimitError where a budget is given and spent. */
function verify(signer: SignerInfo, certificate: Certificate, budget?: WorkBudget): Verified {
  const key = publicKeyOf(certificate);
  const digest = hashOf(signer.digestAlgorithm.oid);
  const { asReceived, sorted } = signedOctets(signer.signedAttrs!, signer.rewrittenAttrs);
  const named = signatureAlgorithmOf(signer.signatureAlgorithm, digest);
  const attempts = [{ algorithm: signer.signatureAlgorithm, otherDigest: false }];
  const bare = named && digest && named.hash !== digest ? bareAlgorithms.get(named.scheme) : undefined;
  if (bare !== undefined) attempts.push({ algorithm: { oid: bare, parameters: 'absent' }, otherDigest: true });

  let first: Verified | undefined;
  for (const { algorithm, otherDigest } of attempts) {
    for (const data of sorted === null ? [asReceived] : [asReceived, sorted]) {
      const input = { algorithm, key, data, signature: signer.signature };
      const given = digest === undefined ? input : { ...input, digest };
      budget?.spend('signatureWork', costOf(given) + data.length / octetsPerUnit);
      const result = verifySignature(given);
      if (result.status === 'valid') return { status: 'valid', notDer: sorted !== null, otherDigest };
      first ??= result;
    }
  }
  return first!;
}

/** Octets that are hashed in the time of one RSA-2048 check. */
const octetsPerUnit = 16_384;

/** Algorithm identifiers that leave the hash to digestAlgorithm. */
const bareAlgorithms = new Map<string, string>([
  ['rsa-pkcs1', '1.2.840.113549.1.1.1'],
  ['ecdsa', '1.2.840.10045.2.1'],
]);

function sayResult(result: Verified, certificate: Certificate, findings: Findings): void {
  const object = certificateLabel(certificate);
  const rule = 'cms.signature';
  if (result.status === 'unsupported') {
    return findings.unknown(rule, 'algorithm-unsupported', { object, facts: { reason: result.reason } });
  }
  if (result.status === 'invalid') return findings.fail(rule, 'signature-invalid', { object });
  findings.pass(rule, { object });
  if (result.notDer) findings.deviation(rule, 'signed-attributes-not-der', form);
  if (result.otherDigest) findings.deviation(rule, 'digest-algorithms-differ', form);
}

function sayUnreadable(error: unknown, rule: 'cms.signed-attributes' | 'cms.message-digest', findings: Findings): void {
  if (error instanceof LimitError) findings.unknown(rule, 'limit', { object: error.limit });
  else if (error instanceof DerError) findings.fail(rule, 'malformed', { facts: { reason: error.message } });
  else throw error;
}

/** The hash under which a signer's signature was made, for the table of strengths. */
export function signatureHashOf(signer: SignerInfo): HashName | null {
  const digest = hashOf(signer.digestAlgorithm.oid);
  return signatureAlgorithmOf(signer.signatureAlgorithm, digest)?.hash ?? null;
}
