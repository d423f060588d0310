import { createHash } from 'node:crypto';
import type { Audit, AuditSummary } from '../../core/verdict/audit.ts';
import type { Catalogue, Language } from '../catalogue.ts';
import { expiryHorizon, timeLine } from './html-charts.ts';
import { opening } from './html-page.ts';
import { quotas, RowWriter, rowFields, states } from './html-rows.ts';
import { script } from './html-script.ts';
import { style } from './html-style.ts';
import { counts, failures, linesTable } from './html-tables.ts';
import { type Both, each, filled, html, inBoth, Markup, scriptJson, swapped } from './html-text.ts';
import { Zone } from './html-time.ts';
import { type AuditHtmlWords, columnNames, type Page } from './html-words.ts';

/** How much of an audit one page holds; a browser reads a page of 200,000 lines (some 80 MB) in a few seconds. */
export interface HtmlLimits {
  /** Lines in the table of all lines. */
  readonly lines: number;
  /** Lines that are not valid, in plain HTML. */
  readonly failures: number;
}

const defaultLimits: HtmlLimits = { lines: 200_000, failures: 2_000 };

/**
 * An audit as one HTML file that needs nothing else, in pieces: both languages, `language` first. `sha256` is that of the JSON Lines
 * result, hexadecimal. Nothing in the file depends on when or where it is written.
 *
 * @throws RangeError where the audit's zone is no IANA time zone.
 */
export function* htmlReport(
  audit: Audit,
  sha256: string,
  words: AuditHtmlWords,
  catalogues: Both<Catalogue>,
  language: Language,
  limits: HtmlLimits = defaultLimits,
): Iterable<string> {
  const page: Page = { words, catalogues, language, zone: new Zone(audit.run.zone) };
  const thisYear = Number(page.zone.at(audit.run.started)?.day.slice(0, 4));
  yield head(page).text;
  yield opening(audit, sha256, page).text;
  for (const piece of failures(audit, page, limits.failures)) yield piece.text;
  yield html`<section aria-labelledby="h-time"><h2 id="h-time">${inBoth(each((one) => words[one].headings.time))}</h2>
${timeLine(audit.summary, page)}</section>
`.text;
  yield counts(audit, page, expiryHorizon(audit.summary, thisYear, page)).text;
  yield linesTable(leftNote(audit.summary, audit, page, limits), page, (to, text) => swapped(to, text, page)).text;
  const writer = new RowWriter(audit, page);
  yield* writer.rows(limits.lines);
  yield dataScript('pools', writer.pools());
  yield dataScript('page', {
    fields: rowFields,
    states,
    columns: columnNames,
    started: audit.run.started,
    words: scriptWords(page),
  });
  yield `<script>${script}</script>\n</body>\n</html>\n`;
}

/** Nothing from elsewhere, and of scripts and styles only the two that are written here, known by their hashes. */
function head({ words, language }: Page): Markup {
  const source = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
  const policy = `default-src 'none'; style-src ${source(style)}; script-src ${source(script)}; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title data-to="text" data-en="${words.en.title}" data-ja="${words.ja.title}">${words[language].title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
`;
}

function leftNote({ lines }: AuditSummary, audit: Audit, { words }: Page, limits: HtmlLimits): Both<string> | null {
  if (lines <= limits.lines) return null;
  const { valid, ...others } = quotas(audit, limits.lines);
  const { summary } = audit;
  const bad = summary.invalid + summary.indeterminate + summary.orphanData + summary.orphanTokens;
  const allBad = Object.values(others).reduce((a, b) => a + b, 0) === bad;
  const facts = { embedded: limits.lines, left: lines - limits.lines };
  return each((one) => filled(words[one].table[allBad ? 'left' : 'leftFailures'], facts));
}

function dataScript(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${scriptJson(value)}</script>\n`;
}

/** Words of the page that the script says, too. */
const scriptWordNames = [
  'table',
  'details',
  'columns',
  'states',
  'accredited',
  'expiry',
  'evidenceKinds',
  'unknown',
  'counts',
  'hint',
] as const;

/** What the script itself says, in both languages. */
function scriptWords({ words, catalogues }: Page): Both<unknown> {
  return each((one) => {
    const own = scriptWordNames.map((name) => [name, words[one][name]]);
    const { checks, statuses } = catalogues[one];
    return { ...Object.fromEntries(own), checks, statuses };
  });
}
