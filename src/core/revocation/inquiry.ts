import { DerError } from '../der/errors.ts';
import type { HashName } from '../der/hashes.ts';
import { limits } from '../der/limits.ts';
import type { Code } from '../verdict/codes.ts';
import type { Want } from '../verdict/want.ts';
import type { TrustAnchor } from '../x509/anchor.ts';
import type { Certificate } from '../x509/certificate.ts';
import { validatePath } from '../x509/path.ts';
import {
  costOf,
  PublicKey,
  publicKeyOf,
  type SignatureInput,
  type SignatureResult,
  verifySignature,
} from '../x509/signature.ts';
import type { WorkBudget } from '../x509/work-budget.ts';
import type { CrlSource, FailedSource, OcspSource } from './source.ts';
import type { Revocation } from './statement.ts';

/** How old an answer without nextUpdate may be, in milliseconds. */
export interface FreshnessLimits {
  readonly crl: number;
  readonly ocsp: number;
}

/** A signature over a CRL or OCSP answer, for the algorithm table. Times in milliseconds since 1970. */
export interface AnswerSignature {
  /** Null where the scheme hashes by itself. */
  readonly hash: HashName | null;
  readonly key: PublicKey;
  /** thisUpdate: when it was made. */
  readonly created: number;
  readonly at: number;
}

/** The rule `algorithm.strength` for one signature: a code where it is too weak to prove anything good, null where it isn't. */
export type StrengthRule = (signature: AnswerSignature) => Code | null;

/** How a certificate of a CRL issuer or responder stands itself. */
export type Standing =
  | { readonly status: 'good' }
  | { readonly status: 'undetermined' }
  | { readonly status: 'revoked'; readonly revocations: readonly Revocation[] };

/** All that one judgement of revocation works with. Pure data, but for what it remembers. */
export interface Inquiry {
  readonly anchor: TrustAnchor;
  readonly candidates: readonly Certificate[];
  /** SHA-256 of certificates that are judged by themselves: those of the path. */
  readonly judgedElsewhere: ReadonlySet<string>;
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  readonly failed: readonly FailedSource[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly now: number;
  readonly asKnownOn: number | null;
  readonly freshness: FreshnessLimits;
  readonly strength: StrengthRule;
  readonly budget: WorkBudget;
  readonly paths: Map<string, ValidatedSigner | null>;
  /** What judging the signers themselves lacks. */
  readonly wants: Want[];
  /** Is this certificate itself not revoked? Judged by the same answers. */
  readonly standingOf: (certificate: Certificate, issuer: Certificate) => Standing;
}

/** A certificate with a validated path to the anchor. */
export interface ValidatedSigner {
  /** From the certificate to the anchor's. */
  readonly path: readonly Certificate[];
  /** Its key, with the parameters that it takes over (RFC 5280 §6.1.4 (d)-(f)). */
  readonly key: PublicKey;
}

/**
 * The path of a signer to **the anchor of the certificate in question** (RFC 5280 §6.3.3 (f)), valid at a moment; null for none.
 * `moment` null: dates are left to the rule on the path.
 */
export function signerPath(certificate: Certificate, moment: number | null, inquiry: Inquiry): ValidatedSigner | null {
  const id = `${certificate.sha256} ${moment}`;
  const known = inquiry.paths.get(id);
  if (known !== undefined) return known;
  // The issuer's own path comes first and stands; a crowd of false signers only loses its own.
  if (inquiry.paths.size >= limits.signerPaths) return null;
  const result = validatePath({
    target: certificate,
    candidates: inquiry.candidates,
    anchors: [inquiry.anchor],
    at: moment ?? inquiry.at,
    checkValidity: moment !== null,
    furtherExtensions: [noCheckExtension],
    budget: inquiry.budget,
  });
  const signer = result.status === 'valid' ? { path: result.path, key: workingKey(result.path) } : null;
  inquiry.paths.set(id, signer);
  return signer;
}

/** Octets that are hashed in the time of one RSA-2048 check, roughly. */
const octetsPerUnit = 65_536;

const remembered = new WeakMap<object, Map<string, SignatureResult>>();

/**
 * Checks an answer's signature, once however many tokens need it. It costs the budget the same each time, so that the same input
 * gives the same answer whatever came before; null where the budget is spent: then this answer isn't looked at, and others are.
 */
export function checkAnswer(answer: object, input: SignatureInput, { budget }: Inquiry): SignatureResult | null {
  const cost = costOf(input) + input.data.length / octetsPerUnit;
  if (budget.left('signatureWork') < cost) return null;
  budget.spend('signatureWork', cost);
  let results = remembered.get(answer);
  if (results === undefined) {
    results = new Map();
    remembered.set(answer, results);
  }
  let result = results.get(input.key.id);
  if (result === undefined) {
    result = verifySignature(input);
    if (results.size < limits.revocationSigners) results.set(input.key.id, result);
  }
  return result;
}

/** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1). */
export const noCheckExtension = '1.3.6.1.5.5.7.48.1.5';

function workingKey(path: readonly Certificate[]): PublicKey {
  const [anchor, ...below] = path.toReversed();
  let key = publicKeyOf(anchor!);
  for (const certificate of below) {
    const own = publicKeyOf(certificate);
    key = own.lacksParameters ? new PublicKey(certificate.spki, key) : own;
  }
  return key;
}

/** True where a keyUsage, if there, has one of these bits; false for a malformed one. */
export function mayBeUsedFor(
  certificate: Certificate,
  ...bits: readonly ('cRLSign' | 'digitalSignature' | 'nonRepudiation')[]
): boolean {
  try {
    const usage = certificate.keyUsage;
    return usage === undefined || bits.some((bit) => usage.has(bit));
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
