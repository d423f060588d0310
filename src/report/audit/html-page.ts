import type { Audit, AuditRun } from '../../core/verdict/audit.ts';
import type { Language } from '../catalogue.ts';
import {
  type Both,
  bytesText,
  each,
  filled,
  grouped,
  html,
  type Insert,
  inBoth,
  type Markup,
  nothing,
} from './html-text.ts';
import { zoneText } from './html-time.ts';
import type { HtmlWords, Page } from './html-words.ts';
import { timelessOf } from './run-facts.ts';
import { overallOf, statusOfVerdict } from './status.ts';

/** Title, result in a sentence, the run and the counts: what is read first. */
export function opening(audit: Audit, sha256: string, page: Page): Markup {
  const { run, summary } = audit;
  const worst = overallOf(audit.summary, audit.run.failOn);
  const overall = worst === null ? 'nothing' : statusOfVerdict[worst];
  const { valid, invalid, indeterminate, orphanData, orphanTokens } = summary;
  const facts = { count: valid + invalid + indeterminate, invalid, indeterminate };
  const timeless = timelessOf(audit);
  const orphans = { data: orphanData, tokens: orphanTokens };
  const say = (text: (words: HtmlWords) => Insert) => inBoth(each((language) => text(page.words[language])));
  return html`<header>
<div class="languages" role="group" hidden data-to="aria-label" data-en="${page.words.en.language}" data-ja="${page.words.ja.language}" aria-label="${page.words[page.language].language}"><button type="button" value="en" lang="en">English</button><button type="button" value="ja" lang="ja">日本語</button></div>
<h1>${say(({ title }) => title)}</h1>
<p class="overall ${overall}"><strong>${say((words) => words.overall[overall])}</strong> <span>${say((words) => filled(words.overallText[overall], facts))}${
    orphanData + orphanTokens > 0 ? html` ${say((words) => filled(words.orphansText, orphans))}` : nothing
  }</span></p>
${
  timeless === null
    ? nothing
    : html`<p class="note">${say((words) => filled(words.timelessText, timeless))}</p>
`
}${run.skipped.length > 0 ? html`<p class="warning">${inBoth(each((one) => skippedText(run, one, page)))}</p>` : nothing}
</header>
<main>
<section class="summary" aria-labelledby="h-summary"><h2 id="h-summary">${say(({ headings }) => headings.summary)}</h2>
<dl class="tiles">
${tiles(audit).map(
  ([
    name,
    count,
    kind,
  ]) => html`<div class="${count === 0 ? 'zero' : kind}"><dt>${say(({ counts }) => counts[name])}</dt><dd>${grouped(count)}</dd></div>
`,
)}<div class="rest"><dt>${say(({ counts }) => counts.bytes)}</dt><dd>${bytesText(summary.bytes)}<small>${say((words) => filled(words.exactBytes, { bytes: summary.bytes }))}</small></dd></div>
</dl></section>
<section class="run" aria-labelledby="h-run"><h2 id="h-run">${say(({ headings }) => headings.run)}</h2>
<dl class="facts">
${runFacts(run, sha256, page).map(
  ([name, value]) => html`<div><dt>${say((words) => words.run[name])}</dt><dd>${value}</dd></div>
`,
)}</dl></section>
`;
}

function skippedText({ skipped }: AuditRun, language: Language, { words, catalogues }: Page): string {
  const checks = skipped.map((check) => catalogues[language].checks[check]);
  return filled(words[language].skippedText, { checks: checks.join(language === 'ja' ? '、' : ', ') });
}

type Tile = [name: Exclude<keyof HtmlWords['counts'], 'bytes'>, count: number, kind: string];

/** Counts with the class that marks what needs a look. */
function tiles({ run, summary }: Audit): Tile[] {
  return [
    ['lines', summary.lines, 'rest'],
    ['valid', summary.valid, 'valid'],
    ['invalid', summary.invalid, 'invalid'],
    ['indeterminate', summary.indeterminate, 'indeterminate'],
    ['orphanData', summary.orphanData, 'orphan'],
    ['orphanTokens', summary.orphanTokens, 'orphan'],
    ['outside', summary.outside, 'rest'],
    ['expired', summary.expired, 'rest'],
    // Nothing is counted where nobody asked how soon.
    ...(run.renewWithin === null ? [] : [['expiring', summary.expiring, 'rest'] as Tile]),
  ];
}

function runFacts(run: AuditRun, sha256: string, page: Page): [keyof HtmlWords['run'], Insert][] {
  const { words, catalogues } = page;
  const say = (text: (words: HtmlWords) => Insert) => inBoth(each((language) => text(words[language])));
  const none = say(({ runValues }) => runValues.none);
  const skipped: Both<string> = each((one) => run.skipped.map((check) => catalogues[one].checks[check]).join(', '));
  return [
    ['roots', list(run.roots)],
    ['period', say((one) => periodText(run, one))],
    ['zone', html`<code>${run.zone}</code>`],
    ['started', zoneText(page.zone, run.started)],
    ['policy', html`<code>${run.policy}</code>`],
    ['skipped', run.skipped.length === 0 ? none : inBoth(skipped)],
    [
      'failOn',
      run.failOn.length === 0 ? none : say(({ failOns }) => run.failOn.map((one) => failOns[one]).join(' / ')),
    ],
    ...(run.renewWithin === null
      ? []
      : [
          ['renewWithin', say(({ runValues }) => filled(runValues.days, { days: run.renewWithin! }))] as [
            keyof HtmlWords['run'],
            Insert,
          ],
        ]),
    ['options', options(run) ?? none],
    ['version', `tst ${run.version}`],
    ['id', html`<code>${run.id}</code>`],
    ['sha256', html`<code class="hash">${sha256}</code>`],
  ];
}

function periodText({ from, to }: AuditRun, { runValues }: HtmlWords): string {
  if (from !== null) return filled(to === null ? runValues.since : runValues.between, { from, to: to ?? '' });
  return to === null ? runValues.all : filled(runValues.until, { to });
}

function list(values: readonly string[]): Markup {
  return html`<ul>${values.map((value) => html`<li><code>${value}</code></li>`)}</ul>`;
}

/** As they would be typed. */
function options({ options: given }: AuditRun): Markup | null {
  const typed = Object.entries(given).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: string) => (one === '' ? `--${name}` : `--${name} ${one}`)),
  );
  return typed.length === 0 ? null : list(typed);
}
