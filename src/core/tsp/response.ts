import type { Cursor } from '../der/cursor.ts';
import { limits } from '../der/limits.ts';
import { Tag } from '../der/tags.ts';

/** PKIFailureInfo bits that RFC 3161 §2.4.2 names, by bit number. */
export const failureNames: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** PKIStatus by number (RFC 3161 §2.4.2). */
export const statusNames: Readonly<Record<number, string>> = {
  0: 'granted',
  1: 'grantedWithMods',
  2: 'rejection',
  3: 'waiting',
  4: 'revocationWarning',
  5: 'revocationNotification',
};

/** The authority's answer. `token` is the whole DER value of the token's ContentInfo. */
export interface TimeStampResp {
  /** PKIStatus: 0 granted, 1 grantedWithMods, 2 rejection, and others (§2.4.2). */
  readonly status: number;
  /** The authority's words; not escaped for any output. */
  readonly statusStrings: readonly string[];
  /** Names of the bits that are set; an unnamed one as `bit 7`. */
  readonly failInfo: readonly string[];
  /** True where failInfo ends in zero bits, which DER leaves out for a named bit list (X.690 §11.2.2). */
  readonly paddedFailInfo: boolean;
  /** Null where the authority gave none. */
  readonly token: Uint8Array | null;
}

/**
 * TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken TimeStampToken OPTIONAL } (RFC 3161 §2.4.2).
 * Throws DerError, LimitError.
 */
export function decodeResponse(outer: Cursor): TimeStampResp {
  const cursor = outer.sequence('TimeStampResp');
  const status = decodeStatusInfo(cursor);
  const token = cursor.atEnd ? null : cursor.raw('timeStampToken');
  cursor.finish('TimeStampResp');
  return { ...status, token };
}

/**
 * PKIStatusInfo ::= SEQUENCE { status PKIStatus, statusString PKIFreeText OPTIONAL, failInfo PKIFailureInfo OPTIONAL }
 * PKIFreeText ::= SEQUENCE SIZE (1..MAX) OF UTF8String (RFC 3161 §2.4.2).
 */
function decodeStatusInfo(outer: Cursor): Omit<TimeStampResp, 'token'> {
  const cursor = outer.sequence('PKIStatusInfo');
  const status = cursor.clamped('status');
  const statusStrings = decodeFreeText(cursor.enterIf(Tag.SEQUENCE, 'statusString'));
  const failInfo: string[] = [];
  let paddedFailInfo = false;
  if (cursor.peek() === Tag.BIT_STRING) {
    const { octets, unused } = cursor.bits('failInfo');
    for (let bit = 0; bit < Math.min(octets.length * 8 - unused, 256); bit++) {
      if (octets[bit >> 3]! & (0x80 >> (bit & 7))) failInfo.push(failureNames[bit] ?? `bit ${bit}`);
    }
    const last = octets[octets.length - 1];
    paddedFailInfo = last !== undefined && (last & (1 << unused)) === 0;
  }
  cursor.finish('PKIStatusInfo');
  return { status, statusStrings, failInfo, paddedFailInfo };
}

function decodeFreeText(cursor: Cursor | undefined): string[] {
  const texts: string[] = [];
  while (cursor && !cursor.atEnd) {
    const text = cursor.content(cursor.peek(), 'PKIFreeText');
    // Words for people: what nobody would read is not kept.
    if (texts.length === limits.attributes) continue;
    texts.push(Buffer.from(text).toString('utf8').slice(0, limits.shownText));
  }
  return texts;
}
