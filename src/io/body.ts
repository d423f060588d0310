import type { Readable, Transform } from 'node:stream';
import { TstError } from '../core/verdict/errors.ts';
import { httpLimits } from './http-limits.ts';

/**
 * A whole body, at most `limit` bytes as sent and as decoded: what a small compressed body unfolds to counts too, and is
 * never held beyond the limit. The errors leave it to the caller to name the URL. Throws a TstError `body-too-large`, `body-encoding` or `body-truncated`, and what the stream throws.
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
  const chunks = await decoded(
    kept(capped(stream, limit, tooLarge), received.raw),
    codings(headers['content-encoding']),
  );
  try {
    for await (const chunk of capped(chunks, limit, tooLarge)) received.decoded.push(chunk);
  } catch (error) {
    throw decodingError(error);
  }
  return join(received.decoded);
}

/** What came of a body, for when the rest does not. */
export class Received {
  readonly raw: Uint8Array[] = [];
  readonly decoded: Uint8Array[] = [];

  /** As decoded; as sent where nothing of it could be decoded. */
  bytes(): Uint8Array {
    return join(this.decoded.length > 0 ? this.decoded : this.raw);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

async function* kept(chunks: Chunks, parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    parts.push(chunk);
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

/** Content-Encoding (RFC 9110 §8.4) in the order of undoing. */
function codings(header: string | undefined): Coding[] {
  const named = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const known = named.map((name): Coding | null => {
    if (name === 'gzip' || name === 'x-gzip') return 'gzip';
    return name === 'deflate' || name === 'br' ? name : null;
  });
  if (known.includes(null) || known.length > httpLimits.codings) {
    throw new TstError('body-encoding', { encoding: named.join(', ').slice(0, 60) });
  }
  return (known as Coding[]).reverse();
}

async function decoded(chunks: Chunks, order: readonly Coding[]): Promise<Chunks> {
  if (order.length === 0) return chunks;
  const [{ pipeline, Readable: Stream }, zlib] = await Promise.all([import('node:stream'), import('node:zlib')]);
  const decoder: Record<Coding, () => Transform> = {
    gzip: zlib.createGunzip,
    deflate: zlib.createInflate,
    br: zlib.createBrotliDecompress,
  };
  const stages = order.map((coding) => decoder[coding]());
  // The last stage is iterated below, which is where an error of any stage arrives.
  return pipeline([Stream.from(chunks), ...stages], () => {}) as unknown as Chunks;
}

function decodingError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new TstError('body-truncated', {}, { cause: error });
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_FORMAT')) {
    return new TstError('body-encoding', { encoding: code.toLowerCase() }, { cause: error });
  }
  return error;
}
