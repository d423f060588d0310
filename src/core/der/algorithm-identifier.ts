import type { Cursor } from './cursor.ts';
import { Tag } from './tags.ts';

/** An algorithm with its parameters: `absent`, `null`, or the whole DER value. */
export interface AlgorithmIdentifier {
  /** OBJECT IDENTIFIER in dotted form. */
  readonly oid: string;
  /** `absent`, `null`, or the whole DER value. */
  readonly parameters: 'absent' | 'null' | Uint8Array;
}

/**
 * AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY DEFINED BY algorithm OPTIONAL }
 * (RFC 5280 §4.1.1.2). `tag` for where it is implicitly tagged.
 */
export function decodeAlgorithmIdentifier(
  outer: Cursor,
  what: string,
  tag: number = Tag.SEQUENCE,
): AlgorithmIdentifier {
  const cursor = outer.enter(tag, what);
  const oid = cursor.oid(`${what}.algorithm`);
  if (cursor.atEnd) return { oid, parameters: 'absent' };
  const isNull = cursor.peek() === Tag.NULL;
  // A NULL with content is none (X.690 §8.8.2), and no parameters of any algorithm.
  if (isNull) cursor.null(`${what}.parameters`);
  const parameters = isNull ? 'null' : cursor.raw(`${what}.parameters`);
  cursor.finish(what);
  return { oid, parameters };
}
