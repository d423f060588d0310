import { withoutEchoes } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';

/** A URL that may be asked. Throws a TstError `url-refused` for other schemes, and for credentials, which belong elsewhere. */
export function parseUrl(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (error) {
    throw new TstError('url-refused', { url: shownText(text), reason: 'no URL' }, { cause: error });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TstError('url-refused', { url: shownUrl(url), reason: 'neither http nor https' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TstError('url-refused', { url: shownUrl(url), reason: 'credentials in the URL' });
  }
  url.hash = '';
  return url;
}

/** A URL for people: without user, password, query and fragment, any of which may be a secret, and what a redirect repeats of one. */
export function shownUrl(url: URL): string {
  return withoutEchoes(`${url.protocol}//${url.host}${url.pathname}`).slice(0, limits.shownText);
}

/** Text that is no URL could still have a password before its `@`. */
function shownText(text: string): string {
  return withoutEchoes(text)
    .replace(/\/\/.*@/, '//')
    .replace(/[?#].*$/s, '')
    .slice(0, limits.shownText);
}
