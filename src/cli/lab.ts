import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { TstError } from '../core/verdict/errors.ts';
import type { FaultName, HttpFault, KeyAlgorithm, LabOptions, ProfileName, SignatureHash } from '../lab/index.ts';
import { fill, type Language } from '../report/catalogue.ts';
import { schemaVersion, toJson } from '../report/json.ts';
import type { HelpWords } from './help.ts';
import { once, readChoice, readNumber } from './option-values.ts';
import type { ColorChoice, Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';
import { version } from './version.ts';

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
    .argument('[demo]', help.arguments.demo)
    .option('--port <number>', options.port, once('--port', readNumber('--port', 0, 65_535)))
    .option('--profile <name>', options.profile, once('--profile', readChoice('--profile', ['plain', 'seiko'])))
    .option('--algorithm <name>', options.algorithm, once('--algorithm', text))
    .option('--hash <alg>', options.labHash, once('--hash', readChoice('--hash', ['sha256', 'sha384', 'sha512'])))
    .option('--fault <name>', options.fault, once('--fault', text))
    .option('--user <name>', options.labUser, once('--user', text))
    .option('--password-file <path>', options.passwordFile, once('--password-file', text))
    .option('--dir <path>', options.dir, once('--dir', text))
    .option('--aia', options.aia)
    .option('--list-faults', options.listFaults);
  return addOutputOptions(declared, help).action(async (demo: string | undefined, words: LabCommandWords) => {
    if (demo !== undefined && demo !== 'demo')
      throw usage('bad-choice', { option: 'lab', value: demo, choices: 'demo' });
    if (demo === 'demo') {
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
    if (!terminal.quiet) terminal.out(words.json ? [labJson({ faults: names })] : names);
    return;
  }
  const started = await start(words, terminal, lab);
  const root = words.dir === undefined ? `${started.url}/root.pem` : join(words.dir, 'root.pem');
  if (words.dir !== undefined) writeFileSync(root, started.rootPem);
  const lines = [fill(help.lab.running, { url: started.tsaUrl }), fill(help.lab.root, { path: root }), help.lab.stop];
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

async function start(words: LabCommandWords, terminal: Terminal, lab: typeof import('../lab/index.ts')) {
  const algorithm = chosen('--algorithm', words.algorithm, lab.keyAlgorithms);
  const fault = chosen<FaultName | HttpFault>('--fault', words.fault, [...lab.faults, ...lab.httpFaults]);
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
  };
  try {
    if (words.dir !== undefined) mkdirSync(words.dir, { recursive: true });
    return await lab.startLab(options);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === 'listen' || syscall === 'bind') {
      const reason = `port ${words.port} is ${code === 'EADDRINUSE' ? 'taken' : 'not permitted'}`;
      throw new TstError('configuration', { reason }, { cause: error });
    }
    if (syscall === undefined || words.dir === undefined) throw error;
    const reason =
      code === 'EEXIST' || code === 'ENOTDIR' ? 'not a folder' : code === 'EACCES' ? 'denied' : String(code);
    throw new TstError('output-failed', { path: words.dir, reason }, { cause: error });
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
  return { user: words.user, password: secret.value };
}

function chosen<T extends string>(option: string, value: string | undefined, choices: readonly T[]): T | undefined {
  return value === undefined ? undefined : readChoice(option, choices)(value);
}
