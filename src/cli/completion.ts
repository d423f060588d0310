import type { Command } from 'commander';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { powershellScript } from './completion-powershell.ts';
import { zshScript } from './completion-zsh.ts';
import { type Grammar, grammarOf } from './grammar.ts';
import type { HelpWords } from './help.ts';
import { among, readChoice } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import { wholeProgram } from './program.ts';
import { standardOutput, writeText } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

const scripts: Readonly<Record<Shell, (grammar: Grammar) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** `tst completion <shell>`: a script made from the definitions of all verbs. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const text = (value: string) => value;
  const declared = command.argument('<shell>', help.arguments.shell, among(shells, text));
  return addOutputOptions(declared, help).action(async (word: string, { json, quiet }: PrintWords) => {
    const shell = readChoice('completion', shells)(word);
    // A script is no object.
    if (json) throw usage('conflict', { option: 'completion', other: '--json' });
    if (quiet) return;
    writeText(standardOutput, scripts[shell](grammarOf(await wholeProgram(terminal, help))));
  });
}
