import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { type PathOptions, type PathResult, validatePath } from '../../../src/core/x509/path.ts';
import { publicKeyOf } from '../../../src/core/x509/public-key.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { aki, at, issue, issueCa, oid, purposes, sequence, ski, tlv } from './make-certificate.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';
const serverAuth = '1.3.6.1.5.5.7.3.1';
const root = issueCa({ subject: 'Root', issuer: 'Root' });
const anchors = [trustAnchor(root)];
const ca = issueCa({ subject: 'CA', issuer: 'Root' });
const leaf = issue({ subject: 'TSA', issuer: 'CA', extensions: [purposes(timeStamping)] });

function validate(
  target: Certificate,
  candidates: readonly Certificate[],
  further: Partial<PathOptions> = {},
): PathResult {
  return validatePath({ target, candidates, anchors, at, ...further });
}

const codeOf = (result: PathResult) =>
  result.status === 'limit' ? result.limit : result.status === 'valid' ? 'valid' : result.problem.code;
const warningsOf = (result: PathResult) => (result.status === 'valid' ? result.warnings.map(({ code }) => code) : null);

test('a time that is none is a mistake of the caller, and what else is wrong with the call is no limit', () => {
  for (const none of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => validate(leaf, [ca], { at: none }), new RangeError('at is no time'));
  }
  // @ts-expect-error no candidate at all
  assert.throws(() => validate(leaf, [undefined]), TypeError);
});

test('a path of one: the anchor that is the target itself comes before one of its name and key', () => {
  const renewed = trustAnchor(issue({ subject: 'TSA', issuer: 'Elsewhere', serial: 9 }));
  const own = trustAnchor(leaf);
  for (const both of [
    [renewed, own],
    [own, renewed],
  ]) {
    const result = validate(leaf, [], { anchors: both });
    assert.deepEqual(result, { status: 'valid', path: [leaf], anchor: own, policies: [], warnings: [] });
  }
  const byKey = validate(leaf, [], { anchors: [renewed] });
  assert.ok(byKey.status === 'valid' && byKey.anchor === renewed);
  assert.equal(codeOf(validate(leaf, [], { anchors: [renewed], sameKeyIsTrusted: false })), 'no-chain');
  assert.equal(codeOf(validate(leaf, [], { anchors: [own], sameKeyIsTrusted: false })), 'valid');
});

test('the key of an anchor alone, and no name at all, make no path of one', () => {
  const anchor = trustAnchor(leaf);
  const renamed = issue({ subject: 'Other TSA', issuer: 'Elsewhere', key: 'TSA' });
  assert.equal(codeOf(validate(renamed, [], { anchors: [anchor] })), 'no-chain');
  const nameless = (serial: number) => issue({ subject: sequence(), issuer: 'Elsewhere', key: 'TSA', serial });
  assert.equal(codeOf(validate(nameless(1), [], { anchors: [trustAnchor(nameless(2))] })), 'no-chain');
  assert.equal(codeOf(validate(nameless(1), [], { anchors: [trustAnchor(nameless(1))] })), 'valid');
});

test('a path of one is asked for its purpose, unless that is left to the caller, and warned of its dates', () => {
  const own = trustAnchor(leaf);
  const run = (further: Partial<PathOptions>) => validate(leaf, [], { anchors: [own], ...further });
  const problem = { code: 'path-purpose', certificate: leaf, facts: { purpose: serverAuth } };
  assert.deepEqual(run({ keyPurpose: serverAuth }), {
    status: 'broken',
    problem,
    problems: [problem],
    path: [leaf],
    anchor: own,
  });
  assert.equal(run({ keyPurpose: timeStamping }).status, 'valid');
  assert.equal(run({ keyPurpose: serverAuth, targetKeyPurpose: false }).status, 'valid');
  assert.deepEqual(warningsOf(run({ at: Date.UTC(2041, 0) })), ['anchor-dates']);
});

test('dates left to the caller: those that begin later as well', () => {
  const young = issueCa({ subject: 'CA', issuer: 'Root', notBefore: '20350101000000Z' });
  assert.equal(codeOf(validate(leaf, [young])), 'not-yet-valid');
  assert.deepEqual(warningsOf(validate(leaf, [young], { checkValidity: false })), ['not-yet-valid']);
});

/** CAs of the name and key of the issuer that are none, by their number. */
const crowd = (size: number) =>
  Array.from({ length: size }, (_, index) => issue({ subject: 'CA', issuer: 'Root', serial: index + 2 }));

test('a path that only its dates break is told however many broken ones come before it', () => {
  const expired = issueCa({ subject: 'CA', issuer: 'Root', serial: 99, notAfter: '20250101000000Z' });
  assert.equal(codeOf(validate(leaf, [...crowd(20), expired])), 'expired');
  const long = [
    issueCa({ subject: 'CA', issuer: 'Far', serial: 99, notAfter: '20250101000000Z' }),
    issueCa({ subject: 'Far', issuer: 'Root' }),
  ];
  assert.equal(codeOf(validate(leaf, [...crowd(20), ...long])), 'expired');
});

const unknown = { algorithm: sequence(oid('1.2.3.4')), sign: () => new Uint8Array(64) };

