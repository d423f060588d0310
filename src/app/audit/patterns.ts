import { TstError } from '../../core/verdict/errors.ts';
import { octetString } from './names.ts';

/**
 * How tokens are named after their data: `{name}` is the data's whole name, `{stem}` the name without what follows its last dot, and
 * `*` any text. `{name}.tsr` is the token `x.pdf.tsr` of `x.pdf`, `{stem}.tsr` its token `x.tsr`.
 */
export const usualPatterns: readonly string[] = [
  '{name}.tsr',
  '{name}.tst',
  '{stem}.tsr',
  '{stem}.tst',
  // Last: README.ja.tsr is rather that of README.ja.md than another one of README.
  '{name}.*.tsr',
  '{name}.*.tst',
];

export type Placeholder = 'name' | 'stem';

/** What a token's name says of its data's: the whole name, or its stem. */
export interface Naming {
  readonly placeholder: Placeholder;
  /** In octets. */
  readonly value: string;
}

interface Pattern {
  readonly placeholder: Placeholder;
  /** Octets before and after the placeholder; of what follows, the parts around each `*`. In lower case, as far as it is ASCII. */
  readonly before: string;
  readonly after: readonly string[];
  /** The octets around the placeholder in the letters of the pattern. */
  readonly spelled: readonly [before: string, after: string];
}

/** The names of tokens, as strings of octets. */
export class TokenPatterns {
  readonly #patterns: readonly Pattern[];

  /** Throws a TstError `usage` for a pattern without exactly one placeholder, with a slash, or without text after it. */
  constructor(patterns: readonly string[] = usualPatterns) {
    this.#patterns = patterns.map(parsePattern);
  }

  /** What data a file of this name would be the token of, likeliest first; none where it is no token's name. */
  namings(name: string): Naming[] {
    const folded = lower(name);
    return this.#patterns.flatMap(({ placeholder, before, after }) => {
      if (!folded.startsWith(before) || !folded.endsWith(after.at(-1)!)) return [];
      return valuesOf(folded, before.length, after).map((end) => ({
        placeholder,
        value: name.slice(before.length, end),
      }));
    });
  }

  /** Names that the token of a file may have, likeliest first, as far as they are without `*`: as a pattern spells them, and in lower case. */
  namesFor(name: string): string[] {
    const plain = this.#patterns.filter(({ after }) => after.length === 1);
    const names = plain.flatMap(({ placeholder, before, after, spelled }) => {
      const own = placeholder === 'name' ? name : stemOf(name);
      return [`${spelled[0]}${own}${spelled[1]}`, `${before}${own}${after[0]}`];
    });
    return [...new Set(names)];
  }
}

/** A name without what follows its last dot; one that begins with it is whole. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** Where the placeholder's text can end, longest first. */
function valuesOf(name: string, start: number, after: readonly string[]): number[] {
  const [first, ...more] = after as [string, ...string[]];
  const last = name.length - (more.at(-1) ?? first).length;
  if (more.length === 0) return last > start ? [last] : [];
  const ends: number[] = [];
  for (let end = name.lastIndexOf(first, last - first.length); end > start; end = name.lastIndexOf(first, end - 1)) {
    if (fits(name, end + first.length, more)) ends.push(end);
    if (end === 0) break;
  }
  return ends;
}

/** Whether the parts follow each other from `from` on, the last of them at the end. */
function fits(name: string, from: number, parts: readonly string[]): boolean {
  let at = from;
  for (const [i, part] of parts.entries()) {
    const found = i === parts.length - 1 ? name.length - part.length : name.indexOf(part, at);
    if (found < at) return false;
    at = found + part.length;
  }
  return true;
}

function parsePattern(pattern: string): Pattern {
  const octets = octetString(Buffer.from(pattern, 'utf8'));
  const parts = /^([^*{}/\\]*)\{(name|stem)\}([^{}/\\]*)$/i.exec(octets);
  const [, before = '', placeholder, behind = ''] = parts ?? [];
  const after = lower(behind).split('*');
  // Without a text at its end, or right behind the placeholder, every file would be a token.
  if (after[0] === '' || after.at(-1) === '') throw new TstError('usage', { problem: 'bad-pattern', value: pattern });
  return { placeholder: lower(placeholder!) as Placeholder, before: lower(before), after, spelled: [before, behind] };
}

/** Lower case of the ASCII letters alone: of other octets nobody knows the letters. */
function lower(octets: string): string {
  return octets.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
