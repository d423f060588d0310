import type { CheckResult } from '../core/verdict/aggregate.ts';
import type { Code } from '../core/verdict/codes.ts';
import { type ErrorCode, errorCodes } from '../core/verdict/errors.ts';
import type { Facts, RuleResult, Warning } from '../core/verdict/findings.ts';
import type { CertificateStanding, Judgement, TstStanding } from '../core/verdict/judgement.ts';
import { rules } from '../core/verdict/rules.ts';
import type { CheckId } from '../core/verdict/status.ts';
import { type Catalogue, datedFacts, errorWords, messageOf, say } from './catalogue.ts';
import { escapeJson } from './escape.ts';
import { rfc3339, seconds } from './time.ts';

/** Version of the report's form; `docs/report.schema.json` describes it. Raised when a field changes its meaning or goes. */
export const schemaVersion = 1;

/** What was judged, as the caller knows it. */
export interface ReportFile {
  /** As the user named it; null where a digest stood in for the file. */
  readonly path: string | null;
  /** Bytes; null where a digest stood in for the file, or it was not read to its end. */
  readonly size: number | null;
  /** Lower-case hexadecimal. */
  readonly digest: { readonly algorithm: string; readonly value: string } | null;
}

/** Something that happened on the way and decides nothing. */
export interface ReportNote {
  readonly code: string;
  readonly facts: Facts;
}

/** A provider's profile, as the user keeps it. */
export interface ReportProfile {
  readonly name: string;
  readonly path: string;
  readonly provider: string | null;
  readonly by: readonly string[];
  readonly accredited: 'yes' | 'no' | 'unknown';
}

/** Everything that a report of one token shows. */
export interface Report {
  readonly judgement: Judgement;
  readonly file: ReportFile;
  /** Where the token was read from or written to, if it has a name. */
  readonly tokenPath: string | null;
  readonly notes: readonly ReportNote[];
  /** The profile that the token was judged by; null: none. */
  readonly profile: ReportProfile | null;
  /** Version of the program. */
  readonly version: string;
}

/** The report as plain data: one object, keys in this order, the same for the same report. */
export function reportObject(report: Report, catalogue: Catalogue) {
  const { judgement, file } = report;
  const { token } = judgement;
  return {
    schema: schemaVersion,
    verdict: judgement.verdict,
    complete: judgement.complete,
    skipped: judgement.skipped,
    code: judgement.code,
    subIndication: judgement.subIndication,
    policy: judgement.policy,
    at: moment(judgement.at),
    atSource: judgement.atSource,
    now: rfc3339(judgement.now),
    asKnownOn: moment(judgement.asKnownOn),
    file: { path: file.path, size: file.size, digest: file.digest },
    token: {
      path: report.tokenPath,
      genTime: token.genTime,
      accuracy: token.accuracy && { seconds: seconds(token.accuracy.micros), assumed: token.accuracy.assumed },
      serial: token.serial && { hex: token.serial.hex, decimal: token.serial.decimal },
      policy: token.policy,
      hash: token.hash && { algorithm: token.hash.algorithm, value: token.hash.value },
      tsa: token.tsa,
      signer: token.signer,
      nonce: token.nonce,
      expires: moment(token.expires),
    },
    checks: judgement.checks.map((check) => checkObject(check, catalogue)),
    path: judgement.path.map((entry) => ({
      subject: entry.subject,
      issuer: entry.issuer,
      serial: entry.serial,
      notBefore: rfc3339(entry.notBefore),
      notAfter: rfc3339(entry.notAfter),
      sha256: entry.sha256,
      origin: entry.origin,
    })),
    profile: report.profile && {
      name: report.profile.name,
      path: report.profile.path,
      provider: report.profile.provider,
      by: report.profile.by,
      accredited: report.profile.accredited,
    },
    revocation: judgement.revocation.map((standing) => standingObject(standing, catalogue)),
    tstRevocation: tstStandingObject(judgement.tstRevocation, catalogue),
    evidence: judgement.evidence.map((entry) => ({
      kind: entry.kind,
      sha256: entry.sha256,
      origin: entry.origin,
      url: entry.url,
      fetchedAt: moment(entry.fetchedAt),
    })),
    wants: judgement.wants.map((want) => ({ kind: want.kind, for: want.for, url: want.url })),
    notes: report.notes.map((note) => noteObject(note, catalogue)),
    tool: { name: 'tst', version: report.version },
  };
}

