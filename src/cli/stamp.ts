import { constants } from 'node:os';
import type { Command } from 'commander';
import { hashNamed } from '../app/digest.ts';
import type { Ports } from '../app/ports.ts';
import { Secret } from '../app/secret.ts';
import { type StampOptions, type StampOutcome, stampFiles } from '../app/stamp.ts';
import { type HashName, hashes } from '../core/der/hashes.ts';
import { Inputs } from '../io/input.ts';
import { createPorts } from '../io/ports.ts';
import { fill, shownPath } from '../report/catalogue.ts';
import { escapeText } from '../report/escape.ts';
import { errorObject, noteObject, noteWords, reportObject, schemaVersion, toJson } from '../report/json.ts';
import { verifyCommand } from './command-line.ts';
import { endings } from './endings.ts';
import { errorExit, verdictExit, worstExit } from './exit-codes.ts';
import type { HelpWords } from './help.ts';
import { once, readChoice, readNumber, readOid, readUrl, repeated } from './option-values.ts';
import { printReport, reportOf, sayNotes } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import {
  addVerificationOptions,
  judgingOptions,
  networkOptions,
  type VerificationWords,
} from './verification-options.ts';
import { version } from './version.ts';

interface StampWords extends VerificationWords {
  readonly tsa?: string;
  readonly hash?: HashName;
  readonly requestPolicy?: string;
  readonly outDir?: string;
  readonly token?: boolean;
  readonly saveRequest?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly queryOnly?: boolean;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly passwordStdin?: boolean;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly tlsCa?: readonly string[];
  readonly timeout?: number;
  readonly connectTimeout?: number;
}

/** Hashes that a new time-stamp may be asked for; SHA-1 and MD5 are no longer among them. */
const offered = (Object.keys(hashes) as HashName[]).filter((name) => name !== 'md5' && name !== 'sha1');

/** A hash by its name in any usual spelling. */
function readHash(value: string): HashName {
  return readChoice('--hash', offered)(hashNamed(value) ?? value);
}

/** `tst stamp [options] <file...>`. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const { options } = help;
  const text = (value: string) => value;
  const declared = command
    .argument('<file...>', help.arguments.files)
    .option(
      '--tsa <url>',
      options.tsa,
      once('--tsa', (value) => readUrl('--tsa', value)),
    )
    .option('--hash <alg>', options.hash, once('--hash', readHash))
    .option(
      '--request-policy <oid>',
      options.requestPolicy,
      once('--request-policy', (value) => readOid('--request-policy', value)),
    )
    .option('-o, --out-dir <dir>', options.outDir, once('--out-dir', text))
    .option('--token', options.token)
    .option('--save-request', options.saveRequest)
    .option('--force', options.force)
    .option('--dry-run', options.dryRun)
    .option('--query-only', options.queryOnly)
    .option('--user <name>', options.user, once('--user', readUser))
    .option('--password-file <path>', options.passwordFile, once('--password-file', text))
    .option('--password-stdin', options.passwordStdin)
    .option('--client-cert <path>', options.clientCert, once('--client-cert', text))
    .option('--client-key <path>', options.clientKey, once('--client-key', text))
    .option('--tls-ca <path>', options.tlsCa, repeated(text))
    .option('--timeout <seconds>', options.timeout, once('--timeout', readNumber('--timeout', 1, 3600)))
    .option(
      '--connect-timeout <seconds>',
      options.connectTimeout,
      once('--connect-timeout', readNumber('--connect-timeout', 1, 3600)),
    );
  return addVerificationOptions(declared, help, 'stamp').action((files: string[], words: StampWords) =>
    stamp(files, words, terminal, help),
  );
}

async function stamp(files: readonly string[], words: StampWords, terminal: Terminal, help: HelpWords): Promise<void> {
  check(words, files);
  const inputs = new Inputs();
  const { credentials, notes } = await credentialsOf(words, terminal, inputs);
  const ports = createPorts(await networkOf(words, terminal, inputs), inputs);
  const interruption = listen(() => say(terminal, [`tst: ${help.stamped.finishing}`]));
  try {
    const options: StampOptions = {
      ...judgingOptions(words, terminal),
      files,
      tsa: words.tsa ?? null,
      hash: words.hash ?? 'sha256',
      requestPolicy: words.requestPolicy ?? null,
      digest: words.digest ?? null,
      outDir: words.outDir ?? null,
      token: words.token ?? false,
      saveRequest: words.saveRequest ?? false,
      force: words.force ?? false,
      dryRun: words.dryRun ?? false,
      queryOnly: words.queryOnly ?? false,
      credentials,
      signal: interruption.signal,
      report: (outcome) => printOutcome(outcome, words, terminal, help, files.length > 1),
    };
    sayNotes(notes, terminal);
    if (words.saveEvidence !== undefined) await ports.files.checkOutput(words.saveEvidence, options);
    const outcomes = await stampFiles(options, ports);
    await keepOutcome(outcomes, words, ports, terminal, help);
    terminal.exit = worstExit(outcomes.map((outcome) => exitOf(outcome, interruption.exit())));
  } finally {
    interruption.stop();
    await ports.http.close();
  }
}

/** The evidence of a token that was judged, whatever the verdict: of one that is bad it is wanted most. */
async function keepOutcome(
  outcomes: readonly StampOutcome[],
  { saveEvidence }: StampWords,
  ports: Ports,
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
}

