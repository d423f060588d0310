import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { issuerWants, wantsFor } from '../../../src/core/revocation/want.ts';
import { ca, crls, extension, issue, noon, oid, pointName, points, sequence, tlv, uri } from './kit.ts';

const access = (...all: readonly (readonly [method: string, url: string])[]) =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(...all.map(([method, url]) => sequence(oid(`1.3.6.1.5.5.7.48.${method}`), uri(url)))),
  );
const freshest = (...urls: readonly string[]) =>
  extension('2.5.29.46', sequence(...urls.map((url) => sequence(pointName(uri(url))))));
const certificate = (...extensions: readonly Uint8Array[]) =>
  issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions });

test('each place by itself: responders with the CertID to ask for, lists of the certificate, deltas each once', () => {
  const one = certificate(
    access(
      ['1', 'http://o.test/1'],
      ['2', 'http://o.test/ca'],
      ['1', 'ldap://o.test/'],
      ['1', 'xhttp://o.test/'],
      ['1', 'HTTPS://o.test/2'],
    ),
    points([pointName(uri('http://c.test/1'), uri('ftp://c.test/'))], [pointName(uri('https://c.test/2'))]),
    freshest('http://d.test/1', 'http://d.test/2', 'x-http://d.test/'),
  );
  const lists = crls({ extensions: [freshest('http://d.test/2', 'http://d.test/3')] });
  const about = { for: 'CN=TSA (serial 14)', sha256: one.sha256 };
  const sha1 = (octets: Uint8Array) => createHash('sha1').update(octets).digest();
  const certId = sequence(
    sequence(oid('1.3.14.3.2.26'), tlv(0x05)),
    tlv(0x04, sha1(ca.subject.der)),
    tlv(0x04, sha1(ca.spki.key)),
    tlv(0x02, Uint8Array.of(20)),
  );
  const ocsp = { kind: 'ocsp', ...about, certId: Buffer.from(certId).toString('hex') };
  assert.deepEqual(wantsFor(one, ca, lists), [
    { ...ocsp, url: 'http://o.test/1' },
    { ...ocsp, url: 'HTTPS://o.test/2' },
    { kind: 'crl', ...about, url: 'http://c.test/1', delta: false },
    { kind: 'crl', ...about, url: 'https://c.test/2', delta: false },
    { kind: 'crl', ...about, url: 'http://d.test/1', delta: true },
    { kind: 'crl', ...about, url: 'http://d.test/2', delta: true },
    { kind: 'crl', ...about, url: 'http://d.test/3', delta: true },
  ]);
});

test('a certificate that names no place, or whose extensions are malformed, wants nothing', () => {
  assert.deepEqual(wantsFor(certificate(), ca, []), []);
  const broken = ['1.3.6.1.5.5.7.1.1', '2.5.29.31', '2.5.29.46'].map((id) => extension(id, tlv(0x05)));
  assert.deepEqual(wantsFor(certificate(...broken), ca, []), []);
});

test("RFC 5280 §5.2.7: a list's caIssuers, in the name of its issuer", () => {
  const [source] = crls({
    thisUpdate: noon,
    extensions: [access(['2', 'http://a.test/ca'], ['1', 'http://a.test/ocsp'], ['2', 'ldap://a.test/'])],
  });
  assert.deepEqual(issuerWants(source!), [{ kind: 'issuer', for: 'CN=CA', url: 'http://a.test/ca' }]);
});
