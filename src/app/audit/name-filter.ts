import picomatch from 'picomatch';
import { TstError } from '../../core/verdict/errors.ts';
import { composed } from './names.ts';

type Match = (name: string) => boolean;

/** `--include` and `--exclude`: patterns of names below the folder of the command line. */
export class NameFilter {
  readonly #include: readonly Match[];
  readonly #exclude: readonly Match[];

  /** Throws a TstError `usage` for a pattern that names nothing. */
  constructor(include: readonly string[], exclude: readonly string[]) {
    this.#include = include.map((pattern) => matcher(pattern, '--include'));
    this.#exclude = exclude.map((pattern) => matcher(pattern, '--exclude'));
  }

  /** Whether a file belongs to the audit. `below`: its name below the root as a string of octets, with `/` between its parts. */
  takes(below: string): boolean {
    if (this.#include.length + this.#exclude.length === 0) return true;
    const name = composed(below);
    return (this.#include.length === 0 || some(this.#include, name)) && !some(this.#exclude, name);
  }

  /** The same for a file that no walk came upon: nor does any of its folders keep it out. */
  reaches(below: string): boolean {
    if (!this.takes(below)) return false;
    for (let at = below.indexOf('/'); at >= 0; at = below.indexOf('/', at + 1)) {
      if (at > 0 && !this.enters(below.slice(0, at))) return false;
    }
    return true;
  }

  /** Whether a folder is looked into: not if it is excluded itself. */
  enters(below: string): boolean {
    return this.#exclude.length === 0 || !some(this.#exclude, composed(below));
  }
}

function some(matches: readonly Match[], name: string): boolean {
  return matches.some((match) => match(name));
}

/** A pattern without a slash is one of the last part of a name, wherever that is, as in .gitignore; `**` is any folders. */
function matcher(pattern: string, option: string): Match {
  const normal = pattern.normalize('NFC').replace(/^\.\//, '').replace(/\/$/, '');
  const below = normal.replace(/^\//, '');
  if (below === '') throw new TstError('usage', { problem: 'names-nothing', option, value: pattern });
  // A name may have line ends, which `.` of a regular expression fits only by this flag.
  const match = picomatch(below, { dot: true, flags: 's' });
  if (normal.includes('/')) return (name) => match(name);
  return (name) => match(name.slice(name.lastIndexOf('/') + 1));
}
