/**
 * A moment as a GeneralizedTime tells it, kept exactly. `ms` are the whole milliseconds since 1970-01-01T00:00:00Z;
 * `micros` likewise in microseconds, rounded down, with `beyond` true where digits finer than a microsecond were dropped.
 */
export interface ExactTime {
  /** RFC 3339 in UTC with every digit of the fraction that was sent, for example `2022-03-01T09:30:00.123456Z`. */
  readonly exact: string;
  /** Whole milliseconds since 1970, rounded down. */
  readonly ms: number;
  /** Whole microseconds since 1970, rounded down. */
  readonly micros: bigint;
  /** True where digits finer than a microsecond were dropped. */
  readonly beyond: boolean;
  /** The fraction as it was sent, without its point; empty where there was none. */
  readonly fraction: string;
  /** True for a second numbered 60, which counts as the first second of the next minute. */
  readonly leapSecond: boolean;
}

const generalized = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,64}))?Z$/;
const utc = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/**
 * GeneralizedTime as RFC 3161 §2.4.2 writes it: seconds and `Z` required, a fraction after a point allowed, no offset.
 * Trailing zeros of the fraction are let through here; the rule on genTime judges them. Null where it is anything else.
 */
export function parseGeneralizedTime(content: Uint8Array): ExactTime | null {
  const match = generalized.exec(ascii(content));
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = ''] = match as unknown as string[];
  return moment(Number(year), month!, day!, hour!, minute!, second!, fraction);
}

/**
 * Time ::= CHOICE { utcTime, generalTime } of a certificate or CRL (RFC 5280 §4.1.2.5) in milliseconds since 1970, or null
 * where it is neither. Two-digit years from 50 are 19xx. A GeneralizedTime before 2050 is read: some CAs write one.
 */
export function parseCertificateTime(content: Uint8Array, isGeneralized: boolean): number | null {
  const match = (isGeneralized ? generalized : utc).exec(ascii(content));
  if (!match) return null;
  const [, digits, month, day, hour, minute, second, fraction = ''] = match as unknown as string[];
  const short = Number(digits);
  const year = isGeneralized ? short : short >= 50 ? 1900 + short : 2000 + short;
  return moment(year, month!, day!, hour!, minute!, second!, fraction)?.ms ?? null;
}

function moment(
  year: number,
  month: string,
  day: string,
  hour: string,
  minute: string,
  second: string,
  fraction: string,
): ExactTime | null {
  const seconds = wholeSeconds(year, Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (seconds === null) return null;
  const exact = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
  return {
    exact: `${exact}${fraction === '' ? '' : `.${fraction}`}Z`,
    ms: seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0')),
    micros: BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0')),
    beyond: /[1-9]/.test(fraction.slice(6)),
    fraction,
    leapSecond: second === '60',
  };
}

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Seconds since 1970 of a moment of the Gregorian calendar, or null for a field out of range. A second 60 is the next minute's first. */
function wholeSeconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null;
  const length = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (day < 1 || day > length) return null;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
  const days = (year - 1970) * 365 + leapDays + daysBefore[month - 1]! + (leap && month > 2 ? 1 : 0) + day - 1;
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

function ascii(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
}
