import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Folders that are looked through upwards; deeper checkouts do not exist. */
const parents = 64;

/**
 * The profiles that a checkout brings: `.tst/profiles` in the folder given or above it, not above the root of the repository (a
 * folder with `.git`); null where there are none, or no repository. They never count by themselves, or whoever writes to a
 * repository could say whom its readers trust: this only finds them, to be named.
 */
export function projectFolder(from: string): string | null {
  let found: string | null = null;
  let folder = resolve(from);
  for (let level = 0; level < parents; level++) {
    const profiles = join(folder, '.tst', 'profiles');
    if (found === null && isThere(profiles, true)) found = profiles;
    if (isThere(join(folder, '.git'), false)) return found;
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
  return null;
}

/** `.git` is a file in worktrees and submodules. What can't be looked at is not there for this user. */
function isThere(path: string, mustBeFolder: boolean): boolean {
  try {
    const stats = statSync(path);
    return !mustBeFolder || stats.isDirectory();
  } catch {
    return false;
  }
}
