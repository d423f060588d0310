import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { findCertificates } from '../../../src/core/cms/certificate-file.ts';
import { encodeCertificate, oid, sequence, tlv } from '../x509/make-certificate.ts';

const pems = rootCertificates.slice(0, 3);
const ders = pems.map((pem) => new X509Certificate(pem).raw);
const sha256 = async (bytes: Uint8Array) => (await findCertificates(bytes)).certificates.map((one) => one.sha256);
const expected = pems.map((pem) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase());

/** A value with a definite length in DER. */
function wrap(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length =
    size < 128
      ? [size]
      : size < 65_536
        ? [0x82, size >> 8, size & 255]
        : [0x83, size >> 16, (size >> 8) & 255, size & 255];
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
}

/** A certs-only message (RFC 5652 §5.1) around certificates. */
function certsOnly(certificates: readonly Uint8Array[]): { der: Buffer; ber: Buffer } {
  const signedDataOid = Buffer.from('06092a864886f70d010702', 'hex');
  const dataOid = Buffer.from('06092a864886f70d010701', 'hex');
  const version = Buffer.from('020101', 'hex');
  const signedData = wrap(0x30, version, wrap(0x31), wrap(0x30, dataOid), wrap(0xa0, ...certificates), wrap(0x31));
  const endless = (tag: number, ...parts: Uint8Array[]) =>
    Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Buffer.alloc(2)]);
  const berData = wrap(0x30, version, wrap(0x31), wrap(0x30, dataOid), endless(0xa0, ...certificates), wrap(0x31));
  return {
    der: wrap(0x30, signedDataOid, wrap(0xa0, signedData)),
    ber: endless(0x30, signedDataOid, endless(0xa0, berData)),
  };
}

test('certificates are found in DER, PEM, many PEM blocks, OpenSSL’s trusted form and bare Base64', async () => {
  assert.deepEqual(await sha256(ders[0]!), [expected[0]]);
  assert.deepEqual(await sha256(Buffer.from(pems.join('\n'))), expected);
  assert.deepEqual(await sha256(Buffer.from(ders[0]!.toString('base64'))), [expected[0]]);
  const trusted = Buffer.concat([ders[0]!, Buffer.from('300c300a06082b06010505070308', 'hex')]).toString('base64');
  const pem = `-----BEGIN TRUSTED CERTIFICATE-----\n${trusted}\n-----END TRUSTED CERTIFICATE-----\n`;
  assert.deepEqual(await sha256(Buffer.from(pem)), [expected[0]]);
});

test('certificates are found in a certs-only message, in DER and BER, byte for byte (RFC 5280 §4.2.2.1)', async () => {
  const { der, ber } = certsOnly(ders);
  assert.deepEqual(await sha256(der), expected);
  assert.deepEqual(await sha256(ber), expected);
  const pem = `-----BEGIN PKCS7-----\n${der.toString('base64')}\n-----END PKCS7-----\n`;
  assert.deepEqual(await sha256(Buffer.from(pem)), expected);
  assert.deepEqual(await sha256(certsOnly([]).der), []);
});

test('one damaged certificate among good ones is named, and costs only itself', async () => {
  const bad = Buffer.from(ders[1]!).fill(0xff, 4, 40).toString('base64');
  const middle = `-----BEGIN CERTIFICATE-----\n${bad}\n-----END CERTIFICATE-----\n`;
  const found = await findCertificates(Buffer.from(`${pems[0]}\n${middle}${pems[2]}`));
  assert.deepEqual(
    found.certificates.map((one) => one.sha256),
    [expected[0], expected[2]],
  );
  assert.equal(found.errors.length, 1);
});

test('one damaged certificate of a certs-only message costs only itself, those after it are found', async () => {
  const bad = wrap(0x30, wrap(0x05));
  const { certificates, errors } = await findCertificates(certsOnly([ders[0]!, bad, ders[2]!]).der);
  assert.deepEqual(
    certificates.map((one) => one.sha256),
    [expected[0], expected[2]],
  );
  assert.deepEqual(errors, [{ reason: 'tbsCertificate expected, found tag 0x05 at byte 2', offset: 2 }]);
});

const blockOf = (label: string, bytes: Uint8Array) =>
  `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`;
const small = encodeCertificate({ subject: 'A', issuer: 'A', signer: null });

test('every label under which certificates come is read (RFC 7468 §5, §8, §9), and what has another is passed over', async () => {
  for (const label of ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'PKCS7', 'CMS'])
    assert.equal((await findCertificates(Buffer.from(blockOf(label, small)))).certificates.length, 1, label);
  for (const label of ['PRIVATE KEY', 'X509 CRL', 'CERTIFICATE REQUEST', ''])
    assert.deepEqual(await findCertificates(Buffer.from(blockOf(label, small))), { certificates: [], errors: [] });
});

