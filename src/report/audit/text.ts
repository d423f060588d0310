import type { Audit, AuditRow, AuditSummary, FailOn, VerdictCounts } from '../../core/verdict/audit.ts';
import { type Catalogue, fill, shownPath } from '../catalogue.ts';
import { escapeText } from '../escape.ts';
import { wordsOf } from '../reasons.ts';
import { aligned } from '../table.ts';
import type { Paint } from '../text.ts';
import { bothTimes, rfc3339 } from '../time.ts';
import { codeText, reasonOf } from './reason.ts';
import { optionsText, rootsText, timelessOf } from './run-facts.ts';
import { type AuditStatus, concerns, exitOf, overallOf, statusOf, statusOfVerdict } from './status.ts';
import type { AuditWords } from './words.ts';

/** Lines that are not VALID, told one by one. */
const mostFailures = 20;
/** Lines of each table: a terminal is for the sum, the other reports are for looking things up. */
const mostLines = 20;
/** Characters of an authority's name. */
const nameLength = 60;
const textLength = 4096;

/**
 * What a terminal shows of an audit: the result in words and counts, what is not valid (the first twenty), counts, and the run. Every
 * piece is a line with its line end. Times are in the zone of this computer and in UTC, days and months in the zone of the run.
 */
export function* textReport(
  audit: Audit,
  sha256: string,
  catalogue: Catalogue,
  words: AuditWords,
  colours: Paint = null,
): Iterable<string> {
  for (const line of lines(audit, sha256, catalogue, words, colours)) yield `${line}\n`;
}

function* lines(
  audit: Audit,
  sha256: string,
  catalogue: Catalogue,
  words: AuditWords,
  colours: Paint,
): Iterable<string> {
  const { summary } = audit;
  yield overallLine(audit, catalogue, words, colours);
  yield* ignoredLines(audit, words);
  yield* emptyLines(audit, words);
  yield* timelessLines(audit, words);
  yield* failureLines(audit, catalogue, words, colours);
  yield* reasonLines(summary, catalogue, words);
  yield* authorityLines(summary, words);
  yield* monthLines(summary, words);
  yield* expiryLines(audit, words);
  yield* passedOverLines(summary, catalogue, words);
  yield* runLines(audit, sha256, words);
}

/** The result in words and counts, and on the same line what limits it. Nothing in it comes from a file. */
export function overallLine({ run, summary }: Audit, catalogue: Catalogue, words: AuditWords, colours: Paint): string {
  const { valid, invalid, indeterminate } = summary;
  const tokens = valid + invalid + indeterminate;
  const worst = overallOf(summary, run.failOn);
  const verdict = worst === null ? words.nothing : painted(catalogue.verdicts[worst], statusOfVerdict[worst], colours);
  const counts = fill(words.counts, { tokens, valid, invalid, indeterminate }, false);
  const { orphanData, orphanTokens, outside } = summary;
  const beside = fill(words.beside, present({ orphanData, orphanTokens, outside }), false);
  const limits: string[] = [];
  if (run.skipped.length > 0) limits.push(`${catalogue.words.skipped}: ${run.skipped.join(', ')}`);
  if (run.policy !== 'default') limits.push(`${catalogue.words.policy} ${run.policy}`);
  const limited = limits.length === 0 ? '' : `  [${limits.join('; ')}]`;
  return `${verdict}  ${counts}${beside}${limited}`;
}

/** What the exit code leaves out. Orphans and what expires are told only where they were asked for with others left out. */
function ignoredLines({ run, summary }: Audit, words: AuditWords): string[] {
  const left = concerns(summary).filter(([concern, count]) => count > 0 && !run.failOn.includes(concern));
  const judged = left.filter(([concern]) => concern === 'invalid' || concern === 'indeterminate');
  if (judged.length === 0) return [];
  const said = ([concern, count]: readonly [FailOn, number]) => fill(words.concerns[concern], { count }, false);
  const ignored = left.map(said).join(words.separator);
  const facts = { exit: exitOf(summary, run.failOn), ignored, failOn: run.failOn.join(',') };
  return [fill(words.ignored, facts, false)];
}

/** Why nothing was judged: mostly it is another folder, or tokens have other names. */
function emptyLines({ summary }: Audit, words: AuditWords): string[] {
  const { valid, invalid, indeterminate, orphanTokens, outside } = summary;
  if (valid + invalid + indeterminate + orphanTokens > 0) return [];
  return [outside > 0 ? words.allOutside : words.noTokens];
}

