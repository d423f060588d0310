import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { Links } from '../../../src/core/x509/links.ts';
import { anchorWarnings, judgePath, nameProblem, type PathRules } from '../../../src/core/x509/path-rules.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  altNames,
  at,
  extension,
  issue,
  issueCa,
  name,
  oid,
  purposes,
  sequence,
  subtrees,
  text,
  tlv,
} from './make-certificate.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';
const root = issueCa({ subject: 'Root', issuer: 'Root' });
const anchor = trustAnchor(root);
const anyPolicy = '2.5.29.32.0';
const rules: PathRules = {
  at,
  keyPurpose: null,
  caKeyPurpose: 'warn',
  targetKeyPurpose: true,
  furtherExtensions: new Set(),
  initialPolicies: new Set([anyPolicy]),
  requireExplicitPolicy: false,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false,
};

/** Judges a path from the target to what the anchor issued. */
function judge(path: readonly Certificate[], further: Partial<PathRules> = {}, from = anchor) {
  const budget = new WorkBudget();
  return judgePath(path, from, { ...rules, ...further }, new Links(budget), budget);
}

/** Codes with the common name of the certificate and the reason. */
const told = (...from: Parameters<typeof judge>) =>
  judge(...from).problems.map(({ code, certificate, facts }) =>
    [code, certificate.subject.text.slice(3), ...(facts?.reason ? [facts.reason] : [])].join(' '),
  );

const ca = issueCa({ subject: 'CA', issuer: 'Root' });
const leaf = issue({ subject: 'TSA', issuer: 'CA' });

test('a path without fault has no problems, no warnings and no policies', () => {
  assert.deepEqual(judge([leaf, ca]), { problems: [], warnings: [], policies: [] });
});

test('RFC 5280 §6.1.3 (a)(1), (4): every link is checked by key and by name, whoever found the path', () => {
  const forged = issue({ subject: 'TSA', issuer: 'CA', signer: 'Mallory' });
  assert.deepEqual(told([forged, ca]), ['path-signature TSA']);
  assert.deepEqual(told([leaf, issueCa({ subject: 'CA', issuer: 'Root', signer: 'Mallory' })]), ['path-signature CA']);
  // Signed by the right key, and naming another issuer: at the anchor, and below.
  const renamed = issueCa({ subject: 'CA', issuer: 'Other Root', signer: 'Root' });
  assert.deepEqual(told([leaf, renamed]), ['path-name-chaining CA']);
  const wrong = issue({ subject: 'TSA', issuer: 'Other CA', signer: 'CA' });
  assert.deepEqual(told([wrong, ca]), ['path-name-chaining TSA']);
  const odd = issue({
    subject: 'TSA',
    issuer: 'CA',
    algorithm: sequence(oid('1.2.3')),
    sign: () => new Uint8Array(64),
  });
  assert.deepEqual(told([odd, ca]), ['path-algorithm TSA signature algorithm 1.2.3']);
});

test('the target is judged as a target, those above it as CAs', () => {
  assert.deepEqual(told([leaf, issue({ subject: 'CA', issuer: 'Root' })]), ['path-basic-constraints CA']);
});

test('RFC 5280 §6.1.4 (l), (m): path lengths, the smallest above counting', () => {
  const chain = (...lengths: readonly (number | undefined)[]) =>
    told([
      issue({ subject: 'TSA', issuer: `${lengths.length}` }),
      ...lengths
        .map((pathLength, index) =>
          issueCa({
            subject: `${index + 1}`,
            issuer: index === 0 ? 'Root' : `${index}`,
            ...(pathLength === undefined ? {} : { pathLength }),
          }),
        )
        .toReversed(),
    ]);
  assert.deepEqual(chain(0), []);
  assert.deepEqual(chain(0, undefined), ['path-length 2']);
  assert.deepEqual(chain(1, undefined), []);
  assert.deepEqual(chain(1, undefined, undefined), ['path-length 3']);
  assert.deepEqual(chain(2, undefined, undefined), []);
  assert.deepEqual(chain(3, 0, undefined), ['path-length 3']);
  assert.deepEqual(chain(1, 5, undefined), ['path-length 3']);
  // What says nothing of its own is counted all the same, though it is no CA.
  const top = issueCa({ subject: '1', issuer: 'Root', pathLength: 1 });
  const none = issue({ subject: '2', issuer: '1' });
  const third = issueCa({ subject: '3', issuer: '2' });
  assert.deepEqual(told([issue({ subject: 'TSA', issuer: '3' }), third, none, top]), [
    'path-basic-constraints 2',
    'path-length 3',
  ]);
  // Told once, where it is exceeded first.
  assert.deepEqual(chain(0, 0, 0), ['path-length 2']);
});

