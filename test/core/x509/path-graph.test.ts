import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { type Node, PathGraph } from '../../../src/core/x509/path-graph.ts';
import { publicKeyOf } from '../../../src/core/x509/public-key.ts';
import { extension, issue, issueCa, sequence, tlv, type Wish } from './make-certificate.ts';

const root = trustAnchor(issueCa({ subject: 'Root', issuer: 'Root' }));
const ca = (subject: string, issuer: string, wish: Partial<Wish> = {}) =>
  issueCa({ subject, issuer, signer: null, ...wish });
const leafOf = (issuer: string) => issue({ subject: 'TSA', issuer, signer: null });
const never = () => false;

/** Links by the child and the key of the issuer that don't count. */
const deadLinks =
  (...pairs: readonly (readonly [Certificate, Certificate])[]) =>
  (child: Node, key: Node['key']) =>
    pairs.some(([below, above]) => child.certificate === below && key.id === publicKeyOf(above).id);

/** What is told of each certificate, in the order of these; null for one that isn't there. */
const of = (told: Map<Node, number>, ...certificates: readonly Certificate[]) =>
  certificates.map((one) => [...told].find(([node]) => node.certificate === one)?.[1] ?? null);

test('issuers and anchors are found by name; each certificate counts once, and the target is nobody’s issuer', () => {
  const target = ca('A', 'B');
  const b = ca('B', 'A');
  const graph = new PathGraph(target, [b, target, b, issue({ subject: 'C', issuer: 'B', signer: null })], [root]);
  const above = graph.issuersOf(graph.target);
  assert.deepEqual(
    above.map((node) => node.certificate),
    [b],
  );
  assert.deepEqual(graph.issuersOf(above[0]!), []);
  assert.deepEqual(graph.anchorsFor(graph.target), []);
  const below = new PathGraph(leafOf('Root'), [], [root]);
  assert.deepEqual(below.anchorsFor(below.target), [root]);
});

test('no name is no name: a certificate without an issuer has neither issuers nor anchors', () => {
  const nameless = ca('', 'Root', { subject: sequence() });
  const target = issue({ subject: 'TSA', issuer: sequence(), signer: null });
  const anchor = trustAnchor(issueCa({ subject: sequence(), issuer: sequence(), signer: null }));
  const graph = new PathGraph(target, [nameless], [root, anchor]);
  assert.deepEqual(graph.issuersOf(graph.target), []);
  assert.deepEqual(graph.anchorsFor(graph.target), []);
  assert.deepEqual(of(graph.distances(never, never), target, nameless), [null, 1]);
});

test('an anchor that says that it is no CA, or signs no certificates, issues nothing', () => {
  const says = (...extensions: readonly Uint8Array[]) => {
    const anchor = trustAnchor(issue({ subject: 'Root', issuer: 'Root', extensions }));
    const graph = new PathGraph(leafOf('Root'), [], [anchor]);
    return graph.anchorsFor(graph.target).length;
  };
  const basic = (...fields: readonly Uint8Array[]) => extension('2.5.29.19', sequence(...fields));
  const usage = (octet: number) => extension('2.5.29.15', tlv(3, Uint8Array.of(0, octet)));
  const yes = tlv(1, Uint8Array.of(0xff));
  assert.equal(says(), 1);
  assert.equal(says(basic(yes)), 1);
  assert.equal(says(basic()), 0);
  assert.equal(says(usage(4)), 1);
  assert.equal(says(usage(2)), 0);
  assert.equal(says(basic(yes), usage(2)), 0);
  assert.equal(says(basic(), usage(4)), 0);
  // What can't be read says nothing.
  assert.equal(says(extension('2.5.29.19', tlv(4)), extension('2.5.29.15', tlv(4))), 1);
});

