import type { Argument, Command, Option } from 'commander';
import type { Reader } from './option-values.ts';

/** What stands for a value on the command line. */
export interface Value {
  /** As help names it: `path`, `format=file`. */
  readonly name: string;
  /** `text` is what no shell can guess. */
  readonly kind: 'choice' | 'file' | 'folder' | 'text';
  /** For `choice`: the words; a file follows one that ends in `=`. */
  readonly choices: readonly string[];
}

/** An option that help shows. */
export interface GrammarOption {
  /** With their hyphens, the short one first: `-o`, `--out-dir`. */
  readonly names: readonly string[];
  /** `-o, --out-dir <dir>` */
  readonly flags: string;
  readonly description: string;
  readonly value: Value | null;
}

export interface GrammarArgument extends Value {
  readonly description: string;
  /** Takes all words that follow. */
  readonly variadic: boolean;
}

/** A verb, or the program itself, with all that can follow it. */
export interface Grammar {
  /** `tst`, `tst audit`, `tst audit diff`: unique. */
  readonly path: string;
  readonly name: string;
  readonly usage: string;
  readonly description: string;
  readonly options: readonly GrammarOption[];
  readonly arguments: readonly GrammarArgument[];
  readonly verbs: readonly Grammar[];
}

/** Names of values that are files or folders; a file's completion passes through folders. */
const files: ReadonlySet<string> = new Set([
  ...['path', 'file', 'tsq', 'list', 'token', 'source', 'root', 'what', 'old', 'new', 'audit'],
]);
const folders: ReadonlySet<string> = new Set(['dir', 'folder']);

/** The grammar of a command line, read off the definitions that also parse it. */
export function grammarOf(command: Command, above = ''): Grammar {
  const path = above === '' ? command.name() : `${above} ${command.name()}`;
  const help = command.createHelp();
  return {
    path,
    name: command.name(),
    usage: command.usage(),
    description: command.description(),
    options: help.visibleOptions(command).map(optionOf),
    arguments: command.registeredArguments.map((argument) => ({
      ...valueNamed(argument.name(), argument),
      description: argument.description,
      variadic: argument.variadic,
    })),
    // Without `help`, which commander adds by itself.
    verbs: command.commands.map((verb) => grammarOf(verb, path)),
  };
}

/** A verb and all below it. */
export function allVerbs(grammar: Grammar): readonly Grammar[] {
  return [grammar, ...grammar.verbs.flatMap(allVerbs)];
}

function optionOf(option: Option): GrammarOption {
  const { flags, description, short, long } = option;
  const name = /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1];
  const names = [short, long].filter((one) => one != null);
  return { names, flags, description, value: name === undefined ? null : valueNamed(name, option) };
}

function valueNamed(name: string, { parseArg, argChoices }: Pick<Option | Argument, 'parseArg' | 'argChoices'>): Value {
  const choices = argChoices ?? (parseArg as Partial<Reader<unknown>> | undefined)?.choices ?? [];
  const kind = choices.length > 0 ? 'choice' : files.has(name) ? 'file' : folders.has(name) ? 'folder' : 'text';
  return { name, kind, choices };
}
