import { createHash, type Hash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { namedPassedOver, Tally } from '../app/audit/summary.ts';
import { Calendar } from '../app/calendar.ts';
import type { AuditLedger } from '../app/ports.ts';
import type { Audit } from '../core/verdict/audit.ts';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf } from '../io/input.ts';
import { adopt, stagedPath, unwritable } from '../io/output.ts';
import { jsonLines } from '../report/audit/jsonl.ts';
import { evidenceOf, rowOf } from '../report/audit/kept-line.ts';
import { exitOf } from '../report/audit/status.ts';
import { loadAuditWords } from '../report/audit/words.ts';
import { fill, loadCatalogue } from '../report/catalogue.ts';
import type { ReportFormat, ReportWords } from './audit.ts';
import type { AuditHelp } from './audit-help.ts';
import { checkReportPaths, isReportOf, type ReportGuard } from './report-paths.ts';
import { standardOutput, writeText } from './standard-streams.ts';
import { coloured, type Terminal } from './terminal.ts';
import { usage } from './usage.ts';

/**
 * Throws, before anything is judged, what writing the reports would throw. `id`: the audit that they will be of, whose earlier reports are
 * replaced; `any` where each may be one, `none` where there are none.
 */
export async function checkReports(
  { report = [], force = false, csvEncoding }: ReportWords,
  guard: ReportGuard,
  id: string,
): Promise<void> {
  if (csvEncoding !== undefined && !report.some(({ format }) => format === 'csv')) {
    throw usage('option-needs', { option: '--csv-encoding', other: '--report csv=<file>', verb: 'audit' });
  }
  const paths = report.map(({ path }) => path);
  await checkReportPaths(paths, force, guard, (path) => id === 'any' || (id !== 'none' && isReportOf(path, id)));
}

/** The counts of what is judged up to now. */
export function tallied(ledger: AuditLedger): Tally {
  const tally = new Tally(new Calendar(ledger.run.zone));
  for (const counts of ledger.counts()) tally.add(counts);
  return tally;
}

/** A kept audit as reports read it. `tally`: its counts, where they are known. */
export function auditOf(ledger: AuditLedger, tally = tallied(ledger)): Audit {
  const summary = tally.summary(ledger.passedOver(namedPassedOver));
  const read = <T>(one: () => T): T => {
    try {
      return one();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new TstError('audit-damaged', { path: ledger.path, reason: 'damaged' }, { cause: error });
    }
  };
  const sets = new Map([...ledger.evidence()].map(([name, json]) => [name, read(() => evidenceOf(json))]));
  const rows = function* (which: 'all' | 'failures') {
    for (const piece of ledger.lines(which)) {
      for (const line of Buffer.from(piece).toString('utf8').split('\n')) yield read(() => rowOf(line, sets));
    }
  };
  return { run: ledger.run, summary, rows: () => rows('all'), failures: () => rows('failures') };
}

/** Writes every report that is wanted, prints what is to be seen, and sets the exit code. */
export async function publish(
  ledger: AuditLedger,
  words: ReportWords,
  terminal: Terminal,
  help: AuditHelp,
  isKept: boolean,
  tally?: Tally,
): Promise<void> {
  const audit = auditOf(ledger, tally);
  const digest = createHash('sha256');
  const wanted = words.report ?? [];
  const lines = () => jsonLines(audit, ledger.lines('all'), ledger.evidence());
  const own = wanted.find(({ format }) => format === 'jsonl');
  const isReplaced = (path: string) => (words.force ?? false) || isReportOf(path, ledger.run.id);
  // The result itself comes first: all others name its hash.
  if (own === undefined) for (const line of lines()) update(digest, line);
  else await write(own.path, hashed(lines(), digest), isReplaced(own.path));
  const sha256 = digest.digest('hex');
  const say = (text: string) => terminal.quiet || terminal.talk([`tst: ${text}`]);
  for (const one of wanted) {
    if (one !== own) {
      const pieces = one.format === 'jsonl' ? lines() : await piecesOf(one.format, audit, sha256, words, terminal);
      await write(one.path, pieces, isReplaced(one.path));
    }
    say(fill(help.reported, { format: one.format, path: one.path }));
  }
  // What is printed for people and programs may hold names that GitHub would take for commands; its own follow behind it.
  const resume = words.github && !words.quiet ? randomBytes(16).toString('hex') : null;
  if (resume !== null) writeText(standardOutput, `::stop-commands::${resume}\n`);
  if (words.json && !words.quiet) for (const piece of gathered(lines())) writeText(standardOutput, piece);
  else if (!words.quiet) await print(audit, sha256, words, terminal);
  if (resume !== null) writeText(standardOutput, `::${resume}::\n`);
  if (words.github) {
    const { githubReport } = await import('../report/audit/github.ts');
    const all = githubReport(audit, sha256, terminal.catalogue, await loadAuditWords(terminal.language));
    for (const piece of all) writeText(standardOutput, piece);
  }
  if (isKept) say(fill(help.kept, { path: ledger.path }));
  terminal.exit = exitOf(audit.summary, ledger.run.failOn);
}

