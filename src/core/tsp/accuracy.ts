import type { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { context, Tag } from '../der/tags.ts';

/** How far genTime may be off, in microseconds to either side. */
export interface Accuracy {
  /** Microseconds. */
  readonly micros: number;
}

/**
 * Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] INTEGER (1..999) OPTIONAL,
 * micros [1] INTEGER (1..999) OPTIONAL }; a missing part is zero (RFC 3161 §2.4.2). Throws DerError.
 */
export function decodeAccuracy(outer: Cursor): Accuracy {
  const start = outer.position;
  const cursor = outer.sequence('accuracy');
  // Of any size (RFC 3161 has no bound); beyond 32 bits, 68 years, it says nothing that the largest of them doesn't.
  const seconds = cursor.peek() === Tag.INTEGER ? cursor.clamped('seconds') : 0;
  const millis = part(cursor, 0, 'millis');
  const micros = part(cursor, 1, 'micros');
  cursor.finish('accuracy');
  if (seconds < 0) throw new DerError('seconds of accuracy are negative', start);
  return { micros: seconds * 1_000_000 + millis * 1_000 + micros };
}

function part(cursor: Cursor, tag: number, what: string): number {
  if (cursor.peek() !== context(tag)) return 0;
  const start = cursor.position;
  const value = cursor.small(what, context(tag));
  if (value < 1 || value > 999) throw new DerError(`${what} of accuracy is not between 1 and 999`, start);
  return value;
}
