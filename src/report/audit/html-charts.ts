import type { AuditSummary, VerdictCounts } from '../../core/verdict/audit.ts';
import { type Both, each, filled, grouped, html, inBoth, type Markup, nothing, swapped } from './html-text.ts';
import type { Page } from './html-words.ts';

/** A bar: what it is of, and its counts. */
interface Bar extends VerdictCounts {
  /** `2024-03` or `2024`. */
  readonly label: string;
}

/** More months than ten years have are drawn as years; more years than that are drawn without the empty ones between. */
const mostBars = 132;

const width = 1120;
const left = 56;
const right = 8;
const top = 18;

/** Counts by month as stacked bars, with a table that says the same. */
export function timeLine({ months }: AuditSummary, page: Page): Markup {
  const known = months
    .filter(({ month }) => month !== null)
    .map(({ month, ...counts }) => ({ label: month!, ...counts }));
  const untimed = months.find(({ month }) => month === null);
  const byMonth = continuous(known, nextMonth);
  const bars = byMonth ?? continuous(byYear(known), nextYear) ?? byYear(known).slice(-mostBars);
  const caption = each((one) => page.words[one].charts[byMonth === null ? 'timeByYear' : 'time']);
  const count = untimed === undefined ? 0 : total(untimed);
  const note = each((one) => filled(page.words[one].charts.noTimeNote, { count }));
  const keys = [...segments].reverse().map((name) => [name, each((one) => page.words[one].states[name])] as const);
  return html`<figure>
<figcaption>${inBoth(caption)}${legend(keys)}</figcaption>
${bars.length === 0 ? html`<p>${inBoth(each((one) => page.words[one].charts.empty))}</p>` : stacked(bars, caption, page)}
${count === 0 ? nothing : html`<p class="note">${inBoth(note)}</p>`}
${months.length === 0 ? nothing : timeTable(months, caption, page)}
</figure>
`;
}

/** VALID tokens by the year in which their certificate ends. */
export function expiryHorizon({ expiryYears }: AuditSummary, thisYear: number, page: Page): Markup {
  const caption = each((one) => page.words[one].charts.expiry);
  const bars = expiryYears.map(({ year, count }) => bar(String(year), { valid: count }));
  const drawn = continuous(bars, nextYear) ?? bars.slice(-mostBars);
  return html`<figure>
<figcaption>${inBoth(caption)}${bars.some(({ label }) => Number(label) < thisYear) ? legend([['past', each((one) => page.words[one].counts.expired)]]) : nothing}</figcaption>
${drawn.length === 0 ? html`<p>${inBoth(each((one) => page.words[one].charts.empty))}</p>` : single(drawn, thisYear, caption, page)}
${expiryYears.length === 0 ? nothing : expiryTable(expiryYears, caption, page)}
</figure>
`;
}

const total = (counts: VerdictCounts): number => counts.valid + counts.invalid + counts.indeterminate;

function bar(label: string, counts: Partial<VerdictCounts> = {}): Bar {
  return { label, valid: 0, invalid: 0, indeterminate: 0, ...counts };
}

function byYear(months: readonly Bar[]): Bar[] {
  const years = new Map<string, Bar>();
  for (const { label, ...counts } of months) {
    const year = label.slice(0, -3);
    const before = years.get(year) ?? bar(year);
    years.set(year, {
      label: year,
      valid: before.valid + counts.valid,
      invalid: before.invalid + counts.invalid,
      indeterminate: before.indeterminate + counts.indeterminate,
    });
  }
  return [...years.values()];
}