test('a path that only can not be checked is told however many broken ones come before it, with its dates', () => {
  const odd = issueCa({ subject: 'CA', issuer: 'Far', serial: 99, ...unknown });
  const far = (further: object = {}) => issueCa({ subject: 'Far', issuer: 'Root', ...further });
  assert.equal(codeOf(validate(leaf, [...crowd(20), odd, far()])), 'path-algorithm');
  const both = validate(leaf, [...crowd(20), odd, far({ notAfter: '20250101000000Z' })]);
  assert.ok(both.status === 'broken');
  assert.deepEqual(both.problems.map(({ code }) => code).sort(), ['expired', 'path-algorithm']);
  assert.deepEqual(
    both.path.map(({ subject }) => subject.text),
    ['CN=TSA', 'CN=CA', 'CN=Far', 'CN=Root'],
  );
});

test('a path that only its dates break is nearer than a shorter one that can not be checked', () => {
  const odd = issueCa({ subject: 'CA', issuer: 'Root', serial: 2, ...unknown });
  const late = [
    issueCa({ subject: 'CA', issuer: 'Far' }),
    issueCa({ subject: 'Far', issuer: 'Root', notAfter: '20250101000000Z' }),
  ];
  assert.equal(codeOf(validate(leaf, [odd, ...late])), 'expired');
});

test('of broken paths the nearest to valid is told, of the first sixteen', () => {
  // The longer path has a policy missing alone, the shorter ones aren't even certified by a CA.
  const far = [issueCa({ subject: 'CA', issuer: 'Far', serial: 99 }), issueCa({ subject: 'Far', issuer: 'Root' })];
  const run = (size: number) => {
    const result = validate(leaf, [...crowd(size), ...far], { requireExplicitPolicy: true });
    assert.ok(result.status === 'broken');
    return [result.problem.code, result.path.length];
  };
  assert.deepEqual(run(1), ['path-policy', 4]);
  assert.deepEqual(run(15), ['path-policy', 4]);
  assert.deepEqual(run(16), ['path-basic-constraints', 3]);
});

test('one false signature breaks a chain, two are no chain, and hide none that has one', () => {
  const marked = (id: string, by: string) => [ski(id), aki(by)];
  const target = issue({ subject: 'TSA', issuer: 'A', signer: 'Mallory', extensions: [aki('a')] });
  const forged = issueCa({ subject: 'A', issuer: 'Root', signer: 'Mallory', extensions: marked('a', 'root') });
  const markedRoot = issueCa({ subject: 'Root', issuer: 'Root', extensions: [ski('root')] });
  const withMarks = { anchors: [trustAnchor(markedRoot)] };
  assert.equal(validate(target, [forged], withMarks).status, 'no-chain');
  const honest = issueCa({ subject: 'A', issuer: 'Root', serial: 2, extensions: marked('a', 'root') });
  for (const candidates of [
    [forged, honest],
    [honest, forged],
  ]) {
    const result = validate(target, candidates, withMarks);
    assert.ok(result.status === 'broken');
    assert.equal(result.problem.code, 'path-signature');
    assert.deepEqual(result.path, [target, honest, markedRoot]);
  }
});

test('where the budget ends while broken paths are compared, those that were found explain enough', () => {
  const without = Array.from({ length: 3 }, (_, index) =>
    issueCa({ subject: 'CA', issuer: 'Root', serial: index + 1 }),
  );
  // Three paths are judged to find that none is valid, and then again to tell what is wrong with them.
  const run = (paths: number) =>
    validate(leaf, without, { requireExplicitPolicy: true, budget: new WorkBudget({ paths }) });
  assert.equal(codeOf(run(6)), 'path-policy');
  assert.equal(codeOf(run(4)), 'path-policy');
  assert.equal(codeOf(run(3)), 'paths');
  assert.equal(codeOf(run(2)), 'paths');
});

test('an expired target without a chain has no chain', () => {
  const old = issue({ subject: 'TSA', issuer: 'CA', notAfter: '20250101000000Z' });
  assert.equal(validate(old, []).status, 'no-chain');
  assert.equal(validate(old, [ca]).status, 'broken');
});

test('what leads to an anchor over more than 20 certificates is a limit, not a missing chain', () => {
  const chain = (size: number) =>
    Array.from({ length: size }, (_, index) =>
      issueCa({
        subject: index === 0 ? 'CA' : `${index}`,
        issuer: index === size - 1 ? 'Root' : `${index + 1}`,
        key: 'CA',
        signer: null,
      }),
    );
  assert.equal(codeOf(validate(leaf, chain(19))), 'pathLength');
  assert.equal(codeOf(validate(leaf, chain(18))), 'no-chain');
});

const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });

test('RFC 5280 §6.1.4 (d)-(f): a DSA key without parameters checks with those of the key above it', () => {
  const algorithm = sequence(oid('2.16.840.1.101.3.4.3.2'));
  const by = { algorithm, sign: (data: Uint8Array) => sign('sha256', data, dsa.privateKey) };
  const spki = dsa.publicKey.export({ format: 'der', type: 'spki' });
  const top = issueCa({ subject: 'Root', issuer: 'Root', spki, ...by });
  const { key } = publicKeyOf(top).spki;
  const bare = sequence(sequence(oid('1.2.840.10040.4.1')), tlv(0x03, Uint8Array.of(0), key));
  const heir = issueCa({ subject: 'CA', issuer: 'Root', spki: bare, ...by });
  const target = issue({ subject: 'TSA', issuer: 'CA', ...by });
  const run = (one: Certificate) => codeOf(validate(one, [heir], { anchors: [trustAnchor(top)] }));
  assert.equal(run(target), 'valid');
  const forged = { ...by, sign: (data: Uint8Array) => sign('sha512', data, dsa.privateKey) };
  assert.equal(run(issue({ subject: 'TSA', issuer: 'CA', ...forged })), 'path-signature');
});
