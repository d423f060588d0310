import { lstatSync, opendirSync, type Stats, statSync } from 'node:fs';
import { mkdir, realpath, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ListedFile, ProfileFiles } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf, unreadable } from './input.ts';
import { unwritable, write } from './output.ts';

/** Profiles as they lie on disk. */
export function createProfileFiles(): ProfileFiles {
  return {
    list: async (folder, limit) => list(folder, limit),
    write: async (path, bytes, options) => {
      const target = await linked(path);
      await makeFolder(dirname(target));
      await write(target, bytes, { ...options, mode: 0o600 });
    },
    remove,
  };
}

function list(folder: string, limit: number): ListedFile[] {
  const files: ListedFile[] = [];
  try {
    const directory = opendirSync(folder);
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        if (entry.isDirectory() || entry.isFIFO() || entry.isSocket()) continue;
        if (files.length === limit)
          throw new TstError('configuration', { path: folder, reason: `more than ${limit} files` });
        const path = join(folder, entry.name);
        files.push({ name: entry.name, path, open: isOpen(path, folder) });
      }
    } finally {
      directory.closeSync();
    }
  } catch (error) {
    if (error instanceof TstError || codeOf(error) === '') throw error;
    if (codeOf(error) === 'ENOENT') return [];
    throw unreadable(folder, error);
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Windows keeps access elsewhere than in the mode, which reads as open to all there. */
function isOpen(path: string, folder: string): boolean {
  if (process.platform === 'win32') return false;
  const [file, parent] = [stats(path), stats(folder)];
  // In a folder with the sticky bit, others can't put their own file in its place.
  const replaceable = parent !== null && (parent.mode & 0o002) !== 0 && (parent.mode & 0o1000) === 0;
  return replaceable || (file !== null && (file.mode & 0o002) !== 0);
}

function stats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // A link that leads nowhere: reading it says so.
    return null;
  }
}

/** Where a link leads, so that a configuration that is kept elsewhere and linked here stays linked. */
async function linked(path: string): Promise<string> {
  try {
    return lstatSync(path).isSymbolicLink() ? await realpath(path) : path;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return path;
    throw unwritable(path, error);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

async function remove(path: string, { folder }: { readonly folder: boolean } = { folder: false }): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    throw unwritable(path, error);
  }
  if (!folder) return;
  try {
    await rmdir(dirname(path));
  } catch (error) {
    // Not empty yet, as after nearly every file.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error)))
      throw unwritable(dirname(path), error);
  }
}
