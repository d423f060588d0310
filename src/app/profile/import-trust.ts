import { dirname, join, relative, resolve } from 'node:path';
import { sortTrust } from '../../core/policy/anchors.ts';
import { TstError } from '../../core/verdict/errors.ts';
import type { Certificate } from '../../core/x509/certificate.ts';
import type { Note } from '../notes.ts';
import { certificatesAt } from '../trust.ts';
import { type Change, editProfile } from './edit-profile.ts';
import { profileLimits } from './limits.ts';
import type { Profile } from './profile.ts';
import { formatOf, readText } from './profile-text.ts';
import { pinnedCertificate, type TrustPorts } from './profile-trust.ts';
import { loadProfile, type ProfileFolder, type ProfilePorts, surveyProfiles } from './profiles.ts';
import { invalid, readProfile } from './read-profile.ts';
import type { Written } from './toml-edit.ts';

export type ImportPorts = ProfilePorts & TrustPorts;

export interface ImportOptions extends ProfileFolder {
  /** A file, folder or ZIP. */
  readonly source: string;
  /** Name or path; null: the only profile that there is. */
  readonly profile: string | null;
  /** Days or moments as a profile writes them. */
  readonly accreditedFrom: string | null;
  readonly accreditedUntil: string | null;
  /** Take out of the profile what the source no longer has. Else it stays: old tokens need it. */
  readonly replace: boolean;
}

/** A certificate and what an import does with it. `gone`: the profile has it, and the source no longer. */
export interface ImportedCertificate {
  readonly role: 'anchor' | 'candidate';
  readonly change: 'new' | 'known' | 'gone';
  readonly sha256: string;
  /** Null where the file of a certificate that is gone can't be read either. */
  readonly certificate: Certificate | null;
}

/** What an import would do; nothing is written yet. */
export interface ImportPlan {
  readonly profile: Profile;
  readonly certificates: readonly ImportedCertificate[];
  /** False where the profile is as it would be afterwards. */
  readonly changes: boolean;
  readonly options: ImportOptions;
  readonly notes: readonly Note[];
}

/**
 * Reads a source and compares it with a profile: self-signed CA certificates are to become anchors, all others candidates.
 * Throws a TstError of the profile, of reading, `trust-unreadable`, or `usage`.
 */
export async function planImport(options: ImportOptions, ports: ImportPorts): Promise<ImportPlan> {
  const { profile, notes } = await profileOf(options, ports);
  if (options.source === 'bundled' || options.source === 'system')
    throw new TstError('usage', { problem: 'tls-roots' });
  const read = await certificatesAt(options.source, ports.trust, 'trust-unreadable');
  const sorted = sortTrust(distinct(read.certificates), false);
  const anchors = sorted.anchors.map(({ certificate }) => certificate);
  checkCount(anchors, profileLimits.anchors, options.source);
  checkCount(sorted.candidates, profileLimits.certificates, options.source);
  const certificates = [
    ...compare('anchor', anchors, await anchorsOf(profile, ports)),
    ...compare('candidate', sorted.candidates, await candidatesOf(profile, ports)),
  ];
  const dated = options.accreditedFrom !== null || options.accreditedUntil !== null;
  const changes =
    dated || certificates.some(({ change }) => change === 'new' || (change === 'gone' && options.replace));
  return { profile, certificates, changes, options, notes: [...notes, ...read.notes] };
}

/**
 * Carries a plan out, once it was confirmed: certificates first, each in a file that is named by its content, then the profile in
 * one step. Throws a TstError of writing, or `profile-invalid` where the profile can't be changed in place; it is as it was then.
 */
export async function applyImport(plan: ImportPlan, ports: ImportPorts): Promise<Profile> {
  const { profile, certificates, options } = plan;
  const before = await ports.files.read(profile.path, profileLimits.fileBytes);
  const kept = new Set(certificates.filter((one) => isKept(one, options)));
  const changes = [...anchorChanges(plan), ...(await candidateChanges(plan, before))];
  const after = await editProfile(before, profile.path, changes);
  const read = await readProfile(after, { path: profile.path, scope: profile.scope, byName: false });
  if ('issues' in read) throw invalid(read.issues);
  for (const { change, certificate } of kept) {
    if (change !== 'new') continue;
    await ports.profiles.write(fileOf(profile, certificate!.sha256), certificate!.bytes, { force: true });
  }
  await ports.profiles.write(profile.path, after, { force: true });
  await removeFiles(plan, ports);
  return read.profile;
}

async function profileOf(options: ImportOptions, ports: ImportPorts) {
  if (options.profile !== null) return await loadProfile(options.profile, options, ports);
  const names = (await surveyProfiles(options, ports)).map(({ name }) => name);
  if (names.length === 1) return await loadProfile(names[0]!, options, ports);
  throw new TstError('usage', { problem: 'which-profile', ...(names.length > 0 ? { choices: names.join(', ') } : {}) });
}

function distinct(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.sha256, certificate])).values()];
}

function checkCount(certificates: readonly Certificate[], limit: number, path: string): void {
  if (certificates.length > limit) {
    throw new TstError('trust-unreadable', { path, reason: `more than ${limit} certificates` });
  }
}

type Held = ReadonlyMap<string, Certificate | null>;

