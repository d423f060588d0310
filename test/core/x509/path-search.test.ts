import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import type { PathProblem } from '../../../src/core/x509/path-problem.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import * as der from '../../../src/lab/der-writer.ts';
import { all, ca, leaf, nothing, root, search } from './all-paths.ts';
import { aki, issue, oid, policies, sequence, ski } from './make-certificate.ts';

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

const marked = issue({ subject: 'T', issuer: 'A', extensions: [aki('a')] });

/** The serial numbers of the CAs below the root, in the order they are tried, whatever the order of the candidates. */
function order(...candidates: readonly Certificate[]): (string | undefined)[] {
  const found = search(marked, candidates, { tolerates: all });
  const turned = search(marked, candidates.toReversed(), { tolerates: all });
  assert.deepEqual(turned.paths, found.paths);
  return found.paths.map((path) => path.split(' ')[1]);
}

const equal = { extensions: [ski('a')] };
const old = { notAfter: '20250101000000Z' };

test('the key identifier that is named is tried first, one that differs last', () => {
  const differ = { extensions: [ski('b')] };
  const candidates = [ca('A', 'Root', 1, differ), ca('A', 'Root', 2), ca('A', 'Root', 3, equal)];
  assert.deepEqual(order(...candidates), ['A3', 'A2', 'A1']);
});

test('key identifiers come before dates', () => {
  assert.deepEqual(order(ca('A', 'Root', 1, { ...equal, ...old }), ca('A', 'Root', 2)), ['A1', 'A2']);
});

test('what is valid at the time is tried before what was, and before what will be', () => {
  const young = { notBefore: '20350101000000Z' };
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
  const claims = ca('A', 'Root', 1, { ...wrong, extensions: [ski('a')] });
  assert.deepEqual(search(marked, [claims]), { paths: [], cut: false, rejected: ['path-signature'] });
  assert.deepEqual(search(marked, [claims], { tolerates: all }).paths, ['T1 A1 Root1']);
  assert.deepEqual(search(marked, [ca('A', 'Root', 1, wrong)], { tolerates: all }), { paths: [], ...nothing });
});

test('beside false ones the true issuer is found all the same', () => {
  const claims = ca('A', 'Root', 1, { key: 'Mallory', extensions: [ski('a')] });
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

test('candidates that lead nowhere are not followed', () => {
  const deadEnd = [ca('A', 'Nowhere', 1), ca('Nowhere', 'Gone', 1)];
  assert.deepEqual(search(leaf, [...deadEnd, ca('A', 'Root', 2)]), { paths: ['T1 A2 Root1'], ...nothing });
  assert.deepEqual(search(leaf, deadEnd), { paths: [], ...nothing });
});
