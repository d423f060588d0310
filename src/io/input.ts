import { closeSync, fstatSync, lstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { TstError } from '../core/verdict/errors.ts';

/** The word for standard input in place of a path. */
export const stdin = '-';

/** Where input comes from: a path's descriptor, or standard input, which can be read once only. */
export class Inputs {
  #stdinTaken = false;
  readonly #stdinDescriptor: number;

  constructor(stdinDescriptor = 0) {
    this.#stdinDescriptor = stdinDescriptor;
  }

  /**
   * Opens a path for reading. Throws a TstError `input-missing`, `input-unreadable` (with `reason`: directory, device,
   * denied …) or `stdin-twice`.
   */
  open(path: string): Input {
    if (path !== stdin) return openPath(path);
    if (this.#stdinTaken) throw new TstError('stdin-twice');
    this.#stdinTaken = true;
    // Only a regular file has a size to go by; a pipe or terminal is read to its end.
    const { size, regular } = describe(fstatSync(this.#stdinDescriptor), '-', true);
    return new Input('-', this.#stdinDescriptor, size, regular, false);
  }

  /** Throws what `open` would, and leaves a pipe alone: opening one takes its content away from the next reader. */
  check(path: string): void {
    let stats: Stats;
    try {
      stats = statSync(path);
    } catch (error) {
      throw unreadable(path, error);
    }
    describe(stats, path, false);
    if (stats.isFile()) openPath(path).close();
  }

  /** True where standard input was read already. */
  get stdinTaken(): boolean {
    return this.#stdinTaken;
  }
}

/** Something open for reading. */
export class Input {
  readonly path: string;
  readonly descriptor: number;
  /** Bytes at the time of opening; 0 where that is not known. */
  readonly size: number;
  readonly regular: boolean;
  readonly #own: boolean;

  constructor(path: string, descriptor: number, size: number, regular: boolean, own: boolean) {
    this.path = path;
    this.descriptor = descriptor;
    this.size = size;
    this.regular = regular;
    this.#own = own;
  }

  /** Fills the buffer as far as there is something, and returns the count of bytes; 0 at the end. */
  readInto(buffer: Uint8Array): number {
    for (;;) {
      try {
        return readSync(this.descriptor, buffer, 0, buffer.length, null);
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EOF') return 0;
        // A pipe that another program set to not block: wait for it without spinning.
        if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        else throw unreadable(this.path, error);
      }
    }
  }

  /**
   * What `read` gives, if the file stayed as it was meanwhile: half of an old and half of a new version is the content of
   * neither. Throws a TstError `input-unreadable` otherwise.
   */
  async unchanged<T>(read: () => Promise<T>): Promise<T> {
    if (!this.regular) return read();
    const before = fstatSync(this.descriptor, { bigint: true });
    const result = await read();
    const after = fstatSync(this.descriptor, { bigint: true });
    if (before.size !== after.size || before.mtimeNs !== after.mtimeNs) {
      throw new TstError('input-unreadable', { path: this.path, reason: 'changed while it was read' });
    }
    return result;
  }

  close(): void {
    if (this.#own) closeSync(this.descriptor);
  }
}

/** A whole input, at most `limit` bytes; throws a TstError `input-too-large` beyond. */
export function readWhole(input: Input, limit: number): Uint8Array {
  if (input.size > limit) throw new TstError('input-too-large', { path: input.path, limit });
  // One octet more than expected, so that the end shows without another buffer.
  let buffer = Buffer.allocUnsafeSlow(Math.min(input.regular ? input.size : 64 << 10, limit) + 1);
  let length = 0;
  for (;;) {
    const wanted = buffer.length - length;
    const count = input.readInto(buffer.subarray(length));
    length += count;
    if (length > limit) throw new TstError('input-too-large', { path: input.path, limit });
    // Of a regular file less than was asked for is the end.
    if (count === 0 || (input.regular && count < wanted)) return new Uint8Array(buffer.buffer, 0, length);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(length * 2, limit + 1));
      buffer.copy(larger);
      buffer = larger;
    }
  }
}

/** What failed about a path as a TstError `input-missing` or `input-unreadable`. */
export function unreadable(path: string, error: unknown): TstError {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new TstError('input-missing', { path }, { cause: error });
  return new TstError(
    'input-unreadable',
    { path, reason: reasons[code] ?? (code.toLowerCase() || 'unknown error') },
    { cause: error },
  );
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'directory',
  ELOOP: 'links in a circle',
  ENAMETOOLONG: 'name too long',
  EMFILE: 'too many open files',
  ENXIO: 'device',
  ENODEV: 'device',
  EIO: 'read error of the device',
  ERR_INVALID_ARG_VALUE: 'not a path',
};

function openPath(path: string): Input {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const { size, regular } = describe(fstatSync(descriptor), path, false);
    return new Input(path, descriptor, size, regular, true);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Refuses what has no content to judge: a directory, or a device, which may never end. A pipe is read (`<(…)`). */
function describe(stats: Stats, path: string, terminal: boolean): { size: number; regular: boolean } {
  if (stats.isDirectory()) throw new TstError('input-unreadable', { path, reason: 'directory' });
  if (stats.isBlockDevice() || (stats.isCharacterDevice() && !terminal)) {
    throw new TstError('input-unreadable', { path, reason: 'device' });
  }
  return { size: stats.isFile() ? stats.size : 0, regular: stats.isFile() };
}

/** True where anything has this name, a dangling link too. Throws a TstError `input-unreadable` where that can't be told. */
export function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw unreadable(path, error);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
