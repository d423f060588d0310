/** A moment in the user's time zone and in UTC, with every digit of the fraction. */
export interface ShownTime {
  /** For example `2022-03-01 18:30:00.123456 +09:00`. */
  readonly local: string;
  /** For example `2022-03-01T09:30:00.123456Z`. */
  readonly utc: string;
}

/** `exact` is RFC 3339 in UTC, `ms` the same moment in milliseconds since 1970 (they differ in what `Date` cannot hold). */
export function showTime(exact: string, ms: number): ShownTime {
  const fraction = /\.\d+/.exec(exact)?.[0] ?? '';
  const date = new Date(ms);
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${fraction}`;
  return { local: `${day} ${clock} ${zone}`, utc: exact };
}

/** Both forms on one line; one alone where the user's zone is UTC. */
export function bothTimes(exact: string, ms: number): string {
  const { local, utc } = showTime(exact, ms);
  return local.endsWith('+00:00') ? utc : `${local} (${utc})`;
}

/** Milliseconds since 1970 as RFC 3339 in UTC, without a fraction of zero; null outside what `Date` holds. */
export function rfc3339(ms: number): string | null {
  // Many tokens are judged at one moment and expire at another.
  const known = texts.get(ms);
  if (known !== undefined) return known;
  const date = new Date(ms);
  const text = Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
  if (texts.size >= textsKept) texts.clear();
  texts.set(ms, text);
  return text;
}

const texts = new Map<number, string | null>();
const textsKept = 64;

/** Microseconds as a decimal number of seconds without trailing zeros: `1`, `0.5`, `0.000001`. */
export function seconds(micros: number): string {
  const whole = Math.floor(micros / 1_000_000);
  const fraction = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
