import { createHash } from 'node:crypto';
import type { Audit, AuditRow, AuditSummary, FileName } from '../../core/verdict/audit.ts';
import { type Code, codes } from '../../core/verdict/codes.ts';
import type { ErrorCode } from '../../core/verdict/errors.ts';
import type { Catalogue, Message } from '../catalogue.ts';
import { escapeText } from '../escape.ts';
import { toJson } from '../json.ts';
import { wordsOf } from '../reasons.ts';
import { rfc3339 } from '../time.ts';
import { rowObject, summaryObject } from './jsonl.ts';
import { reasonOf } from './reason.ts';
import { octetsOf, runObject } from './run-facts.ts';
import { exitOf, statusOf, unreadOf } from './status.ts';
import type { AuditWords } from './words.ts';

const schemaUri = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The audit as SARIF 2.1.0: a result for each line that is not VALID, INVALID ones first, for some readers take the first thousands
 * only; a rule for each code that occurs; a notification for each folder that could not be looked into. One run, written piece by piece.
 */
export function* sarifReport(audit: Audit, sha256: string, catalogue: Catalogue, words: AuditWords): Iterable<string> {
  const { run, summary } = audit;
  const rules = rulesOf(audit, catalogue, words);
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const head = {
    tool: { driver: { name: 'tst', version: run.version, rules } },
    automationDetails: { id: `tst-audit/${run.id}` },
    invocations: [
      {
        executionSuccessful: true,
        exitCode: exitOf(summary, run.failOn),
        startTimeUtc: rfc3339(run.started),
        arguments: ['audit', ...run.roots],
        ...notifications(unreadOf(summary), catalogue),
      },
    ],
    columnKind: 'utf16CodeUnits',
    properties: { run: runObject(run), summary: summaryObject(summary), resultSha256: sha256 },
  };
  yield `{"$schema":${JSON.stringify(schemaUri)},"version":"2.1.0","runs":[${toJson(head, 0).slice(0, -1)},"results":[`;
  let separator = '\n';
  for (const row of audit.failures()) {
    yield `${separator}${toJson(resultObject(row, indices, catalogue, words), 0)}`;
    separator = ',\n';
  }
  yield '\n]}]}\n';
}

/** What was not looked into is no result: the run itself is incomplete (§3.20.21). */
function notifications(unread: AuditSummary['passedOver'], catalogue: Catalogue): object {
  if (unread.length === 0) return {};
  const toolExecutionNotifications = unread.map(({ name, reason }) => ({
    level: 'error',
    message: { text: messageText(escapeText(wordsOf(reason, catalogue.reasons))) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(name) } } }],
  }));
  return { toolExecutionNotifications };
}

function ruleIdOf({ code, kind }: AuditRow): string {
  return code ?? kind;
}

/** Rules of the codes that occur, in the order of the counts; then those of orphans. */
function rulesOf({ summary }: Audit, catalogue: Catalogue, words: AuditWords) {
  const occurring = new Set(summary.codes.map(({ code }) => code));
  const named = [...occurring].map((code) => ruleObject(code, wordsOfCode(code, catalogue)));
  const orphans = (['orphan-data', 'orphan-token'] as const).filter(
    (kind) => (kind === 'orphan-data' ? summary.orphanData : summary.orphanTokens) > 0,
  );
  return [...named, ...orphans.map((kind) => ruleObject(kind, words.orphans[kind]))];
}

function wordsOfCode(code: Code | ErrorCode, { codes: ofRules, errors }: Catalogue): Message {
  return Object.hasOwn(codes, code) ? ofRules[code as Code] : errors[code as ErrorCode];
}

function ruleObject(id: string, { text, hint }: Message) {
  return {
    id,
    shortDescription: { text: messageText(withoutFacts(text)) },
    help: { text: messageText(withoutFacts(hint)) },
  };
}

/** A rule is told without the facts of a case. */
function withoutFacts(template: string): string {
  return template.replace(/\[[^\]]*\]/g, '').replace(/\{\w+\}/g, '…');
}

function resultObject(
  row: AuditRow,
  indices: ReadonlyMap<string, number>,
  catalogue: Catalogue,
  words: AuditWords,
): object {
  const ruleId = ruleIdOf(row);
  const index = indices.get(ruleId);
  const { message, hint } = reasonOf(row, catalogue, words)!;
  const object = row.object === null ? '' : ` (${escapeText(row.object)})`;
  const uri = uriOf((row.data ?? row.token)!);
  const token = row.token && uriOf(row.token);
  const about = rowObject(row, null);
  return {
    ruleId,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: row.verdict === 'INVALID' ? 'error' : row.verdict === 'INDETERMINATE' ? 'warning' : 'note',
    message: { text: messageText(`${message}${object} — ${hint}`) },
    locations: [{ physicalLocation: { artifactLocation: { uri } } }],
    partialFingerprints: { 'tstAuditLine/v1': fingerprint([ruleId, uri, token ?? '']) },
    properties: {
      status: statusOf(row),
      verdict: row.verdict,
      check: row.check,
      facts: about.facts,
      token,
      tokenSha256: row.tokenSha256,
      digest: about.digest,
      genTime: row.stated?.genTime ?? null,
      authority: row.authority,
    },
  };
}

/** The same for the same problem of the same file in every run, whatever the language. */
function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * A name as a URI reference (RFC 3986) of its octets; it comes back octet by octet from the percent signs. An absolute one has the
 * scheme `file`. A colon is written with a percent sign, so that no first part of a relative name is taken for a scheme.
 */
export function uriOf(name: FileName): string {
  const windows = name.hex === null && /^[A-Za-z]:[\\/]/.test(name.text);
  const octets = octetsOf(windows ? { text: name.text.replaceAll('\\', '/'), hex: null } : name);
  let path = '';
  for (const octet of octets) {
    const letter = String.fromCharCode(octet);
    path += /[A-Za-z0-9\-._~/]/.test(letter) ? letter : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  if (windows) return `file:///${path.replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${path}` : path;
}

/**
 * Text for a message of SARIF: braces would be places for arguments (§3.11.5), and brackets a link (§3.11.6), which a file's name must
 * not make.
 */
function messageText(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replace(/[\\[\]]/g, '\\$&');
}
