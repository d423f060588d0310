import { DerError } from '../der/errors.ts';
import type { HashName } from '../der/hashes.ts';
import { type LimitName, limits } from '../der/limits.ts';
import type { Code } from '../verdict/codes.ts';
import type { Want } from '../verdict/want.ts';
import type { TrustAnchor } from '../x509/anchor.ts';
import type { Certificate } from '../x509/certificate.ts';
import { validatePath } from '../x509/path.ts';
import { honestCost } from '../x509/public-key.ts';
import {
  costOf,
  PublicKey,
  publicKeyOf,
  type SignatureInput,
  type SignatureResult,
  verifySignature,
} from '../x509/signature.ts';
import type { WorkBudget } from '../x509/work-budget.ts';
import type { Crowd } from './crowd.ts';
import type { CrlSource, FailedSource, OcspSource } from './source.ts';
import type { Refusal, Revocation } from './statement.ts';

/** How old an answer without nextUpdate may be, in milliseconds. */
export interface FreshnessLimits {
  /** Of a CRL, since thisUpdate. */
  readonly crl: number;
  /** Of an OCSP answer, since thisUpdate. */
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
  readonly candidates: Crowd;
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
  /** The paths among them that are valid, by SHA-256 of the certificate. */
  readonly valid: Map<string, ValidatedSigner[]>;
  /** Signatures that are paid for: by what is signed, and the key. */
  readonly checked: Map<object, Map<string, SignatureResult>>;
  /** What judging the signers themselves lacks. */
  readonly wants: Want[];
  /** Limits that something was passed over for: what was passed over may have been a revocation. */
  readonly reached: Set<LimitName>;
  /** The same with what the token brings, on an account of its own; null where it brings nothing, and in that one itself. */
  readonly further: Inquiry | null;
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
 * Judges an answer by what the user gave and what was fetched, and where that doesn't do also by what the token brings. What its
 * author chose, answers and certificates alike, is paid for apart: a crowd of it spends what else it had, and hides nothing.
 */
export function authenticityOf(
  { origin }: Pick<CrlSource, 'origin'>,
  judge: (inquiry: Inquiry) => Refusal | null,
  inquiry: Inquiry,
): Refusal | null {
  const { further } = inquiry;
  if (further !== null && origin === 'token') return judge(further);
  const own = judge(inquiry);
  if (own === null || further === null) return own;
  const more = judge(further);
  if (more === null || (more.of === 'good' && own.of === 'all')) return more;
  return more.of === own.of && more.facts.reason !== 'work-limit' ? more : own;
}

/**
 * The path of a signer to **the anchor of the certificate in question** (RFC 5280 §6.3.3 (f)), valid at a moment; null for none.
 * `moment` null: dates are left to the rule on the path.
 */
export function signerPath(certificate: Certificate, moment: number | null, inquiry: Inquiry): ValidatedSigner | null {
  const id = `${certificate.sha256} ${moment}`;
  const known = inquiry.paths.get(id);
  if (known !== undefined) return known;
  const valid = moment === null ? undefined : validPath(certificate, moment, inquiry);
  if (valid !== undefined) return valid;
  // The issuer's own path comes first and stands; a crowd of false signers only loses its own.
  if (inquiry.paths.size >= limits.signerPaths) return passOver('signerPaths', inquiry);
  // With nothing left, looking at all candidates is for nothing.
  const spent = (['signatureWork', 'pathSteps', 'paths'] as const).find((name) => inquiry.budget.left(name) <= 0);
  if (spent !== undefined) return passOver(spent, inquiry);
  const result = validatePath({
    target: certificate,
    candidates: inquiry.candidates.all,
    anchors: [inquiry.anchor],
    at: moment ?? inquiry.at,
    checkValidity: moment !== null,
    furtherExtensions: [noCheckExtension],
    budget: inquiry.budget,
  });
  if (result.status === 'limit') passOver(result.limit, inquiry);
  const signer = result.status === 'valid' ? { path: result.path, key: workingKey(result.path) } : null;
  inquiry.paths.set(id, signer);
  if (signer !== null)
    inquiry.valid.set(certificate.sha256, [...(inquiry.valid.get(certificate.sha256) ?? []), signer]);
  return signer;
}

/** A path that was found for another moment and is valid at this one: years of lists by one signer ask for it once. */
function validPath({ sha256 }: Certificate, moment: number, { valid }: Inquiry): ValidatedSigner | undefined {
  return valid
    .get(sha256)
    ?.find(({ path }) => path.slice(0, -1).every((one) => moment >= one.notBefore && moment <= one.notAfter));
}

/** Notes that a limit kept something from being looked at. */
export function passOver(limit: LimitName, { reached }: Inquiry): null {
  reached.add(limit);
  return null;
}

/** Octets that are hashed in the time of one RSA-2048 check, roughly. */
const octetsPerUnit = 65_536;

const remembered = new WeakMap<object, Map<string, SignatureResult>>();

/**
 * Checks an answer's signature, once however many tokens need it. It costs each inquiry the same, so that the same input gives
 * the same answer whatever came before; null where the budget is spent: then this answer isn't looked at, and others are.
 */
export function checkAnswer(answer: object, input: SignatureInput, inquiry: Inquiry): SignatureResult | null {
  const { budget, checked } = inquiry;
  const { id } = input.key;
  const known = checked.get(answer)?.get(id);
  if (known !== undefined) return known;
  const work = costOf(input);
  if (work > honestCost) return { status: 'unsupported', reason: 'key' };
  const cost = work + input.data.length / octetsPerUnit;
  if (budget.left('signatureWork') < cost) return passOver('signatureWork', inquiry);
  budget.spend('signatureWork', cost);
  const result = remembered.get(answer)?.get(id) ?? verifySignature(input);
  keep(checked, answer, id, result);
  if ((remembered.get(answer)?.size ?? 0) < limits.revocationSigners) keep(remembered, answer, id, result);
  return result;
}

type Results = Map<string, SignatureResult>;

function keep(
  all: Pick<Map<object, Results>, 'get'> & { set(answer: object, results: Results): unknown },
  answer: object,
  id: string,
  result: SignatureResult,
): void {
  const results = all.get(answer);
  if (results === undefined) all.set(answer, new Map([[id, result]]));
  else results.set(id, result);
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