function nextMonth(label: string): string {
  const month = Number(label.slice(-2));
  const year = Number(label.slice(0, -3));
  return month === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${label.slice(0, -2)}${String(month + 1).padStart(2, '0')}`;
}

const nextYear = (label: string): string => String(Number(label) + 1).padStart(4, '0');

/** With the empty ones between the first and the last; null where those are too many to draw. */
function continuous(bars: readonly Bar[], next: (label: string) => string): Bar[] | null {
  const first = bars[0]?.label;
  const last = bars.at(-1)?.label;
  if (first === undefined || last === undefined) return [];
  const known = new Map(bars.map((one) => [one.label, one]));
  const all: Bar[] = [];
  for (let label = first; all.length <= mostBars; label = next(label)) {
    all.push(known.get(label) ?? bar(label));
    if (label === last) return all.length <= mostBars ? all : null;
  }
  return null;
}

/** From the baseline up: what is wrong stands on it, where it is compared best. */
const segments = ['invalid', 'indeterminate', 'valid'] as const;

function stacked(bars: readonly Bar[], caption: Both<string>, page: Page): Markup {
  const height = 190;
  const base = height - 30;
  const scale = niceScale(Math.max(...bars.map(total)));
  const step = (width - left - right) / Math.max(bars.length, 12);
  const gap = step > 6 ? Math.min(2, step / 5) : 0.5;
  const drawn = bars.map((one, i) => {
    const x = round(left + i * step + gap / 2);
    let y = base;
    const parts = segments.map((segment) => {
      if (one[segment] === 0) return nothing;
      // One of ten thousand is still to be seen.
      const h = Math.max(2, ((base - top) * one[segment]) / scale.top);
      y -= h;
      return html`<rect class="${segment}" x="${x}" y="${round(y)}" width="${round(step - gap)}" height="${round(h)}"/>`;
    });
    return total(one) === 0 ? nothing : html`<g>${told(one, page)}${parts}</g>`;
  });
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" ${swapped('aria-label', caption, page)}>
${hatch()}${grid(scale, base)}
${drawn}
<path class="axis" d="M${left} ${base + 0.5}H${width - right}"/>
${labels(bars, step, base)}
</svg>`;
}

function single(bars: readonly Bar[], thisYear: number, caption: Both<string>, page: Page): Markup {
  const height = 190;
  const base = height - 30;
  const most = Math.max(...bars.map(total));
  const step = (width / 2 - 2 * right) / Math.max(bars.length, 8);
  const nowWords = each((one) => page.words[one].charts.now);
  const numbered = step >= 7 * grouped(most).length;
  const drawn = bars.map((one, i) => {
    const x = right + i * step;
    const h = one.valid === 0 ? 0 : Math.max(2, ((base - top - 6) * one.valid) / most);
    const past = Number(one.label) < thisYear;
    return html`<g>${told(one, page)}<rect class="${past ? 'past' : 'valid'}" x="${round(x + step * 0.12)}" y="${round(base - h)}" width="${round(step * 0.76)}" height="${round(h)}"/>
${numbered && one.valid > 0 ? html`<text class="value" x="${round(x + step / 2)}" y="${round(base - h - 5)}">${grouped(one.valid)}</text>` : nothing}${
  step >= 34 || i % Math.ceil(34 / step) === 0
    ? html`<text class="tick" x="${round(x + step / 2)}" y="${base + 15}">${one.label}</text>`
    : nothing
}${
  Number(one.label) === thisYear
    ? html`<text class="tick now" x="${round(x + step / 2)}" y="${base + 27}" ${swapped('text', nowWords, page)}>${nowWords[page.language]}</text>`
    : nothing
}</g>
`;
  });
  return html`<svg viewBox="0 0 ${width / 2} ${height}" role="img" ${swapped('aria-label', caption, page)}>
${drawn}<path class="axis" d="M${right} ${base + 0.5}H${width / 2 - right}"/>
</svg>`;
}

/** Indeterminate is hatched, so that it differs from its neighbours without colour. */
function hatch(): Markup {
  return html`<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="4" height="4"/><rect class="hatch-line" width="2" height="4"/></pattern></defs>`;
}

function legend(keys: readonly (readonly [name: string, text: Both<string>])[]): Markup {
  return html`<span class="legend">${keys.map(
    ([name, text]) =>
      html`<span class="key"><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="${name}" width="12" height="12"/></svg>${inBoth(text)}</span>`,
  )}</span>`;
}

