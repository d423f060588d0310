import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issue, KeyUsage, type LabCertificate } from '../../src/lab/ca.ts';
import { crlEntry, crlPlanFor, encodeCrl } from '../../src/lab/crl-plan.ts';
import * as der from '../../src/lab/der-writer.ts';
import { certIdOf, encodeOcspResponse, ocspPlanFor, singleFor } from '../../src/lab/ocsp-plan.ts';
import { labOptions, moment } from './requests.ts';
import { extensionOf, readCrl, readOcsp } from './revocation-reading.ts';

// Lists and answers from their plans, without a lab.

const ca: LabCertificate = await issue(
  {
    subject: 'C=JP,O=Plans,CN=CA',
    notBefore: Date.UTC(2020, 0, 1),
    notAfter: Date.UTC(2060, 0, 1),
    hash: 'sha256',
    basicConstraints: { ca: true },
    keyUsage: KeyUsage.keyCertSign | KeyUsage.cRLSign,
    extendedKeyUsage: null,
    caIssuers: null,
    ocsp: null,
    crl: null,
    extensions: [],
  },
  labOptions().keys!.root,
);
const certificate = { serial: der.integer(0xdeadbeefn) };

test('the same plan with an RSA key gives the same list and the same answer', () => {
  const list = () => encodeCrl(crlPlanFor(ca, moment, [crlEntry(certificate, { date: moment, reason: 1 })]));
  assert.deepEqual(list(), list());
  const answer = () =>
    encodeOcspResponse(ocspPlanFor(ca, moment, [singleFor(certIdOf(ca, certificate), moment)], false));
  assert.deepEqual(answer(), answer());
});

test('version 1 has no version, no CRL extension and no entry extension (RFC 5280 §5.1.2.1)', () => {
  const entries = [crlEntry(certificate, { date: moment, reason: 1 })];
  const first = readCrl(encodeCrl({ ...crlPlanFor(ca, moment, entries), version: 1 }));
  assert.equal(first.version, undefined);
  assert.deepEqual([first.extensions.length, first.entries[0]!.extensions.length], [0, 0]);
  const second = readCrl(encodeCrl(crlPlanFor(ca, moment, entries)));
  assert.deepEqual([second.version, second.extensions.length], [1, 2]);
});

test('times are UTCTime through 2049 and GeneralizedTime from 2050 (RFC 5280 §5.1.2.4)', () => {
  const text = (ms: number) => Buffer.from(der.time(ms)).toString('latin1');
  assert.equal(text(Date.UTC(2049, 11, 31, 23, 59, 59, 999)), '\x17\x0d491231235959Z');
  assert.equal(text(Date.UTC(2050, 0, 1)), '\x18\x0f20500101000000Z');
  assert.equal(text(Date.UTC(1949, 11, 31)), '\x18\x0f19491231000000Z');
});

test('one serial number may stand there for two issuers, each named', () => {
  const entries = [1, 2].map((issuer) =>
    crlEntry(certificate, { date: moment, certificateIssuer: der.sequence(der.setOf(der.integer(issuer))) }),
  );
  assert.equal(readCrl(encodeCrl({ ...crlPlanFor(ca, moment, entries), scope: { indirect: true } })).entries.length, 2);
});

test('expiredCertsOnCRL and archiveCutoff say since when', () => {
  const since = Date.UTC(2020, 0, 1);
  const written = '180f32303230303130313030303030305a';
  const list = readCrl(encodeCrl({ ...crlPlanFor(ca, moment), expiredCertsOnCrl: since }));
  assert.equal(extensionOf(list, '2.5.29.60')?.toString('hex'), written);
  const single = { ...singleFor(certIdOf(ca, certificate, 'sha256'), moment), archiveCutoff: since };
  const { basic } = readOcsp(encodeOcspResponse(ocspPlanFor(ca, moment, [single], false)));
  const [cutoff] = basic.tbsResponseData.responses[0]!.singleExtensions!;
  assert.equal(cutoff!.extnID, '1.3.6.1.5.5.7.48.1.6');
  assert.equal(Buffer.from(cutoff!.extnValue.valueBlock.valueHexView).toString('hex'), written);
});
