import { signatureHashOf } from '../../src/core/cms/check-signer.ts';
import type { SignerIdentifier } from '../../src/core/cms/signer-info.ts';
import { toHex } from '../../src/core/der/integer.ts';
import type { TokenFile } from '../../src/core/tsp/token.ts';
import { encodeValues, parseValues } from './tree.ts';

/**
 * All of a token that its signature depends on, as a text: two tokens of one text say the same. Equal where only what nobody signed
 * differs: certificates, CRLs, unsigned attributes, the response around the token, the order of sets, how lengths are written.
 */
export function signedParts({ signedData }: TokenFile): string {
  const signer = signedData?.signerInfos[0];
  if (!signedData || !signer) return 'nothing';
  const attributes = signer.rewrittenAttrs ?? signer.signedAttrs;
  return JSON.stringify([
    signedData.eContentType,
    signedData.eContent && toHex(signedData.eContent),
    attributes && sorted(attributes),
    toHex(signer.signature),
    sidText(signer.sid),
    signer.digestAlgorithm.oid,
    signatureHashOf(signer),
    familyOf(signer.signatureAlgorithm.oid),
  ]);
}

/** A set as a text, whatever order its elements stand in: the signature is over DER, in which they are sorted. */
function sorted(set: Uint8Array): string {
  const elements = parseValues(set)?.[0]?.children;
  return elements
    ? elements
        .map((one) => toHex(encodeValues([one])))
        .sort()
        .join()
    : toHex(set);
}

/** Names are compared as RFC 5280 §7.1 does: whether one is a PrintableString or a UTF8String is encoding only. */
function sidText(sid: SignerIdentifier): string {
  if (sid.kind === 'subjectKeyIdentifier') return toHex(sid.keyIdentifier);
  return `${sid.issuer.key} ${toHex(sid.serial)}`;
}

/** rsaEncryption with the digest's hash and sha256WithRSAEncryption name one signature (RFC 3370 §3.2). */
function familyOf(oid: string): string {
  return /^1\.2\.840\.113549\.1\.1\.(?:1|5|11|12|13|14)$/.test(oid) ? 'rsa' : oid;
}
