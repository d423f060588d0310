import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NameFilter } from '../app/audit/name-filter.ts';
import { TokenPatterns, usualPatterns } from '../app/audit/patterns.ts';
import { periodOf } from '../app/audit/period.ts';
import { type AuditPlan, type AuditProgress, type AuditRoot, runAudit } from '../app/audit/run.ts';
import { Calendar } from '../app/calendar.ts';
import type { AuditLedger, Repository, Tree } from '../app/ports.ts';
import { prepare } from '../app/verify.ts';
import { TstError } from '../core/verdict/errors.ts';
import { createPorts } from '../io/ports.ts';
import { createTree } from '../io/tree.ts';
import { userFolders } from '../io/user-folders.ts';
import { lineOf, setOf } from '../report/audit/kept-line.ts';
import { fill } from '../report/catalogue.ts';
import type { AuditVerbWords } from './audit.ts';
import { askedOf, basisOf, runOf } from './audit-asked.ts';
import { earlierOf, openOrBegin } from './audit-begin.ts';
import { keepHeapSmall, soleJudge, threads } from './audit-crew.ts';
import type { AuditHelp } from './audit-help.ts';
import { AuditLine } from './audit-progress.ts';
import { plainRoot } from './audit-records.ts';
import { checkReports, publish, tallied } from './audit-reports.ts';
import type { HelpWords } from './help.ts';
import { listen } from './interruption.ts';
import { networkOf } from './network.ts';
import { sayNotes } from './print-report.ts';
import { guardOf } from './report-paths.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { judgingOptions } from './verification-options.ts';

/** Lines that one thread judges in the time that it takes to start others. */
const few = 256;

/** `tst audit …`: finds, judges, keeps and reports. */
export async function audit(
  paths: readonly string[],
  words: AuditVerbWords,
  help: AuditHelp,
  terminal: Terminal,
  common: HelpWords,
): Promise<void> {
  if (words.fiscalYear !== undefined && (words.from ?? words.to) !== undefined) {
    throw usage('conflict', { option: '--fiscal-year', other: words.from === undefined ? '--to' : '--from' });
  }
  if (words.fiscalYearStart !== undefined && words.fiscalYear === undefined) {
    throw usage('option-needs', { option: '--fiscal-year-start', other: '--fiscal-year', verb: 'audit' });
  }
  if (words.resume && words.record === false) throw usage('conflict', { option: '--resume', other: '--no-record' });
  // Which folder a file by itself would be laid out below is not said.
  if (words.files && words.tokens !== undefined) throw usage('conflict', { option: '--files', other: '--tokens' });
  const calendar = words.tz ?? new Calendar('Asia/Tokyo');
  const { from = null, to = null, fiscalYear = null, fiscalYearStart: fiscalStart = { month: 4, day: 1 } } = words;
  const period = periodOf({ from, to, fiscalYear, fiscalStart }, calendar);
  const judging = judgingOptions(words, terminal);
  const tree = createTree();
  const roots = await rootsOf(paths, words.files ?? false, tree);
  // Said before anything is kept: else all data would seem to have lost its tokens.
  if (words.tokens !== undefined && (await tree.kindOf(words.tokens)) !== 'folder') {
    throw new TstError('input-unreadable', { path: words.tokens, reason: 'not a folder' });
  }
  const patterns = new TokenPatterns(words.pattern ?? usualPatterns);
  const filter = new NameFilter(words.include ?? [], words.exclude ?? []);
  const guard = guardOf(roots, words, patterns);
  // Of an audit that is gone on with, reports may be there already.
  await checkReports(words, guard, words.resume ? 'any' : 'none');
  const asked = askedOf(paths, words, judging, period);
  const folder = join(userFolders(terminal.environment).data, 'audits');
  const temporary = words.record === false ? mkdtempSync(join(tmpdir(), 'tst-audit-')) : null;
  const ports = createPorts(await networkOf(words, terminal));
  let line: AuditLine | null = null;
  const interruption = listen(() => {
    line?.clear();
    terminal.talk([`tst: ${help.finishing}`]);
  });
  try {
    const run = runOf(paths, words, judging, period, calendar, ports.clock.now());
    const place = { folder: temporary ?? folder, named: words.record || null, isTemporary: temporary !== null };
    const ledger = openOrBegin(place, run, asked, words.resume ?? false, help, terminal);
    let earlier: AuditLedger | null = null;
    try {
      await checkReports(words, guard, ledger.run.id);
      earlier = words.changed ? earlierOf(folder, ledger, help, terminal) : null;
      const repository = remembering(ports.repository);
      const bench = await prepare(judging, { ...ports, repository });
      // Whatever is wrong with a list that was given is said now, and not after a million tokens.
      await bench.lists?.sources(judging.asKnownOn);
      // Lines of one audit rest on one trust: whoever breaks off to set it right wants none by the wrong one.
      if (ledger.state !== 'done' && !ledger.judgedBy(basisOf(bench)) && !terminal.quiet) {
        terminal.talk([`tst: ${help.judgedAnew}`]);
      }
      const options = { judging, period, renewWithin: days(words.renewWithin) };
      const crew = (lines: number) => {
        const size = Math.min(words.jobs ?? availableParallelism(), Math.ceil(lines / few));
        const desk = { options, bench, tree, lineOf, setOf };
        const start = { options, finds: bench.finder !== null };
        return size <= 1 ? soleJudge(desk) : threads(size, start, bench, repository);
      };
      keepHeapSmall();
      const plan: AuditPlan = { roots, patterns, filter, tokens: words.tokens ?? null, since: earlier };
      const shown = new AuditLine(ledger, terminal, help, common);
      line = shown;
      const tally = tallied(ledger);
      const told: AuditProgress = {
        found: (count) => shown.found(count),
        judged: (rows) => {
          for (const { counts } of rows) tally.add(counts);
          shown.judged(rows);
        },
      };
      const isDone = await runAudit(
        plan,
        ledger,
        crew,
        { tree, files: ports.files, clock: ports.clock },
        told,
        interruption.signal,
      );
      shown.clear();
      sayNotes(
        [...bench.trust.notes, ...bench.saved.notes, ...(bench.finder?.notes ?? []), ...(bench.lists?.notes ?? [])],
        terminal,
      );
      if (isDone) await publish(ledger, words, terminal, help, temporary === null, tally);
      else {
        const { done, total } = ledger;
        const told = temporary === null ? help.interrupted : help.interruptedUnkept;
        terminal.talk([`tst: ${fill(told, { done, total, path: ledger.path })}`]);
        terminal.exit = interruption.exit() ?? terminal.exit;
      }
    } finally {
      earlier?.close();
      ledger.close();
    }
  } finally {
    interruption.stop();
    await ports.http.close();
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
  }
}

