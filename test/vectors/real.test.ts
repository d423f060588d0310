import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PolicyName } from '../../src/index.ts';
import { judgeReal, noTestData, type RealToken, realCase, realTokens, testData } from './real.ts';

/** Verdict, and where it is not VALID a rule with the code that it must have. */
type Expected = readonly [string, string?, string?];
type Entry = Readonly<Record<PolicyName, Expected>> & {
  readonly trust?: 'any';
  readonly warning?: readonly [string, string];
  readonly signer?: string;
};

const expectations = JSON.parse(readFileSync(join(import.meta.dirname, 'real-expectations.json'), 'utf8')) as {
  readonly tokens: Readonly<Record<string, Entry>>;
  readonly cases: Readonly<Record<string, Entry>>;
};

async function compare(real: RealToken, entry: Entry): Promise<void> {
  for (const policy of ['default', 'etsi', 'strict'] as const) {
    const judgement = await judgeReal(real, policy, entry.trust ?? 'ca');
    const [verdict, ruleId, code] = entry[policy];
    const rules = judgement.checks.flatMap((check) => check.rules);
    const rule = rules.find(({ id }) => id === ruleId);
    assert.deepEqual([judgement.verdict, rule?.id, rule?.code ?? undefined], [verdict, ruleId, code], policy);
    assert.equal(judgement.complete, false);
    if (entry.signer !== undefined)
      assert.ok(judgement.token.signer?.startsWith(entry.signer), judgement.token.signer ?? '');
    if (entry.warning !== undefined && policy === 'default') {
      const [warned, warning] = entry.warning;
      const found = rules.find(({ id }) => id === warned)?.warnings.some((one) => one.code === warning);
      assert.ok(found, `${warned} warns of ${warning}`);
    }
  }
}

test('real tokens get the verdict of the specification', { skip: noTestData }, async (t) => {
  const tokens = realTokens();
  assert.deepEqual(tokens.map(({ id }) => id).sort(), Object.keys(expectations.tokens).sort());
  for (const real of tokens) await t.test(real.id, () => compare(real, expectations.tokens[real.id]!));
});

test('hard cases get the verdict of the specification', { skip: noTestData }, async (t) => {
  assert.deepEqual(readdirSync(join(testData, 'cases')).sort(), Object.keys(expectations.cases).sort());
  for (const [id, entry] of Object.entries(expectations.cases)) await t.test(id, () => compare(realCase(id), entry));
});

test('a token without its signer certificate is undecided until the user gives it', { skip: noTestData }, async () => {
  const without = await judgeReal({ ...realCase('tob-no-embedded-cert'), untrusted: null }, 'default', 'ca');
  assert.deepEqual(
    [without.verdict, without.code, without.subIndication],
    ['INDETERMINATE', 'signer-not-found', 'NO_SIGNING_CERTIFICATE_FOUND'],
  );
});

test('RSA-1024 was allowed when it signed and protects no longer today', { skip: noTestData }, async () => {
  const { inputFor } = await import('./real.ts');
  const { verify } = await import('../../src/core/verify.ts');
  const input = await inputFor(realCase('hard-rsa1024-35bc6700'), 'default', 'ca');
  const today = verify({ ...input, at: null });
  const strength = today.checks.flatMap(({ rules }) => rules).find(({ id }) => id === 'algorithm.strength')!;
  assert.equal(today.verdict, 'INDETERMINATE');
  assert.deepEqual(
    [strength.code, strength.subIndication],
    ['algorithm-no-longer-accepted', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
  );
});
