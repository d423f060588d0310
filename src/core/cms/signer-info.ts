import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import type { Cursor } from '../der/cursor.ts';
import { decodeName, type Name } from '../der/name.ts';
import { context, contextConstructed, Tag } from '../der/tags.ts';

/** How a signer names its certificate; the serial is the INTEGER's content octets. */
export type SignerIdentifier =
  | { readonly kind: 'issuerAndSerialNumber'; readonly issuer: Name; readonly serial: Uint8Array }
  | { readonly kind: 'subjectKeyIdentifier'; readonly keyIdentifier: Uint8Array };

/** One signer of a SignedData. Attribute sets are whole values as they came, or null where absent. */
export interface SignerInfo {
  /** CMSVersion. */
  readonly version: number;
  /** Which certificate it means. */
  readonly sid: SignerIdentifier;
  /** How the content is hashed. */
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** The whole value under its tag [0], as it came; null where absent. */
  readonly signedAttrs: Uint8Array | null;
  /** The DER re-encoding of signed attributes that came in BER; null where they came in DER, or are no BER either. */
  readonly rewrittenAttrs: Uint8Array | null;
  /** How it is signed. */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The octets of the signature. */
  readonly signature: Uint8Array;
  /** The whole value under its tag [1]; null where absent. Nothing signs it. */
  readonly unsignedAttrs: Uint8Array | null;
}

/**
 * SignerInfo ::= SEQUENCE { version CMSVersion, sid SignerIdentifier, digestAlgorithm DigestAlgorithmIdentifier,
 * signedAttrs [0] IMPLICIT SignedAttributes OPTIONAL, signatureAlgorithm SignatureAlgorithmIdentifier,
 * signature SignatureValue, unsignedAttrs [1] IMPLICIT UnsignedAttributes OPTIONAL } (RFC 5652 §5.3). Throws DerError.
 */
export function decodeSignerInfo(outer: Cursor): SignerInfo {
  const cursor = outer.sequence('SignerInfo');
  const version = cursor.clamped('version');
  const sid = decodeSignerIdentifier(cursor);
  const digestAlgorithm = decodeAlgorithmIdentifier(cursor, 'digestAlgorithm');
  const signedAttrs = cursor.peek() === contextConstructed(0) ? cursor.raw('signedAttrs') : null;
  const signatureAlgorithm = decodeAlgorithmIdentifier(cursor, 'signatureAlgorithm');
  const signature = cursor.octets('signature');
  const unsignedAttrs = cursor.peek() === contextConstructed(1) ? cursor.raw('unsignedAttrs') : null;
  cursor.finish('SignerInfo');
  const rewrittenAttrs = null;
  return { version, sid, digestAlgorithm, signedAttrs, rewrittenAttrs, signatureAlgorithm, signature, unsignedAttrs };
}

/**
 * SignerIdentifier ::= CHOICE { issuerAndSerialNumber IssuerAndSerialNumber,
 * subjectKeyIdentifier [0] SubjectKeyIdentifier } (RFC 5652 §5.3, §10.2.4). Throws DerError.
 */
function decodeSignerIdentifier(outer: Cursor): SignerIdentifier {
  if (outer.peek() === context(0)) {
    return { kind: 'subjectKeyIdentifier', keyIdentifier: outer.octets('subjectKeyIdentifier', context(0)) };
  }
  const cursor = outer.sequence('issuerAndSerialNumber');
  const issuer = decodeName(cursor, 'issuer');
  const serial = cursor.content(Tag.INTEGER, 'serialNumber');
  cursor.finish('issuerAndSerialNumber');
  return { kind: 'issuerAndSerialNumber', issuer, serial };
}
