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

/** Names with what is said of each, as a file: each line once under a name made of its hash, then the lines of every name. */
export function writeTold(told: Iterable<readonly [string, readonly (readonly string[])[]]>): string {
  const lines = new Map<string, string>();
  const named = (line: string) => {
    const name = createHash('sha256').update(line).digest('base64url').slice(0, 6);
    if (lines.has(name) && lines.get(name) !== line) throw new Error(`two lines are named ${name}`);
    lines.set(name, line);
    return name;
  };
  const rows = [...told].flatMap(([name, said]) => {
    const [first, ...others] = said.map((one) => one.map(named).join(' '));
    // Under a policy that is not named the same is said as under the first.
    const differing = others.flatMap((one, i) => (one === first ? [] : [`  ${policies[i + 1]}: ${one}`]));
    return [name, `  ${policies[0]}: ${first}`, ...differing];
  });
  return [...[...lines].sort(byName).map(([name, line]) => `${name} ${line}`), '', ...rows, ''].join('\n');
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);

/** Reads such a file: by name, the lines under each of so many policies. */
export function readTold(text: string, count: number = policies.length): ReadonlyMap<string, readonly string[][]> {
  const [named = '', told = ''] = text.split('\n\n');
  const lines = new Map(named.split('\n').map((line) => [line.slice(0, 6), line.slice(7)] as const));
  const found = new Map<string, string[][]>();
  let current: string[][] = [];
  for (const row of told.trimEnd().split('\n')) {
    const [, policy, names] = /^ {2}(\w+): (.*)$/.exec(row) ?? [];
    if (policy === undefined) {
      current = [];
      found.set(row, current);
      continue;
    }
    const said = names!.split(' ').map((name) => lines.get(name)!);
    if (policy === policies[0]) for (let i = 0; i < count; i++) current[i] = said;
    else current[(policies as readonly string[]).indexOf(policy)] = said;
  }
  return found;
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
  return lines.map((line) => shown(line.trimEnd()));
}

/** A line as a file can hold it: what is no letter, escaped. */
export const shown = (line: string) =>
  line.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);

const about = ({ object, facts }: Pick<About, 'facts'> & { readonly object: string | null }) =>
  `${object ?? ''} ${Object.keys(facts ?? {}).length === 0 ? '' : json(facts)}`.trim();
const json = (value: unknown) => JSON.stringify(value);
