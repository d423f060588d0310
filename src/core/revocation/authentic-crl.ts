import { toHex } from '../der/integer.ts';
import { limits } from '../der/limits.ts';
import { sameName } from '../der/name.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type PublicKey, signatureAlgorithmOf } from '../x509/signature.ts';
import type { Crl } from './crl.ts';
import { checkAnswer, type Inquiry, mayBeUsedFor, passOver, signerPath, type ValidatedSigner } from './inquiry.ts';
import { reasonClass } from './reason-table.ts';
import { momentOf, type Refusal, refusal } from './statement.ts';

/** Why an answer is not authentic, nearest to authentic last: the last of several signers' reasons is told. */
const telling = [
  'no-signer',
  'signature-false',
  'work-limit',
  'signature-unsupported',
  'no-crl-sign',
  'signer-revoked',
  'signer-dates',
  'signer-standing',
] as const;
type Reason = (typeof telling)[number];

const notAuthentic = (reason: Reason, of: Refusal['of'] = 'all') =>
  refusal('revocation.authentic', 'not-authentic', of, { reason });

/**
 * The rule `revocation.authentic` for a CRL (RFC 5280 §6.3.3 (f), (g)): signed by a key of its issuer that has cRLSign, in a
 * certificate with a validated path to the same anchor as the certificate in question. `issuer` is that certificate's issuer.
 * Null where the list is authentic.
 */
export function crlAuthenticity(crl: Crl, issuer: Certificate, inquiry: Inquiry): Refusal | null {
  const { signatureAlgorithm, innerAlgorithm } = crl;
  // §5.1.1.2
  if (signatureAlgorithm.oid !== innerAlgorithm.oid) return notAuthentic('signature-false');
  let best: Refusal = notAuthentic(telling[0]);
  let tried = 0;
  const signers = signersOf(crl, issuer, inquiry);
  for (const [index, signer] of signers.entries()) {
    if (index >= limits.crlIssuers) passOver('crlIssuers', inquiry);
    if (tried >= limits.revocationSigners) passOver('revocationSigners', inquiry);
    if (index >= limits.crlIssuers || tried >= limits.revocationSigners) break;
    const isIssuer = signer.sha256 === issuer.sha256;
    const moment = Math.max(inquiry.at, crl.thisUpdate);
    // The dates of the path itself are a rule of their own (`path.validity`).
    const now = signerPath(signer, isIssuer ? null : moment, inquiry);
    const path = now ?? signerPath(signer, crl.thisUpdate, inquiry);
    if (path === null) continue;
    tried++;
    const outcome = judgeSigner(crl, signer, path, issuer, inquiry);
    if (outcome === null && now !== null) return strengthProblem(crl, path.key, inquiry);
    best = nearer(telling, best, outcome ?? notAuthentic('signer-dates', 'good'));
  }
  return best;
}

function judgeSigner(
  crl: Crl,
  signer: Certificate,
  { path, key }: ValidatedSigner,
  issuer: Certificate,
  inquiry: Inquiry,
): Refusal | null {
  const { signatureAlgorithm: algorithm, tbs: data, signature } = crl;
  const checked = checkAnswer(crl, { algorithm, key, data, signature }, inquiry);
  if (checked === null) return notAuthentic('work-limit');
  if (checked.status === 'invalid') return notAuthentic('signature-false');
  if (checked.status === 'unsupported') return notAuthentic('signature-unsupported');
  if (!mayBeUsedFor(signer, 'cRLSign')) return notAuthentic('no-crl-sign');
  // What stands above the certificate in question is judged by itself.
  if (signer.sha256 === issuer.sha256) return null;
  return standingProblem(path, crl.thisUpdate, inquiry);
}

/**
 * RFC 5280 §6.3.3 (f): the signer's path is validated as any other, its revocation included. Certificates of the path in question
 * are judged by themselves.
 */
export function standingProblem(path: readonly Certificate[], made: number, inquiry: Inquiry): Refusal | null {
  let worst: Refusal | null = null;
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    if (inquiry.judgedElsewhere.has(certificate.sha256)) continue;
    const standing = inquiry.standingOf(certificate, path[index + 1]!);
    if (standing.status === 'good') continue;
    if (standing.status === 'undetermined') {
      worst ??= notAuthentic('signer-standing', 'good');
      continue;
    }
    // One that merely ended its service afterwards told the truth before; it proves nothing good any more.
    const ended = standing.revocations.every((one) => reasonClass(one.reason) === 'ended' && momentOf(one) > made);
    if (!ended) return notAuthentic('signer-revoked');
    worst = notAuthentic('signer-revoked', 'good');
  }
  return worst;
}

/** Certificates of the CRL issuer's name: the issuer in question first, then those whose key identifier the list names. */
function signersOf(crl: Crl, issuer: Certificate, { candidates, anchor }: Inquiry): readonly Certificate[] {
  const own = [issuer, anchor.certificate].filter((one) => sameName(one.subject, crl.issuer));
  const all = new Map([...own, ...candidates.named(crl.issuer)].map((one) => [one.sha256, one]));
  const wanted = crl.authorityKeyIdentifier?.keyIdentifier;
  if (!wanted) return [...all.values()];
  const hex = toHex(wanted);
  const isNamed = (certificate: Certificate) => Number(candidates.identifierOf(certificate) === hex);
  return [...all.values()].toSorted((a, b) => isNamed(b) - isNamed(a));
}

function strengthProblem({ signatureAlgorithm, thisUpdate: created }: Crl, key: PublicKey, inquiry: Inquiry) {
  const hash = signatureAlgorithmOf(signatureAlgorithm)?.hash ?? null;
  const code = inquiry.strength({ hash, key, created, at: inquiry.at });
  return code === null ? null : refusal('revocation.authentic', code, 'good', { algorithm: hash ?? key.kind });
}

/**
 * Of two refusals the one nearer to authentic: one that leaves a revocation its weight before one that leaves nothing, then the
 * later in `order`. A further certificate for a signer's key, whatever is wrong with it, must not make the answer count for less.
 */
export function nearer(order: readonly string[], a: Refusal, b: Refusal): Refusal {
  if (a.of !== b.of) return a.of === 'good' ? a : b;
  const place = ({ facts }: Refusal) => order.indexOf(String(facts.reason));
  return place(b) > place(a) ? b : a;
}
