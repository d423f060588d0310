import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSelfIssued, isSelfSigned, TrustAnchor, trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { type PathOptions, type PathResult, validatePath } from '../../../src/core/x509/path.ts';
import { PathCache } from '../../../src/core/x509/path-cache.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { aki, at, extension, issue, issueCa, oid, policies, purposes, sequence, ski } from './make-certificate.ts';

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

test('a path runs from the target to the anchor', () => {
  const result = validate(leaf, [root, ca]);
  assert.ok(result.status === 'valid');
  assert.deepEqual(result.path, [leaf, ca, root]);
  assert.equal(result.anchor, anchors[0]);
});

test('only trustAnchor makes an anchor: a certificate of the same shape is none', () => {
  assert.throws(() => TrustAnchor.prototype.certificate, TypeError);
  // @ts-expect-error a certificate is no anchor
  const wrong: PathOptions = { target: leaf, candidates: [], anchors: [root], at };
  assert.ok(wrong);
});

test('an anchor of version 1 issues; a certificate of version 1 in between does not (RFC 5280 §6.1.4 (k))', () => {
  const old = issue({ subject: 'Old', issuer: 'Old', version: 1 });
  assert.ok(isSelfSigned(old));
  const below = issue({ subject: 'TSA', issuer: 'Old' });
  assert.equal(codeOf(validate(below, [], { anchors: [trustAnchor(old)] })), 'valid');
  const middle = issue({ subject: 'Old', issuer: 'Root', version: 1 });
  assert.equal(codeOf(validate(below, [middle])), 'path-basic-constraints');
});

test('the target that is itself an anchor, by bytes or by subject and key, is a path of one', () => {
  const own = validate(leaf, [], { anchors: [trustAnchor(leaf)] });
  assert.ok(own.status === 'valid');
  assert.deepEqual(own.path, [leaf]);
  const renewed = issue({ subject: 'TSA', issuer: 'Elsewhere', serial: 9 });
  assert.equal(codeOf(validate(renewed, [], { anchors: [trustAnchor(leaf)] })), 'valid');
  const other = issue({ subject: 'TSA', issuer: 'Elsewhere', key: 'Mallory' });
  assert.equal(codeOf(validate(other, [], { anchors: [trustAnchor(leaf)] })), 'no-chain');
});

test('a signer that is trusted as an anchor issues nothing', () => {
  const signer = issue({
    subject: 'Signer',
    issuer: 'CA',
    extensions: [extension('2.5.29.15', Uint8Array.of(3, 2, 6, 0xc0), true)],
  });
  const forged = issue({ subject: 'TSA', issuer: 'Signer' });
  assert.equal(codeOf(validate(forged, [], { anchors: [trustAnchor(signer)] })), 'no-chain');
});

test('key purposes: the target fails, a CA warns or fails, anyExtendedKeyUsage allows', () => {
  assert.equal(codeOf(validate(leaf, [ca], { keyPurpose: timeStamping })), 'valid');
  assert.equal(codeOf(validate(leaf, [ca], { keyPurpose: serverAuth })), 'path-purpose');
  assert.equal(codeOf(validate(leaf, [ca], { keyPurpose: serverAuth, targetKeyPurpose: false })), 'valid');
  const tls = issueCa({ subject: 'CA', issuer: 'Root', extensions: [purposes(serverAuth)] });
  const warned = validate(leaf, [tls], { keyPurpose: timeStamping });
  assert.deepEqual(warningsOf(warned), ['path-purpose']);
  assert.equal(codeOf(validate(leaf, [tls], { keyPurpose: timeStamping, caKeyPurpose: 'fail' })), 'path-purpose');
  const any = issueCa({ subject: 'CA', issuer: 'Root', extensions: [purposes('2.5.29.37.0')] });
  assert.deepEqual(warningsOf(validate(leaf, [any], { keyPurpose: timeStamping })), []);
});

