/**
 * A moment as a GeneralizedTime tells it, kept exactly. `ms` are the whole milliseconds since 1970-01-01T00:00:00Z;
 * `micros` likewise in microseconds, rounded down, with `beyond` true where digits finer than a microsecond were dropped.
 */
export interface ExactTime {
  /** RFC 3339 in UTC with every digit of the fraction that was sent, for example `2022-03-01T09:30:00.123456Z`. */
  readonly exact: string;
  readonly ms: number;
  readonly micros: bigint;
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
  const leapSecond = second === '60';
  const iso = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
  // Date.parse rolls 30 February over and takes hour 24, so every field is checked by writing the moment back.
  const ms = Date.parse(`${leapSecond ? `${iso.slice(0, -2)}59` : iso}Z`);
  if (Number.isNaN(ms)) return null;
  const written = `${iso.slice(0, -2)}${leapSecond ? '59' : second}`;
  if (new Date(ms).toISOString().slice(0, 19) !== written) return null;
  const seconds = ms + (leapSecond ? 1000 : 0);
  return {
    exact: `${iso}${fraction === '' ? '' : `.${fraction}`}Z`,
    ms: seconds + Number(fraction.slice(0, 3).padEnd(3, '0')),
    micros: BigInt(seconds) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0')),
    beyond: /[1-9]/.test(fraction.slice(6)),
    fraction,
    leapSecond,
  };
}

function ascii(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
}