/** What a judged token looks like in JSON. */
export type ReportObject = ReturnType<typeof reportObject>;

function checkObject(check: CheckResult, catalogue: Catalogue) {
  const deciding = check.rules.find((rule) => rule.code !== null && rule.code === check.code) ?? null;
  return {
    id: check.id,
    title: catalogue.checks[check.id],
    status: check.status,
    code: check.code,
    subIndication: check.subIndication,
    object: check.object,
    clause: deciding === null ? null : rules[deciding.id].clause,
    hint: check.code === null ? null : hintWords(check.code, check.id, deciding?.facts ?? {}, catalogue),
    rules: check.rules.map((rule) => ruleObject(rule, check, catalogue)),
  };
}

function standingObject({ revocation, sources, ...standing }: CertificateStanding, catalogue: Catalogue) {
  return {
    object: standing.object,
    sha256: standing.sha256,
    role: standing.role,
    status: standing.status,
    code: standing.code,
    revocation: revocation && {
      date: rfc3339(revocation.date),
      reason: revocation.reason,
      invalidityDate: moment(revocation.invalidityDate),
      url: revocation.url,
    },
    sources: sources.map((source) => ({
      kind: source.kind,
      url: source.url,
      sha256: source.sha256,
      thisUpdate: moment(source.thisUpdate),
      nextUpdate: moment(source.nextUpdate),
      says: source.says,
      counts: source.counts,
      code: source.code,
      message: source.code && say(catalogue, messageOf(catalogue, source.code, source.facts).text, source.facts),
    })),
  };
}

function tstStandingObject({ basis, sources, change }: TstStanding, catalogue: Catalogue) {
  return {
    basis,
    sources: sources.map((source) => ({
      name: source.name,
      kind: source.kind,
      origin: source.origin,
      sha256: source.sha256,
      fetchedAt: moment(source.fetchedAt),
      says: source.says,
      counts: source.counts,
      code: source.code,
      message: source.code && say(catalogue, messageOf(catalogue, source.code, source.facts).text, source.facts),
    })),
    change,
  };
}

function moment(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}

/** The next step for a code. `check` is a fact of every hint: the one that `--skip` would name. */
export function hintWords(code: Code, check: CheckId, facts: Facts, catalogue: Catalogue): string {
  return say(catalogue, messageOf(catalogue, code, facts, check).hint, { ...facts, check });
}

function ruleObject(rule: RuleResult, check: CheckResult, catalogue: Catalogue) {
  const { code } = rule;
  // Who left a check out needs no advice on what is unknown in it.
  const advised = code !== null && !(check.status === 'skipped' && rule.status === 'unknown');
  return {
    id: rule.id,
    status: rule.status,
    code: rule.code,
    subIndication: rule.subIndication,
    object: rule.object,
    clause: rules[rule.id].clause,
    message: code === null ? null : say(catalogue, messageOf(catalogue, code, rule.facts, check.id).text, rule.facts),
    hint: advised ? hintWords(code, check.id, rule.facts, catalogue) : null,
    facts: datedFacts(rule.facts),
    warnings: rule.warnings.map((warning) => warningObject(warning, check, catalogue)),
  };
}

function warningObject(warning: Warning, check: CheckResult, catalogue: Catalogue) {
  return {
    code: warning.code,
    object: warning.object,
    message: say(catalogue, messageOf(catalogue, warning.code, warning.facts).text, warning.facts),
    hint: hintWords(warning.code, check.id, warning.facts, catalogue),
    facts: datedFacts(warning.facts),
  };
}

/** The words of a note. */
export function noteWords(note: ReportNote, catalogue: Catalogue): string {
  return say(catalogue, catalogue.notes[note.code] ?? note.code, note.facts, true);
}

/** A note as plain data. */
export function noteObject(note: ReportNote, catalogue: Catalogue) {
  return { code: note.code, message: noteWords(note, catalogue), facts: datedFacts(note.facts) };
}

/** What takes the report's place where there is nothing to judge: usage, input, network and internal errors. */
export function errorObject(code: ErrorCode, facts: Facts, catalogue: Catalogue, version: string) {
  return {
    schema: schemaVersion,
    error: { code, ...errorWords(catalogue, code, facts), exit: errorCodes[code] },
    tool: { name: 'tst', version },
  };
}

/** JSON on one line or indented, safe to print: what a terminal could obey stands escaped. */
export function toJson(value: object, indent = 2): string {
  return escapeJson(JSON.stringify(value, null, indent));
}
