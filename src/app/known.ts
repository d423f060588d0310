import type { Candidate } from '../core/cms/candidate.ts';
import type { CrlSource, FailedSource, OcspSource } from '../core/revocation/source.ts';
import { type Found, nothingFound } from './found.ts';
import type { Note } from './notes.ts';

/** What the core judges by, beside the token. */
export interface Lists {
  readonly candidates: readonly Candidate[];
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  readonly failed: readonly FailedSource[];
}

/** How something was found: in the cache of earlier runs, or at its place in this one. */
export type Way = 'recalled' | 'fetched';

/**
 * Everything at hand for the tokens of one signer: what the user gave, and what was found for them so far. Never changed, only
 * replaced: its lists are the same objects for as long as they are the same, by which the session knows what it has judged.
 */
export class Known {
  readonly lists: Lists;
  readonly notes: readonly Note[];
  readonly #given: Lists;
  readonly #found: ReadonlyMap<string, Found>;

  constructor(given: Lists, found: ReadonlyMap<string, Found> = new Map()) {
    this.#given = given;
    this.#found = found;
    this.lists = found.size === 0 ? given : joined(given, [...found.values()]);
    this.notes = [...found.values()].flatMap(({ notes }) => notes);
  }

  /** All there is: with what was asked for then, so that it counts as asked, and what was noted. */
  static closed(lists: Lists, asked: readonly string[], notes: readonly Note[]): Known {
    const found = asked.map((key): [string, Found] => [`fetched ${key}`, nothingFound]);
    return new Known(lists, new Map([...found, ['noted', { ...nothingFound, notes }]]));
  }

  /** What was found for a want, or undefined where nobody asked yet. */
  found(way: Way, key: string): Found | undefined {
    return this.#found.get(`${way} ${key}`);
  }

  /** Keys of the wants that were asked for in this run, in order. */
  get asked(): readonly string[] {
    return [...this.#found.keys()].flatMap((key) => (key.startsWith('fetched ') ? [key.slice('fetched '.length)] : []));
  }

  /** With more; itself where that is what it has. */
  with(way: Way, news: readonly (readonly [key: string, found: Found])[]): Known {
    if (news.every(([key, found]) => this.found(way, key) === found)) return this;
    return new Known(
      this.#given,
      new Map([...this.#found, ...news.map(([key, found]) => [`${way} ${key}`, found] as const)]),
    );
  }

  /**
   * Without those answers of the cache: what it held before a newer answer came, and decides nothing, would make a report depend
   * on this machine's past.
   */
  withoutRecalled(sha256: ReadonlySet<string>): Known {
    if (sha256.size === 0) return this;
    const kept = [...this.#found].map(([key, found]): [string, Found] => {
      if (!key.startsWith('recalled ')) return [key, found];
      const crls = found.crls.filter(({ crl }) => !sha256.has(crl.sha256));
      const ocsp = found.ocsp.filter(({ response }) => !sha256.has(response.sha256));
      return [key, { ...found, crls, ocsp }];
    });
    return new Known(this.#given, new Map(kept));
  }
}

/** In the order of finding; what came twice from one place stands once, as it came last. */
function joined(given: Lists, found: readonly Found[]): Lists {
  return {
    candidates: distinct(
      [given.candidates, ...found.map(({ candidates }) => candidates)],
      (one) => one.certificate.sha256,
    ),
    crls: distinct([given.crls, ...found.map(({ crls }) => crls)], ({ url, crl }) => `${url} ${crl.sha256}`),
    ocsp: distinct([given.ocsp, ...found.map(({ ocsp }) => ocsp)], ({ url, response }) => `${url} ${response.sha256}`),
    failed: distinct([given.failed, ...found.map(({ failed }) => failed)], (one) => JSON.stringify(one)),
  };
}

function distinct<T>(lists: readonly (readonly T[])[], nameOf: (one: T) => string): readonly T[] {
  return [...new Map(lists.flat().map((one) => [nameOf(one), one])).values()];
}
