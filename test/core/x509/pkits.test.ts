import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { validatePath } from '../../../src/core/x509/path.ts';

const { TST_TEST_DATA } = process.env;
const folder = join(TST_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'pkits');

interface Case {
  readonly id: string;
  readonly title: string;
  readonly certificates: readonly string[];
  readonly valid: boolean;
  readonly initialPolicySet: string;
  readonly userConstrainedPolicySet: string;
  readonly initialExplicitPolicy: boolean;
  readonly initialPolicyMappingInhibit: boolean;
  readonly initialAnyPolicyInhibit: boolean;
  readonly at: string;
}

/** Cases that are invalid for what a CRL says or lacks, and for nothing else: left to revocation. Their paths are valid. */
const leftToRevocation = new Set(
  `4.4.1 4.4.2 4.4.3 4.4.4 4.4.5 4.4.6 4.4.8 4.4.9 4.4.10 4.4.11 4.4.12 4.4.15 4.4.18 4.4.20 4.4.21 4.5.2 4.5.5 4.5.7 4.7.4 4.7.5
  4.14.2 4.14.3 4.14.6 4.14.8 4.14.9 4.14.11 4.14.12 4.14.14 4.14.15 4.14.16 4.14.17 4.14.20 4.14.21 4.14.23 4.14.26 4.14.27
  4.14.31 4.14.32 4.14.34 4.14.35 4.15.1 4.15.3 4.15.4 4.15.6 4.15.9 4.15.10`.split(/\s+/),
);

const cases = existsSync(join(folder, 'expected.json'))
  ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Case[])
  : [];
const withCases = {
  skip: cases.length > 0 ? false : `no PKITS in ${folder}: set TST_TEST_DATA to the folder that has pkits/`,
};

const certificates = new Map<string, Certificate>();
function read(file: string): Certificate {
  const known = certificates.get(file) ?? decodeCertificate(readFileSync(join(folder, 'certs', file)));
  certificates.set(file, known);
  return known;
}

/** Cases by the section of the document, `4.1` to `4.16`. */
const sections = Map.groupBy(cases, ({ id }) => id.split('.').slice(0, 2).join('.'));

test('NIST PKITS: all of its cases are here', withCases, () => {
  assert.equal(cases.length, 249);
  assert.equal(leftToRevocation.size, 46);
});

for (const [section, own] of sections) {
  test(`NIST PKITS ${section}: every case that revocation does not decide, with its user-constrained policies`, () => {
    for (const one of own) judge(one);
  });
}

function judge(one: Case): void {
  const path = one.certificates.map(read);
  const result = validatePath({
    target: path.at(-1)!,
    candidates: shuffled(path.slice(1, -1)),
    anchors: [trustAnchor(path[0]!)],
    at: Date.parse(one.at),
    initialPolicies: policySet(one.initialPolicySet),
    requireExplicitPolicy: one.initialExplicitPolicy,
    inhibitPolicyMapping: one.initialPolicyMappingInhibit,
    inhibitAnyPolicy: one.initialAnyPolicyInhibit,
  });
  const label = `${one.id} ${one.title}`;
  assert.notEqual(result.status, 'limit', label);
  assert.equal(result.status === 'valid', one.valid || leftToRevocation.has(one.id), label);
  if (leftToRevocation.has(one.id)) assert.equal(one.valid, false, label);
  // 4.10.13 subpart 3 (the caller accepts policy 2 alone): RFC 5280 §6.1.5 (g), and RFC 9618 alike, compare in the terms of
  // the anchor's domain, where the path stands for policy 1, which a CA maps to 2: nothing accepted is left, so it is invalid.
  if (result.status === 'valid' && one.valid) {
    assert.deepEqual(result.policies, policySet(one.userConstrainedPolicySet).sort(), label);
  }
}

test('NIST PKITS: the reason that is told is the rule that the case breaks', withCases, () => {
  const expected: Readonly<Record<string, string>> = {
    '4.1.2': 'path-signature',
    '4.1.6': 'path-signature',
    '4.2.1': 'not-yet-valid',
    '4.2.5': 'expired',
    '4.3.1': 'no-chain',
    '4.6.1': 'path-basic-constraints',
    '4.6.5': 'path-length',
    '4.7.1': 'path-key-usage',
    '4.8.3': 'path-policy',
    '4.13.2': 'path-name-constraints',
    '4.13.38': 'path-name-constraints',
    '4.16.2': 'path-critical-extension',
  };
  for (const [id, code] of Object.entries(expected)) {
    const one = cases.find((candidate) => candidate.id === id && !candidate.valid)!;
    const path = one.certificates.map(read);
    const result = validatePath({
      target: path.at(-1)!,
      candidates: path.slice(1, -1),
      anchors: [trustAnchor(path[0]!)],
      at: Date.parse(one.at),
      initialPolicies: policySet(one.initialPolicySet),
      requireExplicitPolicy: one.initialExplicitPolicy,
    });
    assert.ok(result.status === 'broken' || result.status === 'no-chain', id);
    assert.equal(result.problem.code, code, id);
  }
});

function policySet(names: string): string[] {
  return names
    .split(',')
    .filter((name) => name !== '')
    .map((name) =>
      name === 'anyPolicy' ? '2.5.29.32.0' : name.replace('NIST-test-policy-', '2.16.840.1.101.3.2.1.48.'),
    );
}

/** An order that depends on nothing but the number of elements. */
function shuffled<T>(all: readonly T[]): T[] {
  const result = [...all];
  let state = 12_345;
  for (let index = result.length - 1; index > 0; index--) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const other = state % (index + 1);
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}
