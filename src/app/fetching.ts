import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Certificate } from '../core/x509/certificate.ts';
import { findCertificates } from './certificates.ts';
import type { Note } from './notes.ts';
import type { Http } from './ports.ts';

/** What one URL gave: certificates, or a note on why there are none. */
export interface Fetched {
  readonly url: string;
  readonly certificates: readonly Certificate[];
  readonly note: Note | null;
}

/** Milliseconds for one fetched certificate: these are small files, and a token can name many dead servers. */
const fetchTimeout = 15_000;

/** Certificates by URL, each fetched once, successes and failures alike remembered: for one run over any number of files. */
export class IssuerFetcher {
  readonly #http: Http;
  readonly #fetched = new Map<string, Promise<Fetched>>();

  constructor(http: Http) {
    this.#http = http;
  }

  /** AIA caIssuers (RFC 5280 §4.2.2.1). Throws only for bugs. */
  fetch(url: string): Promise<Fetched> {
    let fetched = this.#fetched.get(url);
    if (!fetched) {
      fetched = this.#fetch(url);
      this.#fetched.set(url, fetched);
    }
    return fetched;
  }

  async #fetch(url: string): Promise<Fetched> {
    const none = (note: Note): Fetched => ({ url, certificates: [], note });
    try {
      const answer = await this.#http.exchange({
        url,
        method: 'GET',
        limit: limits.aiaBytes,
        origin: 'certificate',
        timeout: fetchTimeout,
      });
      if (answer.status !== 200) return none(failure(url, 'http-status', String(answer.status)));
      const { certificates } = await findCertificates(answer.body);
      if (certificates.length === 0) return none({ code: 'fetched-no-certificate', facts: { url } });
      return { url, certificates, note: null };
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      const { reason, address } = error.facts;
      return none(failure(url, error.code, String(reason ?? address ?? '')));
    }
  }
}

function failure(url: string, reason: string, detail: string): Note {
  return {
    code: 'fetch-failed',
    facts: { url: url.slice(0, limits.shownText), reason, ...(detail ? { detail } : {}) },
  };
}
