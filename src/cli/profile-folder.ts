import { join } from 'node:path';
import type { ProfileFolder } from '../app/profile/profiles.ts';
import { userFolders } from '../io/user-folders.ts';
import type { Terminal } from './terminal.ts';

/** Where profiles are: a folder that is named counts alone, or a script would depend on whose computer it runs on. */
export function folderOf(
  { profileDir }: { readonly profileDir?: string },
  { environment }: Pick<Terminal, 'environment'>,
): ProfileFolder {
  return profileDir === undefined
    ? { folder: join(userFolders(environment).config, 'profiles'), scope: 'user' }
    : { folder: profileDir, scope: 'given' };
}