/** Talk that `--quiet` silences. */
function say(terminal: Terminal, lines: readonly string[]): void {
  if (!terminal.quiet && lines.length > 0) terminal.talk(lines);
}

/**
 * The first signal lets the file in hand end, because its token may be paid for; a second one ends the program at once.
 * `exit`: the code that shells expect of a program that a signal ended, or null where none came.
 */
function listen(told: () => void) {
  const controller = new AbortController();
  let received: (typeof endings)[number] | null = null;
  const stop = () => {
    for (const name of endings) process.off(name, interrupt);
  };
  const interrupt = (name: NodeJS.Signals) => {
    received = name as (typeof endings)[number];
    stop();
    controller.abort();
    told();
  };
  for (const name of endings) process.on(name, interrupt);
  const exit = () => (received === null ? null : 128 + constants.signals[received]);
  return { signal: controller.signal, stop, exit };
}

/** What can be said of the options without looking at anything else. */
function check(words: StampWords, files: readonly string[]): void {
  if (words.tsa === undefined && !words.queryOnly && !words.dryRun)
    throw usage('option-needs', { option: 'stamp', other: '--tsa', verb: 'stamp' });
  if (words.passwordFile !== undefined && words.passwordStdin) {
    throw usage('conflict', { option: '--password-file', other: '--password-stdin' });
  }
  if (words.user === undefined && (words.passwordFile !== undefined || words.passwordStdin)) {
    throw usage('password-without-user', { option: words.passwordStdin ? '--password-stdin' : '--password-file' });
  }
  if (words.digest !== undefined && words.hash !== undefined)
    throw usage('conflict', { option: '--digest', other: '--hash' });
  if (words.digest !== undefined && files.length > 1) {
    throw usage('excess-arguments', { verb: 'stamp', count: files.length, expected: 1 });
  }
  // The request is the tool's own here.
  if (words.request !== undefined) throw usage('request-is-made');
  if (words.at !== undefined) throw usage('judged-now', { option: '--at' });
  if (words.offline && !words.dryRun && !words.queryOnly) throw usage('offline-stamp');
  if (words.asKnownOn !== undefined) throw usage('judged-now', { option: '--as-known-on' });
  if (words.saveEvidence !== undefined && files.length > 1) throw usage('one-file', { option: '--save-evidence' });
  // What is judged is the response, and the file would be another.
  if (words.saveEvidence !== undefined && words.token)
    throw usage('conflict', { option: '--token', other: '--save-evidence' });
  if (words.dryRun && words.queryOnly) throw usage('conflict', { option: '--dry-run', other: '--query-only' });
  if (words.token && words.queryOnly) throw usage('conflict', { option: '--token', other: '--query-only' });
}

async function credentialsOf(words: StampWords, terminal: Terminal, inputs: Inputs) {
  if (words.user === undefined || words.dryRun || words.queryOnly) return { credentials: null, notes: [] };
  const { readPassword } = await import('../io/secrets.ts');
  const file = words.passwordStdin ? '-' : (words.passwordFile ?? null);
  const secret = readPassword({ file, environment: terminal.environment, variable: 'TST_PASSWORD' }, inputs);
  if (secret === null)
    throw new (await import('../core/verdict/errors.ts')).TstError('password-missing', { user: words.user });
  const user = new Secret(words.user, 'name');
  return { credentials: { kind: 'basic' as const, user, password: secret.secret }, notes: secret.notes };
}

