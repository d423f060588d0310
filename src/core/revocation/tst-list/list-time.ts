import { parseGeneralizedTime } from '../../der/time.ts';
import type { ListProblem } from './list-error.ts';

/**
 * A moment as a list writes it, in microseconds since 1970: the first and the last that it can mean. A date is a whole day, a time
 * without a fraction a whole second: who revokes until 10:00:00 means the tokens of that second too.
 */
export interface ListTime {
  readonly first: bigint;
  readonly last: bigint;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,64}))?([Zz]|[+-]\d\d:\d\d)$/;
// 年, 月 and 日 by their numbers: the built program is ASCII, and the builder leaves regular expressions as they are.
const loose =
  /^(\d{4})(?:[-/.]|\u5e74)(\d{1,2})(?:[-/.]|\u6708)(\d{1,2})\u65e5?(?:(?:[Tt]| +)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,64}))?)?)?(?: *(Z|UTC|GMT|JST|[+-]\d\d:?\d\d))?$/i;

const minute = 60_000_000n;

/** RFC 3339 with seconds and an offset, as the JSON format demands. */
export function readRfc3339(text: string): ListTime | ListProblem {
  const match = rfc3339.exec(text);
  return match ? momentOf(match.slice(1), null) : 'time-form';
}

/**
 * Years first: `2025-01-15`, `2025/1/15 9:30`, `2025年1月15日 9:30:00`, `2025-01-15T09:30:00.5+09:00`, with `Z`, `UTC`, `GMT`, `JST` or an
 * offset; where there is none, `zone` is the offset from UTC in minutes, and null makes it an error.
 */
export function readTime(text: string, zone: number | null): ListTime | ListProblem {
  const match = loose.exec(text);
  return match ? momentOf(match.slice(1), zone) : 'time-form';
}

function momentOf(parts: readonly (string | undefined)[], zone: number | null): ListTime | ListProblem {
  const [year, month, day, hour, minutes, seconds, fraction, offset] = parts;
  const away = offset === undefined ? zone : offsetOf(offset);
  if (away === null) return 'time-without-zone';
  if (Number.isNaN(away)) return 'time-form';
  const two = (digits: string | undefined) => (digits ?? '').padStart(2, '0');
  const whole = `${year}${two(month)}${two(day)}${two(hour)}${two(minutes)}${two(seconds)}`;
  const moment = parseGeneralizedTime(Buffer.from(`${whole}${fraction === undefined ? '' : `.${fraction}`}Z`));
  if (moment === null) return 'time-form';
  const first = moment.micros - BigInt(away) * minute;
  const finest = fraction === undefined ? 1_000_000n : 10n ** BigInt(Math.max(0, 6 - fraction.length));
  const span = hour === undefined ? 1_440n * minute : seconds === undefined ? minute : finest;
  return { first, last: first + span - 1n + (moment.beyond ? 1n : 0n) };
}

/** Minutes east of UTC; NaN for more than a day has. */
function offsetOf(text: string): number {
  const match = /([+-])(\d\d):?(\d\d)/.exec(text);
  // Z, UTC and GMT are the other zones that have a name here.
  if (match === null) return text.toUpperCase() === 'JST' ? 540 : 0;
  const [, sign, hours, minutes] = match;
  if (Number(hours) > 23 || Number(minutes) > 59) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Twenty octets `YYYY-MM-DDThh:mm:ssZ` that are surely a moment; false for what needs a calendar to tell. */
export function isPlainTime(text: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === 20 && text[start + 19] === 0x5a && text[start + 10] === 0x54 && isPlainMoment(text, start, 0x2d)
  );
}

/** The same for what {@link readTime} reads: also with slashes, with a blank in place of the `T`, and with the zone stated elsewhere. */
export function isPlainLooseTime(text: Uint8Array, start: number, end: number, zone: number | null): boolean {
  const isZoned = end - start === 20 && text[start + 19] === 0x5a;
  if (!isZoned && (end - start !== 19 || zone === null)) return false;
  if (text[start + 10] !== 0x54 && text[start + 10] !== 0x20) return false;
  return isPlainMoment(text, start, 0x2d) || isPlainMoment(text, start, 0x2f);
}

function isPlainMoment(text: Uint8Array, start: number, separator: number): boolean {
  const month = twoDigits(text, start + 5);
  const day = twoDigits(text, start + 8);
  return (
    text[start + 4] === separator &&
    text[start + 7] === separator &&
    text[start + 13] === 0x3a &&
    text[start + 16] === 0x3a &&
    twoDigits(text, start) >= 0 &&
    twoDigits(text, start + 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    inside(twoDigits(text, start + 11), 23) &&
    inside(twoDigits(text, start + 14), 59) &&
    inside(twoDigits(text, start + 17), 59)
  );
}

function twoDigits(text: Uint8Array, at: number): number {
  const tens = text[at]! - 0x30;
  const ones = text[at + 1]! - 0x30;
  // What stands below the digits makes this negative in the place of the tens by itself.
  return tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function inside(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}
