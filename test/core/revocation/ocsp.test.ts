import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError } from '../../../src/core/der/errors.ts';
import { limits } from '../../../src/core/der/limits.ts';
import { decodeBasicOcspResponse, decodeOcspAnswer, decodeOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import { decodeCertId, encodeCertId, matchesCertId } from '../../../src/core/revocation/ocsp-cert-id.ts';
import { issue, issueCa, name } from '../x509/make-certificate.ts';
import {
  basicOf,
  ca,
  delegate,
  encodeOcsp,
  extension,
  hour,
  nonce,
  noon,
  ocsp,
  ocspOf,
  oid,
  root,
  sequence,
  time,
  tlv,
  tsa,
} from './kit.ts';

test('every field of RFC 6960 §4.2.1', () => {
  const read = ocsp({
    signer: 'Responder',
    producedAt: noon,
    certificates: [delegate()],
    responseExtensions: [nonce(Uint8Array.of(1, 2)), extension('1.3.6.1.5.5.7.48.1.9', tlv(0x05))],
    singles: [
      {},
      { certificate: ca, issuer: root, status: { date: noon - hour, reason: 5 }, nextUpdate: null },
      { status: { date: noon, reason: null }, extensions: [extension('1.3.6.1.5.5.7.48.1.6', time(0))] },
      { status: 'unknown', extensions: [extension('2.5.29.24', time(noon)), extension('1.2.3', tlv(0x05), true)] },
    ],
  });
  const { basic } = read;
  assert.equal(read.status, 'successful');
  assert.equal(read.sha256, createHash('sha256').update(read.bytes).digest('hex'));
  assert.ok(basic !== null && 'name' in basic.responderId && basic.responderId.name.text === 'CN=Responder');
  assert.equal(basic.producedAt, noon);
  assert.deepEqual([...basic.nonce!], [4, 2, 1, 2]);
  assert.equal(basic.extendedRevoked, true);
  assert.equal(basic.certificates.length, 1);
  const [good, revoked, noReason, unknown] = basic.responses;
  assert.equal(good?.status, 'good');
  assert.deepEqual([good?.thisUpdate, good?.nextUpdate], [noon - hour, noon + hour]);
  assert.deepEqual([revoked?.status, revoked?.revocationTime, revoked?.reason], ['revoked', noon - hour, 5]);
  assert.equal(revoked?.nextUpdate, null);
  assert.deepEqual([noReason?.reason, noReason?.archiveCutoff], [null, 0]);
  assert.deepEqual([unknown?.status, unknown?.invalidityDate, unknown?.unknownCritical], ['unknown', noon, '1.2.3']);
});

test('a CertID names one certificate of one issuer key, under each hash', () => {
  const other = issue({ subject: 'Other', issuer: 'CA', serial: 21 });
  const twin = issueCa({ subject: 'CA', issuer: 'Root', serial: 12, key: 'twin' });
  const elsewhere = issueCa({ subject: 'CB', issuer: 'Root', serial: 13, key: 'CA' });
  const moved = issue({ subject: 'TSA', issuer: 'CB', signer: 'CA', serial: 20 });
  for (const hash of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
    const id = decodeCertId(new Cursor(encodeCertId(tsa, ca, hash)));
    assert.equal(matchesCertId(id, tsa, ca), true);
    assert.equal(matchesCertId(id, other, ca), false, 'serial');
    assert.equal(matchesCertId(id, tsa, twin), false, 'key');
    assert.equal(matchesCertId(id, moved, elsewhere), false, 'name');
  }
  const md5 = decodeCertId(new Cursor(encodeCertId(tsa, ca, 'md5')));
  assert.equal(matchesCertId(md5, tsa, ca), false, 'MD5 names nobody');
});

test('a CertID may hash the name as the certificate has it or as the issuer has it, and each key and serial is its own', () => {
  const printable = name(['2.5.4.3', 'CA', 0x13]);
  const renamed = issue({ subject: 'TSA', issuer: printable, signer: 'CA', serial: 20 });
  const idOf = (
    issuerName: Uint8Array,
    key: Uint8Array,
    serial: Uint8Array,
    hash = '1.3.14.3.2.26',
    digest = 'sha1',
  ) => {
    const of = (octets: Uint8Array) => tlv(0x04, createHash(digest).update(octets).digest());
    return decodeCertId(new Cursor(sequence(sequence(oid(hash)), of(issuerName), of(key), tlv(0x02, serial))));
  };
  // One that no test has asked about yet: hashes are remembered.
  const own = issueCa({ subject: 'CA', issuer: 'Root', serial: 99, key: 'CA' });
  assert.equal(matchesCertId(idOf(own.subject.der, own.spki.key, renamed.serial), renamed, own), true);
  assert.equal(matchesCertId(idOf(own.spki.key, own.spki.key, renamed.serial), renamed, own), false);
  const [key, serial] = [ca.spki.key, tsa.serial];
  assert.equal(matchesCertId(idOf(printable, key, serial), renamed, ca), true);
  assert.equal(matchesCertId(idOf(ca.subject.der, key, serial), renamed, ca), true);
  assert.equal(matchesCertId(idOf(root.subject.der, key, serial), renamed, ca), false);
  assert.equal(matchesCertId(idOf(ca.subject.der, key, Uint8Array.of(0, 20)), tsa, ca), true, 'serials are INTEGERs');
  assert.equal(matchesCertId(idOf(ca.subject.der, key, Uint8Array.of(21)), tsa, ca), false);
  assert.equal(matchesCertId(idOf(ca.subject.der, root.spki.key, serial), tsa, ca), false);
  const sha224 = '2.16.840.1.101.3.4.2.4';
  assert.equal(matchesCertId(idOf(ca.subject.der, key, serial, sha224, 'sha224'), tsa, ca), true);
  assert.equal(matchesCertId(idOf(ca.subject.der, key, serial, '1.2.3'), tsa, ca), false, 'a hash that nobody knows');
});

test('a CertID with a serial number of any length is DER', () => {
  const certIdOf = (length: number) => {
    const certificate = { ...tsa, issuer: tsa.issuer, serial: Buffer.alloc(length, 0x11) } as unknown as typeof tsa;
    const cursor = new Cursor(encodeCertId(certificate, ca));
    const id = decodeCertId(cursor);
    cursor.finish('certID');
    return [id.hashAlgorithm.oid, Buffer.from(id.serialNumber).toString('hex')];
  };
  for (const length of [1, 60, 127, 128, 129, 200, 255, 256, 300]) {
    assert.deepEqual(certIdOf(length), ['1.3.14.3.2.26', '11'.repeat(length)], `${length}`);
  }
});

test('error statuses carry no answer; unknown ones and a success without an answer are unreadable', () => {
  assert.equal(decodeOcspResponse(ocspOf(3)).status, 'tryLater');
  for (const status of [4, 7, 0]) assert.throws(() => decodeOcspResponse(ocspOf(status)), DerError, `status ${status}`);
  const other = sequence(
    tlv(0x0a, Uint8Array.of(0)),
    tlv(0xa0, sequence(tlv(0x06, Uint8Array.of(0x2a, 3)), tlv(0x04))),
  );
  assert.throws(() => decodeOcspResponse(other), DerError, 'another responseType');
});

test('malformed answers: cut off anywhere, with something after them, too large, or a web page', () => {
  const whole = encodeOcsp({ certificates: [delegate()] });
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => decodeOcspResponse(whole.subarray(0, length)), DerError, `${length} bytes`);
  }
  assert.throws(() => decodeOcspResponse(Buffer.concat([whole, Uint8Array.of(0)])), DerError);
  for (const decode of [decodeOcspResponse, decodeBasicOcspResponse]) {
    const message = 'OCSP response is too large at byte 0';
    assert.throws(() => decode(new Uint8Array(limits.ocspBytes + 1)), { message });
    assert.throws(() => decode(new Uint8Array(limits.ocspBytes)), /expected, found tag 0x00 at byte 0$/);
  }
  assert.throws(() => decodeOcspResponse(Buffer.from('<html>Service unavailable</html>')), DerError);
  const date = [extension('1.3.6.1.5.5.7.48.1.6', tlv(0x17, Buffer.from('300101000000Z')))];
  assert.throws(() => ocsp({ extensions: date }), DerError, 'an archiveCutoff that is no GeneralizedTime');
  assert.throws(
    () => ocsp({ responseExtensions: [nonce(Uint8Array.of(1)), nonce(Uint8Array.of(1))] }),
    /an extension is there twice/,
  );
});

