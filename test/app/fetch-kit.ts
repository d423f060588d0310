import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';
import { Fetcher, type FetchOptions, type FetchPorts } from '../../src/app/fetching.ts';
import type {
  CachePlace,
  EvidenceCache,
  Http,
  HttpAnswer,
  HttpRequest,
  KeptAnswer,
  NewAnswer,
} from '../../src/app/ports.ts';
import { wantsFor } from '../../src/core/revocation/want.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import type { Want } from '../../src/core/verdict/want.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { createHttp, type HttpOptions } from '../../src/io/http.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { labOptions } from '../lab/requests.ts';

/** A cache in memory, which a second run can be given. `refuses`: every write fails. */
export class MemoryCache implements EvidenceCache {
  readonly kept = new Map<string, KeptAnswer[]>();
  refuses = false;
  finds = 0;

  async find(place: CachePlace): Promise<readonly KeptAnswer[]> {
    this.finds++;
    return this.kept.get(placeName(place)) ?? [];
  }

  async keep(place: CachePlace, answer: NewAnswer): Promise<void> {
    if (this.refuses) throw new TstError('output-failed', { path: place.url, reason: 'denied' });
    const sha256 = createHash('sha256').update(answer.bytes).digest('hex');
    this.kept.set(placeName(place), [{ ...answer, sha256 }, ...(this.kept.get(placeName(place)) ?? [])]);
  }

  /** Everything kept of a want, newest first. */
  of(want: Want): readonly KeptAnswer[] {
    const certId = want.kind === 'ocsp' ? want.certId : null;
    return this.kept.get(placeName({ kind: want.kind, url: want.url, certId })) ?? [];
  }
}

const placeName = ({ kind, url, certId }: CachePlace) => `${kind} ${url} ${certId}`;

/** A clock that stands still until it is moved. */
export class TestClock {
  ms: number;

  constructor(ms = Date.UTC(2024, 5, 15, 12)) {
    this.ms = ms;
  }

  now(): number {
    return this.ms;
  }
}

/** What a server in a test does with a request: an answer, or an error that an exchange throws. */
export type Behaviour = (request: HttpRequest) => Promise<Partial<HttpAnswer>> | Partial<HttpAnswer>;

/** The network as a function. */
export class TestHttp implements Http {
  behaviour: Behaviour;
  readonly requests: HttpRequest[] = [];
  /** Exchanges under way, now and at most. */
  open = 0;
  mostOpen = 0;

  constructor(behaviour: Behaviour) {
    this.behaviour = behaviour;
  }

  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    this.requests.push(request);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    try {
      return {
        status: 200,
        headers: {},
        body: new Uint8Array(0),
        url: request.url,
        ...(await this.behaviour(request)),
      };
    } finally {
      this.open--;
    }
  }
}

/** A server that doesn't answer: the time goes by, and the exchange ends as the real one does. */
export function silent(clock: TestClock): Behaviour {
  return ({ timeout = 0, answerTimeout = timeout }) => {
    clock.ms += Math.min(timeout, answerTimeout);
    throw new TstError('timeout', { phase: 'header' });
  };
}

export function refusing(reason = 'connection refused'): Behaviour {
  return () => {
    throw new TstError('unreachable', { reason });
  };
}

/** A random source whose octets count up, so that no two nonces are equal. */
export function countingRandom() {
  let next = 0;
  return { bytes: (count: number) => Uint8Array.from({ length: count }, () => next++ & 0xff) };
}

export interface Scene {
  readonly clock: TestClock;
  readonly http: TestHttp;
  readonly cache: MemoryCache;
  readonly fetcher: Fetcher;
  /** A later run, with what this one left in the cache. */
  readonly later: (options?: FetchOptions) => Fetcher;
}

/** A fetcher on a network that behaves so. */
export function scene(behaviour: (clock: TestClock) => Behaviour, options: FetchOptions = {}): Scene {
  const clock = new TestClock();
  const http = new TestHttp(behaviour(clock));
  const cache = new MemoryCache();
  const ports: FetchPorts = { clock, http, cache, random: countingRandom() };
  const later = (more = options) => new Fetcher(ports, more);
  return { clock, http, cache, fetcher: later(), later };
}

export const crlWant = (url: string, sha256 = 'aa'): Want => ({
  kind: 'crl',
  for: 'CN=TSU',
  sha256,
  url,
  delta: false,
});
export const issuerWant = (url: string): Want => ({ kind: 'issuer', for: 'CN=TSU', url });

/** A real lab with a real network to it. */
export interface LabScene {
  readonly lab: Lab;
  readonly cache: MemoryCache;
  readonly clock: TestClock;
  readonly ports: FetchPorts;
  readonly fetcher: Fetcher;
  readonly later: (options?: FetchOptions) => Fetcher;
  /** What the core wants for the TSU's certificate, at the lab's address for it. `fault`: asked for in the address. */
  readonly want: (kind: 'ocsp' | 'crl', fault?: string) => Extract<Want, { kind: 'ocsp' | 'crl' }>;
}

export async function labScene(
  t: TestContext,
  options: Partial<LabOptions> = {},
  fetch: FetchOptions = {},
  network: HttpOptions = {},
): Promise<LabScene> {
  const lab = await startLab(labOptions({ revocation: true, ...options }));
  t.after(() => lab.close());
  const http = createHttp({ allowPrivate: true, ...network });
  t.after(() => http.close());
  const clock = new TestClock(options.clock?.() ?? labOptions().clock());
  const cache = new MemoryCache();
  const ports: FetchPorts = { http, clock, cache, random: countingRandom() };
  const { tsu, intermediate } = lab.revocation.authority;
  const wants = wantsFor(decodeCertificate(tsu.der), decodeCertificate(intermediate.der), []);
  return {
    lab,
    cache,
    clock,
    ports,
    fetcher: new Fetcher(ports, fetch),
    later: (more = fetch) => new Fetcher(ports, more),
    want: (kind, fault) => {
      const want = wants.find((one) => one.kind === kind) as Extract<Want, { kind: 'ocsp' | 'crl' }>;
      return fault === undefined ? want : { ...want, url: `${want.url}?fault=${fault}` };
    },
  };
}
