import { type About, Findings, type RuleResult } from '../../src/core/verdict/findings.ts';
import type { PolicyName } from '../../src/core/verdict/status.ts';

/** All that a check says, one line per rule and per warning: rule, status or `warning`, code, object, facts. */
export function sayingsOf(check: (findings: Findings) => unknown, policy: PolicyName = 'default'): string[] {
  const findings = new Findings(policy);
  check(findings);
  return linesOf(findings.results());
}

/** The same of results; a rule of which nothing was said has no line. */
export function linesOf(results: readonly RuleResult[]): string[] {
  return results.flatMap(({ id, status, code, object, facts, warnings }) => [
    ...(code === 'not-reached' ? [] : [line(id, status, code, { object, facts })]),
    ...warnings.map((warning) => line(id, 'warning', warning.code, warning)),
  ]);
}

function line(
  id: string,
  status: string,
  code: string | null,
  about: { object: string | null; facts: About['facts'] },
) {
  const facts = Object.entries(about.facts ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    id,
    status,
    ...(code === null ? [] : [code]),
    ...(about.object === null ? [] : [about.object]),
    ...facts,
  ].join(' ');
}
