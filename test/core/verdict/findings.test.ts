import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregate } from '../../../src/core/verdict/aggregate.ts';
import { Findings, form } from '../../../src/core/verdict/findings.ts';
import { type RuleId, ruleIds } from '../../../src/core/verdict/rules.ts';
import type { SkippableCheck } from '../../../src/core/verdict/status.ts';

const none: ReadonlySet<SkippableCheck> = new Set();
const both: ReadonlySet<SkippableCheck> = new Set(['tst-revocation', 'certificate-revocation']);

function allPass(except: readonly RuleId[] = [], policy: 'default' | 'strict' = 'default'): Findings {
  const findings = new Findings(policy);
  for (const id of ruleIds) if (!except.includes(id)) findings.pass(id);
  return findings;
}

test('a rule on which nothing was said is unknown: forgetting one never makes a token valid', () => {
  for (const id of ruleIds) {
    const { verdict, code } = aggregate(allPass([id]).results(), none);
    assert.equal(verdict, 'INDETERMINATE', id);
    assert.equal(code, 'not-reached');
  }
  assert.equal(aggregate(new Findings('default').results(), both).verdict, 'INDETERMINATE');
  assert.equal(aggregate(allPass().results(), none).verdict, 'VALID');
});

test('a warning alone does not decide a rule', () => {
  const findings = allPass(['tst.serial']);
  findings.warn('tst.serial', 'serial-form');
  const rule = findings.results().find(({ id }) => id === 'tst.serial')!;
  assert.deepEqual([rule.status, rule.code, rule.warnings.length], ['unknown', 'not-reached', 1]);
});

test('fail before unknown before pass, and the first reason of the worst status stays', () => {
  const findings = new Findings('default');
  findings.unknown('path.build', 'limit');
  findings.fail('path.build', 'no-chain');
  findings.fail('path.build', 'malformed');
  findings.pass('path.build');
  const rule = findings.results().find(({ id }) => id === 'path.build')!;
  assert.deepEqual([rule.status, rule.code], ['fail', 'no-chain']);
});

test('a deviation of form is a warning by default and a failure under strict', () => {
  for (const [policy, status] of [
    ['default', 'pass'],
    ['strict', 'fail'],
  ] as const) {
    const findings = allPass([], policy);
    findings.deviation('cms.version', 'signed-data-version', form);
    assert.equal(findings.results().find(({ id }) => id === 'cms.version')!.status, status);
  }
});

test('a skipped check is left out of the verdict, marked, and still fails on proof', () => {
  const skipped = aggregate(allPass(['revocation.status', 'tst-list.listed']).results(), both);
  assert.deepEqual([skipped.verdict, skipped.complete], ['VALID', false]);
  assert.deepEqual(skipped.skipped, ['certificate-revocation', 'tst-revocation']);
  assert.deepEqual(
    skipped.checks.map(({ status }) => status),
    ['pass', 'pass', 'skipped', 'skipped'],
  );

  const findings = allPass(['revocation.status']);
  findings.fail('revocation.status', 'malformed');
  assert.equal(aggregate(findings.results(), both).verdict, 'INVALID');
});

test('a check whose rules are all not applicable has proven nothing, but where nothing is published (RFC 9608)', () => {
  const findings = new Findings('default');
  for (const id of ruleIds) findings.notApplicable(id);
  const { verdict, checks } = aggregate(findings.results(), none);
  assert.equal(verdict, 'INDETERMINATE');
  assert.deepEqual(
    checks.map(({ status }) => status),
    ['unknown', 'unknown', 'pass', 'unknown'],
  );
});

test('the reason of its own comes before "not reached"', () => {
  const findings = allPass(['imprint.match', 'path.validity']);
  findings.unknown('path.validity', 'expired');
  const { code, checks } = aggregate(findings.results(), none);
  assert.equal(code, 'expired');
  assert.equal(checks[0]!.code, 'not-reached');
});
