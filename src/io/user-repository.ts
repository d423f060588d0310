import type { Repository } from '../app/ports.ts';

/** The repository in the user's own folder. Nothing of it is loaded or touched before something is looked for or kept. */
export function userRepository(environment: Readonly<Record<string, string | undefined>>): Repository {
  let repository: Promise<Repository> | undefined;
  const load = async () => {
    const [{ createRepository }, { userFolders }] = await Promise.all([
      import('./repository.ts'),
      import('./user-folders.ts'),
    ]);
    return createRepository(userFolders(environment).data);
  };
  const open = () => (repository ??= load());
  return {
    read: async (place) => (await open()).read(place),
    object: async (of) => (await open()).object(of),
    keep: async (...words) => (await open()).keep(...words),
  };
}

/** A repository that keeps nothing. */
export const noRepository: Repository = {
  read: async () => ({ records: [], lost: 0, wholeFrom: 0 }),
  object: async () => null,
  keep: async () => {},
};
