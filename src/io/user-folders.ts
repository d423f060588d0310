import { homedir } from 'node:os';
import { posix, resolve, win32 } from 'node:path';

/** The user's own folders for this program; none of them need exist yet. */
export interface UserFolders {
  /** What the user writes or would take along to another computer. `TST_CONFIG_DIR` moves it. */
  readonly config: string;
  /** What the program keeps and could not make again. `TST_DATA_DIR` moves it. */
  readonly data: string;
  /** What may be deleted at any time. `TST_CACHE_DIR` moves it. */
  readonly cache: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where each platform wants them: the XDG Base Directory Specification (whose variables count only where they are absolute), on
 * macOS the user's Library, on Windows the profile's application data, of which only `config` roams.
 */
export function userFolders(environment: Environment, platform: NodeJS.Platform = process.platform): UserFolders {
  const folders = platformFolders(environment, platform);
  const { TST_CACHE_DIR: cache, TST_CONFIG_DIR: config, TST_DATA_DIR: data } = environment;
  return {
    ...folders,
    ...(config ? { config: resolve(config) } : {}),
    ...(data ? { data: resolve(data) } : {}),
    ...(cache ? { cache: resolve(cache) } : {}),
  };
}

function platformFolders(environment: Environment, platform: NodeJS.Platform): UserFolders {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const home = (platform === 'win32' ? environment.USERPROFILE : environment.HOME) || homedir();
  const folder = (variable: string, ...usual: string[]) => {
    const given = environment[variable] ?? '';
    return join(isAbsolute(given) ? given : join(home, ...usual), 'tst');
  };
  if (platform === 'win32') {
    const local = folder('LOCALAPPDATA', 'AppData', 'Local');
    return { config: folder('APPDATA', 'AppData', 'Roaming'), data: local, cache: join(local, 'cache') };
  }
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'tst');
    return { config: support, data: support, cache: join(home, 'Library', 'Caches', 'tst') };
  }
  return {
    config: folder('XDG_CONFIG_HOME', '.config'),
    data: folder('XDG_DATA_HOME', '.local', 'share'),
    cache: folder('XDG_CACHE_HOME', '.cache'),
  };
}
