import type { ChalkInstance } from 'chalk';
import type { CheckResult } from '../core/verdict/aggregate.ts';
import type { ErrorCode } from '../core/verdict/errors.ts';
import type { Facts, RuleResult, Warning } from '../core/verdict/findings.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { rules } from '../core/verdict/rules.ts';
import type { CheckStatus, Verdict } from '../core/verdict/status.ts';
import { type Catalogue, errorWords, messageOf, say, shownPath } from './catalogue.ts';
import { escapeText } from './escape.ts';
import { hintWords, noteWords, type Report } from './json.ts';
import { listLines, standingLines } from './revocation-text.ts';
import { bothTimes, rfc3339, seconds } from './time.ts';

/** Colours that repeat what the words say. Null: none. */
export type Paint = ChalkInstance | null;

/** The colours, or none; chalk is loaded only where there is something to colour. */
export async function paint(coloured: boolean): Promise<Paint> {
  return coloured ? new (await import('chalk')).Chalk({ level: 1 }) : null;
}

/** The report for people: lines without line ends. */
export function reportLines(report: Report, catalogue: Catalogue, colours: Paint): string[] {
  const { judgement } = report;
  const rank: Record<CheckStatus, number> = { fail: 0, unknown: 1, pass: 2, skipped: 3 };
  const checks = [...judgement.checks].sort((a, b) => rank[a.status] - rank[b.status]);
  return [
    firstLine(report, catalogue, colours),
    ...checks.flatMap((check) => [
      ...checkLines(check, catalogue, colours),
      ...(check.id === 'certificate-revocation' && check.status !== 'skipped'
        ? standingLines(judgement.revocation, catalogue)
        : []),
      ...(check.id === 'tst-revocation' && check.status !== 'skipped'
        ? listLines(judgement.tstRevocation, catalogue)
        : []),
    ]),
    ...tokenLines(judgement, catalogue),
    ...profileLines(report, catalogue),
    ...filedLines(report, catalogue),
    ...report.notes.map((note) => `  ${catalogue.words.note}: ${noteWords(note, catalogue)}`),
  ];
}

/** Verdict, file, time with accuracy, and on the same line everything that limits the verdict. */
function firstLine({ judgement, file }: Report, catalogue: Catalogue, colours: Paint): string {
  const { words } = catalogue;
  const label = judgement.code === 'expired' ? ` ${words.expired}` : '';
  const verdict = paintVerdict(`${catalogue.verdicts[judgement.verdict]}${label}`, judgement.verdict, colours);
  const name = file.path === null ? digestText(file.digest) : pathText(file.path, catalogue);
  const parts = [verdict, name, provenTime(judgement, catalogue)];
  const limits: string[] = [];
  if (judgement.skipped.length > 0) limits.push(`${words.skipped}: ${judgement.skipped.join(', ')}`);
  if (judgement.atSource !== 'now') limits.push(`${words.judgedFor} ${judgedFor(judgement, catalogue)}`);
  if (judgement.asKnownOn !== null) limits.push(`${words.asKnownOn} ${rfc3339(judgement.asKnownOn)}`);
  if (judgement.tstRevocation.basis === 'statement') limits.push(words.byStatement);
  if (judgement.policy !== 'default') limits.push(`${words.policy} ${judgement.policy}`);
  if (judgement.code !== null) limits.push(judgement.code);
  const line = parts.join('  ');
  return limits.length === 0 ? line : `${line}  [${limits.join('; ')}]`;
}

function provenTime({ token, verdict }: Judgement, { words }: Catalogue): string {
  if (token.genTime === null || token.genTimeMs === null) return words.noTime;
  const time = bothTimes(escapeText(token.genTime), token.genTimeMs);
  const assumed = token.accuracy?.assumed ? ` (${words.assumed})` : '';
  const accuracy = token.accuracy === null ? '' : ` ± ${seconds(token.accuracy.micros)} s${assumed}`;
  return `${verdict === 'VALID' ? words.provenTime : words.statedTime} ${time}${accuracy}`;
}