test('validity: both ends belong, left to the caller it is a warning, the anchor is only warned of', () => {
  const dated = issue({ subject: 'TSA', issuer: 'CA', notBefore: '20250101000000Z', notAfter: '20260101000000Z' });
  const when = (text: string, further: Partial<PathOptions> = {}) =>
    codeOf(validate(dated, [ca], { at: Date.parse(text), ...further }));
  assert.equal(when('2024-12-31T23:59:59.999Z'), 'not-yet-valid');
  assert.equal(when('2025-01-01T00:00:00Z'), 'valid');
  assert.equal(when('2026-01-01T00:00:00Z'), 'valid');
  assert.equal(when('2026-01-01T00:00:01Z'), 'expired');
  assert.equal(when('2026-01-01T00:00:01Z', { checkValidity: false }), 'valid');
  const late = validate(dated, [ca], { at: Date.parse('2030-01-01T00:00:00Z'), checkValidity: false });
  assert.deepEqual(warningsOf(late), ['expired']);
  const oldRoot = trustAnchor(issueCa({ subject: 'Root', issuer: 'Root', notAfter: '20240101000000Z' }));
  assert.deepEqual(warningsOf(validate(leaf, [ca], { anchors: [oldRoot] })), ['anchor-dates']);
});

test('a broken rule comes before dates, and of several chains the one nearest to valid is told', () => {
  const expired = issueCa({ subject: 'CA', issuer: 'Root', notAfter: '20240101000000Z' });
  const noCa = issue({ subject: 'CA', issuer: 'Root', serial: 3 });
  assert.equal(codeOf(validate(leaf, [noCa, expired])), 'expired');
  const both = issue({ subject: 'CA', issuer: 'Root', notAfter: '20240101000000Z' });
  assert.equal(codeOf(validate(leaf, [both])), 'path-basic-constraints');
});

test('extensions: an unknown critical one, one given twice and a malformed one break the path', () => {
  const unknown = extension('1.2.3.4', Uint8Array.of(5, 0), true);
  const below = (...extensions: readonly Uint8Array[]) => issue({ subject: 'TSA', issuer: 'CA', extensions });
  assert.equal(codeOf(validate(below(unknown), [ca])), 'path-critical-extension');
  assert.equal(codeOf(validate(below(unknown), [ca], { furtherExtensions: ['1.2.3.4'] })), 'valid');
  assert.equal(codeOf(validate(below(extension('1.2.3.4', Uint8Array.of(5, 0))), [ca])), 'valid');
  assert.equal(codeOf(validate(below(ski('a'), ski('a')), [ca])), 'path-critical-extension');
  assert.equal(codeOf(validate(below(extension('2.5.29.32', Uint8Array.of(4, 0))), [ca])), 'path-critical-extension');
  assert.equal(
    codeOf(validate(below(extension('2.5.29.17', Uint8Array.of(4, 0), true)), [ca])),
    'path-critical-extension',
  );
  // A key identifier only helps to choose, so that a malformed one is as good as none.
  assert.equal(codeOf(validate(below(extension('2.5.29.35', Uint8Array.of(4, 0))), [ca])), 'valid');
});

test('pathLenConstraint does not count self-issued certificates and the target', () => {
  const top = issueCa({ subject: 'CA', issuer: 'Root', pathLength: 0 });
  const rollover = issueCa({ subject: 'CA', issuer: 'CA', key: 'New' });
  assert.ok(isSelfIssued(rollover));
  assert.equal(codeOf(validate(issue({ subject: 'TSA', issuer: 'CA', signer: 'New' }), [rollover, top])), 'valid');
  const targetCa = issueCa({ subject: 'Target CA', issuer: 'CA' });
  assert.equal(codeOf(validate(targetCa, [top])), 'valid');
  assert.equal(codeOf(validate(issue({ subject: 'TSA', issuer: 'Target CA' }), [targetCa, top])), 'path-length');
});

test('key usage: a CA without keyCertSign certifies nothing', () => {
  const noSign = issueCa({
    subject: 'CA',
    issuer: 'Root',
    extensions: [extension('2.5.29.15', Uint8Array.of(3, 2, 1, 2), true)],
  });
  assert.equal(codeOf(validate(leaf, [noSign])), 'path-key-usage');
});

test('a signature algorithm that nothing here can check leaves the path open, under its own code', () => {
  const unknown = sequence(Uint8Array.of(6, 3, 42, 3, 4));
  const odd = issueCa({ subject: 'CA', issuer: 'Root', algorithm: unknown, sign: () => new Uint8Array(64) });
  assert.equal(codeOf(validate(leaf, [odd])), 'path-algorithm');
  assert.equal(codeOf(validate(leaf, [odd, ca])), 'valid');
});

