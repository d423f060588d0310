import { type Language, languages, shownPath } from '../catalogue.ts';
import { escapeText } from '../escape.ts';

/** Text that is HTML already: made by `html` alone, so that nothing else gets into a page unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Insert = string | number | null | Markup | readonly Insert[];

/** A piece of a page. What is inserted is text and is escaped, for element content and quoted attributes, unless it is a piece itself. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  return new Markup(parts.map((part, i) => (i === 0 ? part : inserted(inserts[i - 1]!) + part)).join(''));
}

/** Nothing. */
export const nothing = new Markup('');

function inserted(value: Insert): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(inserted).join('');
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes, with invisible characters shown. */
function escapeHtml(text: string): string {
  return escapeText(text, shownPath).replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A value as JSON that can stand in a `script` element: no `<` in it, so neither its end nor a comment's begin. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** What each language says. */
export type Both<T> = Readonly<Record<Language, T>>;

/** Both languages of a text, each marked as what it is; the style sheet shows that of the page. */
export function inBoth(text: Both<Insert>): Markup {
  return html`${languages.map((one) => html`<span class="${one}" lang="${one}">${text[one]}</span>`)}`;
}

/**
 * What cannot hold two languages at once, an attribute or the text of a drawing: the page's first language, and both where the script
 * finds them when the language is changed. For the text itself (`to` is `text`) the caller writes the first one.
 */
export function swapped(
  to: 'text' | 'aria-label' | 'placeholder' | 'title',
  text: Both<string>,
  { language }: { readonly language: Language },
): Markup {
  const first = to === 'text' ? nothing : html` ${new Markup(to)}="${text[language]}"`;
  return html`data-to="${to}" data-en="${text.en}" data-ja="${text.ja}"${first}`;
}

/** The same for each language. */
export function each<T>(make: (language: Language) => T): Both<T> {
  return { en: make('en'), ja: make('ja') };
}

/** A count with its thousands set apart: `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Bytes in the unit that leaves one to three digits before the point: `12.3 GB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A sentence of the words with its `{names}` filled in; numbers with their thousands set apart. */
export function filled(sentence: string, facts: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name];
    return fact === undefined ? whole : typeof fact === 'number' ? grouped(fact) : fact;
  });
}
