import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Code } from '../../../src/core/verdict/codes.ts';
import { distanceFromValid, headline, isAlgorithmProblem, isDateProblem } from '../../../src/core/x509/path-problem.ts';
import { issue } from './make-certificate.ts';

const certificate = issue({ subject: 'TSA', issuer: 'CA', signer: null });
const problem = (code: Code) => ({ code, certificate });
const distance = (...all: readonly Code[]) => distanceFromValid(all.map(problem));

test('another moment helps against dates alone', () => {
  assert.equal(isDateProblem(problem('expired')), true);
  assert.equal(isDateProblem(problem('not-yet-valid')), true);
  assert.equal(isDateProblem(problem('anchor-dates')), false);
  assert.equal(isAlgorithmProblem(problem('path-algorithm')), true);
  assert.equal(isAlgorithmProblem(problem('path-signature')), false);
});

test('the headline is the most telling problem, among equals the first', () => {
  const [a, b] = [problem('path-policy'), problem('path-policy')];
  assert.equal(headline([a, b]), a);
  assert.equal(headline([problem('expired'), a])?.code, 'path-policy');
  assert.equal(headline([a, problem('path-signature')])?.code, 'path-signature');
  assert.equal(headline([problem('path-signature'), a])?.code, 'path-signature');
  assert.equal(headline([]), undefined);
});

test('dates are nearer to valid than what can not be checked, that than a broken rule, that than a false signature', () => {
  const rising = [
    distance(),
    distance('expired'),
    distance('expired', 'not-yet-valid'),
    distance('path-algorithm'),
    distance('path-algorithm', 'expired'),
    distance('path-policy'),
    distance('path-policy', 'expired'),
    distance('path-name-constraints'),
    distance('path-signature'),
  ];
  assert.deepEqual(
    rising,
    rising.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(rising).size, rising.length);
  // What can't be checked by its own step, wherever its code stands in the table.
  assert.equal(distance('path-algorithm') - distance(), 64 + 1);
  // However many there are of one kind, the next kind is worse.
  assert.ok(distance(...Array<Code>(500).fill('expired')) < distance('path-algorithm'));
  assert.ok(distance(...Array<Code>(500).fill('path-algorithm')) < distance('path-policy'));
});