test('signature algorithms inside and outside the signed part have to agree (RFC 5280 §4.1.1.2)', () => {
  const inner = sequence(oid('1.2.840.113549.1.1.5'));
  const differing = issue({ subject: 'TSA', issuer: 'CA', innerAlgorithm: inner });
  assert.equal(codeOf(validate(differing, [ca])), 'path-signature');
  // Absent and NULL parameters say the same.
  const withNull = issue({
    subject: 'TSA',
    issuer: 'CA',
    innerAlgorithm: sequence(oid('1.3.101.112'), Uint8Array.of(5, 0)),
  });
  assert.equal(codeOf(validate(withNull, [ca])), 'valid');
});

test('the issuer that is missing is named, as what an AIA could fetch', () => {
  const middle = issueCa({ subject: 'Middle', issuer: 'Gone', extensions: [aki('gone')] });
  const below = issue({ subject: 'TSA', issuer: 'Middle' });
  const result = validate(below, [middle, ca]);
  assert.ok(result.status === 'no-chain');
  assert.equal(result.tip, middle);
  assert.deepEqual(result.tips, [middle]);
  assert.deepEqual(result.problem.facts, { issuer: 'CN=Gone', reason: 'issuer-missing', sameName: 0, anchors: 1 });
});

test('certificates without an issuer name have no issuer', () => {
  const nameless = issueCa({ subject: sequence(), issuer: 'Root', key: 'Nameless' });
  const below = issue({ subject: 'TSA', issuer: sequence(), signer: 'Nameless' });
  assert.equal(codeOf(validate(below, [nameless])), 'no-chain');
});

test('a cached result is what validating anew gives, and ends where a certificate begins or ends', () => {
  const cache = new PathCache();
  const dated = issue({ subject: 'TSA', issuer: 'CA', notAfter: '20310101000000Z' });
  const run = (when: number, budget = new WorkBudget()) =>
    cache.validate({ target: dated, candidates: [ca], anchors, at: when, budget }, 'user');
  const first = run(at);
  assert.equal(run(at + 1_000, new WorkBudget({ signatureWork: 0 })), first);
  assert.equal(codeOf(run(Date.parse('2032-01-01T00:00:00Z'))), 'expired');
  assert.equal(run(at), first);
  const other = cache.validate({ target: dated, candidates: [], anchors, at }, 'user');
  assert.equal(codeOf(other), 'no-chain');
  const elsewhere = cache.validate({ target: dated, candidates: [ca], anchors: [], at }, 'nobody');
  assert.equal(codeOf(elsewhere), 'no-chain');
});

test('the same input gives the same answer, whatever was asked before', () => {
  const budget = () => new WorkBudget({ signatureWork: 8 });
  const chain = [issueCa({ subject: 'A', issuer: 'B' }), issueCa({ subject: 'B', issuer: 'Root' })];
  const target = issue({ subject: 'TSA', issuer: 'A' });
  assert.equal(codeOf(validate(target, chain, { budget: budget() })), 'signatureWork');
  assert.equal(codeOf(validate(target, chain)), 'valid');
  assert.equal(codeOf(validate(target, chain, { budget: budget() })), 'signatureWork');
});

test('requireExplicitPolicy, inhibitAnyPolicy and mappings by the arguments', () => {
  const any = '2.5.29.32.0';
  const middle = issueCa({ subject: 'CA', issuer: 'Root', extensions: [policies(any)] });
  const target = issue({ subject: 'TSA', issuer: 'CA', extensions: [policies('1.2.3')] });
  assert.equal(codeOf(validate(target, [middle], { requireExplicitPolicy: true })), 'valid');
  assert.equal(
    codeOf(validate(target, [middle], { requireExplicitPolicy: true, initialPolicies: ['1.2.4'] })),
    'path-policy',
  );
  assert.equal(
    codeOf(validate(target, [middle], { requireExplicitPolicy: true, inhibitAnyPolicy: true })),
    'path-policy',
  );
  assert.equal(codeOf(validate(leaf, [ca], { requireExplicitPolicy: true })), 'path-policy');
});

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
