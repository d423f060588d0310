import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { Tag } from '../der/tags.ts';

/** An attribute with its values, each as its whole DER value. */
export interface Attribute {
  readonly type: string;
  readonly values: readonly Uint8Array[];
}

/**
 * SET OF Attribute; Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }
 * (RFC 5652 §5.3). The cursor stands inside the set. Throws DerError, LimitError.
 */
export function decodeAttributes(cursor: Cursor): Attribute[] {
  const attributes: Attribute[] = [];
  while (!cursor.atEnd) {
    if (attributes.length === limits.attributes) throw new LimitError('attributes');
    const attribute = cursor.sequence('Attribute');
    const type = attribute.oid('attrType');
    const set = attribute.set('attrValues');
    attribute.finish('Attribute');
    const values: Uint8Array[] = [];
    while (!set.atEnd) {
      if (values.length === limits.attributes) throw new LimitError('attributes');
      values.push(set.raw('AttributeValue'));
    }
    attributes.push({ type, values });
  }
  return attributes;
}

/** True where the values of a SET OF stand in DER's order (X.690 §11.6): ascending as octet strings. */
export function isSorted(values: readonly Uint8Array[]): boolean {
  return values.every((value, i) => i === 0 || Buffer.compare(values[i - 1]!, value) <= 0);
}

/** True where a value, or one inside it, is BER that DER does not allow: the strict cursor would stop there. */
export function isBer(value: Uint8Array): boolean {
  try {
    return hasPieces(new Cursor(value));
  } catch (error) {
    if (error instanceof DerError) return error.ber;
    throw error;
  }
}

/** Reads everything; true where an OCTET STRING is in pieces, which the cursor by itself does not mind. */
function hasPieces(cursor: Cursor): boolean {
  while (!cursor.atEnd) {
    const tag = cursor.peek();
    if (tag === constructedOctets) return true;
    if ((tag & 0x20) === 0) cursor.raw('value');
    else if (hasPieces(cursor.enter(tag, 'value'))) return true;
  }
  return false;
}

const constructedOctets = Tag.OCTET_STRING | 0x20;

/**
 * The signed attributes as the signature covers them (RFC 5652 §5.4): as a SET OF with its own tag instead of [0].
 * `received` is the field's whole value, `rewritten` its DER re-encoding where it came in BER. The second result is the DER
 * re-encoding (sorted, X.690 §11.6), or null where the first is that already.
 */
export function signedOctets(
  received: Uint8Array,
  rewritten: Uint8Array | null,
): {
  readonly asReceived: Uint8Array;
  readonly sorted: Uint8Array | null;
} {
  const asReceived = new Uint8Array(received);
  asReceived[0] = 0x31;
  const elements: Uint8Array[] = [];
  const readable = rewritten === null ? asReceived : new Uint8Array(rewritten);
  readable[0] = 0x31;
  const set = new Cursor(readable).set('signedAttrs');
  const header = set.position;
  while (!set.atEnd) elements.push(set.raw('Attribute'));
  if (isSorted(elements)) return { asReceived, sorted: rewritten && readable };
  elements.sort(Buffer.compare);
  return { asReceived, sorted: Buffer.concat([readable.subarray(0, header), ...elements]) };
}
