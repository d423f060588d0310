import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Attribute } from '../../../src/core/cms/attributes.ts';
import {
  checkFurtherEss,
  checkIssuerSerial,
  type EssCertIds,
  readEssCertIds,
} from '../../../src/core/cms/check-ess.ts';
import { decodeSigningCertificate, type EssCertId, essMatches } from '../../../src/core/cms/ess-cert-id.ts';
import { hashes } from '../../../src/core/der/hashes.ts';
import { nothing, octets, oid, sequence, tagged } from '../../../src/lab/der-writer.ts';
import { sayingsOf } from '../sayings.ts';
import { commonName, integer, issue, text } from '../x509/make-certificate.ts';

const [v1, v2] = ['1.2.840.113549.1.9.16.2.12', '1.2.840.113549.1.9.16.2.47'];
const certificate = issue({ subject: 'TSA', issuer: 'CA', serial: 7 });
const other = issue({ subject: 'Other', issuer: 'CA', serial: 8 });
const hashOf = (name: string, bytes: Uint8Array = certificate.bytes) => octets(createHash(name).update(bytes).digest());
const algorithm = (id: string) => sequence(oid(id));
const issuerSerial = (names: readonly Uint8Array[], serial: number) => sequence(sequence(...names), integer(serial));
const directory = (name: string) => tagged(4, commonName(name));
/** SigningCertificate or SigningCertificateV2 around ESSCertIDs. */
const signing = (...ids: readonly Uint8Array[]) => sequence(sequence(...ids));
const attribute = (type: string, ...values: readonly Uint8Array[]): Attribute => ({ type, values });

function readAll(attributes: readonly Attribute[]) {
  let ids: EssCertIds | null = null;
  const said = sayingsOf((findings) => {
    ids = readEssCertIds(attributes, findings);
  });
  return { ids: ids as EssCertIds | null, said };
}

test('RFC 5035 §5.4.1: ESSCertID hashes with SHA-1, ESSCertIDv2 with SHA-256 unless it names another', () => {
  const [old] = decodeSigningCertificate(signing(sequence(hashOf('sha1'))), false);
  assert.deepEqual([old!.hash, old!.hashOid, old!.issuerSerial], ['sha1', hashes.sha1.oid, null]);
  const [silent] = decodeSigningCertificate(signing(sequence(hashOf('sha256'))), true);
  assert.deepEqual([silent!.hash, silent!.hashOid], ['sha256', hashes.sha256.oid]);
  const [named] = decodeSigningCertificate(signing(sequence(algorithm(hashes.sha512.oid), hashOf('sha512'))), true);
  assert.deepEqual([named!.hash, named!.hashOid], ['sha512', hashes.sha512.oid]);
  const [unknown] = decodeSigningCertificate(signing(sequence(algorithm('1.2.3'), hashOf('md5'))), true);
  assert.deepEqual([unknown!.hash, unknown!.hashOid], [null, '1.2.3']);
  for (const id of [old!, silent!, named!]) {
    assert.equal(essMatches(id, certificate), true);
    assert.equal(essMatches(id, other), false);
  }
  assert.equal(essMatches(unknown!, certificate), false);
});

