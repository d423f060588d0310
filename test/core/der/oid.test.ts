import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOid, encodeOid } from '../../../src/core/der/oid.ts';

const decode = (hex: string) => decodeOid(Buffer.from(hex, 'hex'));

test('X.690 §8.19: arcs decode and encode, first two arcs packed, large ones included', () => {
  for (const oid of [
    '1.2.840.113549.1.9.16.1.4',
    '2.5.29.37',
    '0.9.2342',
    '2.999.1',
    '2.25.340282366920938463463374607431768211455',
    '1.3.6.1.4.1.955.1.10.1.5.1',
  ]) {
    assert.equal(decodeOid(encodeOid(oid)!), oid);
  }
  assert.equal(decode('8837'), '2.999');
});

test('X.690 §8.19.2: padded, cut-off, empty and endless identifiers are none', () => {
  for (const hex of ['', '80', '2a80', '2a8001', '2a' + 'ff'.repeat(30) + '01']) assert.equal(decode(hex), null, hex);
});

test('text that is no identifier has no encoding', () => {
  for (const text of ['', '1', '3.1', '1.40', '1.2.', '1.2.03', 'a.b', '1.2.-3'])
    assert.equal(encodeOid(text), null, text);
});
