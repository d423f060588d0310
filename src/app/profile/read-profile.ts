import { basename } from 'node:path';
import { TstError } from '../../core/verdict/errors.ts';
import type { ProfileProblem } from '../../core/verdict/profile-problem.ts';
import { nearest } from '../nearest.ts';
import { makeProfile, type ProfileOrigin } from './make-profile.ts';
import type { Profile, ProfileScope } from './profile.ts';
import { isProfileName } from './profile-name.ts';
import { checkTogether } from './profile-rules.ts';
import type { SchemaIssue } from './profile-schema.ts';
import { formatOf, positionOf, readText } from './profile-text.ts';
import { type KeyPath, type Position, type ProfileText, TextError } from './text-place.ts';

/** One thing that is wrong with a profile's file, as the facts of a TstError `profile-invalid`. */
export interface ProfileIssue extends Position {
  readonly path: string;
  /** As `--set` takes it; empty for the text as a whole. */
  readonly key: string;
  readonly problem: ProfileProblem;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What to read a profile as. */
export interface ProfilePlace {
  readonly path: string;
  readonly scope: ProfileScope;
  /** True where the file is found by its name, which the name inside must not contradict. */
  readonly byName: boolean;
}

export type ReadProfile = { readonly profile: Profile } | { readonly issues: readonly ProfileIssue[] };

/** Reads one profile; everything that is wrong with it is told at once, in the order of the file. */
export async function readProfile(bytes: Uint8Array, place: ProfilePlace): Promise<ReadProfile> {
  let text: ProfileText;
  try {
    text = await readText(bytes, formatOf(place.path));
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    return { issues: [{ path: place.path, key: '', problem: error.problem, facts: error.facts, ...error.at }] };
  }
  const { checkForm, keysAt } = await import('./profile-schema.ts');
  const checked = checkForm(text.value);
  if ('issues' in checked) {
    return { issues: inOrder(checked.issues.map((one) => placed(advised(one, text, keysAt), text, place))) };
  }
  const { file } = checked;
  const origin: ProfileOrigin = { ...place, name: file.name ?? nameOf(place.path) };
  const issues = [...checkName(origin.name, place), ...checkTogether(file)];
  if (issues.length > 0) return { issues: inOrder(issues.map((one) => placed(one, text, place))) };
  return { profile: makeProfile(file, origin) };
}

/** The name of a profile's file without its ending. */
export function nameOf(path: string): string {
  return basename(path).replace(/\.(toml|json)$/i, '');
}

/** `service.urls.0`. */
export function keyText(path: KeyPath): string {
  return path.join('.');
}

/** The error of what is wrong first; the rest is counted. */
export function invalid([first, ...rest]: readonly ProfileIssue[]): TstError {
  const { facts, path, line, column, key, problem } = first!;
  const more = rest.length === 0 ? {} : { more: rest.length };
  return new TstError('profile-invalid', {
    path,
    line,
    column,
    ...(key === '' ? {} : { key }),
    problem,
    ...facts,
    ...more,
  });
}

function checkName(name: string, { path, byName }: ProfilePlace): SchemaIssue[] {
  if (!isProfileName(name)) return [{ path: ['name'], problem: 'wrong-form', facts: { form: 'name' } }];
  const expected = nameOf(path);
  return byName && name !== expected ? [{ path: ['name'], problem: 'name-differs', facts: { expected } }] : [];
}

/** An unknown key with the one that was meant; a key of another kind of the same table with what that kind is. */
function advised(issue: SchemaIssue, text: ProfileText, keysAt: (path: KeyPath) => string[]): SchemaIssue {
  if (issue.problem !== 'unknown-key') return issue;
  const above = issue.path.slice(0, -1);
  const key = String(issue.path.at(-1));
  const known = keysAt(above);
  if (known.includes(key)) {
    return { ...issue, problem: 'not-for-kind', facts: { kind: String(valueAt(text.value, [...above, 'kind'])) } };
  }
  const suggestion = nearest(key, known);
  return { ...issue, facts: suggestion === undefined ? { choices: known.join(', ') } : { suggestion } };
}

/** The value that keys lead to; undefined where there is none. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

function placed({ path, problem, facts }: SchemaIssue, text: ProfileText, place: ProfilePlace): ProfileIssue {
  return { path: place.path, key: keyText(path), problem, facts, ...positionOf(text, path) };
}

function inOrder(issues: readonly ProfileIssue[]): ProfileIssue[] {
  return issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
