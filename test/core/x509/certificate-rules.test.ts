import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CertificateRules,
  keyIdentifiers,
  problemsOf,
  purposeProblem,
  readable,
} from '../../../src/core/x509/certificate-rules.ts';
import * as der from '../../../src/lab/der-writer.ts';
import {
  aki,
  at,
  caExtension,
  extension,
  issue,
  oid,
  purposes,
  sequence,
  ski,
  tlv,
  type Wish,
} from './make-certificate.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';
const serverAuth = '1.3.6.1.5.5.7.3.1';
const rules: CertificateRules = {
  at,
  keyPurpose: null,
  caKeyPurpose: 'warn',
  targetKeyPurpose: true,
  furtherExtensions: new Set(),
};
const make = (wish: Partial<Wish> = {}) => issue({ subject: 'TSA', issuer: 'CA', signer: null, ...wish });
const keyUsage = (octet: number) => extension('2.5.29.15', tlv(3, Uint8Array.of(0, octet)), true);
const malformed = (id: string, critical = false) => extension(id, tlv(0x04), critical);

/** Codes with their facts. */
function told(
  wish: Partial<Wish>,
  further: Partial<CertificateRules> = {},
  role: 'target' | 'ca' = 'target',
): unknown[] {
  const certificate = make(wish);
  return problemsOf(certificate, role, { ...rules, ...further }).map((problem) => {
    assert.equal(problem.certificate, certificate);
    return problem.facts === undefined ? [problem.code] : [problem.code, problem.facts];
  });
}

test('RFC 5280 §4.1.2.5: what dates are wrong is told with the date, and both ends belong', () => {
  const dates = { notBefore: '20250101000000Z', notAfter: '20260101000000Z' };
  const [notBefore, notAfter] = [Date.UTC(2025, 0), Date.UTC(2026, 0)];
  assert.deepEqual(told(dates, { at: notBefore - 1 }), [['not-yet-valid', { notBefore }]]);
  assert.deepEqual(told(dates, { at: notBefore }), []);
  assert.deepEqual(told(dates, { at: notAfter }), []);
  assert.deepEqual(told(dates, { at: notAfter + 1 }), [['expired', { notAfter }]]);
});

test('RFC 5280 §4.1.1.2: the two algorithms differ in identifier, in parameters, or in having any', () => {
  const differ = [['path-signature', { reason: 'algorithms-differ' }]];
  const parameters = (octet: number) => tlv(0x04, Uint8Array.of(octet));
  const id = (...more: readonly Uint8Array[]) => sequence(oid('1.2.3'), ...more);
  const both = (algorithm: Uint8Array, innerAlgorithm: Uint8Array) => told({ algorithm, innerAlgorithm });
  assert.deepEqual(both(id(), sequence(oid('1.2.4'))), differ);
  assert.deepEqual(both(id(parameters(1)), id(parameters(2))), differ);
  assert.deepEqual(both(id(parameters(1)), id()), differ);
  // Whatever the length of the words `absent` and `null` is.
  for (const octets of [2, 4]) {
    const some = tlv(0x04, new Uint8Array(octets));
    for (const none of [id(), id(der.nothing())]) {
      assert.deepEqual(both(id(some), none), differ);
      assert.deepEqual(both(none, id(some)), differ);
    }
  }
  assert.deepEqual(both(id(), id(parameters(1))), differ);
  assert.deepEqual(both(id(der.nothing()), id(parameters(1))), differ);
  assert.deepEqual(both(id(parameters(1)), id(parameters(1))), []);
  assert.deepEqual(both(id(der.nothing()), id()), []);
  assert.deepEqual(both(id(), id(der.nothing())), []);
});

test('RFC 5280 §4.2: extensions given twice, unknown critical ones and malformed ones, each with its reason', () => {
  const one = (id: string, reason: string) => ['path-critical-extension', { extension: id, reason }];
  assert.deepEqual(told({ extensions: [ski('a'), ski('b')] }), [one('2.5.29.14', 'duplicate')]);
  assert.deepEqual(told({ extensions: [extension('1.2.3', der.nothing(), true)] }), [one('1.2.3', 'unknown')]);
  assert.deepEqual(told({ extensions: [extension('1.2.3', der.nothing())] }), []);
  const further = { furtherExtensions: new Set(['1.2.3']) };
  assert.deepEqual(told({ extensions: [extension('1.2.3', der.nothing(), true)] }, further), []);
  // Those that path validation processes count whatever they say of themselves.
  for (const id of ['19', '15', '30', '32', '33', '36', '54'].map((arc) => `2.5.29.${arc}`)) {
    assert.deepEqual(told({ extensions: [malformed(id)] }), [one(id, 'malformed')]);
  }
  // Others count where they are critical.
  for (const id of ['2.5.29.14', '2.5.29.35', '2.5.29.17', '2.5.29.16', '1.3.6.1.5.5.7.1.1', '2.5.29.37']) {
    assert.deepEqual(told({ extensions: [malformed(id)] }), []);
    const said = id === '2.5.29.14' ? [] : [one(id, 'malformed')];
    assert.deepEqual(told({ extensions: [malformed(id, true)] }), said);
  }
  // A purpose that can't be read counts where one is asked for.
  const asked = { keyPurpose: timeStamping };
  assert.deepEqual(told({ extensions: [malformed('2.5.29.37')] }, asked), [one('2.5.29.37', 'malformed')]);
  assert.deepEqual(told({ extensions: [malformed('2.5.29.17')] }, asked), []);
  // What only says where to find things, and what revocation reads, asks nothing of a path.
  for (const id of ['2.5.29.18', '1.3.6.1.5.5.7.1.11', '2.5.29.31', '2.5.29.46', '2.5.29.56']) {
    assert.deepEqual(told({ extensions: [malformed(id, true)] }), []);
  }
});

