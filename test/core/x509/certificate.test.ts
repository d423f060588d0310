import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError } from '../../../src/core/der/errors.ts';
import { limits } from '../../../src/core/der/limits.ts';
import { isSelfSigned, trustAnchor } from '../../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { certificateLabel } from '../../../src/core/x509/certificate-label.ts';
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
  text,
  tlv,
  type Wish,
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
  const thrown = () => {
    try {
      return certificate.basicConstraints;
    } catch (error) {
      return error;
    }
  };
  assert.ok(thrown() instanceof DerError);
  // The same error each time: an extension is read once.
  assert.equal(thrown(), thrown());
});

test('what is read once is given again, and no memory of another certificate', () => {
  const certificate = issue({ subject: 'TSA', issuer: 'CA', extensions: [purposes('1.2.3')] });
  assert.equal(certificate.extendedKeyUsage, certificate.extendedKeyUsage);
  assert.equal(certificate.digest('sha1'), certificate.digest('sha1'));
  for (const name of ['sha1', 'sha256', 'sha512'] as const) {
    assert.deepEqual(certificate.digest(name), createHash(name).update(certificate.bytes).digest());
  }
  assert.equal(certificate.sha256, Buffer.from(certificate.digest('sha256')).toString('hex'));
  assert.equal(certificateLabel(certificate), 'CN=TSA (serial 01)');
});

/** The certificate with the fields of its signed part changed, in their order. */
function altered(change: (fields: Uint8Array[]) => Uint8Array[], wish: Partial<Wish> = {}): Uint8Array {
  const outer = new Cursor(encodeCertificate({ subject: 'TSA', issuer: 'CA', signer: null, ...wish })).sequence('');
  const tbs = outer.sequence('');
  const fields: Uint8Array[] = [];
  while (!tbs.atEnd) fields.push(tbs.raw(''));
  return sequence(sequence(...change(fields)), outer.raw(''), outer.raw(''));
}

/** What decoding refuses, in words without the place. */
function refusal(bytes: Uint8Array): string {
  try {
    decodeCertificate(bytes);
    return 'read';
  } catch (error) {
    assert.ok(error instanceof DerError);
    return error.message.replace(/ at byte \d+$/, '');
  }
}

test('RFC 5280 §4.1.2.1: versions 1 to 3 and no other', () => {
  const version = (octet: number) => altered(([, ...rest]) => [tlv(0xa0, tlv(2, Uint8Array.of(octet))), ...rest]);
  for (const octet of [0, 1, 2]) assert.equal(decodeCertificate(version(octet)).version, octet + 1);
  for (const octet of [3, 4, 0xff]) assert.equal(refusal(version(octet)), 'version is unknown');
  assert.equal(decodeCertificate(altered(([, ...rest]) => rest)).version, 1);
});

test('what is no certificate says which of its values is wrong', () => {
  const version = (...values: readonly Uint8Array[]) => altered(([, ...more]) => [...values, ...more]);
  assert.match(refusal(version(tlv(0xa0, tlv(4)))), /^version/);
  assert.equal(refusal(version(tlv(0xa0, tlv(2, Uint8Array.of(2)), tlv(5)))), 'unexpected data after version');
  assert.match(refusal(version(Uint8Array.of(0xa0, 0x84, 0x3f, 0xff, 0xff, 0xff))), /version/);
  const critical = sequence(oid('1.2.3'), tlv(1, Uint8Array.of(0, 0)), tlv(4));
  assert.match(
    refusal(encodeCertificate({ subject: 'TSA', issuer: 'CA', signer: null, extensions: [critical] })),
    /critical/,
  );
  const whole = encodeCertificate({ subject: 'TSA', issuer: 'CA', signer: null });
  assert.equal(refusal(Buffer.concat([whole, Uint8Array.of(5, 0)])), 'unexpected data after certificate');
  const outer = new Cursor(whole).sequence('');
  assert.match(refusal(sequence(outer.raw(''), tlv(4), outer.raw(''))), /signatureAlgorithm/);
});

test('RFC 5280 §4.1.2.2, §4.1.2.5: a serial number without octets and a time that is none are refused', () => {
  assert.match(refusal(altered(([version, , ...rest]) => [version!, tlv(2), ...rest])), /^serialNumber is an empty/);
  const validity = (notBefore: Uint8Array, notAfter: Uint8Array) =>
    altered(([a, b, c, d, , ...rest]) => [a!, b!, c!, d!, sequence(notBefore, notAfter), ...rest]);
  const good = text(0x18, '20300101000000Z');
  const utc = decodeCertificate(validity(text(0x17, '200101000000Z'), good));
  assert.deepEqual([utc.notBefore, utc.notAfter], [Date.UTC(2020, 0), Date.UTC(2030, 0)]);
  assert.equal(refusal(validity(text(0x17, '20200101000000Z'), good)), 'notBefore is no time');
  assert.equal(refusal(validity(text(0x18, '200101000000Z'), good)), 'notBefore is no time');
  assert.equal(refusal(validity(good, text(0x18, '20301301000000Z'))), 'notAfter is no time');
});

test('RFC 5280 §4.1.2.8: unique identifiers are passed over, in their order', () => {
  const one = tlv(0x81, Uint8Array.of(0, 1));
  const two = tlv(0x82, Uint8Array.of(0, 2));
  const withIds = (...ids: readonly Uint8Array[]) => altered((fields) => [...fields, ...ids]);
  for (const ids of [[], [one], [two], [one, two]]) assert.equal(refusal(withIds(...ids)), 'read');
  assert.equal(refusal(withIds(two, one)), 'unexpected data after tbsCertificate');
  assert.match(refusal(withIds(tlv(0x81))), /issuerUniqueID/);
  assert.match(refusal(withIds(tlv(0x82))), /subjectUniqueID/);
});

test('a certificate at the limit of its size is read, one octet more is refused before anything is', () => {
  const filled = (octets: number) =>
    encodeCertificate({
      subject: 'TSA',
      issuer: 'CA',
      signer: null,
      extensions: [extension('1.2.3', tlv(4, new Uint8Array(octets)))],
    });
  const room = limits.certificateBytes - 1_000;
  const most = room + limits.certificateBytes - filled(room).length;
  assert.equal(filled(most).length, limits.certificateBytes);
  assert.equal(refusal(filled(most)), 'read');
  assert.equal(refusal(filled(most + 1)), 'certificate is too large');
});

test('self-signed is what names itself and is signed by its own key', () => {
  assert.equal(isSelfSigned(issueCa({ subject: 'Root', issuer: 'Root' })), true);
  assert.equal(isSelfSigned(issueCa({ subject: 'Root', issuer: 'Root', signer: 'Mallory' })), false);
  assert.equal(isSelfSigned(issueCa({ subject: 'Root', issuer: 'Other', signer: 'Root' })), false);
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
