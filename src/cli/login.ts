import { join } from 'node:path';
import type { Command } from 'commander';
import { secretHeaders } from '../app/credentials.ts';
import {
  type KeptSecret,
  keptSecret,
  partSecret,
  type Secret,
  type SecretKind,
  type SecretPart,
  secretKey,
  secretParts,
} from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { Inputs } from '../io/input.ts';
import { closeLeaks } from '../io/leaks.ts';
import { SecretStore } from '../io/secret-store.ts';
import { readLines } from '../io/secrets.ts';
import { userFolders } from '../io/user-folders.ts';
import { fill } from '../report/catalogue.ts';
import { noteObject, noteWords, schemaVersion, toJson } from '../report/json.ts';
import { ask } from './ask.ts';
import type { HelpWords } from './help.ts';
import { once, readChoice } from './option-values.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';
import { version } from './version.ts';

interface LoginWords {
  readonly user?: string;
  readonly passwordStdin?: boolean;
  readonly kind?: SecretKind;
  readonly store?: 'keychain' | 'file';
  readonly list?: boolean;
  readonly json?: boolean;
}

const kinds = Object.keys(secretParts) as SecretKind[];

/** `tst login [options] <name>` and `tst login --list`. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const { options } = help;
  const declared = command
    .argument('[name]', help.arguments.secret)
    .option('--user <name>', options.secretUser, once('--user', readUser))
    .option('--password-stdin', options.secretStdin)
    .option('--kind <kind>', options.secretKind, once('--kind', readChoice('--kind', kinds)))
    .option(
      '--store <place>',
      options.secretStore,
      once('--store', readChoice('--store', ['keychain', 'file'] as const)),
    )
    .option('--list', options.secretList);
  return addOutputOptions(declared, help).action((name: string | undefined, words: LoginWords) =>
    name === undefined ? list(words, terminal, help) : login(name, words, terminal, help),
  );
}

/** The user's secrets, where this platform keeps such things. */
export function openSecrets(terminal: Terminal): SecretStore {
  const { environment } = terminal;
  return new SecretStore({ folder: join(userFolders(environment).data, 'secrets'), environment });
}

async function login(name: string, words: LoginWords, terminal: Terminal, help: HelpWords): Promise<void> {
  if (words.list) throw usage('excess-arguments', { verb: 'login', count: 1, expected: 0 });
  if (secretKey(name) === null) throw usage('bad-secret-name', { value: name });
  const { kind = 'basic', user } = words;
  if (user !== undefined && kind !== 'basic') throw usage('conflict', { option: '--user', other: `--kind ${kind}` });
  closeLeaks(terminal.environment);
  const secret = await obtain(kind, user ?? null, words.passwordStdin ?? false, help);
  check(secret);
  const { place, notes } = await openSecrets(terminal).keep(name, secret, words.store ?? null);
  if (!terminal.quiet) {
    const kept = notes.some(({ code }) => code === 'keychain-unavailable')
      ? []
      : [fill(help.secrets.kept[place], { name })];
    terminal.talk([...kept, ...notes.map((note) => noteWords(note, terminal.catalogue))].map((line) => `tst: ${line}`));
  }
  if (words.json && !terminal.quiet)
    print({ kept: { name, kind, place }, notes: notes.map((note) => noteObject(note, terminal.catalogue)) }, terminal);
}

/** Every part of a secret: from the command line the user's name alone, the rest from standard input or a person. */
async function obtain(kind: SecretKind, user: string | null, fromStdin: boolean, help: HelpWords): Promise<KeptSecret> {
  const wanted = secretParts[kind].filter((part) => part !== 'user' || user === null);
  const lines = fromStdin ? readLines(wanted.length, new Inputs()) : null;
  const given = new Map<SecretPart, Secret>();
  if (user !== null) given.set('user', partSecret('user', user));
  for (const [index, part] of wanted.entries()) {
    const value = lines === null ? await ask(help.secrets.asks[part], part !== 'user') : lines[index]!;
    if (value === '') throw new TstError('password-missing', lines === null ? {} : { path: '-' });
    given.set(part, partSecret(part, value));
  }
  return keptSecret(kind, (part) => given.get(part)!);
}

/** What could not be sent later is refused now. */
function check(secret: KeptSecret): void {
  if (secret.kind === 'header') secretHeaders({ ...secret, header: 'x' });
  else if (secret.kind !== 'client-certificate') secretHeaders(secret);
}

async function list(words: LoginWords, terminal: Terminal, help: HelpWords): Promise<void> {
  if (!words.list) throw usage('missing-argument', { argument: 'name', verb: 'login' });
  const secrets = await openSecrets(terminal).list();
  if (terminal.quiet) return;
  if (words.json) return print({ list: secrets }, terminal);
  if (secrets.length === 0) return terminal.talk([`tst: ${help.secrets.none}`]);
  terminal.out(
    secrets.map(({ name, kind, place }) =>
      fill('{name}  {kind}  {place}', { name, kind, place: help.secrets.places[place] }),
    ),
  );
}

/** One object, as every verb prints; see docs/report.schema.json. */
export function print(secrets: object, terminal: Terminal): void {
  terminal.out([toJson({ schema: schemaVersion, secrets, tool: { name: 'tst', version: version() } })]);
}

function readUser(value: string): string {
  // RFC 7617 §2 has no colon in a user name: what stands after one is a password, for all to read.
  if (value.includes(':')) throw usage('password-in-argv');
  return value;
}
