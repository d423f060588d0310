import type { Command } from 'commander';
import { grammarOf } from './grammar.ts';
import type { HelpWords } from './help.ts';
import { among, readChoice } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import { wholeProgram } from './program.ts';
import { standardOutput, writeText } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** `tst completion <shell>`: a script made from the definitions of all verbs. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const text = (value: string) => value;
  const declared = command.argument('<shell>', help.arguments.shell, among(shells, text));
  return addOutputOptions(declared, help).action(async (word: string, { json, quiet }: PrintWords) => {
    const shell = readChoice('completion', shells)(word);
    // A script is no object.
    if (json) throw usage('conflict', { option: 'completion', other: '--json' });
    if (quiet) return;
    const { scripts } = await import('./completion-scripts.ts');
    writeText(standardOutput, scripts[shell](grammarOf(await wholeProgram(terminal, help))));
  });
}
