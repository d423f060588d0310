import type { ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isSingleFile } from './single-file.ts';

/** The operating system's store of secrets: Keychain, Credential Manager, Secret Service. Its methods throw a `KeychainError` alone. */
export interface Keychain {
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  /** False where there was none. */
  remove(account: string): Promise<boolean>;
}

/** Why the keychain can't be used: `reason` is a code word. What it said itself is for nobody, and may hold anything. */
export class KeychainError extends Error {
  readonly reason: KeychainReason;

  constructor(reason: KeychainReason) {
    super(reason);
    this.name = 'KeychainError';
    this.reason = reason;
  }
}

export type KeychainReason =
  | 'keychain-not-installed'
  | 'keychain-not-inside'
  | 'no-secret-service'
  | 'keychain-silent'
  | 'keychain-refused';

type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds: a locked keychain asks its user for a password, who has to find it. */
const patience = 60_000;

/** The optional package that speaks to all three. */
const library = '@napi-rs/keyring';

/**
 * The keychain through its library, in a process of its own: native code that waits for a service that doesn't answer can't be
 * stopped otherwise, and what it writes about that is not for the user. Nothing secret is in the command line or environment of
 * that process, but in its pipes.
 */
export function systemKeychain(environment: Environment, limit = patience): Keychain {
  const ask = (deed: Deed, account: string, value: string | null = null) =>
    run({ deed, account, value }, libraryPath(), childEnvironment(environment), limit);
  return {
    get: async (account) => (await ask('get', account)) as string | null,
    set: async (account, value) => void (await ask('set', account, value)),
    remove: async (account) => (await ask('remove', account)) === true,
  };
}

type Deed = 'get' | 'set' | 'remove';

interface Order {
  readonly deed: Deed;
  readonly account: string;
  readonly value: string | null;
}

/** Beside the program that runs, never in the folder where it is called. */
function libraryPath(): string {
  // Native code would have to be unpacked to where it can be loaded from, and the helping process is a Node.
  if (isSingleFile()) throw new KeychainError('keychain-not-inside');
  try {
    return createRequire(pathToFileURL(realpathSync(process.argv[1]!))).resolve(library);
  } catch {
    // Optional packages may be left out, and are for platforms that have no binary.
    throw new KeychainError('keychain-not-installed');
  }
}

/** Without Node's own variables and those of this program, which hold secrets. */
function childEnvironment(environment: Environment): Record<string, string | undefined> {
  const passed = Object.entries(environment).filter(([name]) => !/^(NODE_|TST_)/.test(name));
  return { ...Object.fromEntries(passed), ...(process.platform === 'linux' ? sessionBus(environment) : {}) };
}

/** Without an address libdbus would start a bus of its own, or try to, for nobody to answer on. */
function sessionBus(environment: Environment): Record<string, string> {
  const usual = `${environment.XDG_RUNTIME_DIR}/bus`;
  if (environment.DBUS_SESSION_BUS_ADDRESS) return {};
  if (!environment.XDG_RUNTIME_DIR || !existsSync(usual)) throw new KeychainError('no-secret-service');
  return { DBUS_SESSION_BUS_ADDRESS: `unix:path=${usual}` };
}

/** Linux also has keys in the kernel, which are gone after a restart: they are no place to keep anything. */
const program = `
const { Entry } = require(process.argv[1]);
let text = '';
process.stdin.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => {
  const { deed, account, value } = JSON.parse(text);
  const entry = new Entry('tst', account, { linux: { store: 'secret-service' } });
  const deeds = { get: () => entry.getPassword(), set: () => entry.setPassword(value), remove: () => entry.deletePassword() };
  process.stdout.write(JSON.stringify({ result: deeds[deed]() ?? null }));
});`;

async function run(order: Order, path: string, env: NodeJS.ProcessEnv, limit: number): Promise<unknown> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['-e', program, path], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(order));
  const { text, killed } = await outcome(child);
  if (killed) throw new KeychainError('keychain-silent');
  try {
    return (JSON.parse(text) as { result: unknown }).result;
  } catch {
    // It ended with an error of its own: locked, refused by the user, too long for this keychain, or no such service.
    throw new KeychainError('keychain-refused');
  }
}

function outcome(child: ChildProcess): Promise<{ text: string; killed: boolean }> {
  const parts: Buffer[] = [];
  child.stdout!.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve) => {
    child.once('error', () => resolve({ text: '', killed: false }));
    child.once('close', (_exit, signal) =>
      resolve({ text: Buffer.concat(parts).toString('utf8'), killed: signal === 'SIGKILL' }),
    );
  });
}
