import type { IncomingMessage } from 'node:http';

/** The body, or null where it is longer than `limit` octets. It is taken whole, so that the client gets to the answer. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets <= limit) chunks.push(chunk);
  }
  return octets <= limit ? Buffer.concat(chunks) : null;
}
