import type { Facts } from '../core/verdict/findings.ts';

/** Words for facts that come as code words or in English: the value as it comes, and sentences with a variable part. */
export interface Reasons {
  readonly exact: Readonly<Record<string, string>>;
  readonly patterns: readonly (readonly [pattern: RegExp, words: string])[];
  /** A code word with more about it, as `tls: certificate has expired`: how the words of both are put together. */
  readonly detailed: string;
  /** The words for what is wrong with a line of a file, `line 3: …`. */
  readonly lined: string;
}

/** Facts whose value is a word of the program's own; all others are names, numbers and texts of others, left as they are. */
const worded = new Set(['reason', 'detail', 'phase', 'address', 'status', 'failInfo', 'limit', 'by']);

/** Facts with their code words in words for people; JSON keeps the code words in `facts`. */
export function inWords(facts: Facts, reasons: Reasons): Facts {
  // The reader of encodings says in its sentence where it stopped; once is enough.
  const told = typeof facts.reason === 'string' && facts.reason.endsWith(` at byte ${facts.offset}`);
  const shown = Object.entries(facts).filter(([name]) => !(told && name === 'offset'));
  const entries = shown.map(([name, fact]) => {
    if (typeof fact !== 'string' || !worded.has(name)) return [name, fact] as const;
    const words = name === 'failInfo' ? fact.split(', ').map((one) => wordsOf(one, reasons)) : [wordsOf(fact, reasons)];
    return [name, words.join(', ')] as const;
  });
  return Object.fromEntries(entries);
}

/** The words for one code word or English sentence; itself where there are none. */
export function wordsOf(value: string, reasons: Reasons): string {
  const { exact, patterns } = reasons;
  if (Object.hasOwn(exact, value)) return exact[value]!;
  const [, line, problem] = /^line (\d+): (.+)$/s.exec(value) ?? [];
  if (line !== undefined && problem !== undefined) {
    const parts = { line, problem: wordsOf(problem, reasons) };
    return reasons.lined.replace(/\{(line|problem)\}/g, (_, part: 'line' | 'problem') => parts[part]);
  }
  const [, word, detail] = /^([a-z-]+): (.+)$/s.exec(value) ?? [];
  if (word !== undefined && detail !== undefined && Object.hasOwn(exact, word)) {
    const parts = { word: exact[word]!, detail: wordsOf(detail, reasons) };
    return reasons.detailed.replace(/\{(word|detail)\}/g, (_, part: 'word' | 'detail') => parts[part]);
  }
  const [pattern, words] = patterns.find(([one]) => one.test(value)) ?? [];
  return pattern === undefined || words === undefined ? value : value.replace(pattern, words);
}
