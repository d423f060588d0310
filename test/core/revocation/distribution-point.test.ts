import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { decodeName } from '../../../src/core/der/name.ts';
import {
  crlUrlsOf,
  decodeDistributionPoints,
  directoryNames,
  distributionPointsOf,
  fullNames,
  shareName,
  urlsOf,
} from '../../../src/core/revocation/distribution-point.ts';
import { decodeIssuingDistributionPoint } from '../../../src/core/revocation/issuing-distribution-point.ts';
import { commonName } from '../x509/make-certificate.ts';
import {
  directory,
  extension,
  flag,
  issue,
  oid,
  pointName,
  points,
  reasonFlags,
  sequence,
  tlv,
  tsa,
  uri,
} from './kit.ts';

const here = uri('http://crl.test/here');
const rdn = (cn: string) => sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(cn)));
const relative = (cn: string) => tlv(0xa0, tlv(0xa1, rdn(cn)));
const decode = (...all: readonly (readonly Uint8Array[])[]) =>
  decodeDistributionPoints(sequence(...all.map((one) => sequence(...one))));
const named = (cn: string) => decodeName(new Cursor(commonName(cn)), 'name');

test('RFC 5280 §4.2.1.13: each part of a distribution point, and null for what is not there', () => {
  const [one, other, none] = decode(
    [pointName(here), reasonFlags(1, 1, 8), tlv(0xa2, directory('CA'))],
    [relative('part')],
    [],
  );
  assert.deepEqual(one?.name, { fullName: [{ kind: 'uniformResourceIdentifier', text: 'http://crl.test/here' }] });
  assert.equal(one?.reasons, (1 << 1) | (1 << 8));
  assert.deepEqual(
    directoryNames(one?.crlIssuer ?? []).map(({ text }) => text),
    ['CN=CA'],
  );
  assert.deepEqual(other, { name: { relative: Buffer.from(rdn('part')) }, reasons: null, crlIssuer: null });
  assert.deepEqual(none, { name: null, reasons: null, crlIssuer: null });
});

test('what is malformed in distribution points is named', () => {
  const two = tlv(0xa0, tlv(0xa0, here), tlv(0x05));
  const refused: readonly (readonly [Uint8Array, string])[] = [
    [sequence(), 'distributionPoint is missing at byte 2'],
    [Buffer.concat([sequence(sequence()), tlv(0x05)]), 'unexpected data after cRLDistributionPoints at byte 4'],
    [sequence(sequence(two)), 'unexpected data after distributionPoint at byte 30'],
    [sequence(sequence(tlv(0xa0, tlv(0xa1), tlv(0x05)))), 'unexpected data after distributionPoint at byte 8'],
    [sequence(sequence(tlv(0xa0))), 'fullName is missing at byte 6'],
    [sequence(sequence(tlv(0xa0, tlv(0xa0)))), 'fullName is missing at byte 8'],
    [sequence(sequence(tlv(0xa2))), 'cRLIssuer is missing at byte 6'],
    [sequence(sequence(tlv(0x81))), 'reasons is no BIT STRING at byte 4'],
    [sequence(sequence(tlv(0x05))), 'unexpected data after distributionPoint at byte 4'],
  ];
  for (const [value, message] of refused) assert.throws(() => decodeDistributionPoints(value), { message });
});

test('RFC 5280 §6.3.3: at last everybody tries the point that is always implied; a malformed extension names none', () => {
  const of = (...extensions: readonly Uint8Array[]) =>
    distributionPointsOf(issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions })).map(
      ({ name, reasons, crlIssuer }) => {
        const [one] = name !== null && 'fullName' in name ? name.fullName : [];
        const text = one?.kind === 'directoryName' ? one.name.text : one?.kind;
        return [text, reasons, crlIssuer];
      },
    );
  const implied = ['CN=CA', null, null];
  assert.deepEqual(of(), [implied]);
  assert.deepEqual(of(extension('2.5.29.31', tlv(0x05))), [implied]);
  assert.deepEqual(of(points([pointName(here)])), [['uniformResourceIdentifier', null, null], implied]);
});

test('URLs: of http and https, of full names alone, each once', () => {
  const all = decode(
    [
      pointName(
        uri('http://a.test/'),
        directory('CA'),
        uri('ldap://a.test/'),
        tlv(0x82, Buffer.from('http://dns.test/')),
        uri('HTTPS://b.test/'),
      ),
    ],
    [relative('part')],
    [reasonFlags(1, 1)],
    [pointName(uri('http://a.test/'), uri('xhttp://c.test/'), uri('http:/c.test/'))],
  );
  assert.deepEqual(urlsOf(all), ['http://a.test/', 'HTTPS://b.test/']);
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([pointName(here)]), extension('2.5.29.46', tlv(0x05))],
  });
  assert.deepEqual(crlUrlsOf(certificate, 'cRLDistributionPoints'), ['http://crl.test/here']);
  assert.deepEqual(crlUrlsOf(certificate, 'freshestCRL'), [], 'malformed');
  assert.deepEqual(crlUrlsOf(tsa, 'freshestCRL'), [], 'absent');
});