function judgedFor({ at, atSource }: Judgement, { words }: Catalogue): string {
  const time = at === null ? '?' : rfc3339(at);
  return atSource === 'gentime' ? `${words.atGenTime} (${time})` : String(time);
}

function checkLines(check: CheckResult, catalogue: Catalogue, colours: Paint): string[] {
  const { words } = catalogue;
  const status = paintStatus(catalogue.statuses[check.status], check.status, colours);
  const lines = [`  ${status}  ${check.id} — ${catalogue.checks[check.id]}`];
  const said = check.rules.filter((rule) => rule.code !== null && rule.code !== 'not-reached');
  const shown = check.status === 'skipped' ? said.filter((rule) => rule.status === 'fail') : said;
  const order = [...shown].sort((a, b) => Number(b.status === 'fail') - Number(a.status === 'fail'));
  for (const alike of together(order)) lines.push(...ruleLines(alike, catalogue, colours));
  for (const rule of check.rules) {
    for (const warning of rule.warnings) lines.push(...warningLines(rule, warning, catalogue, colours));
  }
  const silent = check.rules.filter((rule) => rule.code === 'not-reached');
  if (silent.length > 0 && check.status !== 'skipped') {
    lines.push(`    ${words.notReached}: ${silent.map((rule) => rule.id).join(', ')}`);
  }
  return lines;
}

/** Rules that say the same of the same object, such as all rules of a check without a source, are told once. */
function together(all: readonly RuleResult[]): RuleResult[][] {
  const groups = new Map<string, RuleResult[]>();
  for (const rule of all) {
    const said = JSON.stringify([rule.status, rule.code, rule.subIndication, rule.object, rule.facts]);
    groups.set(said, [...(groups.get(said) ?? []), rule]);
  }
  return [...groups.values()];
}

function ruleLines(alike: readonly RuleResult[], catalogue: Catalogue, colours: Paint): string[] {
  const { words } = catalogue;
  const rule = alike[0]!;
  const code = rule.code!;
  const message = messageOf(catalogue, code, rule.facts, rules[rule.id].check);
  const beside = rule.subIndication === null ? '' : `, ${rule.subIndication}`;
  const status = paintStatus(catalogue.statuses[rule.status], rule.status, colours);
  const ids = alike.map(({ id }) => id).join(', ');
  const lines = [`    ${status}  ${ids} [${rule.code}${beside}] ${say(catalogue, message.text, rule.facts)}`];
  if (rule.object !== null) lines.push(`      ${words.object}: ${escapeText(rule.object)}`);
  const clauses = [...new Set(alike.map(({ id }) => `${rules[id].clause} (${catalogue.rules[id]})`))];
  lines.push(`      ${words.clause}: ${clauses.join('; ')}`);
  lines.push(`      ${words.hint}: ${hintWords(code, rules[rule.id].check, rule.facts, catalogue)}`);
  return lines;
}

function warningLines(rule: RuleResult, warning: Warning, catalogue: Catalogue, colours: Paint): string[] {
  const { words } = catalogue;
  const message = messageOf(catalogue, warning.code, warning.facts);
  const label = colours?.yellow(words.warning) ?? words.warning;
  const object = warning.object === null ? '' : ` — ${escapeText(warning.object)}`;
  return [`    ${label}  ${rule.id} [${warning.code}] ${say(catalogue, message.text, warning.facts)}${object}`];
}

