import { createHash } from 'node:crypto';
import type { About } from '../../src/core/verdict/findings.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { type ConformanceCase, policies } from './case.ts';

/**
 * What a case is told under each policy, in lines: every rule that does not simply hold, every warning, source and wish. Hashes are
 * left out, for a lab with other keys has others.
 */
export function toldOf({ outcomes }: ConformanceCase): readonly string[][] {
  return policies.map((policy) => {
    const { verdict, code, judgement } = outcomes[policy];
    return [`${verdict} ${code ?? ''}`.trimEnd(), ...(judgement === null ? [] : linesOf(judgement))];
  });
}

/** What cases are told, as a file: each line once under a name made of its hash, then the lines of every case by name. */
export function writeTold(cases: readonly ConformanceCase[]): string {
  const lines = new Map<string, string>();
  const named = (line: string) => {
    const name = createHash('sha256').update(line).digest('base64url').slice(0, 6);
    if (lines.has(name) && lines.get(name) !== line) throw new Error(`two lines are named ${name}`);
    lines.set(name, line);
    return name;
  };
  const told = cases.flatMap((one) => {
    const [first, ...others] = toldOf(one).map((said) => said.map(named).join(' '));
    const differing = others.flatMap((said, i) => (said === first ? [] : [`  ${policies[i + 1]}: ${said}`]));
    return [one.name, `  ${policies[0]}: ${first}`, ...differing];
  });
  return [...[...lines].sort().map(([name, line]) => `${name} ${line}`), '', ...told, ''].join('\n');
}

/** Reads such a file: by case, the lines under each policy. */
export function readTold(text: string): ReadonlyMap<string, readonly string[][]> {
  const [named = '', told = ''] = text.split('\n\n');
  const lines = new Map(named.split('\n').map((line) => [line.slice(0, 6), line.slice(7)] as const));
  const cases = new Map<string, string[][]>();
  let current: string[][] = [];
  for (const row of told.trimEnd().split('\n')) {
    const [, policy, names] = /^ {2}(\w+): (.*)$/.exec(row) ?? [];
    if (policy === undefined) {
      current = [];
      cases.set(row, current);
      continue;
    }
    const said = names!.split(' ').map((name) => lines.get(name)!);
    // A policy that is not named says what the first one says.
    if (policy === policies[0]) for (const i of policies.keys()) current[i] = said;
    else current[(policies as readonly string[]).indexOf(policy)] = said;
  }
  return cases;
}

function linesOf(judgement: Judgement): string[] {
  const { token, checks, path, revocation, tstRevocation, wants } = judgement;
  const rules = checks.flatMap(({ id, status, rules }) => [
    `${id}: ${status}`,
    ...rules.flatMap((rule) => [
      ...(rule.code === null || rule.code === 'not-reached'
        ? []
        : [`  ${rule.id} ${rule.status} ${rule.code} ${about(rule)}`]),
      ...rule.warnings.map((warning) => `  ${rule.id} warning ${warning.code} ${about(warning)}`),
    ]),
  ]);
  const standings = revocation.flatMap((one) => [
    `certificate ${one.object}: ${one.role} ${one.status} ${one.code ?? ''} ${json(one.revocation)}`,
    ...one.sources.map((source) => `  ${json({ ...source, sha256: source.sha256?.length ?? null })}`),
  ]);
  const lists = tstRevocation.sources.map(
    (source) => `list ${json({ ...source, sha256: source.sha256?.length ?? null })}`,
  );
  const lines = [
    `token ${json(token)}`,
    ...rules,
    ...path.map(({ sha256, ...entry }) => `path ${json(entry)}`),
    ...standings,
    ...lists,
    `lists ${json({ ...tstRevocation, sources: tstRevocation.sources.length })}`,
    ...judgement.evidence.map(({ sha256, ...entry }) => `evidence ${json(entry)}`),
    ...wants.map((want) => `wants ${json(want)}`),
    `judged ${json({ ...judgement, token: '', checks: '', path: '', revocation: '', tstRevocation: '', evidence: '', wants: '' })}`,
  ];
  return lines.map((line) => line.trimEnd());
}

const about = ({ object, facts }: Pick<About, 'facts'> & { readonly object: string | null }) =>
  `${object ?? ''} ${Object.keys(facts ?? {}).length === 0 ? '' : json(facts)}`.trim();
const json = (value: unknown) => JSON.stringify(value);
