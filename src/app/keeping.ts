import { basename, join } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import type { Note } from './notes.ts';
import type { Files, Staged } from './ports.ts';

/**
 * A response that was paid for. From the moment it is here it is on disk: the raw bytes go to a file of their own first, in the
 * directory where they belong, and only then are they read and judged. So an interruption at any point (a signal, a crash, a
 * power failure) leaves at worst `<name>.<random>.part`, which holds the whole response.
 */
export class Keepsake {
  readonly #files: Files;
  readonly #wanted: string;
  readonly #staged: Staged;
  readonly #notes: Note[];
  #published: string | undefined;

  private constructor(files: Files, wanted: string, staged: Staged, notes: Note[]) {
    this.#files = files;
    this.#wanted = wanted;
    this.#staged = staged;
    this.#notes = notes;
  }

  /**
   * Saves the response beside `wanted`, and where that is not possible, in the first refuge that takes it. Throws the
   * TstError `output-failed` of the first place where no place takes it: the caller still has the bytes. `mark`: see
   * `Files.stage`.
   */
  static async save(files: Files, wanted: string, bytes: Uint8Array, mark?: string): Promise<Keepsake> {
    let first: TstError | undefined;
    for (const place of await Keepsake.places(files, wanted)) {
      try {
        const staged = await files.stage(place, bytes, mark);
        const notes = first ? [savedElsewhere(wanted, place, first)] : [];
        return new Keepsake(files, place, staged, notes);
      } catch (error) {
        if (!(error instanceof TstError)) throw error;
        first ??= error;
      }
    }
    throw first ?? new TstError('output-failed', { path: wanted, reason: 'no place to save it' });
  }

  /** A response that an earlier run saved under `path` and did not come to publish. `wanted`: where it belongs. */
  static async adopt(files: Files, wanted: string, path: string): Promise<Keepsake> {
    return new Keepsake(files, wanted, await files.adopt(path), []);
  }

  /** The paths that a token for `wanted` may be saved under, best first. */
  static async places(files: Files, wanted: string): Promise<string[]> {
    return [wanted, ...(await files.refuges()).map((directory) => join(directory, basename(wanted)))];
  }

  /** Where the response is on disk until it is published. */
  get path(): string {
    return this.#staged.path;
  }

  /** What the user should know about where it went. */
  get notes(): readonly Note[] {
    return this.#notes;
  }

  /**
   * Publishes it as wanted; `bytes` where something else than the response is to be published. Returns the path. `force`
   * counts for the place that the user named, not for a refuge, where a file of the same name is someone else's.
   */
  async accept(force: boolean, bytes: Uint8Array | null): Promise<string> {
    const staged = bytes === null ? this.#staged : await this.#files.stage(this.#wanted, bytes);
    this.#published = await this.#publish(staged, this.#wanted, force && this.#notes.length === 0);
    if (staged !== this.#staged) await this.#staged.discard();
    return this.#published;
  }

  /**
   * Publishes the response as `….tsr.rejected`, under a number where that exists: never over anything. Returns the path, and
   * only that where it was published already.
   */
  async reject(): Promise<string> {
    this.#published ??= await this.#numbered(this.#staged, rejectedName(this.#wanted));
    return this.#published;
  }

  /** Removes it: there was no token in it. */
  discard(): Promise<void> {
    return this.#staged.discard();
  }

  async #publish(staged: Staged, path: string, force: boolean): Promise<string> {
    try {
      await staged.publish(path, { force });
      return path;
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      // The name was free when the authority was asked. Someone took it since, and neither file may be lost.
      const other = await this.#numbered(staged, path, 2);
      this.#notes.push(savedElsewhere(path, other, error));
      return other;
    }
  }

  async #numbered(staged: Staged, path: string, start = 1): Promise<string> {
    for (let number = start; number < start + numbersTried; number++) {
      const name = numbered(path, number);
      try {
        await staged.publish(name, { force: false });
        return name;
      } catch (error) {
        if (!(error instanceof TstError)) throw error;
        // It is on disk under the name that it has: that is worse to look at, and nothing is lost.
        if (error.code !== 'output-exists') break;
      }
    }
    return staged.path;
  }
}

/** Every name that a token for `place` may have been published under, in the order of trying. */
export function publishedNames(place: string): { readonly accepted: string[]; readonly rejected: string[] } {
  const numbers = Array.from({ length: numbersTried }, (_, i) => i + 1);
  return {
    accepted: [place, ...numbers.map((number) => numbered(place, number + 1))],
    rejected: numbers.map((number) => numbered(rejectedName(place), number)),
  };
}

/** Names tried before the file simply keeps the random one that it has. */
const numbersTried = 1_000;

function numbered(path: string, number: number): string {
  return number === 1 ? path : `${path}.${number}`;
}

/** The whole response is kept, so that it is no `.tst`. */
function rejectedName(place: string): string {
  return `${place.replace(/\.tst$/, '.tsr')}.rejected`;
}

function savedElsewhere(wanted: string, path: string, error: TstError): Note {
  return { code: 'saved-elsewhere', facts: { wanted, path, reason: String(error.facts.reason ?? error.code) } };
}
