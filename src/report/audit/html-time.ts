/** A moment on the clocks of the audit's zone. */
export interface ZoneTime {
  /** Minutes that the zone is ahead of UTC. */
  readonly offset: number;
  /** `2024-03-05`. */
  readonly day: string;
  /** `18:30:00`. */
  readonly clock: string;
}

const quarter = 900_000;

/** Offsets of a zone. They change at quarters of an hour at the finest, so each is asked for once. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** @throws RangeError where the name is no IANA time zone. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Minutes ahead of UTC at a moment in milliseconds since 1970; 0 outside what `Date` holds. */
  offset(ms: number): number {
    const key = Math.floor(ms / quarter);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = this.#ask(key * quarter);
      // Half a million distinct quarters are an archive of fourteen years around the clock.
      if (this.#offsets.size < 500_000) this.#offsets.set(key, offset);
    }
    return offset;
  }

  /** Null outside what `Date` holds. */
  at(ms: number): ZoneTime | null {
    const offset = this.offset(ms);
    const local = new Date(ms + offset * 60_000);
    if (Number.isNaN(local.getTime())) return null;
    const [day, clock] = local.toISOString().split('T') as [string, string];
    return { offset, day, clock: clock.slice(0, 8) };
  }

  #ask(ms: number): number {
    if (!(Math.abs(ms) <= 8.64e15)) return 0;
    const parts = Object.fromEntries(this.#format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
    local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
    return Math.round((local.getTime() - ms) / 60_000);
  }
}

/** `+09:00`. */
export function offsetText(minutes: number): string {
  const hours = String(Math.trunc(Math.abs(minutes) / 60)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
}

/** `2024-03-05 18:30:00 +09:00`. */
export function zoneText(zone: Zone, ms: number): string {
  const time = zone.at(ms);
  return time === null ? '?' : `${time.day} ${time.clock} ${offsetText(time.offset)}`;
}
