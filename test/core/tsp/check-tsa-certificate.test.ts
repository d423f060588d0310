import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTsaCertificate } from '../../../src/core/tsp/check-tsa-certificate.ts';
import { decodeTstInfo } from '../../../src/core/tsp/tst-info.ts';
import { encodeTstInfo } from '../../../src/lab/tsa.ts';
import { authority, goodPlan } from '../forge.ts';
import { sayingsOf } from '../sayings.ts';
import { caExtension, extension, issue, oid, sequence, text, tlv, type Wish } from '../x509/make-certificate.ts';

const plan = goodPlan(await authority());
const tstAt = (genTime: string) => decodeTstInfo(encodeTstInfo({ ...plan, genTime }));
const noon = tstAt('20240615120000Z');

const timeStamping = '1.3.6.1.5.5.7.3.8';
const eku = (critical: boolean, ...purposes: readonly string[]) =>
  extension('2.5.29.37', sequence(...purposes.map(oid)), critical);
const good = eku(true, timeStamping);
const usage = (unused: number, ...octets: number[]) =>
  extension('2.5.29.15', tlv(0x03, Uint8Array.of(unused, ...octets)), true);
const period = (...times: readonly Uint8Array[]) => extension('2.5.29.16', sequence(...times));

const sayings = (
  rule: string,
  extensions: readonly Uint8Array[],
  { wish = {} as Partial<Wish>, tst = noon, allow = false, policy = 'default' as 'default' | 'strict' } = {},
) =>
  sayingsOf(
    (findings) =>
      checkTsaCertificate(issue({ subject: 'TSA', issuer: 'CA', extensions, ...wish }), tst, allow, findings),
    policy,
  ).filter((line) => line.startsWith(`${rule} `));
const object = 'CN=TSA (serial 01)';

test('RFC 3161 §2.3: extendedKeyUsage is there, critical, with id-kp-timeStamping alone', () => {
  const other = '1.3.6.1.5.5.7.3.1';
  const any = '2.5.29.37.0';
  assert.deepEqual(sayings('tsa.eku', [good]), [`tsa.eku pass ${object}`]);
  assert.deepEqual(sayings('tsa.eku', []), [`tsa.eku fail eku-missing ${object}`]);
  for (const purpose of [other, any])
    assert.deepEqual(sayings('tsa.eku', [eku(true, purpose)]), [`tsa.eku fail eku-missing ${object}`]);
  assert.deepEqual(sayings('tsa.eku', [eku(true, timeStamping, other, any)]), [
    `tsa.eku fail eku-other-purpose ${object} purposes=${other}, ${any}`,
  ]);
});

test('an extendedKeyUsage that is empty, there twice or no list of purposes fails', () => {
  const once = `tsa.eku fail malformed ${object} reason=extendedKeyUsage is not there exactly once`;
  assert.deepEqual(sayings('tsa.eku', [eku(true)]), [
    `tsa.eku fail malformed ${object} reason=keyPurposeId is missing at byte 2`,
  ]);
  assert.deepEqual(sayings('tsa.eku', [good, good]), [once]);
  const [broken] = sayings('tsa.eku', [extension('2.5.29.37', tlv(0x04), true)]);
  assert.match(broken!, /^tsa\.eku fail malformed CN=TSA \(serial 01\) reason=.*expected, found tag 0x04/);
});

test('an extendedKeyUsage that is not critical fails unless the user allows it, and is told even then', () => {
  const lax = [eku(false, timeStamping)];
  assert.deepEqual(sayings('tsa.eku', lax), [`tsa.eku fail eku-not-critical ${object}`]);
  assert.deepEqual(sayings('tsa.eku', lax, { allow: true }), [
    `tsa.eku pass ${object}`,
    `tsa.eku warning eku-not-critical ${object}`,
  ]);
  assert.deepEqual(sayings('tsa.eku', [good], { allow: true }), [`tsa.eku pass ${object}`]);
  const others = [eku(false, timeStamping, '1.2.3')];
  assert.match(sayings('tsa.eku', others, { allow: true })[0]!, /^tsa\.eku fail eku-other-purpose/);
});

test('RFC 5280 §4.2.1.12: keyUsage, where it is there, has digitalSignature or nonRepudiation', () => {
  assert.deepEqual(sayings('tsa.key-usage', []), ['tsa.key-usage not-applicable']);
  assert.deepEqual(sayings('tsa.key-usage', [usage(7, 0x80)]), ['tsa.key-usage pass']);
  assert.deepEqual(sayings('tsa.key-usage', [usage(6, 0x40)]), ['tsa.key-usage pass']);
  assert.deepEqual(sayings('tsa.key-usage', [usage(6, 0xc0)]), ['tsa.key-usage pass']);
  assert.deepEqual(sayings('tsa.key-usage', [usage(1, 0x06)]), [
    `tsa.key-usage fail key-usage ${object} usage=keyCertSign, cRLSign`,
  ]);
  assert.deepEqual(sayings('tsa.key-usage', [usage(1, 0xc6)]), [
    'tsa.key-usage pass',
    `tsa.key-usage warning key-usage-further ${object} usage=keyCertSign, cRLSign`,
  ]);
  const [broken] = sayings('tsa.key-usage', [extension('2.5.29.15', tlv(0x04))]);
  assert.match(broken!, /^tsa\.key-usage fail malformed CN=TSA \(serial 01\) reason=/);
});

