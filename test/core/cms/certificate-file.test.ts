import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { findCertificates } from '../../../src/core/cms/certificate-file.ts';

const pems = rootCertificates.slice(0, 3);
const ders = pems.map((pem) => new X509Certificate(pem).raw);
const sha256 = async (bytes: Uint8Array) => (await findCertificates(bytes)).certificates.map((one) => one.sha256);
const expected = pems.map((pem) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase());

/** A value with a definite length in DER. */
function wrap(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
}

/** A certs-only message (RFC 5652 §5.1) around certificates. */
function certsOnly(certificates: readonly Uint8Array[]): { der: Buffer; ber: Buffer } {
  const signedDataOid = Buffer.from('06092a864886f70d010702', 'hex');
  const dataOid = Buffer.from('06092a864886f70d010701', 'hex');
  const version = Buffer.from('020101', 'hex');
  const signedData = wrap(0x30, version, wrap(0x31), wrap(0x30, dataOid), wrap(0xa0, ...certificates), wrap(0x31));
  const end = Buffer.alloc(2);
  return {
    der: wrap(0x30, signedDataOid, wrap(0xa0, signedData)),
    ber: Buffer.concat([Buffer.from('3080', 'hex'), signedDataOid, Buffer.from('a080', 'hex'), signedData, end, end]),
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
