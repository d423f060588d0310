import { Calendar, type Period } from './calendar.ts';
import type { Note } from './notes.ts';
import type { Allowance, Ledger, Usage } from './ports.ts';

/** How many requests a contract covers, in a calendar month and a calendar year; null: no bound. */
export interface Quota {
  readonly perMonth: number | null;
  readonly perYear: number | null;
  /** True: nothing is asked beyond it. */
  readonly enforce: boolean;
}

/** The allowances that a request at `now` (milliseconds since 1970) counts against, in the time zone of its contract. */
export function allowancesOf({ perMonth, perYear, enforce }: Quota, zone: string, now: number): Allowance[] {
  const calendar = new Calendar(zone);
  const allowance = ({ label, from, to }: Period, limit: number): Allowance => ({
    period: label,
    from,
    to,
    limit,
    enforce,
  });
  return [
    ...(perMonth === null ? [] : [allowance(calendar.monthOf(now), perMonth)]),
    ...(perYear === null ? [] : [allowance(calendar.yearOf(now), perYear)]),
  ];
}

/** Told from this share of an allowance on, in hundredths. */
const near = 80;

/** `quota-near` from 80 % on and `quota-used` from 100 % on, for each allowance. What may be charged counts as charged. */
export function quotaNotes(profile: string | null, allowances: readonly Allowance[], usage: readonly Usage[]): Note[] {
  return allowances.flatMap(({ period, limit }, i): Note[] => {
    const { used, unanswered } = usage[i]!;
    const percent = share({ used, unanswered }, limit);
    if (percent < near) return [];
    const facts = { profile: profile ?? '', period, used, unanswered, limit };
    return [{ code: percent < 100 ? 'quota-near' : 'quota-used', facts }];
  });
}

/** A row of the table of use. */
export interface PeriodUsage extends Usage {
  /** `2024-05` or `2024`. */
  readonly period: string;
  readonly limit: number | null;
  /** Whole hundredths of the limit, rounded down. */
  readonly percent: number | null;
}

export interface ProfileUsage {
  readonly profile: string | null;
  readonly zone: string;
  /** From the first request to the last one; months and years in which nothing was asked are among them. */
  readonly months: readonly PeriodUsage[];
  readonly years: readonly PeriodUsage[];
}

/** Use per month and year of a profile, from its first request on; the last 100 years at most. */
export async function usageOf(
  ledger: Ledger,
  { profile, first, last }: { readonly profile: string | null; readonly first: number; readonly last: number },
  { perMonth, perYear }: Omit<Quota, 'enforce'>,
  zone: string,
): Promise<ProfileUsage> {
  const calendar = new Calendar(zone);
  const row = async ({ label, from, to }: Period, limit: number | null): Promise<PeriodUsage> => {
    const usage = await ledger.usage(profile, from, to);
    return { period: label, ...usage, limit, percent: limit === null ? null : share(usage, limit) };
  };
  const months: PeriodUsage[] = [];
  const years: PeriodUsage[] = [];
  const periods = calendar.monthsBetween(first, last, mostMonths);
  for (const period of periods) months.push(await row(period, perMonth));
  for (const period of new Map(periods.map(({ from }) => yearEntry(calendar.yearOf(from)))).values()) {
    years.push(await row(period, perYear));
  }
  return { profile, zone, months, years };
}

/** A clock that was wrong for a day must not make a table of centuries. */
const mostMonths = 1_200;

function yearEntry(period: Period): [string, Period] {
  return [period.label, period];
}

/** Hundredths of a limit, rounded down; of none at all everything is whole. */
function share({ used, unanswered }: Pick<Usage, 'used' | 'unanswered'>, limit: number): number {
  return limit === 0 ? 100 : Math.floor(((used + unanswered) * 100) / limit);
}
