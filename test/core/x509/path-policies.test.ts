import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { Links } from '../../../src/core/x509/links.ts';
import { judgePath, type PathRules } from '../../../src/core/x509/path-rules.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { at, extension, integer, issue, issueCa, mappings, policies, sequence, tlv } from './make-certificate.ts';

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
