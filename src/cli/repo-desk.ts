import type { Profile } from '../app/profile/profile.ts';
import { loadProfile, loadProfiles } from '../app/profile/profiles.ts';
import { createPorts } from '../io/ports.ts';
import { fill } from '../report/catalogue.ts';
import { folderOf } from './profile-folder.ts';
import { talk, talkNotes } from './profile-options.ts';
import type { RepoOptions, RepoSetting } from './repo.ts';

type RealPorts = ReturnType<typeof createPorts>;

/** Does something with the profiles that are meant and the real world, and closes its connections. */
export async function withProfiles(
  words: RepoOptions,
  { terminal, says }: RepoSetting,
  deed: (profiles: readonly Profile[], ports: RealPorts) => Promise<void>,
): Promise<void> {
  const source = folderOf(words, terminal);
  const { environment } = terminal;
  const ports = createPorts({ environment, allowPrivate: words.allowPrivateNetwork ?? false });
  try {
    const named = [];
    for (const name of words.profile ?? []) named.push(await loadProfile(name, source, ports));
    const loaded = named.length > 0 ? null : await loadProfiles(source, ports);
    talkNotes(words, terminal, loaded?.notes ?? named.flatMap(({ notes }) => notes));
    const profiles = loaded?.profiles ?? named.map(({ profile }) => profile);
    const isAny = profiles.some(({ tstRevocation, anchorsUrl }) => tstRevocation !== null || anchorsUrl !== null);
    if (!isAny) talk(words, terminal, [`tst: ${fill(says.none, { path: source.folder })}`]);
    await deed(profiles, ports);
  } finally {
    await ports.http.close();
  }
}
