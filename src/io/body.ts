import type { Readable, Transform } from 'node:stream';
import { TstError } from '../core/verdict/errors.ts';
import { httpLimits } from './http-limits.ts';

/**
 * A whole body, at most `limit` bytes as sent and as decoded: what a small compressed body unfolds to counts too, and is
 * never held beyond the limit. The errors leave it to the caller to name the URL. Throws a TstError `body-too-large`,
 * `body-encoding` or `body-truncated`, and what the stream throws.
 */
export async function readBody(
  stream: Readable,
  headers: Readonly<Record<string, string>>,
  limit: number,
  received: Received = new Received(),
): Promise<Uint8Array> {
  const tooLarge = () => new TstError('body-too-large', { limit });
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge();
  const cap = (chunks: Chunks) => capped(chunks, limit, tooLarge);
  const named = codingNames(headers['content-encoding']);
  const order = codings(named);
  try {
    if (order === null) {
      // It may be a token all the same, and paid for: what came is the caller's to keep.
      for await (const chunk of cap(stream)) received.raw.add(chunk);
      throw new TstError('body-encoding', { encoding: named.join(', ').slice(0, 60) });
    }
    if (order.length === 0) {
      if (announced > 0) received.decoded.reserve(announced);
      for await (const chunk of cap(stream)) received.decoded.add(chunk);
    } else {
      for await (const chunk of await decoded(kept(cap(stream), received.raw), order, cap)) received.decoded.add(chunk);
    }
  } catch (error) {
    throw decodingError(error);
  }
  return received.decoded.bytes();
}

/** What came of a body, for when the rest does not. */
export class Received {
  /** As sent, where that is something else. */
  readonly raw = new Octets();
  readonly decoded = new Octets();

  /** As decoded; as sent where nothing of it could be decoded. */
  bytes(): Uint8Array {
    return (this.decoded.length > 0 ? this.decoded : this.raw).bytes();
  }
}

/** Octets put together as they come: a list may have 64 MiB, which are not to be there twice, in pieces and as a whole. */
class Octets {
  #buffer = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Makes room for so many in all. */
  reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const larger = new Uint8Array(length);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }

  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) this.reserve(Math.max(length, this.#buffer.length * 2));
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  bytes(): Uint8Array {
    // What was reserved in vain is given back.
    return this.#length === this.#buffer.length ? this.#buffer : this.#buffer.slice(0, this.#length);
  }
}

async function* kept(chunks: Chunks, octets: Octets): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    octets.add(chunk);
    yield chunk;
  }
}

type Chunks = AsyncIterable<Uint8Array>;

async function* capped(chunks: Chunks, limit: number, tooLarge: () => TstError): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    yield chunk;
  }
}

type Coding = 'gzip' | 'deflate' | 'br';

/** Content-Encoding (RFC 9110 §8.4) in the order of doing. */
function codingNames(header: string | undefined): string[] {
  return (header ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
}

/** In the order of undoing; null where one is not known, or there are too many. */
function codings(named: readonly string[]): Coding[] | null {
  const known = named.map((name): Coding | null => {
    if (name === 'gzip' || name === 'x-gzip') return 'gzip';
    return name === 'deflate' || name === 'br' ? name : null;
  });
  return known.includes(null) || known.length > httpLimits.codings ? null : (known as Coding[]).reverse();
}

/**
 * Each stage's output is capped, for what unfolds in the middle of two codings can fold to nothing again, and would keep a processor
 * busy long after the time limit, which ends with the last octet from the network.
 */
async function decoded(
  chunks: Chunks,
  order: readonly Coding[],
  cap: (chunks: Chunks) => AsyncGenerator<Uint8Array>,
): Promise<Chunks> {
  const [{ pipeline, Readable: Stream }, zlib] = await Promise.all([import('node:stream'), import('node:zlib')]);
  const decoder: Record<Coding, () => Transform> = {
    gzip: zlib.createGunzip,
    deflate: zlib.createInflate,
    br: zlib.createBrotliDecompress,
  };
  let unfolded = chunks;
  for (const coding of order) {
    const stage = decoder[coding]();
    // An error before it arrives where the stage is read from.
    pipeline(Stream.from(unfolded), stage, () => {});
    unfolded = cap(stage);
  }
  return unfolded;
}

function decodingError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new TstError('body-truncated', {}, { cause: error });
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_FORMAT')) {
    return new TstError('body-encoding', { encoding: code.toLowerCase() }, { cause: error });
  }
  return error;
}
