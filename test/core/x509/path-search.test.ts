import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { Links } from '../../../src/core/x509/links.ts';
import { PathGraph } from '../../../src/core/x509/path-graph.ts';
import type { PathProblem } from '../../../src/core/x509/path-problem.ts';
import type { PathRules } from '../../../src/core/x509/path-rules.ts';
import { searchPaths } from '../../../src/core/x509/path-search.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import * as der from '../../../src/lab/der-writer.ts';
import {
  aki,
  at,
  extension,
  issue,
  issueCa,
  name,
  oid,
  policies,
  sequence,
  ski,
  subtrees,
  tlv,
  type Wish,
} from './make-certificate.ts';

const root = issueCa({ subject: 'Root', issuer: 'Root' });
const rules: PathRules = {
  at,
  keyPurpose: null,
  caKeyPurpose: 'warn',
  targetKeyPurpose: true,
  furtherExtensions: new Set(),
  initialPolicies: new Set(['2.5.29.32.0']),
  requireExplicitPolicy: false,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false,
};

interface Wanted {
  readonly anchors?: readonly Certificate[];
  readonly rules?: Partial<PathRules>;
  readonly tolerates?: (problem: PathProblem) => boolean;
  readonly budget?: WorkBudget;
  /** How many paths are enough; default: all. */
  readonly enough?: number;
}

/** All paths in the order they are found, each certificate as name and serial number, with how the search ended. */
function search(target: Certificate, candidates: readonly Certificate[], wanted: Wanted = {}) {
  const budget = wanted.budget ?? new WorkBudget();
  const anchors = (wanted.anchors ?? [root]).map(trustAnchor);
  const paths: string[] = [];
  const { cut, rejected } = searchPaths(
    {
      graph: new PathGraph(target, candidates, anchors),
      rules: { ...rules, ...wanted.rules },
      links: new Links(budget),
      budget,
    },
    {
      tolerates: wanted.tolerates ?? (() => false),
      found: ({ path, anchor }) => {
        const label = (one: Certificate) => `${one.subject.text.slice(3)}${one.serialHex.slice(1)}`;
        return paths.push([...path, anchor.certificate].map(label).join(' ')) >= (wanted.enough ?? Infinity);
      },
    },
  );
  return { paths, cut, rejected: [...rejected].sort() };
}

const ca = (subject: string, issuer: string, serial = 1, wish: Partial<Wish & { pathLength: number }> = {}) =>
  issueCa({ subject, issuer, serial, ...wish });
const leaf = issue({ subject: 'T', issuer: 'A' });
const all = () => true;
const nothing = { cut: false, rejected: [] };

test('every path there is, shorter ones first; the search ends where enough were found', () => {
  const candidates = [ca('A', 'B'), ca('A', 'Root', 2), ca('B', 'C'), ca('B', 'Root', 2), ca('C', 'Root')];
  const paths = ['T1 A2 Root1', 'T1 A1 B2 Root1', 'T1 A1 B1 C1 Root1'];
  assert.deepEqual(search(leaf, candidates), { paths, ...nothing });
  assert.deepEqual(search(leaf, candidates, { enough: 1 }).paths, paths.slice(0, 1));
  assert.deepEqual(search(leaf, candidates, { enough: 2 }).paths, paths.slice(0, 2));
  assert.deepEqual(search(leaf, []), { paths: [], ...nothing });
});

test('no subject stands in a path twice with the same key: the target, a CA, the anchor', () => {
  const loop = [ca('A', 'B'), ca('B', 'A'), ca('A', 'Root', 2)];
  assert.deepEqual(search(leaf, loop), { paths: ['T1 A2 Root1'], ...nothing });
  assert.deepEqual(search(leaf, [ca('A', 'B'), ca('B', 'A'), ca('B', 'Root', 2)]).paths, ['T1 A1 B2 Root1']);
  // The target renewed by another CA is no way to itself.
  const target = ca('A', 'B');
  const renewed = ca('A', 'Root', 2);
  assert.deepEqual(search(target, [ca('B', 'A'), renewed]), { paths: [], ...nothing });
  // The anchor's own certificate among the candidates adds no path.
  assert.deepEqual(search(leaf, [ca('A', 'Root'), root]).paths, ['T1 A1 Root1']);
  assert.deepEqual(search(leaf, [ca('A', 'Root'), ca('Root', 'Root', 2)]).paths, ['T1 A1 Root1']);
});

