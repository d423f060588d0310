import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import type { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { contextConstructed } from '../der/tags.ts';
import { isSorted } from './attributes.ts';
import { type CertificateChoice, decodeCertificateSet } from './certificate-set.ts';
import { decodeSignerInfo, type SignerInfo } from './signer-info.ts';

/** A signed message. Views into the bytes that were decoded. */
export interface SignedData {
  readonly version: number;
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  readonly eContentType: string;
  /** The content octets of eContent's OCTET STRING; null where eContent is absent (a detached signature). */
  readonly eContent: Uint8Array | null;
  readonly certificates: readonly CertificateChoice[];
  /** True where the CertificateSet's elements stand in DER's order. */
  readonly certificatesSorted: boolean;
  /** RevocationInfoChoices, each as its whole DER value; `crl` by its tag, everything else `other` ([1]). */
  readonly crls: readonly { readonly kind: 'crl' | 'other'; readonly bytes: Uint8Array }[];
  readonly signerInfos: readonly SignerInfo[];
}

/**
 * SignedData ::= SEQUENCE { version CMSVersion, digestAlgorithms DigestAlgorithmIdentifiers, encapContentInfo
 * EncapsulatedContentInfo, certificates [0] IMPLICIT CertificateSet OPTIONAL, crls [1] IMPLICIT RevocationInfoChoices
 * OPTIONAL, signerInfos SignerInfos } (RFC 5652 §5.1). Throws DerError, LimitError.
 */
export function decodeSignedData(outer: Cursor): SignedData {
  const cursor = outer.sequence('SignedData');
  const version = cursor.small('version');
  const digestAlgorithms = decodeDigestAlgorithms(cursor.set('digestAlgorithms'));
  const { eContentType, eContent } = decodeEncapsulatedContent(cursor);
  const set = cursor.enterIf(contextConstructed(0), 'certificates');
  const certificates = set ? decodeCertificateSet(set) : [];
  const certificatesSorted = isSorted(certificates.map(({ bytes }) => bytes));
  const crls = decodeRevocationInfo(cursor.enterIf(contextConstructed(1), 'crls'));
  const signers = cursor.set('signerInfos');
  const signerInfos: SignerInfo[] = [];
  while (!signers.atEnd) {
    if (signerInfos.length === limits.attributes) throw new LimitError('attributes');
    signerInfos.push(decodeSignerInfo(signers));
  }
  cursor.finish('SignedData');
  return { version, digestAlgorithms, eContentType, eContent, certificates, certificatesSorted, crls, signerInfos };
}

/** DigestAlgorithmIdentifiers ::= SET OF DigestAlgorithmIdentifier (RFC 5652 §5.1). */
function decodeDigestAlgorithms(set: Cursor): AlgorithmIdentifier[] {
  const algorithms: AlgorithmIdentifier[] = [];
  while (!set.atEnd) {
    if (algorithms.length === limits.attributes) throw new LimitError('attributes');
    algorithms.push(decodeAlgorithmIdentifier(set, 'digestAlgorithm'));
  }
  return algorithms;
}

/**
 * EncapsulatedContentInfo ::= SEQUENCE { eContentType ContentType, eContent [0] EXPLICIT OCTET STRING OPTIONAL }
 * (RFC 5652 §5.2).
 */
function decodeEncapsulatedContent(outer: Cursor): { eContentType: string; eContent: Uint8Array | null } {
  const cursor = outer.sequence('encapContentInfo');
  const eContentType = cursor.oid('eContentType');
  const explicit = cursor.enterIf(contextConstructed(0), 'eContent');
  const eContent = explicit ? explicit.octets('eContent') : null;
  explicit?.finish('eContent');
  cursor.finish('encapContentInfo');
  return { eContentType, eContent };
}

/** RevocationInfoChoices ::= SET OF CHOICE { crl CertificateList, other [1] OtherRevocationInfoFormat } (RFC 5652 §10.2.1). */
function decodeRevocationInfo(set: Cursor | undefined): SignedData['crls'] {
  const choices: { kind: 'crl' | 'other'; bytes: Uint8Array }[] = [];
  while (set && !set.atEnd) {
    if (choices.length === limits.certificatesPerSet) throw new LimitError('certificatesPerSet');
    const tag = set.peek();
    if ((tag & 0x20) === 0) throw new DerError('RevocationInfoChoice expected', set.position);
    choices.push({ kind: tag === 0x30 ? 'crl' : 'other', bytes: set.raw('RevocationInfoChoice') });
  }
  return choices;
}
