import { hash } from 'node:crypto';
import type { AuditPeriod } from '../app/audit/period.ts';
import type { Calendar } from '../app/calendar.ts';
import type { Bench, JudgingOptions } from '../app/judging.ts';
import type { AuditRun, FailOn } from '../core/verdict/audit.ts';
import { rfc3339 } from '../report/time.ts';
import type { AuditVerbWords } from './audit.ts';
import { plainRoot } from './audit-records.ts';
import { version } from './version.ts';

/** What does not change what is found and judged. */
const withoutBearing: ReadonlySet<string> = new Set([
  ...['json', 'quiet', 'lang', 'color', 'report', 'csvEncoding', 'force', 'github', 'jobs', 'record', 'resume'],
  ...['proxy', 'failOn', 'tz', 'aia', 'cache'],
]);

/** The options that have a bearing, as they were given. */
function givenOptions(words: AuditVerbWords): Record<string, string | readonly string[]> {
  const text = (value: unknown): string => {
    // A flag has no value.
    if (value === true) return '';
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  };
  const given = Object.entries(words)
    .filter(([name, value]) => value !== undefined && value !== false && !withoutBearing.has(name))
    .map(([name, value]): [string, string | readonly string[]] => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      name === 'at' || name === 'asKnownOn'
        ? value === 'gentime'
          ? 'gentime'
          : (rfc3339(Number(value)) ?? String(value))
        : name === 'from' || name === 'to' || name === 'fiscalYearStart'
          ? dayOf(value)
          : Array.isArray(value)
            ? value.map(text)
            : text(value),
    ]);
  const all = [
    ...given,
    ...(words.aia ? [] : [['no-aia', ''] as const]),
    ...(words.cache ? [] : [['no-cache', ''] as const]),
  ];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A day, or the month and day of every year. */
function dayOf(value: unknown): string {
  const { year, month, day } = value as { year?: number; month: number; day: number };
  const parts = [String(month).padStart(2, '0'), String(day).padStart(2, '0')];
  return [...(year === undefined ? [] : [String(year).padStart(4, '0')]), ...parts].join('-');
}

/** Everything by which an audit is the same as one that was broken off. */
export function askedOf(
  paths: readonly string[],
  words: AuditVerbWords,
  judging: JudgingOptions,
  period: AuditPeriod,
): string {
  const { profileFolder } = judging;
  const all = [
    process.cwd(),
    paths.map(plainRoot),
    givenOptions(words),
    profileFolder,
    period.from,
    period.to,
    version(),
  ];
  return hash('sha256', JSON.stringify(all), 'hex');
}

/** What the user decided beyond the options: whom to trust, and the profiles. CRLs and answers are newer with each run. */
export function basisOf({ trust, profiles }: Bench): string {
  const anchors = trust.anchors.map((one) => [one.certificate.sha256, trust.tlsAnchors.has(one)]);
  return hash('sha256', JSON.stringify([anchors, profiles?.profiles ?? []]), 'hex');
}

export function runOf(
  paths: readonly string[],
  words: AuditVerbWords,
  judging: JudgingOptions,
  { first, last }: AuditPeriod,
  { zone }: Calendar,
  started: number,
): AuditRun {
  const run = {
    version: version(),
    started,
    roots: paths,
    from: first,
    to: last,
    zone,
    policy: judging.policy,
    skipped: [...judging.skip],
    renewWithin: words.renewWithin ?? null,
    failOn: failOnOf(words.failOn ?? []),
    options: givenOptions(words),
  };
  return { id: hash('sha256', JSON.stringify(run), 'hex').slice(0, 16), ...run };
}

/** What is invalid always counts, and what is not known unless only the former is named. */
function failOnOf(named: readonly FailOn[]): FailOn[] {
  const isLenient = named.includes('invalid') && !named.includes('indeterminate');
  const others = named.filter((one) => one === 'orphan' || one === 'expiring');
  return [...new Set<FailOn>(['invalid', ...(isLenient ? [] : ['indeterminate' as const]), ...others])];
}
