import type { Command } from 'commander';
import { limits } from '../core/der/limits.ts';
import { type CertificateDescription, describeCertificates } from '../core/inspect/certificate.ts';
import { inspect } from '../core/inspect/inspect.ts';
import { createFiles } from '../io/files.ts';
import { inspectionLines, inspectionObject, stoppedAt } from '../report/inspect-text.ts';
import { toJson } from '../report/json.ts';
import { errorExit } from './exit-codes.ts';
import type { HelpWords } from './help.ts';
import type { PrintWords } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { addOutputOptions } from './verification-options.ts';

/** PEM blocks whose certificates are summed up. */
const summedUp = 32;

/** `tst inspect <file>`: exit 0 where everything could be read, 65 where reading stopped; nothing is judged. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const declared = command.argument('<file>', help.arguments.inspected);
  return addOutputOptions(declared, help).action(async (path: string, words: PrintWords) => {
    const found = inspect(await createFiles().read(path, limits.trustFileBytes));
    if (!words.quiet) {
      const certificates: CertificateDescription[][] = [];
      // The first ones of a bundle: the rest is shown as a tree, like everything else.
      for (const one of found.slice(0, summedUp)) certificates.push(await describeCertificates(one));
      terminal.out(
        words.json
          ? [toJson(inspectionObject(path, found, certificates))]
          : inspectionLines(path, found, certificates, terminal.catalogue),
      );
    }
    const stopped = stoppedAt(found);
    if (stopped === null) return;
    terminal.exit = errorExit('inspection-stopped');
    // The description is on standard output already, in JSON as well, which stays one object.
    if (words.quiet) return;
    const { errorLines } = await import('../report/text.ts');
    terminal.talk(errorLines('inspection-stopped', { path, ...stopped }, terminal.catalogue));
  });
}
