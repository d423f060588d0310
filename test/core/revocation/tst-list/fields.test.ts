import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fields } from '../../../../src/core/revocation/tst-list/fields.ts';

const hex = (octets: number) => 'aB'.repeat(octets);

test('a name is read, or said to be none: also when it comes again', () => {
  const fields = new Fields();
  for (const _ of [1, 2]) {
    assert.deepEqual(fields.name('TSU 1'), { text: 'TSU 1', key: null });
    assert.equal(fields.name('CN='), 'name-form');
  }
});

test('a policy is a dotted OBJECT IDENTIFIER', () => {
  const fields = new Fields();
  for (const _ of [1, 2]) {
    assert.deepEqual(fields.policy('1.2.3'), { oid: '1.2.3' });
    for (const text of ['', '1', '1.2.x', '3.1', '1.40', '1.2.03', ' 1.2.3']) {
      assert.equal(fields.policy(text), 'oid-form', text);
    }
  }
});

test('a fingerprint is thirty-two octets, whatever stands between them', () => {
  const fields = new Fields();
  const sha256 = 'ab'.repeat(32);
  for (const text of [
    hex(32),
    `\t${hex(32)}\n`,
    ` ${hex(32)} `,
    hex(32).replace(/..(?=.)/g, '$&:'),
    hex(32).replace(/..(?=.)/g, '$& '),
  ]) {
    assert.deepEqual(fields.fingerprint(text), { sha256 }, text);
  }
  for (const text of ['', hex(31), hex(33), hex(20), `${hex(31)}a`, `${hex(31)}a-`, `${hex(31)}xy`, `0x${hex(31)}`]) {
    assert.equal(fields.fingerprint(text), 'hash-form', text);
  }
});

test('a certificate by issuer and serial number: in the list’s radix, its value in hexadecimal', () => {
  const fields = new Fields();
  const issuer = fields.name('CN=Provider CA');
  assert.deepEqual(fields.certificate('CN=Provider CA', '0x00A1', null), { issuer, serial: 'a1' });
  assert.deepEqual(fields.certificate('CN=Provider CA', '20', 10), { issuer, serial: '14' });
  assert.deepEqual(fields.certificate('CN=Provider CA', '20', 16), { issuer, serial: '20' });
  assert.equal(fields.certificate('CN=Provider CA', '20', null), 'radix-missing');
  assert.equal(fields.certificate('CN=Provider CA', 'x', 16), 'serial-form');
  assert.equal(fields.certificate('CN=', 'x', 16), 'name-form');
});

test('an imprint says its function before a colon, or in a field of its own, or not at all', () => {
  const fields = new Fields();
  const value = Buffer.from(hex(32), 'hex');
  const sha256 = { algorithm: 'sha256', value };
  for (const prefix of ['sha256', 'SHA-256', 'sha/256']) {
    assert.deepEqual(fields.imprint(`${prefix}:${hex(32)}`, null), sha256, prefix);
    assert.deepEqual(fields.imprint(hex(32), prefix), sha256, prefix);
  }
  assert.deepEqual(fields.imprint(`SHA3-256: ${hex(32)}`, null), { algorithm: 'sha3-256', value });
  assert.deepEqual(fields.imprint(`SHA512/256:${hex(32)}`, null), { algorithm: 'sha512-256', value });
  assert.deepEqual(fields.imprint(hex(32), null), { algorithm: null, value });
  assert.equal(fields.imprint(`sha256:${hex(32)}`, 'sha256'), 'hash-form', 'not twice');
  for (const before of ['md:', 'x sha256:', 'sha256 :', 'sha_256:', '::sha256:']) {
    assert.equal(fields.imprint(`${before}${hex(32)}`, null), 'hash-form', before);
  }
});

test('octets set apart by colons are no function’s name, though two digits stand before the first', () => {
  const fields = new Fields();
  const apart = hex(32).replace(/..(?=.)/g, '$&:');
  assert.deepEqual(fields.imprint(apart, null), { algorithm: null, value: Buffer.from(hex(32), 'hex') });
  assert.deepEqual(fields.imprint(`sha256:${apart}`, null), {
    algorithm: 'sha256',
    value: Buffer.from(hex(32), 'hex'),
  });
  assert.equal(fields.imprint(`abc:${hex(32)}`, null), 'hash-form');
  assert.equal(fields.imprint(`xab:${hex(32)}`, null), 'hash-form');
  assert.equal(fields.imprint(`a:${hex(32)}`, null), 'hash-form');
});

test('an imprint has the length of its function; of none, 16 to 64 octets', () => {
  const fields = new Fields();
  const lengths = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64, 'sha3-384': 48 };
  for (const [name, octets] of Object.entries(lengths)) {
    assert.equal(typeof fields.imprint(hex(octets), name), 'object', name);
    for (const other of [octets - 1, octets + 1]) assert.equal(fields.imprint(hex(other), name), 'hash-form', name);
  }
  for (const octets of [16, 64]) assert.equal(typeof fields.imprint(hex(octets), null), 'object', `${octets}`);
  for (const octets of [0, 15, 65]) assert.equal(fields.imprint(hex(octets), null), 'hash-form', `${octets}`);
  assert.equal(fields.imprint(`${hex(16)}a`, null), 'hash-form');
});
