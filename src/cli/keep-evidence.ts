import { createHash } from 'node:crypto';
import { type Basis, saveEvidence } from '../app/basis.ts';
import type { Ports } from '../app/ports.ts';
import { fill, loadCatalogue } from '../report/catalogue.ts';
import { type Report, reportObject, toJson } from '../report/json.ts';
import { rfc3339 } from '../report/time.ts';
import type { HelpWords } from './help.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/**
 * Saves what a verdict rests on, and says how the report can be made again. The hash of the report is that of its English JSON, so
 * that it is the same in every language. Throws a TstError `output-exists`, `output-failed` or `evidence-unsaved`.
 */
export async function keepEvidence(
  path: string,
  basis: Basis,
  report: Report,
  ports: Pick<Ports, 'files' | 'archives'>,
  terminal: Terminal,
  help: HelpWords,
): Promise<void> {
  const json = `${toJson(reportObject(report, await loadCatalogue('en')))}\n`;
  const about = { tool: { name: 'tst', version: version() }, report: createHash('sha256').update(json).digest('hex') };
  await saveEvidence(path, basis, about, false, ports);
  if (terminal.quiet) return;
  const { at, atSource, tstRevocation } = report.judgement;
  const moment = atSource === 'gentime' ? 'gentime' : at === null ? null : rfc3339(at);
  const again = moment === null ? {} : { moment, ...(tstRevocation.sources.length > 0 ? { lists } : {}) };
  terminal.talk([`tst: ${fill(help.evidence.saved, { path, ...again }, false)}`]);
}

/** The option by which lists of revoked tokens come from saved evidence and not from here. */
const lists = '--evidence-lists';

/** That a report is one of then, not of now; and by whose lists, where `ownLists` is true. */
export function sayReplayed(now: number, ownLists: boolean, terminal: Terminal, help: HelpWords): void {
  if (terminal.quiet) return;
  terminal.talk([`tst: ${fill(help.evidence.replayed, { now: rfc3339(now) ?? '?', ...(ownLists ? { lists } : {}) })}`]);
}
