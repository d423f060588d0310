import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { type Der, integer } from './der-writer.ts';
import { type LabKey, type SignatureHash, signatureHashes, webCryptoPair } from './keys.ts';

x509.cryptoProvider.set(webcrypto);

/** Bits of KeyUsage (RFC 5280 §4.2.1.3), for {@link CertificatePlan.keyUsage}. */
export const KeyUsage = x509.KeyUsageFlags;

/** id-kp-timeStamping and its neighbours (RFC 5280 §4.2.1.12). */
export const purposes = {
  timeStamping: '1.3.6.1.5.5.7.3.8',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** An extension as it stands in a certificate or TSTInfo (RFC 5280 §4.1). */
export interface LabExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** What extnValue holds, encoded. */
  readonly value: Der;
}

/** A certificate to issue. Null leaves an extension out. */
export interface CertificatePlan {
  /** In the order in which it is encoded: `C=JP,O=Lab,CN=Lab Root`. */
  readonly subject: string;
  /** Milliseconds since 1970; certificates keep whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Hexadecimal; default: taken from a hash of the plan, so that the same plan gives the same number. */
  readonly serial?: string;
  readonly hash: SignatureHash;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength?: number } | null;
  /** Bits of {@link KeyUsage}. */
  readonly keyUsage: number | null;
  readonly extendedKeyUsage: { readonly purposes: readonly string[]; readonly critical: boolean } | null;
  /** URL of the issuer's certificate (AIA caIssuers, RFC 5280 §4.2.2.1). */
  readonly caIssuers: string | null;
  /** URL of the OCSP responder. */
  readonly ocsp: string | null;
  /** URL of the CRL. */
  readonly crl: string | null;
  /** Whatever else, after the others. */
  readonly extensions: readonly LabExtension[];
  /** What makes the certificate differ after it was signed: a broken signature, for one. */
  readonly spoil?: (der: Der) => Der;
}

/** A certificate of the lab with its key and what CMS says about certificates. */
export interface LabCertificate {
  readonly der: Der;
  readonly key: LabKey;
  /** Subject and issuer, each a Name in DER. */
  readonly subject: Der;
  readonly issuer: Der;
  /** serialNumber as an INTEGER in DER. */
  readonly serial: Der;
  /** subjectKeyIdentifier, the octets. */
  readonly keyId: Uint8Array;
}

/** Signs a certificate (RFC 5280 §4.1) for `key`; without an issuer it is self-signed. */
export async function issue(plan: CertificatePlan, key: LabKey, issuer?: LabCertificate): Promise<LabCertificate> {
  const own = await webCryptoPair(key, plan.hash);
  const signing = issuer ? await webCryptoPair(issuer.key, plan.hash) : own;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: plan.serial ?? serialOf(plan, issuer),
    subject: plan.subject,
    issuer: issuer ? new x509.Name(issuer.subject) : plan.subject,
    notBefore: new Date(plan.notBefore),
    notAfter: new Date(plan.notAfter),
    publicKey: own.publicKey,
    signingKey: signing.privateKey,
    signingAlgorithm: { ...signing.privateKey.algorithm, hash: signatureHashes[plan.hash] } as webcrypto.EcdsaParams,
    extensions: await extensionsOf(plan, own, issuer ? signing : null),
  });
  const der = new Uint8Array(certificate.rawData);
  return describe(plan.spoil ? plan.spoil(der) : der, key);
}

const hour = 3_600_000;

/** A CRL of a CA (RFC 5280 §5) that revokes nothing, issued an hour before `now` and good for a day. */
export async function issueCrl(issuer: LabCertificate, now: number): Promise<Der> {
  const { privateKey } = await webCryptoPair(issuer.key, 'sha256');
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.Name(issuer.subject),
    thisUpdate: new Date(now - hour),
    nextUpdate: new Date(now + 23 * hour),
    signingAlgorithm: { ...privateKey.algorithm, hash: 'SHA-256' } as webcrypto.EcdsaParams,
    signingKey: privateKey,
  });
  return new Uint8Array(crl.rawData);
}

/** A certificate that exists already, with its key. */
export function describe(der: Der, key: LabKey): LabCertificate {
  const certificate = new x509.X509Certificate(der);
  const ski = certificate.getExtension(x509.SubjectKeyIdentifierExtension);
  return {
    der,
    key,
    subject: new Uint8Array(certificate.subjectName.toArrayBuffer()),
    issuer: new Uint8Array(certificate.issuerName.toArrayBuffer()),
    serial: integer(BigInt(`0x${certificate.serialNumber}`)),
    keyId: Buffer.from(ski?.keyId ?? '', 'hex'),
  };
}

/** A Name in DER from its text, in the order given: `C=JP,O=Lab`. */
export function encodeName(text: string): Der {
  return new Uint8Array(new x509.Name(text).toArrayBuffer());
}

/** A certificate in PEM (RFC 7468 §5). */
export function certificateToPem(der: Der): string {
  return `${x509.PemConverter.encode(der, 'CERTIFICATE')}\n`;
}

/** The first certificate of a PEM text. */
export function certificateFromPem(pem: string): Der {
  return new Uint8Array(new x509.X509Certificate(pem).rawData);
}

async function extensionsOf(
  plan: CertificatePlan,
  own: webcrypto.CryptoKeyPair,
  issuer: webcrypto.CryptoKeyPair | null,
): Promise<x509.Extension[]> {
  const all: x509.Extension[] = [];
  const { basicConstraints, keyUsage, extendedKeyUsage } = plan;
  if (basicConstraints) {
    all.push(new x509.BasicConstraintsExtension(basicConstraints.ca, basicConstraints.pathLength, true));
  }
  if (keyUsage !== null) all.push(new x509.KeyUsagesExtension(keyUsage, true));
  if (extendedKeyUsage) {
    all.push(new x509.ExtendedKeyUsageExtension([...extendedKeyUsage.purposes], extendedKeyUsage.critical));
  }
  all.push(await x509.SubjectKeyIdentifierExtension.create(own.publicKey));
  if (issuer) all.push(await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey));
  if (plan.caIssuers !== null || plan.ocsp !== null) {
    const urls = (url: string | null) => (url === null ? [] : [url]);
    all.push(new x509.AuthorityInfoAccessExtension({ caIssuers: urls(plan.caIssuers), ocsp: urls(plan.ocsp) }));
  }
  if (plan.crl !== null) all.push(new x509.CRLDistributionPointsExtension([plan.crl]));
  for (const { oid, critical, value } of plan.extensions) all.push(new x509.Extension(oid, critical, value));
  return all;
}

/** 15 octets that never start with a set bit or a zero. */
function serialOf(plan: CertificatePlan, issuer: LabCertificate | undefined): string {
  const text = JSON.stringify(plan, (_, part) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part,
  );
  const hash = createHash('sha256').update(text);
  if (issuer) hash.update(issuer.der);
  return `4c${hash.digest('hex').slice(0, 28)}`;
}