test('a SigningCertificate may end in policies; anything else too much or missing is named', () => {
  const id = sequence(hashOf('sha1'));
  assert.equal(decodeSigningCertificate(sequence(sequence(id, id), sequence()), false).length, 2);
  const refused = (value: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeSigningCertificate(value, false), { message });
  refused(nothing(), /^SigningCertificate expected/);
  refused(Buffer.concat([signing(id), nothing()]), /^unexpected data after SigningCertificate at byte 28/);
  refused(sequence(), /^certs is missing/);
  refused(sequence(sequence(id), nothing()), /^policies expected/);
  refused(sequence(sequence(id), sequence(), nothing()), /^unexpected data after SigningCertificate/);
  refused(signing(nothing()), /^ESSCertID expected/);
  refused(signing(sequence()), /^certHash is missing/);
  refused(signing(sequence(algorithm(hashes.sha1.oid), hashOf('sha1'))), /^certHash expected, found tag 0x30/);
  refused(signing(sequence(hashOf('sha1'), nothing())), /^issuerSerial expected/);
  refused(
    signing(sequence(hashOf('sha1'), issuerSerial([directory('CA')], 7), nothing())),
    /^unexpected data after ESSCertID/,
  );
  refused(signing(sequence(hashOf('sha1'), sequence())), /^issuer is missing/);
  refused(signing(sequence(hashOf('sha1'), sequence(sequence()))), /^issuer is missing/);
  refused(signing(sequence(hashOf('sha1'), sequence(sequence(directory('CA'))))), /^serialNumber is missing/);
  refused(
    signing(sequence(hashOf('sha1'), sequence(sequence(directory('CA')), integer(7), nothing()))),
    /^unexpected data after issuerSerial/,
  );
  const named = sequence(sequence(nothing()), hashOf('sha256'));
  assert.throws(() => decodeSigningCertificate(signing(named), true), { message: /^hashAlgorithm.algorithm expected/ });
});

test('64 ESSCertIDs are read, one more is too many: limit, and not malformed', () => {
  const many = (count: number) => signing(...Array.from({ length: count }, () => sequence(hashOf('sha256'))));
  assert.equal(readAll([attribute(v2, many(64))]).ids!.further.length, 63);
  const { ids, said } = readAll([attribute(v2, many(65))]);
  assert.equal(ids, null);
  assert.deepEqual(said, ['cms.signing-certificate unknown limit essCertIds']);
});

test('RFC 3161 §2.4.1: one of the two attributes is there, and names a certificate', () => {
  const missing = { ids: null, said: ['cms.signing-certificate fail ess-missing'] };
  assert.deepEqual(readAll([]), missing);
  assert.deepEqual(readAll([attribute('1.2.3', signing(sequence(hashOf('sha1'))))]), missing);
  assert.deepEqual(readAll([attribute(v1, signing())]), missing);
  assert.deepEqual(readAll([attribute(v2, signing())]), missing);
});

test('RFC 5035 §5.4: the attribute has one value', () => {
  const value = signing(sequence(hashOf('sha1')));
  const wrong = { ids: null, said: ['cms.signing-certificate fail attribute-values signingCertificate'] };
  assert.deepEqual(readAll([attribute(v1)]), wrong);
  assert.deepEqual(readAll([attribute(v1, value, value)]), wrong);
});

test('the first of each attribute names the signer, the others follow', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((word) => sequence(hashOf('sha1', Buffer.from(word))));
  const d = sequence(hashOf('sha256', Buffer.from('d')));
  const { ids, said } = readAll([attribute(v1, signing(a!, b!, c!)), attribute('1.2.3'), attribute(v2, signing(d))]);
  const short = (all: readonly EssCertId[]) =>
    all.map(({ hash, certHash }) => `${hash} ${Buffer.from(certHash).toString('hex').slice(0, 6)}`);
  const digest = (name: string, word: string) => `${name} ${createHash(name).update(word).digest('hex').slice(0, 6)}`;
  assert.deepEqual(short(ids!.first), [digest('sha1', 'a'), digest('sha256', 'd')]);
  assert.deepEqual(short(ids!.further), [digest('sha1', 'b'), digest('sha1', 'c')]);
  assert.deepEqual(said, []);
});

test('a hash that is not known here names nobody, and is not passed over', () => {
  const unknown = sequence(algorithm('1.2.3'), hashOf('md5'));
  const known = sequence(hashOf('sha256'));
  const said = ['cms.signing-certificate unknown algorithm-unsupported 1.2.3'];
  assert.deepEqual(readAll([attribute(v2, signing(unknown))]), { ids: null, said });
  const both = readAll([attribute(v1, signing(sequence(hashOf('sha1')))), attribute(v2, signing(unknown, known))]);
  assert.deepEqual(both.said, said);
  assert.deepEqual(
    both.ids!.first.map(({ hash }) => hash),
    ['sha1'],
  );
  assert.deepEqual(
    both.ids!.further.map(({ hash }) => hash),
    ['sha256'],
  );
});

