import { TstError } from '../../core/verdict/errors.ts';
import { type FindingOptions, namesOf, place } from './finding.ts';
import { octetString } from './names.ts';
import { type Pair, pairFolder } from './pairing.ts';
import type { AuditItem, Tree } from './ports.ts';

/**
 * Files that were named one by one. Each is paired within its folder, as an audit of the whole folder would, so that both say the
 * same of it; a token that is named itself is judged with its data. Whatever is named several times, or as data and as token, is
 * one line.
 */
export class NamedFiles {
  readonly #options: FindingOptions;
  readonly #tree: Tree;
  readonly #folders = new Map<string, Promise<readonly Pair[]>>();
  readonly #told = new Set<string>();

  constructor(options: FindingOptions, tree: Tree) {
    this.#options = options;
    this.#tree = tree;
  }

  /** The lines of one file. `path`: as it stands on the command line. */
  async itemsOf(path: string): Promise<Omit<AuditItem, 'seq'>[]> {
    const [folder, inner] = split(path);
    const name = octetString(Buffer.from(inner));
    const pairs = await this.#pairsOf(folder, name);
    const below = plain(octetString(Buffer.from(folder)));
    const items: Omit<AuditItem, 'seq'>[] = [];
    for (const { data, token } of pairs) {
      const { filter, patterns } = this.#options;
      const names = namesOf({ data, token }, patterns);
      if (!names.some((named) => filter.takes(below === '' ? named : `${below}/${named}`))) continue;
      const key = JSON.stringify([below, data, token]);
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      items.push({
        data: data === null ? null : place(folder, data),
        token: token === null ? null : place(folder, token),
        digest: null,
        known: null,
      });
    }
    return items;
  }

  async #pairsOf(folder: string, name: string): Promise<readonly Pair[]> {
    let known = this.#folders.get(folder);
    if (known === undefined) {
      known = this.#list(folder);
      this.#folders.set(folder, known);
    }
    const found = (await known).filter(({ data, token }) => data === name || token === name);
    return found.length > 0 ? found : this.#lookedUp(folder, name);
  }

  async #list(folder: string): Promise<readonly Pair[]> {
    const names: string[] = [];
    try {
      for (const { name, kind } of await this.#tree.list(place(folder === '' ? '.' : folder, ''))) {
        if (kind === 'file' || (kind === 'link' && (await this.#tree.isFile(place(folder, name))))) names.push(name);
      }
    } catch (error) {
      // A folder whose files may be read, and not its list.
      if (!(error instanceof TstError)) throw error;
    }
    return pairFolder(names, this.#options.patterns);
  }

  /** By name, what is in no list: a folder that can't be listed, a file system with other names for the same file, a left-over. */
  async #lookedUp(folder: string, name: string): Promise<readonly Pair[]> {
    const found: Pair[] = [];
    for (const token of new Set(this.#options.patterns.namesFor(name))) {
      if (token !== name && (await this.#tree.isFile(place(folder, token)))) found.push({ data: name, token });
    }
    return found.length > 0 ? found : [{ data: name, token: null }];
  }
}

/** Without what changes nothing: `./a//b` is `a/b`. */
function plain(folder: string): string {
  const parts = folder.split(process.platform === 'win32' ? /[/\\]/ : '/');
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}

/** Folder and name of a path of the command line. */
export function split(path: string): [folder: string, name: string] {
  const at = Math.max(path.lastIndexOf('/'), process.platform === 'win32' ? path.lastIndexOf('\\') : -1);
  return at < 0 ? ['', path] : [path.slice(0, at) || '/', path.slice(at + 1)];
}
