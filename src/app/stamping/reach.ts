import type { ErrorCode, TstError } from '../../core/verdict/errors.ts';
import { mayBeBilled } from '../billing.ts';
import type { Station } from './provider.ts';

/** Errors of a service as a whole. To go on would lock accounts, or wait for every file anew. */
const ofService: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'unauthorized',
  'address-refused',
  'redirect-refused',
  'url-refused',
  'configuration',
]);

/** One answer may get lost on the way; two in a row are no accident any more. */
const lostInARow = 2;

/** What a run learned of addresses: one that is out of reach is not asked again for every further file. */
export class Reach {
  readonly #down = new Set<string>();
  readonly #lost = new Map<string, number>();

  open(station: Station, url: string): boolean {
    return !this.#down.has(keyOf(station, url));
  }

  /** True while there is someone on a route to ask. */
  openAny(route: readonly Station[]): boolean {
    return route.some((station) => station.provider.urls.some((url) => this.open(station, url)));
  }

  answered(station: Station, url: string): void {
    this.#lost.delete(keyOf(station, url));
  }

  /** `wait`: the authority asked for a pause that is not waited for. */
  failed(station: Station, url: string, error: TstError, wait: number | null): void {
    const key = keyOf(station, url);
    if (wait === null && !ofService.has(error.code)) return this.answered(station, url);
    const lost = (this.#lost.get(key) ?? 0) + 1;
    this.#lost.set(key, lost);
    // Without a contract every lost answer was the end of the run, and waiting is all that it costs.
    if (station.provider.profile === null || !mayBeBilled(error) || lost >= lostInARow) this.#down.add(key);
  }

  /** Nothing more is asked of a provider. */
  close(station: Station): void {
    for (const url of station.provider.urls) this.#down.add(keyOf(station, url));
  }
}

function keyOf({ provider }: Station, url: string): string {
  return JSON.stringify([provider.profile, url]);
}
