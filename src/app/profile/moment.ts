import { Calendar, parseDay } from '../calendar.ts';
import type { Span } from './profile.ts';

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|([+-])(\d\d):(\d\d))$/;

/** No profile has dates outside of these years: what lies there is a slip of the pen. */
const years = { first: 1990, last: 2199 } as const;

/** True for a calendar day, or a moment of RFC 3339 with its zone, that exists and lies within 1990 to 2199. */
export function isMoment(text: string): boolean {
  const year = Number(text.slice(0, 4));
  if (!(year >= years.first && year <= years.last)) return false;
  const match = rfc3339.exec(text);
  if (match === null) return parseDay(text) !== null;
  const [, day, hour, minute, second, , , , zoneHour = '0', zoneMinute = '0'] = match as unknown as string[];
  const clock = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return clock && Number(zoneHour) < 24 && Number(zoneMinute) < 60 && parseDay(day!) !== null;
}

/** True for a time zone that is known here. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(text)) return false;
  try {
    new Calendar(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Minutes east of UTC that `+09:00`, `-03:30` or `Z` means; null for anything else. */
export function utcOffsetMinutes(text: string): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d):([0-5]\d)$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return minutes > 14 * 60 ? null : match[1] === '-' ? -minutes : minutes;
}

/** The first moment of what `isMoment` accepts, in milliseconds since 1970: a day begins where its people begin it. */
export function beginningOf(text: string, calendar: Calendar): number {
  const day = parseDay(text);
  return day === null ? instant(text) : calendar.startOf(day);
}

/** Its last moment: of a day the last millisecond before the next one begins. */
export function endOf(text: string, calendar: Calendar): number {
  const day = parseDay(text);
  return day === null ? instant(text) : calendar.startOf({ ...day, day: day.day + 1 }) - 1;
}

/** From the beginning of one to the end of the other; null where neither is given. */
export function spanOf(from: string | undefined, until: string | undefined, calendar: Calendar): Span | null {
  if (from === undefined && until === undefined) return null;
  return {
    from: from === undefined ? null : beginningOf(from, calendar),
    until: until === undefined ? null : endOf(until, calendar),
  };
}

/** True where a moment lies in the span. */
export function within(span: Span, ms: number): boolean {
  return (span.from === null || ms >= span.from) && (span.until === null || ms <= span.until);
}

/** `Date` reads three digits of a fraction and a `T` everywhere. */
function instant(text: string): number {
  return Date.parse(
    text
      .toUpperCase()
      .replace(' ', 'T')
      .replace(/(\.\d{3})\d+/, '$1'),
  );
}
