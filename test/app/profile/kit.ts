import type { Profile } from '../../../src/app/profile/profile.ts';
import { type ProfileIssue, readProfile } from '../../../src/app/profile/read-profile.ts';

export const pin = (digit: string) => digit.repeat(64);

/** Reads a text as the profile `test`. */
export async function read(text: string | Uint8Array, path = '/profiles/test.toml') {
  const bytes = typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'utf8')) : text;
  return await readProfile(bytes, { path, scope: 'user', byName: true });
}

/** The profile of a text that is in order; throws what is wrong with it. */
export async function good(text: string, path?: string): Promise<Profile> {
  const result = await read(text, path);
  if ('profile' in result) return result.profile;
  throw new Error(JSON.stringify(result.issues));
}

/** What is wrong with a text, in the order of the file. */
export async function wrong(text: string | Uint8Array, path?: string): Promise<readonly ProfileIssue[]> {
  const result = await read(text, path);
  return 'issues' in result ? result.issues : [];
}
