import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { type PathOptions, type PathResult, validatePath } from '../../../src/core/x509/path.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  aki,
  altNames,
  at,
  commonName,
  issue,
  issueCa,
  mappings,
  policies,
  ski,
  subtrees,
  text,
  tlv,
} from './make-certificate.ts';

const root = issueCa({ subject: 'Root', issuer: 'Root' });
const anchors = [trustAnchor(root)];

function validate(
  target: Certificate,
  candidates: readonly Certificate[],
  further: Partial<PathOptions> = {},
): PathResult {
  return validatePath({ target, candidates, anchors, at, ...further });
}

function codeOf(result: PathResult): string {
  if (result.status === 'valid') return 'valid';
  return result.status === 'limit' ? `limit ${result.limit}` : `${result.status} ${result.problem.code}`;
}

/** Asserts the answer, and that it came within the time that a hostile token may cost. The margin is for busy machines. */
function expect(expected: string, run: () => PathResult): PathResult {
  const start = performance.now();
  const result = run();
  const ms = performance.now() - start;
  assert.equal(codeOf(result), expected);
  assert.ok(ms < 5_000, `took ${ms} ms`);
  return result;
}

const names = (result: PathResult) =>
  'path' in result ? result.path.map((certificate) => certificate.subject.text) : [];

test('two CAs that certify each other and no anchor: no chain', () => {
  const a = issueCa({ subject: 'A', issuer: 'B' });
  const b = issueCa({ subject: 'B', issuer: 'A' });
  const result = expect('no-chain no-chain', () => validate(issue({ subject: 'TSA', issuer: 'A' }), [a, b]));
  assert.ok(result.status === 'no-chain');
  assert.deepEqual(result.tips, []);
});

test('two CAs that certify each other beside a way to the anchor: the way is found', () => {
  const loop = [issueCa({ subject: 'A', issuer: 'B' }), issueCa({ subject: 'B', issuer: 'A' })];
  const way = issueCa({ subject: 'B', issuer: 'Root' });
  const result = expect('valid', () => validate(issue({ subject: 'TSA', issuer: 'A' }), [...loop, way]));
  assert.deepEqual(names(result), ['CN=TSA', 'CN=A', 'CN=B', 'CN=Root']);
});

function mesh(size: number): Certificate[] {
  const labels = Array.from({ length: size }, (_, index) => `CA ${index}`);
  return labels.flatMap((subject) =>
    labels.filter((issuer) => issuer !== subject).map((issuer) => issueCa({ subject, issuer })),
  );
}

const twelve = mesh(12);
const target = issue({ subject: 'TSA', issuer: 'CA 0' });

test('a complete graph of twelve CAs with one anchored in the middle: the path is found', () => {
  const way = issueCa({ subject: 'CA 7', issuer: 'Root' });
  const result = expect('valid', () => validate(target, [...twelve.slice(0, 60), way, ...twelve.slice(60)]));
  assert.deepEqual(names(result), ['CN=TSA', 'CN=CA 0', 'CN=CA 7', 'CN=Root']);
});

test('a complete graph of twelve CAs without an anchor costs nothing: no chain', () => {
  expect('no-chain no-chain', () => validate(target, twelve));
});

test('a complete graph of twelve CAs, all with false certificates of the anchor: no chain', () => {
  const claimed = Array.from({ length: 12 }, (_, index) =>
    issueCa({ subject: `CA ${index}`, issuer: 'Root', signer: 'Mallory' }),
  );
  expect('no-chain no-chain', () => validate(target, [...twelve, ...claimed]));
});

test('a complete graph of twelve CAs whose only anchored one is expired: expired, and the path is told', () => {
  const way = issueCa({ subject: 'CA 7', issuer: 'Root', notAfter: '20250101000000Z' });
  const result = expect('broken expired', () => validate(target, [...twelve, way]));
  assert.equal(names(result).length, 4);
});

test('a complete graph of twelve CAs whose only anchored one forbids the name of the target', () => {
  const way = issueCa({ subject: 'CA 7', issuer: 'Root', extensions: [subtrees([tlv(0xa4, commonName('Other'))])] });
  expect('broken path-name-constraints', () => validate(target, [...twelve, way]));
});

test('a complete graph of twelve CAs whose only anchored one may not certify CAs', () => {
  const way = issueCa({ subject: 'CA 7', issuer: 'Root', pathLength: 0 });
  expect('broken path-length', () => validate(target, [...twelve, way]));
});

test('a complete graph of twelve CAs where no path has the required policy', () => {
  const way = issueCa({ subject: 'CA 7', issuer: 'Root' });
  expect('limit paths', () => validate(target, [...twelve, way], { requireExplicitPolicy: true }));
});

