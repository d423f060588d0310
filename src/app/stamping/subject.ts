import type { HashName } from '../../core/der/hashes.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { type CodeKind, codeKindOf } from '../code/kinds.ts';
import type { Digest } from '../digest.ts';
import type { Files } from '../ports.ts';
import { type FileFacts, factsOf } from '../verify.ts';

/** What is stamped: a file that is read once, however many providers are asked, or a ready digest, which no file stands for. */
export class Subject {
  readonly #file: string;
  readonly #digest: Digest | null;
  readonly #algorithms: readonly HashName[];
  readonly #look: boolean;
  readonly #files: Files;
  #measured: Promise<Measured> | undefined;

  /** `look`: whether the content is looked at as well, for what kind of code it is. */
  constructor(file: string, digest: Digest | null, algorithms: readonly HashName[], look: boolean, files: Files) {
    this.#file = file;
    this.#digest = digest;
    this.#algorithms = [...new Set(algorithms)];
    this.#look = look && digest === null;
    this.#files = files;
  }

  /** The ready digest; null where there is a file. */
  get given(): Digest | null {
    return this.#digest;
  }

  /** What is known of it before it is read. */
  get unread(): FileFacts {
    return factsOf(this.#digest === null ? this.#file : null, null, this.#digest);
  }

  /** Its hash by one of the algorithms, with what to report of it; throws what reading throws. */
  async under(algorithm: HashName): Promise<{ readonly digest: Digest; readonly file: FileFacts }> {
    if (this.#digest !== null) return { digest: this.#digest, file: this.unread };
    const { size, digests } = await this.#measure();
    const digest = { algorithm, value: digests.get(algorithm)! };
    return { digest, file: factsOf(this.#file, size, digest) };
  }

  /** The kind of code that the content is; null where it is none, or where there is only a digest to look at. */
  async code(): Promise<CodeKind | null> {
    return this.#look ? (await this.#measure()).code : null;
  }

  #measure(): Promise<Measured> {
    this.#measured ??= this.#read();
    return this.#measured;
  }

  async #read(): Promise<Measured> {
    if (!this.#look) return { ...(await this.#files.hash(this.#file, this.#algorithms)), code: null };
    // What was looked at is what is hashed: a file can't be swapped in between.
    const { seen, ...hashed } = await this.#files.hashAndLook(this.#file, this.#algorithms, codeKindOf);
    return { ...hashed, code: seen };
  }
}

interface Measured {
  readonly size: number;
  readonly digests: ReadonlyMap<HashName, Uint8Array>;
  readonly code: CodeKind | null;
}

/**
 * A ready digest whose token would lie beside a file of another content would look like that file's. Throws a TstError
 * `digest-differs` then, and one of reading where the name is there and is no file that can be read.
 */
export async function compareNamesake(name: string, digest: Digest, files: Files): Promise<void> {
  if (name === '-' || !(await files.exists(name))) return;
  const { digests } = await files.hash(name, [digest.algorithm]);
  const found = Buffer.from(digests.get(digest.algorithm)!);
  if (found.equals(digest.value)) return;
  throw new TstError('digest-differs', {
    path: name,
    algorithm: digest.algorithm,
    found: found.toString('hex'),
    given: Buffer.from(digest.value).toString('hex'),
  });
}
