import type { Command } from 'commander';
import type { Note } from '../app/notes.ts';
import type { Ports, ProfileFiles } from '../app/ports.ts';
import { systemClock } from '../io/clock.ts';
import { createFiles } from '../io/files.ts';
import { Inputs } from '../io/input.ts';
import { createProfileFiles } from '../io/profile-files.ts';
import { createTrustFiles } from '../io/trust.ts';
import { noteWords, schemaVersion, toJson } from '../report/json.ts';
import type { HelpWords } from './help.ts';
import { once } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import type { ProfileHelp, ProfileVerb } from './profile-help.ts';
import type { Terminal } from './terminal.ts';
import { addOutputOptions } from './verification-options.ts';
import { version } from './version.ts';

/** What commander makes of the options that every verb around profiles has. */
export interface ProfileOptionWords extends PrintWords {
  readonly profileDir?: string;
}

/** A verb below `tst profile` or `tst trust`, with its help and the options that all of them have. */
export function addSubverb(parent: Command, name: ProfileVerb, words: ProfileHelp, help: HelpWords): Command {
  const command = parent
    .command(name)
    .description(words.verbs[name])
    .usage(words.usages[name])
    .addHelpText('after', () => words.examples[name]);
  const declared = command.option(
    '--profile-dir <dir>',
    words.options.profileDir,
    once('--profile-dir', (value) => value),
  );
  return addOutputOptions(declared, help);
}

/** The real world, as far as profiles need it. */
export interface ProfileWorld extends Pick<Ports, 'files' | 'trust' | 'clock'> {
  readonly profiles: ProfileFiles;
}

export function profileWorld(): ProfileWorld {
  const inputs = new Inputs();
  return {
    files: createFiles(inputs),
    trust: createTrustFiles(inputs),
    clock: systemClock,
    profiles: createProfileFiles(),
  };
}

/** The result: lines, or one object. */
export function print(words: PrintWords, terminal: Terminal, object: object, lines: readonly string[]): void {
  if (words.quiet) return;
  if (words.json) {
    terminal.out([toJson({ schema: schemaVersion, ...object, tool: { name: 'tst', version: version() } })]);
  } else if (lines.length > 0) terminal.out(lines);
}

/** Talk beside the result, which `--quiet` silences. */
export function talk(words: PrintWords, terminal: Terminal, lines: readonly string[]): void {
  if (!words.quiet && lines.length > 0) terminal.talk(lines);
}

/** Notes in words, as talk. */
export function talkNotes(words: PrintWords, terminal: Terminal, notes: readonly Note[]): void {
  talk(
    words,
    terminal,
    notes.map((note) => `tst: ${noteWords(note, terminal.catalogue)}`),
  );
}
