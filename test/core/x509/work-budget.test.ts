import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import { limits } from '../../../src/core/der/limits.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';

test('each kind of work has its own limit, which may be spent to the last', () => {
  const budget = new WorkBudget({ paths: 3 });
  budget.spend('paths', 2);
  assert.equal(budget.left('paths'), 1);
  budget.spend('paths', 1);
  assert.equal(budget.left('paths'), 0);
  assert.throws(
    () => budget.spend('paths', 1),
    (error) => error instanceof LimitError && error.limit === 'paths',
  );
  for (const name of ['signatureWork', 'pathSteps', 'nameComparisons', 'policyNodes'] as const) {
    assert.equal(budget.left(name), limits[name]);
  }
});
