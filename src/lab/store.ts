import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, type AuthorityKeys, generateAuthorityKeys } from './authority.ts';
import { certificateFromPem, certificateToPem, describe } from './ca.ts';
import { type KeyAlgorithm, keyFromPem, keyToPem } from './keys.ts';

/** Where an authority lives between two starts. */
export interface Store {
  readonly keys: AuthorityKeys;
  /** The certificates of an earlier start. */
  readonly authority: Authority | null;
  /** Keeps the authority from here on. */
  keep(authority: Authority): Promise<void>;
}

const roles = ['root', 'intermediate', 'tsu'] as const;
type Role = (typeof roles)[number];

/**
 * Opens the folder that keeps keys (`*.key.pem`, PKCS #8, readable by the owner alone) and certificates (`*.pem`) for a
 * TSU key of this algorithm; without a folder everything is new and in memory.
 */
export async function openStore(dir: string | null, algorithm: KeyAlgorithm, given?: AuthorityKeys): Promise<Store> {
  if (dir === null) {
    return { keys: given ?? generateAuthorityKeys(algorithm), authority: null, keep: async () => {} };
  }
  const home = join(dir, algorithm);
  const keyFile = (role: Role) => join(home, `${role}.key.pem`);
  const certificateFile = (role: Role) => join(home, `${role}.pem`);
  const keep = async (authority: Authority) => {
    await mkdir(home, { recursive: true });
    for (const role of roles) {
      await writeFile(keyFile(role), keyToPem(authority[role].key), { mode: 0o600 });
      await writeFile(certificateFile(role), certificateToPem(authority[role].der));
    }
  };
  const found = await Promise.all([...roles.map(keyFile), ...roles.map(certificateFile)].map(readIfThere));
  if (found.some((text) => text === null)) {
    return { keys: given ?? generateAuthorityKeys(algorithm), authority: null, keep };
  }
  const [root, intermediate, tsu] = roles.map((_, index) =>
    describe(certificateFromPem(found[index + roles.length]!), keyFromPem(found[index]!)),
  );
  const authority = { root: root!, intermediate: intermediate!, tsu: tsu!, between: null };
  return { keys: { root: root!.key, intermediate: intermediate!.key, tsu: tsu!.key }, authority, keep };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