async function networkOf(words: StampWords, terminal: Terminal, inputs: Inputs) {
  const { clientCert = null, clientKey = null, tlsCa = [] } = words;
  const common = {
    ...networkOptions(words, terminal),
    ...(words.timeout === undefined ? {} : { timeout: words.timeout * 1000 }),
    ...(words.connectTimeout === undefined ? {} : { connectTimeout: words.connectTimeout * 1000 }),
  };
  if (clientCert === null && clientKey === null && tlsCa.length === 0) return common;
  const { readTlsFiles } = await import('../io/tls-files.ts');
  const { readPassword } = await import('../io/secrets.ts');
  const { environment } = terminal;
  const passphrase = readPassword({ file: null, environment, variable: 'TST_KEY_PASSPHRASE' })?.secret ?? null;
  return { ...common, tls: readTlsFiles({ ca: tlsCa, cert: clientCert, key: clientKey, passphrase }, inputs) };
}

function readUser(value: string): string {
  // RFC 7617 §2 has no colon in a user name: what stands after one is a password, for all to read.
  if (value.includes(':')) throw usage('password-in-argv');
  return value;
}

function exitOf(outcome: StampOutcome, interrupted: number | null): number {
  if (outcome.error !== null) return errorExit(outcome.error.code);
  if (outcome.judgement !== null) return verdictExit[outcome.judgement.verdict];
  return outcome.result === 'not-sent' ? (interrupted ?? errorExit('unreachable')) : 0;
}

async function printOutcome(
  outcome: StampOutcome,
  words: StampWords,
  terminal: Terminal,
  help: HelpWords,
  many: boolean,
): Promise<void> {
  const { catalogue } = terminal;
  const report =
    outcome.judgement &&
    reportOf(outcome.judgement, outcome.file, outcome.output ?? outcome.kept, outcome.notes, outcome.profile);
  if (words.json) {
    // One object for one file, one line per file for several.
    const { file, result, output, kept, request, error } = outcome;
    const object = {
      schema: schemaVersion,
      stamp: {
        file: file.path,
        result,
        output,
        kept,
        request,
        error: error === null ? null : errorObject(error.code, error.facts, catalogue, version()).error,
        notes: outcome.notes.map((note) => noteObject(note, catalogue)),
        unsaved: outcome.unsaved === null ? null : Buffer.from(outcome.unsaved).toString('base64'),
      },
      report: report && reportObject(report, catalogue),
      tool: { name: 'tst', version: version() },
    };
    if (!words.quiet) terminal.out([toJson(object, many ? 0 : 2)]);
  }
  if (report !== null && !words.json) await printReport(report, words, terminal);
  await talkOutcome(outcome, words, terminal, help);
}

/** Where things went and what failed, to standard error. */
async function talkOutcome(
  outcome: StampOutcome,
  words: StampWords,
  terminal: Terminal,
  help: HelpWords,
): Promise<void> {
  const { stamped } = help;
  // The one thing that is said even to who wants to hear nothing: it is lost otherwise.
  const unsaved =
    outcome.unsaved === null ? [] : [`tst: ${stamped.unsaved}`, Buffer.from(outcome.unsaved).toString('base64')];
  if (words.quiet) {
    if (unsaved.length > 0) terminal.talk(unsaved);
    return;
  }
  const lines: string[] = [];
  const { path: filePath, algorithm, digest } = outcome.file;
  const name = filePath ?? `${algorithm}:${digest}`;
  const put = (template: string, path: string | null) =>
    lines.push(`tst: ${fill(template, path === null ? {} : { path })}`);
  if (outcome.error !== null) {
    const { errorLines } = await import('../report/text.ts');
    lines.push(...errorLines(outcome.error.code, outcome.error.facts, terminal.catalogue));
  }
  if (outcome.result === 'not-sent') lines.push(`tst: ${fill('{name}: ', { name }, false)}${stamped.notSent}`);
  if (outcome.result === 'refused') put(stamped.refused, outcome.kept);
  else if (outcome.kept !== null) put(stamped.kept, outcome.kept);
  if (outcome.result === 'stamped') put(stamped.written, outcome.output);
  if (outcome.result === 'stamped' && outcome.judgement?.verdict === 'INDETERMINATE') {
    // What is quoted is for the shell, and none of it is for the terminal to obey.
    const command = verifyCommand(words, filePath, outcome.output!);
    lines.push(`tst: ${stamped.later} ${escapeText(command, shownPath)}`);
  }
  if (outcome.result === 'queried') put(stamped.queried, outcome.output);
  if (outcome.result === 'planned') put(stamped.planned, outcome.output);
  if (outcome.judgement === null) {
    lines.push(...outcome.notes.map((note) => `tst: ${noteWords(note, terminal.catalogue)}`));
  }
  lines.push(...unsaved);
  if (lines.length > 0) terminal.talk(lines);
}
