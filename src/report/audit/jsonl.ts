import type { Audit, AuditEvidence, AuditRow, AuditRun, AuditSummary, FileName } from '../../core/verdict/audit.ts';
import { checkIds } from '../../core/verdict/status.ts';
import { datedFacts } from '../catalogue.ts';
import { toJson } from '../json.ts';
import { rfc3339, seconds } from '../time.ts';
import { runObject } from './run-facts.ts';

/** Version of the form of the lines; `docs/audit.schema.json` describes it. Raised when a field changes its meaning or goes. */
export const auditSchemaVersion = 1;

/**
 * The canonical result of an audit, as JSON Lines: the run, every line in its order as `lineOf` makes it, the sets of evidence that lines
 * name, the summary. It has codes and facts and no words of any language, keys in one order, times as RFC 3339 in UTC: the same audit
 * gives the same bytes. Other reports name its SHA-256.
 */
export function* jsonLines(
  { run, summary }: Pick<Audit, 'run' | 'summary'>,
  lines: Iterable<string | Uint8Array>,
  evidence: Iterable<readonly [name: string, json: string]>,
): Iterable<string | Uint8Array> {
  yield line(headObject(run));
  for (const one of lines) {
    yield one;
    yield '\n';
  }
  for (const [name, entries] of evidence) yield `{"evidence":"${name}","entries":${entries}}\n`;
  yield line({ summary: summaryObject(summary) });
}

function line(value: object): string {
  return `${toJson(value, 0)}\n`;
}

function headObject(run: AuditRun) {
  return { schema: auditSchemaVersion, run: runObject(run), tool: { name: 'tst', version: run.version } };
}

/** A line of an audit as plain data, keys in this order. `evidence`: the name of its set; null: none. */
export function rowObject(row: AuditRow, evidence: string | null) {
  const { stated } = row;
  return {
    seq: row.seq,
    kind: row.kind,
    data: nameObject(row.data),
    token: nameObject(row.token),
    verdict: row.verdict,
    check: row.check,
    code: row.code,
    subIndication: row.subIndication,
    object: row.object,
    facts: datedFacts(row.facts),
    checks:
      row.checks.length === 0 ? null : Object.fromEntries(checkIds.map((id, index) => [id, row.checks[index] ?? null])),
    skipped: row.skipped,
    warnings: row.warnings.map(({ code, object, facts }) => ({ code, object, facts: datedFacts(facts) })),
    now: rfc3339(row.now),
    size: row.size,
    digest: row.digest && { algorithm: row.digest.algorithm, value: row.digest.value },
    stated: stated && {
      genTime: stated.genTime,
      accuracy: stated.accuracy && { seconds: seconds(stated.accuracy.micros), assumed: stated.accuracy.assumed },
      serial: stated.serial && { hex: stated.serial.hex, decimal: stated.serial.decimal },
      policy: stated.policy,
      tsa: stated.tsa,
      signer: stated.signer,
      expires: moment(stated.expires),
    },
    issuer: row.issuer,
    anchor: row.anchor,
    authority: row.authority,
    profile: row.profile,
    accredited: row.accredited,
    expiry: row.expiry,
    tokenSha256: row.tokenSha256,
    evidence,
  };
}

function nameObject(name: FileName | null) {
  return name && { text: name.text, hex: name.hex };
}

/** Something that verdicts rest on, as plain data. */
export function evidenceObject({ kind, sha256, origin, url, fetchedAt }: AuditEvidence) {
  return { kind, sha256, origin, url, fetchedAt: moment(fetchedAt) };
}

/** The counts of an audit as plain data, keys in this order. */
export function summaryObject(summary: AuditSummary) {
  const { valid, invalid, indeterminate } = summary;
  return {
    lines: summary.lines,
    valid,
    invalid,
    indeterminate,
    orphanData: summary.orphanData,
    orphanTokens: summary.orphanTokens,
    outside: summary.outside,
    expired: summary.expired,
    expiring: summary.expiring,
    bytes: summary.bytes,
    months: summary.months.map(({ month, ...counts }) => ({ month, ...countsObject(counts) })),
    expiryYears: summary.expiryYears.map(({ year, count }) => ({ year, count })),
    authorities: summary.authorities.map(({ authority, ...counts }) => ({ authority, ...countsObject(counts) })),
    codes: summary.codes.map(({ verdict, code, count }) => ({ verdict, code, count })),
    passedOverCount: summary.passedOverCount,
    passedOver: summary.passedOver.map(({ name, reason }) => ({ name: nameObject(name), reason })),
  };
}

function countsObject({ valid, invalid, indeterminate }: Pick<AuditSummary, 'valid' | 'invalid' | 'indeterminate'>) {
  return { valid, invalid, indeterminate };
}

function moment(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}
