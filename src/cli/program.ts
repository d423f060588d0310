import { Command, CommanderError } from 'commander';
import { nearest } from '../app/nearest.ts';
import { TstError } from '../core/verdict/errors.ts';
import { hideSecrets } from '../io/environment-secrets.ts';
import type { UsageProblem } from '../report/catalogue.ts';
import { errorObject, toJson } from '../report/json.ts';
import { errorExit } from './exit-codes.ts';
import { type HelpWords, loadHelp, subverbsOf, type Verb, verbs } from './help.ts';
import { among } from './option-values.ts';
import { standardOutput, writeText } from './standard-streams.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { version } from './version.ts';

/** A verb's module: adds its arguments, options and deed. Only the module of the verb at hand is loaded. */
type Prepare = (command: Command, terminal: Terminal, help: HelpWords) => Command | Promise<Command>;

const modules: Readonly<Record<Verb, () => Promise<{ prepare: Prepare }>>> = {
  stamp: () => import('./stamp.ts'),
  verify: () => import('./verify.ts'),
  audit: () => import('./audit.ts'),
  inspect: () => import('./inspect.ts'),
  profile: () => import('./profile.ts'),
  trust: () => import('./trust.ts'),
  repo: () => import('./repo.ts'),
  cache: () => import('./cache.ts'),
  login: () => import('./login.ts'),
  logout: () => import('./logout.ts'),
  ledger: () => import('./ledger.ts'),
  lab: () => import('./lab.ts'),
  completion: () => import('./completion.ts'),
};

/**
 * Runs one command line and returns its exit code. Everything that goes wrong is said on standard error in two lines, and as
 * one JSON object on standard output where `--json` was given; nothing is thrown.
 */
export async function run(argv: readonly string[], environment: Terminal['environment']): Promise<number> {
  hideSecrets(environment);
  const terminal = await openTerminal(argv, environment);
  const words = reorder(argv);
  const verb = verbs.find((name) => name === words[0]) ?? null;
  try {
    const help = await loadHelp(terminal.language);
    await (await programOf(terminal, help, verb)).parseAsync(words, { from: 'user' });
    return terminal.exit;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return await report(error instanceof CommanderError ? usageOf(error, verb) : error, terminal);
  }
}

/** `tst help verify` and `tst --json --lang ja verify` mean `tst verify --help` and `tst verify --json --lang ja`. */
function reorder(argv: readonly string[]): string[] {
  let leading = 0;
  while (/^--(json|quiet|lang|color)(=|$)/.test(argv[leading] ?? '')) {
    leading += isValued(argv[leading]!) ? 2 : 1;
  }
  const [verb, ...rest] = argv.slice(leading);
  // `profile add` is one verb of two words.
  const words = subverbsOf(verb).includes(rest[0] ?? '') ? 1 : 0;
  if (leading > 0 && verb !== undefined)
    return reorder([verb, ...rest.slice(0, words), ...argv.slice(0, leading), ...rest.slice(words)]);
  if (argv[0] !== 'help') return withPlainFiles(argv);
  const [about, ...more] = argv.filter((word, i) => i > 0 && !word.startsWith('-') && !isValued(argv[i - 1]!));
  if (about === undefined) return ['--help'];
  // What is no verb is told as such.
  if (!verbs.some((name) => name === about)) return [about];
  return [about, ...(subverbsOf(about).length > 0 ? more.slice(0, 1) : []), '--help'];
}

/** Behind `--` nothing is a verb: `tst audit --files -- list` is about a file of that name. commander would take it for one. */
function withPlainFiles(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  if (argv[0] !== 'audit' || end < 0) return [...argv];
  const isVerb = (word: string) => subverbsOf('audit').includes(word);
  return argv.map((word, i) => (i > end && isVerb(word) ? `./${word}` : word));
}

/** True for an option of all verbs whose value is the next word. */
function isValued(word: string): boolean {
  return word === '--lang' || word === '--color';
}

async function programOf(terminal: Terminal, help: HelpWords, verb: Verb | null): Promise<Command> {
  // Help lists all verbs; a verb needs none of the others.
  return verb === null ? build(terminal, help, verbs, []) : build(terminal, help, [verb], [verb]);
}

/** The program with all its verbs, their options and the verbs below them: what completion and the manual are made from. */
export function wholeProgram(terminal: Terminal, help: HelpWords): Promise<Command> {
  return build(terminal, help, verbs, verbs);
}