function timelessLines(audit: Audit, words: AuditWords): string[] {
  const counts = timelessOf(audit);
  if (counts === null) return [];
  const parts = (['tokens', 'files'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => fill(words.timelessParts[name], { count: counts[name] }, false));
  return [fill(words.timeless, { parts: parts.join(words.separator) }, false)];
}

function* failureLines(audit: Audit, catalogue: Catalogue, words: AuditWords, colours: Paint): Iterable<string> {
  const { invalid, indeterminate, orphanData, orphanTokens } = audit.summary;
  const all = invalid + indeterminate + orphanData + orphanTokens;
  if (all === 0) return;
  yield `${words.failures}:`;
  let told = 0;
  for (const row of audit.failures()) {
    yield* failure(row, catalogue, words, colours);
    if (++told === mostFailures) break;
  }
  if (all > told) yield `  ${fill(words.more, { count: all - told }, false)}`;
}

function failure(row: AuditRow, catalogue: Catalogue, words: AuditWords, colours: Paint): string[] {
  const { message, hint } = reasonOf(row, catalogue, words)!;
  const status = statusOf(row);
  const code = row.code === null ? '' : `[${row.code}] `;
  const object = row.object === null ? [] : [`    ${catalogue.words.object}: ${escapeText(row.object)}`];
  return [
    `  ${painted(words.statuses[status], status, colours)}  ${escapeText((row.data ?? row.token)?.text ?? '', shownPath)}`,
    `    ${code}${message}`,
    ...object,
    `    ${catalogue.words.hint}: ${hint}`,
  ];
}

function reasonLines({ codes }: AuditSummary, catalogue: Catalogue, words: AuditWords): string[] {
  const rows = codes.map(({ verdict, code, count }) => [
    String(count),
    words.statuses[statusOfVerdict[verdict]],
    code,
    codeText(code, catalogue),
  ]);
  return section(words.reasons, rows, words);
}

function authorityLines({ authorities }: AuditSummary, words: AuditWords): string[] {
  const { valid, invalid, indeterminate } = words.statuses;
  const row = ({ authority, ...counts }: AuditSummary['authorities'][number]) => [
    authority === null ? words.unknownAuthority : escapeText(authority, nameLength),
    ...threeOf(counts).map(String),
  ];
  const rows = authorities.map(row);
  return section(words.authorities, rows, words, ['', valid, invalid, indeterminate]);
}

/** A line for each year, its months behind it. */
function monthLines({ months }: AuditSummary, words: AuditWords): string[] {
  const years = Map.groupBy(months, ({ month }) => month?.slice(0, -3) ?? null);
  const rows = [...years].map(([year, those]) => [
    year ?? words.noTime,
    those
      .map(({ month, ...counts }) =>
        [...(month === null ? [] : [month.slice(-2)]), threeOf(counts).join('/')].join(' '),
      )
      .join('  '),
  ]);
  return section(words.months, rows, words);
}

function expiryLines({ run, summary }: Audit, words: AuditWords): string[] {
  const { expired, expiring, expiryYears } = summary;
  const rows = expiryYears.map(({ year, count }) => [String(year), String(count)]);
  const days = run.renewWithin === null ? {} : { expiring, days: run.renewWithin };
  const counts = fill(words.expiryCounts, { expired, ...days }, false);
  return [...section(words.expiryYears, rows, words), ...(expired + expiring > 0 ? [counts] : [])];
}

function passedOverLines(
  { passedOver, passedOverCount }: AuditSummary,
  catalogue: Catalogue,
  words: AuditWords,
): string[] {
  if (passedOverCount === 0) return [];
  const row = ({ name, reason }: AuditSummary['passedOver'][number]) =>
    `  ${escapeText(name.text, shownPath)}: ${escapeText(wordsOf(reason, catalogue.reasons))}`;
  const shown = passedOver.slice(0, mostLines).map(row);
  const rest = passedOverCount - shown.length;
  return [
    `${fill(words.passedOver, { count: passedOverCount }, false)}:`,
    ...shown,
    ...(rest > 0 ? [`  ${fill(words.more, { count: rest }, false)}`] : []),
  ];
}

function runLines({ run, summary }: Audit, sha256: string, words: AuditWords): string[] {
  const started = rfc3339(run.started);
  const options = optionsText(run);
  const facts: [string, string][] = [
    [words.run, run.id],
    [words.version, `tst ${run.version}`],
    [words.started, started === null ? '?' : bothTimes(started, run.started)],
    ...(run.from === null && run.to === null
      ? []
      : [[words.period, `${run.from ?? ''}..${run.to ?? ''} (${run.zone})`] as [string, string]]),
    [words.roots, rootsText(run)],
    ...(options === '' ? [] : [[words.options, options] as [string, string]]),
    [words.bytes, String(summary.bytes)],
    [words.resultSha256, sha256],
  ];
  return aligned(facts.map(([label, fact]) => [label, escapeText(fact, textLength)]));
}

/** A heading with a table below it; nothing where there is nothing to tell. */
function section(
  heading: string,
  rows: readonly (readonly string[])[],
  words: AuditWords,
  head: readonly string[] | null = null,
): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, mostLines);
  const rest = rows.length - shown.length;
  const table = aligned(head === null ? shown : [head, ...shown]);
  const more = rest > 0 ? [fill(words.more, { count: rest }, false)] : [];
  return [`${heading}:`, ...[...table, ...more].map((line) => `  ${line}`)];
}

function threeOf({ valid, invalid, indeterminate }: VerdictCounts): number[] {
  return [valid, invalid, indeterminate];
}

/** Counts of nothing are left out, so that their part of a message is. */
function present(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function painted(text: string, status: AuditStatus, colours: Paint): string {
  if (colours === null) return text;
  if (status === 'valid') return colours.green.bold(text);
  return status === 'invalid' ? colours.red.bold(text) : colours.yellow.bold(text);
}
