import { TstError } from '../../core/verdict/errors.ts';
import type { NameFilter } from './name-filter.ts';
import { fileName, octetString, octetsOf } from './names.ts';
import { type Pair, pairFolder } from './pairing.ts';
import type { TokenPatterns } from './patterns.ts';
import type { AuditItem, PassedOver, Tree } from './ports.ts';

/** Folders within each other that are looked into: more than any file system's longest path allows with one letter each. */
const deepest = 2_048;

/** What one folder gave. */
export interface Finding {
  readonly items: readonly Omit<AuditItem, 'seq'>[];
  readonly passedOver: readonly PassedOver[];
}

export interface FindingOptions {
  readonly patterns: TokenPatterns;
  readonly filter: NameFilter;
  /** The folder in which the tokens lie, laid out like that of the data; null: beside their data. */
  readonly tokens: string | null;
}

/**
 * Walks through a folder of the command line: in each folder its files in the order of the octets of their names, then its folders.
 * Links to files within the tree are followed, all others passed over, and so is what is no file or can't be listed. Where the folder
 * of the tokens lies in that of the data, it is no data. Throws a TstError `input-missing` where either is not there.
 */
export async function* findIn(root: string, options: FindingOptions, tree: Tree): AsyncGenerator<Finding> {
  const walk = new Walk(root, options, tree);
  await walk.begin();
  yield* walk.folder('', 0);
}

class Walk {
  readonly #root: string;
  readonly #options: FindingOptions;
  readonly #tree: Tree;
  #base = '';
  #tokensBase = '';
  /** The folder of the tokens below that of the data; null where it lies elsewhere. */
  #closed: string | null = null;

  constructor(root: string, options: FindingOptions, tree: Tree) {
    this.#root = root;
    this.#options = options;
    this.#tree = tree;
  }

  async begin(): Promise<void> {
    const { tokens } = this.#options;
    this.#base = await this.#resolved(this.#root);
    if (tokens === null) return;
    this.#tokensBase = await this.#resolved(tokens);
    const within = insideOf(this.#base);
    if (this.#tokensBase.startsWith(within)) this.#closed = belowOf(this.#tokensBase, within);
  }

  async #resolved(path: string): Promise<string> {
    const found = await this.#tree.resolve(Buffer.from(path));
    if (found === null) throw new TstError('input-missing', { path });
    return latin1(found);
  }

  /** `below`: the folder's name below the root as a string of octets, with a slash behind it; empty for the root. */
  async *folder(below: string, depth: number): AsyncGenerator<Finding> {
    const { filter, patterns, tokens } = this.#options;
    const passedOver: PassedOver[] = [];
    const own = await this.#list(this.#root, below, passedOver);
    const apart = tokens === null ? null : await this.#list(tokens, below, passedOver);
    const pairs = pairFolder(own.files, patterns, apart?.files ?? null);
    const items = pairs
      .filter((pair) => namesOf(pair, patterns).some((name) => filter.takes(`${below}${name}`)))
      .map(({ data, token }) => ({
        data: data === null ? null : place(this.#root, `${below}${data}`),
        token: token === null ? null : place(tokens ?? this.#root, `${below}${token}`),
        digest: null,
        known: null,
      }));
    const folders = [...new Set([...own.folders, ...(apart?.folders ?? [])])].sort();
    if (depth >= deepest && folders.length > 0)
      passedOver.push({ name: fileName(place(this.#root, below)), reason: 'too-deep' });
    yield { items, passedOver };
    if (depth >= deepest) return;
    for (const name of folders) {
      const inner = `${below}${name}`;
      if (inner !== this.#closed && filter.enters(inner)) yield* this.folder(`${inner}/`, depth + 1);
    }
  }

  async #list(root: string, below: string, passedOver: PassedOver[]): Promise<{ files: string[]; folders: string[] }> {
    const files: string[] = [];
    const folders: string[] = [];
    for (const { name, kind } of await this.#entries(root, below, passedOver)) {
      const inner = `${below}${name}`;
      if (kind === 'file') files.push(name);
      else if (kind === 'folder') folders.push(name);
      else {
        const reason = kind === 'link' ? await this.#linkProblem(root, inner) : 'no-file';
        if (reason === null) files.push(name);
        else passedOver.push({ name: fileName(place(root, inner)), reason });
      }
    }
    return { files, folders };
  }

  async #entries(root: string, below: string, passedOver: PassedOver[]) {
    const at = place(root, below.replace(/\/$/, ''));
    try {
      return await this.#tree.list(at);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      // Where tokens lie apart, either tree may lack a folder of the other.
      if (error.code === 'input-missing' && this.#options.tokens !== null) return [];
      passedOver.push({ name: fileName(at), reason: String(error.facts.reason ?? 'missing') });
      return [];
    }
  }

  /** Why a link is not followed; null where it leads to a file within the tree. */
  async #linkProblem(root: string, inner: string): Promise<string | null> {
    const target = await this.#tree.resolve(place(root, inner));
    if (target === null) return 'dangling-link';
    const base = root === this.#root ? this.#base : this.#tokensBase;
    if (!latin1(target).startsWith(insideOf(base))) return 'link-out-of-the-tree';
    return (await this.#tree.isFile(target)) ? null : 'link-to-folder';
  }
}

/**
 * The names by which a line belongs to an audit or not: its data's; of a token whose data is gone its own, and those that its data had,
 * or `--include *.pdf` would not miss a PDF that was removed.
 */
export function namesOf({ data, token }: Pair, patterns: TokenPatterns): readonly string[] {
  if (data !== null) return [data];
  const whole = patterns.namings(token!).filter(({ placeholder }) => placeholder === 'name');
  return [token!, ...whole.map(({ value }) => value)];
}

/** The path of a file below a root, which is told as the user named it; an empty root is the folder of the command, and not told. */
export function place(root: string, below: string): Uint8Array {
  const isWhole = root === '' || below === '' || /[/\\]$/.test(root);
  return octetsOf(`${octetString(Buffer.from(root, 'utf8'))}${isWhole ? '' : '/'}${below}`);
}

/** A path as the walk names it; elsewhere than on Windows a backslash is a letter like any other. */
function belowOf(path: string, within: string): string {
  const below = path.slice(within.length);
  return process.platform === 'win32' ? below.replaceAll('\\', '/') : below;
}

/** What the path of everything in a folder begins with. */
function insideOf(base: string): string {
  const separator = process.platform === 'win32' && base.includes('\\') ? '\\' : '/';
  return base.endsWith(separator) ? base : `${base}${separator}`;
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}
