import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RevocationHttpFault, revocationHttpFaults } from './revocation-http-faults.ts';
import { deliver, foreign, isOwn, readDate, text } from './revocation-routes.ts';
import type { Published } from './revocation-site.ts';
import type { TokenRevocation } from './token-register.ts';
import { type TstListFault, type TstListFaultName, tstListFaultOf } from './tst-list-faults.ts';
import type { TstListSite } from './tst-list-site.ts';

/** Everything that the addresses of revoked tokens can answer with in place of the truth. */
export type TstListLie = TstListFaultName | RevocationHttpFault;

/** The lists and the page, with the lie that all of them tell unless a request asks for one with `?fault=`. */
export interface TstListDesk {
  readonly site: TstListSite;
  lie: TstListLie | null;
}

interface Place {
  readonly type: string;
  readonly publish: (site: TstListSite, fault: TstListFault | undefined) => Published;
}

const places: Readonly<Record<string, Place>> = {
  '/tst-revocation/list.json': { type: 'application/json', publish: (site, fault) => site.list('json', fault) },
  '/tst-revocation/list.csv': { type: 'text/csv; charset=utf-8', publish: (site, fault) => site.list('csv', fault) },
  '/tst-revocation/list.txt': { type: 'text/plain; charset=utf-8', publish: (site, fault) => site.list('txt', fault) },
  '/repository/index.html': { type: 'text/html; charset=utf-8', publish: (site, fault) => site.page(fault) },
  '/repository/tst-revocation.pdf': { type: 'application/pdf', publish: (site, fault) => site.document(fault) },
};

/**
 * Serves the lists of revoked tokens (`/tst-revocation/list.json`, `.csv`, `.txt`), the page of the repository
 * (`/repository/index.html`) and its document, and from loopback alone `POST /revoke-token` and `POST /tst-list-fault`. False where the
 * address is none of these.
 */
export function handleTstList(desk: TstListDesk, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lab');
  if (request.method === 'POST' && (pathname === '/revoke-token' || pathname === '/tst-list-fault')) {
    request.resume();
    administer(desk, pathname, searchParams, request, response);
    return true;
  }
  const place = Object.hasOwn(places, pathname) ? places[pathname] : undefined;
  if (place === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const name = searchParams.get('fault') ?? desk.lie;
  const transport = revocationHttpFaults.find((one) => one === name);
  const fault = name === null ? undefined : tstListFaultOf(name);
  if (name !== null && !transport && !fault) {
    text(response, 400, `the lab has no fault of lists of tokens named ${name}\n`);
  } else {
    deliver(place.publish(desk.site, fault), place.type, pathname, transport, request, response);
  }
  return true;
}

/** A lie by its name; throws RangeError where there is none. */
export function tstListLie(name: string): TstListLie {
  const transport = revocationHttpFaults.find((one) => one === name);
  if (transport) return transport;
  if (!tstListFaultOf(name)) throw new RangeError(`the lab has no fault of lists of tokens named ${name}`);
  return name as TstListFaultName;
}

/**
 * `POST /revoke-token?serial=0x1a2b&reason=…`, with `serialTo` for a range, `genTimeFrom` and `genTimeTo` for a period, `tsu=true` for
 * all of the TSU, `serial=last` for the token issued last; `POST /tst-list-fault?name=list-stale`, without a name for none.
 */
function administer(
  desk: TstListDesk,
  pathname: string,
  words: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!isOwn(request)) return text(response, 403, foreign);
  try {
    if (pathname === '/revoke-token') desk.site.revoke(readTokenRevocation(words));
    else desk.lie = words.get('name') ? tstListLie(words.get('name')!) : null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return text(response, 400, `${error.message}\n`);
  }
  text(response, 200, pathname === '/revoke-token' ? 'revoked\n' : 'set\n');
}

function readTokenRevocation(words: URLSearchParams): TokenRevocation {
  const get = <T>(name: string, read: (word: string) => T) => {
    const word = words.get(name);
    return word === null ? {} : { [name]: read(word) };
  };
  return {
    ...get('serial', (word) => (word === 'last' ? word : readSerialNumber(word))),
    ...get('serialTo', readSerialNumber),
    ...get('genTimeFrom', readDate),
    ...get('genTimeTo', readDate),
    ...get('tsu', (word) => word === 'true'),
    ...get('reason', (word) => word),
    ...get('date', readDate),
  };
}

/** Decimal, or hexadecimal after `0x`; throws RangeError. */
function readSerialNumber(word: string): bigint {
  const [, sign, digits] = /^(-?)(0x[0-9a-f]+|\d+)$/i.exec(word) ?? [];
  if (digits === undefined) throw new RangeError(`not a serial number, decimal or after 0x: ${word}`);
  return sign ? -BigInt(digits) : BigInt(digits);
}