async function rootsOf(paths: readonly string[], areFiles: boolean, tree: Tree): Promise<AuditRoot[]> {
  if (paths.filter((path) => path === '-').length > 1) throw new TstError('stdin-twice');
  const roots: AuditRoot[] = [];
  for (const path of paths) {
    const kind = path === '-' ? 'file' : await tree.kindOf(path);
    if (kind === 'folder') {
      // One that is named twice would be counted twice.
      const isKnown = roots.some((root) => root.kind === 'folder' && plainRoot(root.path) === plainRoot(path));
      if (!isKnown) roots.push({ kind, path });
    } else if (areFiles && path !== '-') roots.push({ kind: 'file', path });
    else if (path === '-' || /\.(csv|jsonl|ndjson)$/i.test(path)) roots.push({ kind: 'manifest', path });
    else throw usage('not-a-manifest', { value: path });
  }
  return roots;
}

function days(count: number | undefined): number | null {
  return count === undefined ? null : count * 86_400_000;
}

/** Threads read of lists what this one kept; what could not be kept is remembered for them. */
function remembering(repository: Repository): Repository {
  const records = new Map<string, object[]>();
  const objects = new Map<string, Uint8Array>();
  return {
    read: async (place) => {
      const kept = await repository.read(place);
      return { ...kept, records: [...kept.records, ...(records.get(place) ?? [])] };
    },
    object: async (of) => objects.get(of.sha256) ?? repository.object(of),
    keep: async (place, record, bytes) => {
      try {
        await repository.keep(place, record, bytes);
      } catch (error) {
        records.set(place, [...(records.get(place) ?? []), record]);
        for (const one of bytes) objects.set(hash('sha256', one, 'hex'), one);
        throw error;
      }
    },
  };
}
