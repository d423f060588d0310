import type { AuditSummary, VerdictCounts } from '../../core/verdict/audit.ts';
import type { Calendar } from '../calendar.ts';
import type { AuditCounts, PassedOver } from './ports.ts';

/** Names of what was passed over that a summary has; of more only the number. */
export const namedPassedOver = 1_000;

/** Authorities that are counted by name: those of further ones are under null. Anyone can make certificates of any name. */
const mostAuthorities = 1_000;

type Counts = { -readonly [key in keyof VerdictCounts]: number };

/** Counts every line of an audit, by months and years as the calendar's zone has them. */
export function summaryOf(
  rows: Iterable<AuditCounts>,
  passedOver: { readonly named: readonly PassedOver[]; readonly count: number },
  calendar: Calendar,
): AuditSummary {
  const total = {
    ...nothing(),
    lines: 0,
    orphanData: 0,
    orphanTokens: 0,
    outside: 0,
    expired: 0,
    expiring: 0,
    bytes: 0,
  };
  const months = new Map<string | null, Counts>();
  const years = new Map<number, number>();
  const authorities = new Map<string | null, Counts>();
  const codes = new Map<
    string,
    { verdict: 'INVALID' | 'INDETERMINATE'; code: AuditSummary['codes'][number]['code']; count: number }
  >();
  for (const { kind, verdict, code, expiry, genTime, expires, authority, bytes } of rows) {
    total.bytes += bytes;
    if (kind === 'outside') total.outside++;
    else total.lines++;
    if (kind === 'orphan-data') total.orphanData++;
    if (kind === 'orphan-token') total.orphanTokens++;
    if (kind !== 'token' || verdict === null) continue;
    const counted = verdict === 'VALID' ? 'valid' : verdict === 'INVALID' ? 'invalid' : 'indeterminate';
    total[counted]++;
    if (expiry !== null) total[expiry]++;
    countsOf(months, monthOf(genTime, calendar))[counted]++;
    const isKnown = authorities.has(authority) || authorities.size < mostAuthorities;
    countsOf(authorities, isKnown ? authority : null)[counted]++;
    if (verdict === 'VALID' && expires !== null) {
      const year = calendar.dayOf(expires).year;
      years.set(year, (years.get(year) ?? 0) + 1);
    }
    if (verdict === 'VALID' || code === null) continue;
    const known = codes.get(`${verdict} ${code}`);
    if (known === undefined) codes.set(`${verdict} ${code}`, { verdict, code, count: 1 });
    else known.count++;
  }
  return {
    ...total,
    months: [...months].sort(([a], [b]) => order(a, b)).map(([month, counts]) => ({ month, ...counts })),
    expiryYears: [...years].sort(([a], [b]) => a - b).map(([year, count]) => ({ year, count })),
    authorities: [...authorities]
      .map(([authority, counts]) => ({ authority, ...counts }))
      .sort((a, b) => sum(b) - sum(a) || order(a.authority, b.authority)),
    codes: [...codes.values()].sort(
      (a, b) => b.count - a.count || order(a.code, b.code) || order(a.verdict, b.verdict),
    ),
    passedOver: passedOver.named,
    passedOverCount: passedOver.count,
  };
}

function nothing(): Counts {
  return { valid: 0, invalid: 0, indeterminate: 0 };
}

function countsOf<K>(all: Map<K, Counts>, key: K): Counts {
  const known = all.get(key) ?? nothing();
  all.set(key, known);
  return known;
}

/** Null for a genTime that can't be read, or that no calendar of ours holds. */
function monthOf(genTime: number | null, calendar: Calendar): string | null {
  if (genTime === null || Number.isNaN(new Date(genTime).getTime())) return null;
  const { year, month } = calendar.dayOf(genTime);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
}

function sum({ valid, invalid, indeterminate }: VerdictCounts): number {
  return valid + invalid + indeterminate;
}

/** By UTF-16 units, the same everywhere; null last. */
function order(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
