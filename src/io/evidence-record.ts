import { hash } from 'node:crypto';
import type { CachePlace, NewAnswer } from '../app/ports.ts';

/** What stands on disk beside the bytes of an answer, as one JSON object. Anyone may have written it: it is read as from outside. */
export interface EvidenceRecord extends CachePlace, Omit<NewAnswer, 'bytes'> {
  /** SHA-256 of the bytes, which are kept under this name; hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Microseconds since 1970 by this computer's clock: tells which of two answers of the same moment was kept later. */
  readonly kept: number;
}

/** Raised when a field changes its meaning; records of another form count for nothing. */
const form = 1;

/** Lower-case hexadecimal of a SHA-256. */
export const sha256Form = /^[0-9a-f]{64}$/;

/** The folder name of a place. */
export function placeId({ kind, url, certId }: CachePlace): string {
  return hash('sha256', JSON.stringify([kind, url, certId]), 'hex');
}

export function encodeRecord(record: EvidenceRecord): Uint8Array {
  return Buffer.from(JSON.stringify({ form, ...record }));
}

/** The record of this place under this name; null for everything else, whatever it is. */
export function decodeRecord(bytes: Uint8Array, place: string, sha256: string): EvidenceRecord | null {
  const fields = parse(bytes);
  if (fields === null || fields.form !== form || fields.sha256 !== sha256) return null;
  const { kind, url, certId, size, fetchedAt, kept, thisUpdate, nextUpdate, etag, lastModified } = fields;
  if (kind !== 'issuer' && kind !== 'crl' && kind !== 'ocsp') return null;
  if (typeof url !== 'string' || !isTextOrNull(certId)) return null;
  if (!isCount(size) || !isCount(kept) || !isMoment(fetchedAt)) return null;
  if (!isMomentOrNull(thisUpdate) || !isMomentOrNull(nextUpdate)) return null;
  if (!isTextOrNull(etag) || !isTextOrNull(lastModified)) return null;
  if (placeId({ kind, url, certId }) !== place) return null;
  return { kind, url, certId, sha256, size, fetchedAt, kept, thisUpdate, nextUpdate, etag, lastModified };
}

/** Newest first. */
export function byAge(a: EvidenceRecord, b: EvidenceRecord): number {
  return b.fetchedAt - a.fetchedAt || b.kept - a.kept;
}

function parse(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    // No UTF-8, no JSON.
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Within what `Date` holds (ECMA-262 §21.4.1.1). */
function isMoment(value: unknown): value is number {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15;
}

function isMomentOrNull(value: unknown): value is number | null {
  return value === null || isMoment(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
