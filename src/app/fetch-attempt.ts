import type { Candidate } from '../core/cms/candidate.ts';
import { limits } from '../core/der/limits.ts';
import type { Crl } from '../core/revocation/crl.ts';
import type { OcspResponse } from '../core/revocation/ocsp.ts';
import { makeOcspRequest, nonceBytes, ocspExchange } from '../core/revocation/ocsp-request.ts';
import type { CrlSource, OcspSource } from '../core/revocation/source.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Want } from '../core/verdict/want.ts';
import type { Decoding } from './decoding.ts';
import { type FetchFailure, failureOf, isFailure, statusFailure, unreadable } from './fetch-failure.ts';
import type { FetchLimits } from './fetch-limits.ts';
import { type Found, nothingFound } from './found.ts';
import { mediaType } from './media-type.ts';
import { isStatusWorthGet, isWorthGet } from './ocsp-asking.ts';
import type { Http, HttpAnswer, HttpRequest, KeptAnswer, NewAnswer, Ports } from './ports.ts';

/**
 * What one attempt at a place gave, and what of it is worth keeping for later runs. An answer that says no more than "later" is
 * found, and a failure all the same.
 */
export type Attempt =
  | { readonly failure: null; readonly found: Found; readonly keep: NewAnswer }
  | { readonly failure: FetchFailure; readonly found: Found | null; readonly keep: null };

/** A CRL at hand, which the server may confirm in place of sending it. */
export interface KeptCrl {
  readonly crl: Crl;
  readonly answer: KeptAnswer;
}

export interface AttemptOptions {
  readonly ports: Pick<Ports, 'clock' | 'http' | 'random'>;
  readonly decoding: Decoding;
  readonly limits: FetchLimits;
  readonly ocspMethod: 'post' | 'get';
}

type OcspWant = Extract<Want, { kind: 'ocsp' }>;

/** Reason of a failure where what came is none. */
export const noCertificate = 'no certificate';

/** Asks the place of a want. `kept`: a CRL of it at hand. Throws only for bugs. */
export function attempt(want: Want, kept: KeptCrl | null, options: AttemptOptions): Promise<Attempt> {
  if (want.kind === 'ocsp') return fetchOcsp(want, options);
  return want.kind === 'crl' ? fetchCrl(want, kept, options) : fetchIssuer(want, options);
}

/** AIA caIssuers (RFC 5280 §4.2.2.1): a certificate, or a bundle of them. */
async function fetchIssuer({ url }: Want, options: AttemptOptions): Promise<Attempt> {
  const answer = await exchange({ url, method: 'GET', limit: limits.aiaBytes }, options);
  if (isFailure(answer)) return failed(answer);
  const { certificates } = await options.decoding.certificates(answer.body);
  if (certificates.length === 0) return failed(unreadable(noCertificate));
  const fetchedAt = options.ports.clock.now();
  const candidates: Candidate[] = certificates.map((certificate) => ({
    certificate,
    origin: 'fetched',
    url,
    fetchedAt,
  }));
  const keep = { bytes: answer.body, fetchedAt, thisUpdate: null, nextUpdate: null, etag: null, lastModified: null };
  return { found: { ...nothingFound, candidates }, failure: null, keep };
}

/** A CRL (RFC 5280 §4.2.1.13), or word that `kept` is still the one (RFC 9110 §13.1). */
async function fetchCrl({ url }: Want, kept: KeptCrl | null, options: AttemptOptions): Promise<Attempt> {
  const conditions = kept === null ? {} : conditionsOf(kept.answer, options.limits);
  const request = { url, method: 'GET', limit: limits.crlBytes, headers: conditions } as const;
  const answer = await exchange(request, options, 304);
  if (isFailure(answer)) return failed(answer);
  const fetchedAt = options.ports.clock.now();
  const confirmed = answer.status === 304;
  // Nobody asked whether anything changed.
  if (confirmed && (kept === null || Object.keys(conditions).length === 0)) {
    return failed(statusFailure(answer, fetchedAt));
  }
  const crl = confirmed ? kept!.crl : options.decoding.crl(answer.body, mediaType(answer.headers['content-type']));
  if (isFailure(crl)) return failed(crl);
  const source: CrlSource = { crl, url, origin: 'fetched', fetchedAt };
  const keep: NewAnswer = {
    bytes: crl.bytes,
    fetchedAt,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    etag: answer.headers.etag ?? (confirmed ? kept!.answer.etag : null),
    lastModified: answer.headers['last-modified'] ?? (confirmed ? kept!.answer.lastModified : null),
  };
  return { found: { ...nothingFound, crls: [source] }, failure: null, keep };
}

