import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { type HttpFault, httpFault, httpFaults, type Route } from './http-faults.ts';

/** What else can go wrong around a CRL or an OCSP answer that is itself good. */
const furtherFaults = ['slow-bytes', 'redirect-loopback', 'gzip-bomb'] as const;

/** All faults of the transport that a CRL or OCSP address has. */
export const revocationHttpFaults = [...httpFaults, ...furtherFaults] as const;
export type RevocationHttpFault = (typeof revocationHttpFaults)[number];

/** Milliseconds between two octets of `slow-bytes`. */
const pause = 250;
/** Octets of one member of `gzip-bomb`, and how many follow each other: 1 GiB from 1 MiB. */
const member = 16 << 20;
const members = 64;

/** Answers with `answer`, damaged on the way as `fault` says. */
export function revocationHttpFault(
  fault: RevocationHttpFault,
  answer: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
): void {
  switch (fault) {
    case 'slow-bytes':
      drip(answer, response, route.type);
      return;
    case 'redirect-loopback': {
      // Leads to the good answer, so that only a guard makes the difference.
      const scheme = (request.socket as TLSSocket).encrypted ? 'https' : 'http';
      const location = `${scheme}://127.0.0.1:${request.socket.localPort}${route.home}`;
      response.writeHead(302, { location }).end();
      return;
    }
    case 'gzip-bomb': {
      const zeros = gzipSync(Buffer.alloc(member));
      const body = Buffer.concat([gzipSync(answer), ...Array<Buffer>(members).fill(zeros)]);
      response.writeHead(200, {
        'content-type': route.type,
        'content-encoding': 'gzip',
        'content-length': body.length,
      });
      response.end(body);
      return;
    }
    default:
      httpFault(fault satisfies HttpFault, answer, request, response, route);
  }
}

/** One octet at a time, so that no pause between two is long but the whole is. */
function drip(answer: Uint8Array, response: ServerResponse, type: string): void {
  response.writeHead(200, { 'content-type': type, 'content-length': answer.length });
  let at = 0;
  const next = () => {
    response.write(answer.subarray(at, at + 1));
    if (++at === answer.length) response.end();
  };
  next();
  const timer = setInterval(next, pause);
  response.on('close', () => clearInterval(timer));
}
