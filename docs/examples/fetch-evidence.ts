// What the other examples send requests with: to hosts that the user named, and to no others. The addresses come out of certificates, and
// whoever made those chose them: one that follows them all can be sent into your own network.
import type { EvidenceRequest, FetchEvidence } from 'tst';

/** Milliseconds for one exchange. */
const timeout = 10_000;

/** The body of an answer, at most so many bytes; null where it is larger. */
export async function bodyOf(response: Response, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fetches from these hosts (`crl.example.com`, `127.0.0.1:8318`); null for any other, and for whatever goes wrong. */
export function fetchFrom(hosts: readonly string[]): FetchEvidence {
  return async ({ url, method, headers, body, limit }: EvidenceRequest) => {
    if (!URL.canParse(url) || !hosts.includes(new URL(url).host)) return null;
    try {
      const response = await fetch(url, {
        method,
        headers,
        body: body === null ? null : Buffer.from(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
      return response.status === 200 ? await bodyOf(response, limit) : null;
    } catch {
      return null;
    }
  };
}