async function print(audit: Audit, sha256: string, { color }: ReportWords, terminal: Terminal): Promise<void> {
  const [{ textReport }, { paint }] = await Promise.all([
    import('../report/audit/text.ts'),
    import('../report/text.ts'),
  ]);
  const colours = await paint(coloured(color ?? 'auto', terminal.environment));
  const words = await loadAuditWords(terminal.language);
  for (const piece of textReport(audit, sha256, terminal.catalogue, words, colours)) writeText(standardOutput, piece);
}

async function piecesOf(
  format: Exclude<ReportFormat, 'jsonl'>,
  audit: Audit,
  sha256: string,
  { csvEncoding = 'utf-8' }: ReportWords,
  { catalogue, language }: Terminal,
): Promise<Iterable<string | Uint8Array>> {
  const words = await loadAuditWords(language);
  switch (format) {
    case 'text':
      return (await import('../report/audit/text.ts')).textReport(audit, sha256, catalogue, words);
    case 'junit':
      return (await import('../report/audit/junit.ts')).junitReport(audit, sha256, catalogue, words);
    case 'sarif':
      return (await import('../report/audit/sarif.ts')).sarifReport(audit, sha256, catalogue, words);
    case 'csv': {
      const [{ csvReport }, { encodeCsv }] = await Promise.all([
        import('../report/audit/csv.ts'),
        import('../report/audit/shift-jis.ts'),
      ]);
      return encodeCsv(csvReport(audit, sha256, catalogue, words), csvEncoding);
    }
    case 'html': {
      const [{ htmlReport }, { loadAuditHtmlWords }] = await Promise.all([
        import('../report/audit/html.ts'),
        import('../report/audit/html-words.ts'),
      ]);
      // A page is read by people of either language.
      const [en, ja] = await Promise.all([loadCatalogue('en'), loadCatalogue('ja')]);
      return htmlReport(audit, sha256, await loadAuditHtmlWords(), { en, ja }, language);
    }
  }
}

function update(digest: Hash, piece: string | Uint8Array): void {
  if (typeof piece === 'string') digest.update(piece, 'utf8');
  else digest.update(piece);
}

function* hashed(pieces: Iterable<string | Uint8Array>, digest: Hash): Iterable<string | Uint8Array> {
  for (const piece of pieces) {
    update(digest, piece);
    yield piece;
  }
}

/** Characters that are written at once. */
const together = 1 << 16;

function* gathered(pieces: Iterable<string | Uint8Array>): Iterable<string> {
  let text = '';
  for (const piece of pieces) {
    text +=
      typeof piece === 'string' ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('utf8');
    if (text.length < together) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** Writes a report of any size under another name, and gives it its own when it is whole. */
async function write(path: string, pieces: Iterable<string | Uint8Array>, force: boolean): Promise<void> {
  const staged = stagedPath(path, randomBytes(6).toString('hex'));
  try {
    const file = openSync(staged, 'wx');
    try {
      // A disk that is nearly full takes a part of a piece: this one writes the rest, and is told that there is no room.
      for (const piece of chunks(pieces)) writeFileSync(file, piece);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    await adopt(staged).publish(path, { force });
  } catch (error) {
    rmSync(staged, { force: true });
    // What is wrong with a line of the report is nothing of its file's.
    throw error instanceof TstError || codeOf(error) === '' ? error : unwritable(path, error);
  }
}

function* chunks(pieces: Iterable<string | Uint8Array>): Iterable<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    waiting.push(bytes);
    size += bytes.length;
    if (size < together) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  yield Buffer.concat(waiting);
}
