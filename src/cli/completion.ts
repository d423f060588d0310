import type { Command } from 'commander';
import { schemaVersion, toJson } from '../report/json.ts';
import { grammarOf } from './grammar.ts';
import type { HelpWords } from './help.ts';
import { among, readChoice } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import { wholeProgram } from './program.ts';
import { standardOutput, writeText } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';
import { addOutputOptions } from './verification-options.ts';
import { version } from './version.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** `tst completion <shell>`: a script made from the definitions of all verbs. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const text = (value: string) => value;
  const declared = command.argument('<shell>', help.arguments.shell, among(shells, text));
  return addOutputOptions(declared, help).action(async (word: string, { json, quiet }: PrintWords) => {
    const shell = readChoice('completion', shells)(word);
    if (quiet) return;
    const { scripts } = await import('./completion-scripts.ts');
    const script = scripts[shell](grammarOf(await wholeProgram(terminal, help)));
    const object = { schema: schemaVersion, completion: { shell, script }, tool: { name: 'tst', version: version() } };
    writeText(standardOutput, json ? `${toJson(object)}\n` : script);
  });
}
