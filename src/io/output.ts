import { randomBytes } from 'node:crypto';
import { constants, link, lstat, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Staged } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf, exists } from './input.ts';

/**
 * Writes to a new file in the directory of `path` and waits until it is on disk. Being in the same directory, it can be given
 * its name in one step. `mode`: who may read it, as far as the umask lets everyone. Throws a TstError `output-failed`, and leaves
 * nothing then.
 */
export async function stage(
  path: string,
  bytes: Uint8Array,
  { mode = 0o666, mark = randomBytes(6).toString('hex') }: { readonly mode?: number; readonly mark?: string } = {},
): Promise<Staged> {
  const staged = stagedPath(path, mark);
  try {
    const file = await open(staged, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    // A name that was taken is someone else's file.
    if (codeOf(error) !== 'EEXIST') await removeQuietly(staged);
    throw unwritable(path, error);
  }
  return adopt(staged);
}

/** A staged file by its path. */
export function adopt(staged: string): Staged {
  return {
    path: staged,
    publish: (to, options) => publish(staged, to, options.force),
    discard: () => removeQuietly(staged),
  };
}

/** `<name>.<mark>.part` in the directory of `path`; see the port. */
export function stagedPath(path: string, mark: string): string {
  // Names end at 255 octets; what follows the name is for people who find the file after a crash.
  const stem = Buffer.from(basename(path))
    .subarray(0, 200)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  return join(dirname(path), `${stem}.${mark}.part`);
}

/** All of `stage` and `publish`; nothing is left behind where it fails. */
export async function write(
  path: string,
  bytes: Uint8Array,
  options: { readonly force: boolean; readonly mode?: number },
): Promise<void> {
  if (!options.force && exists(path)) throw new TstError('output-exists', { path });
  const staged = await stage(path, bytes, options.mode === undefined ? {} : { mode: options.mode });
  try {
    await staged.publish(path, options);
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

/** What `publish` would say of a name that is taken, that is no file's, or that the file system refuses; see the port. */
export async function checkOutput(path: string, { force }: { readonly force: boolean }): Promise<void> {
  try {
    if (force) await refuseOther(path);
    else if (await lstat(path).catch(absent)) throw new TstError('output-exists', { path });
  } catch (error) {
    throw error instanceof TstError ? error : unwritable(path, error);
  }
}

async function publish(staged: string, path: string, force: boolean): Promise<void> {
  try {
    if (force) await replace(staged, path);
    else await create(staged, path);
  } catch (error) {
    if (error instanceof TstError) throw error;
    throw codeOf(error) === 'EEXIST'
      ? new TstError('output-exists', { path }, { cause: error })
      : unwritable(path, error);
  }
  await syncDirectory(dirname(path));
}

async function replace(staged: string, path: string): Promise<void> {
  await refuseOther(path);
  await renameOver(staged, path);
}

/** Renaming over a device would replace it by a file. */
async function refuseOther(path: string): Promise<void> {
  const found = await stat(path).catch(absent);
  if (found !== null && !found.isFile()) {
    throw new TstError('output-failed', { path, reason: found.isDirectory() ? 'directory' : 'not a file' });
  }
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

/** On Windows a scanner or a viewer may hold the old file for a moment, and a file that is open can't be replaced. */
async function renameOver(staged: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(staged, path);
    } catch (error) {
      const held = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
      if (!held || attempt === renameAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 50));
    }
  }
}

/** 50 + 100 + … milliseconds: about half a second altogether. */
const renameAttempts = 5;

/** A second name for the same file, which fails where the name is taken, however many try at once. */
export async function create(staged: string, path: string): Promise<void> {
  try {
    await link(staged, path);
  } catch (error) {
    if (!withoutHardLinks.has(codeOf(error))) throw error;
    return claim(staged, path);
  }
  await unlink(staged);
}

/** What exFAT, some network drives and some containers say to a hard link. */
const withoutHardLinks = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
  'EMLINK',
]);

/** Without hard links: an empty file claims the name, which only one can do, and is then replaced in one step. */
async function claim(staged: string, path: string): Promise<void> {
  const claimed = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  await claimed.close();
  try {
    await renameOver(staged, path);
  } catch (error) {
    await removeQuietly(path);
    throw error;
  }
}

/**
 * Makes the new name survive a power failure, where the platform can (Windows opens no directories). The file has its name by
 * then and is on disk itself: to report a failure here would make the caller look for it where it no longer is.
 */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** After a failure that is being reported already, a file that can't be removed either is no further news. */
async function removeQuietly(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

/** What failed about writing a path as a TstError `output-failed`. */
export function unwritable(path: string, error: unknown): TstError {
  const code = codeOf(error);
  return new TstError(
    'output-failed',
    { path, reason: reasons[code] ?? (code.toLowerCase() || 'unknown error') },
    { cause: error },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'disk full',
  EDQUOT: 'quota used up',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'read-only file system',
  ENOENT: 'no such directory',
  ENOTDIR: 'no such directory',
  EISDIR: 'directory',
  ENAMETOOLONG: 'name too long',
  EFBIG: 'file too large for the file system',
  EIO: 'write error of the device',
};
