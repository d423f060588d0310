import { surveyProfiles } from '../app/profile/profiles.ts';
import { invalid } from '../app/profile/read-profile.ts';
import { type ProfileUsage, type Quota, usageOf } from '../app/quota.ts';
import { usageLines } from '../report/ledger-lines.ts';
import { errorLines } from '../report/text.ts';
import { errorExit } from './exit-codes.ts';
import type { UsageOptions } from './ledger.ts';
import { objectOf, withLedger } from './ledger-deeds.ts';
import { folderOf } from './profile-folder.ts';
import { profileWorld } from './profile-options.ts';
import type { Terminal } from './terminal.ts';

/** What a profile says of its contract. */
interface Contract {
  readonly quota: Omit<Quota, 'enforce'>;
  readonly zone: string;
}

/**
 * `tst ledger usage`: quota and time zone are those of each profile, as far as the command line gives no others. A profile that
 * is wrong is told, with its exit code, and counted without a quota.
 */
export async function showUsage(given: UsageOptions, terminal: Terminal): Promise<void> {
  const contracts = await contractsOf(given, terminal);
  await withLedger(given, terminal, async ({ ledger, calendar, words }) => {
    const tables: ProfileUsage[] = [];
    for (const span of await ledger.profiles()) {
      if (given.profile !== undefined && span.profile !== given.profile) continue;
      const contract = contracts.get(span.profile ?? '');
      const perMonth = given.perMonth ?? contract?.quota.perMonth ?? null;
      const perYear = given.perYear ?? contract?.quota.perYear ?? null;
      const zone = given.tz?.zone ?? contract?.zone ?? calendar.zone;
      tables.push(await usageOf(ledger, span, { perMonth, perYear }, zone));
    }
    if (given.quiet) return;
    if (given.json) terminal.out([objectOf({ usage: tables })]);
    else terminal.out(tables.flatMap((table) => usageLines(table, words)));
  });
}

async function contractsOf(given: UsageOptions, terminal: Terminal): Promise<ReadonlyMap<string, Contract>> {
  const contracts = new Map<string, Contract>();
  for (const { name, profile, issues, error } of await surveyProfiles(folderOf(given, terminal), profileWorld())) {
    if (profile !== null) contracts.set(name, { quota: profile.quota, zone: profile.timeZone });
    else if (given.profile === undefined || given.profile === name) {
      const { code, facts } = error ?? invalid(issues);
      terminal.exit = errorExit(code);
      if (!given.quiet) terminal.talk(errorLines(code, facts, terminal.catalogue));
    }
  }
  return contracts;
}
