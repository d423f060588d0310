import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { PathOptions } from '../../../src/core/x509/path.ts';
import { PathCache } from '../../../src/core/x509/path-cache.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { at, issue, issueCa } from './make-certificate.ts';

const anchors = [trustAnchor(issueCa({ subject: 'Root', issuer: 'Root' }))];
const ca = issueCa({ subject: 'CA', issuer: 'Root' });
const leaf = issue({ subject: 'TSA', issuer: 'CA' });
const base: PathOptions = { target: leaf, candidates: [ca], anchors, at };

/** Each is an answer of its own, and stays the same one. */
function assertApart(variants: readonly Partial<PathOptions>[]): void {
  const cache = new PathCache();
  const run = (further: Partial<PathOptions>) => cache.validate({ ...base, ...further }, 'user');
  const results = variants.map(run);
  assert.equal(new Set(results).size, variants.length);
  for (const [index, further] of variants.entries()) assert.equal(run(further), results[index]);
  assert.notEqual(cache.validate({ ...base, ...variants[0] }, 'somebody else'), results[0]);
}

test('every flag that an answer depends on is part of what it is remembered by', () => {
  assertApart([
    {},
    { checkValidity: false },
    { requireExplicitPolicy: true },
    { inhibitPolicyMapping: true },
    { inhibitAnyPolicy: true },
    { targetKeyPurpose: false },
    { sameKeyIsTrusted: false },
  ]);
});

test('every purpose, extension and policy that an answer depends on is part of what it is remembered by', () => {
  assertApart([
    {},
    { keyPurpose: '1.2.3' },
    { caKeyPurpose: 'fail' },
    { furtherExtensions: ['1.2.3'] },
    { furtherExtensions: ['1.2.3', '1.2.4'] },
    { initialPolicies: ['1.2.3'] },
    { initialPolicies: ['1.2.3', '1.2.4'] },
  ]);
});

test('the target and each candidate are part of what an answer is remembered by', () => {
  const other = issueCa({ subject: 'CA', issuer: 'Root', serial: 2 });
  assertApart([
    {},
    { target: issue({ subject: 'TSA', issuer: 'CA', serial: 2 }) },
    { candidates: [] },
    { candidates: [other] },
    { candidates: [ca, other] },
  ]);
});

test('a crowd of candidates is told from another crowd, by their names and not by their number', () => {
  const cache = new PathCache();
  const crowd = Array.from({ length: 17 }, (_, index) =>
    issueCa({ subject: `Other ${index}`, issuer: 'Nobody', signer: null }),
  );
  const others = [...crowd.slice(0, 16), ca];
  const without = cache.validate({ ...base, candidates: crowd }, 'user');
  assert.equal(without.status, 'no-chain');
  assert.equal(cache.validate({ ...base, candidates: others }, 'user').status, 'valid');
  assert.equal(cache.validate({ ...base, candidates: crowd }, 'user'), without);
  // Of candidates that belong to the generation only the target's own are part of the name.
  const own = cache.validate({ ...base, candidates: others }, 'with a store', [ca]);
  assert.equal(cache.validate({ ...base, candidates: [ca, ...crowd] }, 'with a store', [ca]), own);
});

test('a result holds from the first to the last moment between two dates, and no longer', () => {
  const cache = new PathCache();
  const target = issue({ subject: 'TSA', issuer: 'CA', notBefore: '20250101000000Z', notAfter: '20350101000000Z' });
  const run = (when: number) => cache.validate({ ...base, target, at: when }, 'user');
  const [from, until] = [Date.UTC(2025, 0), Date.UTC(2035, 0)];
  const middle = run(at);
  assert.equal(run(from), middle);
  assert.equal(run(until), middle);
  const early = run(from - 1);
  const late = run(until + 1);
  assert.notEqual(early, middle);
  assert.notEqual(late, middle);
  assert.deepEqual([early.status, middle.status, late.status], ['broken', 'valid', 'broken']);
  for (const [when, result] of [
    [from - 1, early],
    [until + 1, late],
    [at, middle],
  ] as const) {
    assert.equal(run(when), result);
  }
  // The dates of candidates and anchors end it too.
  assert.notEqual(run(Date.UTC(2041, 0)), late);
});

test('the first of several moments is not forgotten for the second, but for the ninth', () => {
  const dated = Array.from({ length: 10 }, (_, index) =>
    issueCa({ subject: `Other ${index}`, issuer: 'Nobody', signer: null, notAfter: `20${31 + index}0101000000Z` }),
  );
  const run = (cache: PathCache, year: number) =>
    cache.validate({ ...base, candidates: [ca, ...dated], at: Date.UTC(2030 + year, 5) }, 'user');
  const cache = new PathCache();
  const first = run(cache, 0);
  for (let year = 1; year < 8; year++) assert.notEqual(run(cache, year), first);
  assert.equal(run(cache, 0), first);
  run(cache, 8);
  assert.notEqual(run(cache, 0), first);
});

test('a limit is no answer to keep', () => {
  const cache = new PathCache();
  const run = (signatureWork: number) =>
    cache.validate({ ...base, budget: new WorkBudget({ signatureWork }) }, 'user').status;
  assert.equal(run(0), 'limit');
  assert.equal(run(100), 'valid');
  assert.equal(run(0), 'valid');
});

test('the cache forgets the oldest of 4,096', () => {
  const cache = new PathCache();
  const trusted = { target: leaf, candidates: [], anchors: [trustAnchor(leaf)], at };
  const run = (generation: number) => cache.validate(trusted, `${generation}`);
  const first = run(0);
  const second = run(1);
  for (let generation = 2; generation < 4_096; generation++) run(generation);
  assert.equal(run(0), first);
  run(4_096);
  assert.equal(run(1), second);
  assert.notEqual(run(0), first);
});