test('a dead-end cross-certificate with the better key identifier does not hide the good path', () => {
  const good = issueCa({ subject: 'CA', issuer: 'Root', extensions: [ski('other')] });
  const cross = issueCa({ subject: 'CA', issuer: 'Far Root', serial: 2, extensions: [ski('ca')] });
  const leaf = issue({ subject: 'TSA', issuer: 'CA', extensions: [aki('ca')] });
  const result = expect('valid', () => validate(leaf, [cross, good]));
  assert.ok('path' in result && result.path[1] === good);
});

test('an expired certificate of the same CA key gives way to the renewed one', () => {
  const old = issueCa({ subject: 'CA', issuer: 'Root', notAfter: '20250101000000Z' });
  const renewed = issueCa({ subject: 'CA', issuer: 'Root', serial: 2 });
  const result = expect('valid', () => validate(issue({ subject: 'TSA', issuer: 'CA' }), [old, renewed]));
  assert.ok('path' in result && result.path[1] === renewed);
});

test('a short chain that is expired gives way to a longer one that is valid', () => {
  const short = issueCa({ subject: 'CA', issuer: 'Root', notAfter: '20250101000000Z' });
  const long = [issueCa({ subject: 'CA', issuer: 'Bridge' }), issueCa({ subject: 'Bridge', issuer: 'Root' })];
  const result = expect('valid', () => validate(issue({ subject: 'TSA', issuer: 'CA' }), [short, ...long]));
  assert.equal(names(result).length, 4);
});

test('3,000 candidates of the name of the issuer, the right one last: it is found', () => {
  const crowd = Array.from({ length: 3_000 }, (_, index) =>
    issueCa({ subject: 'CA', issuer: 'Root', signer: null, serial: index + 1, key: 'CA', spki: spkiNumber(index) }),
  );
  const good = issueCa({ subject: 'CA', issuer: 'Root', extensions: [ski('ca')] });
  const leaf = issue({ subject: 'TSA', issuer: 'CA', extensions: [aki('ca')] });
  expect('valid', () => validate(leaf, [...crowd, good]));
  // Without key identifiers every one has to be tried, and a hostile crowd can spend the budget: unknown, never valid.
  const plain = issue({ subject: 'TSA', issuer: 'CA' });
  expect('valid', () => validate(plain, [...crowd.slice(0, 600), good]));
  expect('limit signatureWork', () => validate(plain, [...crowd, good]));
});

/** Ed25519 keys by the thousand: any 32 octets will do for a key that signed nothing. */
function spkiNumber(index: number): Uint8Array {
  const key = Buffer.alloc(32, 1);
  key.writeUInt32BE(index);
  return Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
}

test('3,000 self-issued certificates of the name of the anchor: the anchor itself is tried first', () => {
  const crowd = Array.from({ length: 3_000 }, (_, index) =>
    issueCa({ subject: 'Root', issuer: 'Root', signer: null, serial: index + 1, spki: spkiNumber(index) }),
  );
  expect('valid', () => validate(issue({ subject: 'TSA', issuer: 'Root' }), crowd));
});

test('a chain of 40 certificates is longer than any path may be', () => {
  const chain = Array.from({ length: 39 }, (_, index) =>
    issueCa({ subject: `Deep ${index}`, issuer: index === 38 ? 'Root' : `Deep ${index + 1}` }),
  );
  expect('limit pathLength', () => validate(issue({ subject: 'TSA', issuer: 'Deep 0' }), chain));
  const short = chain.map((certificate, index) =>
    index === 17 ? issueCa({ subject: 'Deep 17', issuer: 'Root' }) : certificate,
  );
  const result = expect('valid', () => validate(issue({ subject: 'TSA', issuer: 'Deep 0' }), short));
  assert.equal(names(result).length, 20);
});

test('thousands of names against thousands of constraints end at the budget', () => {
  const host = (prefix: string, index: number) => text(0x82, `${prefix}${index}.example`);
  const constraints = subtrees(Array.from({ length: 3_000 }, (_, index) => host('permitted', index)));
  const ca = issueCa({ subject: 'CA', issuer: 'Root', extensions: [constraints] });
  const alternatives = altNames(...Array.from({ length: 3_000 }, (_, index) => host('permitted', 2_999 - index)));
  const leaf = issue({ subject: 'TSA', issuer: 'CA', extensions: [alternatives] });
  expect('limit nameComparisons', () => validate(leaf, [ca]));
});

