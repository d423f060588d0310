import { withoutEchoes } from './secret.ts';

/** The media type of a Content-Type field in lower case, without parameters; empty where there is none. */
export function mediaType(header: string | undefined): string {
  return withoutEchoes(header ?? '')
    .split(';', 1)[0]!
    .trim()
    .toLowerCase()
    .slice(0, 100);
}

/** True for a page made for people, by its type or its beginning: what proxies, portals and error pages send in place of an answer. */
export function looksLikeHtml(body: Uint8Array, contentType: string): boolean {
  if (contentType === 'text/html' || contentType === 'application/xhtml+xml') return true;
  return /^(\xef\xbb\xbf)?\s*(<!doctype html|<html|<head|<body)/i.test(
    Buffer.from(body.subarray(0, 512)).toString('latin1'),
  );
}
