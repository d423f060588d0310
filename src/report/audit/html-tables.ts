import type { Audit, AuditRow, AuditSummary } from '../../core/verdict/audit.ts';
import type { Language } from '../catalogue.ts';
import { wordsOf } from '../reasons.ts';
import { stateOf, whyOf } from './html-reason.ts';
import { type Both, each, filled, grouped, html, type Insert, inBoth, type Markup, nothing } from './html-text.ts';
import { offsetText } from './html-time.ts';
import { columnNames, type HtmlWords, type Page } from './html-words.ts';
import { codeText } from './reason.ts';

/** Rows of a table that is named by what others wrote; more are for the other reports. */
const mostNames = 200;

type Say = (text: (words: HtmlWords, language: Language) => Insert) => Markup;

function sayer({ words }: Page): Say {
  return (text) => inBoth(each((language) => text(words[language], language)));
}

/** What is not valid, at most `limit` lines of it, in plain HTML: it is to be read where no script runs. */
export function* failures(audit: Audit, page: Page, limit: number): Iterable<Markup> {
  const say = sayer(page);
  const { valid, invalid, indeterminate, orphanData, orphanTokens } = audit.summary;
  const total = invalid + indeterminate + orphanData + orphanTokens;
  const left = Math.max(0, total - limit);
  yield html`<section class="failures" aria-labelledby="h-failures"><h2 id="h-failures">${say(({ headings }) => headings.failures)} <span class="count">${grouped(total)}</span></h2>
${total === 0 ? html`<p>${say(({ noFailures, runValues }) => (valid === 0 ? runValues.none : noFailures))}</p>` : nothing}${
  left === 0 ? nothing : html`<p class="note">${say((words) => filled(words.failuresLeft, { shown: limit, left }))}</p>`
}
`;
  if (total > 0) yield* failureTable(audit, page, limit, say);
  yield html`</section>
`;
}

function* failureTable(audit: Audit, page: Page, limit: number, say: Say): Iterable<Markup> {
  const headings = ['status', 'file', 'time', 'authority', 'reason'] as const;
  yield html`<table class="failed"><caption class="unseen">${say(({ failuresCaption }) => failuresCaption)}</caption>
<thead><tr><th scope="col" class="number">#</th>${headings.map((name) => html`<th scope="col" class="c-${name}">${say(({ columns }) => columns[name])}${name === 'reason' ? html` / ${say(({ hint }) => hint)}` : nothing}</th>`)}</tr></thead>
<tbody>
`;
  let count = 0;
  for (const row of audit.failures()) {
    if (count >= limit) break;
    count += 1;
    yield failureRow(row, page, say);
  }
  yield html`</tbody></table>
`;
}

function failureRow(row: AuditRow, page: Page, say: Say): Markup {
  const state = stateOf(row);
  const why = whyOf(row, page);
  const name = row.data ?? row.token;
  const token = row.data === null || row.token === null ? nothing : html`<div class="token">${row.token.text}</div>`;
  const reasons =
    why === null
      ? nothing
      : html`<div>${inBoth({ en: why.en.reason, ja: why.ja.reason })}${row.code === null ? nothing : html` <code>${row.code}</code>`}</div>${
          row.object === null ? nothing : html`<div class="object">${row.object}</div>`
        }<div class="hint">${inBoth({ en: why.en.hint, ja: why.ja.hint })}</div>`;
  return html`<tr><td class="number">${row.seq}</td><td class="state ${state}">${say(({ states }) => states[state])}</td><td class="name">${name?.text ?? row.digest?.value ?? '-'}${token}</td><td class="time">${time(row, page)}</td><td>${row.authority}</td><td class="why">${reasons}</td></tr>
`;
}

function time({ stated }: AuditRow, { zone }: Page): Insert {
  const at = stated?.genTimeMs == null ? null : zone.at(stated.genTimeMs);
  return at === null
    ? null
    : html`<span title="${stated!.genTime}">${at.day} ${at.clock}<br>${offsetText(at.offset)}</span>`;
}

/** The expiry horizon beside the counts by authority, then those by reason, and the names that were passed over. */
export function counts({ summary }: Audit, page: Page, horizon: Markup): Markup {
  const say = sayer(page);
  return html`<div class="pair">
<section aria-labelledby="h-expiry"><h2 id="h-expiry">${say(({ headings }) => headings.expiry)}</h2>
${horizon}</section>
<section aria-labelledby="h-authorities"><h2 id="h-authorities">${say(({ headings }) => headings.authorities)}</h2>
${authorities(summary, say)}</section>
</div>
<section aria-labelledby="h-reasons"><h2 id="h-reasons">${say(({ headings }) => headings.reasons)}</h2>
${reasons(summary, page, say)}</section>
${passedOver(summary, page, say)}`;
}

