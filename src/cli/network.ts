import { createFiles } from '../io/files.ts';
import type { PortOptions } from '../io/ports.ts';
import type { Terminal } from './terminal.ts';
import { judgingOptions, networkOptions, type VerificationWords } from './verification-options.ts';

/**
 * How this run reaches the network: private networks as well where a profile that is named says that its authority lies in one, as for
 * stamping. One that chooses itself says so too late, and would open them for every token. Throws what reading a profile throws.
 */
export async function networkOf(words: VerificationWords, terminal: Terminal): Promise<PortOptions> {
  const network = networkOptions(words, terminal);
  const { profile, profileFolder, offline } = judgingOptions(words, terminal);
  if (profile.length === 0 || offline || network.allowPrivate) return network;
  const [{ loadProfile }, { createProfileFiles }] = await Promise.all([
    import('../app/profile/profiles.ts'),
    import('../io/profile-files.ts'),
  ]);
  const folder = profileFolder ?? { folder: '', scope: 'given' as const };
  const ports = { files: createFiles(), profiles: createProfileFiles() };
  const loaded = await Promise.all(profile.map((name) => loadProfile(name, folder, ports)));
  return { ...network, allowPrivate: loaded.some((one) => one.profile.service.allowPrivateNetwork) };
}
