import type { Command } from 'commander';
import { type Calendar, type Day, parseDay } from '../app/calendar.ts';
import { type FailOn, failOns } from '../core/verdict/audit.ts';
import type { CsvEncoding } from '../report/audit/shift-jis.ts';
import { type AuditHelp, type AuditVerb, loadAuditHelp } from './audit-help.ts';
import type { HelpWords } from './help.ts';
import { among, once, readChoice, readNumber, repeated } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions, addVerificationOptions, type VerificationWords } from './verification-options.ts';
import { readZone } from './zone.ts';

export const reportFormats = ['text', 'jsonl', 'junit', 'sarif', 'csv', 'html'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A report to write: `csv=audit.csv`. */
export interface WantedReport {
  readonly format: ReportFormat;
  readonly path: string;
}

/** What is to be made of an audit that is done. */
export interface ReportWords extends PrintWords {
  readonly report?: readonly WantedReport[];
  readonly csvEncoding?: CsvEncoding;
  readonly force?: boolean;
  readonly github?: boolean;
}

export interface AuditVerbWords extends VerificationWords, ReportWords {
  readonly from?: Day;
  readonly to?: Day;
  readonly fiscalYear?: number;
  readonly fiscalYearStart?: { readonly month: number; readonly day: number };
  readonly tz?: Calendar;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly pattern?: readonly string[];
  readonly tokens?: string;
  readonly files?: boolean;
  readonly renewWithin?: number;
  readonly failOn?: readonly FailOn[];
  readonly jobs?: number;
  /** False with `--no-record`. */
  readonly record?: string | false;
  readonly resume?: boolean;
  readonly changed?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const text = (value: string) => value;
/** How the value of `--report` begins. */
const formatsBefore = reportFormats.map((format) => `${format}=`);
/** Threads; more than any machine has cores. */
const mostJobs = 256;
/** Time-stamps are younger; `25` is no year that anyone means. */
const firstYear = 1_900;

/** `tst audit [options] <folder|manifest|->...` and the verbs below it. */
export async function prepare(command: Command, terminal: Terminal, help: HelpWords): Promise<Command> {
  const words = await loadAuditHelp(terminal.language);
  // Its own options have the names of those of the verbs below it.
  command.helpCommand(false).enablePositionalOptions();
  addAuditOptions(command.argument('<root...>', words.arguments.root), words);
  addReportOptions(command, words);
  addVerificationOptions(command, help, 'audit').action(async (roots: string[], given: AuditVerbWords) => {
    for (const [option, value] of [
      ['--request', given.request],
      ['--digest', given.digest],
      ['--save-evidence', given.saveEvidence],
    ] as const) {
      if (value !== undefined) throw usage('one-token', { option });
    }
    await (await import('./audit-deed.ts')).audit(roots, given, words, terminal, help);
  });
  command.hook('preSubcommand', (_, verb) => refuseOptions(command, verb.name()));
  const deeds = () => import('./audit-deeds.ts');
  addVerb(command, 'diff', words, help)
    .argument('[old]', words.arguments.old)
    .argument('[new]', words.arguments.new)
    .action(async (before: string | undefined, after: string | undefined, given: PrintWords) =>
      (await deeds()).diff(before ?? null, after ?? null, given, words, terminal),
    );
  addVerb(command, 'list', words, help).action(async (given: PrintWords) =>
    (await deeds()).list(given, words, terminal),
  );
  addReportOptions(addVerb(command, 'report', words, help).argument('[audit]', words.arguments.audit), words).action(
    async (path: string | undefined, given: ReportWords) =>
      (await deeds()).report(path ?? null, given, words, terminal),
  );
  return command;
}

/** Options of an audit before a verb below it: whoever has a file `list` verified (`--files list`) learns that it was not. */
function refuseOptions(command: Command, verb: string): void {
  const common = ['json', 'quiet', 'lang', 'color'];
  const given = command.options.find((option) => {
    const name = option.attributeName();
    return !common.includes(name) && command.getOptionValueSource(name) === 'cli';
  });
  if (given !== undefined) throw usage('unknown-option', { option: given.long!, verb: `audit ${verb}` });
}

function addVerb(parent: Command, name: AuditVerb, words: AuditHelp, help: HelpWords): Command {
  const declared = parent
    .command(name)
    .description(words.verbs[name])
    .usage(words.usages[name])
    .addHelpText('after', () => words.examples[name]);
  return addOutputOptions(declared, help);
}

function addAuditOptions(command: Command, { options }: AuditHelp): Command {
  return command
    .option('--from <day>', options.from, once('--from', readDay('--from')))
    .option('--to <day>', options.to, once('--to', readDay('--to')))
    .option(
      '--fiscal-year <year>',
      options.fiscalYear,
      once('--fiscal-year', readWhole('--fiscal-year', firstYear, 9_998)),
    )
    .option('--fiscal-year-start <day>', options.fiscalStart, once('--fiscal-year-start', readMonthDay))
    .option('--tz <zone>', options.tz, once('--tz', readZone))
    .option('--include <pattern>', options.include, repeated(text))
    .option('--exclude <pattern>', options.exclude, repeated(text))
    .option('--pattern <name>', options.pattern, repeated(text))
    .option('--tokens <folder>', options.tokens, once('--tokens', text))
    .option('--files', options.files)
    .option(
      '--renew-within <days>',
      options.renewWithin,
      once('--renew-within', readNumber('--renew-within', 0, 36_500)),
    )
    .option('--fail-on <what>', options.failOn, repeated(readChoice('--fail-on', failOns)))
    .option('--jobs <count>', options.jobs, once('--jobs', readWhole('--jobs', 1, mostJobs)))
    .option('--record <file>', options.record, once('--record', text))
    .option('--no-record', options.noRecord)
    .option('--resume', options.resume)
    .option('--changed', options.changed);
}

function addReportOptions(command: Command, { options }: AuditHelp): Command {
  return command
    .option('--report <format=file>', options.report, repeated(among(formatsBefore, readReport)))
    .option(
      '--csv-encoding <name>',
      options.csvEncoding,
      once('--csv-encoding', readChoice('--csv-encoding', ['utf-8', 'shift_jis'] as const)),
    )
    .option('--force', options.force)
    .option('--github', options.github);
}

function readReport(value: string): WantedReport {
  const at = value.indexOf('=');
  const name = value.slice(0, Math.max(at, 0));
  const format = reportFormats.find((one) => one === name);
  if (format === undefined || at === value.length - 1) {
    throw usage('bad-report', { value, choices: reportFormats.join(', ') });
  }
  return { format, path: value.slice(at + 1) };
}

function readDay(option: string): (value: string) => Day {
  return (value) => {
    const day = parseDay(value);
    if (day === null) throw usage('not-a-day', { option, value });
    return day;
  };
}

function readWhole(option: string, min: number, max: number): (value: string) => number {
  const read = readNumber(option, min, max);
  return (value) => {
    if (!Number.isInteger(Number(value))) throw usage('not-a-number', { option, value, min, max });
    return read(value);
  };
}

/** A day of every year; 29 February is none. */
function readMonthDay(value: string): { readonly month: number; readonly day: number } {
  const day = parseDay(`2025-${value}`);
  if (day === null) throw usage('not-a-month-day', { option: '--fiscal-year-start', value });
  return { month: day.month, day: day.day };
}