/** What the token says of itself; the path as names from signer to anchor. */
function tokenLines({ token, path }: Judgement, { words }: Catalogue): string[] {
  const lines: string[] = [];
  const identity = [
    token.serial && `${words.serial} ${escapeText(token.serial.hex)}`,
    token.policy && `${words.tsaPolicy} ${escapeText(token.policy)}`,
    token.expires !== null && `${words.expires} ${momentText(token.expires)}`,
  ].filter((part) => typeof part === 'string');
  const names = path.map((entry) => escapeText(entry.subject));
  if (names.length > 0) {
    const last = path.at(-1)?.origin === 'anchor' ? ` (${words.anchor})` : '';
    lines.push(`  ${words.path}: ${names.join(' ← ')}${last}`);
    if (last !== '') lines.push(`  ${words.anchor}: SHA-256 ${path.at(-1)!.sha256}`);
  } else if (token.signer !== null) {
    lines.push(`  ${words.signer}: ${escapeText(token.signer)}`);
  } else if (token.tsa !== null) {
    lines.push(`  ${words.tsa}: ${escapeText(token.tsa)}`);
  }
  if (identity.length > 0) lines.push(`  ${identity.join(', ')}`);
  return lines;
}

/** The contract that the token was judged by. */
function profileLines({ profile }: Report, { words }: Catalogue): string[] {
  if (profile === null) return [];
  const provider = profile.provider === null ? '' : ` (${escapeText(profile.provider)})`;
  const by =
    profile.by.length === 0
      ? ''
      : `, ${words.chosenBy} ${profile.by.map((sign) => words.signs[sign] ?? sign).join(', ')}`;
  const accredited = profile.accredited === 'unknown' ? '' : `, ${words.accredited[profile.accredited]}`;
  return [`  ${words.profile}: ${escapeText(profile.name)}${provider}${by}${accredited}`];
}

/** What someone who files the report needs to find it all again: token, hash, moment, rules and program. */
function filedLines({ judgement, file, tokenPath, version }: Report, catalogue: Catalogue): string[] {
  const { words } = catalogue;
  const { hash } = judgement.token;
  const own = file.digest === null ? null : digestText(file.digest);
  const stated = hash === null ? null : digestText(hash);
  const kept = tokenPath === null ? [] : [`${words.token} ${pathText(tokenPath, catalogue)}`];
  const hashes = own === null || own === stated ? [stated] : [own, stated && `(${words.token}: ${stated})`];
  const imprint = hashes.filter((text) => text !== null).join(' ');
  const parts = [...kept, ...(imprint === '' ? [] : [`${words.hash} ${imprint}`])];
  const judged = say(catalogue, words.judgedBy, { now: judgement.now, policy: judgement.policy, version });
  return [...(parts.length === 0 ? [] : [`  ${parts.join(', ')}`]), `  ${judged}`];
}

function digestText(digest: { readonly algorithm: string; readonly value: string } | null): string {
  return digest === null ? '-' : escapeText(`${digest.algorithm}:${digest.value}`);
}

function pathText(path: string, { words }: Catalogue): string {
  return path === '-' ? words.standardInput : escapeText(path, shownPath);
}

/** A moment in the user's zone and in UTC. */
function momentText(ms: number): string {
  const utc = rfc3339(ms);
  return utc === null ? '?' : bothTimes(utc, ms);
}

/** `tst: message` and `hint: …`, for standard error. */
export function errorLines(code: ErrorCode, facts: Facts, catalogue: Catalogue): string[] {
  const { message, hint } = errorWords(catalogue, code, facts);
  return [`tst: ${message}`, `${catalogue.words.hint}: ${hint}`];
}

function paintVerdict(text: string, verdict: Verdict, colours: Paint): string {
  if (colours === null) return text;
  const colour = { VALID: colours.green, INVALID: colours.red, INDETERMINATE: colours.yellow }[verdict];
  return colour.bold(text);
}

function paintStatus(text: string, status: RuleResult['status'] | CheckStatus, colours: Paint): string {
  if (colours === null) return text;
  if (status === 'fail') return colours.red(text);
  if (status === 'pass') return colours.green(text);
  return status === 'unknown' ? colours.yellow(text) : text;
}
