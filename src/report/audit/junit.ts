import type { Audit, AuditRow, AuditRun, AuditSummary } from '../../core/verdict/audit.ts';
import type { Catalogue } from '../catalogue.ts';
import { escapeText } from '../escape.ts';
import { wordsOf } from '../reasons.ts';
import { rfc3339 } from '../time.ts';
import { type Reason, reasonOf } from './reason.ts';
import { commandText } from './run-facts.ts';
import { concernOf, statusOf, unreadOf } from './status.ts';
import type { AuditWords } from './words.ts';

/** More suites than this are one: each stands in memory before the first is written, and nobody looks through so many. */
const mostSuites = 1000;

/** Characters of a name or a text at most. */
const textLength = 32_000;

/** A stretch of lines under one argument, with what its head has to tell. */
interface Suite {
  readonly name: string;
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

type Outcome = 'passed' | 'failures' | 'errors' | 'skipped';

/**
 * The audit as JUnit XML: a suite for each argument of the command line, a case for each line. VALID passes, INVALID fails,
 * INDETERMINATE is an error; an orphan is skipped, and fails where `--fail-on` has it, as does a VALID token that expires. A last suite has
 * an error for each folder that could not be looked into.
 * It reads the lines twice, for a suite tells its counts first.
 */
export function* junitReport(audit: Audit, sha256: string, catalogue: Catalogue, words: AuditWords): Iterable<string> {
  const suites = suitesOf(audit);
  const unread = unreadOf(audit.summary);
  if (unread.length > 0) suites.push(emptySuite(unread.length, unread.length));
  const sum = (key: Exclude<keyof Suite, 'name'>) => suites.reduce((total, suite) => total + suite[key], 0);
  const total = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') };
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: 'tst audit', ...total })}>\n`;
  const rows = audit.rows()[Symbol.iterator]();
  try {
    for (const suite of suites) {
      yield `  <testsuite${attributes({ ...suite, timestamp: rfc3339(audit.run.started)!.slice(0, 19) })}>\n`;
      yield properties(audit.run, sha256);
      for (let left = suite.tests; left > 0; left--) {
        const { value, done } = rows.next();
        // The lines end before the suite of what is none.
        if (done) break;
        yield testCase(value, audit.run, catalogue, words);
      }
      if (suite === suites.at(-1)) for (const one of unread) yield unreadCase(one, catalogue);
      yield '  </testsuite>\n';
    }
  } finally {
    rows.return?.();
  }
  yield '</testsuites>\n';
}

function emptySuite(tests = 0, errors = 0): Suite {
  return { name: 'tst audit', tests, failures: 0, errors, skipped: 0 };
}

/** Lines come in the order of the arguments, so that each argument is mostly one stretch. */
function suitesOf(audit: Audit): Suite[] {
  const { run } = audit;
  const whole = emptySuite();
  let suites: Suite[] = [];
  for (const row of audit.rows()) {
    const name = rootOf(row, run.roots) ?? whole.name;
    if (suites.length <= mostSuites && suites.at(-1)?.name !== name) {
      suites.push({ name, tests: 0, failures: 0, errors: 0, skipped: 0 });
    }
    const outcome = outcomeOf(row, run);
    for (const suite of [suites.at(-1)!, whole]) {
      suite.tests++;
      if (outcome !== 'passed') suite[outcome]++;
    }
  }
  if (suites.length === 0 || suites.length > mostSuites) suites = [whole];
  return suites;
}

function rootOf({ data, token }: AuditRow, roots: AuditRun['roots']): string | null {
  const path = (data ?? token)?.text ?? '';
  return roots.find((root) => path === root || path.startsWith(/[/\\]$/.test(root) ? root : `${root}/`)) ?? null;
}

function outcomeOf(row: AuditRow, { failOn }: AuditRun): Outcome {
  const concern = concernOf(row);
  if (concern === null) return 'passed';
  if (concern === 'invalid') return 'failures';
  if (concern === 'indeterminate') return 'errors';
  if (failOn.includes(concern)) return 'failures';
  return concern === 'orphan' ? 'skipped' : 'passed';
}

function properties(run: AuditRun, sha256: string): string {
  const named = {
    run: run.id,
    version: run.version,
    options: commandText(run),
    zone: run.zone,
    resultSha256: sha256,
  };
  const lines = Object.entries(named).map(([name, value]) => `      <property${attributes({ name, value })}/>\n`);
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

function testCase(row: AuditRow, run: AuditRun, catalogue: Catalogue, words: AuditWords): string {
  const outcome = outcomeOf(row, run);
  const name = (row.data ?? row.token)?.text ?? String(row.seq);
  const head = `    <testcase${attributes({ name, classname: row.authority ?? words.unknownAuthority })}`;
  if (outcome === 'passed') return `${head}/>\n`;
  // VALID and without orphans there are reasons only where an outcome other than `passed` is possible.
  const reason = reasonOf(row, catalogue, words)!;
  if (outcome === 'skipped')
    return `${head}>\n      <skipped${attributes({ message: reason.message })}/>\n    </testcase>\n`;
  const element = outcome === 'errors' ? 'error' : 'failure';
  const type = row.code ?? concernOf(row)!;
  const opened = `      <${element}${attributes({ message: reason.message, type })}>`;
  return `${head}>\n${opened}${escapeXml(details(row, reason, catalogue, words))}</${element}>\n    </testcase>\n`;
}

/** Of a folder that nobody may look into nothing is known. */
function unreadCase({ name, reason }: AuditSummary['passedOver'][number], catalogue: Catalogue): string {
  const error = attributes({ message: wordsOf(reason, catalogue.reasons), type: reason });
  return `    <testcase${attributes({ name: name.text, classname: 'tst audit' })}>\n      <error${error}/>\n    </testcase>\n`;
}

function details(row: AuditRow, reason: Reason, catalogue: Catalogue, words: AuditWords): string {
  const shown = [
    `${words.columns.status}: ${words.statuses[statusOf(row)]}${row.verdict === null ? '' : ` (${row.verdict})`}`,
    row.object && `${catalogue.words.object}: ${row.object}`,
    `${catalogue.words.hint}: ${reason.hint}`,
    row.token && `${words.columns.token}: ${row.token.text}`,
    row.tokenSha256 && `${words.columns.tokenSha256}: ${row.tokenSha256}`,
    row.digest && `${words.columns.hash}: ${row.digest.algorithm}:${row.digest.value}`,
  ];
  const lines = shown.filter((line) => line !== null).map((line) => escapeText(line, textLength));
  return `\n${[reason.message, ...lines].join('\n')}\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(values);
  return pairs.map(([name, value]) => ` ${name}="${escapeXml(escapeText(String(value), textLength))}"`).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text whose controls, surrogates and unassigned code points are written out already: all that XML 1.0 has no room for. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
