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
