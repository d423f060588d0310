import { unarmor } from '../core/der/armor.ts';
import { responseProblem } from '../core/tsp/read-response.ts';
import { readToken, type TokenFile } from '../core/tsp/token.ts';
import { TstError } from '../core/verdict/errors.ts';
import { looksLikeHtml, mediaType } from './media-type.ts';
import type { Note } from './notes.ts';
import type { HttpAnswer } from './ports.ts';
import { withoutEchoes } from './secret.ts';

/** Media type of a TimeStampResp over HTTP (RFC 3161 §3.4). */
export const replyType = 'application/timestamp-reply';

/**
 * What an authority's answer is. `token`: a response that carries a token, to be judged. `refused`: nothing to keep. `garbled`:
 * no response that can be read, though it may hold a token that was paid for, so that its bytes are kept.
 */
export type Answer =
  | { readonly kind: 'token'; readonly token: TokenFile; readonly notes: readonly Note[] }
  | { readonly kind: 'refused'; readonly error: TstError }
  | { readonly kind: 'garbled'; readonly error: TstError };

/** Sorts an HTTP answer of an authority at `url` (RFC 3161 §3.4, §2.4.2). */
export async function readAnswer(answer: HttpAnswer, url: string): Promise<Answer> {
  const { status, headers, body } = answer;
  const contentType = mediaType(headers['content-type']);
  if (status === 401 || status === 403) {
    return failed(body, new TstError('unauthorized', { url, status, ...realm(headers) }));
  }
  // Some authorities send a rejection with status 400 or 500: what says that it is a response is read as one.
  if ((status < 200 || status > 299) && contentType !== replyType) {
    return failed(body, new TstError('http-status', { url, status, ...excerpt(body, contentType) }));
  }
  if (body.length === 0) return refused('not-a-response', { url, reason: 'empty answer', contentType });
  // Over HTTP a response is DER (RFC 3161 §3.4): PEM or Base64 here is a file for people, not an answer.
  if (body[0] !== 0x30) {
    const reason = looksLikeHtml(body, contentType) ? 'an HTML page' : 'no DER';
    return failed(body, new TstError('not-a-response', { url, reason, contentType, ...excerpt(body, contentType) }));
  }
  return readResponse(body, url, contentType);
}

/** id-ct-TSTInfo as it stands in every token (RFC 3161 §2.4.2). */
const tstInfoMark = Buffer.from('060b2a864886f70d0109100104', 'hex');

/**
 * True where a body may hold a token, whole or in part, whatever else it is: behind a wrong status, in Base64 or PEM, after an
 * empty line, cut off. It was paid for, so that it is kept.
 */
export function mayHoldToken(body: Uint8Array): boolean {
  if (body[0] === 0x30 || Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(tstInfoMark)) return true;
  return unarmor(body)?.[0] === 0x30;
}

/** As `mayHoldToken` for an answer that was cut off: kept from where a token's content began, for before that there is no token. */
export function mayHoldPart(received: Uint8Array): boolean {
  const bytes = Buffer.from(received.buffer, received.byteOffset, received.byteLength);
  return bytes.includes(tstInfoMark) || (mayHoldToken(received) && unarmor(received) !== received);
}

/** An answer that failed, and is garbled rather than refused where a token may be in it all the same. */
async function failed(body: Uint8Array, error: TstError): Promise<Answer> {
  if (!mayHoldToken(body)) return { kind: 'refused', error };
  try {
    const { response } = await readToken(body);
    // A rejection that can be read holds nothing.
    if (response !== null && response.token === null) return { kind: 'refused', error };
  } catch (unreadable) {
    if (!(unreadable instanceof TstError)) throw unreadable;
  }
  return { kind: 'garbled', error };
}

async function readResponse(body: Uint8Array, url: string, contentType: string): Promise<Answer> {
  let token: TokenFile;
  try {
    token = await readToken(body);
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    const reason = String(error.facts.reason ?? error.code);
    return { kind: 'garbled', error: new TstError('not-a-response', { url, reason, contentType }, { cause: error }) };
  }
  const problem = responseProblem(token, withoutEchoes);
  if (problem !== null) {
    const about = problem.code === 'rejected' ? { url } : { url, contentType };
    const error = new TstError(problem.code, { ...about, ...problem.facts });
    // A bare token may well be what was paid for.
    return { kind: token.response === null ? 'garbled' : 'refused', error };
  }
  const notes: Note[] =
    contentType === replyType ? [] : [{ code: 'media-type', facts: { found: contentType || 'none' } }];
  return { kind: 'token', token, notes };
}

function refused(code: 'not-a-response', facts: TstError['facts']): Answer {
  return { kind: 'refused', error: new TstError(code, facts) };
}

/** The protection space that wants credentials (RFC 9110 §11.5). */
function realm(headers: Readonly<Record<string, string>>): { realm?: string } {
  const challenge = withoutEchoes(headers['www-authenticate'] ?? '');
  const found = /realm="?([^",]{1,100})/i.exec(challenge)?.[1];
  return found === undefined ? {} : { realm: found };
}

/** Characters of a body that tell what went wrong, without filling the screen. */
const excerptLength = 200;

/** The beginning of a text body, or the title of an HTML page. Not escaped: outputs do that, each in its own way. */
function excerpt(body: Uint8Array, contentType: string): { excerpt?: string } {
  const html = looksLikeHtml(body, contentType);
  if (!html && !/^text\/|json|xml/.test(contentType)) return {};
  // Some servers repeat the header that they refuse: it goes before anything is cut, which could leave half of it.
  const text = withoutEchoes(Buffer.from(body.subarray(0, 16 << 10)).toString('utf8'));
  const said = (html ? (/<title[^>]*>([^<]{1,500})/i.exec(text)?.[1] ?? '') : text).replace(/\s+/g, ' ').trim();
  return said === '' ? {} : { excerpt: said.slice(0, excerptLength) };
}
