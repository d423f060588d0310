import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { decodeGeneralNames, type GeneralName } from '../der/general-name.ts';
import { Tag } from '../der/tags.ts';
import { parseCertificateTime } from '../der/time.ts';
import { decodeReason, type ReasonCode } from './reason.ts';

/** Entry extensions of RFC 5280 §5.3 that have a meaning here. */
const entryOids = {
  reasonCode: '2.5.29.21',
  holdInstructionCode: '2.5.29.23',
  invalidityDate: '2.5.29.24',
  certificateIssuer: '2.5.29.29',
} as const;

/** One entry of revokedCertificates (RFC 5280 §5.1.2.6). Times in milliseconds since 1970. */
export interface CrlEntry {
  /** When the certificate was revoked. */
  readonly revocationDate: number;
  /** Null where the entry names none. */
  readonly reason: ReasonCode | null;
  /** When the key was or may have been no longer safe (§5.3.2); null where the entry doesn't say. */
  readonly invalidityDate: number | null;
  /** The certificate's issuer where an entry at or before this one says so (§5.3.3); null: the CRL's own issuer. */
  readonly certificateIssuer: readonly GeneralName[] | null;
}

export interface EntryExtensions {
  readonly reason: ReasonCode | null;
  readonly invalidityDate: number | null;
  readonly certificateIssuer: readonly GeneralName[] | null;
  readonly unknownCritical: string | null;
}

/** crlEntryExtensions (RFC 5280 §5.3); the cursor stands before the SEQUENCE. An extension that is there twice is malformed. */
export function decodeEntryExtensions(outer: Cursor): EntryExtensions {
  const cursor = outer.sequence('crlEntryExtensions');
  outer.finish('revokedCertificate');
  const seen = new Set<string>();
  let reason: ReasonCode | null = null;
  let invalidityDate: number | null = null;
  let certificateIssuer: readonly GeneralName[] | null = null;
  let unknownCritical: string | null = null;
  do {
    const extension = cursor.sequence('crlEntryExtension');
    const at = extension.position;
    const oid = extension.oid('extnID');
    if (seen.has(oid)) throw new DerError('an entry extension is there twice', at);
    seen.add(oid);
    const critical = extension.peek() === Tag.BOOLEAN ? extension.boolean('critical') : false;
    const value = extension.enter(Tag.OCTET_STRING, 'extnValue');
    extension.finish('crlEntryExtension');
    if (oid === entryOids.reasonCode) {
      reason = decodeReason(value, 'reasonCode');
      value.finish('reasonCode');
    } else if (oid === entryOids.invalidityDate) {
      invalidityDate = decodeEntryTime(value, 'invalidityDate');
      value.finish('invalidityDate');
    } else if (oid === entryOids.certificateIssuer) {
      const names = value.sequence('certificateIssuer');
      value.finish('certificateIssuer');
      certificateIssuer = decodeGeneralNames(names, 'certificateIssuer');
    } else if (critical && oid !== entryOids.holdInstructionCode) {
      unknownCritical ??= oid;
    }
  } while (!cursor.atEnd);
  return { reason, invalidityDate, certificateIssuer, unknownCritical };
}

/** Time ::= CHOICE { utcTime, generalTime } in milliseconds since 1970 (RFC 5280 §5.1.2.6). Throws DerError. */
export function decodeEntryTime(cursor: Cursor, what: string): number {
  const at = cursor.position;
  const isGeneralized = cursor.peek() === Tag.GENERALIZED_TIME;
  const ms = parseCertificateTime(
    cursor.content(isGeneralized ? Tag.GENERALIZED_TIME : Tag.UTC_TIME, what),
    isGeneralized,
  );
  if (ms === null) throw new DerError(`${what} is no time`, at);
  return ms;
}

/**
 * Checks one entry's frame: headers in DER, the serial, the time. Gives the offset of its extensions, or 0 where it has none.
 * Works on the octets themselves, for a list may have millions; anything but the most usual form is left to the cursor.
 */
export function checkEntry(bytes: Uint8Array, at: number, limit: number): number {
  const length = bytes[at + 1]!;
  const serial = bytes[at + 3]!;
  const time = at + 4 + serial;
  const usual =
    bytes[at] === Tag.SEQUENCE &&
    length < 0x80 &&
    at + 2 + length <= limit &&
    bytes[at + 2] === Tag.INTEGER &&
    serial > 0 &&
    time + 15 <= at + 2 + length &&
    bytes[time] === Tag.UTC_TIME &&
    bytes[time + 1] === 13 &&
    isUtcTime(bytes, time + 2);
  if (usual) return time + 15 === at + 2 + length ? 0 : time + 15;
  const outer = new Cursor(bytes, at, limit);
  const entry = outer.sequence('revokedCertificate');
  if (entry.content(Tag.INTEGER, 'userCertificate').length === 0) {
    throw new DerError('userCertificate is an empty INTEGER', at);
  }
  decodeEntryTime(entry, 'revocationDate');
  return entry.atEnd ? 0 : entry.position;
}

/** Thirteen octets that are surely a UTCTime with seconds and Z; false for what needs a calendar to tell. */
function isUtcTime(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 12; i++) {
    const digit = bytes[at + i]! - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  const two = (i: number) => bytes[at + i]! * 10 + bytes[at + i + 1]! - 0x30 * 11;
  const [month, day] = [two(2), two(4)];
  return (
    bytes[at + 12] === 0x5a &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    two(6) <= 23 &&
    two(8) <= 59 &&
    two(10) <= 59
  );
}

/** crlEntryExtensions that hold nothing but a reasonCode of one octet, as nearly all do: `30 0c 30 0a 06 03 55 1d 15 04 03 0a 01 xx`. */
const reasonAlone = Uint8Array.of(0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01);

export function isReasonAlone(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + reasonAlone.length + 1 !== end) return false;
  for (let i = 0; i < reasonAlone.length; i++) if (bytes[at + i] !== reasonAlone[i]) return false;
  return true;
}