function grid(scale: { readonly top: number; readonly step: number }, base: number): Markup {
  const lines: Markup[] = [];
  for (let value = 0; value <= scale.top; value += scale.step) {
    const y = round(base - ((base - top) * value) / scale.top);
    const line = value === 0 ? nothing : html`<path class="grid" d="M${left} ${y}H${width - right}"/>`;
    lines.push(html`${line}<text class="scale" x="${left - 8}" y="${round(y + 4)}">${grouped(value)}</text>`);
  }
  return html`${lines}`;
}

/** Years under their first month, and as many months as there is room for. */
function labels(bars: readonly Bar[], step: number, base: number): Markup {
  const years = bars.every(({ label }) => label.length < 6);
  const every = [1, 3, 6].find((n) => n * step >= 20) ?? 12;
  const made = bars.map(({ label }, i) => {
    const x = left + i * step;
    const middle = round(x + step / 2);
    if (years) {
      return i % Math.ceil(34 / step) === 0
        ? html`<text class="tick" x="${middle}" y="${base + 15}">${label}</text>`
        : nothing;
    }
    const month = Number(label.slice(-2));
    const tick =
      every < 12 && (month - 1) % every === 0
        ? html`<text class="tick" x="${middle}" y="${base + 13}">${month}</text>`
        : nothing;
    const begins = month === 1 || i === 0;
    const roomy = month === 1 || bars.length - i < 2 || 13 - month >= Math.ceil(36 / step);
    return html`${tick}${begins ? html`<path class="axis" d="M${round(x)} ${base}v${every < 12 ? 28 : 16}"/>` : nothing}${
      begins && roomy
        ? html`<text class="tick year" x="${round(x + 4)}" y="${base + (every < 12 ? 27 : 14)}">${label.slice(0, -3)}</text>`
        : nothing
    }`;
  });
  return html`${made}`;
}

/** At most five lines at round numbers. */
function niceScale(most: number): { top: number; step: number } {
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough);
  return { top: Math.ceil(Math.max(most, 1) / step) * step, step };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function told(one: Bar, page: Page): Markup {
  const text = each((language) => {
    const counts = segments.filter((segment) => one[segment] > 0);
    return `${one.label}: ${counts.map((s) => `${page.words[language].states[s]} ${grouped(one[s])}`).join(', ')}`;
  });
  return html`<title ${swapped('text', text, page)}>${text[page.language]}</title>`;
}

function timeTable(months: AuditSummary['months'], caption: Both<string>, page: Page): Markup {
  const name = (month: string | null) => month ?? inBoth(each((one) => page.words[one].charts.noTime));
  return asTable(
    caption,
    page,
    ['month', 'valid', 'invalid', 'indeterminate', 'total'],
    months.map((one) => [name(one.month), one.valid, one.invalid, one.indeterminate, total(one)]),
  );
}

function expiryTable(years: AuditSummary['expiryYears'], caption: Both<string>, page: Page): Markup {
  return asTable(
    caption,
    page,
    ['year', 'expiryCount'],
    years.map(({ year, count }) => [String(year), count]),
  );
}

function asTable(
  caption: Both<string>,
  page: Page,
  columns: readonly ('month' | 'year' | 'total' | 'expiryCount' | keyof VerdictCounts)[],
  rows: readonly (readonly (string | number | Markup)[])[],
): Markup {
  const word = (column: (typeof columns)[number]) =>
    inBoth(
      each((one) =>
        column === 'valid' || column === 'invalid' || column === 'indeterminate'
          ? page.words[one].states[column]
          : page.words[one].charts[column],
      ),
    );
  return html`<details class="alternative"><summary>${inBoth(each((one) => page.words[one].charts.asTable))}</summary>
<table class="counts"><caption class="unseen">${inBoth(caption)}</caption>
<thead><tr>${columns.map((column, i) => html`<th scope="col"${i === 0 ? nothing : html` class="number"`}>${word(column)}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([
    name,
    ...counts
  ]) => html`<tr><th scope="row">${name!}</th>${counts.map((count) => html`<td class="number">${typeof count === 'number' ? grouped(count) : count}</td>`)}</tr>
`,
)}</tbody></table></details>`;
}
