import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeltaOf, isEntryOf, scopeOf } from '../../../src/core/revocation/crl-scope.ts';
import { allReasons } from '../../../src/core/revocation/reason.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import {
  type CrlWish,
  ca,
  crl,
  deltaOf,
  directory,
  extension,
  flag,
  idp,
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

const [here, there] = [uri('http://crl.test/here'), uri('http://crl.test/there')];
const pointing = (...all: readonly (readonly Uint8Array[])[]) =>
  issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [points(...all)] });
const list = (...parts: readonly Uint8Array[]): CrlWish => ({ extensions: [idp(...parts)] });
const scope = (wish: CrlWish, certificate: Certificate = tsa) => scopeOf(crl(wish), certificate);
const whole = { reasons: allReasons, mayRevoke: true, mismatch: '' };
const not = (mismatch: string, mayRevoke: boolean) => ({ reasons: 0, mayRevoke, mismatch });

test('RFC 5280 §6.3.3 (b): why a list is not about a certificate, and whether it could revoke it all the same', () => {
  assert.deepEqual(scope({}), whole);
  assert.deepEqual(scope({ issuer: 'Root' }), not('other-issuer', false));
  assert.deepEqual(scope(list(flag(5))), not('attribute-certificates-only', false));
  assert.deepEqual(scope(list(flag(1))), whole);
  assert.deepEqual(scope(list(flag(2))), not('ca-certificates-only', true));
  assert.deepEqual(scope({ ...list(flag(2)), issuer: 'Root' }, ca), whole);
  assert.deepEqual(scope({ ...list(flag(1)), issuer: 'Root' }, ca), not('user-certificates-only', true));
  assert.deepEqual(scope(list(pointName(here))), not('other-distribution-point', true));
  assert.deepEqual(scope(list(pointName(directory('CA')))), whole);
});

test('a certificate whose basicConstraints say that it is no CA, or are malformed, is none', () => {
  const withConstraints = (value: Uint8Array) =>
    issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [extension('2.5.29.19', value)] });
  assert.deepEqual(scope(list(flag(2)), withConstraints(sequence())), not('ca-certificates-only', true));
  assert.deepEqual(scope(list(flag(1)), withConstraints(tlv(0x05))), whole);
});

test('RFC 5280 §6.3.3 (d): the reasons are what both the list and a point of its name cover, over all such points', () => {
  const of = (certificate: Certificate, ...parts: readonly Uint8Array[]) => scope(list(...parts), certificate).reasons;
  const split = pointing([pointName(here), reasonFlags(1, 1, 2)], [pointName(there), reasonFlags(1, 4)]);
  assert.equal(of(split, pointName(here)), 0b110);
  assert.equal(of(split, pointName(there)), 0b1_0000);
  assert.equal(of(split, pointName(here, there)), 0b1_0110);
  assert.equal(of(split, pointName(here), reasonFlags(3, 2, 4)), 0b100);
  assert.equal(of(pointing([pointName(here)]), pointName(here), reasonFlags(3, 2, 4)), 0b1_0100);
  assert.deepEqual(
    scope(list(pointName(here), reasonFlags(3, 4)), split),
    not('other-distribution-point', true),
    'of the reasons of this point the list speaks of none',
  );
});

const named = (...names: readonly Uint8Array[]) => tlv(0xa2, ...names);

test('RFC 5280 §6.3.3 (b)(1): a cRLIssuer speaks through an indirect list alone, and the own issuer through any', () => {
  const certificate = pointing([pointName(here), named(directory('Other'), directory('CRL issuer'))]);
  const by = (...parts: readonly Uint8Array[]) => scope({ ...list(...parts), issuer: 'CRL issuer' }, certificate);
  assert.deepEqual(by(pointName(here), flag(4)), whole);
  assert.deepEqual(by(pointName(here)), not('other-issuer', false));
  assert.deepEqual(scope({ issuer: 'CRL issuer' }, certificate), not('other-issuer', false), 'without a scope');
  assert.deepEqual(by(pointName(there), flag(4)), not('other-distribution-point', true));
  assert.deepEqual(by(flag(4)), whole, 'a list of no point');
  assert.deepEqual(scope({}, certificate), whole, 'the own issuer by its full list');
  assert.deepEqual(scope(list(pointName(here)), certificate), not('other-distribution-point', true));
});