test('what follows a certificate is OpenSSL’s note on trust under its own label, and an error under any other', async () => {
  const noted = Buffer.concat([small, Buffer.from('3000', 'hex')]);
  assert.equal((await findCertificates(Buffer.from(blockOf('TRUSTED CERTIFICATE', noted)))).certificates.length, 1);
  const { certificates, errors } = await findCertificates(Buffer.from(blockOf('CERTIFICATE', noted)));
  assert.deepEqual(certificates, []);
  const offset = small.length;
  assert.deepEqual(errors, [{ reason: `unexpected data after certificate at byte ${offset}`, offset }]);
});

test('what is none is told with the reason and its offset', async () => {
  const told = async (bytes: Uint8Array, label = 'CERTIFICATE') =>
    (await findCertificates(Buffer.from(blockOf(label, bytes)))).errors;
  const cut = small.subarray(0, 60);
  const cutOff = [{ reason: 'certificate is cut off at byte 0', offset: 0 }];
  assert.deepEqual(await told(cut), cutOff);
  assert.deepEqual(await told(cut, 'TRUSTED CERTIFICATE'), cutOff);
  assert.deepEqual(await told(Buffer.of(0x30, 0)), [{ reason: 'tbsCertificate is missing at byte 2', offset: 2 }]);
  assert.deepEqual(await told(Buffer.of(5, 0)), [
    { reason: 'certificate expected, found tag 0x05 at byte 0', offset: 0 },
  ]);
  const data = wrap(0x30, Buffer.from('06092a864886f70d010701', 'hex'), wrap(0xa0, wrap(0x30)));
  assert.deepEqual(await told(data), [{ reason: 'no SignedData at byte 0', offset: 0 }]);
  const crowd = certsOnly(Array(4_001).fill(Buffer.of(0x30, 0))).der;
  assert.deepEqual(await told(crowd), [{ reason: 'limit certificatesPerSet reached', offset: 0 }]);
});

test('a certificate in a BER message stays byte for byte, BER inside it too', async () => {
  const loose = Buffer.concat([Buffer.from('3080', 'hex'), Buffer.alloc(2)]);
  const { certificates, errors } = await findCertificates(certsOnly([small, wrap(0x30, loose)]).ber);
  assert.deepEqual(
    certificates.map((one) => Buffer.from(one.bytes)),
    [Buffer.from(small)],
  );
  assert.deepEqual(errors, [{ reason: 'tbsCertificate has an indefinite length at byte 2', offset: 2 }]);
});

test('once there are 4,000 certificates no further message is read', async () => {
  // The smallest certificate that is read: thousands of it take little time.
  const algorithm = sequence(oid('1.2'));
  const [nobody, spki] = [sequence(), sequence(algorithm, tlv(3, Uint8Array.of(0)))];
  const tiny = encodeCertificate({ subject: nobody, issuer: nobody, algorithm, spki, sign: () => new Uint8Array() });
  const many = blockOf('PKCS7', certsOnly(Array(3_999).fill(tiny)).der);
  const one = blockOf('CERTIFICATE', tiny);
  const beyond = await findCertificates(Buffer.from(many + one.repeat(3)));
  assert.equal(beyond.certificates.length, 4_000);
  assert.deepEqual(beyond.errors, [{ reason: 'more than 4000 certificates', offset: 0 }]);
});

test('bytes cut, flipped, repeated or made up are never an exception', async () => {
  const sources = [ders[0]!, Buffer.from(pems[0]!), certsOnly(ders).der, certsOnly(ders).ber];
  const damaged = fc
    .tuple(fc.constantFrom(...sources), fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 8 }))
    .map(([source, from, to, noise]) => {
      const [a, b] = [from % (source.length + 1), to % (source.length + 1)];
      return Buffer.concat([source.subarray(0, a), noise, source.subarray(b)]);
    });
  const anything = fc.oneof(damaged, fc.uint8Array({ maxLength: 200 }));
  const property = fc.asyncProperty(anything, async (bytes) => {
    const { certificates, errors } = await findCertificates(bytes);
    assert.ok(certificates.length + errors.length <= 10);
  });
  await fc.assert(property, { numRuns: 500, seed: 20260115 });
});

test('a megabyte of openings without an end takes no time to speak of', async () => {
  const start = performance.now();
  await findCertificates(Buffer.from('-----BEGIN CERTIFICATE-----\n'.repeat(40_000)));
  await findCertificates(Buffer.from(`-----BEGIN CERTIFICATE-----${'\n'.repeat(1_000_000)}`));
  assert.ok(performance.now() - start < 5_000);
});
