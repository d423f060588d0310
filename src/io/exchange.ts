import type { Dispatcher } from 'undici';
import { type HttpAnswer, type HttpRequest, UnfinishedAnswer } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import { hostKind } from './address.ts';
import type { Agents } from './agents.ts';
import { Received, readBody } from './body.ts';
import { networkError } from './http-errors.ts';
import { parseUrl, shownUrl } from './url.ts';

/**
 * Header fields that go wherever a redirect leads. All others may be the user's secret, under whatever name a provider gives it:
 * they go to the origin that the user named, and nowhere else (RFC 9110 §15.4).
 */
const openFields = new Set(['accept', 'content-type', 'if-modified-since', 'if-none-match']);

/** One exchange with its redirects; see the port. `timeout` in milliseconds is for all of it. */
export async function exchange(
  request: HttpRequest,
  agents: Agents,
  allowPrivate: boolean,
  timeout: number,
): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeout);
  const first = parseUrl(request.url);
  let url = first;
  // The user may name a private host; from then on only a private host may lead to another one.
  let open = allowPrivate || request.origin === 'user';
  for (let hop = 0; ; hop++) {
    judgeHost(url, open);
    const atHome = request.origin === 'user' && url.origin === first.origin;
    const scheme = url.protocol === 'https:' ? 'https' : 'http';
    const response = await send(url, request, atHome, await agents.get({ open, identified: atHome, scheme }), signal);
    const headers = flatten(response.headers);
    const next = redirectOf(response.statusCode, request.method, headers.location);
    if (next === null) {
      const body = await bodyOf(response, headers, request.limit, url);
      return { status: response.statusCode, headers, body, url: url.href };
    }
    drop(response);
    if (hop >= limits.redirects) throw refusedRedirect(url, 'too many');
    const target = targetOf(next, url);
    if (url.protocol === 'https:' && target.protocol === 'http:') throw refusedRedirect(url, 'from https to http');
    open = allowPrivate || (open && isPrivate(url, agents));
    url = target;
  }
}

async function send(url: URL, request: HttpRequest, atHome: boolean, dispatcher: Dispatcher, signal: AbortSignal) {
  const { request: dispatch } = await import('undici');
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const secret = Object.entries(request.secretHeaders ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value.reveal()] as const,
  );
  const kept = atHome ? [...given, ...secret] : given.filter(([name]) => openFields.has(name));
  try {
    return await dispatch(url, {
      dispatcher,
      signal,
      method: request.method,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'tst', ...Object.fromEntries(kept) },
      ...(request.body ? { body: request.body } : {}),
      ...(request.answerTimeout === undefined ? {} : { headersTimeout: request.answerTimeout }),
    });
  } catch (error) {
    throw networkError(error, shownUrl(url), 'header');
  }
}

async function bodyOf(
  response: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  limit: number,
  url: URL,
): Promise<Uint8Array> {
  const received = new Received();
  try {
    return await readBody(response.body, headers, limit, received);
  } catch (error) {
    drop(response);
    const known = networkError(error, shownUrl(url), 'body');
    const bytes = received.bytes();
    throw bytes.length > 0 ? new UnfinishedAnswer(known, bytes) : known;
  }
}

/** Gives up on a body that nobody will read; the error that this makes it emit says only that. */
function drop(response: Dispatcher.ResponseData): void {
  response.body.on('error', () => {});
  response.body.destroy();
}

/**
 * Location of a redirect that is followed (RFC 9110 §15.4), or null. A request with a body is sent again as it is; where
 * the server asks for a GET instead (303), its answer can't be what was asked for, so that it is left as the answer.
 */
function redirectOf(status: number, method: string, location: string | undefined): string | null {
  const followed = [301, 302, 307, 308].includes(status) || (status === 303 && method === 'GET');
  return followed && location !== undefined ? location : null;
}

/** Where a redirect leads. The other side chose it, so that what is wrong with it is no fault of the command line. */
function targetOf(location: string, from: URL): URL {
  try {
    return parseUrl(location, from);
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    throw refusedRedirect(from, String(error.facts.reason));
  }
}

function judgeHost(url: URL, open: boolean): void {
  const kind = open ? 'public' : hostKind(url.hostname);
  if (kind !== 'public') throw new TstError('address-refused', { url: shownUrl(url), address: kind });
}

function isPrivate(url: URL, agents: Agents): boolean {
  return hostKind(url.hostname) !== 'public' || agents.ledToPrivate(url.hostname);
}

function refusedRedirect(from: URL, reason: string): TstError {
  return new TstError('redirect-refused', { url: shownUrl(from), reason });
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
