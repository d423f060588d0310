import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AuditLedger } from '../app/ports.ts';
import type { AuditRun } from '../core/verdict/audit.ts';
import { TstError } from '../core/verdict/errors.ts';
import { createAuditLedger, openAuditLedger } from '../io/audit-ledger.ts';
import { fill } from '../report/catalogue.ts';
import { rfc3339 } from '../report/time.ts';
import type { AuditHelp } from './audit-help.ts';
import { type KeptAudit, keptAudits, subjectOf } from './audit-records.ts';
import type { Terminal } from './terminal.ts';

/** Where audits are kept, and the file that the user named. */
export interface RecordPlace {
  readonly folder: string;
  readonly named: string | null;
  readonly isTemporary: boolean;
}

/** The audit to go on with, or a new one. */
export function openOrBegin(
  { folder, named, isTemporary }: RecordPlace,
  run: AuditRun,
  asked: string,
  isResumed: boolean,
  help: AuditHelp,
  terminal: Terminal,
): AuditLedger {
  const say = (text: string) => terminal.quiet || terminal.talk([`tst: ${text}`]);
  const open = isTemporary ? null : brokenOff(keptAudits(folder, named), asked, isResumed && named !== null);
  if (isResumed && open !== null) {
    const ledger = openAuditLedger(open.path, open.state === 'done' ? 'read' : 'write');
    const { done, total } = ledger;
    say(fill(help.continued, { date: rfc3339(ledger.run.started) ?? '', done, total }));
    return ledger;
  }
  if (isResumed) say(help.notContinued);
  else if (open !== null) say(fill(help.couldContinue, { done: open.done, total: open.total }));
  const name = `${(rfc3339(run.started) ?? '').replace(/[-:]|\.\d+/g, '')}-${run.id}-${randomBytes(3).toString('hex')}.sqlite`;
  try {
    return createAuditLedger(named ?? join(folder, name), run, asked);
  } catch (error) {
    if (error instanceof TstError && error.code === 'output-failed' && !isTemporary) say(help.notKept);
    throw error;
  }
}

/** The latest one of this command that is not finished; one that is, where it is the one that was named. */
function brokenOff(audits: readonly KeptAudit[], asked: string, isNamed: boolean): KeptAudit | null {
  return audits.findLast((one) => one.asked === asked && (isNamed || one.state !== 'done')) ?? null;
}

/** The last finished audit of the same folders, whose hashes of unchanged data are taken over. */
export function earlierOf(
  folder: string,
  { run, path }: AuditLedger,
  help: AuditHelp,
  terminal: Terminal,
): AuditLedger | null {
  const own = subjectOf({ run, folder: process.cwd() });
  const same = (one: KeptAudit) => subjectOf(one) === own;
  const found = keptAudits(folder, null).findLast((one) => one.state === 'done' && one.path !== path && same(one));
  const date = found === undefined ? null : rfc3339(found.run.started);
  if (!terminal.quiet) terminal.talk([`tst: ${date === null ? help.noEarlier : fill(help.since, { date })}`]);
  return found === undefined ? null : openAuditLedger(found.path, 'read');
}