test('RFC 5280 §6.3.3 (b)(2)(i): a point without a name is known by its cRLIssuer', () => {
  const certificate = pointing([named(directory('CRL issuer'))]);
  const by = (...parts: readonly Uint8Array[]) =>
    scope({ ...list(...parts, flag(4)), issuer: 'CRL issuer' }, certificate);
  assert.deepEqual(by(pointName(directory('CRL issuer'))), whole);
  assert.deepEqual(by(pointName(here)), not('other-distribution-point', true));
  const bare = pointing([reasonFlags(1, 1, 2)]);
  assert.deepEqual(scope(list(pointName(here)), bare), not('other-distribution-point', true), 'a point of nothing');
});

test('RFC 5280 §4.2.1.13: a relative name is relative to the cRLIssuer where there is one', () => {
  const relative = (cn: string) => tlv(0xa0, tlv(0xa1, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(cn)))));
  const certificate = pointing([relative('1'), named(uri('http://other.test/'), directory('CRL issuer'))]);
  const by = (name: Uint8Array, issuer = 'CRL issuer') => scope({ ...list(name, flag(4)), issuer }, certificate);
  assert.deepEqual(by(relative('1')), whole);
  assert.deepEqual(by(relative('2')), not('other-distribution-point', true));
  assert.deepEqual(by(relative('1'), 'CA'), not('other-distribution-point', true), 'the same RDN below another issuer');
});

test('RFC 5280 §5.3.3: an entry is of its certificateIssuer, and without one of the issuer of the list', () => {
  const own = crl();
  const { issuer } = tsa;
  assert.equal(isEntryOf({ certificateIssuer: null }, own, issuer), true);
  assert.equal(isEntryOf({ certificateIssuer: null }, own, ca.issuer), false);
  const root = [{ kind: 'directoryName', name: ca.issuer }] as const;
  assert.equal(isEntryOf({ certificateIssuer: root }, own, issuer), false);
  assert.equal(isEntryOf({ certificateIssuer: root }, own, ca.issuer), true);
});

test('RFC 5280 §5.2.4, §6.3.3 (c): a delta fits lists from its base on that are older than itself, of its issuer, scope and key', () => {
  const key = (id: string) => extension('2.5.29.35', sequence(tlv(0x80, Buffer.from(id))));
  const issuerAlone = extension('2.5.29.35', sequence(tlv(0xa1, directory('Root')), tlv(0x82, Uint8Array.of(1))));
  const fits = (delta: CrlWish, base: CrlWish) =>
    isDeltaOf(
      crl({ number: 12, ...delta, extensions: [deltaOf(10), ...(delta.extensions ?? [])] }),
      crl({ number: 10, ...base }),
    );
  assert.equal(fits({}, {}), true);
  assert.equal(fits({}, { number: 11 }), true);
  assert.equal(fits({}, { number: 9 }), false, 'older than the base');
  assert.equal(fits({}, { number: 12 }), false, 'as new as the delta');
  assert.equal(fits({}, { number: 13 }), false, 'newer than the delta');
  assert.equal(fits({}, { issuer: 'Root' }), false);
  const [scopeA, scopeB] = [idp(flag(1)), idp(flag(2))];
  assert.equal(fits({ extensions: [scopeA] }, { extensions: [scopeA] }), true);
  assert.equal(fits({ extensions: [scopeA] }, { extensions: [scopeB] }), false);
  assert.equal(fits({ extensions: [scopeA] }, {}), false);
  assert.equal(fits({}, { extensions: [scopeA] }), false);
  assert.equal(fits({ extensions: [key('a')] }, { extensions: [key('a')] }), true);
  assert.equal(fits({ extensions: [key('a')] }, { extensions: [key('b')] }), false);
  assert.equal(fits({ extensions: [key('a')] }, {}), false);
  assert.equal(fits({}, { extensions: [key('a')] }), false);
  assert.equal(fits({ extensions: [issuerAlone] }, {}), true, 'an authority key identifier that names no key');
  assert.equal(fits({}, { extensions: [deltaOf(9)] }), false, 'a delta builds upon no delta');
  const numberless = (wish: CrlWish, extensions: readonly Uint8Array[] = []) => crl({ ...wish, extensions });
  assert.equal(isDeltaOf(numberless({}, [deltaOf(10)]), crl({ number: 10 })), false, 'a delta without a number');
  assert.equal(isDeltaOf(crl({ number: 12 }), crl({ number: 10 })), false, 'no delta at all');
  assert.equal(isDeltaOf(numberless({ number: 12 }, [deltaOf(0)]), crl()), false, 'a list without a number');
});
