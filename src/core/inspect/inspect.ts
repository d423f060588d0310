import { decodeOid } from '../der/oid.ts';
import { contentInfoShape } from './cms-shapes.ts';
import { type Described, type Describing, describe } from './describe.ts';
import { ocspShape } from './ocsp-shapes.ts';
import { responseShape } from './response-shapes.ts';
import type { Shape } from './shape.ts';
import { endOf, inspectLimits, readTree, type Stop, type TreeValue } from './tree.ts';
import { requestShape } from './tst-info-shapes.ts';
import { certificateShape, crlShape } from './x509-shapes.ts';

/** What the input is, told by its structure alone. */
export type InspectKind = 'token' | 'cms' | 'response' | 'request' | 'certificate' | 'crl' | 'ocsp' | 'unknown';

/** A description that judges nothing. Offsets count from the start of the decoded bytes. */
export interface Inspection {
  readonly kind: InspectKind;
  readonly encoding: 'DER' | 'BER' | 'PEM' | 'Base64';
  /** The label of the PEM block, if it is one. */
  readonly label: string | null;
  /** Bytes after decoding PEM or Base64. */
  readonly size: number;
  readonly root: Described | null;
  /** Where reading stopped before the end, and why; null where everything was read. */
  readonly stop: Stop | null;
  /** Bytes after the value. */
  readonly trailing: { readonly offset: number; readonly count: number } | null;
  /** The decoded bytes. */
  readonly bytes: Uint8Array;
}

/** PEM blocks that are described; a bundle of roots has about 150. */
const pemBlocks = 256;

/**
 * Describes any input as far as it goes: one inspection, or one per PEM block. Never throws; what is no ASN.1 at all has
 * the kind `unknown`, no root and the offset 0.
 */
export function inspect(input: Uint8Array): Inspection[] {
  const text = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (text.includes('-----BEGIN ')) {
    const blocks = text.toString('latin1').matchAll(/-----BEGIN ([^-\r\n]{1,64})-----([^-]*)(?:-----END|$)/g);
    const found: Inspection[] = [];
    for (const [, label, body] of blocks) {
      if (found.length === pemBlocks) break;
      const bytes = Buffer.from(body!, 'base64');
      found.push(/\bPRIVATE KEY$/.test(label!) ? secret(bytes, label!) : inspectBytes(bytes, 'PEM', label!));
    }
    if (found.length > 0) return found;
  }
  if (input[0] !== 0x30 && input.length >= 4 && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text.toString('latin1'))) {
    return [inspectBytes(Buffer.from(text.toString('latin1'), 'base64'), 'Base64', null)];
  }
  return [inspectBytes(input, 'DER', null)];
}

/** A private key is named and not shown: what is printed ends up in logs and screen shots. */
function secret(bytes: Uint8Array, label: string): Inspection {
  return { kind: 'unknown', encoding: 'PEM', label, size: bytes.length, root: null, stop: null, trailing: null, bytes };
}

function inspectBytes(bytes: Uint8Array, encoding: Inspection['encoding'], label: string | null): Inspection {
  const tree = readTree(bytes);
  const value = tree.values[0];
  const context: Describing = { bytes, values: inspectLimits.values, stop: null };
  const kind = value === undefined ? 'unknown' : kindOf(bytes, value);
  const root = value === undefined ? null : describe(context, value, null, shapes[kind]);
  const rest = tree.stop === null && tree.end < bytes.length;
  return {
    kind,
    encoding: encoding === 'DER' && value !== undefined && hasIndefinite(value) ? 'BER' : encoding,
    label,
    size: bytes.length,
    root,
    stop: tree.stop ?? context.stop,
    trailing: rest && value ? { offset: endOf(value), count: bytes.length - endOf(value) } : null,
    bytes,
  };
}

const shapes: Readonly<Record<InspectKind, Shape | undefined>> = {
  token: contentInfoShape,
  cms: contentInfoShape,
  response: responseShape,
  request: requestShape,
  certificate: certificateShape,
  crl: crlShape,
  ocsp: ocspShape,
  unknown: undefined,
};

/** Told by the first fields, so that input that is cut off is still known for what it was. */
function kindOf(bytes: Uint8Array, value: TreeValue): InspectKind {
  if (!is(value, 16)) return 'unknown';
  const [first, second] = value.children;
  if (first === undefined) return 'unknown';
  if (is(first, 6)) return contentKind(bytes, first, second);
  if (is(first, 10)) return 'ocsp';
  if (is(first, 2))
    return is(second, 16) && is(second?.children[0], 16) && is(second?.children[1], 4) ? 'request' : 'unknown';
  if (!is(first, 16)) return 'unknown';
  const inside = first.children;
  if (inside[0]?.tagClass === 'context' && inside[0].tagNumber === 0 && is(inside[1], 2)) return 'certificate';
  if (inside.some((child) => is(child, 23) || is(child, 24)))
    return is(
      inside.find((child) => is(child, 16)),
      16,
    )
      ? 'crl'
      : 'unknown';
  // PKIStatusInfo has an INTEGER, then at most texts and bits; a version 1 certificate goes on with an algorithm and a name.
  if (!is(inside[0], 2)) return 'unknown';
  if (is(inside[1], 16) && is(inside[1]?.children[0], 6) && is(inside[2], 16)) return 'certificate';
  return inside.length <= 3 && (second === undefined || is(second.children[0], 6)) ? 'response' : 'unknown';
}

function contentKind(bytes: Uint8Array, oid: TreeValue, content: TreeValue | undefined): InspectKind {
  if (decodeOid(bytes.subarray(oid.content, oid.end)) !== '1.2.840.113549.1.7.2') return 'unknown';
  const encapsulated = content?.children[0]?.children.find((child) => is(child, 16));
  const type = encapsulated?.children[0];
  const isToken =
    type === undefined || decodeOid(bytes.subarray(type.content, type.end)) === '1.2.840.113549.1.9.16.1.4';
  return isToken ? 'token' : 'cms';
}

function is(value: TreeValue | undefined, tagNumber: number): boolean {
  return value !== undefined && value.tagClass === 'universal' && value.tagNumber === tagNumber;
}

function hasIndefinite(value: TreeValue): boolean {
  return value.indefinite || value.children.some(hasIndefinite);
}
