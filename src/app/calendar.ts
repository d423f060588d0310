/** A day of the Gregorian calendar, in no time zone yet. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** A stretch of time with its name: from `from`, until just before `to`, in milliseconds since 1970. */
export interface Period {
  /** `2024-05` or `2024`. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Days and months as the people of one time zone count them, daylight saving time and all. */
export class Calendar {
  /** Identifier of the IANA time zone database. */
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number | null>();
  readonly #months = new Map<number, number>();

  /** Throws a RangeError for a zone that is not known here. */
  constructor(zone: string) {
    this.zone = zone;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      // Gregorian rules for all years; the calendar named `gregory` has Julian years before 1582.
      calendar: 'iso8601',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
  }

  /** The day that a moment (milliseconds since 1970) falls on. Throws a RangeError outside of what `Date` holds. */
  dayOf(ms: number): Day {
    return dayFields(ms + this.#offsetAt(ms));
  }

  /** A moment to the second, with its distance from UTC: `2024-05-31 21:00:00 +09:00`. Throws like `dayOf`. */
  timeText(ms: number): string {
    const offset = this.#offsetAt(ms);
    const local = new Date(ms + offset);
    const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map((field) => digits(field, 2));
    return `${dayText(dayFields(ms + offset))} ${clock.join(':')} ${offsetText(offset)}`;
  }

  /**
   * The first moment of a day, in milliseconds since 1970. Not always midnight: where the clocks go forward at midnight the day
   * begins at one, and a day that was left out (Samoa, 30 December 2011) begins and ends with the next one. A month and day
   * beyond their range roll over, so that day 32 of May is 1 June.
   */
  startOf({ year, month, day }: Day): number {
    const wanted = utc(year, month, day);
    // No zone is ever further from UTC; the moment that is looked for lies in between.
    let [before, after] = [wanted - farthest, wanted + farthest];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      const found = this.dayOf(middle);
      if (utc(found.year, found.month, found.day) >= wanted) after = middle;
      else before = middle;
    }
    return after;
  }

  /** The calendar month that a moment falls into. */
  monthOf(ms: number): Period {
    const { year, month } = this.dayOf(ms);
    return this.month(year, month);
  }

  /** The calendar year that a moment falls into. */
  yearOf(ms: number): Period {
    const { year } = this.dayOf(ms);
    return { label: digits(year, 4), from: this.#startOfMonth(year, 1), to: this.#startOfMonth(year, 13) };
  }

  /** A calendar month; 13 is January of the next year. */
  month(year: number, month: number): Period {
    const first = new Date(utc(year, month, 1));
    const label = `${digits(first.getUTCFullYear(), 4)}-${digits(first.getUTCMonth() + 1, 2)}`;
    return { label, from: this.#startOfMonth(year, month), to: this.#startOfMonth(year, month + 1) };
  }

  /** Every month from the one of `first` to the one of `last`, at most `limit` and then the latest ones. */
  monthsBetween(first: number, last: number, limit: number): Period[] {
    const [start, end] = [this.dayOf(first), this.dayOf(last)];
    const count = Math.min((end.year - start.year) * 12 + end.month - start.month + 1, limit);
    return Array.from({ length: Math.max(count, 0) }, (_, i) => this.month(end.year, end.month - count + 1 + i));
  }

  /** What the clocks of the zone are ahead of UTC, in milliseconds. */
  #offsetAt(ms: number): number {
    const bucket = Math.floor(ms / dayLength);
    const known = this.#offsets.get(bucket);
    if (known !== undefined) return known ?? this.#measureOffset(ms);
    // Where it is the same at both ends of a day of UTC, it is so all day: no zone sets its clocks twice in one.
    const [start, end] = [bucket, bucket + 1].map((one) => this.#measureOffset(one * dayLength)) as [number, number];
    if (this.#offsets.size >= offsetsKept) this.#offsets.clear();
    this.#offsets.set(bucket, start === end ? start : null);
    return start === end ? start : this.#measureOffset(ms);
  }

  #measureOffset(ms: number): number {
    // Before the year 1, years would be counted backwards. The calendar repeats itself, and had no zones then.
    const shown = ms < utc(cycleYears, 1, 1) ? ms + cycleLength : ms;
    const parts = this.#format.formatToParts(shown);
    const { year, month, day, hour, minute, second } = Object.fromEntries(
      parts.map(({ type, value }) => [type, Number(value)]),
    ) as Record<string, number>;
    const local = utc(year!, month!, day!) + ((hour! * 60 + minute!) * 60 + second!) * 1000;
    return local - Math.floor(shown / 1000) * 1000;
  }

  #startOfMonth(year: number, month: number): number {
    const key = year * 12 + month;
    const known = this.#months.get(key) ?? this.startOf({ year, month, day: 1 });
    this.#months.set(key, known);
    return known;
  }
}

/**
 * The same day a year later; 28 February for a leap day. Claims lapse one year after a token was issued: this is the last day
 * on which one is surely in time.
 */
export function yearLater({ year, month, day }: Day): Day {
  return { year: year + 1, month, day: month === 2 && day === 29 ? 28 : day };
}

/** `2024-05-31`. */
export function dayText({ year, month, day }: Day): string {
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

/** A day as `2024-05-31`, or null for anything else, the 30th of February included. */
export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return dayText(dayFields(utc(year, month, day))) === text ? { year, month, day } : null;
}

/** A day and some hours: Samoa went from one day behind UTC to one ahead of it. */
const farthest = 36 * 3_600_000;

const dayLength = 86_400_000;

/** The Gregorian calendar has the same days of the week and leap years again after this. */
const cycleYears = 400;
const cycleLength = 146_097 * dayLength;

/** Days whose distance from UTC is kept. */
const offsetsKept = 10_000;

/** Midnight in UTC, in milliseconds since 1970; years below 100 are themselves. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function dayFields(ms: number): Day {
  const date = new Date(ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** `+09:00`; with seconds where a zone had them, before there was a standard time. */
function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const text = (seconds % 60 === 0 ? parts.slice(0, 2) : parts).map((part) => digits(part, 2)).join(':');
  return `${offset < 0 ? '-' : '+'}${text}`;
}
