import type { Command } from 'commander';
import { secretKey } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { fill } from '../report/catalogue.ts';
import type { HelpWords } from './help.ts';
import { openSecrets, print } from './login.ts';
import type { PrintWords } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';

/** `tst logout <name>`. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const declared = command.argument('<name>', help.arguments.secret);
  return addOutputOptions(declared, help).action(async (name: string, words: PrintWords) => {
    if (secretKey(name) === null) throw usage('bad-secret-name', { value: name });
    const place = await openSecrets(terminal).remove(name);
    if (place === null) throw new TstError('secret-missing', { name });
    if (terminal.quiet) return;
    terminal.talk([`tst: ${fill(help.secrets.forgotten, { name })}`]);
    if (words.json) print({ forgotten: { name, place } }, terminal);
  });
}
