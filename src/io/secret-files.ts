import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { mkdir, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf, exists, Input, readWhole, unreadable } from './input.ts';
import { unwritable, write } from './output.ts';

/** A secret is a line or two; a token of a cloud service has a few kilobytes. */
const secretBytes = 64 << 10;

const suffix = '.json';

/**
 * A folder of one file per secret, for its owner alone: 0700 and 0600, both checked whenever one is read. Windows has no such
 * modes: there the folder lies inside the user's profile folder, which Windows closes to other users (but not to administrators)
 * and whose access lists all that is below takes over; that it lies there is what is checked.
 */
export class SecretFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(key: string): string {
    return join(this.folder, key + suffix);
  }

  /** True where there is anything under this key's name. */
  has(key: string): boolean {
    return exists(this.path(key));
  }

  /** Content, or null where there is no such file. Throws a TstError `secret-exposed`, `input-unreadable` or `input-too-large`. */
  read(key: string): Uint8Array | null {
    const path = this.path(key);
    let descriptor: number;
    try {
      checkFolder(this.folder);
      // A link could be anyone's, and lead anywhere; a pipe could wait for ever.
      descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      if (error instanceof TstError) throw error;
      if (codeOf(error) === 'ENOENT') return null;
      if (codeOf(error) === 'ELOOP') throw new TstError('secret-exposed', { path, reason: 'a link' }, { cause: error });
      throw unreadable(path, error);
    }
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw new TstError('secret-exposed', { path, reason: 'not a file' });
      checkOwner(path, stats);
      return readWhole(new Input(path, descriptor, stats.size, true, false), secretBytes);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Replaces the file in one step, and looks at what became of it: some file systems know no owner. Throws as `read`, or `output-failed`. */
  async write(key: string, bytes: Uint8Array): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw unwritable(this.folder, error);
    }
    checkFolder(this.folder);
    await write(this.path(key), bytes, { force: true, mode: 0o600 });
    try {
      this.read(key);
    } catch (error) {
      await unlink(this.path(key)).catch(() => {});
      throw error;
    }
  }

  /** Throws a TstError `output-failed`. */
  async remove(key: string): Promise<void> {
    try {
      await unlink(this.path(key));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw unwritable(this.path(key), error);
    }
  }

  /** Keys in order. Throws as `read`. */
  keys(): string[] {
    try {
      checkFolder(this.folder);
      const names = readdirSync(this.folder).filter((name) => name.endsWith(suffix));
      return names.map((name) => name.slice(0, -suffix.length)).sort();
    } catch (error) {
      if (error instanceof TstError) throw error;
      if (codeOf(error) === 'ENOENT') return [];
      throw unreadable(this.folder, error);
    }
  }
}

function checkFolder(folder: string): void {
  // A link to a folder is as good as the folder that it leads to, where that is closed as well.
  const path = realpathSync(folder);
  const stats = lstatSync(path);
  if (!stats.isDirectory()) throw new TstError('secret-exposed', { path, reason: 'not a folder' });
  checkOwner(path, stats);
  if (process.platform !== 'win32') return;
  const inside = relative(realpathSync(homedir()), path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || /^[A-Za-z]:|^\\\\/.test(inside)) {
    throw new TstError('secret-exposed', { path, reason: 'outside the profile folder' });
  }
}

/** Windows keeps access elsewhere than in the mode, which reads as open to all there. */
function checkOwner(path: string, { uid, mode }: Stats): void {
  if (process.platform === 'win32') return;
  if (uid !== process.geteuid!()) throw new TstError('secret-exposed', { path, reason: 'of another user' });
  if ((mode & 0o077) !== 0) throw new TstError('secret-exposed', { path, mode: (mode & 0o777).toString(8) });
}
