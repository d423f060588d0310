import { faultOf } from '../lab/faults.ts';
import { revocationFaultOf } from '../lab/revocation-faults.ts';
import type { RevocationHttpFault } from '../lab/revocation-http-faults.ts';

/** Faults of the transport; those of tokens, lists and answers bring their own words. */
const transport: Readonly<Record<RevocationHttpFault, string>> = {
  html: 'an HTML page in place of the answer',
  'wrong-content-type': 'sent as application/octet-stream',
  'truncated-body': 'the connection ends in the middle of the answer',
  oversized: 'an answer that does not end',
  'http-500': 'HTTP status 500 with an HTML page',
  'http-429': 'HTTP status 429: too many requests',
  'http-503': 'HTTP status 503: not available for a second',
  slow: 'one octet, then silence',
  redirect: 'a redirect to the good answer',
  'redirect-loop': 'a redirect to itself',
  reset: 'the connection is reset',
  'slow-bytes': 'the answer, octet by octet',
  'redirect-loopback': 'a redirect to a loopback address',
  'gzip-bomb': 'a small answer that unpacks to a gigabyte',
};

/** One line per fault: its name and what deviates. */
export function faultLines(names: readonly string[]): string[] {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${describe(name)}`);
}

function describe(name: string): string {
  const own = faultOf(name) ?? revocationFaultOf(name);
  return own?.description ?? transport[name as RevocationHttpFault];
}
