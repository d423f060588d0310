import { checkProfile, type Finding } from '../app/profile/check-profile.ts';
import type { AnchorPin, Profile } from '../app/profile/profile.ts';
import { pinnedCertificate } from '../app/profile/profile-trust.ts';
import { loadProfile, type SurveyedProfile, surveyProfile, surveyProfiles } from '../app/profile/profiles.ts';
import { invalid } from '../app/profile/read-profile.ts';
import { TstError } from '../core/verdict/errors.ts';
import { projectFolder } from '../io/project-folder.ts';
import { datedFacts, fill } from '../report/catalogue.ts';
import {
  findingLines,
  findingWords,
  listLines,
  type ShownCertificate,
  showLines,
  shownProfile,
} from '../report/profile-lines.ts';
import { rfc3339 } from '../report/time.ts';
import { errorExit } from './exit-codes.ts';
import type { ProfileSetting } from './profile.ts';
import { folderOf } from './profile-folder.ts';
import { type ProfileOptionWords, type ProfileWorld, print, profileWorld, talk, talkNotes } from './profile-options.ts';

/** `tst profile list`. */
export async function list(words: ProfileOptionWords, { terminal, says }: ProfileSetting): Promise<void> {
  const source = folderOf(words, terminal);
  const surveyed = await surveyProfiles(source, profileWorld());
  const object = {
    folder: source.folder,
    profiles: surveyed.map(({ name, path, profile }) => ({
      name,
      path,
      usable: profile !== null,
      provider: profile?.provider ?? null,
      urls: profile?.service.urls ?? [],
      anchors: profile?.anchors.map(({ sha256 }) => sha256) ?? [],
    })),
    project: projectFolder(process.cwd()),
  };
  print(words, terminal, object, listLines(surveyed, says));
  if (surveyed.length === 0) talk(words, terminal, [`tst: ${fill(says.none, { path: source.folder })}`]);
  talkNotes(
    words,
    terminal,
    surveyed.flatMap(({ notes }) => notes),
  );
  // What a checkout brings is told and not taken.
  if (source.scope === 'user' && object.project !== null) {
    talkNotes(words, terminal, [{ code: 'project-profiles', facts: { path: object.project } }]);
  }
}

/** `tst profile show`. */
export async function show(name: string, words: ProfileOptionWords, { terminal, says }: ProfileSetting): Promise<void> {
  const world = profileWorld();
  const { profile, notes } = await loadProfile(name, folderOf(words, terminal), world);
  const anchors: ShownCertificate[] = [];
  for (const pin of profile.anchors) anchors.push(await shownAnchor(profile, pin, world));
  const object = {
    profile: {
      ...shownProfile(profile),
      anchors: profile.anchors.map((pin, i) => ({ ...shownProfile(pin), certificate: datedCertificate(anchors[i]!) })),
    },
  };
  print(words, terminal, object, showLines(profile, anchors, says));
  talkNotes(words, terminal, notes);
}

/** `tst profile check`: exit 78 where one can't be used. */
export async function check(
  names: readonly string[],
  words: ProfileOptionWords,
  { terminal, says }: ProfileSetting,
): Promise<void> {
  const world = profileWorld();
  const source = folderOf(words, terminal);
  const surveyed: SurveyedProfile[] = [];
  if (names.length === 0) surveyed.push(...(await surveyProfiles(source, world)));
  for (const name of names) surveyed.push(await surveyProfile(name, source, world));
  const { catalogue } = terminal;
  const checked: { name: string; path: string; findings: Finding[] }[] = [];
  for (const one of surveyed) checked.push({ name: one.name, path: one.path, findings: await findingsOf(one, world) });
  const object = {
    checks: checked.map(({ name, path, findings }) => ({
      name,
      path,
      usable: isUsable(findings),
      findings: findings.map((finding) => ({
        severity: finding.severity,
        code: finding.error?.code ?? finding.code,
        ...findingWords(finding, catalogue),
        facts: datedFacts(finding.error?.facts ?? finding.facts),
      })),
    })),
  };
  const lines = checked.flatMap(({ name, path, findings }) => [
    fill(isUsable(findings) ? says.inOrder : '{name}: {path}', { name, path }),
    ...findingLines(findings, says, catalogue),
  ]);
  print(words, terminal, object, lines);
  if (checked.length === 0) talk(words, terminal, [`tst: ${fill(says.none, { path: source.folder })}`]);
  if (checked.some(({ findings }) => !isUsable(findings))) terminal.exit = errorExit('profile-invalid');
}

async function findingsOf(surveyed: SurveyedProfile, world: ProfileWorld): Promise<Finding[]> {
  const notes = surveyed.notes.map((note): Finding => ({ severity: 'warning', ...note, error: null }));
  const errors = [
    ...(surveyed.error === null ? [] : [surveyed.error]),
    ...surveyed.issues.map((issue) => invalid([issue])),
  ].map((error): Finding => ({ severity: 'error', code: 'profile-unusable', facts: {}, error }));
  const { profile } = surveyed;
  return [...errors, ...notes, ...(profile === null ? [] : await checkProfile(profile, world.clock.now(), world))];
}

function isUsable(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}

/** What the certificate of a pin says; only the pin where it can't be read, which `check` explains. */
async function shownAnchor(profile: Profile, pin: AnchorPin, world: ProfileWorld): Promise<ShownCertificate> {
  try {
    const { subject, serialHex, notBefore, notAfter } = await pinnedCertificate(profile, pin, world.files);
    return { sha256: pin.sha256, subject: subject.text, serial: serialHex, notBefore, notAfter };
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return { sha256: pin.sha256, subject: null, serial: null, notBefore: null, notAfter: null };
  }
}

/** For JSON; null where the certificate can't be read. */
export function datedCertificate({ subject, serial, notBefore, notAfter }: ShownCertificate) {
  if (subject === null || notBefore === null || notAfter === null) return null;
  return { subject, serial, notBefore: rfc3339(notBefore), notAfter: rfc3339(notAfter) };
}
