import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import type { Cursor } from '../der/cursor.ts';
import { LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { contextConstructed, Tag } from '../der/tags.ts';
import { isSorted } from './attributes.ts';
import { type CertificateChoice, decodeCertificateSet } from './certificate-set.ts';
import { decodeSignerInfo, type SignerInfo } from './signer-info.ts';

/** A RevocationInfoChoice (RFC 5652 §10.2.1): `crl` and `other` ([1]) by their tags, `unknown` for what is no choice. */
export interface RevocationInfoChoice {
  /** Which choice. */
  readonly kind: 'crl' | 'other' | 'unknown';
  /** The whole DER value; for `crl` what `decodeCrl` reads. */
  readonly bytes: Uint8Array;
}

/** A signed message (RFC 5652 §5.1). Views into the bytes that were decoded. */
export interface SignedData {
  /** CMSVersion. */
  readonly version: number;
  /** What the message says that it is hashed by; decides nothing. */
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  /** The type of the content, dotted: id-ct-TSTInfo in a token. */
  readonly eContentType: string;
  /** The content octets of eContent's OCTET STRING; null where eContent is absent (a detached signature). */
  readonly eContent: Uint8Array | null;
  /** As they came; nothing signs them. */
  readonly certificates: readonly CertificateChoice[];
  /** True where the CertificateSet's elements stand in DER's order. */
  readonly certificatesSorted: boolean;
  /** RevocationInfoChoices, in their order; nothing signs them. */
  readonly crls: readonly RevocationInfoChoice[];
  /** The first of them; `signerCount` says how many there are. */
  readonly signerInfos: readonly SignerInfo[];
  /** How many SignerInfos there are; 1 in a token. */
  readonly signerCount: number;
}

/**
 * SignedData ::= SEQUENCE { version CMSVersion, digestAlgorithms DigestAlgorithmIdentifiers, encapContentInfo
 * EncapsulatedContentInfo, certificates [0] IMPLICIT CertificateSet OPTIONAL, crls [1] IMPLICIT RevocationInfoChoices
 * OPTIONAL, signerInfos SignerInfos } (RFC 5652 §5.1). Throws DerError, LimitError.
 */
export function decodeSignedData(outer: Cursor): SignedData {
  const cursor = outer.sequence('SignedData');
  const version = cursor.clamped('version');
  const digestAlgorithms = decodeDigestAlgorithms(cursor.set('digestAlgorithms'));
  const { eContentType, eContent } = decodeEncapsulatedContent(cursor);
  const set = cursor.enterIf(contextConstructed(0), 'certificates');
  const certificates = set ? decodeCertificateSet(set) : [];
  const certificatesSorted = isSorted(certificates.map(({ bytes }) => bytes));
  const crls = decodeRevocationInfo(cursor.enterIf(contextConstructed(1), 'crls'));
  const signers = cursor.set('signerInfos');
  const signerInfos: SignerInfo[] = [];
  let signerCount = 0;
  // Two are one too many already: more are counted and not read.
  for (; !signers.atEnd; signerCount++) {
    if (signerCount < limits.attributes) signerInfos.push(decodeSignerInfo(signers));
    else signers.raw('SignerInfo');
  }
  cursor.finish('SignedData');
  const sets = { certificates, certificatesSorted, crls };
  return { version, digestAlgorithms, eContentType, eContent, ...sets, signerInfos, signerCount };
}

/** DigestAlgorithmIdentifiers ::= SET OF DigestAlgorithmIdentifier (RFC 5652 §5.1): a hint for one-pass readers, kept so far. */
function decodeDigestAlgorithms(set: Cursor): AlgorithmIdentifier[] {
  const algorithms: AlgorithmIdentifier[] = [];
  while (!set.atEnd) {
    if (algorithms.length < limits.attributes) algorithms.push(decodeAlgorithmIdentifier(set, 'digestAlgorithm'));
    else set.raw('digestAlgorithm');
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

/**
 * RevocationInfoChoices ::= SET OF CHOICE { crl CertificateList, other [1] OtherRevocationInfoFormat } (RFC 5652 §10.2.1). As
 * in a CertificateSet, what is neither is passed over.
 */
function decodeRevocationInfo(set: Cursor | undefined): SignedData['crls'] {
  const choices: { kind: 'crl' | 'other' | 'unknown'; bytes: Uint8Array }[] = [];
  while (set && !set.atEnd) {
    if (choices.length === limits.certificatesPerSet) throw new LimitError('certificatesPerSet');
    const tag = set.peek();
    const kind = tag === Tag.SEQUENCE ? 'crl' : tag === contextConstructed(1) ? 'other' : 'unknown';
    choices.push({ kind, bytes: set.raw('RevocationInfoChoice') });
  }
  return choices;
}
