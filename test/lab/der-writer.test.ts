import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as der from '../../src/lab/der-writer.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('INTEGER in the fewest octets, two’s complement (X.690 §8.3)', () => {
  const cases: [bigint, string][] = [
    [0n, '020100'],
    [127n, '02017f'],
    [128n, '02020080'],
    [255n, '020200ff'],
    [256n, '02020100'],
    [-1n, '0201ff'],
    [-128n, '020180'],
    [-129n, '0202ff7f'],
    [1n << 159n, `0215008${'0'.repeat(39)}`],
  ];
  for (const [number, expected] of cases) assert.equal(hex(der.integer(number)), expected, String(number));
});

test('lengths in the fewest octets (X.690 §10.1)', () => {
  for (const [octets, header] of [
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ] as const) {
    assert.equal(hex(der.octets(new Uint8Array(octets)).subarray(0, header.length / 2)), header);
  }
});

test('SET OF in the order of its encodings (X.690 §11.6)', () => {
  assert.equal(hex(der.setOf(der.integer(3), der.octets(Uint8Array.of(1)), der.integer(1))), '3109020101020103040101');
});

test('BER that DER forbids: indefinite length, OCTET STRING in pieces', () => {
  assert.equal(hex(der.indefinite(0x30, der.integer(1))), '30800201010000');
  assert.equal(hex(der.octetsInPieces(Uint8Array.of(1, 2, 3), 2)), '240704020102040103');
});

test('an object identifier that is none is refused', () => {
  for (const text of ['', '1', '3.1', '1.40', '1..2', '1.2.x']) assert.throws(() => der.oid(text), RangeError, text);
});
