import { randomBytes } from 'node:crypto';
import { constants, link, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Staged } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf, exists } from './input.ts';

/**
 * Writes to a new file in the directory of `path` and waits until it is on disk. Being in the same directory, it can be given
 * its name in one step. Throws a TstError `output-failed`, and leaves nothing then.
 */
export async function stage(path: string, bytes: Uint8Array): Promise<Staged> {
  // Names end at 255 octets; what follows the name is for people who find the file after a crash.
  const stem = Buffer.from(basename(path))
    .subarray(0, 200)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  const staged = join(dirname(path), `${stem}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(staged, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(staged);
    throw failed(path, error);
  }
  return {
    path: staged,
    publish: (to, options) => publish(staged, to, options.force),
    discard: () => removeQuietly(staged),
  };
}

/** All of `stage` and `publish`; nothing is left behind where it fails. */
export async function write(path: string, bytes: Uint8Array, options: { readonly force: boolean }): Promise<void> {
  if (!options.force && exists(path)) throw new TstError('output-exists', { path });
  const staged = await stage(path, bytes);
  try {
    await staged.publish(path, options);
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

async function publish(staged: string, path: string, force: boolean): Promise<void> {
  try {
    if (force) await replace(staged, path);
    else await create(staged, path);
  } catch (error) {
    if (error instanceof TstError) throw error;
    throw codeOf(error) === 'EEXIST' ? new TstError('output-exists', { path }, { cause: error }) : failed(path, error);
  }
  await syncDirectory(dirname(path));
}

async function replace(staged: string, path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  // Renaming over a device would replace it by a file.
  if (found !== null && !found.isFile()) {
    throw new TstError('output-failed', { path, reason: found.isDirectory() ? 'directory' : 'not a file' });
  }
  await rename(staged, path);
}

/** A second name for the same file, which fails where the name is taken, however many try at once. */
async function create(staged: string, path: string): Promise<void> {
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
    await rename(staged, path);
  } catch (error) {
    await removeQuietly(path);
    throw error;
  }
}

/** Makes the new name survive a power failure, where the platform can (Windows opens no directories). */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    if (!unsyncable.has(codeOf(error))) throw failed(directory, error);
  } finally {
    await handle.close();
  }
}

const unsyncable = new Set(['EINVAL', 'EPERM', 'EACCES', 'EISDIR', 'ENOTSUP', 'EBADF', 'EROFS']);

/** After a failure that is being reported already, a file that can't be removed either is no further news. */
async function removeQuietly(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

function failed(path: string, error: unknown): TstError {
  const code = codeOf(error);
  return new TstError(
    'output-failed',
    { path, reason: reasons[code] ?? (code.toLowerCase() || 'unknown') },
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