test('RFC 5280 §4.2.1.13: a relative name is each issuer with the RDN at its end, in lengths of one octet and more', () => {
  for (const length of [1, 110, 117, 118, 119, 120, 200, 255, 300]) {
    const content = rdn('x'.repeat(length));
    const names = directoryNames(fullNames({ relative: content }, [named('A'), named('B')]));
    assert.deepEqual(
      names.map(({ text }) => text),
      ['A', 'B'].map((cn) => `CN=${'x'.repeat(length)}, CN=${cn}`),
      `${length}`,
    );
    const [first] = names;
    const outer = new Cursor(first!.der);
    const inner = outer.sequence('name');
    outer.finish('name');
    inner.set('rdn');
    assert.deepEqual(Buffer.from(inner.content(0x31, 'rdn')), Buffer.from(content));
    inner.finish('name');
  }
});

test('a relative name that makes no name is none', () => {
  assert.deepEqual(fullNames({ relative: Uint8Array.of(0x05) }, [named('A')]), []);
  assert.deepEqual(fullNames({ relative: rdn('x') }, []), []);
});

test('two lists of names share one that stands anywhere in both', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((cn) => ({ kind: 'directoryName', name: named(cn) }) as const);
  assert.equal(shareName([a!, b!], [c!, b!]), true);
  assert.equal(shareName([a!, b!], [c!]), false);
  assert.equal(shareName([], [c!]), false);
  assert.equal(shareName([c!], []), false);
});

test('RFC 5280 §5.2.5: each part of issuingDistributionPoint, and what it says where it is not there', () => {
  const nothing = {
    name: null,
    onlyContainsUserCerts: false,
    onlyContainsCaCerts: false,
    onlySomeReasons: null,
    indirectCrl: false,
    onlyContainsAttributeCerts: false,
  };
  const read = (...parts: readonly Uint8Array[]) => {
    const { der, ...rest } = decodeIssuingDistributionPoint(sequence(...parts));
    assert.deepEqual(der, sequence(...parts));
    return rest;
  };
  assert.deepEqual(read(), nothing);
  assert.deepEqual(read(flag(1)), { ...nothing, onlyContainsUserCerts: true });
  assert.deepEqual(read(flag(2)), { ...nothing, onlyContainsCaCerts: true });
  assert.deepEqual(read(reasonFlags(3, 4)), { ...nothing, onlySomeReasons: 1 << 4 });
  assert.deepEqual(read(flag(4)), { ...nothing, indirectCrl: true });
  assert.deepEqual(read(flag(5)), { ...nothing, onlyContainsAttributeCerts: true });
  assert.deepEqual(read(pointName(here)), { ...nothing, name: decode([pointName(here)])[0]!.name });
  assert.deepEqual(read(tlv(0x81, Uint8Array.of(0))), nothing, 'a FALSE that is written');
  assert.deepEqual(read(tlv(0x81, Uint8Array.of(1))), { ...nothing, onlyContainsUserCerts: true }, 'a TRUE of BER');
});

test('what is malformed in issuingDistributionPoint is named', () => {
  const refused: readonly (readonly [Uint8Array, string])[] = [
    [Buffer.concat([sequence(), tlv(0x05)]), 'unexpected data after issuingDistributionPoint at byte 2'],
    [sequence(tlv(0x05)), 'unexpected data after issuingDistributionPoint at byte 2'],
    [sequence(tlv(0x81)), 'onlyContainsUserCerts is no BOOLEAN at byte 2'],
    [sequence(tlv(0x82, Uint8Array.of(0, 0))), 'onlyContainsCACerts is no BOOLEAN at byte 2'],
    [sequence(tlv(0x83)), 'onlySomeReasons is no BIT STRING at byte 2'],
    [sequence(tlv(0x84)), 'indirectCRL is no BOOLEAN at byte 2'],
    [sequence(tlv(0x85)), 'onlyContainsAttributeCerts is no BOOLEAN at byte 2'],
    [sequence(flag(2), flag(1)), 'unexpected data after issuingDistributionPoint at byte 5'],
  ];
  for (const [value, message] of refused) assert.throws(() => decodeIssuingDistributionPoint(value), { message });
});
