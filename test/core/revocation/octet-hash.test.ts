import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastStart, octetHash } from '../../../src/core/revocation/octet-hash.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

test('INTEGER content in the fewest octets: superfluous ones are passed over, never the last, never one that has the sign', () => {
  const least = (text: string) =>
    hex(text)
      .subarray(leastStart(hex(text), 0, text.length / 2))
      .toString('hex');
  const cases = {
    '00': '00',
    ff: 'ff',
    '0000': '00',
    ffff: 'ff',
    '007f': '7f',
    '0080': '0080',
    ff80: '80',
    ff7f: 'ff7f',
    '000000017f': '017f',
    '00000080': '0080',
    ffffff80: '80',
    '0100': '0100',
    feff: 'feff',
    '00ff': '00ff',
    ff00: 'ff00',
    '': '',
  };
  for (const [content, expected] of Object.entries(cases)) assert.equal(least(content), expected, content);
  const within = hex('050000050505');
  assert.equal(leastStart(within, 1, 4), 3, 'from an offset');
  assert.equal(leastStart(within, 1, 3), 2, 'not beyond the end');
  assert.equal(leastStart(within, 1, 2), 1);
});

test('the hash depends on each octet between the two offsets, on their order and on the seed, and on nothing else', () => {
  const octets = hex('0102030405');
  const of = (bytes: Uint8Array, start = 1, end = 4, seed = 7) => octetHash(bytes, start, end, seed);
  assert.equal(of(hex('ff020304ff')), of(octets));
  const others = [hex('0103030405'), hex('0102040405'), hex('0102030505'), hex('0103020405')].map((one) => of(one));
  const all = [of(octets), ...others, of(octets, 1, 3), of(octets, 2, 4), of(octets, 1, 4, 8), of(octets, 1, 1)];
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.every((one) => one >= 0 && one <= 0xffff_ffff && Number.isInteger(one)));
});

test('FNV-1a with the finaliser of Murmur3, bit by bit: places are taken from the low bits, tags from the high ones', () => {
  assert.equal(octetHash(hex(''), 0, 0, 0), 2_872_998_923);
  assert.equal(octetHash(hex('0102030405'), 0, 5, 0x12345678), 1_931_992_400);
});
