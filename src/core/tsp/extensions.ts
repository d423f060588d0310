import type { Cursor } from '../der/cursor.ts';
import { LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { contextConstructed, Tag } from '../der/tags.ts';

/** An extension of a request or a TSTInfo; `value` are the octets inside extnValue. */
export interface TspExtension {
  /** extnID, dotted. */
  readonly oid: string;
  /** True: whoever does not know it must refuse. */
  readonly critical: boolean;
  /** True where `critical` says FALSE in so many octets, which DER forbids (X.690 §11.5). */
  readonly explicitDefault: boolean;
  /** The octets inside extnValue. */
  readonly value: Uint8Array;
}

/** Extensions ::= SEQUENCE OF Extension, implicitly tagged (RFC 3161 §2.4.1, §2.4.2; RFC 5280 §4.1). Throws DerError, LimitError. */
export function decodeExtensions(outer: Cursor, tag: number): TspExtension[] {
  const cursor = outer.enterIf(contextConstructed(tag), 'extensions');
  const extensions: TspExtension[] = [];
  while (cursor && !cursor.atEnd) {
    if (extensions.length === limits.attributes) throw new LimitError('attributes');
    const extension = cursor.sequence('Extension');
    const oid = extension.oid('extnID');
    const critical = extension.peek() === Tag.BOOLEAN ? extension.boolean('critical') : null;
    const value = extension.octets('extnValue');
    extension.finish('Extension');
    extensions.push({ oid, critical: critical ?? false, explicitDefault: critical === false, value });
  }
  return extensions;
}