test('X.690 §11.2.2: keyUsage with trailing zero bits is a warning, and strict fails it', () => {
  const padded = [usage(6, 0x80)];
  assert.deepEqual(sayings('tsa.key-usage', padded), [
    'tsa.key-usage pass',
    `tsa.key-usage warning padded-bits ${object}`,
  ]);
  assert.deepEqual(sayings('tsa.key-usage', padded, { policy: 'strict' }), [
    `tsa.key-usage fail padded-bits ${object}`,
  ]);
});

test('a certificate that may issue certificates signs no tokens', () => {
  assert.deepEqual(sayings('tsa.not-ca', []), ['tsa.not-ca pass']);
  assert.deepEqual(sayings('tsa.not-ca', [extension('2.5.29.19', sequence(), true)]), ['tsa.not-ca pass']);
  assert.deepEqual(sayings('tsa.not-ca', [caExtension()]), [`tsa.not-ca fail is-ca ${object}`]);
  const [broken] = sayings('tsa.not-ca', [extension('2.5.29.19', tlv(0x04))]);
  assert.match(broken!, /^tsa\.not-ca fail malformed CN=TSA \(serial 01\) reason=/);
});

const wish = { notBefore: '20240601000000Z', notAfter: '20240630000000Z' };
const [from, until] = [Date.UTC(2024, 5, 1), Date.UTC(2024, 5, 30)];

test('RFC 5280 §4.1.2.5: genTime lies from notBefore to notAfter, both included', () => {
  const at = (genTime: string) => sayings('tsa.validity', [], { wish, tst: tstAt(genTime) });
  const facts = (genTime: string) => `${object} genTime=${genTime} notBefore=${from} notAfter=${until}`;
  for (const within of ['20240601000000Z', '20240615000000Z', '20240630000000Z'])
    assert.deepEqual(at(within), ['tsa.validity pass']);
  assert.deepEqual(at('20240531235959.999999Z'), [
    `tsa.validity fail gen-time-before-certificate ${facts('2024-05-31T23:59:59.999999Z')}`,
  ]);
  for (const [genTime, exact] of [
    ['20240630000000.000001Z', '2024-06-30T00:00:00.000001Z'],
    ['20240630000000.0000001Z', '2024-06-30T00:00:00.0000001Z'],
  ] as const)
    assert.deepEqual(at(genTime), [`tsa.validity fail gen-time-after-certificate ${facts(exact)}`]);
  assert.deepEqual(at('20240601000000.0000001Z'), ['tsa.validity pass']);
  assert.deepEqual(at('20240629235959.9999999Z'), ['tsa.validity pass']);
  assert.deepEqual(at('20241301000000Z'), []);
});

test('RFC 3280 §4.2.1.4: genTime outside privateKeyUsagePeriod is a warning, and strict fails it', () => {
  const [start, end] = [text(0x80, '20240610000000Z'), text(0x81, '20240620000000Z')];
  const at = (genTime: string, ...times: readonly Uint8Array[]) =>
    sayings('tsa.validity', [period(...times)], { tst: tstAt(genTime) }).slice(1);
  const outside = [`tsa.validity warning private-key-usage-period ${object}`];
  for (const within of ['20240610000000Z', '20240620000000Z']) assert.deepEqual(at(within, start, end), []);
  assert.deepEqual(at('20240609235959.999999Z', start, end), outside);
  assert.deepEqual(at('20240620000000.000001Z', start, end), outside);
  assert.deepEqual(at('20240620000000.0000001Z', start, end), outside);
  assert.deepEqual(at('20240701000000Z', start), []);
  assert.deepEqual(at('20240601000000Z', start), outside);
  assert.deepEqual(at('20240601000000Z', end), []);
  assert.deepEqual(at('20240701000000Z', end), outside);
  const strict = sayings('tsa.validity', [period(start)], { tst: tstAt('20240601000000Z'), policy: 'strict' });
  assert.deepEqual(strict, [`tsa.validity fail private-key-usage-period ${object}`]);
});

test('a fault of the program is not taken for a malformed extension', () => {
  for (const field of ['extendedKeyUsage', 'keyUsage', 'basicConstraints', 'privateKeyUsagePeriod']) {
    const certificate = new Proxy(issue({ subject: 'TSA', issuer: 'CA' }), {
      get(target, name) {
        if (name === field) throw new TypeError('a fault of the program');
        return Reflect.get(target, name);
      },
    });
    const check = () => sayingsOf((findings) => checkTsaCertificate(certificate, noon, false, findings));
    assert.throws(check, TypeError, field);
  }
});

test('a privateKeyUsagePeriod that can’t be read is told, and weighs no more', () => {
  const lines = sayings('tsa.validity', [extension('2.5.29.16', tlv(0x04))]);
  assert.equal(lines[0], 'tsa.validity pass');
  assert.match(lines[1]!, /^tsa\.validity warning malformed CN=TSA \(serial 01\) reason=/);
  assert.equal(lines.length, 2);
});
