import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type StampOutcome, type StampPorts, stampUnder } from '../app/stamp.ts';
import { TstError } from '../core/verdict/errors.ts';
import { systemTimer } from '../io/clock.ts';
import { Inputs } from '../io/input.ts';
import { createPorts } from '../io/ports.ts';
import { errorExit, verdictExit, worstExit } from './exit-codes.ts';
import type { HelpWords } from './help.ts';
import { listen } from './interruption.ts';
import { openUserLedger } from './ledger-place.ts';
import { reportOf, sayNotes } from './print-report.ts';
import { Progress } from './progress.ts';
import { teller } from './stamp-events.ts';
import { addStampOptions, checkStampWords, type StampWords } from './stamp-options.ts';
import { OutcomePrinter } from './stamp-outcome.ts';
import { openRoutes } from './stamp-providers.ts';
import type { Terminal } from './terminal.ts';
import { networkOptions } from './verification-options.ts';

/** `tst stamp [options] <file...>`. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  return addStampOptions(command, help).action((files: string[], words: StampWords) =>
    stamp(files, words, terminal, help),
  );
}

async function stamp(files: readonly string[], words: StampWords, terminal: Terminal, help: HelpWords): Promise<void> {
  checkStampWords(words, files);
  const inputs = new Inputs();
  const ports = createPorts(networkOptions(words, terminal), inputs);
  const routes = await openRoutes(words, terminal, inputs, ports);
  try {
    sayNotes(routes.notes, terminal);
    if (words.saveEvidence !== undefined) await ports.files.checkOutput(words.saveEvidence, { force: false });
    const asking = !words.dryRun && !words.queryOnly && words.ledger !== false;
    const ledger = asking ? await openUserLedger(words.ledger || undefined, 'write', terminal) : null;
    try {
      await run(files, words, routes.routes, { ...ports, ledger, timer: systemTimer }, terminal, help);
    } finally {
      await ledger?.close();
    }
  } finally {
    await routes.close();
    await ports.http.close();
  }
}

async function run(
  files: readonly string[],
  words: StampWords,
  routes: Awaited<ReturnType<typeof openRoutes>>['routes'],
  ports: StampPorts,
  terminal: Terminal,
  help: HelpWords,
): Promise<void> {
  const total = files.length * routes.length;
  const progress = new Progress(total, terminal, help);
  const printer = new OutcomePrinter(words, terminal, help, total > 1);
  const say = (line: string) => {
    progress.clear();
    if (!terminal.quiet) terminal.talk([`tst: ${line}`]);
  };
  const interruption = listen(() => say(help.stamped.finishing));
  try {
    const outcomes = await stampUnder(
      routes,
      {
        files,
        digest: words.digest ?? null,
        outDir: words.outDir ?? null,
        token: words.token ?? false,
        saveRequest: words.saveRequest ?? false,
        force: words.force ?? false,
        dryRun: words.dryRun ?? false,
        queryOnly: words.queryOnly ?? false,
        resume: words.resume ?? false,
        allowCode: words.allowCode ?? false,
        jobs: words.jobs ?? null,
        signal: interruption.signal,
        told: teller(say, progress, terminal, help),
        report: (outcome) => {
          progress.clear();
          return printer.print(outcome);
        },
      },
      ports,
    );
    await keepOutcome(outcomes, words, ports, terminal, help);
    terminal.exit = worstExit(outcomes.map((outcome) => exitOf(outcome, interruption.exit())));
  } finally {
    interruption.stop();
  }
}

/** The evidence of a token that was judged, whatever the verdict: of one that is bad it is wanted most. The ledger names it. */
async function keepOutcome(
  outcomes: readonly StampOutcome[],
  { saveEvidence }: StampWords,
  ports: StampPorts,
  terminal: Terminal,
  help: HelpWords,
): Promise<void> {
  const [outcome] = outcomes;
  if (saveEvidence === undefined || !outcome?.judgement || outcome.basis === null) return;
  const { judgement, file, basis, notes } = outcome;
  const { keepEvidence } = await import('./keep-evidence.ts');
  await keepEvidence(
    saveEvidence,
    basis,
    reportOf(judgement, file, basis.token.path, notes, outcome.profile),
    ports,
    terminal,
    help,
  );
  await enterEvidence(saveEvidence, outcome, ports, terminal);
}

/** The token and its evidence are safe: what the ledger does not take is told, and fails nothing. */
async function enterEvidence(path: string, { entry }: StampOutcome, { files, ledger }: StampPorts, terminal: Terminal) {
  if (ledger === null || entry === null) return;
  const { digests } = await files.hash(path, ['sha256']);
  const sha256 = Buffer.from(digests.get('sha256')!).toString('hex');
  try {
    await ledger.keepEvidence(entry, { path: resolve(path), sha256 });
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    const facts = { path: ledger.path, reason: String(error.facts.reason ?? error.code) };
    sayNotes([{ code: 'ledger-failed', facts }], terminal);
  }
}

function exitOf(outcome: StampOutcome, interrupted: number | null): number {
  if (outcome.error !== null) return errorExit(outcome.error.code);
  if (outcome.judgement !== null) return verdictExit[outcome.judgement.verdict];
  return outcome.result === 'not-sent' ? (interrupted ?? errorExit('unreachable')) : 0;
}
