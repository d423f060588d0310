import { readToken } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import type { PolicyName } from '../../src/core/verdict/status.ts';
import { fixtureText, readVectors, type Vector } from '../vectors/index.ts';
import { evidenceOf, judge } from '../vectors/judge.ts';
import { type CasePlan, type ConformanceCase, type Outcome, outcomeOf, policies, sameFor } from './case.ts';

/** Every committed fixture, judged under every policy. */
export const committedPlans: readonly CasePlan[] = readVectors().map((vector) => ({
  name: vector.name,
  make: () => judged(vector),
}));

async function judged(vector: Vector): Promise<ConformanceCase> {
  const { name, description, rule, files } = vector;
  const evidence = evidenceOf(vector);
  let at: number | null = null;
  const outcomes: Partial<Record<PolicyName, Outcome>> = {};
  const error = await unreadable(evidence.token);
  for (const policy of error === null ? policies : []) {
    const judgement = await judge({ ...evidence, policy });
    outcomes[policy] = { ...outcomeOf(judgement), rules: onlyJudged(outcomeOf(judgement)) };
    at = judgement.at;
  }
  return {
    name,
    description,
    rule,
    outcomes: error === null ? (outcomes as ConformanceCase['outcomes']) : sameFor('refused', error),
    handed: {
      data: evidence.data,
      token: evidence.token,
      request: evidence.request,
      roots: pemOf(files.roots),
      untrusted: pemOf(files.untrusted),
      at: at ?? evidence.now,
    },
  };
}

/** Checks 3 and 4 are skipped by name in all of these: that they have no evidence breaks nothing. */
function onlyJudged({ rules }: Outcome): Outcome['rules'] {
  return new Map([...rules].filter(([id]) => !/^(?:revocation|tst-list)\./.test(id)));
}

/** The code of the input error, for what is no token. */
async function unreadable(bytes: Uint8Array): Promise<string | null> {
  try {
    await readToken(bytes);
    return null;
  } catch (error) {
    if (error instanceof TstError) return error.code;
    throw error;
  }
}

const pemOf = (names: readonly string[]) => names.map((name) => fixtureText(`cases/${name}`)).join('');
