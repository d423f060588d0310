import { applyImport, type ImportedCertificate, type ImportPlan, planImport } from '../app/profile/import-trust.ts';
import { TstError } from '../core/verdict/errors.ts';
import { fill } from '../report/catalogue.ts';
import { importLines, type ShownImport } from '../report/profile-lines.ts';
import type { ProfileWords } from '../report/profile-words.ts';
import { canAsk, Dialog } from './dialog.ts';
import type { ProfileSetting } from './profile.ts';
import { folderOf } from './profile-folder.ts';
import { type ProfileOptionWords, type ProfileWorld, print, profileWorld, talk, talkNotes } from './profile-options.ts';
import { datedCertificate } from './profile-read.ts';

export interface ImportWords extends ProfileOptionWords {
  readonly profile?: string;
  readonly yes?: boolean;
  readonly accreditedFrom?: string;
  readonly accreditedUntil?: string;
  readonly replace?: boolean;
}

/** Shows what would come and go, has it confirmed, and does it. `dialog`: one that is open already. */
export async function runImport(
  { source, profile }: { readonly source: string; readonly profile: string | null },
  words: ImportWords,
  { terminal, says }: ProfileSetting,
  dialog: Pick<Dialog, 'ask' | 'close'> | null = null,
): Promise<void> {
  const world = profileWorld();
  const options = {
    ...folderOf(words, terminal),
    source,
    profile,
    accreditedFrom: words.accreditedFrom ?? null,
    accreditedUntil: words.accreditedUntil ?? null,
    replace: words.replace ?? false,
  };
  const plan = await planImport(options, world);
  const shown = plan.certificates.map((one) => shownImport(one, options.replace));
  const facts = { name: plan.profile.name, path: plan.profile.path };
  // On standard error: it is part of the question, and there in scripts and with --json as well.
  talk(words, terminal, [fill(says.importInto, facts), ...importLines(shown, says), ...remarks(plan, says)]);
  talkNotes(words, terminal, plan.notes);
  if (plan.changes) {
    await confirm(words, says, source, dialog);
    await applyImport(plan, world satisfies ProfileWorld);
  }
  const object = {
    imported: {
      ...facts,
      changed: plan.changes,
      certificates: shown.map((one) => ({
        role: one.role,
        change: one.change,
        sha256: one.sha256,
        certificate: datedCertificate(one),
      })),
    },
  };
  print(words, terminal, object, [fill(plan.changes ? says.imported : says.nothingNew, facts)]);
}

/** True for yes, in the language spoken; everything else is no. */
export function isConsent(answer: string | null, { yes }: ProfileWords): boolean {
  const word = answer?.trim().toLowerCase() ?? '';
  return word === 'yes' || yes.includes(word);
}

async function confirm(
  words: ImportWords,
  says: ProfileWords,
  source: string,
  open: Pick<Dialog, 'ask' | 'close'> | null,
): Promise<void> {
  if (words.yes) return;
  // Who can't be asked, or does not see the fingerprints, can't confirm them.
  const dialog = open ?? (canAsk() && !words.quiet && source !== '-' ? new Dialog() : null);
  try {
    const answer = dialog === null ? null : await dialog.ask(says.confirm);
    if (!isConsent(answer, says)) throw new TstError('not-confirmed');
  } finally {
    if (open === null) dialog?.close();
  }
}

function remarks({ certificates, options }: ImportPlan, says: ProfileWords): string[] {
  const anchors = certificates.some(({ role, change }) => role === 'anchor' && change !== 'gone');
  const gone = certificates.some(({ change }) => change === 'gone') && !options.replace;
  return [...(anchors ? [] : [`tst: ${says.noAnchors}`]), ...(gone ? [`tst: ${says.goneStays}`] : [])];
}

function shownImport({ role, change, sha256, certificate }: ImportedCertificate, replace: boolean): ShownImport {
  return {
    role,
    change: change === 'gone' && replace ? 'removed' : change,
    sha256,
    subject: certificate?.subject.text ?? null,
    serial: certificate?.serialHex ?? null,
    notBefore: certificate?.notBefore ?? null,
    notAfter: certificate?.notAfter ?? null,
  };
}