function authorities({ authorities: all }: AuditSummary, say: Say): Markup {
  const verdicts = ['valid', 'invalid', 'indeterminate'] as const;
  return html`<table class="counts"><caption class="unseen">${say((words) => words.authoritiesCaption)}</caption>
<thead><tr><th scope="col">${say(({ columns }) => columns.authority)}</th>${verdicts.map((one) => html`<th scope="col" class="number">${say(({ states }) => states[one])}</th>`)}<th scope="col" class="number">${say(({ charts }) => charts.total)}</th></tr></thead>
<tbody>
${all.slice(0, mostNames).map(
  (
    one,
  ) => html`<tr><th scope="row">${one.authority ?? say(({ unknown }) => unknown)}</th>${verdicts.map((verdict) => html`<td class="number ${one[verdict] === 0 ? 'zero' : verdict}">${grouped(one[verdict])}</td>`)}<td class="number">${grouped(one.valid + one.invalid + one.indeterminate)}</td></tr>
`,
)}</tbody></table>
${rest(all.length - mostNames, say)}`;
}

function reasons({ codes }: AuditSummary, { catalogues }: Page, say: Say): Markup {
  if (codes.length === 0) return html`<p>${say(({ charts }) => charts.empty)}</p>`;
  return html`<table class="counts"><caption class="unseen">${say(({ reasonsCaption }) => reasonsCaption)}</caption>
<thead><tr><th scope="col">${say(({ columns }) => columns.status)}</th><th scope="col">${say(({ columns }) => columns.reason)}</th><th scope="col" class="number">${say(({ count }) => count)}</th></tr></thead>
<tbody>
${codes.map(({ verdict, code, count }) => {
  const state = verdict === 'VALID' ? 'valid' : verdict === 'INVALID' ? 'invalid' : 'indeterminate';
  const text: Both<string> = each((language) => codeText(code, catalogues[language]));
  return html`<tr><td class="state ${state}">${say(({ states }) => states[state])}</td><th scope="row"><code>${code}</code> ${inBoth(text)}</th><td class="number">${grouped(count)}</td></tr>
`;
})}</tbody></table>
`;
}

function passedOver({ passedOver: all, passedOverCount }: AuditSummary, { catalogues }: Page, say: Say): Markup {
  if (passedOverCount === 0) return nothing;
  return html`<section aria-labelledby="h-passed"><h2 id="h-passed">${say(({ headings }) => headings.passedOver)} <span class="count">${grouped(passedOverCount)}</span></h2>
<table class="counts"><caption>${say((words) => filled(words.passedOverCaption, { count: passedOverCount }))}</caption>
<thead><tr><th scope="col">${say(({ name }) => name)}</th><th scope="col">${say(({ columns }) => columns.reason)}</th></tr></thead>
<tbody>
${all.slice(0, mostNames).map(
  ({
    name,
    reason,
  }) => html`<tr><th scope="row" class="name">${name.text}</th><td>${say((_words, language) => wordsOf(reason, catalogues[language].reasons))}</td></tr>
`,
)}</tbody></table>
${rest(passedOverCount - Math.min(all.length, mostNames), say)}</section>
`;
}

function rest(left: number, say: Say): Markup {
  return left <= 0
    ? nothing
    : html`<p class="note">${say((words) => filled(words.rowsLeft, { left }))}</p>
`;
}

/** The frame of the table of all lines; the script fills it. */
export function linesTable(
  note: Both<string> | null,
  page: Page,
  labelled: (name: 'placeholder', text: Both<string>) => Markup,
): Markup {
  const say = sayer(page);
  const label = (name: 'search' | 'state' | 'authority' | 'month') => say(({ table }) => table[name]);
  return html`<section class="lines" aria-labelledby="h-lines"><h2 id="h-lines">${say(({ headings }) => headings.lines)}</h2>
<noscript><p class="note">${say(({ table }) => table.noScript)}</p></noscript>
${note === null ? nothing : html`<p class="note">${inBoth(note)}</p>`}
<form class="filters" hidden>
<label class="wide">${label('search')}<input type="search" id="search" autocomplete="off" spellcheck="false" ${labelled(
    'placeholder',
    each((one) => page.words[one].table.searchHint),
  )}></label>
<label>${label('state')}<select id="state"></select></label>
<label>${label('authority')}<select id="authority"></select></label>
<label>${label('month')}<select id="month"></select></label>
<button type="reset">${say(({ table }) => table.clear)}</button>
<output id="shown" aria-live="polite"></output>
</form>
<p class="note print-only" id="printed"></p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="h-lines" hidden>
<table id="lines"><caption class="unseen">${say(({ table }) => table.caption)} ${say(({ table }) => table.keys)}</caption>
<thead><tr>${columnNames.map((name) => html`<th scope="col" class="c-${name}" aria-sort="none"><button type="button" value="${name}">${say(({ columns }) => columns[name])}</button></th>`)}</tr></thead>
<tbody class="pad" aria-hidden="true"></tbody><tbody id="body"></tbody><tbody class="pad" aria-hidden="true"></tbody></table>
</div>
<p class="note" id="none" hidden>${say(({ table }) => table.none)}</p>
<p class="note screen-only" id="keys" hidden>${say(({ table }) => table.keys)}</p>
</section>
</main>
`;
}
