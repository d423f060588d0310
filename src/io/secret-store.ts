import {
  type FoundSecret,
  type KeptSecret,
  keptSecret,
  type Note,
  partSecret,
  revealedParts,
  type SecretKind,
  type SecretPart,
  type SecretPlace,
  type Secrets,
  secretKey,
  secretParts,
  secretVariable,
} from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { type Keychain, KeychainError, systemKeychain } from './keychain.ts';
import { closeLeaks } from './leaks.ts';
import { SecretFiles } from './secret-files.ts';

export interface SecretStoreOptions {
  /** The folder of the secret files, which need not exist yet. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Default: the operating system's. */
  readonly keychain?: Keychain;
}

/**
 * The user's secrets. Each has a file, which holds it or says that the keychain does: so a secret is found without asking a
 * keychain that has none, and names can be listed while it is locked.
 */
export class SecretStore implements Secrets {
  readonly #files: SecretFiles;
  readonly #environment: SecretStoreOptions['environment'];
  readonly #keychain: Keychain;

  constructor({ folder, environment, keychain }: SecretStoreOptions) {
    this.#files = new SecretFiles(folder);
    this.#environment = environment;
    this.#keychain = keychain ?? systemKeychain(environment);
  }

  async find(name: string, kind: SecretKind): Promise<FoundSecret | null> {
    const key = keyOf(name);
    closeLeaks(this.#environment);
    const given = fromEnvironment(name, key, kind, this.#environment);
    if (given !== null) return given;
    const record = this.#read(key);
    if (record === null) return null;
    const path = this.#files.path(key);
    if (record.place === 'file') return { secret: secretOf(record.kind, record.parts, path), place: 'file' };
    const text = await this.#keychain.get(key).catch(unavailable(name));
    if (text === null) throw new TstError('secret-unavailable', { name, reason: 'keychain-forgot' });
    return { secret: secretOf(record.kind, parse(text, name), name), place: 'keychain' };
  }

  async keep(name: string, secret: KeptSecret, place: 'keychain' | 'file' | null): ReturnType<Secrets['keep']> {
    const key = keyOf(name);
    closeLeaks(this.#environment);
    const notes: Note[] = [];
    const inChain = place === 'file' ? false : await this.#keepInChain(name, key, secret, place, notes);
    if (inChain) return { place: 'keychain', notes };
    const before = this.#placeBefore(key);
    await this.#write(key, { kind: secret.kind, place: 'file', ...revealedParts(secret) });
    // The earlier one would be left where nothing points to any more.
    if (before === 'keychain') await this.#keychain.remove(key).catch(noteOf(notes, name));
    return { place: 'file', notes };
  }

  async #keepInChain(name: string, key: string, secret: KeptSecret, place: 'keychain' | null, notes: Note[]) {
    try {
      await this.#keychain.set(key, JSON.stringify(revealedParts(secret)));
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      if (place === 'keychain') return unavailable(name)(error);
      notes.push({ code: 'keychain-unavailable', facts: { path: this.#files.path(key), reason: error.reason } });
      return false;
    }
    await this.#write(key, { kind: secret.kind, place: 'keychain' });
    return true;
  }

  async remove(name: string): Promise<SecretPlace | null> {
    const key = keyOf(name);
    closeLeaks(this.#environment);
    if (!this.#files.has(key)) return null;
    const place = this.#placeBefore(key) ?? 'file';
    if (place === 'keychain') await this.#keychain.remove(key).catch(unavailable(name));
    await this.#files.remove(key);
    return place;
  }

  async list(): ReturnType<Secrets['list']> {
    closeLeaks(this.#environment);
    const kept = this.#files.keys().flatMap((key) => {
      const record = this.#read(key);
      return record === null ? [] : [{ name: key, kind: record.kind, place: record.place }];
    });
    return [...inEnvironment(this.#environment), ...kept].sort(byName);
  }

  #read(key: string): Stored | null {
    const bytes = this.#files.read(key);
    if (bytes === null) return null;
    const path = this.#files.path(key);
    const { kind, place, ...parts } = parse(Buffer.from(bytes).toString('utf8'), path);
    if (!isKind(kind) || (place !== 'keychain' && place !== 'file')) throw damaged(path);
    return { kind, place, parts };
  }

  /** Where a secret was that is replaced or forgotten; what can't be read, or was open to others, must not stand in the way. */
  #placeBefore(key: string): SecretPlace | null {
    try {
      return this.#read(key)?.place ?? null;
    } catch (error) {
      if (error instanceof TstError && ['secret-exposed', 'configuration'].includes(error.code)) return null;
      throw error;
    }
  }

  #write(key: string, content: object): Promise<void> {
    return this.#files.write(key, Buffer.from(`${JSON.stringify({ version, ...content })}\n`));
  }
}

interface Stored {
  readonly kind: SecretKind;
  readonly place: 'keychain' | 'file';
  readonly parts: Readonly<Record<string, unknown>>;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

const version = 1;

function keyOf(name: string): string {
  const key = secretKey(name);
  if (key === null) throw new TstError('usage', { problem: 'bad-secret-name', value: name });
  return key;
}

function unavailable(name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof KeychainError)) throw error;
    throw new TstError('secret-unavailable', { name, reason: error.reason });
  };
}

function noteOf(notes: Note[], name: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof KeychainError)) throw error;
    notes.push({ code: 'keychain-keeps', facts: { name, reason: error.reason } });
  };
}

/** All parts of a kind, or none: half a secret of the environment and half a stored one would be those of two accounts. */
function fromEnvironment(
  name: string,
  key: string,
  kind: SecretKind,
  environment: SecretStoreOptions['environment'],
): FoundSecret | null {
  const variables = secretParts[kind].map((part) => secretVariable(key, part));
  const missing = variables.filter((variable) => !environment[variable]);
  if (missing.length === variables.length) return null;
  if (missing.length > 0) throw new TstError('secret-missing', { name, kind, variable: missing[0]! });
  const secret = keptSecret(kind, (part) => partSecret(part, environment[secretVariable(key, part)]!));
  return { secret, place: 'environment' };
}

function inEnvironment(environment: SecretStoreOptions['environment']) {
  const kinds = Object.entries(secretParts) as [SecretKind, readonly SecretPart[]][];
  return Object.keys(environment).flatMap((variable) => {
    const [, key = '', part = ''] = /^TST_SECRET_([A-Z0-9_]+)_([A-Z]+)$/.exec(variable) ?? [];
    // The user's name alone is none; what the last part of a kind is, is in one kind only.
    const kind = kinds.find(([, parts]) => parts.at(-1) === part.toLowerCase())?.[0];
    if (kind === undefined || !environment[variable]) return [];
    return [{ name: key.toLowerCase().replaceAll('_', '-'), kind, place: 'environment' as const }];
  });
}

/** What is kept under a name, as an object; the error holds none of it. */
function parse(text: string, path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The parser's own words quote what it read.
  }
  throw damaged(path);
}

function isKind(kind: unknown): kind is SecretKind {
  return typeof kind === 'string' && Object.hasOwn(secretParts, kind);
}

function secretOf(kind: SecretKind, parts: Readonly<Record<string, unknown>>, path: string): KeptSecret {
  return keptSecret(kind, (name) => {
    const value = parts[name];
    if (typeof value !== 'string' || value === '') throw damaged(path);
    return partSecret(name, value);
  });
}

function damaged(path: string): TstError {
  return new TstError('configuration', { path, reason: 'no stored secret' });
}