async function build(
  terminal: Terminal,
  help: HelpWords,
  named: readonly Verb[],
  prepared: readonly Verb[],
): Promise<Command> {
  const program = dress(new Command('tst'), help, 'program')
    .description(help.program)
    .usage(help.usage)
    .version(version(), '-V, --version', help.version)
    .helpCommand(false)
    .enablePositionalOptions()
    .option(
      '--lang <lang>',
      help.options.lang,
      among(['en', 'ja'], (value) => value),
    )
    .action(() => {
      const word = program.args[0];
      throw word === undefined ? usage('no-verb') : usage('unknown-command', { verb: word, ...suggestionFor(word) });
    });
  program.allowExcessArguments();
  for (const name of named) {
    const command = dress(new Command(name), help, name).description(help.verbs[name]).usage(help.usages[name]);
    program.addCommand(
      prepared.includes(name) ? await (await modules[name]()).prepare(command, terminal, help) : command,
    );
  }
  return program;
}

function suggestionFor(word: string): { suggestion?: string } {
  const suggestion = nearest(word, verbs);
  return suggestion === undefined ? {} : { suggestion };
}

function dress(command: Command, help: HelpWords, name: Verb | 'program'): Command {
  return command
    .exitOverride()
    .configureOutput({ writeOut: (text) => writeText(standardOutput, text), writeErr: () => {}, outputError: () => {} })
    .configureHelp({ styleTitle: (title) => help.titles[title as keyof HelpWords['titles']] ?? title })
    .helpOption('-h, --help', help.help)
    .addHelpText('after', () => help.examples[name]);
}

/** commander's complaints as usage errors of our own, so that they are said in either language and with a hint. */
function usageOf(error: CommanderError, verb: Verb | null): TstError {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const where = verb ?? '<verb>';
  const meant = /Did you mean (?:one of )?([^?,]+)/.exec(error.message)?.[1];
  if (/^--password(=|$)/.test(named)) return usage('password-in-argv');
  const counts = /xpected (\d+) arguments? but got (\d+)/.exec(error.message);
  const known: Readonly<Record<string, [UsageProblem, Record<string, string>]>> = {
    'commander.unknownOption': [
      'unknown-option',
      { option: named, verb: where, ...(meant ? { suggestion: meant } : {}) },
    ],
    'commander.unknownCommand': ['unknown-command', { verb: named }],
    'commander.missingArgument': ['missing-argument', { argument: named, verb: where }],
    'commander.optionMissingArgument': ['option-argument-missing', { option: named, verb: where }],
    'commander.excessArguments': [
      'excess-arguments',
      { verb: where, ...(counts ? { count: counts[2]!, expected: counts[1]! } : {}) },
    ],
  };
  const below = subverbsOf(verb);
  if (below.length > 0 && /^commander\.(help|unknownCommand)$/.test(error.code)) {
    const choices = { verb: where, choices: below.join(', ') };
    if (error.code === 'commander.help') return usage('no-subcommand', choices);
    const suggestion = nearest(named, below);
    return usage('unknown-subcommand', { ...choices, value: named, ...(suggestion ? { suggestion } : {}) });
  }
  const [problem, facts] = known[error.code] ?? [null, {}];
  return problem === null
    ? new TstError('usage', { what: error.message.replace(/^error: /, '') })
    : usage(problem, facts);
}

async function report(error: unknown, terminal: Terminal): Promise<number> {
  const known =
    error instanceof TstError
      ? error
      : new TstError('internal', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  await sayError(known, terminal);
  if (terminal.environment.TST_DEBUG === '1') {
    const cause = known.cause instanceof Error ? known.cause : known;
    terminal.talk([cause.stack ?? cause.message]);
  }
  return errorExit(known.code);
}

/** An error in the form that was asked for. */
export async function sayError(error: TstError, terminal: Terminal): Promise<void> {
  const { catalogue } = terminal;
  if (terminal.quiet) return;
  const { errorLines } = await import('../report/text.ts');
  terminal.talk(errorLines(error.code, error.facts, catalogue));
  if (!terminal.json) return;
  try {
    terminal.out([toJson(errorObject(error.code, error.facts, catalogue, version()))]);
  } catch (unwritable) {
    // Standard error has it, and the exit code stays that of the first error.
    if (!(unwritable instanceof TstError)) throw unwritable;
  }
}
