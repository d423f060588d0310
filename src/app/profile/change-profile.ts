import { join } from 'node:path';
import type { Note } from '../notes.ts';
import { type Change, editProfile, keyPath, parseSettings } from './edit-profile.ts';
import { certificateFolder } from './import-trust.ts';
import { profileLimits } from './limits.ts';
import type { Profile } from './profile.ts';
import { findProfile, isPath, type ProfileFolder, type ProfilePorts } from './profiles.ts';
import { invalid, nameOf, type ProfileIssue, type ProfilePlace, readProfile } from './read-profile.ts';

/** What to change without an editor. */
export interface ChangeOptions extends ProfileFolder {
  /** Name or path. */
  readonly profile: string;
  /** `key=value`. */
  readonly settings: readonly string[];
  /** Keys. */
  readonly unset: readonly string[];
}

/**
 * Sets and removes keys in place; comments stay. Throws a TstError `usage`, `profile-missing`, `profile-invalid` (what would come
 * of it is wrong, and nothing is written), or one of reading or writing.
 */
export async function changeProfile(options: ChangeOptions, ports: ProfilePorts): Promise<Profile> {
  const place = await placeOf(options.profile, options, ports);
  const { path } = place;
  const before = await ports.files.read(path, profileLimits.fileBytes);
  const changes: Change[] = [];
  for (const key of options.unset) changes.push({ kind: 'remove', path: await keyPath(key, '--unset') });
  for (const setting of await parseSettings(options.settings)) changes.push({ kind: 'set', ...setting });
  const after = await editProfile(before, path, changes);
  const read = await readProfile(after, place);
  if ('issues' in read) throw invalid(read.issues);
  await ports.profiles.write(path, after, { force: true });
  return read.profile;
}

/** A profile's text for an editor. Throws a TstError of finding or reading it. */
export async function openProfile(
  word: string,
  source: ProfileFolder,
  ports: ProfilePorts,
): Promise<{ readonly place: ProfilePlace; readonly bytes: Uint8Array }> {
  const place = await placeOf(word, source, ports);
  return { place, bytes: await ports.files.read(place.path, profileLimits.fileBytes) };
}

/** Writes an edited text in the profile's place if it is in order; else gives what is wrong, and the profile stays as it was. */
export async function installProfile(
  place: ProfilePlace,
  bytes: Uint8Array,
  ports: ProfilePorts,
): Promise<readonly ProfileIssue[]> {
  const read = await readProfile(bytes, place);
  if ('issues' in read) return read.issues;
  await ports.profiles.write(place.path, bytes, { force: true });
  return [];
}

/**
 * Removes a profile with the certificates that an import wrote for it; other files stay. Throws a TstError `profile-missing`, or
 * `output-failed`.
 */
export async function removeProfile(name: string, source: ProfileFolder, ports: ProfilePorts): Promise<Note['facts']> {
  const { path } = await findProfile(name, source, ports);
  const folder = certificateFolder({ name: nameOf(path), path });
  // The profile first: certificates without one do nothing, and one without its certificates is an error.
  await ports.profiles.remove(path);
  const files = await ports.profiles.list(folder, profileLimits.certificates * 2);
  for (const file of files) {
    if (/^[0-9a-f]{64}\.cer$/.test(file.name)) await ports.profiles.remove(join(folder, file.name), { folder: true });
  }
  return { name, path };
}

async function placeOf(word: string, source: ProfileFolder, ports: ProfilePorts): Promise<ProfilePlace> {
  if (isPath(word)) return { path: word, scope: 'given', byName: false };
  const { path } = await findProfile(word, source, ports);
  return { path, scope: source.scope, byName: true };
}
