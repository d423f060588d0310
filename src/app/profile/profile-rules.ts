import type { CsvMeaning } from '../../core/revocation/tst-list/csv-list.ts';
import { Calendar } from '../calendar.ts';
import { beginningOf, endOf } from './moment.ts';
import type { ProfileFile, SchemaIssue } from './profile-schema.ts';
import type { KeyPath } from './text-place.ts';

/** The zone of a profile that names none. */
export const defaultTimeZone = 'UTC';

/** What is wrong with a profile whose keys are each of the right form: what only several of them show. */
export function checkTogether(file: ProfileFile): SchemaIssue[] {
  return [...checkService(file), ...checkAnchors(file), ...checkList(file), ...checkAmounts(file)];
}

function issue(path: KeyPath, problem: SchemaIssue['problem'], facts: SchemaIssue['facts'] = {}): SchemaIssue {
  return { path, problem, facts };
}

/** RFC 7617 §4: what is sent in clear can be read by everyone on the way. */
function checkService({ service, credentials }: ProfileFile): SchemaIssue[] {
  const sent = credentials !== undefined && ['basic', 'bearer', 'header'].includes(credentials.kind);
  const urls = service?.urls ?? [];
  return urls.flatMap((url, i) =>
    sent && isHttp(url) && !isLoopback(url) ? [issue(['service', 'urls', i], 'secret-in-clear', { url })] : [],
  );
}

function checkAnchors({ anchors = [], timeZone = defaultTimeZone }: ProfileFile): SchemaIssue[] {
  const calendar = new Calendar(timeZone);
  const seen = new Set<string>();
  return anchors.flatMap((anchor, i) => {
    const at: KeyPath = ['anchors', i];
    const issues = oneOf(anchor, at, 'file', 'pem');
    if (seen.has(anchor.sha256)) issues.push(issue([...at, 'sha256'], 'same-anchor'));
    seen.add(anchor.sha256);
    for (const [from, until] of [
      ['accreditedFrom', 'accreditedUntil'],
      ['validFrom', 'validUntil'],
    ] as const) {
      issues.push(...checkOrder(anchor, at, from, until, calendar));
    }
    return issues;
  });
}

function checkList({ 'tst-revocation': list }: ProfileFile): SchemaIssue[] {
  if (list === undefined || list.kind === 'none-published') return [];
  const at: KeyPath = ['tst-revocation'];
  const issues = oneOf(list, at, 'url', 'file');
  if (list.url !== undefined && isHttp(list.url) && !list.allowHttp) issues.push(issue([...at, 'url'], 'not-https'));
  for (const key of ['authenticityUrl', 'authenticityFile', 'signers'] as const) {
    if (list[key] !== undefined && list.authenticity === undefined) {
      issues.push(issue([...at, key], 'needs', { other: 'authenticity' }));
    }
  }
  if (list.authenticityUrl !== undefined && list.authenticityFile !== undefined) {
    issues.push(issue([...at, 'authenticityFile'], 'excludes', { other: 'authenticityUrl' }));
  }
  if (list.kind === 'csv' && !selecting.some((meaning) => list.columns[meaning] !== undefined)) {
    issues.push(issue([...at, 'columns'], 'one-of', { choices: selecting.join(', ') }));
  }
  return issues;
}

/** Columns that can select a token by themselves. */
const selecting: readonly CsvMeaning[] = ['serial', 'genTimeFrom', 'tsuSha256', 'tsaName', 'policy', 'imprint'];

function checkAmounts({ rate, quota, contract, timeZone = defaultTimeZone }: ProfileFile): SchemaIssue[] {
  const issues: SchemaIssue[] = [];
  if (rate !== undefined) issues.push(...oneOf(rate, ['rate'], 'perSecond', 'minIntervalMs'));
  if (quota?.enforce !== undefined && quota.perMonth === undefined && quota.perYear === undefined) {
    issues.push(issue(['quota', 'enforce'], 'needs', { other: 'quota.perMonth' }));
  }
  if (contract !== undefined) {
    issues.push(...checkOrder(contract, ['contract'], 'start', 'end', new Calendar(timeZone)));
  }
  return issues;
}

type Keys = Readonly<Record<string, unknown>>;

function oneOf(table: Keys, at: KeyPath, first: string, second: string): SchemaIssue[] {
  const [one, other] = [table[first] !== undefined, table[second] !== undefined];
  if (one && other) return [issue([...at, second], 'excludes', { other: first })];
  return one || other ? [] : [issue(at, 'one-of', { choices: `${first}, ${second}` })];
}

function checkOrder(table: Keys, at: KeyPath, from: string, until: string, calendar: Calendar): SchemaIssue[] {
  const [first, last] = [table[from], table[until]] as (string | undefined)[];
  if (first === undefined || last === undefined) return [];
  return beginningOf(first, calendar) <= endOf(last, calendar) ? [] : [issue([...at, until], 'order', { other: from })];
}

function isHttp(url: string): boolean {
  return URL.parse(url)?.protocol === 'http:';
}

/** Where nothing leaves this computer: a lab, or a tunnel. */
function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(url)?.hostname ?? '');
}
