import { TstError } from '../../core/verdict/errors.ts';
import type { Note } from '../notes.ts';
import { type Change, editProfile, keyPath, parseSettings, type Setting } from './edit-profile.ts';
import type { Profile } from './profile.ts';
import {
  type Ask,
  type ProfileTemplate,
  profileTemplates,
  type TemplateName,
  templateNames,
} from './profile-templates.ts';
import { formatOf, readText } from './profile-text.ts';
import { type ProfileFolder, type ProfilePorts, placeOfNew } from './profiles.ts';
import { invalid, keyText, type ProfileIssue, readProfile, valueAt } from './read-profile.ts';
import { tomlValue } from './toml-edit.ts';

/** Somebody who can be asked. */
export interface Person {
  /** The answer on one line, empty for none; null where nobody is there any more. */
  ask(question: Ask & { readonly preset: string | null }): Promise<string | null>;
  /** What was wrong with the answer, before it is asked for again. */
  refuse(issue: ProfileIssue): Promise<void>;
}

export interface AddOptions extends ProfileFolder {
  readonly name: string;
  /** Null: the one of the profile's name, else the plain one. */
  readonly template: TemplateName | null;
  /** `key=value`. */
  readonly settings: readonly string[];
  readonly force: boolean;
}

export interface AddedProfile {
  readonly profile: Profile;
  readonly template: TemplateName;
  /** What to import as anchors, where that was answered. */
  readonly anchors: string | null;
  readonly notes: readonly Note[];
}

/** How often one question is put: somebody who holds down a key must not be asked for ever. */
const patience = 5;

/**
 * Makes a profile of a template, what was set, and the answers of `person`; null: nobody can be asked. Throws a TstError
 * `usage` that names what is missing, `profile-exists`, `profile-invalid`, or one of writing; nothing is written then.
 */
export async function addProfile(
  options: AddOptions,
  person: Person | null,
  ports: ProfilePorts,
): Promise<AddedProfile> {
  const template = options.template ?? templateNames.find((one) => one === options.name) ?? 'plain';
  const { text, asks }: ProfileTemplate = profileTemplates[template];
  const path = await placeOfNew(options.name, options, ports, options.force);
  const given = await parseSettings(options.settings);
  const start = await startOf(`schema = 1\nname = ${tomlValue(options.name)}\n${text}`, path, given);
  const draft = new Draft(start, path, options);
  let anchors: string | null = null;
  for (const ask of asks) {
    if (!(await isDue(ask, draft))) continue;
    if (await draft.has(ask.key)) continue;
    if (ask.key !== 'anchors') await answer({ ...ask, preset: presetOf(ask, options.name) }, draft, person);
    else if (person !== null) anchors = (await person.ask(ask))?.trim() || null;
  }
  if (person !== null) await askAgain(asks, draft, person);
  const profile = await draft.profile();
  await ports.profiles.write(path, draft.bytes, { force: options.force });
  return { profile, template, anchors, notes: [] };
}

/** A template in the format of the file that it goes to: one that is written over may be JSON. */
async function startOf(text: string, path: string, settings: readonly Setting[]): Promise<Uint8Array> {
  const changes: Change[] = settings.map((setting) => ({ kind: 'set', ...setting }));
  const toml = new Uint8Array(Buffer.from(text, 'utf8'));
  if (formatOf(path) === 'toml') return await editProfile(toml, path, changes);
  const { value } = await readText(toml, 'toml');
  return await editProfile(new Uint8Array(Buffer.from(JSON.stringify(value), 'utf8')), path, changes);
}

/** A profile that is being written. */
class Draft {
  bytes: Uint8Array;
  readonly #path: string;
  readonly #scope: ProfileFolder['scope'];

  constructor(bytes: Uint8Array, path: string, { scope }: ProfileFolder) {
    this.bytes = bytes;
    this.#path = path;
    this.#scope = scope;
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async get(key: string): Promise<unknown> {
    const { value } = await readText(this.bytes, formatOf(this.#path));
    return valueAt(value, await keyPath(key, '--set'));
  }

  /** Sets one key; gives what is wrong with it, and then the draft stays as it was. */
  async set(key: string, value: string): Promise<ProfileIssue | null> {
    const [setting] = await parseSettings([`${key}=${value}`]);
    const bytes = await editProfile(this.bytes, this.#path, [{ kind: 'set', ...setting! }]);
    const read = await readProfile(bytes, this.#place);
    const issues = 'issues' in read ? read.issues : [];
    // A key that is still missing is asked for next.
    const wrong = issues.find((issue) => issue.key.startsWith(keyText(setting!.path)) && issue.problem !== 'one-of');
    if (wrong === undefined) this.bytes = bytes;
    return wrong ?? null;
  }

  async issues(): Promise<readonly ProfileIssue[]> {
    const read = await readProfile(this.bytes, this.#place);
    return 'issues' in read ? read.issues : [];
  }

  async profile(): Promise<Profile> {
    const read = await readProfile(this.bytes, this.#place);
    if ('issues' in read) throw invalid(read.issues);
    return read.profile;
  }

  get #place() {
    return { path: this.#path, scope: this.#scope, byName: true };
  }
}

/** What only shows once everything is there is put to the person once more, so that no other answer is lost. */
async function askAgain(asks: readonly Ask[], draft: Draft, person: Person): Promise<void> {
  for (let times = 0; times < patience; times++) {
    const [issue] = await draft.issues();
    const ask = asks.find(({ key }) => issue?.key === key || issue?.key.startsWith(`${key}.`));
    if (issue === undefined || ask === undefined) return;
    await person.refuse(issue);
    await answer({ ...ask, preset: null }, draft, person);
  }
}

async function isDue({ after, unless }: Ask, draft: Draft): Promise<boolean> {
  if (unless !== undefined && (await draft.has(unless))) return false;
  return after === undefined || after.is.includes(String(await draft.get(after.key)));
}

async function answer(ask: Ask, draft: Draft, person: Person | null): Promise<void> {
  for (let times = 0; person !== null && times < patience; times++) {
    const given = await person.ask(ask);
    if (given === null) break;
    const value = given.trim() || ask.preset;
    if (value === null && !ask.required) return;
    if (value === null) continue;
    const wrong = await draft.set(ask.key, value);
    if (wrong === null) return;
    await person.refuse(wrong);
  }
  if (person === null && ask.preset !== null) {
    const wrong = await draft.set(ask.key, ask.preset);
    if (wrong !== null) throw invalid([wrong]);
    return;
  }
  if (ask.required) {
    throw new TstError('usage', { problem: 'setting-missing', key: ask.key, option: `--set ${ask.key}=…` });
  }
}

function presetOf({ preset }: Ask, name: string): string | null {
  return preset === null ? null : preset.replace('{name}', name);
}