test('RFC 5280 §6.1.3 (b), (c): name constraints hold for each certificate below, the target in any case', () => {
  const constraint = subtrees([tlv(0xa4, name(['2.5.4.10', 'Org']))]);
  const top = issueCa({ subject: 'Top', issuer: 'Root', extensions: [constraint] });
  const middle = issueCa({ subject: 'Middle', issuer: 'Top' });
  const low = issue({ subject: 'TSA', issuer: 'Middle' });
  assert.deepEqual(told([low, middle, top]), [
    'path-name-constraints Middle not-permitted',
    'path-name-constraints TSA not-permitted',
  ]);
  // A self-issued CA in between is exempt, a self-issued target is not.
  const rollover = issueCa({ subject: 'Top', issuer: 'Top', key: 'New' });
  assert.deepEqual(told([issue({ subject: 'TSA', issuer: 'Top', signer: 'New' }), rollover, top]), [
    'path-name-constraints TSA not-permitted',
  ]);
  assert.deepEqual(told([rollover, top]), ['path-name-constraints Top not-permitted']);
  // The target's own constraints bind nobody.
  assert.deepEqual(told([issueCa({ subject: 'TSA', issuer: 'CA', extensions: [constraint] }), ca]), []);
  const { facts } = judge([issue({ subject: 'TSA', issuer: 'Top' }), top]).problems[0]!;
  assert.deepEqual(facts, { name: 'CN=TSA', reason: 'not-permitted', ca: 'CN=Top' });
});

test('names that can not be read are none that a constraint allows', () => {
  const constrained = (critical: boolean) =>
    issueCa({ subject: 'CA', issuer: 'Root', extensions: [subtrees([text(0x82, 'a.example')], [], critical)] });
  const below = issue({ subject: 'TSA', issuer: 'CA', extensions: [extension('2.5.29.17', tlv(0x04))] });
  assert.deepEqual(nameProblem(constrained(true), below, new WorkBudget()), {
    code: 'path-critical-extension',
    certificate: below,
    facts: { extension: '2.5.29.17', reason: 'malformed' },
  });
  assert.equal(nameProblem(ca, below, new WorkBudget()), null);
  // What can't be judged is refused by a critical extension alone.
  const bounded = (critical: boolean) =>
    issueCa({
      subject: 'CA',
      issuer: 'Root',
      extensions: [
        extension(
          '2.5.29.30',
          sequence(tlv(0xa0, sequence(text(0x82, 'a.example'), tlv(0x81, Uint8Array.of(1))))),
          critical,
        ),
      ],
    });
  const named = issue({ subject: 'TSA', issuer: 'CA', extensions: [altNames(text(0x82, 'b.example'))] });
  assert.equal(nameProblem(bounded(true), named, new WorkBudget())?.facts?.reason, 'unsupported');
  assert.equal(nameProblem(bounded(false), named, new WorkBudget()), null);
});

test('the dates of the anchor are a warning, outside of both ends alone', () => {
  const dated = trustAnchor(
    issueCa({ subject: 'Root', issuer: 'Root', notBefore: '20250101000000Z', notAfter: '20260101000000Z' }),
  );
  const [notBefore, notAfter] = [Date.UTC(2025, 0), Date.UTC(2026, 0)];
  const warning = { code: 'anchor-dates', certificate: dated.certificate, facts: { notBefore, notAfter } };
  assert.deepEqual(anchorWarnings(dated, notBefore - 1), [warning]);
  assert.deepEqual(anchorWarnings(dated, notBefore), []);
  assert.deepEqual(anchorWarnings(dated, notAfter), []);
  assert.deepEqual(anchorWarnings(dated, notAfter + 1), [warning]);
  assert.deepEqual(judge([leaf, ca], { at: notAfter + 1 }, dated).warnings, [warning]);
});

test('a CA whose purposes leave out the one asked for is warned of, the target is not', () => {
  const tls = [purposes('1.3.6.1.5.5.7.3.1')];
  const narrow = issueCa({ subject: 'CA', issuer: 'Root', extensions: tls });
  const signer = issue({ subject: 'TSA', issuer: 'CA', extensions: tls });
  const asked = { keyPurpose: timeStamping, targetKeyPurpose: false };
  const warned = judge([signer, narrow], asked).warnings;
  assert.deepEqual(
    warned.map(({ code, certificate }) => [code, certificate]),
    [['path-purpose', narrow]],
  );
  const failed = judge([signer, narrow], { ...asked, caKeyPurpose: 'fail' });
  assert.deepEqual(failed.warnings, []);
  assert.deepEqual(
    failed.problems.map(({ certificate }) => certificate),
    [narrow],
  );
  const unread = issueCa({ subject: 'CA', issuer: 'Root', extensions: [extension('2.5.29.37', tlv(0x04))] });
  assert.deepEqual(judge([signer, unread], asked).warnings, []);
});
