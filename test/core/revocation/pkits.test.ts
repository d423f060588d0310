import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { judgeRevocation } from '../../../src/core/judge-revocation.ts';
import { type Crl, decodeCrl } from '../../../src/core/revocation/crl.ts';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { validatePath } from '../../../src/core/x509/path.ts';

const { TST_TEST_DATA } = process.env;
const folder = join(TST_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'pkits');

interface Case {
  readonly id: string;
  readonly title: string;
  readonly certificates: readonly string[];
  readonly crls: readonly string[];
  readonly valid: boolean;
  readonly initialPolicySet: string;
  readonly initialExplicitPolicy: boolean;
  readonly initialPolicyMappingInhibit: boolean;
  readonly initialAnyPolicyInhibit: boolean;
  readonly at: string;
}

const certificates = new Map<string, Certificate>();
const crls = new Map<string, Crl>();

function certificateOf(file: string): Certificate {
  const known = certificates.get(file) ?? decodeCertificate(readFileSync(join(folder, 'certs', file)));
  certificates.set(file, known);
  return known;
}

function crlOf(file: string): Crl {
  const known = crls.get(file) ?? decodeCrl(readFileSync(join(folder, 'crls', file)));
  crls.set(file, known);
  return known;
}

/** The case as a relying party of today meets it: the path, and of each certificate below the anchor that it is not revoked. */
function judge(one: Case): { readonly valid: boolean; readonly why: string } {
  const all = one.certificates.map(certificateOf);
  const anchor = trustAnchor(all[0]!);
  const at = Date.parse(one.at);
  const result = validatePath({
    target: all.at(-1)!,
    candidates: all.slice(1, -1).toReversed(),
    anchors: [anchor],
    at,
    initialPolicies: one.initialPolicySet
      .split(',')
      .filter((name) => name !== '')
      .map((name) =>
        name === 'anyPolicy' ? '2.5.29.32.0' : name.replace('NIST-test-policy-', '2.16.840.1.101.3.2.1.48.'),
      ),
    requireExplicitPolicy: one.initialExplicitPolicy,
    inhibitPolicyMapping: one.initialPolicyMappingInhibit,
    inhibitAnyPolicy: one.initialAnyPolicyInhibit,
  });
  if (result.status !== 'valid') return { valid: false, why: `path ${result.status}` };
  const whys = result.path.slice(0, -1).map((certificate, index) => {
    const { status, code, sources } = judgeRevocation({
      certificate,
      issuer: result.path[index + 1]!,
      anchor,
      path: result.path,
      candidates: all.map((other) => ({ certificate: other, origin: 'user', url: null })),
      crls: one.crls.map((file) => ({ crl: crlOf(file), url: file })),
      // Is it revoked now, for whatever reason?
      now: at,
    });
    assert.ok(sources.length >= one.crls.length, `${one.id}: every source leaves a line`);
    return status === 'pass' ? '' : `${certificate.subject.text}: ${status} ${code}`;
  });
  return { valid: whys.every((why) => why === ''), why: whys.filter((why) => why !== '').join('; ') };
}

const missing = existsSync(join(folder, 'expected.json'))
  ? false
  : `no PKITS in ${folder}: set TST_TEST_DATA to the folder that has pkits/`;

const cases = missing ? [] : (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Case[]);

test('NIST PKITS: all 249 cases, paths and CRLs', { skip: missing }, () => {
  assert.equal(cases.length, 249);
  const wrong = cases.flatMap((one) => {
    const { valid, why } = judge(one);
    return valid === one.valid ? [] : [`${one.id} ${one.title}: expected ${one.valid ? 'valid' : 'invalid'}; ${why}`];
  });
  assert.deepEqual(wrong, []);
});

/** The cases that revocation alone decides, by what is said of the certificate that decides. */
const told: Readonly<Record<string, string>> = {
  'fail certificate-revoked': `4.4.2 4.4.3 4.4.8 4.4.9 4.4.15 4.4.18 4.4.20 4.5.2 4.5.5 4.5.7 4.14.2 4.14.6 4.14.15 4.14.20 4.14.21
    4.14.23 4.14.31 4.14.32 4.14.34 4.15.3 4.15.4 4.15.6 4.15.9`,
  'unknown on-hold': '4.14.16',
  'unknown not-authentic': '4.4.4 4.4.21 4.7.4 4.7.5',
  'unknown critical-revocation-extension': '4.4.10',
  'unknown stale': '4.4.11 4.4.12 4.15.10',
  'unknown reasons-missing': '4.14.17',
  'unknown delta-without-base': '4.15.1',
  'unknown out-of-scope': `4.4.1 4.4.5 4.4.6 4.14.3 4.14.8 4.14.9 4.14.11 4.14.12 4.14.14 4.14.26 4.14.27 4.14.35`,
};

test('NIST PKITS: of the 46 cases that revocation alone decides, each for its own reason', { skip: missing }, () => {
  let count = 0;
  for (const [expected, ids] of Object.entries(told)) {
    for (const id of ids.split(/\s+/)) {
      const one = cases.find((candidate) => candidate.id === id)!;
      assert.ok(judge(one).why.endsWith(expected), `${id} ${one.title}: ${judge(one).why}`);
      count++;
    }
  }
  assert.equal(count, 46);
});