/**
 * An OCSP answer: by POST with a nonce, and where that meets a refusal that may be about the manner of asking, once more by GET
 * without one; or by GET alone.
 */
async function fetchOcsp(want: OcspWant, options: AttemptOptions): Promise<Attempt> {
  if (options.ocspMethod === 'get') return ocspAttempt(want, await askOcsp('GET', want, options), options);
  const first = await askOcsp('POST', want, options);
  const refused = isFailure(first.answer)
    ? first.status !== null && isStatusWorthGet(first.status)
    : isWorthGet(first.answer);
  if (!refused) return ocspAttempt(want, first, options);
  const second = await askOcsp('GET', want, options);
  // An answer of whatever status says more than that there is none.
  return ocspAttempt(want, isFailure(second.answer) ? first : second, options);
}

interface Reply {
  readonly answer: OcspResponse | FetchFailure;
  /** The HTTP status of one that is no answer; null where none came, or another reason decided. */
  readonly status: number | null;
  readonly nonce: Uint8Array | null;
}

async function askOcsp(method: 'POST' | 'GET', want: OcspWant, options: AttemptOptions): Promise<Reply> {
  const nonce = method === 'POST' ? options.ports.random.bytes(nonceBytes) : null;
  const request = await makeOcspRequest(Buffer.from(want.certId, 'hex'), nonce);
  const answer = await exchange({ ...ocspExchange(method, want.url, request), limit: limits.ocspBytes }, options);
  if (isFailure(answer)) {
    const status = answer.reason === 'http-status' ? Number(answer.detail) : null;
    return { answer, status, nonce };
  }
  return { answer: options.decoding.ocsp(answer.body, mediaType(answer.headers['content-type'])), status: null, nonce };
}

function ocspAttempt({ url }: OcspWant, { answer, nonce }: Reply, { ports }: AttemptOptions): Attempt {
  if (isFailure(answer)) return failed(answer);
  const fetchedAt = ports.clock.now();
  const source: OcspSource = { response: answer, nonce, url, origin: 'fetched', fetchedAt };
  const found: Found = { ...nothingFound, ocsp: [source] };
  // The status is the core's to tell; here it says that it is worth asking again some time, and nothing to keep.
  if (answer.basic === null) return { found, failure: unreadable(answer.status), keep: null };
  const single = answer.basic.responses[0];
  return {
    found,
    failure: null,
    keep: {
      bytes: answer.bytes,
      fetchedAt,
      thisUpdate: single?.thisUpdate ?? null,
      nextUpdate: single?.nextUpdate ?? null,
      etag: null,
      lastModified: null,
    },
  };
}

/** Connections that ended before a word was said. */
const cutOff: ReadonlySet<unknown> = new Set([
  'connection reset',
  'connection closed',
  'connection closed before an answer',
]);

/**
 * One exchange with status 200, or the one given. Where the connection was cut off before an answer it is made once more: a server
 * that keeps a connection for the next request may close it at the very moment when that is sent, and to ask costs nobody anything.
 */
async function exchange(
  request: Omit<HttpRequest, 'origin' | 'timeout' | 'answerTimeout'>,
  { ports, limits: bounds }: AttemptOptions,
  also = 200,
): Promise<HttpAnswer | FetchFailure> {
  const timeout = request.limit === limits.crlBytes ? bounds.list : bounds.exchange;
  const whole: HttpRequest = { ...request, origin: 'certificate', timeout, answerTimeout: bounds.exchange };
  try {
    const answer = await ports.http.exchange(whole).catch((error) => again(error, whole, ports.http));
    const hoped = answer.status === 200 || answer.status === also;
    return hoped ? answer : statusFailure(answer, ports.clock.now());
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return failureOf(error);
  }
}

function again(error: unknown, request: HttpRequest, http: Http): Promise<HttpAnswer> {
  const wasCutOff = error instanceof TstError && error.code === 'unreachable' && cutOff.has(error.facts.reason);
  return wasCutOff ? http.exchange(request) : Promise.reject(error);
}

/** What is known of a kept answer, for the server to say whether it changed. Nobody else's octets than those of a field value. */
export function conditionsOf(
  { etag, lastModified }: Pick<KeptAnswer, 'etag' | 'lastModified'>,
  { validator }: FetchLimits,
): Record<string, string> {
  const fits = (text: string | null) =>
    text !== null && text.length <= validator && /^[\x21-\x7e][\x20-\x7e]*$/.test(text);
  return {
    ...(fits(etag) ? { 'if-none-match': etag! } : {}),
    ...(fits(lastModified) ? { 'if-modified-since': lastModified! } : {}),
  };
}

function failed(failure: FetchFailure): Attempt {
  return { found: null, failure, keep: null };
}
