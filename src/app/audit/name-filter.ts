import picomatch from 'picomatch';
import { composed } from './names.ts';

type Match = (name: string) => boolean;

/** `--include` and `--exclude`: patterns of names below the folder of the command line. */
export class NameFilter {
  readonly #include: readonly Match[];
  readonly #exclude: readonly Match[];

  constructor(include: readonly string[], exclude: readonly string[]) {
    this.#include = include.map(matcher);
    this.#exclude = exclude.map(matcher);
  }

  /** Whether a file belongs to the audit. `below`: its name below the root as a string of octets, with `/` between its parts. */
  takes(below: string): boolean {
    if (this.#include.length + this.#exclude.length === 0) return true;
    const name = composed(below);
    return (this.#include.length === 0 || some(this.#include, name)) && !some(this.#exclude, name);
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
function matcher(pattern: string): Match {
  const normal = pattern.normalize('NFC').replace(/^\.\//, '').replace(/\/$/, '');
  const match = picomatch(normal.replace(/^\//, ''), { dot: true });
  if (normal.includes('/')) return (name) => match(name);
  return (name) => match(name.slice(name.lastIndexOf('/') + 1));
}
