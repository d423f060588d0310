import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DerError } from '../../../src/core/der/errors.ts';
import { isSelfSigned, trustAnchor } from '../../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { validatePath } from '../../../src/core/x509/path.ts';
import { publicKeyOf } from '../../../src/core/x509/signature.ts';
import {
  aki,
  at,
  encodeCertificate,
  extension,
  issue,
  issueCa,
  oid,
  policies,
  purposes,
  sequence,
  ski,
  tlv,
} from './make-certificate.ts';

const { TST_TEST_DATA } = process.env;
const data = TST_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data');

const getters = [
  'basicConstraints',
  'keyUsage',
  'extendedKeyUsage',
  'subjectKeyIdentifier',
  'authorityKeyIdentifier',
  'subjectAltName',
  'nameConstraints',
  'certificatePolicies',
  'policyMappings',
  'policyConstraints',
  'inhibitAnyPolicy',
  'privateKeyUsagePeriod',
  'authorityInfoAccess',
] as const satisfies readonly (keyof Certificate)[];

test('the fields of a certificate by their names', () => {
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 0x1234,
    extensions: [purposes('1.3.6.1.5.5.7.3.8'), ski('k')],
  });
  assert.equal(certificate.version, 3);
  assert.equal(certificate.serialHex, '1234');
  assert.equal(certificate.subject.text, 'CN=TSA');
  assert.equal(certificate.issuer.text, 'CN=CA');
  assert.equal(certificate.notBefore, Date.parse('2020-01-01T00:00:00Z'));
  assert.deepEqual(certificate.extendedKeyUsage, ['1.3.6.1.5.5.7.3.8']);
  assert.equal(certificate.keyUsage, undefined);
  assert.match(certificate.sha256, /^[0-9a-f]{64}$/);
});

test('a certificate keeps its own bytes', () => {
  const bytes = encodeCertificate({ subject: 'TSA', issuer: 'CA' });
  const certificate = decodeCertificate(bytes);
  const { sha256 } = decodeCertificate(Uint8Array.from(bytes));
  bytes.fill(0);
  assert.equal(certificate.sha256, sha256);
});

test('what old encoders write without ambiguity is read', () => {
  const explicitFalse = sequence(
    oid('2.5.29.19'),
    tlv(1, Uint8Array.of(0)),
    tlv(4, sequence(tlv(1, Uint8Array.of(0)))),
  );
  const paddedBits = extension('2.5.29.15', Uint8Array.of(3, 3, 0, 0xc0, 0));
  const oneForTrue = sequence(oid('1.2.3'), tlv(1, Uint8Array.of(1)), tlv(4));
  const certificate = issue({ subject: 'TSA', issuer: 'CA', extensions: [explicitFalse, paddedBits, oneForTrue] });
  assert.deepEqual(certificate.basicConstraints, { cA: false, pathLength: null });
  assert.deepEqual([...(certificate.keyUsage ?? [])], ['digitalSignature', 'nonRepudiation']);
  assert.equal(certificate.extensions.get('1.2.3')?.critical, true);
  const bytes = Buffer.from(encodeCertificate({ subject: 'TSA', issuer: 'CA', serial: 0x0102 }));
  // The two octets of the serial become a superfluous one and 02.
  bytes[bytes.indexOf(Buffer.from('02020102', 'hex')) + 2] = 0;
  assert.equal(decodeCertificate(bytes).serialHex, '02');
});

test('what follows the certificate, and what is cut off, is refused', () => {
  const bytes = encodeCertificate({ subject: 'TSA', issuer: 'CA', extensions: [aki('k'), policies('1.2.3')] });
  assert.throws(() => decodeCertificate(Buffer.concat([bytes, Uint8Array.of(0)])), DerError);
  for (let length = 0; length < bytes.length; length++)
    assert.throws(() => decodeCertificate(bytes.subarray(0, length)), DerError);
});

test('a malformed extension throws each time it is asked for, and is never as if absent', () => {
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    extensions: [extension('2.5.29.19', Uint8Array.of(4, 0))],
  });
  assert.throws(() => certificate.basicConstraints, DerError);
  assert.throws(() => certificate.basicConstraints, DerError);
});

test('bytes flipped, cut and spliced give DerError or a certificate whose path is not valid, and nothing else', () => {
  const root = trustAnchor(issueCa({ subject: 'Root', issuer: 'Root' }));
  const original = encodeCertificate({
    subject: 'TSA',
    issuer: 'Root',
    extensions: [ski('a'), aki('b'), policies('1.2.3')],
  });
  const change = fc.record({ at: fc.nat(original.length - 1), octet: fc.nat(255), cut: fc.nat(8) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let bytes = Buffer.from(original);
      for (const { at: place, octet, cut } of changes) {
        bytes[place % bytes.length] = octet;
        if (cut > 6) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]);
      }
      if (bytes.equals(original)) return;
      try {
        const target = decodeCertificate(bytes);
        for (const getter of getters) {
          try {
            void target[getter];
          } catch (error) {
            assert.ok(error instanceof DerError);
          }
        }
        const result = validatePath({ target, candidates: [], anchors: [root], at });
        // Only what isn't signed and isn't read twice could still be valid: nothing is.
        assert.notEqual(result.status, 'valid');
      } catch (error) {
        if (!(error instanceof DerError)) throw error;
      }
    }),
    { numRuns: 1_500, seed: 5280 },
  );
});

test('every certificate of the test data is read, with all its extensions and a key that can be used', (t) => {
  if (!existsSync(data)) {
    t.skip(`no test data in ${data}: set TST_TEST_DATA`);
    return;
  }
  let read = 0;
  for (const file of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(crt|pem)$/.test(file)) continue;
    const content = readFileSync(join(data, file));
    const pem = [...content.toString('latin1').matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/g)];
    const all = file.endsWith('.crt') ? [content] : pem.map((match) => Buffer.from(match[1]!, 'base64'));
    for (const bytes of all) {
      const certificate = decodeCertificate(bytes);
      for (const getter of getters) void certificate[getter];
      const key = publicKeyOf(certificate);
      assert.equal('reason' in key.handle(), key.lacksParameters, file);
      if (/root[^/]*\.pem$/.test(file) && certificate.subject.key === certificate.issuer.key)
        assert.ok(isSelfSigned(certificate), file);
      read++;
    }
  }
  assert.ok(read >= 405, `${read} certificates`);
});
