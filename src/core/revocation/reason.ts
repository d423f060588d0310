import type { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { Tag } from '../der/tags.ts';

/**
 * CRLReason ::= ENUMERATED (RFC 5280 §5.3.1). 7 is unused there; any other number is read too, and judged as one that nobody
 * knows.
 */
export type ReasonCode = number;

/** The names of RFC 5280 §5.3.1 by their number. */
export const reasonNames: Readonly<Record<ReasonCode, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

export const certificateHold = 6;
export const removeFromCrl = 8;

/** How a report names a reason: `keyCompromise`, `reason 7`, `no reason given`. */
export function reasonText(reason: ReasonCode | null): string {
  return reason === null ? 'no reason given' : (reasonNames[reason] ?? `reason ${reason}`);
}

/** CRLReason of at most four octets. Throws DerError. */
export function decodeReason(cursor: Cursor, what: string): ReasonCode {
  return cursor.small(what, Tag.ENUMERATED);
}

/**
 * ReasonFlags ::= BIT STRING (RFC 5280 §4.2.1.13) as a set of bits: keyCompromise is bit 1, up to aACompromise, bit 8. Each
 * distribution point and list covers some; only all of them together prove that a certificate is not revoked (§6.3.3).
 */
export type ReasonMask = number;

/** Every reason but the unused bit 0. */
export const allReasons: ReasonMask = 0b1_1111_1110;

/** The bit of certificateHold. */
export const holdMask: ReasonMask = 1 << 6;

/** Decodes ReasonFlags under an implicit tag. Throws DerError. */
export function decodeReasonFlags(cursor: Cursor, tag: number, what: string): ReasonMask {
  const at = cursor.position;
  const { octets } = cursor.bits(what, tag);
  if (octets.length > 8) throw new DerError(`${what} is too long`, at);
  let mask = 0;
  for (let bit = 1; bit <= 8; bit++) if (((octets[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) mask |= 1 << bit;
  return mask;
}
