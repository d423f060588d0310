import type { AuthorityChange } from '../authority.ts';
import type { CrlPlan } from '../crl-plan.ts';
import type { CaName, Delegates } from '../delegates.ts';
import type { Der } from '../der-writer.ts';
import * as der from '../der-writer.ts';
import type { OcspPlan } from '../ocsp-plan.ts';

/** What a fault can draw on to deviate. */
export interface RevocationScene {
  /** Whose list or answer this is. */
  readonly ca: CaName;
  readonly delegates: Delegates;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type Change<Plan> = (plan: Plan, scene: RevocationScene) => Partial<Plan> | Promise<Partial<Plan>>;

/** One way in which a CRL or an OCSP answer deviates from a good one. */
export interface RevocationFault {
  /** Complete CRLs (also the indirect one), delta CRLs, OCSP answers, or the certificates of every token. */
  readonly of: 'crl' | 'delta' | 'ocsp' | 'certificates';
  readonly description: string;
  readonly crl?: Change<CrlPlan>;
  readonly ocsp?: Change<OcspPlan>;
  /** Changes the finished answer. */
  readonly bytes?: (answer: Der) => Der;
  readonly authority?: () => AuthorityChange;
  /** From the first such answer on, the CA's register says that this responder is revoked. */
  readonly revokesResponder?: true;
}

/** An extension that nobody knows, and that says it matters. */
export const unknownCritical = { oid: '1.3.6.1.4.1.99999.9', critical: true, value: der.utf8('unknown') };

/** Changes one bit. */
export const spoilSignature = (signature: Uint8Array) =>
  signature.map((octet, index) => (index === signature.length - 1 ? octet ^ 1 : octet));

/** The first half of the octets. */
export const half = (answer: Der) => answer.subarray(0, answer.length >> 1);
