import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { furtherCases } from '../../fixtures/further-cases.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { ruleIds } from '../../src/core/verdict/rules.ts';
import type { PolicyName } from '../../src/core/verdict/status.ts';
import type { Expected, Fault } from '../../src/lab/faults/fault.ts';
import { faultTable } from '../../src/lab/faults.ts';
import { caseFile, readVectors, type Vector } from './index.ts';
import { complaints, evidenceOf, judge } from './judge.ts';

const policies: readonly PolicyName[] = ['default', 'etsi', 'strict'];
const vectors = readVectors();

/** What the judgement says where the expectation says something. */
function said(judgement: Judgement, rule: Vector['rule'], expected: Expected) {
  const rules = judgement.checks.flatMap((check) => check.rules);
  const warnings = rules.filter(({ id }) => rule === null || id === rule).flatMap((result) => result.warnings);
  const warning = warnings.find(({ code }) => code === expected.warning)?.code;
  const own =
    rule !== null
      ? rules.find(({ id }) => id === rule)!
      : // Any rule may be the one, but one must be where something is expected to be wrong.
        (rules.find(({ code }) => expected.code !== null && code === expected.code) ?? { status: 'pass', code: null });
  return {
    verdict: judgement.verdict,
    // Where nothing is wrong, having nothing to judge is as good as judging it good.
    status: own.status === 'not-applicable' && expected.status === 'pass' ? 'pass' : own.status,
    code: own.code,
    ...(expected.warning && { warning }),
  };
}

for (const vector of vectors) {
  const { name, description, rule, expected } = vector;
  if ('error' in expected) {
    test(`${name}: ${description}`, async () => {
      await assert.rejects(
        readToken(caseFile(vector.files.token)),
        (error: unknown) => error instanceof TstError && error.code === expected.error,
      );
    });
    continue;
  }
  describe(`${name}: ${description}`, () => {
    for (const policy of policies) {
      test(policy, async () => {
        const judgement = await judge({ ...evidenceOf(vector), policy });
        const because = complaints(judgement).join(', ');
        assert.deepEqual(said(judgement, rule, expected[policy]), expected[policy], `said: ${because || 'nothing'}`);
      });
    }
  });
}

test('a changed octet of the data makes every valid fixture invalid', async () => {
  for (const vector of vectors) {
    if ('error' in vector.expected || vector.expected.default.verdict !== 'VALID') continue;
    const evidence = evidenceOf(vector);
    const data = Buffer.from(evidence.data);
    data[0]! ^= 1;
    const judgement = await judge({ ...evidence, data });
    assert.equal(judgement.verdict, 'INVALID', vector.name);
    assert.equal(judgement.code, 'imprint-mismatch', vector.name);
  }
});

test('every rule of checks 1 and 2 has a fixture that passes it and one that breaks or bends it', () => {
  const judged = ruleIds.filter((id) => !id.startsWith('revocation.') && !id.startsWith('tst-list.'));
  for (const id of judged) {
    const own = vectors.filter(({ rule }) => rule === id);
    const strict = own.flatMap(({ expected }) => ('error' in expected ? [] : [expected.strict]));
    assert.ok(
      strict.some(({ status, warning }) => status !== 'pass' || warning !== undefined),
      `no fixture touches ${id}`,
    );
  }
});

test('the index says what the fault table and the list of further cases say', () => {
  const listed: Record<string, Pick<Fault, 'rule' | 'description' | 'expected'>> = { ...furtherCases, ...faultTable };
  assert.deepEqual(vectors.map(({ name }) => name).sort(), Object.keys(listed).sort());
  for (const { name, rule, description, expected } of vectors) {
    const one = listed[name]!;
    assert.deepEqual(
      { rule, description, expected },
      { rule: one.rule, description: one.description, expected: one.expected },
    );
  }
});
