import type { Audit, AuditRow } from '../../core/verdict/audit.ts';
import { type Catalogue, fill } from '../catalogue.ts';
import { type Cell, csvLine } from '../csv.ts';
import { reasonOf, warningsOf } from './reason.ts';
import { commandText } from './run-facts.ts';
import { statusOf } from './status.ts';
import { type AuditWords, type CsvColumn, csvColumns } from './words.ts';
import { zonedClock } from './zone.ts';

/**
 * The audit as a table: first the columns of auditors in the order that they use, then what explains a line, and in the last three of
 * every line the run with the program's version, what was asked, and the SHA-256 of the JSON Lines result. These three are the same in
 * all lines, and stand in each, for the file to stay a table that can be filtered, sorted and added up, and because lines of it are
 * copied into other papers, where each still tells where it comes from. An audit without lines has one that says so and names its run.
 *
 * Times are in the zone of the run, to the second, without it, as spreadsheets read them; genTime stands once more, exact, in UTC.
 * Numbers in hexadecimal begin with `0x`, so that no spreadsheet makes another number of them. Each piece is a line with its line end.
 */
export function* csvReport(audit: Audit, sha256: string, catalogue: Catalogue, words: AuditWords): Iterable<string> {
  const { run } = audit;
  const clock = zonedClock(run.zone);
  const own = { run: `${run.id} (tst ${run.version})`, options: commandText(run), resultSha256: sha256 };
  const write = (cells: Partial<Record<CsvColumn, Cell>>) => csvLine(csvColumns.map((column) => cells[column] ?? null));
  yield csvLine(csvColumns.map((column) => fill(words.columns[column], { zone: run.zone }, false)));
  let empty = true;
  for (const row of audit.rows()) {
    empty = false;
    yield write({ ...cellsOf(row, clock, catalogue, words), ...own });
  }
  if (empty) yield write({ status: words.noLines, ...own });
}

function cellsOf(
  row: AuditRow,
  clock: (ms: number) => string | null,
  catalogue: Catalogue,
  words: AuditWords,
): Partial<Record<CsvColumn, Cell>> {
  const { stated, digest } = row;
  const reason = reasonOf(row, catalogue, words);
  const path = row.data ?? row.token;
  const local = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : clock(ms));
  return {
    path: path?.text ?? null,
    status: words.statuses[statusOf(row)],
    verdict: row.verdict,
    verifiedAt: local(row.now),
    issuer: row.issuer,
    serial: prefixed(stated?.serial?.hex ?? null),
    genTime: local(stated?.genTimeMs),
    expires: local(stated?.expires),
    hashAlgorithm: digest?.algorithm ?? null,
    hash: digest?.value ?? null,
    accredited: row.kind === 'orphan-data' ? null : words.accredited[row.accredited],
    token: row.token?.text ?? null,
    authority: row.authority,
    policy: stated?.policy ?? null,
    size: row.size,
    profile: row.profile,
    code: row.code,
    reason: reason?.message ?? null,
    hint: reason?.hint ?? null,
    warnings: warningsOf(row, catalogue).join('; ') || null,
    tokenSha256: row.tokenSha256,
    pathOctets: prefixed(path?.hex ?? null),
    genTimeUtc: stated?.genTime ?? null,
  };
}

function prefixed(hex: string | null): string | null {
  return hex === null ? null : hex.replace(/^(-?)/, '$10x');
}
