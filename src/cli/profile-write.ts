import { type AddedProfile, addProfile, type Person } from '../app/profile/add-profile.ts';
import { changeProfile, installProfile, openProfile, removeProfile } from '../app/profile/change-profile.ts';
import { type ProfileTemplate, profileTemplates } from '../app/profile/profile-templates.ts';
import { invalid, type ProfileIssue } from '../app/profile/read-profile.ts';
import { EditedCopy } from '../io/editor.ts';
import { fill } from '../report/catalogue.ts';
import { canAsk, Dialog } from './dialog.ts';
import type { AddWords, EditWords, ProfileSetting } from './profile.ts';
import { folderOf } from './profile-folder.ts';
import { type ProfileOptionWords, print, profileWorld, talk } from './profile-options.ts';
import { isConsent, runImport } from './trust-import.ts';
import { usage } from './usage.ts';

/** `tst profile add`: asks at a terminal, and names what is missing elsewhere. */
export async function add(name: string, words: AddWords, setting: ProfileSetting): Promise<void> {
  const { terminal, says } = setting;
  const dialog = canAsk() && !words.quiet ? new Dialog() : null;
  try {
    const options = {
      ...folderOf(words, terminal),
      name,
      template: words.template ?? null,
      settings: words.set ?? [],
      force: words.force ?? false,
    };
    const added = await addProfile(options, dialog === null ? null : personAt(dialog, setting), profileWorld());
    const { path } = added.profile;
    print(words, terminal, { profile: { name, path, template: added.template } }, [fill(says.written, { name, path })]);
    // The profile stands whatever comes of the import.
    if (added.anchors === null) talk(words, terminal, nextSteps(added, setting));
    else await runImport({ source: added.anchors, profile: name }, { ...words, json: false }, setting, dialog);
  } finally {
    dialog?.close();
  }
}

/** `tst profile edit`: in an editor, or single keys. */
export async function edit(name: string, words: EditWords, setting: ProfileSetting): Promise<void> {
  const { terminal, says } = setting;
  const source = folderOf(words, terminal);
  if (words.set !== undefined || words.unset !== undefined) {
    const options = { ...source, profile: name, settings: words.set ?? [], unset: words.unset ?? [] };
    const changed = await changeProfile(options, profileWorld());
    const facts = { name: changed.name, path: changed.path };
    print(words, terminal, { profile: { ...facts, changed: true } }, [fill(says.changed, facts)]);
    return;
  }
  if (!canAsk()) throw usage('no-person', { option: 'profile edit' });
  // One for each question: it must not listen while the editor does.
  await editInPlace(name, words, setting, async (question) => {
    const dialog = new Dialog();
    try {
      return await dialog.ask(question);
    } finally {
      dialog.close();
    }
  });
}

/** Only a text that checks takes the profile's place; what does not stays in the copy, whose place is told. */
async function editInPlace(
  name: string,
  words: EditWords,
  { terminal, says }: ProfileSetting,
  ask: (question: string) => Promise<string | null>,
): Promise<void> {
  const source = folderOf(words, terminal);
  const { place, bytes } = await openProfile(name, source, profileWorld());
  const { path } = place;
  const copy = new EditedCopy(path, bytes);
  for (;;) {
    const edited = await copy.edit(terminal.environment);
    if (Buffer.from(edited).equals(bytes)) {
      copy.discard();
      print(words, terminal, { profile: { name, path, changed: false } }, [fill(says.unchanged, { name, path })]);
      return;
    }
    const issues = await installProfile(place, edited, profileWorld());
    if (issues.length === 0) {
      copy.discard();
      print(words, terminal, { profile: { name, path, changed: true } }, [fill(says.changed, { name, path })]);
      return;
    }
    await tellIssues(issues, terminal);
    if (isConsent(await ask(says.again), says)) continue;
    talk(words, terminal, [`tst: ${fill(says.keptCopy, { path: copy.path })}`]);
    throw invalid(issues);
  }
}

/** `tst profile remove`. */
export async function remove(
  name: string,
  words: ProfileOptionWords,
  { terminal, says }: ProfileSetting,
): Promise<void> {
  const facts = await removeProfile(name, folderOf(words, terminal), profileWorld());
  print(words, terminal, { profile: { ...facts, removed: true } }, [fill(says.removed, facts)]);
}

function personAt(dialog: Dialog, { terminal, says }: ProfileSetting): Person {
  return {
    ask: async ({ key, preset, required }) => {
      const question = Object.hasOwn(says.questions, key) ? says.questions[key]! : fill(says.otherQuestion, { key });
      const rest = preset !== null ? fill(says.preset, { preset }) : required ? '' : says.optional;
      return await dialog.ask(`${question}${rest}:`);
    },
    refuse: async (issue) => {
      terminal.talk([`tst: ${says.wrongAnswer}`]);
      await tellIssues([issue], terminal);
    },
  };
}

async function tellIssues(issues: readonly ProfileIssue[], terminal: ProfileSetting['terminal']): Promise<void> {
  const { errorLines } = await import('../report/text.ts');
  for (const issue of issues) {
    const { code, facts } = invalid([issue]);
    terminal.talk(errorLines(code, facts, terminal.catalogue));
  }
}

function nextSteps({ profile, template }: AddedProfile, { says }: ProfileSetting): string[] {
  const { name, credentials, anchors } = profile;
  const { roots }: ProfileTemplate = profileTemplates[template];
  const secret = 'secret' in credentials ? credentials.secret : null;
  return [
    ...(anchors.length > 0 ? [] : [fill(says.nextImport, { name })]),
    ...(anchors.length > 0 ? [] : roots.map(({ subject, sha256 }) => fill(says.seenRoot, { subject, sha256 }))),
    ...(secret === null ? [] : [fill(says.nextLogin, { name: secret })]),
    fill(says.nextCheck, { name }),
  ].map((line) => `tst: ${line}`);
}
