import type { Command } from 'commander';
import { isMoment } from '../app/profile/moment.ts';
import type { HelpWords } from './help.ts';
import { once } from './option-values.ts';
import { addSubverb } from './profile-options.ts';
import type { Terminal } from './terminal.ts';
import type { ImportWords } from './trust-import.ts';
import { usage } from './usage.ts';

/** `tst trust import`. */
export async function prepare(command: Command, terminal: Terminal, help: HelpWords): Promise<Command> {
  const { loadProfileHelp } = await import('./profile-help.ts');
  const words = await loadProfileHelp(terminal.language);
  const { options } = words;
  const day = (option: string) => (value: string) => {
    if (!isMoment(value)) throw usage('bad-day', { option, value });
    return value;
  };
  addSubverb(command, 'import', words, help)
    .argument('<source>', words.arguments.source)
    .option(
      '--profile <name>',
      options.profile,
      once('--profile', (value) => value),
    )
    .option('--yes', options.yes)
    .option('--accredited-from <day>', options.accreditedFrom, once('--accredited-from', day('--accredited-from')))
    .option('--accredited-until <day>', options.accreditedUntil, once('--accredited-until', day('--accredited-until')))
    .option('--replace', options.replace)
    .action(async (source: string, given: ImportWords) => {
      const { runImport } = await import('./trust-import.ts');
      const { loadProfileWords } = await import('../report/profile-words.ts');
      const setting = { terminal, says: await loadProfileWords(terminal.language) };
      await runImport({ source, profile: given.profile ?? null }, given, setting);
    });
  return command;
}