test('key identifiers come before dates, dates before the length of the way, that before the cost of the key', () => {
  const target = issue({ subject: 'T', issuer: 'A', extensions: [aki('a')] });
  const equal = { extensions: [ski('a')] };
  const differ = { extensions: [ski('b')] };
  const old = { notAfter: '20250101000000Z' };
  const young = { notBefore: '20350101000000Z' };
  const order = (...candidates: readonly Certificate[]) => {
    const found = search(target, candidates, { tolerates: all });
    const turned = search(target, candidates.toReversed(), { tolerates: all });
    assert.deepEqual(turned.paths, found.paths);
    return found.paths.map((path) => path.split(' ')[1]);
  };
  assert.deepEqual(order(ca('A', 'Root', 1, differ), ca('A', 'Root', 2), ca('A', 'Root', 3, equal)), [
    'A3',
    'A2',
    'A1',
  ]);
  assert.deepEqual(order(ca('A', 'Root', 1, { ...equal, ...old }), ca('A', 'Root', 2)), ['A1', 'A2']);
  assert.deepEqual(order(ca('A', 'Root', 1, old), ca('A', 'Root', 2)), ['A2', 'A1']);
  assert.deepEqual(order(ca('A', 'Root', 1, young), ca('A', 'Root', 2)), ['A2', 'A1']);
});

