import type { Command } from 'commander';
import { verifyFile } from '../app/verify.ts';
import { TstError } from '../core/verdict/errors.ts';
import { createPorts } from '../io/ports.ts';
import { verdictExit } from './exit-codes.ts';
import type { HelpWords } from './help.ts';
import { networkOf } from './network.ts';
import { printReport, reportOf, sayNotes } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addVerificationOptions, judgingOptions, type VerificationWords } from './verification-options.ts';

/** `tst verify [options] <file> [token]`. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const declared = command.argument('<file>', help.arguments.file).argument('[token]', help.arguments.token);
  return addVerificationOptions(declared, help, 'verify').action(
    async (first: string, second: string | undefined, words: VerificationWords) => {
      const { digest = null } = words;
      // With a digest there is no file, so that the one argument is the token.
      if (digest !== null && second !== undefined) {
        throw usage('excess-arguments', { verb: 'verify', count: 2, expected: 1 });
      }
      const file = digest === null ? first : null;
      const token = digest === null ? (second ?? null) : first;
      if ([file, token, words.request].filter((path) => path === '-').length > 1) throw new TstError('stdin-twice');
      const ports = createPorts(await networkOf(words, terminal));
      try {
        const options = { ...judgingOptions(words, terminal), file, token, digest, request: words.request ?? null };
        if (words.saveEvidence !== undefined) await ports.files.checkOutput(words.saveEvidence, { force: false });
        const {
          judgement,
          file: facts,
          tokenPath,
          notes,
          remarks,
          basis,
          profile,
          replayed,
        } = await verifyFile(options, ports);
        const report = reportOf(judgement, facts, tokenPath, notes, profile);
        await printReport(report, words, terminal);
        sayNotes(remarks, terminal);
        if (replayed !== null || words.saveEvidence !== undefined) {
          const { keepEvidence, sayReplayed } = await import('./keep-evidence.ts');
          const ownLists = !options.evidenceLists && !options.skip.has('tst-revocation');
          if (replayed !== null) sayReplayed(replayed, ownLists, terminal, help);
          if (words.saveEvidence !== undefined)
            await keepEvidence(words.saveEvidence, basis, report, ports, terminal, help);
        }
        terminal.exit = verdictExit[judgement.verdict];
      } finally {
        await ports.http.close();
      }
    },
  );
}
