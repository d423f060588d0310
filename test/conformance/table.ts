import { type RuleId, ruleIds, rules } from '../../src/core/verdict/rules.ts';
import { answerCases } from './answer-cases.ts';
import { breaks, type CasePlan, type ConformanceCase, isBroken, made, passes, policies } from './case.ts';
import { committedPlans } from './committed.ts';
import { agree, explanation, unusedReasons } from './differences.ts';
import { fields } from './fields.ts';
import { knownGaps } from './known-gaps.ts';
import { type ListCase, listCasePlans } from './list-cases.ts';
import { type ListRuleId, listRuleIds } from './list-rules.ts';
import type { OpensslColumn } from './openssl-column.ts';
import { type ReasonRow, reasonRows } from './reason-cases.ts';
import { revocationPlans } from './revocation-cases.ts';
import { trustPlans } from './trust-cases.ts';

/** Everything that the document is made of. */
export interface Conformance {
  /** In the order of the document; those on lists are among them. */
  readonly cases: readonly ConformanceCase[];
  readonly lists: readonly ListCase[];
  readonly answers: readonly ConformanceCase[];
  readonly reasons: readonly ReasonRow[];
}

/** Every case of a rule, in the order of the document. */
export const casePlans = (): readonly CasePlan[] => [
  ...committedPlans,
  ...trustPlans,
  ...revocationPlans(),
  ...listCasePlans(),
];

/** Makes and judges every case. */
export async function collect(): Promise<Conformance> {
  const lists = await made(listCasePlans());
  return {
    cases: [...(await made([...committedPlans, ...trustPlans, ...revocationPlans()])), ...lists],
    lists,
    answers: await answerCases(),
    reasons: await reasonRows(),
  };
}

/** The cases that pass a rule on lists, and those that break it. */
export function sidesOf(lists: readonly ListCase[], id: ListRuleId) {
  const own = lists.filter((one) => one.lists === id);
  const isGood = ({ outcomes }: ConformanceCase) => /^(?:VALID|accepted)$/.test(outcomes.default.verdict);
  return { passing: own.filter(isGood), breaking: own.filter((one) => !isGood(one)) };
}

/** What keeps the run from being whole, one line each; empty where every rule and value has its fixture. */
export function problemsOf(conformance: Conformance, { verdicts }: OpensslColumn): string[] {
  const gaps = new Set(gapsOf(conformance));
  const reasons = conformance.cases.flatMap((one) => {
    const openssl = verdicts[one.name];
    return openssl === undefined || agree(one, openssl) ? [] : [{ one, openssl, reason: explanation(one, openssl) }];
  });
  const unexplained = reasons.filter(({ reason }) => reason === null);
  const unused = unusedReasons(new Set(reasons.map(({ reason }) => reason ?? '')));
  const unasked = conformance.cases.filter(({ name, handed }) => handed !== null && verdicts[name] === undefined);
  const names = conformance.cases.map(({ name }) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  const unknown = valuesOf().filter(({ name }) => name !== null && caseOf(conformance, name) === undefined);
  return [
    ...[...gaps].filter((gap) => !Object.hasOwn(knownGaps, gap)).map((gap) => `${gap}: no fixture`),
    ...Object.keys(knownGaps)
      .filter((gap) => !gaps.has(gap))
      .map((gap) => `${gap}: known-gaps.ts names it, and it is covered`),
    ...unknown.map(({ value, name }) => `${value}: there is no case ${name}`),
    ...unexplained.map(
      ({ one, openssl }) => `${one.name}: openssl says \`${openssl}\`, and differences.ts nothing to it`,
    ),
    ...unused.map((words) => `${words}: differences.ts says it of nothing`),
    ...unasked.map(({ name }) => `${name}: openssl.json has no verdict of openssl`),
    ...twice.map((name) => `${name}: there are two cases of this name`),
  ];
}

/** The rules that the specification has the policies judge differently. */
const judgedByPolicy: readonly RuleId[] = [
  'cms.content-type',
  'cms.version',
  'cms.further-ess',
  'cms.signature',
  'tst.gen-time',
  'tst.tsa',
  'tsa.validity',
  'path.build',
  'path.constraints',
  'algorithm.strength',
  'revocation.fresh',
  'revocation.status',
  'tst-list.source',
];

/** True where this rule ends differently under some policy: broken or not, failed or undecided. */
function differs({ outcomes }: ConformanceCase, id: RuleId): boolean {
  const ends = policies.map((policy) => {
    const outcome = outcomes[policy];
    return isBroken(outcome, id) ? outcome.rules.get(id)!.status : 'holds';
  });
  return new Set(ends).size > 1;
}

/** Rules without a fixture that passes or breaks them, and values without a fixture. */
export function gapsOf({ cases, lists }: Conformance): string[] {
  const rulesLacking = ruleIds.filter(
    (id) => !cases.some((one) => breaks(one, id)) || !cases.some((one) => passes(one, id)),
  );
  const listsLacking = listRuleIds.filter((id) => {
    const { passing, breaking } = sidesOf(lists, id);
    return passing.length === 0 || breaking.length === 0;
  });
  const valuesLacking = valuesOf().filter(({ name }) => name === null);
  const sameUnderAll = judgedByPolicy.filter((id) => !cases.some((one) => differs(one, id)));
  const lacking = [...rulesLacking, ...sameUnderAll.map((id) => `${id}: policies`), ...listsLacking];
  return [...lacking, ...valuesLacking.map(({ value }) => value)];
}

/** Every listed value as `field: value`, with its case. */
export function valuesOf() {
  return Object.entries(fields).flatMap(([field, values]) =>
    Object.entries(values).map(([value, name]) => ({ value: `${field}: ${value}`, name })),
  );
}

/** A case by its name. */
export function caseOf({ cases, answers }: Conformance, name: string): ConformanceCase | undefined {
  return [...cases, ...answers].find((one) => one.name === name);
}

/** The rules whose cases one check has. */
export const checksOf = () => Map.groupBy(ruleIds, (id) => rules[id].check);