test('a certificate that begins or ends at the moment itself is as good as any', () => {
  const beginning = ca('A', 'Root', 1, { notBefore: '20300101000000Z' });
  const ending = ca('A', 'Root', 2, { notAfter: '20300101000000Z' });
  const plain = ca('A', 'Root', 3);
  for (const candidates of [
    [beginning, plain],
    [ending, plain],
  ]) {
    const names = candidates.map((one) => `T1 A${one.serialHex.slice(1)} Root1`);
    assert.deepEqual(search(leaf, candidates).paths, names);
  }
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An RSA key of 2,048 bits that signed nothing: a check costs a seventeenth of the bits of its exponent. */
const falseKey = (exponentBits: number) =>
  der.sequence(
    der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nothing()),
    der.bits(der.sequence(der.integer((1n << 2047n) + 1n), der.integer((1n << BigInt(exponentBits - 1)) + 1n))),
  );

test('among equals the cheaper key is tried first; one beyond all honest cost last of all, whatever it says of itself', () => {
  const target = issue({
    subject: 'T',
    issuer: 'A',
    extensions: [aki('a')],
    algorithm: sequence(oid('1.2.840.113549.1.1.11'), der.nothing()),
    sign: (data) => sign('sha256', data, rsa.privateKey),
  });
  const good = (...extensions: readonly Uint8Array[]) => ca('A', 'Root', 1, { key: rsa.privateKey, extensions });
  const bad = (bits: number, ...extensions: readonly Uint8Array[]) =>
    ca('A', 'Root', 2, { spki: falseKey(bits), extensions });
  /** The units that are spent until the path is found. */
  const spent = (...candidates: readonly Certificate[]) => {
    const budget = new WorkBudget({ signatureWork: 1_000 });
    assert.deepEqual(search(target, candidates, { budget, enough: 1 }).paths, ['T1 A1 Root1']);
    return Math.floor(1_000 - budget.left('signatureWork'));
  };
  const alone = spent(good(ski('a')));
  assert.equal(spent(bad(340, ski('a')), good(ski('a'))), alone);
  assert.equal(spent(bad(340, ski('a')), good()), alone + 20);
  // 80 units are an honest cost, the next bit of the exponent is none.
  assert.equal(spent(bad(80 * 17, ski('a')), good()), alone + 80);
  assert.equal(spent(bad(80 * 17 + 1, ski('a')), good()), alone);
});

test('a false signature makes no issuer, and is no reason unless the key identifiers say that it is one', () => {
  const wrong = { key: 'Mallory' };
  assert.deepEqual(search(leaf, [ca('A', 'Root', 1, wrong)]), { paths: [], ...nothing });
  const marked = issue({ subject: 'T', issuer: 'A', extensions: [aki('a')] });
  const claims = ca('A', 'Root', 1, { ...wrong, extensions: [ski('a')] });
  assert.deepEqual(search(marked, [claims]), { paths: [], cut: false, rejected: ['path-signature'] });
  assert.deepEqual(search(marked, [claims], { tolerates: all }).paths, ['T1 A1 Root1']);
  assert.deepEqual(search(marked, [ca('A', 'Root', 1, wrong)], { tolerates: all }), { paths: [], ...nothing });
  // The true one beside it is found all the same.
  assert.deepEqual(search(marked, [claims, ca('A', 'Root', 2)]).paths, ['T1 A2 Root1']);
  const several = ['x', 'y', 'z'].map((key, index) => ca('A', 'Root', index + 3, { key }));
  assert.deepEqual(search(leaf, [...several, ca('A', 'Root', 2)]).paths, ['T1 A2 Root1']);
});

test('what can not be checked is no path, and a reason', () => {
  const unknown = { algorithm: sequence(oid('1.2.3')), sign: () => new Uint8Array(64) };
  const odd = issue({ subject: 'T', issuer: 'A', ...unknown });
  const end = { paths: [], cut: false, rejected: ['path-algorithm'] };
  assert.deepEqual(search(odd, [ca('A', 'Root')]), end);
  assert.deepEqual(search(leaf, [ca('A', 'Root', 1, unknown)]), end);
  const tolerates = ({ code }: PathProblem) => code === 'path-algorithm';
  assert.deepEqual(search(odd, [ca('A', 'Root')], { tolerates }).paths, ['T1 A1 Root1']);
});

test('a target or a CA that breaks a rule by itself is left out before any path is judged', () => {
  const budget = () => new WorkBudget({ paths: 0 });
  const old = issue({ subject: 'T', issuer: 'A', notAfter: '20250101000000Z' });
  const end = (code: string) => ({ paths: [], cut: false, rejected: [code] });
  assert.deepEqual(search(old, [ca('A', 'Root')], { budget: budget() }), end('expired'));
  const noCa = issue({ subject: 'A', issuer: 'Root' });
  assert.deepEqual(search(leaf, [noCa], { budget: budget() }), end('path-basic-constraints'));
  assert.deepEqual(search(leaf, [noCa, ca('A', 'Root', 2)]).paths, ['T1 A2 Root1']);
  assert.throws(() => search(leaf, [ca('A', 'Root')], { budget: budget() }), LimitError);
});

test('RFC 5280 §6.1.4 (l), (m): a CA with too short a path length is left out, for one path or for all', () => {
  const end = { paths: [], cut: false, rejected: ['path-length'] };
  const short = ca('B', 'Root', 1, { pathLength: 0 });
  assert.deepEqual(search(leaf, [ca('A', 'B'), short], { budget: new WorkBudget({ paths: 0 }) }), end);
  assert.deepEqual(search(leaf, [ca('A', 'B'), short], { tolerates: all }).paths, ['T1 A1 B1 Root1']);
  assert.deepEqual(search(leaf, [ca('A', 'B'), ca('B', 'Root', 1, { pathLength: 1 })]).paths, ['T1 A1 B1 Root1']);
  // A self-issued certificate does not count.
  const rollover = ca('B', 'B', 2, { key: 'New' });
  const signed = ca('A', 'B', 3, { signer: 'New' });
  assert.deepEqual(search(leaf, [signed, rollover, ca('B', 'Root', 1, { pathLength: 1 })]).paths, [
    'T1 A3 B2 B1 Root1',
  ]);
  // Near enough for one way, too far for another: C may stand above A alone.
  const c = ca('C', 'Root', 1, { pathLength: 1 });
  const ways = [ca('A', 'C', 1), ca('A', 'B', 2), ca('B', 'C', 1), c];
  const once = { budget: new WorkBudget({ paths: 1 }) };
  assert.deepEqual(search(leaf, ways, once), { paths: ['T1 A1 C1 Root1'], cut: false, rejected: ['path-length'] });
  // What can't be read is judged elsewhere.
  const unread = issue({ subject: 'A', issuer: 'Root', extensions: [extension('2.5.29.19', tlv(4))] });
  assert.deepEqual(search(leaf, [unread]).rejected, ['path-critical-extension']);
});

const org = (common: string) => name(['2.5.4.10', 'Org'], ['2.5.4.3', common]);
const inOrg = subtrees([tlv(0xa4, name(['2.5.4.10', 'Org']))]);

test('RFC 5280 §6.1.3 (b), (c): a CA that forbids a name is left out, of all paths where it is the name of the target', () => {
  const top = ca('Top', 'Root', 1, { extensions: [inOrg] });
  const inside = issue({ subject: org('T'), issuer: 'A' });
  const rejected = ['path-name-constraints'];
  // Before any path is judged: the name of the target, that of a CA between, that of a self-issued target.
  const unjudged = () => ({ budget: new WorkBudget({ paths: 0 }) });
  const end = { paths: [], cut: false, rejected };
  assert.deepEqual(search(leaf, [ca('A', 'Top'), top], unjudged()), end);
  assert.deepEqual(search(inside, [ca('A', 'Top'), top], unjudged()), end);
  const rollover = ca('Top', 'Top', 2, { key: 'New' });
  assert.deepEqual(search(rollover, [top], unjudged()), end);
  assert.equal(search(inside, [ca('A', 'Top'), top], { tolerates: all }).paths.length, 1);
  // A self-issued certificate in between is exempt.
  const signed = issue({ subject: org('T'), issuer: 'Top', signer: 'New' });
  assert.equal(search(signed, [rollover, top]).paths.length, 1);
});

test('a CA that forbids a name between on one way allows another way', () => {
  const top = ca('Top', 'Root', 1, { extensions: [inOrg] });
  const target = issue({ subject: org('T'), issuer: org('S'), signer: 'S' });
  const s = (issuer: string | Uint8Array, signer: string, serial: number) =>
    issueCa({ subject: org('S'), issuer, key: 'S', signer, serial });
  const outside = ca('X', 'Top');
  const inside = issueCa({ subject: org('Y'), issuer: 'Top', key: 'Y' });
  for (const candidates of [
    [s('X', 'X', 1), s(org('Y'), 'Y', 2), outside, inside, top],
    [top, inside, outside, s(org('Y'), 'Y', 2), s('X', 'X', 1)],
  ]) {
    assert.equal(search(target, candidates).paths.length, 1);
  }
});

test('a name is compared once for all paths that are looked for', () => {
  const top = ca('Top', 'Root', 1, { extensions: [inOrg] });
  const target = issue({ subject: org('T'), issuer: org('S'), signer: 'S' });
  const both = [1, 2].map((serial) => issueCa({ subject: org('S'), issuer: 'Top', key: 'S', serial }));
  // Three names while looking, and two for each of the two paths that are judged.
  const run = (nameComparisons: number) =>
    search(target, [...both, top], { budget: new WorkBudget({ nameComparisons }) });
  assert.equal(run(3 + 2 + 2).paths.length, 2);
  assert.throws(() => run(3 + 2 + 1), LimitError);
});

test('where the first path fails as a whole the next is judged, each once', () => {
  const with1 = { extensions: [policies('1.2.3')] };
  const target = issue({ subject: 'T', issuer: 'A', ...with1 });
  const candidates = [ca('A', 'Root', 1), ca('A', 'B', 2, with1), ca('B', 'Root', 1, with1)];
  const run = (paths: number) =>
    search(target, candidates, { rules: { requireExplicitPolicy: true }, budget: new WorkBudget({ paths }) });
  assert.deepEqual(run(2), { paths: ['T1 A2 B1 Root1'], cut: false, rejected: ['path-policy'] });
  assert.throws(() => run(1), LimitError);
});

test('the steps are counted: candidates and anchors alike', () => {
  const run = (pathSteps: number) =>
    search(leaf, [ca('A', 'Root')], { budget: new WorkBudget({ pathSteps }), enough: 1 });
  assert.deepEqual(run(2).paths, ['T1 A1 Root1']);
  assert.throws(() => run(1), LimitError);
  assert.throws(() => run(0), LimitError);
});

test('a path of 20 certificates is found, one of 21 is not looked for, which is told', () => {
  const chain = (length: number) => {
    const between = Array.from({ length: length - 2 }, (_, index) =>
      ca(index === 0 ? 'A' : `${index}`, index === length - 3 ? 'Root' : `${index + 1}`),
    );
    return search(leaf, between);
  };
  assert.equal(chain(20).paths.length, 1);
  assert.equal(chain(20).cut, false);
  assert.deepEqual(chain(21), { paths: [], cut: true, rejected: [] });
});

test('a CA that stands high enough over a false signature alone makes no path that is too long', () => {
  // X has the name of the target's issuer, and would be allowed there; what it did sign is eighteen CAs away.
  const between = Array.from({ length: 18 }, (_, index) =>
    ca(index === 0 ? 'A' : `${index}`, index === 17 ? 'A' : `${index + 1}`, 1, index === 17 ? { signer: 'X' } : {}),
  );
  const x = ca('A', 'Root', 2, { key: 'X', pathLength: 0 });
  assert.deepEqual(search(leaf, [...between, x]), { paths: [], cut: false, rejected: ['path-length'] });
});

test('candidates that lead nowhere are not followed', () => {
  const deadEnd = [ca('A', 'Nowhere', 1), ca('Nowhere', 'Gone', 1)];
  assert.deepEqual(search(leaf, [...deadEnd, ca('A', 'Root', 2)]), { paths: ['T1 A2 Root1'], ...nothing });
  assert.deepEqual(search(leaf, deadEnd), { paths: [], ...nothing });
});
