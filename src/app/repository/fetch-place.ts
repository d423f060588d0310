import { hash } from 'node:crypto';
import { limits } from '../../core/der/limits.ts';
import { pageSnapshot, readTstPage, TstPageError } from '../../core/revocation/tst-list/page.ts';
import type { TstFailure } from '../../core/revocation/tst-list/snapshot.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { conditionsOf } from '../fetch-attempt.ts';
import { failureOf, reasonText, statusFailure } from '../fetch-failure.ts';
import { fetchLimits } from '../fetch-limits.ts';
import { Gate } from '../gate.ts';
import type { Http, HttpAnswer, HttpRequest, ObjectName, Ports } from '../ports.ts';
import { repositoryLimits as bounds } from './limits.ts';
import type { ListSource } from './list-place.ts';
import type { KeptFailure, KeptList, KeptPage } from './record.ts';

/** What came of a place: the record to keep, with the bytes that it names. */
export interface Fetched {
  readonly record: KeptList | KeptPage | KeptFailure;
  readonly objects: readonly Uint8Array[];
}

export type FetchPorts = Pick<Ports, 'http' | 'clock'>;

/** Fetches what is at a source's address. `kept`: the list that came last, which the server may confirm. Throws only for bugs. */
export async function fetchPlace(
  source: ListSource,
  url: string,
  kept: KeptList | null,
  ports: FetchPorts,
): Promise<Fetched> {
  try {
    return await (source.kind === 'page' ? fetchPage(source, url, ports) : fetchList(source, url, kept, ports));
  } catch (error) {
    if (error instanceof NotFetched)
      return failed(ports.clock.now(), error.origin, 'list-unreachable', { reason: error.reason });
    throw error;
  }
}

/** An exchange that gave nothing. */
class NotFetched extends Error {
  readonly origin: string;
  readonly reason: string;

  constructor(origin: string, reason: string) {
    super(reason);
    this.origin = origin;
    this.reason = reason;
  }
}

async function fetchList(source: ListSource, url: string, kept: KeptList | null, ports: FetchPorts): Promise<Fetched> {
  const headers = kept === null ? {} : conditionsOf(kept, fetchLimits);
  const isAsking = Object.keys(headers).length > 0;
  const answer = await get(
    { url, limit: limits.tstListBytes, headers, allowHttp: source.allowHttp },
    ports,
    isAsking ? 304 : 200,
  );
  const at = ports.clock.now();
  const confirmed = answer.status === 304;
  const bytes = confirmed ? null : answer.body;
  const signature = await signatureBeside(source, url, ports);
  const record: KeptList = {
    kind: 'list',
    at,
    origin: confirmed ? kept!.origin : answer.url,
    bytes: bytes === null ? kept!.bytes : nameOf(bytes),
    signature: signature && nameOf(signature),
    etag: answer.headers.etag ?? (confirmed ? kept!.etag : null),
    lastModified: answer.headers['last-modified'] ?? (confirmed ? kept!.lastModified : null),
  };
  return { record, objects: [bytes, signature].filter((one) => one !== null) };
}

/** The detached signature or token at its own address or beside the list; null where there is none. */
async function signatureBeside(
  { authenticity, allowHttp }: ListSource,
  url: string,
  ports: FetchPorts,
): Promise<Uint8Array | null> {
  if (authenticity === null) return null;
  const { kind, place } = authenticity;
  // One in a file is read with it.
  if (place !== null && !/^https?:/i.test(place)) return null;
  const address = place ?? beside(url, kind);
  const answer = await get({ url: address, limit: limits.tokenBytes, headers: {}, allowHttp }, ports, 404);
  return answer.status === 404 ? null : answer.body;
}

/** Where the signature of a list is that is nowhere else: under the list's name and one ending more. */
export function beside(place: string, kind: 'cms' | 'time-stamp'): string {
  const ending = kind === 'cms' ? '.p7s' : '.tsr';
  if (!/^https?:/i.test(place)) return `${place}${ending}`;
  const url = new URL(place);
  url.pathname += ending;
  return url.href;
}