test('distances: steps to the nearest anchor, which is the last of them', () => {
  const target = leafOf('A');
  const [a, b, c, far] = [ca('A', 'B'), ca('B', 'C'), ca('C', 'Root'), ca('B', 'Gone')];
  const graph = new PathGraph(target, [a, b, c, far], [root]);
  assert.deepEqual(of(graph.distances(never, never), target, a, b, c, far), [4, 3, 2, 1, null]);
  const short = new PathGraph(target, [a, b, c, ca('B', 'Root')], [root]);
  assert.deepEqual(of(short.distances(never, never), target, a, b, c), [3, 2, 2, 1]);
});

test('distances: dead links and dead certificates lead nowhere', () => {
  const target = leafOf('A');
  const [a, b, direct] = [ca('A', 'B'), ca('B', 'Root'), ca('A', 'Root', { key: 'A 2' })];
  const graph = new PathGraph(target, [a, b, direct], [root]);
  const distances = (
    links: Parameters<PathGraph['distances']>[0],
    dead: Parameters<PathGraph['distances']>[1] = never,
  ) => of(graph.distances(links, dead), target, a, b, direct);
  assert.deepEqual(distances(never), [2, 2, 1, 1]);
  assert.deepEqual(distances(deadLinks([target, direct])), [3, 2, 1, 1]);
  assert.deepEqual(distances(deadLinks([direct, root.certificate])), [3, 2, 1, null]);
  assert.deepEqual(distances(deadLinks([target, direct], [a, b])), [null, null, 1, 1]);
  assert.deepEqual(
    distances(never, (node) => node.certificate === direct),
    [3, 2, 1, 1],
  );
});

test('distances: no way leads through the target', () => {
  const target = ca('A', 'Root');
  const below = ca('B', 'A');
  const graph = new PathGraph(target, [below], [root]);
  assert.deepEqual(of(graph.distances(never, never), target, below), [1, null]);
});

test('heights: the fewest certificates between, self-issued ones and the target apart', () => {
  const target = leafOf('A');
  const [a, rollover, b, c] = [ca('A', 'B'), ca('B', 'B', { key: 'New' }), ca('B', 'C'), ca('C', 'A')];
  const graph = new PathGraph(target, [a, rollover, b, c, ca('Elsewhere', 'Root')], [root]);
  assert.deepEqual(of(graph.heights(never), target, a, rollover, b, c), [0, 0, 1, 1, 2]);
  assert.equal(graph.heights(never).size, 5);
});

test('heights: a dead link is no way, and hides no other', () => {
  const target = leafOf('A');
  const [a, other, b] = [ca('A', 'B'), ca('A', 'B', { key: 'A 2' }), ca('B', 'Root')];
  const graph = new PathGraph(target, [a, other, b], [root]);
  assert.deepEqual(of(graph.heights(deadLinks([target, a])), a, other, b), [null, 0, 1]);
  assert.deepEqual(of(graph.heights(deadLinks([a, b])), a, other, b), [0, 0, 1]);
  assert.deepEqual(of(graph.heights(deadLinks([a, b], [other, b])), a, other, b), [0, 0, null]);
});

test('heights: what is reached lower is not told again from higher up', () => {
  // The rollover of N is reached from M alone, and its issuers, of the same name, were reached before.
  const target = leafOf('P');
  const [first, low, middle] = [ca('P', 'N'), ca('N', 'M'), ca('M', 'N')];
  const rollover = ca('N', 'N', { key: 'New' });
  const graph = new PathGraph(target, [first, low, rollover, middle], [root]);
  const heights = graph.heights(deadLinks([first, rollover]));
  assert.deepEqual(of(heights, first, low, middle, rollover), [0, 1, 2, 3]);
});

test('heights: of two ways of one round that through a self-issued certificate is the lower', () => {
  const target = leafOf('P');
  const [one, two] = [ca('P', 'A'), ca('P', 'N', { key: 'P 2' })];
  const [counted, rollover] = [ca('A', 'N'), ca('N', 'N', { key: 'New' })];
  const issuer = ca('N', 'Root');
  const graph = new PathGraph(target, [one, two, counted, rollover, issuer], [root]);
  const heights = graph.heights(deadLinks([two, issuer]));
  assert.deepEqual(of(heights, one, two, counted, rollover, issuer), [0, 0, 1, 1, 1]);
});
