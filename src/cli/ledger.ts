import type { Command } from 'commander';
import { type Calendar, type Day, parseDay } from '../app/calendar.ts';
import { type EntryState, entryStates } from '../app/ledger.ts';
import type { HelpWords } from './help.ts';
import { type LedgerHelp, type LedgerVerb, loadLedgerHelp } from './ledger-help.ts';
import { once, readChoice, readNumber } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';
import { readZone } from './zone.ts';

/** What every verb below `tst ledger` takes. */
export interface LedgerOptions extends PrintWords {
  readonly ledger?: string;
  readonly tz?: Calendar;
}

export interface FilterOptions extends LedgerOptions {
  readonly from?: Day;
  readonly to?: Day;
  readonly profile?: string;
  readonly state?: EntryState;
}

export interface ExportOptions extends FilterOptions {
  readonly format?: 'csv' | 'jsonl';
}

export interface UsageOptions extends LedgerOptions {
  readonly profile?: string;
  readonly profileDir?: string;
  readonly perMonth?: number;
  readonly perYear?: number;
}

export interface CheckOptions extends LedgerOptions {
  readonly files?: boolean;
}

/** A quota that no contract reaches. */
const mostTokens = 1_000_000_000;

const text = (value: string) => value;

/** `tst ledger list|show|export|usage|check`. Each verb's deed is loaded when it is called for. */
export async function prepare(command: Command, terminal: Terminal, help: HelpWords): Promise<Command> {
  const words = await loadLedgerHelp(terminal.language);
  const { options } = words;
  command.helpCommand(false);
  const deeds = () => import('./ledger-deeds.ts');
  addFilters(addVerb(command, 'list', words, help), words).action(async (given: FilterOptions) =>
    (await deeds()).list(given, terminal),
  );
  addVerb(command, 'show', words, help)
    .argument('<what>', words.arguments.what)
    .action(async (what: string, given: LedgerOptions) => (await deeds()).show(what, given, terminal));
  addFilters(addVerb(command, 'export', words, help), words)
    .option('--format <name>', options.format, once('--format', readChoice('--format', ['csv', 'jsonl'])))
    .action(async (given: ExportOptions) => (await deeds()).exportAll(given, terminal));
  addVerb(command, 'usage', words, help)
    .option('--profile <name>', options.profile, once('--profile', text))
    .option('--profile-dir <dir>', options.profileDir, once('--profile-dir', text))
    .option('--per-month <count>', options.perMonth, once('--per-month', readNumber('--per-month', 0, mostTokens)))
    .option('--per-year <count>', options.perYear, once('--per-year', readNumber('--per-year', 0, mostTokens)))
    .action(async (given: UsageOptions) => (await import('./ledger-usage.ts')).showUsage(given, terminal));
  addVerb(command, 'check', words, help)
    .option('--files', options.files)
    .action(async (given: CheckOptions) => (await deeds()).check(given, terminal));
  return command;
}

function addVerb(parent: Command, name: LedgerVerb, words: LedgerHelp, help: HelpWords): Command {
  const declared = parent
    .command(name)
    .description(words.verbs[name])
    .usage(words.usages[name])
    .addHelpText('after', () => words.examples[name])
    .option('--ledger <file>', words.options.ledger, once('--ledger', text))
    .option('--tz <zone>', words.options.tz, once('--tz', readZone));
  return addOutputOptions(declared, help);
}

function addFilters(command: Command, { options }: LedgerHelp): Command {
  const states = Object.keys(entryStates) as EntryState[];
  return command
    .option('--from <day>', options.from, once('--from', readDay('--from')))
    .option('--to <day>', options.to, once('--to', readDay('--to')))
    .option('--profile <name>', options.profile, once('--profile', text))
    .option('--state <name>', options.state, once('--state', readChoice('--state', states)));
}

function readDay(option: string): (value: string) => Day {
  return (value) => {
    const day = parseDay(value);
    if (day === null) throw usage('not-a-day', { option, value });
    return day;
  };
}
