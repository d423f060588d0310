import { limits } from '../core/der/limits.ts';

/** Bounds on the evidence that is kept on disk, each with its reason. Bytes, counts, milliseconds. */
export const cacheLimits = {
  /** Bytes of one answer: the largest that is fetched, a CRL. */
  answerBytes: limits.crlBytes,
  /** Bytes of the record beside an answer: a few hundred as a rule; the address in it can be as long as a certificate holds. */
  recordBytes: 64 << 10,
  /** Records of one place that are looked at: those kept, and one more of each process that writes at the same moment. */
  records: 64,
  /** Bytes up to which an answer is a small one: every OCSP answer, and the CRLs of authorities that revoke little. */
  smallBytes: 256 << 10,
  /** Small answers kept of one place: what an authority said before must not be lost by what it says now. */
  smallAnswers: 8,
  /** Large ones: the list of today and the one before, as its successor holds all of it that has not expired. */
  largeAnswers: 2,

  /** Bytes of all answers together: sixteen of the largest, or the daily evidence of a thousand certificates. */
  totalBytes: 1 << 30,
  /** Places: ten for each of a thousand certificates. Each is a folder, which takes its time to look through. */
  places: 10_000,
  /** Bytes kept before it is looked again whether the bounds hold: as much as they may be exceeded by. */
  growth: 64 << 20,
  /** The unit in which growth is counted, so that the count of many small answers matters as well. */
  growthUnit: 64 << 10,
  /** Milliseconds after which it is looked again in any case, for what processes left behind that were killed. */
  sweepAge: 86_400_000,
  /** Milliseconds for which a file is left alone that nothing names: another process may be about to. */
  grace: 600_000,

  /** How often keeping starts again when another process clears the cache under its feet. */
  attempts: 8,
} as const;
