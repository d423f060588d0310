import { TstError } from '../../core/verdict/errors.ts';
import { nearest } from '../nearest.ts';
import type { KeyForm } from './profile-schema.ts';
import { decode, formatOf, readText, type TextFormat } from './profile-text.ts';
import { type KeyPath, type Table, TextError } from './text-place.ts';
import { addTomlTable, removeToml, setToml, type Written } from './toml-edit.ts';

/** One `--set key=value`, understood: the keys that lead there, and what is written. */
export interface Setting {
  readonly path: KeyPath;
  readonly value: Written;
}

/** One change of a profile's text. */
export type Change =
  | ({ readonly kind: 'set' } & Setting)
  | { readonly kind: 'add'; readonly list: string; readonly entries: { readonly [key: string]: Written } }
  | { readonly kind: 'remove'; readonly path: KeyPath };

/**
 * Understands `key=value` pairs by the form of a profile: several of a list's key are its entries, and `["a", "b"]` is a list of
 * its own. Throws a TstError `usage` for a key that does not exist, or a value that can't be of its form.
 */
export async function parseSettings(pairs: readonly string[]): Promise<Setting[]> {
  const settings = new Map<string, Setting>();
  for (const pair of pairs) {
    const [key, value] = splitPair(pair);
    const path = await keyPath(key, '--set');
    const { formAt } = await import('./profile-schema.ts');
    const form = formAt(path)!;
    const before = settings.get(key);
    if (before !== undefined && form !== 'list') {
      throw new TstError('usage', { problem: 'given-twice', option: `--set ${key}` });
    }
    const read = writtenOf(key, value, form);
    settings.set(key, {
      path,
      value: before === undefined ? read : [...(before.value as Written[]), ...(read as Written[])],
    });
  }
  return [...settings.values()];
}

/** The keys of a dotted name. Throws a TstError `usage` with the nearest key where the form has none of this name. */
export async function keyPath(key: string, option: string): Promise<KeyPath> {
  const { formAt, keysAt } = await import('./profile-schema.ts');
  const path = key.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : part));
  for (let length = 1; length <= path.length; length++) {
    if (formAt(path.slice(0, length)) !== null) continue;
    const above = path.slice(0, length - 1);
    const known = keysAt(above);
    const found = nearest(String(path[length - 1]), known);
    const prefix = above.length === 0 ? '' : `${above.join('.')}.`;
    // What holds a plain value has no keys below it, and is the key itself.
    const meant = known.length === 0 ? above.join('.') : found && prefix + found;
    const advice =
      meant === undefined ? { choices: known.map((one) => prefix + one).join(', ') } : { suggestion: meant };
    throw new TstError('usage', { problem: 'bad-key', option, value: key, ...advice });
  }
  return path;
}

/**
 * A profile's text with changes. In TOML everything else stays as it was; JSON has no comments to lose and is written anew.
 * Throws a TstError `profile-invalid` where the text can't be read, or can't be changed in this way.
 */
export async function editProfile(bytes: Uint8Array, path: string, changes: readonly Change[]): Promise<Uint8Array> {
  const format = formatOf(path);
  try {
    const before = (await readText(bytes, format)).value;
    const text = await changed(decode(bytes), format, changes);
    const after = new Uint8Array(Buffer.from(text, 'utf8'));
    // Whatever the text looked like: what it holds now is what it held, with the changes, or nothing is written.
    if (!equal((await readText(after, format)).value, changes.reduce(changeValue, before))) {
      throw new TextError('form-not-kept', { line: 1, column: 1 });
    }
    return after;
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { at, problem, facts } = error;
    throw new TstError('profile-invalid', { path, ...at, problem, ...facts }, { cause: error });
  }
}

async function changed(text: string, format: TextFormat, changes: readonly Change[]): Promise<string> {
  if (format === 'json') {
    return `${JSON.stringify(changes.reduce(changeValue, JSON.parse(text) as Table), null, 2)}\n`;
  }
  let result = text;
  for (const change of changes) {
    if (change.kind === 'set') result = await setToml(result, change.path, change.value);
    else if (change.kind === 'add') result = await addTomlTable(result, change.list, change.entries);
    else result = await removeToml(result, change.path);
  }
  return result;
}

/** The value with one change. Copies, so that the one before stays for comparison. */
function changeValue(value: Table, change: Change): Table {
  const copy = structuredClone(value);
  if (change.kind === 'add') {
    copy[change.list] = [...((copy[change.list] as unknown[] | undefined) ?? []), change.entries];
    return copy;
  }
  let at: Record<string | number, unknown> = copy;
  for (const [i, key] of change.path.slice(0, -1).entries()) {
    if (at[key] === undefined) {
      if (change.kind === 'remove') return copy;
      at[key] = typeof change.path[i + 1] === 'number' ? [] : {};
    }
    at = at[key] as typeof at;
  }
  const last = change.path.at(-1)!;
  if (change.kind === 'set') at[last] = change.value;
  else if (!Array.isArray(at)) delete at[last];
  else {
    at.splice(Number(last), 1);
    // TOML has no way to write a list of no tables.
    if (at.length === 0 && change.path.length === 2) delete copy[change.path[0]!];
  }
  return copy;
}

/** Of the same content, whatever the order of keys. */
function equal(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

function splitPair(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  if (equals <= 0) throw new TstError('usage', { problem: 'bad-pair', option: '--set', value: pair });
  return [pair.slice(0, equals).trim(), pair.slice(equals + 1)];
}

function writtenOf(key: string, value: string, form: KeyForm): Written {
  const refuse = (): never => {
    throw new TstError('usage', { problem: 'bad-value', option: `--set ${key}`, value, form });
  };
  switch (form) {
    case 'text':
      return value;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : refuse();
    case 'true-false':
      return value === 'true' ? true : value === 'false' ? false : refuse();
    case 'list':
      return value.startsWith('[') ? (listOf(value) ?? refuse()) : [value];
    case 'table':
      return refuse();
  }
}

function listOf(value: string): Written[] | null {
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
