import { hash } from 'node:crypto';
import { equalOctets } from '../der/integer.ts';
import { limits } from '../der/limits.ts';
import { sameName } from '../der/name.ts';
import type { Certificate } from '../x509/certificate.ts';
import { problemsOf, readable } from '../x509/certificate-rules.ts';
import { type PublicKey, publicKeyOf, signatureAlgorithmOf } from '../x509/signature.ts';
import { nearer, standingProblem } from './authentic-crl.ts';
import { checkAnswer, type Inquiry, mayBeUsedFor, noCheckExtension, passOver, signerPath } from './inquiry.ts';
import type { BasicOcspResponse } from './ocsp.ts';
import { type Refusal, refusal } from './statement.ts';

/** id-kp-OCSPSigning (RFC 6960 §4.2.2.2). */
const idKpOcspSigning = '1.3.6.1.5.5.7.3.9';

/** Why an answer is not authentic, nearest to authentic last: the last of several signers' reasons is told. */
const telling = [
  'no-signer',
  'signature-false',
  'work-limit',
  'signature-unsupported',
  'delegated-by-other',
  'no-ocsp-signing',
  'no-digital-signature',
  'signer-revoked',
  'signer-dates',
  'signer-standing',
] as const;
type Reason = (typeof telling)[number];

const notAuthentic = (reason: Reason, of: Refusal['of'] = 'all') =>
  refusal('revocation.authentic', 'not-authentic', of, { reason });

/**
 * The rule `revocation.authentic` for an OCSP answer (RFC 6960 §3.2 (2) to (4), §4.2.2.2): signed by the issuer of the certificate
 * in question, or by a delegate that **this issuer itself** certified with id-kp-OCSPSigning, valid, and not revoked or with
 * id-pkix-ocsp-nocheck. `thisUpdate` is that of the single response. Null where the answer is authentic.
 */
export function ocspAuthenticity(
  answer: BasicOcspResponse,
  issuer: Certificate,
  thisUpdate: number,
  inquiry: Inquiry,
): Refusal | null {
  let best: Refusal = notAuthentic(telling[0]);
  const key = isResponder(answer, issuer) ? signerPath(issuer, null, inquiry)?.key : undefined;
  if (key !== undefined) {
    const problem = signatureProblem(answer, key, inquiry);
    if (problem === null) return strengthProblem(answer, thisUpdate, key, inquiry);
    best = problem;
  }
  for (const [tried, delegate] of delegatesOf(answer, issuer, inquiry).entries()) {
    if (tried >= limits.revocationSigners) {
      passOver('revocationSigners', inquiry);
      break;
    }
    const outcome = judgeDelegate(answer, delegate, issuer, thisUpdate, inquiry);
    if (outcome === null) return strengthProblem(answer, thisUpdate, publicKeyOf(delegate), inquiry);
    best = nearer(telling, best, outcome);
  }
  return best;
}

/** RFC 6960 §4.2.2.2 and §4.2.2.2.1, the signature first: only who signed is worth a reason. */
function judgeDelegate(
  answer: BasicOcspResponse,
  delegate: Certificate,
  issuer: Certificate,
  thisUpdate: number,
  inquiry: Inquiry,
): Refusal | null {
  const unsigned = signatureProblem(answer, publicKeyOf(delegate), inquiry);
  if (unsigned !== null) return unsigned;
  if (!isCertifiedBy(delegate, issuer, inquiry)) return notAuthentic('delegated-by-other');
  if (!readable(() => delegate.extendedKeyUsage)?.includes(idKpOcspSigning)) {
    return notAuthentic('no-ocsp-signing');
  }
  if (!mayBeUsedFor(delegate, 'digitalSignature', 'nonRepudiation')) return notAuthentic('no-digital-signature');
  const problem = validity(delegate, thisUpdate, inquiry);
  if (problem?.of === 'all') return problem;
  const standing = delegate.extensions.has(noCheckExtension)
    ? null
    : standingProblem([delegate, issuer], thisUpdate, inquiry);
  return standing?.of === 'all' ? standing : (problem ?? standing);
}

/**
 * The delegate has to be valid when it spoke; to prove something good, also at the moment judged for (§3.2 (4): currently
 * authorized). A revocation that it told in its time is not forgotten when it expires.
 */
function validity(delegate: Certificate, thisUpdate: number, inquiry: Inquiry): Refusal | null {
  const valid = (at: number) =>
    problemsOf(delegate, 'target', {
      at,
      keyPurpose: null,
      caKeyPurpose: 'warn',
      targetKeyPurpose: false,
      furtherExtensions: new Set([noCheckExtension]),
    }).length === 0;
  if (valid(Math.max(inquiry.at, thisUpdate))) return null;
  return notAuthentic('signer-dates', valid(thisUpdate) ? 'good' : 'all');
}

/** Signed by the very key of the issuer, under its name: a CA of the same name elsewhere delegates nothing here. */
function isCertifiedBy(delegate: Certificate, issuer: Certificate, inquiry: Inquiry): boolean {
  const key = signerPath(issuer, null, inquiry)?.key;
  if (key === undefined || !sameName(delegate.issuer, issuer.subject)) return false;
  const { signatureAlgorithm: algorithm, tbs: data, signature } = delegate;
  return checkAnswer(delegate, { algorithm, key, data, signature }, inquiry)?.status === 'valid';
}

/** Certificates that the ResponderID names, but for the issuer's own; first those that came with the answer. */
function delegatesOf(answer: BasicOcspResponse, issuer: Certificate, { candidates }: Inquiry): readonly Certificate[] {
  const all = new Map<string, Certificate>();
  const { responderId: id } = answer;
  const own = answer.certificates.filter((one) => isResponder(answer, one));
  for (const one of [...own, ...('name' in id ? candidates.named(id.name) : candidates.keyed(id.keyHash))]) {
    if (one.sha256 !== issuer.sha256) all.set(one.sha256, one);
  }
  return [...all.values()];
}

/** RFC 6960 §4.2.2.3: the ResponderID corresponds to the certificate that verifies the answer. */
function isResponder({ responderId }: BasicOcspResponse, certificate: Certificate): boolean {
  if ('name' in responderId) return sameName(responderId.name, certificate.subject);
  return equalOctets(responderId.keyHash, hash('sha1', certificate.spki.key, 'buffer'));
}

function signatureProblem(answer: BasicOcspResponse, key: PublicKey, inquiry: Inquiry): Refusal | null {
  const { signatureAlgorithm: algorithm, tbs: data, signature } = answer;
  const checked = checkAnswer(answer, { algorithm, key, data, signature }, inquiry);
  if (checked === null) return notAuthentic('work-limit');
  if (checked.status === 'invalid') return notAuthentic('signature-false');
  return checked.status === 'unsupported' ? notAuthentic('signature-unsupported') : null;
}

function strengthProblem(
  { signatureAlgorithm }: BasicOcspResponse,
  created: number,
  key: PublicKey,
  inquiry: Inquiry,
): Refusal | null {
  const name = signatureAlgorithmOf(signatureAlgorithm)?.hash ?? null;
  const code = inquiry.strength({ hash: name, key, created, at: inquiry.at });
  return code === null ? null : refusal('revocation.authentic', code, 'good', { algorithm: name ?? key.kind });
}
