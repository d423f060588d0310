import type { EvidenceCache } from '../app/ports.ts';

/** The evidence cache in the user's own folder. Nothing of it is loaded or touched before something is looked for or kept. */
export function userCache(environment: Readonly<Record<string, string | undefined>>): EvidenceCache {
  let cache: Promise<EvidenceCache> | undefined;
  const load = async () => {
    const [{ createEvidenceCache }, { userFolders }] = await Promise.all([
      import('./evidence-cache.ts'),
      import('./user-folders.ts'),
    ]);
    return createEvidenceCache(userFolders(environment).cache);
  };
  const open = () => (cache ??= load());
  return {
    find: async (place) => (await open()).find(place),
    keep: async (place, answer) => (await open()).keep(place, answer),
  };
}

/** A cache that keeps nothing. */
export const noCache: EvidenceCache = {
  find: async () => [],
  keep: async () => {},
};
