import { TstError } from '../../core/verdict/errors.ts';
import { type Calendar, type Day, dayText } from '../calendar.ts';

/** genTimes of an audit: from `from` until just before `to`, in milliseconds since 1970; null: open. */
export interface AuditPeriod {
  readonly from: number | null;
  readonly to: number | null;
  /** The same as calendar days, both of them included. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface PeriodOptions {
  readonly from: Day | null;
  readonly to: Day | null;
  /** The year in which it begins. */
  readonly fiscalYear: number | null;
  /** Month and day on which fiscal years begin; in Japan mostly 1 April. */
  readonly fiscalStart: { readonly month: number; readonly day: number };
}

/**
 * The period in calendar days of a zone (施行規則 第2条第6項第2号ロ: any period within a tax period). Throws a TstError `usage` where it ends
 * before it begins.
 */
export function periodOf({ from, to, fiscalYear, fiscalStart }: PeriodOptions, calendar: Calendar): AuditPeriod {
  const first = fiscalYear === null ? from : { year: fiscalYear, ...fiscalStart };
  const last = fiscalYear === null ? to : dayBefore({ year: fiscalYear + 1, ...fiscalStart });
  const start = first === null ? null : calendar.startOf(first);
  const end = last === null ? null : calendar.startOf({ ...last, day: last.day + 1 });
  if (start !== null && end !== null && end <= start) {
    throw new TstError('usage', { problem: 'empty-period', from: dayText(first!), to: dayText(last!) });
  }
  return { from: start, to: end, first: first && dayText(first), last: last && dayText(last) };
}

/** Whether a genTime (milliseconds since 1970) is in a period. One that can't be read may be in any. */
export function isWithin({ from, to }: AuditPeriod, genTime: number | null): boolean {
  return genTime === null || ((from === null || genTime >= from) && (to === null || genTime < to));
}

function dayBefore({ year, month, day }: Day): Day {
  // Years below 100 are themselves.
  const date = new Date(new Date(0).setUTCFullYear(year, month - 1, day - 1));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
