import type { ProfileFacts } from '../app/profile/at-work.ts';
import type { FileFacts } from '../app/verify.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { noteWords, type Report, type ReportNote, reportObject, toJson } from '../report/json.ts';
import { type ColorChoice, coloured, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** How a result is to be printed. */
export interface PrintWords {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: ColorChoice;
}

/** The report of one token from what the use cases return. */
export function reportOf(
  judgement: Judgement,
  { path, size, algorithm, digest }: FileFacts,
  tokenPath: string | null,
  notes: readonly ReportNote[],
  profile: ProfileFacts | null,
): Report {
  const hash = algorithm === null || digest === null ? null : { algorithm, value: digest };
  return { judgement, file: { path, size, digest: hash }, tokenPath, notes, profile, version: version() };
}

/** Prints a report as text, as one JSON object, or not at all. */
export async function printReport(report: Report, words: PrintWords, terminal: Terminal): Promise<void> {
  if (words.quiet) return;
  if (words.json) {
    terminal.out([toJson(reportObject(report, terminal.catalogue))]);
    return;
  }
  const { paint, reportLines } = await import('../report/text.ts');
  const colours = await paint(coloured(words.color ?? 'auto', terminal.environment));
  terminal.out(reportLines(report, terminal.catalogue, colours));
}

/** Notes that belong to the run rather than to a report, to standard error. */
export function sayNotes(notes: readonly ReportNote[], terminal: Terminal): void {
  if (!terminal.quiet && notes.length > 0)
    terminal.talk(notes.map((note) => `tst: ${noteWords(note, terminal.catalogue)}`));
}
