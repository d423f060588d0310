import { rfc3339 } from '../time.ts';

const day = 86_400_000;

/**
 * Writes moments (milliseconds since 1970) as `2024-04-01 09:00:00` in one time zone, rounded down to the second: the form that
 * spreadsheets take for a time. The zone stands in the column's head. Null for what is no date. Throws a RangeError for an unknown zone.
 */
export function zonedClock(zone: string): (ms: number) => string | null {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const exact = (ms: number): number => {
    const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')!.value;
    const [, sign, hours, minutes, seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
    const size = hours === undefined ? 0 : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  };
  // Asking for an offset takes microseconds. A day that begins and ends with the same one has it throughout.
  const days = new Map<number, number | null>();
  const offsetAt = (ms: number): number => {
    const number = Math.floor(ms / day);
    let known = days.get(number);
    if (known === undefined) {
      const [first, last] = [exact(number * day), exact((number + 1) * day - 1)];
      known = first === last ? first : null;
      if (days.size > 20_000) days.clear();
      days.set(number, known);
    }
    return known ?? exact(ms);
  };
  return (ms) => {
    if (rfc3339(ms - day) === null || rfc3339(ms + day) === null) return null;
    const local = new Date(ms + offsetAt(ms)).toISOString();
    return local.replace('T', ' ').replace(/\.\d+Z$/, '');
  };
}
