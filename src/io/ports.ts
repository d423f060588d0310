import type { Ports, ProfileFiles } from '../app/ports.ts';
import { createArchives } from './archives.ts';
import { systemClock, systemRandom } from './clock.ts';
import { createFiles } from './files.ts';
import { type ClosableHttp, createHttp, type HttpOptions } from './http.ts';
import { Inputs } from './input.ts';
import { createTrustFiles } from './trust.ts';
import { noCache, userCache } from './user-cache.ts';
import { noRepository, userRepository } from './user-repository.ts';

export interface PortOptions extends HttpOptions {
  /** False: nothing of other runs is used, and nothing kept for them. */
  readonly cache?: boolean;
}

/**
 * The real world. Without an environment, which tells where, there is no evidence cache and no repository. `inputs` is shared with
 * whoever else reads standard input, which can be read once only.
 */
export function createPorts(options: PortOptions = {}, inputs = new Inputs()): Ports & { readonly http: ClosableHttp } {
  return {
    clock: systemClock,
    files: createFiles(inputs),
    http: createHttp(options),
    trust: createTrustFiles(inputs),
    archives: createArchives(inputs),
    random: systemRandom,
    profiles: laterProfileFiles,
    cache: options.environment === undefined || options.cache === false ? noCache : userCache(options.environment),
    repository: options.environment === undefined ? noRepository : userRepository(options.environment),
  };
}

/** Profiles on disk; how to read and write them is loaded by whoever has any. */
const laterProfileFiles: ProfileFiles = {
  list: async (...words) => (await profileFiles()).list(...words),
  write: async (...words) => (await profileFiles()).write(...words),
  remove: async (...words) => (await profileFiles()).remove(...words),
};

async function profileFiles(): Promise<ProfileFiles> {
  return (await import('./profile-files.ts')).createProfileFiles();
}