test('RFC 5280 §6.1.4 (k), (n): a CA is of version 3, says cA, and may sign certificates', () => {
  const ca = (wish: Partial<Wish>) => told(wish, {}, 'ca');
  const basic = ['path-basic-constraints'];
  assert.deepEqual(ca({ extensions: [caExtension()] }), []);
  assert.deepEqual(ca({ extensions: [caExtension()], version: 1 }), [basic]);
  assert.deepEqual(ca({ version: 1 }), [basic]);
  assert.deepEqual(ca({}), [basic]);
  assert.deepEqual(ca({ extensions: [extension('2.5.29.19', sequence())] }), [basic]);
  assert.deepEqual(ca({ extensions: [caExtension(), keyUsage(4)] }), []);
  assert.deepEqual(ca({ extensions: [caExtension(), keyUsage(2)] }), [['path-key-usage']]);
  assert.deepEqual(ca({ extensions: [keyUsage(2)] }), [basic, ['path-key-usage']]);
  // Of the target nothing of this is asked.
  assert.deepEqual(told({ extensions: [keyUsage(2)] }), []);
});

test('a malformed extension ends the judgement: its value is not read, and no other rule is told', () => {
  const extensions = [malformed('2.5.29.19'), keyUsage(2), purposes(serverAuth)];
  const facts = { extension: '2.5.29.19', reason: 'malformed' };
  const asked = { keyPurpose: timeStamping, caKeyPurpose: 'fail' } as const;
  assert.deepEqual(told({ extensions }, asked, 'ca'), [['path-critical-extension', facts]]);
  assert.deepEqual(told({ extensions: [malformed('2.5.29.37'), keyUsage(2)] }, asked, 'ca').length, 1);
});

test('key purposes fail on the target unless left to the caller, and on a CA where the caller says so', () => {
  const extensions = [caExtension(), purposes(serverAuth)];
  const asked = { keyPurpose: timeStamping };
  const problem = [['path-purpose', { purpose: timeStamping }]];
  assert.deepEqual(told({ extensions }, asked), problem);
  assert.deepEqual(told({ extensions }, { ...asked, targetKeyPurpose: false }), []);
  assert.deepEqual(told({ extensions }, asked, 'ca'), []);
  assert.deepEqual(told({ extensions }, { ...asked, caKeyPurpose: 'fail' }, 'ca'), problem);
  assert.deepEqual(told({ extensions }, { ...asked, caKeyPurpose: 'fail', targetKeyPurpose: false }, 'ca'), problem);
  assert.deepEqual(told({ extensions }), []);
});

test('RFC 5280 §4.2.1.12: no extendedKeyUsage allows all, anyExtendedKeyUsage too', () => {
  const of = (...extensions: readonly Uint8Array[]) => purposeProblem(make({ extensions }), timeStamping)?.code ?? null;
  assert.equal(of(), null);
  assert.equal(of(purposes(serverAuth, timeStamping)), null);
  assert.equal(of(purposes(serverAuth, '2.5.29.37.0')), null);
  assert.equal(of(purposes(serverAuth)), 'path-purpose');
  assert.equal(purposeProblem(make({ extensions: [purposes(serverAuth)] }), null), null);
});

test('key identifiers are equal, differ, or leave it open where one is absent or malformed', () => {
  const child = (...extensions: readonly Uint8Array[]) => make({ extensions });
  assert.equal(keyIdentifiers(child(aki('a')), child(ski('a'))), 'equal');
  assert.equal(keyIdentifiers(child(aki('a')), child(ski('b'))), 'differ');
  assert.equal(keyIdentifiers(child(aki('a')), child(ski('ab'))), 'differ');
  assert.equal(keyIdentifiers(child(), child(ski('a'))), 'open');
  assert.equal(keyIdentifiers(child(aki('a')), child()), 'open');
  assert.equal(keyIdentifiers(child(), child()), 'open');
  assert.equal(keyIdentifiers(child(extension('2.5.29.35', sequence())), child(ski('a'))), 'open');
  assert.equal(keyIdentifiers(child(malformed('2.5.29.35')), child(ski('a'))), 'open');
  assert.equal(keyIdentifiers(child(aki('a')), child(extension('2.5.29.14', sequence()))), 'open');
});

test('only what is malformed counts as absent: any other error goes on', () => {
  assert.equal(
    readable(() => make({ extensions: [malformed('2.5.29.19')] }).basicConstraints),
    undefined,
  );
  assert.equal(
    readable(() => 5),
    5,
  );
  assert.throws(
    () =>
      readable(() => {
        throw new TypeError('a mistake of the program');
      }),
    TypeError,
  );
});
