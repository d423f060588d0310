import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import { PolicyGraph } from '../../../src/core/x509/policy-graph.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';

const any = '2.5.29.32.0';
const everything = new Set([any]);
const graphOf = (policyNodes?: number) =>
  new PolicyGraph(new WorkBudget(policyNodes === undefined ? {} : { policyNodes }));
const mapping = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([issuerDomainPolicy, subjectDomainPolicy]) => ({ issuerDomainPolicy, subjectDomainPolicy }));
const accepted = (graph: PolicyGraph, ...initial: readonly string[]) =>
  [...graph.userConstrained(initial.length > 0 ? new Set(initial) : everything)].sort();

test('RFC 9618 §5.3 (d)(1): a policy stands where it is expected or where anyPolicy stood above', () => {
  const graph = graphOf();
  assert.equal(graph.isEmpty, false);
  graph.add(new Set(['a', 'b']), true);
  graph.add(new Set(['b', 'c']), true);
  assert.deepEqual(accepted(graph), ['b']);
  graph.add(new Set(['c']), true);
  assert.equal(graph.isEmpty, true);
  assert.deepEqual(accepted(graph), []);
  // What is NULL stays so.
  graph.add(new Set(['c', any]), true);
  assert.equal(graph.isEmpty, true);
});

test('RFC 9618 §5.3 (d)(2): anyPolicy takes over what is expected, where it may count', () => {
  const graph = graphOf();
  graph.add(new Set([any]), true);
  graph.add(new Set(['a', any]), true);
  graph.add(new Set([any]), true);
  assert.deepEqual(accepted(graph), [any, 'a'].sort());
  graph.add(new Set([any]), false);
  assert.equal(graph.isEmpty, true);
  const inhibited = graphOf();
  inhibited.add(new Set(['a', any]), false);
  inhibited.add(new Set(['a', 'b']), false);
  assert.deepEqual(accepted(inhibited), ['a']);
});

test('RFC 9618 §5.4: a mapping is told in the terms of the anchor, many to many', () => {
  const graph = graphOf();
  graph.add(new Set(['a', 'b', 'c']), true);
  graph.map(mapping(['a', 'x'], ['a', 'y'], ['b', 'y']));
  graph.add(new Set(['y', 'c']), true);
  assert.deepEqual(accepted(graph), ['a', 'b', 'c']);
  const one = graphOf();
  one.add(new Set(['a', 'b']), true);
  one.map(mapping(['a', 'x'], ['b', 'y']));
  one.add(new Set(['x', 'b']), true);
  assert.deepEqual(accepted(one), ['a']);
});

test('RFC 9618 §5.4: under anyPolicy a policy that is mapped comes to be, without it the mapping says nothing', () => {
  const graph = graphOf();
  graph.add(new Set([any]), true);
  graph.map(mapping(['a', 'x']));
  graph.add(new Set(['x']), true);
  assert.deepEqual(accepted(graph), ['a']);
  const without = graphOf();
  without.add(new Set(['b']), true);
  without.map(mapping(['a', 'x']));
  without.add(new Set(['x']), true);
  assert.equal(without.isEmpty, true);
});

test('RFC 5280 §6.1.4 (b)(2): where mapping is inhibited what would be mapped ends', () => {
  const graph = graphOf();
  graph.add(new Set(['a', 'b']), true);
  graph.remove(mapping(['a', 'x'], ['a', 'y']));
  graph.add(new Set(['a', 'b', 'x']), true);
  assert.deepEqual(accepted(graph), ['b']);
});

test('RFC 9618 §5.6: of the policies those that the caller accepts; anyPolicy at the end accepts all of his', () => {
  const graph = graphOf();
  graph.add(new Set(['a', 'b']), true);
  assert.deepEqual(accepted(graph, 'b', 'z'), ['b']);
  assert.deepEqual(accepted(graph, 'z'), []);
  const open = graphOf();
  open.add(new Set(['a', any]), true);
  assert.deepEqual(accepted(open, 'z'), ['z']);
  assert.deepEqual(accepted(open), [any, 'a'].sort());
});

test('nodes, edges and mapped policies are counted: at the limit, and one beyond', () => {
  const run = (policyNodes: number) => {
    const graph = graphOf(policyNodes);
    // A node and its edge each, the policy that both name once.
    graph.add(new Set(['a', any]), true);
    graph.add(new Set(['a', any]), true);
    graph.map(mapping(['a', 'x'], ['a', 'y']));
    return graph;
  };
  assert.equal(run(2 + 2 + 2 + 2 + 2).isEmpty, false);
  assert.throws(() => run(2 + 2 + 2 + 2 + 1), LimitError);
  assert.throws(() => run(7), LimitError);
});
