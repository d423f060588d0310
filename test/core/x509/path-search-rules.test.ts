import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { all, ca, leaf, search } from './all-paths.ts';
import { extension, issue, issueCa, name, subtrees, tlv } from './make-certificate.ts';

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
});

test('RFC 5280 §6.1.4 (l): for a path length self-issued certificates do not count, and each way counts by itself', () => {
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

test('a CA that stands high enough over a false signature alone makes no path that is too long', () => {
  // X has the name of the target's issuer, and would be allowed there; what it did sign is eighteen CAs away.
  const between = Array.from({ length: 18 }, (_, index) =>
    ca(index === 0 ? 'A' : `${index}`, index === 17 ? 'A' : `${index + 1}`, 1, { key: 'A', signer: null }),
  );
  const x = ca('A', 'Root', 2, { key: 'X', pathLength: 0 });
  assert.deepEqual(search(leaf, [...between, x]), { paths: [], cut: false, rejected: ['path-length'] });
});
