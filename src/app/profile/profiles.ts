import { join } from 'node:path';
import { TstError } from '../../core/verdict/errors.ts';
import { nearest } from '../nearest.ts';
import type { Note } from '../notes.ts';
import type { Files, ListedFile, ProfileFiles } from '../ports.ts';
import { profileLimits } from './limits.ts';
import type { Profile, ProfileScope } from './profile.ts';
import { isProfileName } from './profile-name.ts';
import { invalid, nameOf, type ProfileIssue, readProfile } from './read-profile.ts';

/** Where profiles come from: one folder, the user's own or one that the command line named. Never one that a checkout brings. */
export interface ProfileFolder {
  readonly folder: string;
  readonly scope: ProfileScope;
}

export interface ProfilePorts {
  readonly files: Files;
  readonly profiles: ProfileFiles;
}

/** One file of the folder: the profile, or what is wrong with it. */
export interface SurveyedProfile {
  readonly name: string;
  readonly path: string;
  readonly profile: Profile | null;
  readonly issues: readonly ProfileIssue[];
  /** Why it could not be read at all. */
  readonly error: TstError | null;
  readonly notes: readonly Note[];
}

export interface LoadedProfiles {
  readonly profiles: readonly Profile[];
  readonly notes: readonly Note[];
}

/** All profiles of a folder, good and bad, in the order of their names. Throws a TstError where the folder can't be read. */
export async function surveyProfiles(source: ProfileFolder, ports: ProfilePorts): Promise<SurveyedProfile[]> {
  const surveyed: SurveyedProfile[] = [];
  for (const file of await profileFiles(source.folder, ports)) surveyed.push(await survey(file, source.scope, ports));
  return surveyed;
}

/**
 * All profiles of a folder, for judging. Throws a TstError `profile-invalid` for the first that is wrong, or one of reading: a
 * profile that is left out could be the one whose list revokes the token.
 */
export async function loadProfiles(source: ProfileFolder, ports: ProfilePorts): Promise<LoadedProfiles> {
  const surveyed = await surveyProfiles(source, ports);
  const names = new Map<string, string>();
  for (const { name, path } of surveyed) {
    const other = names.get(name);
    if (other !== undefined) throw new TstError('profile-twice', { name, path: other, other: path });
    names.set(name, path);
  }
  return { profiles: surveyed.map(good), notes: surveyed.flatMap(({ notes }) => notes) };
}

/**
 * The profile that a word means: a path where it has a separator or the ending of a file, else a name in the folder. Throws a
 * TstError `profile-missing` with the nearest name, `profile-invalid`, or one of reading.
 */
export async function loadProfile(
  word: string,
  source: ProfileFolder,
  ports: ProfilePorts,
): Promise<{ readonly profile: Profile; readonly notes: readonly Note[] }> {
  const surveyed = await surveyProfile(word, source, ports);
  return { profile: good(surveyed), notes: surveyed.notes };
}

/** Like `loadProfile`, and what is wrong with it is returned. */
export async function surveyProfile(
  word: string,
  source: ProfileFolder,
  ports: ProfilePorts,
): Promise<SurveyedProfile> {
  if (isPath(word)) return await survey({ name: word, path: word, open: false }, 'given', ports, false);
  return await survey(await findProfile(word, source, ports), source.scope, ports);
}

/** The file of a profile by its name. Throws a TstError `profile-missing` or `profile-twice`. */
export async function findProfile(name: string, { folder }: ProfileFolder, ports: ProfilePorts): Promise<ListedFile> {
  const files = await profileFiles(folder, ports);
  const [found, other] = files.filter((file) => nameOf(file.name) === name);
  if (other !== undefined) throw new TstError('profile-twice', { name, path: found!.path, other: other.path });
  if (found !== undefined) return found;
  const names = files.map((file) => nameOf(file.name));
  const suggestion = nearest(name, names);
  throw new TstError('profile-missing', {
    name,
    path: folder,
    ...(suggestion === undefined ? (names.length > 0 ? { choices: names.join(', ') } : {}) : { suggestion }),
  });
}

/** Where a new profile goes. Throws a TstError `usage` for what can't be a name, `profile-exists` where one has it. */
export async function placeOfNew(
  name: string,
  { folder }: ProfileFolder,
  ports: ProfilePorts,
  force: boolean,
): Promise<string> {
  if (!isProfileName(name)) throw new TstError('usage', { problem: 'bad-profile-name', value: name });
  const [found] = (await profileFiles(folder, ports)).filter((file) => nameOf(file.name) === name);
  if (found !== undefined && !force) throw new TstError('profile-exists', { name, path: found.path });
  return found?.path ?? join(folder, `${name}.toml`);
}

/** A path, not a name: it has a separator of this platform or of the other, or the ending of a profile's file. */
export function isPath(word: string): boolean {
  return /[\\/]/.test(word) || /\.(toml|json)$/i.test(word);
}

async function profileFiles(folder: string, { profiles }: ProfilePorts): Promise<ListedFile[]> {
  // Twice as many as count: certificates are in folders of their own, but people keep notes and copies beside profiles.
  const files = await profiles.list(folder, profileLimits.files * 2);
  const found = files.filter(({ name }) => /\.(toml|json)$/i.test(name) && !name.startsWith('.'));
  if (found.length <= profileLimits.files) return found;
  throw new TstError('configuration', { path: folder, reason: `more than ${profileLimits.files} profiles` });
}

async function survey(
  { path, open }: ListedFile,
  scope: ProfileScope,
  { files }: ProfilePorts,
  byName = true,
): Promise<SurveyedProfile> {
  const notes: Note[] = open ? [{ code: 'profile-file-open', facts: { path } }] : [];
  const found = { name: nameOf(path), path, profile: null, issues: [], error: null, notes };
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path, profileLimits.fileBytes);
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return { ...found, error };
  }
  const read = await readProfile(bytes, { path, scope, byName });
  return 'profile' in read
    ? { ...found, name: read.profile.name, profile: read.profile }
    : { ...found, issues: read.issues };
}

function good({ profile, issues, error }: SurveyedProfile): Profile {
  if (error !== null) throw error;
  if (profile === null) throw invalid(issues);
  return profile;
}