async function fetchPage(source: ListSource, url: string, ports: FetchPorts): Promise<Fetched> {
  const format = source.page!;
  const limit = format.regions.length === 0 ? bounds.documentBytes : limits.pageBytes;
  const answer = await get({ url, limit, headers: {}, allowHttp: source.allowHttp }, ports);
  const at = ports.clock.now();
  const { body: bytes } = answer;
  try {
    const reading = await readTstPage(
      { bytes, url: answer.url, contentType: answer.headers['content-type'] ?? null },
      format,
    );
    const documents = await fetchDocuments(reading.wanted, new URL(url), source.allowHttp, ports);
    const hashes = new Map([...documents].map(([from, own]) => [from, hash('sha256', own, 'hex')]));
    const page = pageSnapshot(reading, hashes);
    const record: KeptPage = { kind: 'page', at, origin: answer.url, bytes: nameOf(bytes), page };
    return { record, objects: [bytes, ...documents.values()] };
  } catch (error) {
    if (error instanceof TstPageError) return failed(at, answer.url, error.code, error.facts, bytes);
    // The page did come: that the last one said something else is not to be relied upon until all of it is here.
    if (error instanceof NotFetched) {
      return failed(at, answer.url, 'list-unreadable', { reason: error.reason, field: error.origin }, bytes);
    }
    // A selector that is none finds no region.
    if (error instanceof RangeError)
      return failed(at, answer.url, 'page-region-missing', { selector: error.message }, bytes);
    throw error;
  }
}

async function fetchDocuments(
  wanted: readonly string[],
  page: URL,
  allowHttp: boolean,
  ports: FetchPorts,
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (wanted.length > bounds.documents) throw new NotFetched(page.href, 'too-many-documents');
  const gate = new Gate(() => bounds.atOnce);
  let left: number = bounds.documentsBytes;
  const fetched = await Promise.all(
    wanted.map((url) =>
      gate.run(async () => {
        // What a page links to is the provider's word, not the user's: elsewhere it may not lead into this network.
        const origin = URL.parse(url)?.origin === page.origin ? ('user' as const) : ('certificate' as const);
        const answer = await get({ url, limit: bounds.documentBytes, headers: {}, allowHttp, origin }, ports);
        left -= answer.body.length;
        if (left < 0) throw new NotFetched(url, 'body-too-large');
        return [url, answer.body] as const;
      }),
    ),
  );
  return new Map(fetched);
}

interface Wanted extends Pick<HttpRequest, 'url' | 'limit' | 'headers'> {
  readonly allowHttp: boolean;
  readonly origin?: HttpRequest['origin'];
}

/** One exchange with status 200, or the one given. Throws NotFetched. */
async function get(
  { allowHttp, origin = 'user', ...wanted }: Wanted,
  { http, clock }: { http: Http } & FetchPorts,
  also = 200,
): Promise<HttpAnswer> {
  const { exchange: timeout, answer: answerTimeout } = bounds;
  // Whoever sits on the way could say that nothing is revoked.
  const refuse = (url: string) => {
    if (!allowHttp && !/^https:/i.test(url)) throw new NotFetched(url, 'not-https');
  };
  refuse(wanted.url);
  try {
    const answer = await http.exchange({ ...wanted, method: 'GET', origin, timeout, answerTimeout });
    refuse(answer.url);
    if (answer.status === 200 && !isDelimited(answer)) throw new NotFetched(wanted.url, 'body-without-end');
    if (answer.status === 200 || answer.status === also) return answer;
    throw new NotFetched(wanted.url, reasonText(statusFailure(answer, clock.now())));
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    throw new NotFetched(wanted.url, reasonText(failureOf(error)));
  }
}

/**
 * True where an answer says where it ends (RFC 9112 §6.3, §8): one that ends with its connection may be cut off, and a list of serial
 * numbers that is cut off is a list all the same, of fewer. What is compressed has an end of its own.
 */
function isDelimited({ headers }: HttpAnswer): boolean {
  const coding = headers['content-encoding'] ?? 'identity';
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined || coding !== 'identity';
}

function failed(
  at: number,
  origin: string,
  code: TstFailure['code'],
  facts: TstFailure['facts'],
  came: Uint8Array | null = null,
): Fetched {
  const isKept = came !== null && came.length > 0 && came.length <= bounds.keptUnreadable;
  return {
    record: { kind: 'failure', at, origin, code, facts, bytes: isKept ? nameOf(came) : null },
    objects: isKept ? [came] : [],
  };
}

/** How bytes are named where they are kept. */
export function nameOf(bytes: Uint8Array): ObjectName {
  return { sha256: hash('sha256', bytes, 'hex'), size: bytes.length };
}
