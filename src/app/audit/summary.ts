import type { AuditSummary, VerdictCounts } from '../../core/verdict/audit.ts';
import type { Calendar } from '../calendar.ts';
import type { AuditCounts, PassedOver } from './ports.ts';

/** Names of what was passed over that a summary has; of more only the number. */
export const namedPassedOver = 1_000;

/** Authorities that are counted by name. */
const mostAuthorities = 1_000;

type Counts = { -readonly [key in keyof VerdictCounts]: number };

/** Counts the lines of an audit, in whatever order they come, by months and years as the calendar's zone has them. */
export class Tally {
  readonly #calendar: Calendar;
  readonly #total = {
    ...nothing(),
    lines: 0,
    orphanData: 0,
    orphanTokens: 0,
    outside: 0,
    expired: 0,
    expiring: 0,
    bytes: 0,
  };
  readonly #months = new Map<string | null, Counts>();
  readonly #years = new Map<number, number>();
  readonly #authorities = new Map<string | null, Counts>();
  readonly #codes = new Map<string, CodeCount>();

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  add({ kind, verdict, code, expiry, genTime, expires, authority, bytes }: AuditCounts): void {
    const total = this.#total;
    total.bytes += bytes;
    if (kind === 'outside') total.outside++;
    else total.lines++;
    if (kind === 'orphan-data') total.orphanData++;
    if (kind === 'orphan-token') total.orphanTokens++;
    if (kind !== 'token' || verdict === null) return;
    const counted = countNames[verdict];
    total[counted]++;
    if (expiry !== null) total[expiry]++;
    countsOf(this.#months, this.#monthOf(genTime))[counted]++;
    countsOf(this.#authorities, authority)[counted]++;
    if (verdict === 'VALID') {
      if (expires === null) return;
      const { year } = this.#calendar.dayOf(expires);
      this.#years.set(year, (this.#years.get(year) ?? 0) + 1);
    } else if (code !== null) {
      const key = `${verdict} ${code}`;
      const known = this.#codes.get(key) ?? { verdict, code, count: 0 };
      known.count++;
      this.#codes.set(key, known);
    }
  }

  /** `passedOver`: those that are named, and how many there are. */
  summary(passedOver: { readonly named: readonly PassedOver[]; readonly count: number }): AuditSummary {
    return {
      ...this.#total,
      months: [...this.#months].sort(([a], [b]) => order(a, b)).map(([month, counts]) => ({ month, ...counts })),
      expiryYears: [...this.#years].sort(([a], [b]) => a - b).map(([year, count]) => ({ year, count })),
      authorities: this.#authoritiesByCount(),
      codes: [...this.#codes.values()].sort(
        (a, b) => b.count - a.count || order(a.code, b.code) || order(a.verdict, b.verdict),
      ),
      passedOver: passedOver.named,
      passedOverCount: passedOver.count,
    };
  }

  /** Anyone can make certificates of any name: those of the least tokens are counted together, as unknown. */
  #authoritiesByCount(): AuditSummary['authorities'] {
    const all = [...this.#authorities].map(([authority, counts]) => ({ authority, ...counts })).sort(byCount);
    const named = all.filter(({ authority }) => authority !== null).slice(0, mostAuthorities);
    const others = all.filter((one) => !named.includes(one));
    if (others.length === 0) return named;
    const sum = others.reduce(
      (a, b) => ({
        authority: null,
        valid: a.valid + b.valid,
        invalid: a.invalid + b.invalid,
        indeterminate: a.indeterminate + b.indeterminate,
      }),
      { authority: null, ...nothing() },
    );
    return [...named, sum].sort(byCount);
  }

  /** Null for a genTime that can't be read, or that no calendar of ours holds. */
  #monthOf(genTime: number | null): string | null {
    if (genTime === null || Number.isNaN(new Date(genTime).getTime())) return null;
    const { year, month } = this.#calendar.dayOf(genTime);
    return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
  }
}

interface CodeCount {
  readonly verdict: 'INVALID' | 'INDETERMINATE';
  readonly code: AuditSummary['codes'][number]['code'];
  count: number;
}

const countNames = { VALID: 'valid', INVALID: 'invalid', INDETERMINATE: 'indeterminate' } as const;

function nothing(): Counts {
  return { valid: 0, invalid: 0, indeterminate: 0 };
}

function countsOf<K>(all: Map<K, Counts>, key: K): Counts {
  const known = all.get(key) ?? nothing();
  all.set(key, known);
  return known;
}

function byCount(a: Authority, b: Authority): number {
  return sum(b) - sum(a) || order(a.authority, b.authority);
}

type Authority = AuditSummary['authorities'][number];

function sum({ valid, invalid, indeterminate }: VerdictCounts): number {
  return valid + invalid + indeterminate;
}

/** By UTF-16 units, the same everywhere; null last. */
function order(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
