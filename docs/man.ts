// Writes docs/tst.1, the manual page, from the definitions that parse the command line: `npm run man`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allVerbs, type Grammar, type GrammarOption, grammarOf } from '../src/cli/grammar.ts';
import { loadHelp } from '../src/cli/help.ts';
import { wholeProgram } from '../src/cli/program.ts';
import { openTerminal } from '../src/cli/terminal.ts';
import { version } from '../src/cli/version.ts';
import { errorCodes } from '../src/core/verdict/errors.ts';
import { escaped, exactly, paragraph, section, subsection, tagged } from './roff.ts';

const exits: ReadonlyMap<number, string> = new Map([
  [0, 'valid, or done'],
  [1, 'invalid: disproven'],
  [2, 'indeterminate: something that is named is missing'],
  [64, 'the command line is wrong'],
  [65, 'input cannot be read'],
  [66, 'input is missing'],
  [69, 'a service cannot be reached'],
  [70, 'internal error'],
  [73, 'output exists already or cannot be written, or what is kept is damaged'],
  [76, 'the authority rejected the request, or did not answer with a time-stamp response'],
  [77, 'refused: by a server, by a limit of the contract, or for want of a secret or an answer'],
  [78, 'the configuration is wrong'],
]);

const variables: readonly (readonly [string, string])[] = [
  ['TST_CONFIG_DIR, TST_DATA_DIR, TST_CACHE_DIR', 'folders in place of those under FILES'],
  ['TST_PASSWORD', 'password of stamp --user'],
  ['TST_KEY_PASSPHRASE', 'passphrase of stamp --client-key'],
  [
    'TST_SECRET_NAME_USER, TST_SECRET_NAME_PASSWORD, TST_SECRET_NAME_TOKEN, TST_SECRET_NAME_VALUE, TST_SECRET_NAME_PASSPHRASE',
    'parts of the secret NAME, in capitals and with _ for - and ., which come before what login keeps',
  ],
  ['TST_DEBUG', '1: after an error, where in the program it arose'],
  ['HTTP_PROXY, HTTPS_PROXY, NO_PROXY', 'proxies, and the hosts that are reached without one'],
  ['LC_ALL, LC_MESSAGES, LANG', 'the language, English or Japanese, where --lang does not say it'],
  ['NO_COLOR, FORCE_COLOR, TERM', 'whether there is colour, where --color does not say it'],
  ['VISUAL, EDITOR', 'what profile edit opens'],
  [
    'XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME',
    'where the folders under FILES lie, in place of those in the home',
  ],
  ['NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE', 'another folder for compiled code; 1: none'],
];

const files: readonly (readonly [string, string])[] = [
  ['~/.config/tst/profiles/', 'profiles, one for each contract with a provider'],
  ['~/.local/share/tst/ledger.sqlite', 'every request that was made'],
  ['~/.local/share/tst/audits/', 'the verdicts of audits'],
  ['~/.local/share/tst/secrets/', 'secrets, where there is no keychain'],
  ['~/.cache/tst/', 'what was fetched; nothing in it is trusted'],
  ['x.tsr, x.tst, x.tsq', 'beside a file x: its response, its token, its request'],
];

/** The page as roff, in ASCII. Throws where an exit code has no words. */
export async function manPage(): Promise<string> {
  const terminal = await openTerminal([], { LC_ALL: 'C' });
  const help = await loadHelp('en');
  const program = grammarOf(await wholeProgram(terminal, help));
  const common = commonOptions(allVerbs(program));
  const [examples = '', ...notes] = help.examples.program.trim().split('\n\n');
  const codes = [...new Set([0, 1, 2, ...Object.values(errorCodes)])].sort((a, b) => a - b);
  return [
    '.\\" Written by `npm run man` from the definitions of the program: change those.',
    `.TH TST 1 "" "tst ${version()}" "tst manual"`,
    section('NAME'),
    `tst \\- ${escaped(firstWords(program.description))}`,
    section('SYNOPSIS'),
    ...allVerbs(program)
      .filter(({ verbs, arguments: args }) => verbs.length === 0 || args.length > 0)
      .map((verb) => `.B ${escaped(verb.path)}\n${escaped(verb.usage)}\n.br`),
    section('DESCRIPTION'),
    paragraph(program.description),
    ...notes.filter((note) => !note.startsWith('Exit codes:')).map(paragraph),
    section('VERBS'),
    ...allVerbs(program)
      .slice(1)
      .flatMap((verb) => verbPage(verb, new Set(common.map(({ flags }) => flags)))),
    section('OPTIONS OF ALL VERBS'),
    ...common.map(optionItem),
    section('OPTIONS WITHOUT A VERB'),
    ...program.options.filter(({ flags }) => !common.some((one) => one.flags === flags)).map(optionItem),
    section('EXIT STATUS'),
    ...codes.map((code) => tagged(String(code), wordsOf(code))),
    section('ENVIRONMENT'),
    ...variables.map(([name, words]) => tagged(name, words)),
    section('FILES'),
    paragraph(
      'On macOS all of these folders are in ~/Library/Application Support/tst, and what was fetched in ~/Library/Caches/tst; on Windows ' +
        'profiles are in %APPDATA%\\tst, all else in %LOCALAPPDATA%\\tst.',
    ),
    ...files.map(([name, words]) => tagged(name, words)),
    section('EXAMPLES'),
    exactly(examples.replace(/^Examples:\n/, '')),
    section('SEE ALSO'),
    paragraph('RFC 3161, RFC 5280, RFC 5652, RFC 5816, RFC 6960; openssl-ts(1)'),
    '',
  ].join('\n');
}

function verbPage(verb: Grammar, common: ReadonlySet<string>): string[] {
  const usage = verb.verbs.length > 0 && verb.arguments.length === 0 ? [] : [command(verb)];
  return [
    subsection(verb.path),
    paragraph(`${verb.description}.`),
    ...usage,
    ...verb.arguments.map(({ name, description }) => tagged(`<${name}>`, description)),
    ...verb.options.filter(({ flags }) => !common.has(flags)).map(optionItem),
  ];
}

function command({ path, usage }: Grammar): string {
  return `.PP\n.B ${escaped(path)}\n${escaped(usage)}`;
}

/** The options that every verb has. */
function commonOptions(verbs: readonly Grammar[]): readonly GrammarOption[] {
  const [first, ...others] = verbs.filter((verb) => verb.verbs.length === 0);
  return first!.options.filter(({ flags }) =>
    others.every(({ options }) => options.some((one) => one.flags === flags)),
  );
}

function optionItem({ flags, description, value }: GrammarOption): string {
  const unsaid = value?.choices.filter((choice) => !description.includes(choice.replace(/=$/, ''))) ?? [];
  return tagged(flags, unsaid.length === 0 ? description : `${description}: ${value!.choices.join(', ')}`);
}

/** The description up to its first stop: one line for whatis and apropos. */
function firstWords(description: string): string {
  const words = description.split(/[:.]/)[0]!;
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function wordsOf(code: number): string {
  const words = exits.get(code);
  if (words === undefined) throw new Error(`exit code ${code} has no words for the manual`);
  return words;
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, 'tst.1'), await manPage());
