import type { StampOutcome } from '../app/stamp.ts';
import { fill, shownPath } from '../report/catalogue.ts';
import { escapeText } from '../report/escape.ts';
import { errorObject, noteObject, noteWords, reportObject, schemaVersion, toJson } from '../report/json.ts';
import { verifyCommand } from './command-line.ts';
import type { HelpWords } from './help.ts';
import { printReport, reportOf } from './print-report.ts';
import type { StampWords } from './stamp-options.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** How far a contract is used: said once of a run, and not with every token. */
const ofContract: ReadonlySet<string> = new Set(['quota-near', 'quota-used']);

/** Prints outcomes, each when it is its turn. */
export class OutcomePrinter {
  readonly #words: StampWords;
  readonly #terminal: Terminal;
  readonly #help: HelpWords;
  /** One object for one token, one line each for several. */
  readonly #many: boolean;
  readonly #told = new Set<string>();

  constructor(words: StampWords, terminal: Terminal, help: HelpWords, many: boolean) {
    this.#words = words;
    this.#terminal = terminal;
    this.#help = help;
    this.#many = many;
  }

  async print(outcome: StampOutcome): Promise<void> {
    const words = this.#words;
    const notes = words.json ? outcome.notes : outcome.notes.filter(({ code }) => !ofContract.has(code));
    const report =
      outcome.judgement &&
      reportOf(outcome.judgement, outcome.file, outcome.output ?? outcome.kept, notes, outcome.profile);
    if (words.json && !words.quiet) this.#terminal.out([this.#json(outcome, report)]);
    if (report !== null && !words.json) await printReport(report, words, this.#terminal);
    await talkOutcome({ ...outcome, notes }, words, this.#terminal, this.#help);
    this.#talkContract(outcome);
  }

  #json(outcome: StampOutcome, report: ReturnType<typeof reportOf> | null): string {
    const { catalogue } = this.#terminal;
    const { file, contract, result, output, kept, request, error, entry } = outcome;
    const object = {
      schema: schemaVersion,
      stamp: {
        file: file.path,
        profile: contract,
        result,
        output,
        kept,
        request,
        error: error === null ? null : errorObject(error.code, error.facts, catalogue, version()).error,
        notes: outcome.notes.map((note) => noteObject(note, catalogue)),
        entry,
        unsaved: outcome.unsaved === null ? null : Buffer.from(outcome.unsaved).toString('base64'),
      },
      report: report && reportObject(report, catalogue),
      tool: { name: 'tst', version: version() },
    };
    return toJson(object, this.#many ? 0 : 2);
  }

  /** Each step of each allowance once. */
  #talkContract({ notes }: StampOutcome): void {
    const news = notes.filter(({ code, facts }) => {
      const key = `${code} ${facts.profile} ${facts.period}`;
      if (!ofContract.has(code) || this.#told.has(key)) return false;
      this.#told.add(key);
      return true;
    });
    if (this.#words.quiet || news.length === 0) return;
    this.#terminal.talk(news.map((note) => `tst: ${noteWords(note, this.#terminal.catalogue)}`));
  }
}

/** Where things went and what failed, to standard error. */
async function talkOutcome(
  outcome: StampOutcome,
  words: StampWords,
  terminal: Terminal,
  help: HelpWords,
): Promise<void> {
  const { stamped } = help;
  // The one thing that is said even to who wants to hear nothing: it is lost otherwise.
  const unsaved =
    outcome.unsaved === null ? [] : [`tst: ${stamped.unsaved}`, Buffer.from(outcome.unsaved).toString('base64')];
  if (words.quiet) {
    if (unsaved.length > 0) terminal.talk(unsaved);
    return;
  }
  const lines: string[] = [];
  const { path: filePath, algorithm, digest } = outcome.file;
  const name = filePath ?? `${algorithm}:${digest}`;
  const put = (template: string, path: string | null) =>
    lines.push(`tst: ${fill(template, path === null ? {} : { path })}`);
  if (outcome.error !== null) {
    const { errorLines } = await import('../report/text.ts');
    lines.push(...errorLines(outcome.error.code, outcome.error.facts, terminal.catalogue));
  }
  if (outcome.result === 'not-sent') lines.push(`tst: ${fill('{name}: ', { name }, false)}${stamped.notSent}`);
  if (outcome.result === 'refused') put(stamped.refused, outcome.kept);
  else if (outcome.kept !== null) put(stamped.kept, outcome.kept);
  if (outcome.result === 'stamped') put(stamped.written, outcome.output);
  if (outcome.result === 'stamped' && outcome.judgement?.verdict === 'INDETERMINATE') {
    // What is quoted is for the shell, and none of it is for the terminal to obey.
    const command = verifyCommand(words, filePath, outcome.output!);
    lines.push(`tst: ${stamped.later} ${escapeText(command, shownPath)}`);
  }
  if (outcome.result === 'kept') put(stamped.present, outcome.output);
  if (outcome.result === 'queried') put(stamped.queried, outcome.output);
  if (outcome.result === 'planned') put(stamped.planned, outcome.output);
  if (outcome.judgement === null) {
    lines.push(...outcome.notes.map((note) => `tst: ${noteWords(note, terminal.catalogue)}`));
  }
  lines.push(...unsaved);
  if (lines.length > 0) terminal.talk(lines);
}
