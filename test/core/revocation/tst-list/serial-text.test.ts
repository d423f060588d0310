import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Radix, readSerial, serialScratch } from '../../../../src/core/revocation/tst-list/serial-text.ts';
import { integer } from './kit.ts';

function read(text: string, radix: Radix | null = 16): string {
  const octets = Buffer.from(`[${text}]`);
  const out = new Uint8Array(serialScratch).fill(0xaa);
  const place = readSerial(octets, 1, octets.length - 1, radix, out);
  return typeof place === 'number' ? Buffer.from(out.subarray(place)).toString('hex') : place;
}

test('a serial number in either base is the INTEGER of its value, of any size and sign', () => {
  const value = fc.oneof(fc.bigInt(-(1n << 200n), 1n << 200n), fc.bigInt(-70_000n, 70_000n));
  fc.assert(
    fc.property(value, (number) => {
      const hex = Buffer.from(integer(number)).toString('hex');
      const sign = number < 0n ? '-' : '';
      const digits = (number < 0n ? -number : number).toString(16);
      assert.equal(read(`${number}`, 10), hex);
      assert.equal(read(`${sign}${digits}`, 16), hex);
      assert.equal(read(`${sign}0x00${digits.toUpperCase()}`, null), hex);
    }),
    { seed: 3161, numRuns: 3_000 },
  );
});

test('octets may be set apart by colons or blanks, and only whole ones', () => {
  assert.equal(read('1a:2b:3c'), '1a2b3c');
  assert.equal(read('9a 2b'), '009a2b');
  assert.equal(read('a:2b'), '0a2b');
  for (const text of ['1a:2', ':1a', '1a:', '1a::2b', '1a-2b', ' ', '', '-', '0x', '--1', '+1', '1g', '１２']) {
    assert.equal(read(text), 'serial-form', text);
  }
  assert.equal(read('1a', 10), 'serial-form', 'a letter shows that the radix stated is wrong');
  assert.equal(read('1 000', 10), 'serial-form');
});

test('what says nothing of its base is read in none', () => {
  assert.equal(read('10', null), 'radix-missing');
  assert.equal(read('0x10', null), '10');
  assert.equal(read('0x10', 10), '10', 'a prefix says it for itself');
  assert.equal(read('10', 10), '0a');
});

test('a number longer than any is refused in time that its length bounds', () => {
  assert.equal(read('f'.repeat(2_048)).length, 2_050);
  assert.equal(read('f'.repeat(2_049)), 'serial-too-long');
  assert.equal(read('9'.repeat(2_467), 10), 'serial-too-long');
  assert.equal(read('9'.repeat(1_000_000), 10), 'serial-too-long');
  assert.equal(read(`${'9'.repeat(1_000_000)}x`, 10), 'serial-form');
  assert.equal(read('0'.repeat(3_000)), 'serial-too-long');
});
