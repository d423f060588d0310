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
  integer,
  issue,
  issueCa,
  mappings,
  name,
  oid,
  policies,
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

test('RFC 5280 §6.1.3 (f), §6.1.5 (g): where a policy is needed, what is missing is told, and where', () => {
  const explicit = { requireExplicitPolicy: true };
  const with1 = issueCa({ subject: 'CA', issuer: 'Root', extensions: [policies('1.2.1')] });
  const target = (...ids: readonly string[]) =>
    issue({ subject: 'TSA', issuer: 'CA', extensions: ids.length > 0 ? [policies(...ids)] : [] });
  assert.deepEqual(told([target('1.2.1'), ca], explicit), ['path-policy CA explicit-policy-required']);
  assert.deepEqual(told([target(), with1], explicit), ['path-policy TSA explicit-policy-required']);
  assert.deepEqual(told([target('1.2.2'), with1], explicit), ['path-policy TSA explicit-policy-required']);
  const other = { ...explicit, initialPolicies: new Set(['1.2.9']) };
  assert.deepEqual(told([target('1.2.1'), with1], other), ['path-policy TSA no-accepted-policy']);
  assert.deepEqual(judge([target('1.2.1'), with1], other).policies, []);
  assert.deepEqual(judge([target('1.2.1'), with1], explicit), { problems: [], warnings: [], policies: ['1.2.1'] });
  assert.deepEqual(judge([target('1.2.1'), with1]).policies, ['1.2.1']);
});

const constraints = (...fields: readonly Uint8Array[]) => extension('2.5.29.36', sequence(...fields), true);
const require = (n: number) => constraints(tlv(0x80, Uint8Array.of(n)));
const inhibitMapping = (n: number) => constraints(tlv(0x81, Uint8Array.of(n)));
const inhibitAny = (n: number) => extension('2.5.29.54', integer(n), true);

/** A chain below the root, of CAs `1`, `2` … with these extensions, and a target with the last. */
function chain(...all: readonly (readonly Uint8Array[])[]): Certificate[] {
  return all
    .map((extensions, index) => {
      const issuer = index === 0 ? 'Root' : `${index}`;
      if (index === all.length - 1) return issue({ subject: 'TSA', issuer, extensions });
      return issueCa({ subject: `${index + 1}`, issuer, extensions });
    })
    .toReversed();
}

test('RFC 5280 §6.1.4 (i)(1), §6.1.5 (a), (b): requireExplicitPolicy counts certificates', () => {
  const needed = ['path-policy TSA no-accepted-policy'];
  const early = (at: string) => [`path-policy ${at} explicit-policy-required`];
  assert.deepEqual(told(chain([require(0)], [])), early('TSA'));
  assert.deepEqual(told(chain([require(1)], [])), needed);
  assert.deepEqual(told(chain([require(2)], [])), []);
  assert.deepEqual(told(chain([require(1)], [], [])), early('TSA'));
  assert.deepEqual(told(chain([require(0)], [], [])), early('2'));
  // Of the target itself only 0 says something.
  assert.deepEqual(told(chain([], [require(0)])), needed);
  assert.deepEqual(told(chain([], [require(1)])), []);
  assert.deepEqual(told(chain([policies('1.2.1')], [policies('1.2.1'), require(0)])), []);
  // The smaller of two counts.
  assert.deepEqual(told(chain([require(0)], [require(9)], [])), early('2'));
  assert.deepEqual(told(chain([require(9)], [require(0)], [])), early('TSA'));
});

test('RFC 5280 §6.1.4 (h): what is self-issued does not count for the policies', () => {
  const top = issueCa({ subject: 'Top', issuer: 'Root', extensions: [require(2)] });
  const rollover = issueCa({ subject: 'Top', issuer: 'Top', key: 'New' });
  const target = issue({ subject: 'TSA', issuer: 'Top', signer: 'New' });
  assert.deepEqual(told([target, rollover, top]), []);
  const middle = issueCa({ subject: 'Middle', issuer: 'Top' });
  assert.deepEqual(told([issue({ subject: 'TSA', issuer: 'Middle' }), middle, top]), [
    'path-policy TSA no-accepted-policy',
  ]);
  // §6.1.5 (a): the target counts, self-issued or not.
  const soon = issueCa({ subject: 'Top', issuer: 'Root', extensions: [require(1)] });
  assert.deepEqual(told([rollover, soon]), ['path-policy Top no-accepted-policy']);
});

