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

test('numbers at the edges of octets, limbs and signs', () => {
  const edges = [0n, 1n, 9n, 10n, 2n ** 24n, 10n ** 7n, 10n ** 14n, 10n ** 21n];
  for (const bits of [7n, 8n, 15n, 16n, 23n, 31n, 32n, 47n, 48n, 64n, 72n, 128n, 159n, 160n]) edges.push(2n ** bits);
  for (const edge of edges) {
    for (const number of [edge - 1n, edge, edge + 1n, -edge - 1n, -edge, -edge + 1n]) {
      const hex = Buffer.from(integer(number)).toString('hex');
      const digits = (number < 0n ? -number : number).toString(16);
      assert.equal(read(`${number}`, 10), hex, `${number}`);
      assert.equal(read(`${number < 0n ? '-' : ''}${digits}`, 16), hex, `${number}`);
    }
  }
});

const most = 2n ** 8192n - 1n;
const decimal = `${most}`;
const [plus, minus] = [`00${'ff'.repeat(1_024)}`, `ff${'00'.repeat(1_023)}01`];

test('the longest decimal number that fits', () => assert.equal(read(decimal, 10), plus));
test('the longest decimal number that fits, below zero', () => assert.equal(read(`-${decimal}`, 10), minus));
test('the next decimal number', () => assert.equal(read(`${decimal.slice(0, -1)}6`, 10), 'serial-too-long'));

test('the longest hexadecimal numbers that fit, of either sign, and the next', () => {
  assert.equal(read('f'.repeat(2_048)), plus);
  assert.equal(read(`-${'f'.repeat(2_048)}`), minus);
  for (const digits of [2_049, 2_050, 2_051]) assert.equal(read('f'.repeat(digits)), 'serial-too-long', `${digits}`);
  assert.equal(read(`0${'f'.repeat(2_048)}`), 'serial-too-long', 'zeros before it count');
  assert.equal(read('0'.repeat(2_048)), '00');
});

test('decimal digits that are too many are looked at all the same: each is one', () => {
  const many = '1'.repeat(3_000);
  assert.equal(read(`${many}/`, 10), 'serial-form');
  assert.equal(read(`:${many}`, 10), 'serial-form');
  assert.equal(read(`0${many}9`, 10), 'serial-too-long');
  assert.equal(read(`${'0'.repeat(2_466)}7`, 10), '07');
  assert.equal(read(`${'0'.repeat(2_467)}7`, 10), 'serial-too-long');
});

test('an octet of room is kept for the sign; what needs it for its value is too long', () => {
  const within = (text: string, radix: Radix, room: number) => {
    const out = new Uint8Array(room);
    const place = readSerial(Buffer.from(text), 0, text.length, radix, out);
    return typeof place === 'number' ? Buffer.from(out.subarray(place)).toString('hex') : place;
  };
  assert.deepEqual([within('65535', 10, 3), within('65536', 10, 3)], ['00ffff', 'serial-too-long']);
  assert.deepEqual([within('16777215', 10, 4), within('16777216', 10, 4)], ['00ffffff', 'serial-too-long']);
  assert.deepEqual([within('16777216', 10, 5), within('4294967296', 10, 5)], ['01000000', 'serial-too-long']);
  assert.deepEqual([within('-65535', 10, 3), within('-65536', 10, 3)], ['ff0001', 'serial-too-long']);
  assert.deepEqual([within('ffff', 16, 3), within('10000', 16, 3)], ['00ffff', 'serial-too-long']);
});

test('what lies beyond the text is none of it', () => {
  const bytes = Buffer.from('-0x10ff');
  const out = new Uint8Array(serialScratch);
  const within = (start: number, end: number, radix: Radix | null) => {
    const place = readSerial(bytes, start, end, radix, out);
    return typeof place === 'number' ? Buffer.from(out.subarray(place)).toString('hex') : place;
  };
  assert.equal(within(0, 1, 16), 'serial-form', 'a sign alone');
  assert.equal(within(1, 2, 16), '00');
  assert.equal(within(1, 2, null), 'radix-missing');
  assert.equal(within(1, 3, 16), 'serial-form', 'a prefix alone');
  assert.equal(within(1, 4, null), '01');
  assert.equal(within(3, 5, null), 'radix-missing');
  assert.equal(within(3, 5, 10), '0a');
  assert.equal(within(3, 3, 10), 'serial-form');
  assert.equal(within(0, 5, 10), 'f0');
});

test('the prefix is a zero and an x of either case, once, after the sign', () => {
  assert.equal(read('0X1f', null), '1f');
  assert.equal(read('-0X1', 10), 'ff');
  assert.deepEqual([read('-0', 10), read('-00', 16), read('-0x0', null)], ['00', '00', '00'], 'there is one zero');
  for (const text of ['1x10', '0y10', '0x-1', '0x0x1', 'x10', '0x']) {
    assert.equal(read(text, 16), 'serial-form', text);
    assert.equal(read(text, 10), 'serial-form', text);
  }
});

test('without a radix a letter that is no digit is another fault than a missing base', () => {
  assert.deepEqual([read('g', null), read('', null), read('-', null)], ['serial-form', 'serial-form', 'serial-form']);
  assert.deepEqual([read('a', null), read('9', null), read('-1', null)].join(), Array(3).fill('radix-missing').join());
});

test('what is no digit is none beside the digits’ neighbours either', () => {
  for (const character of ['/', ':', '@', 'G', '`', 'g', '\u0000', '\u00e9']) {
    for (const text of [`${character}1`, `1${character}`, `11${character}1`]) {
      assert.equal(read(text, 10), 'serial-form', text);
      if (character !== ':') assert.equal(read(text, 16), 'serial-form', text);
    }
  }
  assert.equal(read('ABCDEF'), '00abcdef');
  assert.equal(read('1a:2b 3c'), '1a2b3c');
  assert.equal(read('1a: 2b'), 'serial-form');
  assert.equal(read('a:b:cd'), 'serial-form');
  assert.equal(read('1a;2b'), 'serial-form');
  assert.equal(read('1a:0'), 'serial-form', 'a nought is a digit by itself');
  assert.equal(read('10:2b'), '102b');
  assert.equal(read('10:00:2b'), '10002b');
  assert.equal(readSerial(Buffer.from(':1a'), 0, 3, 16, new Uint8Array(serialScratch)), 'serial-form');
  assert.equal(readSerial(Buffer.from('1a:1a'), 2, 5, 16, new Uint8Array(serialScratch)), 'serial-form');
});
