import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { causesOf, exitOfTurns, haveSameScope, type Stand } from '../app/audit/compare.ts';
import type { AuditTurn } from '../app/ports.ts';
import type { AuditRun } from '../core/verdict/audit.ts';
import { TstError } from '../core/verdict/errors.ts';
import { compareAudits } from '../io/audit-compare.ts';
import { openAuditLedger } from '../io/audit-ledger.ts';
import { userFolders } from '../io/user-folders.ts';
import { rootsText } from '../report/audit/run-facts.ts';
import type { AuditStatus } from '../report/audit/status.ts';
import { type AuditWords, loadAuditWords } from '../report/audit/words.ts';
import { fill } from '../report/catalogue.ts';
import { escapeText } from '../report/escape.ts';
import { toJson } from '../report/json.ts';
import { aligned } from '../report/table.ts';
import { rfc3339 } from '../report/time.ts';
import type { ReportWords } from './audit.ts';
import type { AuditHelp } from './audit-help.ts';
import { type KeptAudit, keptAudits, subjectOf } from './audit-records.ts';
import { checkReports, publish } from './audit-reports.ts';
import type { PrintWords } from './print-report.ts';
import { noFolders } from './report-paths.ts';
import type { Terminal } from './terminal.ts';

function folderOf({ environment }: Terminal): string {
  return join(userFolders(environment).data, 'audits');
}

/** `tst audit list`. */
export function list({ json, quiet }: PrintWords, help: AuditHelp, terminal: Terminal): void {
  const audits = keptAudits(folderOf(terminal), null);
  if (quiet) return;
  if (json) {
    terminal.out(
      audits.map(({ path, run, state, total, done }) =>
        toJson(
          {
            path,
            id: run.id,
            started: rfc3339(run.started),
            state,
            total,
            done,
            from: run.from,
            to: run.to,
            roots: run.roots,
          },
          0,
        ),
      ),
    );
    return;
  }
  if (audits.length === 0) return terminal.out([help.noAudits]);
  const { columns, states } = help;
  const rows = audits.map(({ path, run, state, total, done }) => [
    rfc3339(run.started) ?? '',
    states[state],
    state === 'done' ? String(total) : `${done}/${total}`,
    periodText(run),
    run.roots.map((root) => escapeText(root)).join(' '),
    path,
  ]);
  terminal.out(
    aligned([[columns.started, columns.state, columns.lines, columns.period, columns.roots, columns.path], ...rows]),
  );
}

function periodText({ from, to }: AuditRun): string {
  return from === null && to === null ? '-' : `${from ?? ''}..${to ?? ''}`;
}

/** `tst audit report`. */
export async function report(
  path: string | null,
  words: ReportWords,
  help: AuditHelp,
  terminal: Terminal,
): Promise<void> {
  const found = path ?? keptAudits(folderOf(terminal), null).findLast(({ state }) => state === 'done')?.path;
  if (found === undefined) throw new TstError('audit-missing', { path: folderOf(terminal) });
  if (!existsSync(found)) throw new TstError('input-missing', { path: found });
  const ledger = openAuditLedger(found, 'read');
  try {
    await checkReports(words, noFolders([found]), ledger.run.id);
    if (ledger.state !== 'done') throw unfinished(ledger);
    await publish(ledger, words, terminal, help, false);
  } finally {
    ledger.close();
  }
}

/** `tst audit diff`. */
export async function diff(
  old: string | null,
  recent: string | null,
  { json, quiet }: PrintWords,
  help: AuditHelp,
  terminal: Terminal,
): Promise<void> {
  const [before, after] = pairOf(old, recent, terminal);
  terminal.exit = exitOfTurns(compareAudits(before.path, after.path));
  if (quiet) return;
  if (!haveSameScope(before.run, after.run)) terminal.talk([`tst: ${help.otherScope}`]);
  const turns = compareAudits(before.path, after.path);
  if (json) {
    for (const turn of turns) terminal.out([toJson(turnObject(turn, before.run, after.run), 0)]);
    return;
  }
  const words = await loadAuditWords(terminal.language);
  const moments = { old: rfc3339(before.run.started) ?? '', new: rfc3339(after.run.started) ?? '' };
  terminal.out([fill(help.compared, moments)]);
  let count = 0;
  for (const turn of turns) {
    count++;
    terminal.out([turnLine(turn, before.run, after.run, help, words)]);
  }
  if (count === 0) terminal.out([help.same]);
}

/** Two finished audits: those that are named, else the last two of the same folders. */
function pairOf(old: string | null, recent: string | null, terminal: Terminal): [KeptAudit, KeptAudit] {
  const folder = folderOf(terminal);
  const kept = keptAudits(folder, null).filter(({ state }) => state === 'done');
  const named = (path: string): KeptAudit => {
    const [found] = keptAudits(folder, path);
    if (found === undefined) throw new TstError('input-missing', { path });
    if (found.state !== 'done') throw unfinished(found);
    return found;
  };
  const after = recent === null ? kept.at(-1) : named(recent);
  if (after === undefined) throw new TstError('audit-missing', { path: folder });
  const same = (one: KeptAudit) => one.path !== after.path && subjectOf(one) === subjectOf(after);
  const before = old === null ? kept.findLast(same) : named(old);
  if (before === undefined) {
    const facts = { roots: rootsText(after.run), date: rfc3339(after.run.started) ?? '' };
    throw new TstError('audit-missing', { path: folder, ...facts });
  }
  return [before, after];
}

function unfinished({ path, done, total }: Pick<KeptAudit, 'path' | 'done' | 'total'>): TstError {
  return new TstError('audit-unfinished', { path, done, total });
}

function turnObject(turn: AuditTurn, earlier: AuditRun, later: AuditRun) {
  const { data, token, before, after } = turn;
  return { data, token, before, after, causes: causesOf(turn, earlier, later) };
}

function statusWord({ kind, verdict }: Stand): AuditStatus {
  if (kind !== 'token') return kind;
  return verdict === 'VALID' ? 'valid' : verdict === 'INVALID' ? 'invalid' : 'indeterminate';
}

function turnLine(turn: AuditTurn, earlier: AuditRun, later: AuditRun, help: AuditHelp, words: AuditWords): string {
  const { data, token, before, after } = turn;
  const stand = (one: Stand | null, none: string) => {
    if (one === null) return none;
    const status = words.statuses[statusWord(one)];
    return one.code === null ? status : `${status} (${one.code})`;
  };
  const name = escapeText((data ?? token)!.text, 4_096);
  const proof = data === null || token === null ? '' : ` [${escapeText(token.text, 4_096)}]`;
  const causes = causesOf(turn, earlier, later).map((cause) => help.causes[cause]);
  const why = causes.length === 0 ? '' : `: ${causes.join(words.separator)}`;
  return `${name}${proof}: ${stand(before, help.added)} → ${stand(after, help.gone)}${why}`;
}