test('RFC 5280 §6.1.4 (a): anyPolicy is mapped neither from nor to', () => {
  for (const pair of [
    [anyPolicy, '1.2.1'],
    ['1.2.1', anyPolicy],
  ] as const) {
    const mapped = chain([policies('1.2.1'), mappings(['1.2.1', '1.2.2'], pair)], [policies('1.2.1')]);
    assert.deepEqual(told(mapped), ['path-policy 1 any-policy-mapped']);
    // The mappings of the target are nobody's.
    assert.deepEqual(told(chain([policies('1.2.1')], [policies('1.2.1'), mappings(pair)])), []);
  }
});

test('RFC 5280 §6.1.4 (b), (i)(2): mappings count until they are inhibited, and then end the policy', () => {
  const explicit = { requireExplicitPolicy: true };
  const map = mappings(['1.2.1', '1.2.2']);
  const simple = chain([policies('1.2.1'), map], [policies('1.2.2')]);
  assert.deepEqual(judge(simple, explicit).policies, ['1.2.1']);
  assert.deepEqual(told(simple, { ...explicit, inhibitPolicyMapping: true }), [
    'path-policy TSA explicit-policy-required',
  ]);
  const unmapped = chain([policies('1.2.1'), map], [policies('1.2.1')]);
  assert.deepEqual(told(unmapped, explicit), ['path-policy TSA explicit-policy-required']);
  const later = (inhibit: number) =>
    told(chain([policies('1.2.1'), inhibitMapping(inhibit)], [policies('1.2.1'), map], [policies('1.2.2')]), explicit);
  assert.deepEqual(later(0), ['path-policy TSA explicit-policy-required']);
  assert.deepEqual(later(1), []);
});

test('RFC 5280 §6.1.3 (d)(2), §6.1.4 (j): anyPolicy stands for all until it is inhibited, self-issued ones apart', () => {
  const explicit = { requireExplicitPolicy: true };
  const two = (n: number) => chain([policies(anyPolicy), inhibitAny(n)], [policies(anyPolicy)], [policies('1.2.1')]);
  assert.deepEqual(judge(two(1), explicit).policies, ['1.2.1']);
  assert.deepEqual(told(two(0), explicit), ['path-policy 2 explicit-policy-required']);
  assert.deepEqual(told(two(9), { ...explicit, inhibitAnyPolicy: true }), ['path-policy 1 explicit-policy-required']);
  // Inhibited, anyPolicy of a self-issued CA counts, that of a self-issued target does not.
  const top = issueCa({ subject: 'Top', issuer: 'Root', extensions: [policies('1.2.1'), inhibitAny(0)] });
  const rollover = issueCa({ subject: 'Top', issuer: 'Top', key: 'New', extensions: [policies(anyPolicy)] });
  const target = issue({ subject: 'TSA', issuer: 'Top', signer: 'New', extensions: [policies('1.2.1')] });
  assert.deepEqual(judge([target, rollover, top], explicit).policies, ['1.2.1']);
  assert.deepEqual(told([rollover, top], explicit), ['path-policy Top explicit-policy-required']);
});

test('an unreadable policy extension leaves no policy, and is told besides', () => {
  const broken = issue({ subject: 'TSA', issuer: 'CA', extensions: [extension('2.5.29.32', tlv(0x04))] });
  const top = issueCa({ subject: 'CA', issuer: 'Root', extensions: [policies('1.2.1')] });
  assert.deepEqual(told([broken, top], { requireExplicitPolicy: true }), [
    'path-critical-extension TSA malformed',
    'path-policy TSA explicit-policy-required',
  ]);
});
