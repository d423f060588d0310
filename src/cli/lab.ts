import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { nearest } from '../app/nearest.ts';
import { TstError } from '../core/verdict/errors.ts';
import type {
  FaultName,
  HttpFault,
  KeyAlgorithm,
  LabOptions,
  ProfileName,
  RevocationLie,
  RevocationSources,
  SignatureHash,
} from '../lab/index.ts';
import { fill, type Language } from '../report/catalogue.ts';
import { schemaVersion, toJson } from '../report/json.ts';
import type { HelpWords } from './help.ts';
import { among, once, readChoice, readNumber, readTime, repeated } from './option-values.ts';
import type { ColorChoice, Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';
import { version } from './version.ts';

const crlKinds = ['complete', 'delta', 'indirect', 'partitioned'] as const;
type CrlKind = (typeof crlKinds)[number];

interface LabCommandWords {
  readonly port?: number;
  readonly profile?: ProfileName;
  readonly algorithm?: string;
  readonly hash?: SignatureHash;
  readonly fault?: string;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly dir?: string;
  readonly aia?: boolean;
  readonly crlKind?: CrlKind;
  readonly responder?: 'delegate' | 'ca';
  readonly revoke?: readonly string[];
  readonly revocationFault?: string;
  /** False with `--no-revocation`. */
  readonly revocation: boolean;
  readonly listFaults?: boolean;
  readonly json?: boolean;
  readonly lang?: Language;
  readonly color?: ColorChoice;
}

/** `tst lab`: the local provider until Ctrl-C; `tst lab demo`: the main job, shown on it. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const { options } = help;
  const text = (value: string) => value;
  const declared = command
    .argument('[demo]', help.arguments.demo, among(['demo'], text))
    .option('--port <number>', options.port, once('--port', readNumber('--port', 0, 65_535)))
    .option('--profile <name>', options.profile, once('--profile', readChoice('--profile', ['plain', 'seiko'])))
    .option('--algorithm <name>', options.algorithm, once('--algorithm', text))
    .option('--hash <alg>', options.labHash, once('--hash', readChoice('--hash', ['sha256', 'sha384', 'sha512'])))
    .option('--fault <name>', options.fault, once('--fault', text))
    .option('--user <name>', options.labUser, once('--user', text))
    .option('--password-file <path>', options.passwordFile, once('--password-file', text))
    .option('--dir <dir>', options.dir, once('--dir', text))
    .option('--aia', options.aia)
    .option('--crl-kind <kind>', options.labCrl, once('--crl-kind', readChoice('--crl-kind', crlKinds)))
    .option('--responder <who>', options.responder, once('--responder', readChoice('--responder', ['delegate', 'ca'])))
    .option('--revoke <what>', options.revoke, repeated(text))
    .option('--revocation-fault <name>', options.revocationFault, once('--revocation-fault', text))
    .option('--no-revocation', options.noRevocation)
    .option('--list-faults', options.listFaults);
  return addOutputOptions(declared, help).action(async (demo: string | undefined, words: LabCommandWords) => {
    if (demo !== undefined && demo !== 'demo')
      throw usage('bad-choice', { option: 'lab', value: demo, choices: 'demo' });
    if (demo === 'demo') {
      // It shows one thing, in one way.
      const given = declared.options.filter((one) => declared.getOptionValueSource(one.attributeName()) === 'cli');
      const other = given.find(({ long }) => long !== '--lang' && long !== '--color')?.long;
      if (other != null) throw usage('conflict', { option: 'demo', other });
      const { showDemo } = await import('./lab-demo.ts');
      terminal.exit = await showDemo(terminal, help);
    } else {
      await serve(words, terminal, help);
    }
  });
}

async function serve(words: LabCommandWords, terminal: Terminal, help: HelpWords): Promise<void> {
  const lab = await import('../lab/index.ts');
  const names = [...lab.faults, ...lab.httpFaults];
  if (words.listFaults) {
    const ofRevocation = [...lab.revocationFaults, ...lab.revocationHttpFaults];
    const everything = { faults: [...new Set([...names, ...ofRevocation])] };
    const { faultLines } = await import('./lab-faults.ts');
    const groups = [...faultLines(names), '', help.lab.revocationFaults, ...faultLines(ofRevocation)];
    if (!terminal.quiet) terminal.out(words.json ? [labJson(everything)] : groups);
    return;
  }
  const started = await start(words, terminal, help, lab);
  const root = words.dir === undefined ? `${started.url}/root.pem` : join(words.dir, 'root.pem');
  if (words.dir !== undefined) writeFileSync(root, started.rootPem);
  const revoke = words.revocation ? [fill(help.lab.revoke, { url: started.url })] : [];
  const facts = [fill(help.lab.running, { url: started.tsaUrl }), fill(help.lab.root, { path: root })];
  const lines = [...facts, ...revoke, help.lab.stop];
  if (!terminal.quiet) terminal.out(words.json ? [labJson({ lab: { url: started.tsaUrl, root } })] : lines);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await started.close();
}

function labJson(facts: object): string {
  return toJson({ schema: schemaVersion, ...facts, tool: { name: 'tst', version: version() } });
}

async function start(
  words: LabCommandWords,
  terminal: Terminal,
  help: HelpWords,
  lab: typeof import('../lab/index.ts'),
) {
  const algorithm = chosen('--algorithm', words.algorithm, lab.keyAlgorithms);
  if (algorithm === 'rsa-1024' && !terminal.quiet) terminal.talk([`tst: ${help.lab.weakKey}`]);
  const fault = chosenFault<FaultName | HttpFault>('--fault', words.fault, [...lab.faults, ...lab.httpFaults]);
  const lies = [...lab.revocationFaults, ...lab.revocationHttpFaults];
  const lie = chosenFault<RevocationLie>('--revocation-fault', words.revocationFault, lies);
  const auth = await authOf(words, terminal);
  const options: LabOptions = {
    clock: () => Date.now(),
    port: words.port ?? 0,
    ...(words.profile === undefined ? {} : { profile: words.profile }),
    ...(algorithm === undefined ? {} : { algorithm: algorithm as KeyAlgorithm }),
    ...(words.hash === undefined ? {} : { digest: words.hash }),
    ...(fault === undefined ? {} : { fault }),
    ...(auth === undefined ? {} : { auth }),
    ...(words.dir === undefined ? {} : { dir: words.dir }),
    ...(words.aia ? { aia: true } : {}),
    revocation: words.revocation && sourcesOf(words.crlKind),
    ...(words.responder === undefined ? {} : { responder: words.responder }),
    revoke: (words.revoke ?? []).map((value) => revocationOf(value, lab)),
    ...(lie === undefined ? {} : { revocationFault: lie }),
  };
  try {
    if (words.dir !== undefined) mkdirSync(words.dir, { recursive: true });
    return await lab.startLab(options);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === 'listen' || syscall === 'bind') {
      const reason = code === 'EADDRINUSE' ? 'taken' : 'not permitted';
      throw new TstError('port-unavailable', { port: words.port ?? 0, reason }, { cause: error });
    }
    if (syscall === undefined || words.dir === undefined) throw error;
    const reason =
      code === 'EEXIST' || code === 'ENOTDIR' ? 'not a folder' : code === 'EACCES' ? 'denied' : String(code);
    throw new TstError('output-failed', { path: words.dir, reason }, { cause: error });
  }
}

/** Which CRL the certificates name; OCSP always. */
function sourcesOf(kind: CrlKind | undefined): RevocationSources {
  return { delta: kind === 'delta', indirect: kind === 'indirect', partitioned: kind === 'partitioned' };
}

/** `tsu:keyCompromise`, with a date after another colon; throws a usage error for anything else. */
function revocationOf(value: string, { readRevocation }: typeof import('../lab/index.ts')) {
  const option = '--revoke';
  try {
    return readRevocation(value, (date) => readTime(option, date));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usage('bad-choice', {
      option,
      value,
      choices: 'tsu:keyCompromise, intermediate:superseded:2025-01-31, tsu:none',
    });
  }
}

async function authOf(words: LabCommandWords, terminal: Terminal) {
  if (words.user === undefined) {
    if (words.passwordFile !== undefined) throw usage('password-without-user', { option: '--password-file' });
    return undefined;
  }
  if (words.user.includes(':')) throw usage('password-in-argv');
  const { readPassword } = await import('../io/secrets.ts');
  const { environment } = terminal;
  const secret = readPassword({ file: words.passwordFile ?? null, environment, variable: 'TST_PASSWORD' });
  if (secret === null) throw new TstError('password-missing', { user: words.user });
  return { user: words.user, password: secret.secret.reveal() };
}

/** A fault by its name; a mistyped one is answered with the nearest. */
function chosenFault<T extends string>(option: string, value: string | undefined, names: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const suggestion = nearest(value, names);
  throw usage('bad-fault', { option, value, ...(suggestion === undefined ? {} : { suggestion }) });
}

function chosen<T extends string>(option: string, value: string | undefined, choices: readonly T[]): T | undefined {
  return value === undefined ? undefined : readChoice(option, choices)(value);
}