test('an attribute that can’t be read fails with its reason, whatever the other says', () => {
  const { ids, said } = readAll([attribute(v2, nothing()), attribute(v1, signing(sequence(hashOf('sha1'))))]);
  assert.equal(ids!.first.length, 1);
  assert.equal(said.length, 1);
  assert.match(said[0]!, /^cms\.signing-certificate fail malformed reason=SigningCertificate expected/);
});

test('a fault of the program is not taken for a malformed attribute', () => {
  assert.throws(() => readAll([attribute(v2, null as never)]), TypeError);
});

const label = 'CN=TSA (serial 07)';
const agrees = (...issuers: readonly (Uint8Array | null)[]) => {
  const ids = issuers.map(
    (one) => decodeSigningCertificate(signing(sequence(hashOf('sha1'), ...(one ? [one] : []))), false)[0]!,
  );
  let result: boolean | null = null;
  const said = sayingsOf((findings) => {
    result = checkIssuerSerial(ids, certificate, findings);
  });
  return [result, ...said];
};

test('RFC 5035 §5.4.1: issuerSerial is the certificate’s issuer alone, as a directoryName, and its serial number', () => {
  const pass = [true, `cms.signing-certificate pass ${label}`];
  const fail = [false, `cms.signing-certificate fail ess-issuer-serial ${label}`];
  const right = issuerSerial([directory('CA')], 7);
  assert.deepEqual(agrees(null), pass);
  assert.deepEqual(agrees(right), pass);
  assert.deepEqual(agrees(null, right), pass);
  assert.deepEqual(agrees(issuerSerial([directory('CA')], 8)), fail);
  assert.deepEqual(agrees(issuerSerial([directory('Other')], 7)), fail);
  assert.deepEqual(agrees(issuerSerial([directory('CA'), directory('CA')], 7)), fail);
  assert.deepEqual(agrees(issuerSerial([directory('CA'), text(0x82, 'ca.example.com')], 7)), fail);
  assert.deepEqual(agrees(issuerSerial([text(0x82, 'CA')], 7)), fail);
  assert.deepEqual(agrees(right, issuerSerial([directory('CA')], 8)), fail);
});

const further = (
  ids: readonly Uint8Array[],
  elements: readonly Uint8Array[],
  policy: 'default' | 'etsi' | 'strict' = 'default',
) =>
  sayingsOf((findings) => checkFurtherEss(decodeSigningCertificate(signing(...ids), true), elements, findings), policy);

test('further ESSCertIDs are the hash of something that was sent or used', () => {
  const id = (name: 'sha256' | 'sha512', bytes: Uint8Array) =>
    sequence(algorithm(hashes[name].oid), hashOf(name, bytes));
  const elements = [certificate.bytes, other.bytes];
  assert.deepEqual(further([], elements), ['cms.further-ess not-applicable']);
  const known = [id('sha256', other.bytes), id('sha512', certificate.bytes), id('sha256', certificate.bytes)];
  assert.deepEqual(further(known, elements), ['cms.further-ess pass']);
  const word = Buffer.from('nobody');
  const digest = createHash('sha256').update(word).digest('hex');
  const unmatched = (status: string) => `cms.further-ess ${status} ess-unmatched ${digest}`;
  const ids = [...known, id('sha256', word)];
  assert.deepEqual(further(ids, elements), ['cms.further-ess pass', unmatched('warning')]);
  assert.deepEqual(further(ids, elements, 'etsi'), [unmatched('unknown')]);
  assert.deepEqual(further(ids, elements, 'strict'), [unmatched('fail')]);
});

test('a further ESSCertID under another hash than it says, or one not known here, matches nothing', () => {
  const swapped = sequence(algorithm(hashes.sha512.oid), hashOf('sha256'));
  const unknown = sequence(algorithm('1.2.3'), hashOf('sha256'));
  for (const id of [swapped, unknown])
    assert.deepEqual(further([sequence(hashOf('sha256')), id], [certificate.bytes]).slice(1), [
      `cms.further-ess warning ess-unmatched ${certificate.sha256}`,
    ]);
});
