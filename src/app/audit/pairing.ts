import { composed } from './names.ts';
import { type Naming, stemOf, type TokenPatterns } from './patterns.ts';

/** Data with a token, data without any, or a token without its data. Names as strings of octets, within one folder. */
export interface Pair {
  readonly data: string | null;
  readonly token: string | null;
}

/** What a stamping program leaves beside data or its token, which is neither: `x.pdf.tsq`, `x.tsq`, `x.pdf.tsr.rejected`. */
const companions = /\.(tsq|rejected)$/i;

/**
 * Pairs the files of a folder: a line for each token, and one for each file without any, by the names of the data in the order of
 * their octets. `tokens` are those of another folder where tokens lie apart; then nothing among `names` is a token.
 */
export function pairFolder(
  names: readonly string[],
  patterns: TokenPatterns,
  tokens: readonly string[] | null = null,
): Pair[] {
  const folder = new Folder(names, patterns);
  const found = new Map<string, string[]>();
  const orphans: string[] = [];
  const isToken = new Set<string>();
  for (const name of tokens ?? names) {
    const namings = patterns.namings(name);
    if (namings.length === 0) continue;
    if (tokens === null) isToken.add(name);
    const data = dataOf(namings, tokens === null ? name : null, folder);
    if (data === null) orphans.push(name);
    else {
      const own = found.get(data);
      if (own === undefined) found.set(data, [name]);
      else own.push(name);
    }
  }
  const pairs: Pair[] = [];
  for (const data of names) {
    const own = found.get(data);
    if (own !== undefined) for (const token of own.sort()) pairs.push({ data, token });
    else if (!isToken.has(data) && !folder.isCompanion(data)) pairs.push({ data, token: null });
  }
  return [...pairs, ...orphans.map((token) => ({ data: null, token }))].sort(byName);
}

/** The first file that one of the namings fits; a stem that several files share names none of them. */
function dataOf(namings: readonly Naming[], itself: string | null, folder: Folder): string | null {
  for (const naming of namings) {
    const data = naming.placeholder === 'name' ? folder.named(naming.value) : folder.stemmed(naming.value);
    if (data !== null && data !== itself) return data;
  }
  return null;
}

/** The names of a folder, looked up as they are and, where that finds none, in either way of writing accents. */
class Folder {
  readonly #names: ReadonlySet<string>;
  readonly #patterns: TokenPatterns;
  #composed: Map<string, string | null> | undefined;
  #stems: Map<string, string | null> | undefined;
  /** Stems of all but companions, tokens among them. */
  #all: Map<string, string | null> | undefined;

  constructor(names: readonly string[], patterns: TokenPatterns) {
    this.#names = new Set(names);
    this.#patterns = patterns;
  }

  named(name: string): string | null {
    if (this.#names.has(name)) return name;
    if (/^[\x00-\x7f]*$/.test(name)) return null;
    this.#composed ??= uniquely(this.#names, composed);
    return this.#composed.get(composed(name)) ?? null;
  }

  /** Whose companion it would be has to be there: a file is not hidden by its ending alone. */
  isCompanion(name: string): boolean {
    if (!companions.test(name)) return false;
    const beside = name.replace(companions, '');
    if (this.named(beside) !== null || this.#stemsWithAny().has(composed(beside))) return true;
    const namings = this.#patterns.namings(beside);
    return namings.some(({ placeholder, value }) =>
      placeholder === 'name' ? this.named(value) !== null : this.#stemsWithAny().has(composed(value)),
    );
  }

  #stemsWithAny(): ReadonlyMap<string, string | null> {
    this.#all ??= uniquely(
      [...this.#names].filter((name) => !companions.test(name)),
      (name) => composed(stemOf(name)),
    );
    return this.#all;
  }

  /** The only file of this stem, apart from tokens and companions. */
  stemmed(stem: string): string | null {
    const isData = (name: string) => !companions.test(name) && this.#patterns.namings(name).length === 0;
    this.#stems ??= uniquely([...this.#names].filter(isData), (name) => composed(stemOf(name)));
    return this.#stems.get(composed(stem)) ?? null;
  }
}

/** By another form of the names; null where several have the same one. */
function uniquely(names: Iterable<string>, form: (name: string) => string): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const name of names) {
    const key = form(name);
    found.set(key, found.has(key) ? null : name);
  }
  return found;
}

function byName(a: Pair, b: Pair): number {
  const [first, second] = [a.data ?? a.token!, b.data ?? b.token!];
  if (first === second) return (a.token ?? '') < (b.token ?? '') ? -1 : 1;
  return first < second ? -1 : 1;
}
