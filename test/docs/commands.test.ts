import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allVerbs, type Grammar, grammarOf } from '../../src/cli/grammar.ts';
import { loadHelp } from '../../src/cli/help.ts';
import { wholeProgram } from '../../src/cli/program.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { fenced, pages, prose, read } from './markdown.ts';

// Whatever a page says of the command line is there: verbs, and options of the verb that they stand behind.

const terminal = await openTerminal([], { LC_ALL: 'C' });
const program = grammarOf(await wholeProgram(terminal, await loadHelp('en')));
const every = new Set(allVerbs(program).flatMap(({ options }) => options.flatMap(({ names }) => names)));

/** Command lines that begin with `tst`: in blocks, up to a pipe or its like, and between backquotes. */
function commandLines(text: string): string[] {
  const blocks = fenced(text)
    .filter(({ language }) => ['sh', 'console', 'yaml', ''].includes(language))
    .flatMap((block) => block.text.replaceAll(/\\?\n +(?=--)|\\\n/g, ' ').split('\n'));
  const quoted = [...prose(text).matchAll(/`([^`]+)`/g)].map(([, words]) => words!.replaceAll(/\s+/g, ' '));
  return [...blocks, ...quoted].flatMap((line) => {
    const found = /^(?:\$ |[ -]*(?:run: )?(?:.*\| xargs -0 -r )?)?(tst [a-z-][^|;&#]*)/.exec(line);
    return found === null ? [] : [found[1]!.trim()];
  });
}

/** What a command line has that the program does not know, or null. */
function unknownIn(line: string): string | null {
  const [, ...words] = line.split(' ');
  let verb: Grammar = program;
  while (words.length > 0 && verb.verbs.length > 0) {
    const next = verb.verbs.find(({ name }) => name === words[0]);
    if (next === undefined) break;
    verb = next;
    words.shift();
  }
  const first = words[0];
  const isVerb = first !== undefined && /^[a-z]+$/.test(first);
  // A verb with words of its own, `audit`, takes other words as arguments.
  if (isVerb && verb.verbs.length > 0 && verb.arguments.length === 0) return `verb ${first}`;
  const known = new Set(verb.options.flatMap(({ names }) => names));
  const end = words.indexOf('--');
  const options = words.slice(0, end < 0 ? words.length : end).filter((word) => /^--?[a-z]/.test(word));
  return options.map((word) => word.split('=')[0]!).find((word) => !known.has(word)) ?? null;
}

test('every command line of every page is one that the program takes', () => {
  const lines = pages().flatMap((page) => commandLines(read(page)).map((line) => ({ page, line })));
  assert.ok(lines.length > 60, `${lines.length} lines`);
  for (const { page, line } of lines) {
    // Alternatives are told by `|`: the first is looked at.
    assert.equal(unknownIn(line.replaceAll(/\\?\|\S*/g, '')), null, `${page}: ${line}`);
  }
});

/** Pages that name no options but those of `tst`. */
const own = ['verifying', 'revocation', 'providers', 'audits', 'commands', 'pipelines'].map(
  (name) => `docs/${name}.md`,
);

test('every option that a page of `tst` names by itself is there', () => {
  for (const page of ['README.md', 'README.ja.md', ...own]) {
    const named = [...prose(read(page)).matchAll(/`(--[a-z-]+)/g)].map(([, option]) => option!);
    for (const option of named) assert.ok(every.has(option) || option === '--all-files', `${page}: ${option}`);
  }
});

test('an unknown verb, an unknown option, and one of another verb are found out', () => {
  assert.equal(unknownIn('tst prove contract.pdf'), 'verb prove');
  assert.equal(unknownIn('tst verify --trusted root.pem contract.pdf'), '--trusted');
  assert.equal(unknownIn('tst verify --fiscal-year 2025 contract.pdf'), '--fiscal-year');
  assert.equal(unknownIn('tst audit diff --json'), null);
  assert.equal(unknownIn('tst audit --files -- --odd.zip'), null);
  assert.deepEqual(commandLines('`tst audit` and\n```sh\nx | xargs -0 -r tst audit --a \\\n  --b | y\n```\n'), [
    'tst audit --a  --b',
    'tst audit',
  ]);
});