test('RFC 6960 §4.2.1: version 1 written out is version 1, another is none', () => {
  const read = (version: Uint8Array) => {
    const basic = new Cursor(basicOf(encodeOcsp({}))).sequence('basic');
    const data = basic.sequence('data');
    const rest = data.bytes.subarray(data.position, data.end);
    const behind = basic.bytes.subarray(basic.position, basic.end);
    return decodeBasicOcspResponse(sequence(sequence(tlv(0xa0, version), rest), behind)).basic;
  };
  assert.equal(read(tlv(0x02, Uint8Array.of(0)))?.responses.length, 1);
  assert.throws(() => read(tlv(0x02, Uint8Array.of(1))), /^DerError: version is unknown/);
  assert.throws(() => read(Buffer.concat([tlv(0x02, Uint8Array.of(0)), tlv(0x05)])), /unexpected data after version/);
});

test('extensions: critical ones that nobody knows are told, the first of them; each says one thing and no more', () => {
  const critical = (id: string) => extension(id, tlv(0x05), true);
  const one = (wish: Parameters<typeof ocsp>[0]) => ocsp(wish).basic!;
  const known = ['48.1.2', '48.1.9'].map((end) => extension(`1.3.6.1.5.5.7.${end}`, tlv(0x05), true));
  assert.equal(one({ responseExtensions: known }).unknownCritical, null);
  const inSingle = ['1.3.6.1.5.5.7.48.1.3', '1.3.6.1.5.5.7.48.1.6', '2.5.29.21', '2.5.29.24'];
  const values = [tlv(0x05), time(noon), tlv(0x0a, Uint8Array.of(1)), time(noon)];
  const singles = inSingle.map((id, i) => extension(id, values[i]!, true));
  assert.equal(one({ extensions: singles }).responses[0]?.unknownCritical, null);
  assert.equal(one({ extensions: [critical('1.2.3'), critical('1.2.4')] }).responses[0]?.unknownCritical, '1.2.3');
  assert.equal(
    one({ responseExtensions: [extension('1.2.2', tlv(0x05)), critical('1.2.3')] }).unknownCritical,
    '1.2.3',
  );
  assert.equal(one({}).nonce, null);
  assert.equal(one({}).extendedRevoked, false);
  const more = Buffer.concat([time(noon), tlv(0x05)]);
  assert.throws(() => ocsp({ extensions: [extension('2.5.29.24', more)] }), /unexpected data after extension/);
});