test('the policy tree that doubles at each level is a graph that does not', () => {
  // Each CA asserts two policies and maps each of them to both: RFC 5280's tree has 2^18 leaves, RFC 9618's graph two per level.
  const [p, q] = ['1.2.3.1', '1.2.3.2'] as const;
  const both = mappings([p, p], [p, q], [q, p], [q, q]);
  const chain = Array.from({ length: 17 }, (_, index) =>
    issueCa({
      subject: `CA ${index}`,
      issuer: index === 16 ? 'Root' : `CA ${index + 1}`,
      extensions: [policies(p, q), both],
    }),
  );
  const leaf = issue({ subject: 'TSA', issuer: 'CA 0', extensions: [policies(p)] });
  const result = expect('valid', () => validate(leaf, chain, { requireExplicitPolicy: true }));
  assert.ok(result.status === 'valid');
  assert.deepEqual(result.policies, [p, q]);
});

test('a mapping of hundreds of policies to hundreds ends at the budget', () => {
  const all = Array.from({ length: 120 }, (_, index) => `1.2.3.${index}`);
  const every = mappings(...all.flatMap((from) => all.map((to) => [from, to] as const)));
  const ca = issueCa({ subject: 'CA', issuer: 'Root', extensions: [policies(...all), every] });
  const leaf = issue({ subject: 'TSA', issuer: 'CA', extensions: [policies('1.2.3.0')] });
  expect('limit policyNodes', () => validate(leaf, [ca], { requireExplicitPolicy: true }));
});

test('an injected CA of the same name and another key is not the issuer and breaks nothing', () => {
  const good = issueCa({ subject: 'CA', issuer: 'Root' });
  const injected = issueCa({ subject: 'CA', issuer: 'Root', key: 'Mallory', signer: 'Mallory' });
  const leaf = issue({ subject: 'TSA', issuer: 'CA' });
  expect('valid', () => validate(leaf, [injected, good]));
  const result = expect('no-chain no-chain', () => validate(leaf, [injected]));
  assert.ok(result.status === 'no-chain');
  assert.equal(result.tip, leaf);
  assert.deepEqual(result.problem.facts, { issuer: 'CN=CA', reason: 'issuer-missing', sameName: 1, anchors: 1 });
});

test('a target signed by an injected CA that is not certified has no chain, with a false link by key identifier a broken one', () => {
  const forged = issueCa({ subject: 'CA', issuer: 'Root', key: 'Mallory', signer: 'Mallory' });
  const leaf = issue({ subject: 'TSA', issuer: 'CA', signer: 'Mallory' });
  expect('no-chain no-chain', () => validate(leaf, [forged]));
  const marked = issueCa({ subject: 'CA', issuer: 'Root', key: 'Mallory', signer: null, extensions: [aki('root')] });
  const markedRoot = trustAnchor(issueCa({ subject: 'Root', issuer: 'Root', extensions: [ski('root')] }));
  expect('broken path-signature', () => validate(leaf, [marked], { anchors: [markedRoot] }));
});

test('a root out of the token is no anchor: no chain, and nothing to fetch', () => {
  const own = issueCa({ subject: 'Own Root', issuer: 'Own Root' });
  const result = expect('no-chain no-chain', () => validate(issue({ subject: 'TSA', issuer: 'Own Root' }), [own]));
  assert.ok(result.status === 'no-chain');
  const { reason } = result.problem.facts ?? {};
  assert.equal(reason, 'root-not-trusted');
});

test('one budget for several calls is spent once', () => {
  const budget = new WorkBudget({ signatureWork: 20 });
  const ca = issueCa({ subject: 'CA', issuer: 'Root' });
  const leaf = issue({ subject: 'TSA', issuer: 'CA' });
  expect('valid', () => validate(leaf, [ca], { budget }));
  expect('limit signatureWork', () => validate(leaf, [ca], { budget }));
});

test('a thousand costly keys that can not have signed the target spend no budget', () => {
  const p521 = (index: number) =>
    Buffer.concat([
      Buffer.from('30819b301006072a8648ce3d020106052b8104002303818600', 'hex'),
      Buffer.alloc(133, 1 + (index % 250)),
    ]);
  const crowd = Array.from({ length: 1_000 }, (_, index) =>
    issueCa({ subject: 'CA', issuer: 'Root', signer: null, serial: index + 1, spki: p521(index) }),
  );
  const good = issueCa({ subject: 'CA', issuer: 'Root' });
  expect('valid', () => validate(issue({ subject: 'TSA', issuer: 'CA' }), [...crowd, good]));
});

test('a megabyte of the same certificate counts once', () => {
  const ca = issueCa({ subject: 'CA', issuer: 'Other Root' });
  const result = expect('no-chain no-chain', () =>
    validate(issue({ subject: 'TSA', issuer: 'CA' }), Array(4_000).fill(ca)),
  );
  assert.ok(result.status === 'no-chain');
  assert.equal(result.tip, ca);
});
