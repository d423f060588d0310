import { limits } from '../core/der/limits.ts';
import type { CrlSource, OcspSource } from '../core/revocation/source.ts';
import { TstError } from '../core/verdict/errors.ts';
import { type Want, wantKey } from '../core/verdict/want.ts';
import { Decoding } from './decoding.ts';
import { type AttemptOptions, attempt, noCertificate } from './fetch-attempt.ts';
import { type FetchFailure, isFailure, reasonText } from './fetch-failure.ts';
import { type FetchLimits, fetchLimits } from './fetch-limits.ts';
import { type Found, nothingFound } from './found.ts';
import { Gate } from './gate.ts';
import { placeOf, type Recalled, readKept } from './kept-answers.ts';
import type { Note } from './notes.ts';
import type { EvidenceCache, NewAnswer, Ports } from './ports.ts';
import { backOff, Servers } from './servers.ts';

/** What fetching needs of the world. */
export type FetchPorts = Pick<Ports, 'http' | 'clock' | 'random'> & { readonly cache: EvidenceCache };

export interface FetchOptions {
  /** By POST each question has a nonce, and GET is the second try; by GET none has, so that proxies can answer. Default `post`. */
  readonly ocspMethod?: 'post' | 'get';
  /** In place of those of `fetch-limits.ts`. */
  readonly limits?: Partial<FetchLimits>;
}

/**
 * Finds what judging lacks, for one run over any number of files: in the cache of earlier runs, or at its place. What fails is
 * found, too; thrown are only bugs. Nothing that is found is trusted: the core judges it.
 */
export class Fetcher {
  readonly #ports: FetchPorts;
  readonly #limits: FetchLimits;
  readonly #options: AttemptOptions;
  readonly #decoding = new Decoding();
  readonly #servers: Servers;
  readonly #lists: Gate;
  readonly #recalled = new Map<string, Promise<Recalled>>();
  readonly #fetched = new Map<string, Memory>();
  /** How often a want failed. */
  readonly #tries = new Map<string, number>();
  /** What was fetched in this run, by its want and SHA-256. */
  readonly #crls = new Map<string, CrlSource>();
  readonly #ocsp = new Map<string, OcspSource>();
  readonly #failures = new Map<string, Found>();
  #notes: readonly Note[] = [];

  constructor(ports: FetchPorts, options: FetchOptions = {}) {
    const bounds = { ...fetchLimits, ...options.limits };
    this.#ports = ports;
    this.#limits = bounds;
    this.#options = { ports, decoding: this.#decoding, limits: bounds, ocspMethod: options.ocspMethod ?? 'post' };
    this.#servers = new Servers(ports.clock, bounds);
    this.#lists = new Gate(() => bounds.listsAtOnce);
  }

