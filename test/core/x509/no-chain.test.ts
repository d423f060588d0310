import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { Links } from '../../../src/core/x509/links.ts';
import { missingIssuer } from '../../../src/core/x509/no-chain.ts';
import { PathGraph } from '../../../src/core/x509/path-graph.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { issue, issueCa, oid, sequence } from './make-certificate.ts';

const root = issueCa({ subject: 'Root', issuer: 'Root' });
const leaf = issue({ subject: 'TSA', issuer: 'CA' });

function missing(
  target: Certificate,
  candidates: readonly Certificate[],
  { anchors = [root], budget = new WorkBudget() }: { anchors?: readonly Certificate[]; budget?: WorkBudget } = {},
) {
  const graph = new PathGraph(target, candidates, anchors.map(trustAnchor));
  return missingIssuer(graph, new Links(budget), anchors.length);
}

test('nothing at all: the issuer of the target is missing, and nothing is below it', () => {
  const facts = { issuer: 'CN=CA', reason: 'issuer-missing', sameName: 0, anchors: 1 };
  assert.deepEqual(missing(leaf, []), {
    problem: { code: 'no-chain', certificate: leaf, facts },
    tip: leaf,
    tips: [leaf],
    belowTips: [],
  });
});

test('true signatures are followed upwards; what the missing issuer signed, and what that signed, are told', () => {
  const middle = issueCa({ subject: 'CA', issuer: 'Gone' });
  const { tip, tips, belowTips, problem } = missing(leaf, [middle]);
  assert.deepEqual([tip, tips, belowTips], [middle, [middle], [leaf]]);
  assert.equal(problem.certificate, middle);
  assert.equal(problem.facts?.issuer, 'CN=Gone');
});

test('same-named certificates and anchors that did not sign are counted', () => {
  const foreign = issueCa({ subject: 'CA', issuer: 'Root', key: 'Mallory' });
  const trusted = issueCa({ subject: 'CA', issuer: 'CA', key: 'Mallory 2' });
  const { problem, tips } = missing(leaf, [foreign], { anchors: [root, trusted] });
  assert.deepEqual(tips, [leaf]);
  assert.deepEqual(problem.facts, { issuer: 'CN=CA', reason: 'issuer-missing', sameName: 2, anchors: 2 });
});

test('a root that is there and not trusted: nothing is missing that could be fetched', () => {
  const own = issueCa({ subject: 'CA', issuer: 'CA' });
  const { problem, tip, tips, belowTips } = missing(leaf, [own]);
  assert.deepEqual([tip, tips, belowTips], [own, [], []]);
  assert.deepEqual(problem.facts, { issuer: 'CN=CA', reason: 'root-not-trusted', sameName: 0, anchors: 1 });
});

test('a self-issued certificate that another key signed is no root: its issuer is missing', () => {
  const rollover = issueCa({ subject: 'CA', issuer: 'CA', key: 'CA', signer: 'Old CA' });
  const { problem, tips, belowTips } = missing(leaf, [rollover]);
  assert.deepEqual([tips, belowTips], [[rollover], [leaf]]);
  assert.deepEqual(problem.facts, { issuer: 'CN=CA', reason: 'issuer-missing', sameName: 1, anchors: 1 });
});

test('two CAs that certify each other: no end, and no certificate to fetch', () => {
  const loop = [issueCa({ subject: 'CA', issuer: 'B' }), issueCa({ subject: 'B', issuer: 'CA' })];
  const { problem, tip, tips, belowTips } = missing(leaf, loop);
  assert.deepEqual([tip, tips, belowTips], [leaf, [], []]);
  assert.deepEqual(problem.facts, { issuer: 'CN=CA', reason: 'no-anchor', sameName: 0, anchors: 1 });
});

test('of two that lead to one missing issuer the first is told to be below it', () => {
  const one = issueCa({ subject: 'CA', issuer: 'Middle' });
  const two = issueCa({ subject: 'CA', issuer: 'Middle', serial: 2 });
  const middle = issueCa({ subject: 'Middle', issuer: 'Gone' });
  const { tips, belowTips } = missing(leaf, [one, two, middle]);
  assert.deepEqual([tips, belowTips], [[middle], [one]]);
  const further = issueCa({ subject: 'Middle', issuer: 'Far', serial: 2 });
  assert.deepEqual(missing(leaf, [one, middle, further]).belowTips, [one, one]);
});

test('a signature that can not be checked is followed, for it may be true', () => {
  const odd = issue({
    subject: 'TSA',
    issuer: 'CA',
    algorithm: sequence(oid('1.2.3')),
    sign: () => new Uint8Array(64),
  });
  const middle = issueCa({ subject: 'CA', issuer: 'Gone' });
  assert.deepEqual(missing(odd, [middle]).tips, [middle]);
});

test('where the budget ends the explanation is shorter, and still one', () => {
  const middle = issueCa({ subject: 'CA', issuer: 'Gone' });
  const { problem, tip, tips } = missing(leaf, [middle], { budget: new WorkBudget({ signatureWork: 0 }) });
  assert.deepEqual([tip, tips], [leaf, []]);
  assert.equal(problem.facts?.reason, 'no-anchor');
});

test('a mistake of the program is no end of the budget', () => {
  const graph = new PathGraph(leaf, [issueCa({ subject: 'CA', issuer: 'Gone' })], [trustAnchor(root)]);
  // @ts-expect-error no links at all
  assert.throws(() => missingIssuer(graph, undefined, 1), TypeError);
});
