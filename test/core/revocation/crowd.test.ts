import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Crowd } from '../../../src/core/revocation/crowd.ts';
import { ca, extension, issue, root, ski, tlv, tsa } from './kit.ts';

const twin = issue({ subject: 'CA', issuer: 'Other', serial: 2, key: 'twin' });
const keyHash = ({ spki }: typeof ca) => createHash('sha1').update(spki.key).digest();

test('each certificate once, in the order in which it came', () => {
  const crowd = new Crowd([ca, root, ca, twin, root]);
  assert.deepEqual(crowd.all, [ca, root, twin]);
});

test('by name: all of the name, as RFC 5280 §7.1 compares it, and nobody else', () => {
  const crowd = new Crowd([ca, root, twin]);
  assert.deepEqual(crowd.named(tsa.issuer), [ca, twin]);
  assert.deepEqual(crowd.named(root.subject), [root]);
  assert.deepEqual(crowd.named(tsa.subject), []);
});

test('by the SHA-1 of the key (RFC 6960 §4.2.1), and nobody else', () => {
  const sameKey = issue({ subject: 'X', issuer: 'Y', key: 'CA' });
  const crowd = new Crowd([ca, root, twin, sameKey]);
  assert.deepEqual(crowd.keyed(keyHash(ca)), [ca, sameKey]);
  assert.deepEqual(crowd.keyed(keyHash(twin)), [twin]);
  assert.deepEqual(crowd.keyed(keyHash(tsa)), []);
});

test('subjectKeyIdentifier in hexadecimal, null where there is none or none that can be read', () => {
  const named = issue({ subject: 'A', issuer: 'B', extensions: [ski('id')] });
  const broken = issue({ subject: 'A', issuer: 'B', extensions: [extension('2.5.29.14', tlv(0x05))] });
  const crowd = new Crowd([named, broken, tsa]);
  for (let time = 0; time < 2; time++) {
    assert.equal(crowd.identifierOf(named), '6964');
    assert.equal(crowd.identifierOf(broken), null);
    assert.equal(crowd.identifierOf(tsa), null);
  }
});