  /** What is to be said once of the run as a whole, and not of a token: that the cache can't be written. */
  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** What the cache holds of a place, of any age, newest first; nothing is fetched. The same objects for the same want. */
  async recall(want: Want): Promise<Found> {
    return (await this.#recall(want)).found;
  }

  /**
   * From its place, once per run, however many tokens want it at the same time; what failed is tried again when its back-off has
   * passed. The same objects for the same want, unless it failed before and something else came of it now.
   */
  fetch(want: Want): Promise<Found> {
    const memory = this.#remembered(want);
    // A failure is told of the certificate for which it was wanted; a list can be wanted for several.
    const about = want.kind === 'issuer' ? '' : want.sha256;
    let found = memory.found.get(about);
    if (found === undefined) {
      found = memory.settled.then((settled) => settled.found ?? this.#failure(want, settled.failure));
      memory.found.set(about, found);
    }
    return found;
  }

  #remembered(want: Want): Memory {
    const key = wantKey(want);
    const before = this.#fetched.get(key);
    if (before !== undefined && this.#ports.clock.now() < before.until) return before;
    const settled = this.#ask(want);
    const memory: Memory = { settled, found: new Map(), until: Number.POSITIVE_INFINITY };
    this.#fetched.set(key, memory);
    const settle = ({ until }: Settled) => {
      memory.until = until;
    };
    // A bug is thrown to whoever wanted it.
    settled.then(settle, () => {});
    return memory;
  }

  async #ask(want: Want): Promise<Settled> {
    // The cache is read before there is a place at the server, which would be held for nothing.
    const kept = want.kind === 'crl' ? (await this.#recall(want)).kept : null;
    const gate = want.kind === 'crl' ? this.#lists : null;
    const made = await this.#servers.ask(want.url, () => attempt(want, kept, this.#options), gate);
    // What wasn't even tried may be, as soon as its server may.
    if (isFailure(made)) return { found: null, failure: made, until: Number.NEGATIVE_INFINITY };
    const { found, failure, keep } = made;
    if (failure !== null) {
      const tries = (this.#tries.get(wantKey(want)) ?? 0) + 1;
      this.#tries.set(wantKey(want), tries);
      const until = this.#ports.clock.now() + backOff(tries, failure.retryAfter, this.#limits);
      return found === null ? { found, failure, until } : { found, until };
    }
    for (const source of found.crls) this.#crls.set(sourceName(want, source.crl), source);
    for (const source of found.ocsp) this.#ocsp.set(sourceName(want, source.response), source);
    await this.#keep(want, keep);
    return { found, until: Number.POSITIVE_INFINITY };
  }

  async #keep(want: Want, answer: NewAnswer): Promise<void> {
    try {
      await this.#ports.cache.keep(placeOf(want), answer);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      const { path = '', reason = error.code } = error.facts;
      if (this.#notes.length === 0) this.#notes = [{ code: 'cache-not-written', facts: { path, reason } }];
    }
  }

  /** The same object for the same failure, so that whoever compares sees that nothing is new. */
  #failure(want: Want, failure: FetchFailure): Found {
    const id = `${wantKey(want)} ${want.kind === 'issuer' ? '' : want.sha256} ${failure.code} ${reasonText(failure)}`;
    let found = this.#failures.get(id);
    if (found === undefined) {
      found = want.kind === 'issuer' ? missingIssuer(want.url, failure) : failedSource(want, failure);
      this.#failures.set(id, found);
    }
    return found;
  }

  #recall(want: Want): Promise<Recalled> {
    const key = wantKey(want);
    let recalled = this.#recalled.get(key);
    if (recalled === undefined) {
      recalled = this.#read(want);
      this.#recalled.set(key, recalled);
    }
    return recalled;
  }

  async #read(want: Want): Promise<Recalled> {
    const { found, kept } = await readKept(want, await this.#ports.cache.find(placeOf(want)), this.#decoding);
    // What this run itself has put there is what it fetched, with the nonce that was sent.
    const crls = found.crls.map((source) => this.#crls.get(sourceName(want, source.crl)) ?? source);
    const ocsp = found.ocsp.map((source) => this.#ocsp.get(sourceName(want, source.response)) ?? source);
    return { found: { ...found, crls, ocsp }, kept };
  }
}

/** What came of a want, and until when that stands. */
interface Memory {
  readonly settled: Promise<Settled>;
  /** As it is told, by the certificate for which it was wanted. */
  readonly found: Map<string, Promise<Found>>;
  /** Milliseconds since 1970; infinite while it is under way. */
  until: number;
}

/** `until`: infinite for what succeeded. */
type Settled = { readonly until: number } & (
  | { readonly found: Found }
  | { readonly found: null; readonly failure: FetchFailure }
);

function sourceName(want: Want, { sha256 }: { readonly sha256: string }): string {
  return `${wantKey(want)} ${sha256}`;
}

function failedSource({ kind, url, sha256 }: Exclude<Want, { kind: 'issuer' }>, failure: FetchFailure): Found {
  return { ...nothingFound, failed: [{ kind, url, for: sha256, code: failure.code, reason: reasonText(failure) }] };
}

function missingIssuer(url: string, { reason, detail }: FetchFailure): Found {
  const shown = url.slice(0, limits.shownText);
  const note: Note =
    reason === noCertificate
      ? { code: 'fetched-no-certificate', facts: { url: shown } }
      : { code: 'fetch-failed', facts: { url: shown, reason, ...(detail ? { detail } : {}) } };
  return { ...nothingFound, notes: [note] };
}
