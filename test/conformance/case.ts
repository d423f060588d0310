import type { Judgement } from '../../src/core/verdict/judgement.ts';
import type { RuleId } from '../../src/core/verdict/rules.ts';
import type { PolicyName, Status, Verdict } from '../../src/core/verdict/status.ts';

export const policies: readonly PolicyName[] = ['default', 'etsi', 'strict'];

/** How one rule ended. */
export interface RuleOutcome {
  readonly status: Status;
  readonly code: string | null;
  readonly warnings: readonly string[];
}

/** What one policy says to a case. `accepted`, `refused`: of what has no verdict, as it is no judging of a token. */
export interface Outcome {
  readonly verdict: Verdict | 'accepted' | 'refused';
  /** Why it isn't VALID; null where it is. */
  readonly code: string | null;
  /** Of all rules. */
  readonly warnings: readonly string[];
  readonly rules: ReadonlyMap<RuleId, RuleOutcome>;
  /** Null where nothing was judged. */
  readonly judgement: Judgement | null;
}

/** What another program needs to judge the same token. Certificates in PEM. */
export interface Handed {
  readonly data: Uint8Array;
  readonly token: Uint8Array;
  readonly request: Uint8Array | null;
  readonly roots: string;
  readonly untrusted: string;
  /** The moment judged for, in milliseconds since 1970. */
  readonly at: number;
}

/** One case of the table: a committed fixture, or what the lab makes in memory (its name then begins with `lab: `). */
export interface ConformanceCase {
  readonly name: string;
  readonly description: string;
  /** The rule that the case is about; null where any rule may be the one. */
  readonly rule: RuleId | null;
  readonly outcomes: Readonly<Record<PolicyName, Outcome>>;
  /** Null where there is no token to hand to anybody. */
  readonly handed: Handed | null;
}

/** A case that can be made alone. */
export interface CasePlan<Case extends ConformanceCase = ConformanceCase> {
  readonly name: string;
  /** Makes and judges it. */
  make(): Promise<Case>;
}

/** Makes one case after the other. */
export async function made<Case extends ConformanceCase>(plans: readonly CasePlan<Case>[]): Promise<Case[]> {
  const cases: Case[] = [];
  for (const plan of plans) cases.push(await plan.make());
  return cases;
}

/** What a judgement says. */
export function outcomeOf(judgement: Judgement): Outcome {
  const all = judgement.checks.flatMap(({ rules }) => rules);
  const codesOf = (warnings: readonly { readonly code: string }[]) => [...new Set(warnings.map(({ code }) => code))];
  return {
    verdict: judgement.verdict,
    code: judgement.code,
    warnings: codesOf(all.flatMap(({ warnings }) => warnings)),
    rules: new Map(
      all.map(({ id, status, code, warnings }) => [id, { status, code, warnings: codesOf(warnings) }] as const),
    ),
    judgement,
  };
}

/** Of what no policy judges. */
export function sameFor(verdict: 'accepted' | 'refused', code: string | null): ConformanceCase['outcomes'] {
  const one: Outcome = { verdict, code, warnings: [], rules: new Map(), judgement: null };
  return { default: one, etsi: one, strict: one };
}

/** True where this rule is what is wrong, or part of it, under some policy. */
export function breaks({ outcomes }: ConformanceCase, id: RuleId): boolean {
  return policies.some((policy) => isBroken(outcomes[policy], id));
}

/** True where this rule failed or could not be decided for a reason of its own. */
export function isBroken({ rules }: Outcome, id: RuleId): boolean {
  const { status, code } = rules.get(id) ?? { status: 'pass', code: null };
  return (status === 'fail' || status === 'unknown') && code !== 'not-reached';
}

/** True where the rule passes under `default`. */
export function passes({ outcomes }: ConformanceCase, id: RuleId): boolean {
  return outcomes.default.rules.get(id)?.status === 'pass';
}
