import type { IncomingMessage, ServerResponse } from 'node:http';

/** What can go wrong around an answer that is itself good. */
export const httpFaults = [
  'html',
  'wrong-content-type',
  'truncated-body',
  'oversized',
  'http-500',
  'http-429',
  'http-503',
  'slow',
  'redirect',
  'redirect-loop',
  'reset',
] as const;
export type HttpFault = (typeof httpFaults)[number];

const page = '<!doctype html><title>Maintenance</title><h1>Maintenance / メンテナンス中</h1>\n';

/** With these the service says that it issued nothing, which is so. */
export const refusals: ReadonlySet<string> = new Set<HttpFault>(['http-429', 'http-503']);

/** What a good answer would be sent as, and where a redirect leads. */
export interface Route {
  readonly type: string;
  readonly home: string;
}

/** Answers with `answer`, damaged on the way as `fault` says. */
export function httpFault(
  fault: HttpFault,
  answer: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  { type, home }: Route = { type: 'application/timestamp-reply', home: '/tsa' },
): void {
  switch (fault) {
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    case 'wrong-content-type':
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer);
      return;
    case 'truncated-body':
      // The length of the whole, half of the octets, then the connection ends.
      response.writeHead(200, { 'content-type': type, 'content-length': answer.length });
      response.write(answer.subarray(0, answer.length >> 1), () => response.socket?.destroySoon());
      return;
    case 'oversized':
      endless(answer, response, type);
      return;
    case 'http-500':
      response.writeHead(500, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    case 'http-429':
      response.writeHead(429, { 'retry-after': '1', 'content-type': 'text/plain' }).end('one stamp per second\n');
      return;
    case 'http-503':
      response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    case 'slow':
      // Headers and one octet, then silence until the client gives up.
      response.writeHead(200, { 'content-type': type, 'content-length': answer.length });
      response.write(answer.subarray(0, 1));
      return;
    case 'redirect':
      response.writeHead(302, { location: home }).end();
      return;
    case 'redirect-loop':
      response.writeHead(307, { location: request.url ?? home }).end();
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
  }
}

/** Octets without end, as fast as the client takes them. */
function endless(answer: Uint8Array, response: ServerResponse, type: string): void {
  const block = Buffer.alloc(64 << 10);
  block.set(answer.subarray(0, block.length));
  response.writeHead(200, { 'content-type': type });
  const more = () => {
    while (!response.destroyed && response.write(block));
  };
  response.on('drain', more);
  more();
}