async function anchorsOf(profile: Profile, ports: ImportPorts): Promise<Held> {
  const held = new Map<string, Certificate | null>();
  for (const pin of profile.anchors) {
    held.set(pin.sha256, await readable(() => pinnedCertificate(profile, pin, ports.files)));
  }
  return held;
}

/** Those that an import wrote: files that the user put there are the user's. */
async function candidatesOf(profile: Profile, ports: ImportPorts): Promise<Held> {
  const held = new Map<string, Certificate | null>();
  for (const path of profile.certificates) {
    const sha256 = hashInName(profile, path);
    if (sha256 === null) continue;
    const read = await readable(() => certificatesAt(path, ports.trust, 'certificate-unreadable'));
    held.set(sha256, read?.certificates.find((certificate) => certificate.sha256 === sha256) ?? null);
  }
  return held;
}

async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return null;
  }
}

function compare(role: ImportedCertificate['role'], found: readonly Certificate[], held: Held): ImportedCertificate[] {
  const now = found.map((certificate): ImportedCertificate => {
    const { sha256 } = certificate;
    // One whose file was lost or damaged is written again.
    const change = held.get(sha256) ? 'known' : 'new';
    return { role, change, sha256, certificate };
  });
  const hashes = new Set(found.map(({ sha256 }) => sha256));
  const gone = [...held].filter(([sha256]) => !hashes.has(sha256));
  return [...now, ...gone.map(([sha256, certificate]) => ({ role, change: 'gone' as const, sha256, certificate }))];
}

function isKept({ change }: ImportedCertificate, { replace }: ImportOptions): boolean {
  return change !== 'gone' || !replace;
}

function anchorChanges({ profile, certificates, options }: ImportPlan): Change[] {
  const dates = {
    ...(options.accreditedFrom === null ? {} : { accreditedFrom: options.accreditedFrom }),
    ...(options.accreditedUntil === null ? {} : { accreditedUntil: options.accreditedUntil }),
  };
  const pinned = profile.anchors.map(({ sha256 }) => sha256);
  const anchors = certificates.filter(({ role }) => role === 'anchor');
  const set = anchors.flatMap(({ sha256, change }) => {
    const at = pinned.indexOf(sha256);
    if (at < 0 || change === 'gone') return [];
    // A damaged file is replaced by one of the right content, wherever it was.
    const file = change === 'new' ? { file: linkTo(profile, sha256) } : {};
    return Object.entries({ ...file, ...dates }).map(
      ([key, value]): Change => ({ kind: 'set', path: ['anchors', at, key], value }),
    );
  });
  const added = anchors
    .filter(({ sha256, change }) => change === 'new' && !pinned.includes(sha256))
    .map(({ sha256 }): Change => {
      return { kind: 'add', list: 'anchors', entries: { file: linkTo(profile, sha256), sha256, ...dates } };
    });
  // From the last to the first, so that each is still where it was.
  const removed = anchors
    .filter((one) => !isKept(one, options))
    .map(({ sha256 }) => pinned.indexOf(sha256))
    .toSorted((a, b) => b - a)
    .map((at): Change => ({ kind: 'remove', path: ['anchors', at] }));
  return [...set, ...removed, ...added];
}

/** The list as it is written, without those that go, with those that come. */
async function candidateChanges({ profile, certificates, options }: ImportPlan, bytes: Uint8Array): Promise<Change[]> {
  const candidates = certificates.filter(({ role }) => role === 'candidate');
  const coming = candidates.filter(({ change }) => change === 'new').map(({ sha256 }) => linkTo(profile, sha256));
  const going = new Set(candidates.filter((one) => !isKept(one, options)).map(({ sha256 }) => fileOf(profile, sha256)));
  const written = ((await readText(bytes, formatOf(profile.path))).value.certificates ?? []) as string[];
  const folder = dirname(resolve(profile.path));
  const staying = written.filter((path) => !going.has(resolve(folder, path)));
  const value: Written = [...new Set([...staying, ...coming])];
  if (coming.length === 0 && staying.length === written.length) return [];
  return value.length > 0
    ? [{ kind: 'set', path: ['certificates'], value }]
    : [{ kind: 'remove', path: ['certificates'] }];
}

/** Only files that an import wrote. */
async function removeFiles({ profile, certificates, options }: ImportPlan, ports: ImportPorts): Promise<void> {
  for (const one of certificates) {
    if (isKept(one, options)) continue;
    const path = fileOf(profile, one.sha256);
    const isOurs =
      one.role === 'candidate' || profile.anchors.some(({ source }) => 'file' in source && source.file === path);
    if (isOurs && (await ports.files.exists(path))) await ports.profiles.remove(path, { folder: true });
  }
}

/** The folder of a profile's imported certificates, beside its file. */
export function certificateFolder(profile: Pick<Profile, 'name' | 'path'>): string {
  return join(dirname(resolve(profile.path)), profile.name);
}

function fileOf(profile: Profile, sha256: string): string {
  return join(certificateFolder(profile), `${sha256}.cer`);
}

/** As the profile writes it: from its own folder, with the separator that every platform takes. */
function linkTo({ name }: Profile, sha256: string): string {
  return `${name}/${sha256}.cer`;
}

function hashInName(profile: Profile, path: string): string | null {
  return /^([0-9a-f]{64})\.cer$/.exec(relative(certificateFolder(profile), path))?.[1] ?? null;
}
