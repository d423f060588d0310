import type { HashName } from '../core/der/hashes.ts';

/** What the use cases need of the world. `io/` has the real side, tests have their own. */
export interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly http: Http;
}

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export interface Files {
  /** A whole small file, at most `limit` bytes; throws a TstError (`input-missing`, `input-unreadable`, `input-too-large`). `-` is standard input. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** Hashes a file of any size as a stream, all algorithms in one pass. `-` is standard input. */
  hash(path: string, algorithms: readonly HashName[]): Promise<ReadonlyMap<HashName, Uint8Array>>;
  /** Writes atomically; throws a TstError `output-exists` where the file exists and `force` is false. */
  write(path: string, bytes: Uint8Array, options: { readonly force: boolean }): Promise<void>;
  exists(path: string): Promise<boolean>;
}

export interface Http {
  /**
   * One exchange under the guard: http and https only, addresses judged after DNS, body capped while reading.
   * Throws a TstError `unreachable`, `address-refused`, `body-too-large`, `timeout`, `tls` …; any HTTP status is an answer.
   */
  exchange(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Bytes of the body, also after decompression. */
  readonly limit: number;
  /** URLs out of certificates may not reach private or loopback addresses; the user's own may. */
  readonly origin: 'user' | 'certificate';
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The URL after redirects. */
  readonly url: string;
}
