import { TstError } from '../core/verdict/errors.ts';

/** Proxies by the scheme of what is asked for, as URLs; empty: none. `no`: hosts that are asked without one. */
export interface Proxies {
  readonly http: string;
  readonly https: string;
  readonly no: string;
}

/** Where proxies are named: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxies to use: `given` for everything where there is one, else those of the environment; hosts of NO_PROXY go without in both
 * cases. Throws a TstError `configuration` that shows nothing of the value, which may hold a password.
 */
export function proxiesOf(given: string | null, environment: Environment): Proxies {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()] || '';
  const no = read('no_proxy');
  if (given !== null) {
    const proxy = proxyUrl(given, 'the proxy is no URL that begins with http or https');
    return { http: proxy, https: proxy, no };
  }
  const named = (name: string) => {
    const value = read(name);
    return value === '' ? '' : proxyUrl(value, 'HTTP_PROXY or HTTPS_PROXY is no URL that begins with http or https');
  };
  return { http: named('http_proxy'), https: named('https_proxy'), no };
}

/** A host without scheme is one for HTTP, as other programs take it. */
function proxyUrl(value: string, reason: string): string {
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || !isDecodable(url.username + url.password)) {
    throw new TstError('configuration', { reason });
  }
  return url.href;
}

/** A stray % in a password is no escape, and would be an error later that quotes it. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
