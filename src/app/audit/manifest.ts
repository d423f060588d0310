import { CsvCursor } from '../../core/revocation/tst-list/csv-cursor.ts';
import { placeOf, TstListError } from '../../core/revocation/tst-list/list-error.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { parseDigest } from '../digest.ts';
import type { Files } from '../ports.ts';
import { type Finding, type FindingOptions, place } from './finding.ts';
import { split } from './named-files.ts';
import { octetString } from './names.ts';
import type { AuditItem, Tree } from './ports.ts';

/** Bytes of a manifest: some two million lines. */
export const manifestBytes = 512 << 20;
/** Bytes of one line. */
const lineBytes = 256 << 10;
/** Lines that are handed on together. */
const together = 4_096;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface ManifestPorts {
  readonly tree: Tree;
  readonly files: Pick<Files, 'read'>;
}

interface Entry {
  /** Strings of octets. */
  readonly path: string | null;
  readonly token: string | null;
  readonly digest: string | null;
}

/**
 * The lines of a manifest: JSON Lines (`{"path":…,"token":…,"digest":"sha256:…"}`, or `pathHex` and `tokenHex` for names that are no
 * UTF-8), or CSV with the columns `path`, `token` and `digest`, in any order and among others. Names are below the folder in which the
 * manifest lies; a token that isn't named is looked for beside its data, or in the folder in which tokens lie apart. Throws a TstError
 * `input-unreadable` with the line.
 */
export async function* itemsOfManifest(
  root: { readonly path: string },
  options: FindingOptions,
  ports: ManifestPorts,
): AsyncGenerator<Finding> {
  const folder = root.path === '-' ? '' : split(root.path)[0];
  const bytes = await ports.files.read(root.path, manifestBytes);
  let items: Omit<AuditItem, 'seq'>[] = [];
  for (const entry of entriesOf(bytes, root.path)) {
    items.push(...(await itemsOf(entry, folder, options, ports.tree)));
    if (items.length >= together) {
      yield { items, passedOver: [] };
      items = [];
    }
  }
  yield { items, passedOver: [] };
}

async function itemsOf(
  { path, token, digest }: Entry,
  folder: string,
  { filter, patterns, tokens }: FindingOptions,
  tree: Tree,
): Promise<Omit<AuditItem, 'seq'>[]> {
  if (!filter.reaches(path ?? token ?? '')) return [];
  const data = path === null ? null : named(folder, path);
  const common = { data, digest: digest === null ? null : parseDigest(digest, 'digest'), known: null };
  if (token !== null) return [{ ...common, token: named(folder, token) }];
  const inner = path!.slice(path!.lastIndexOf('/') + 1);
  const beside = path!.slice(0, path!.length - inner.length);
  const found: Omit<AuditItem, 'seq'>[] = [];
  for (const name of new Set(patterns.namesFor(inner))) {
    const where = named(tokens ?? folder, `${beside}${name}`);
    if ((tokens !== null || name !== inner) && (await tree.isFile(where))) found.push({ ...common, token: where });
  }
  return found.length > 0 ? found : [{ ...common, token: null }];
}

function named(folder: string, below: string) {
  const isAbsolute = below.startsWith('/') || (process.platform === 'win32' && /^[A-Za-z]:|^\\/.test(below));
  return place(isAbsolute ? '' : folder, below);
}

function* entriesOf(bytes: Uint8Array, path: string): Iterable<Entry> {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const first = bytes.subarray(start, start + 4096).find((octet) => octet > 0x20);
  yield* first === 0x7b ? jsonEntries(bytes, start, path) : csvEntries(bytes, start, path);
}

function* jsonEntries(bytes: Uint8Array, start: number, path: string): Iterable<Entry> {
  let line = 1;
  for (let at = start; at < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline < 0 ? bytes.length : newline;
    if (end - at > lineBytes) throw unreadable(path, line, 'a line that is too long');
    const text = utf8Of(bytes.subarray(at, end));
    at = end + 1;
    if (text === null) throw unreadable(path, line, 'no UTF-8');
    if (text.trim() !== '') yield jsonEntry(text, path, line);
  }
}

function jsonEntry(text: string, path: string, line: number): Entry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(path, line, 'no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable(path, line, 'no object');
  const field = (name: string): string | null => {
    const found = (value as Record<string, unknown>)[name] ?? null;
    // Octets that stand for no character would name another file.
    const isText = found === null || (typeof found === 'string' && found.isWellFormed());
    if (!isText) throw unreadable(path, line, `${name} has a wrong value`);
    return found === '' ? null : found;
  };
  const octets = (name: string): string | null => {
    const hex = field(`${name}Hex`);
    if (hex !== null && !/^([0-9a-f]{2})+$/i.test(hex)) throw unreadable(path, line, `${name}Hex has a wrong value`);
    const named = field(name);
    return hex !== null ? Buffer.from(hex, 'hex').toString('latin1') : named && octetString(Buffer.from(named, 'utf8'));
  };
  return checked({ path: octets('path'), token: octets('token'), digest: field('digest') }, path, () => line);
}

/** Null for octets that are no UTF-8. */
function utf8Of(octets: Uint8Array): string | null {
  try {
    return utf8.decode(octets);
  } catch {
    return null;
  }
}

function* csvEntries(bytes: Uint8Array, start: number, path: string): Iterable<Entry> {
  const cursor = new CsvCursor(bytes, start, ',', 'utf-8');
  const at = { path: -1, token: -1, digest: -1 };
  try {
    if (!cursor.record()) throw unreadable(path, 1, 'no line');
    for (let i = 0; i < cursor.count; i++) {
      // Whatever encoding the names of other columns are in.
      const name = octetString(bytes.subarray(cursor.start(i), cursor.end(i)))
        .trim()
        .toLowerCase();
      if (Object.hasOwn(at, name)) at[name as keyof typeof at] = i;
    }
    if (at.path < 0 && at.token < 0) throw unreadable(path, 1, 'no column path');
    while (cursor.record()) {
      const octets = (field: number): string | null => {
        if (field < 0 || field >= cursor.count) return null;
        const text = octetString(bytes.subarray(cursor.start(field), cursor.end(field)));
        return text === '' ? null : cursor.isDoubled(field) ? text.replaceAll('""', '"') : text;
      };
      const line = () => placeOf(bytes, cursor.start(0)).line;
      yield checked({ path: octets(at.path), token: octets(at.token), digest: octets(at.digest) }, path, line);
    }
  } catch (error) {
    if (!(error instanceof TstListError)) throw error;
    throw unreadable(path, error.line ?? 0, error.problem);
  }
}

/** Throws for an entry that names nothing, or a name that no file can have. */
function checked(entry: Entry, path: string, line: () => number): Entry {
  if (entry.path === null && entry.token === null) throw unreadable(path, line(), 'neither path nor token');
  if (`${entry.path}${entry.token}`.includes('\0')) throw unreadable(path, line(), 'a name with NUL');
  if (entry.digest !== null) {
    try {
      parseDigest(entry.digest, 'digest');
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      throw unreadable(path, line(), 'digest has a wrong value');
    }
  }
  return entry;
}

function unreadable(path: string, line: number, reason: string): TstError {
  return new TstError('input-unreadable', { path, reason: `line ${line}: ${reason}` });
}