test('RFC 6960 §4.4.5: a reasonCode extension stands in where the status itself has no reason', () => {
  const reason = (own: number | null, extended: number) =>
    ocsp({
      status: { date: noon, reason: own },
      extensions: [extension('2.5.29.21', tlv(0x0a, Uint8Array.of(extended)))],
    }).basic!.responses[0]!.reason;
  assert.equal(reason(null, 4), 4);
  assert.equal(reason(1, 4), 1);
  assert.equal(reason(0, 4), 0);
});

test('certificates that can not be read are left out, and hide no other', () => {
  const whole = encodeOcsp({ certificates: [delegate()] });
  const basic = new Cursor(basicOf(whole)).sequence('basic');
  const parts = ['data', 'algorithm', 'signature'].map((what) => basic.raw(what));
  const read = (...certificates: readonly Uint8Array[]) =>
    decodeBasicOcspResponse(sequence(...parts, tlv(0xa0, sequence(...certificates)))).basic!.certificates.length;
  assert.equal(read(tlv(0x05), delegate().bytes, sequence()), 1);
  assert.equal(read(), 0);
  const odd = sequence(parts[0]!, parts[1]!, tlv(0x03, Uint8Array.of(1, 2)));
  assert.throws(() => decodeBasicOcspResponse(odd), /^DerError: signature is not made of whole octets/);
});

test('either form of an answer is told by what it begins with', () => {
  const whole = encodeOcsp({});
  assert.equal(decodeOcspAnswer(whole).bytes, whole);
  const basic = basicOf(whole);
  const read = decodeOcspAnswer(basic);
  assert.equal(read.bytes, basic);
  assert.equal(read.status, 'successful');
  assert.equal(read.sha256, createHash('sha256').update(basic).digest('hex'));
});

test('a BasicOCSPResponse by itself reads as the answer around it', () => {
  const whole = encodeOcsp({});
  const basic = decodeBasicOcspResponse(basicOf(whole));
  assert.deepEqual(basic.basic?.responses, decodeOcspResponse(whole).basic?.responses);
});
