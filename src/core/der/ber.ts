import * as asn1js from 'asn1js';
import { DerError } from './errors.ts';
import { limits } from './limits.ts';

/**
 * Rewrites a BER message with definite lengths in the fewest octets and strings in primitive form (X.690 §10.1, §10.2),
 * so that the strict cursor can read it. Whatever is DER already stays byte for byte, and so does every value for which
 * `keep` says so: certificates and signed attributes are hashed as they came.
 *
 * `keep(path)` gets the identifier octets from the outermost value down to the value in question.
 * Throws {@link DerError} where the bytes are not BER within the limits, or where something follows the message.
 */
export function normaliseBer(bytes: Uint8Array, keep: (path: readonly number[]) => boolean): Uint8Array {
  const { offset, result } = parse(bytes);
  if (offset === -1) throw new DerError(`not BER: ${result.error.slice(0, 100)}`, 0);
  if (offset !== bytes.length) throw new DerError('unexpected data after the message', offset);
  afterValue(bytes, 0, bytes.length, [], keep);
  return rewrite(result, [], keep);
}

/**
 * The offset after the value that stands at `at`. asn1js reads on beyond the end of a value whose length is too short for what is in it:
 * here what is in a value has to end where the value does. What `keep` keeps is its reader's to judge.
 */
function afterValue(
  bytes: Uint8Array,
  at: number,
  end: number,
  above: readonly number[],
  keep: (path: readonly number[]) => boolean,
): number {
  const identifier = bytes[at]!;
  const path = [...above, identifier];
  if (path.length > limits.depth) throw new DerError('nested too deeply', at);
  if ((identifier & 0x1f) === 0x1f) throw new DerError('high tag number', at);
  const first = bytes[at + 1] ?? 0;
  const octets = first > 0x80 ? first & 0x7f : 0;
  let position = at + 2 + octets;
  let length = octets === 0 ? first : 0;
  for (const octet of bytes.subarray(at + 2, position)) length = length * 256 + octet;
  const isIndefinite = first === 0x80;
  const until = isIndefinite ? end : position + length;
  if (position > end || until > end) throw new DerError('a length that does not fit what is in it', at);
  const isConstructed = (identifier & 0x20) !== 0;
  if (!isIndefinite && (!isConstructed || keep(path))) return until;
  while (position < until) {
    if (isIndefinite && bytes[position] === 0 && bytes[position + 1] === 0) return position + 2;
    position = afterValue(bytes, position, until, path, keep);
  }
  if (isIndefinite) throw new DerError('an indefinite length that never ends', at);
  return until;
}

function parse(bytes: Uint8Array): ReturnType<typeof asn1js.fromBER> {
  const options = {
    maxDepth: limits.depth,
    maxNodes: limits.elements,
    maxContentLength: limits.tokenBytes,
    parseEmbedded: false,
  };
  try {
    return asn1js.fromBER(Uint8Array.from(bytes), options);
  } catch (error) {
    // asn1js throws plain errors for strings that it can't decode; whatever it throws, it could not read these bytes.
    throw new DerError(`not BER: ${error instanceof Error ? error.message.slice(0, 100) : 'unreadable'}`, 0);
  }
}

function rewrite(
  node: asn1js.BaseBlock,
  above: readonly number[],
  keep: (path: readonly number[]) => boolean,
): Uint8Array {
  const raw = node.valueBeforeDecodeView;
  const identifier = raw[0] ?? 0;
  if ((identifier & 0x1f) === 0x1f) throw new DerError('high tag number', 0);
  const path = [...above, identifier];
  const content = raw.subarray(node.idBlock.blockLength + node.lenBlock.blockLength);
  if (!node.lenBlock.isIndefiniteForm && keep(path)) {
    const whole = wrap(identifier, content);
    // A length in more octets than needed would make the message unreadable: its content stays as it came.
    return whole.length === raw.length ? raw : whole;
  }
  const constructed = (identifier & 0x20) !== 0;
  if (!constructed) return wrap(identifier, content);
  const children = childrenOf(node).map((child) => rewrite(child, path, keep));
  // A constructed OCTET STRING holds its pieces as OCTET STRINGs: they are joined without their headers.
  if (identifier === 0x24) {
    if (children.some((child) => child[0] !== 0x04)) throw new DerError('a piece of an OCTET STRING is none', 0);
    return wrap(0x04, Buffer.concat(children.map(contentOf)));
  }
  return wrap(identifier, Buffer.concat(children));
}

function childrenOf(node: asn1js.BaseBlock): asn1js.BaseBlock[] {
  const value: unknown = (node.valueBlock as { value?: unknown }).value;
  if (!Array.isArray(value)) throw new DerError('a constructed value has no parts', 0);
  const children = value as asn1js.BaseBlock[];
  if (node.lenBlock.isIndefiniteForm) return children.filter((child) => !(child instanceof asn1js.EndOfContent));
  // X.690 §8.1.5: the end-of-contents octets end an indefinite length, and are nothing anywhere else.
  if (children.some((child) => child instanceof asn1js.EndOfContent)) throw new DerError('stray end of contents', 0);
  return children;
}

/** The content octets of a value that `wrap` made. */
function contentOf(value: Uint8Array): Uint8Array {
  const length = value[1] ?? 0;
  return value.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f));
}

/** One value with a definite length in the fewest octets. */
function wrap(identifier: number, content: Uint8Array): Uint8Array {
  const octets: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  const length = content.length < 0x80 ? [content.length] : [0x80 | octets.length, ...octets];
  return Buffer.concat([Uint8Array.of(identifier, ...length), content]);
}
