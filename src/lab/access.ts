import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What the lab wants to know who asks, beside a TLS client certificate. */
export type LabAuth =
  /** Basic authentication (RFC 7617). */
  | { readonly user: string; readonly password: string }
  /** RFC 6750 §2.1. */
  | { readonly token: string }
  /** A header field of the lab's own. */
  | { readonly header: string; readonly value: string };

/** Whether a request brings what is wanted. */
export function authorized({ headers }: IncomingMessage, auth: LabAuth): boolean {
  if ('header' in auth) return same(String(headers[auth.header.toLowerCase()] ?? ''), auth.value);
  if ('token' in auth) return same(headers.authorization ?? '', `Bearer ${auth.token}`);
  const pair = Buffer.from(`${auth.user}:${auth.password}`, 'utf8').toString('base64');
  return same(headers.authorization ?? '', `Basic ${pair}`);
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** How often the lab answers. */
export interface LabRate {
  /** Milliseconds between two requests, in the long run. */
  readonly interval: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

/** A bucket of requests, filled by the clock. */
export class RateLimit {
  readonly #rate: LabRate;
  readonly #clock: () => number;
  #due = 0;

  constructor(rate: LabRate, clock: () => number) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Whole seconds after which a request is answered again, or null where this one is. */
  refuse(): number | null {
    const now = this.#clock();
    const { interval, burst } = this.#rate;
    const early = this.#due - now - interval * (burst - 1);
    if (early > 0) return Math.ceil(early / 1000);
    this.#due = Math.max(this.#due, now) + interval;
    return null;
  }
}
