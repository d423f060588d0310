import { isBer } from '../../cms/attributes.ts';
import type { Candidate } from '../../cms/candidate.ts';
import { checkSigner, signatureHashOf } from '../../cms/check-signer.ts';
import { decodeContentInfo, idSignedData } from '../../cms/content-info.ts';
import { decodeSignedData, type SignedData } from '../../cms/signed-data.ts';
import { unarmor } from '../../der/armor.ts';
import { Cursor } from '../../der/cursor.ts';
import { DerError, LimitError } from '../../der/errors.ts';
import { hashOf } from '../../der/hashes.ts';
import { equalOctets } from '../../der/integer.ts';
import { limits } from '../../der/limits.ts';
import { Findings } from '../../verdict/findings.ts';
import type { RuleId } from '../../verdict/rules.ts';
import type { TrustAnchor } from '../../x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../x509/certificate.ts';
import { validatePath } from '../../x509/path.ts';
import { mayBeUsedFor } from '../inquiry.ts';
import { isNamed, type NameSelector } from './selectors.ts';

/** Why a list's signature doesn't show that it comes from the provider, in a word. */
export type SignatureProblem =
  | 'signature-missing'
  | 'signature-unreadable'
  | 'signature-false'
  | 'signature-weak'
  | 'no-signer'
  | 'signer-other'
  | 'no-digital-signature'
  | 'signer-path';

/** What the signature beside a list is checked by. */
export interface ListSignatureOptions {
  /** The profile's anchors. */
  readonly anchors: readonly TrustAnchor[];
  /** Further certificates; nothing of them is trusted. */
  readonly candidates: readonly Certificate[];
  /** Who may sign, by the subject of the certificate. Null: whoever has a path to an anchor; under a public root that is anybody. */
  readonly signers: readonly NameSelector[] | null;
  /** The moment to judge the path for, in milliseconds since 1970: when the list was fetched. */
  readonly at: number;
}

const required: readonly RuleId[] = [
  'cms.signer-count',
  'cms.signed-attributes',
  'cms.message-digest',
  'cms.signature',
];

/**
 * Checks the detached CMS signature (RFC 5652 §5.2) beside a list, DER also in PEM or Base64, with signed attributes and one signer. Null
 * where it holds: made over exactly these bytes, by a certificate with a path to one of the anchors. That certificate's own
 * revocation is not asked about here. A time-stamp token in place of a signature is verified as any other token, over the list's hash.
 * Throws nothing that hostile input can cause.
 */
export function listSignatureProblem(
  bytes: Uint8Array,
  signature: Uint8Array | null,
  options: ListSignatureOptions,
): SignatureProblem | null {
  if (signature === null) return 'signature-missing';
  try {
    return problemOf(bytes, signature, options);
  } catch (error) {
    if (error instanceof DerError || error instanceof LimitError) return 'signature-unreadable';
    throw error;
  }
}

function problemOf(bytes: Uint8Array, signature: Uint8Array, options: ListSignatureOptions): SignatureProblem | null {
  const message = signature.length > limits.tokenBytes ? null : unarmor(signature);
  if (message === null) return 'signature-unreadable';
  const outer = new Cursor(message);
  const { contentType, content } = decodeContentInfo(outer);
  outer.finish('the signature');
  if (contentType !== idSignedData) return 'signature-unreadable';
  const signed = decodeSignedData(content);
  content.finish('ContentInfo');
  // What is inside must be the list itself, if anything is.
  if (signed.eContent !== null && !equalOctets(signed.eContent, bytes)) return 'signature-false';
  const [signer] = signed.signerInfos;
  if (signer === undefined) return 'signature-unreadable';
  // Attributes in BER are signed in another form than they came in; whoever signs lists writes DER.
  if (signer.signedAttrs !== null && isBer(signer.signedAttrs)) return 'signature-unreadable';
  const candidates = [...certificatesOf(signed), ...options.candidates].map(
    (certificate): Candidate => ({ certificate, origin: 'user', url: null }),
  );
  const findings = new Findings('default');
  const judged = checkSigner({ ...signed, eContent: bytes }, signed.eContentType, candidates, findings);
  if (judged === null) return findings.status('cms.signer') ? 'no-signer' : 'signature-unreadable';
  if (!isProven(findings)) return 'signature-false';
  // The list itself stands in the signed attributes as a hash by digestAlgorithm, whatever the signature's own function is.
  const hashes = [signatureHashOf(signer), hashOf(signer.digestAlgorithm.oid)];
  if (hashes.includes('md5') || hashes.includes('sha1')) return 'signature-weak';
  return signerProblem(judged.certificate, candidates, options);
}

/** The X.509 certificates of the message. What can't be read as one is passed over: the signature doesn't cover them. */
function certificatesOf({ certificates }: SignedData): Certificate[] {
  return certificates.flatMap(({ bytes }) => {
    try {
      return [decodeCertificate(bytes)];
    } catch (error) {
      if (error instanceof DerError || error instanceof LimitError) return [];
      throw error;
    }
  });
}

/** Every rule on the signature holds; only that it names its certificate by hash is a matter of time-stamps alone. */
function isProven(findings: Findings): boolean {
  const ess = findings.results().find(({ id }) => id === 'cms.signing-certificate')!;
  const isNamedOtherwise = ess.status === 'fail' && ess.code !== 'ess-missing';
  return (
    !isNamedOtherwise &&
    required.every((id) => findings.status(id) === 'pass') &&
    findings.status('cms.version') === 'pass'
  );
}

function signerProblem(
  certificate: Certificate,
  candidates: readonly Candidate[],
  { anchors, signers, at }: ListSignatureOptions,
): SignatureProblem | null {
  if (signers !== null && !signers.some((name) => isNamed(name, certificate.subject))) return 'signer-other';
  if (!mayBeUsedFor(certificate, 'digitalSignature', 'nonRepudiation')) return 'no-digital-signature';
  const path = validatePath({
    target: certificate,
    candidates: candidates.map((one) => one.certificate),
    anchors,
    at,
  });
  return path.status === 'valid' ? null : 'signer-path';
}
