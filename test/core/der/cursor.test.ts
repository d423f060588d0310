import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError } from '../../../src/core/der/errors.ts';

const cursor = (hex: string) => new Cursor(Buffer.from(hex, 'hex'));
const refused = (read: () => unknown, message: RegExp, ber?: boolean) =>
  assert.throws(read, (error) => {
    assert.ok(error instanceof DerError);
    assert.match(error.message, message);
    if (ber !== undefined) assert.equal(error.ber, ber);
    return true;
  });

test('X.690 §10.1: a length in more octets than needed is BER, not DER', () => {
  refused(() => cursor('04810161').octets('x'), /more octets than needed/, true);
  refused(() => cursor('0482007f' + '61'.repeat(127)).octets('x'), /more octets than needed/, true);
  assert.equal(cursor('048180' + '61'.repeat(128)).octets('x').length, 128);
});

test('X.690 §8.1.3.6: an indefinite length is BER, not DER', () => {
  refused(() => cursor('30800000').sequence('x'), /indefinite length/, true);
});

test('a length beyond the end, of five octets, or without its octets is an error and never a read beyond', () => {
  refused(() => cursor('0405616263').octets('x'), /cut off/, false);
  refused(() => cursor('04850000000001').octets('x'), /length of 5 octets/);
  refused(() => cursor('0482').octets('x'), /cut off/);
  refused(() => cursor('04').octets('x'), /cut off/);
  refused(() => cursor('').octets('x'), /missing/);
});

test('a value may not reach beyond the value around it', () => {
  const outer = cursor('3003040461626364').sequence('x');
  refused(() => outer.octets('y'), /cut off/);
});

test('offsets count from the start of the message, at any depth', () => {
  const inner = cursor('300430020405').sequence('a').sequence('b');
  assert.throws(() => inner.octets('c'), { offset: 4 });
});

test('nesting deeper than the limit ends with an error', () => {
  let bytes: Uint8Array = Buffer.alloc(0);
  for (let i = 0; i < 60; i++) bytes = Buffer.concat([Buffer.of(0x30, bytes.length), bytes]);
  let deep = new Cursor(bytes);
  refused(() => {
    for (;;) deep = deep.sequence('x');
  }, /nested too deeply/);
});

test('X.690 §8.3.2: an INTEGER has no superfluous octet and is not empty', () => {
  refused(() => cursor('0202007f').integer('x'), /superfluous/);
  refused(() => cursor('0202ff80').integer('x'), /superfluous/);
  refused(() => cursor('0200').integer('x'), /empty/);
  assert.equal(cursor('02020080').small('x'), 128);
  assert.equal(cursor('020180').small('x'), -128);
  assert.equal(cursor('02047fffffff').small('x'), 2 ** 31 - 1);
  refused(() => cursor('02050100000000').small('x'), /too large/);
});

test('X.690 §8.6.2: a BIT STRING says how many bits are unused, at most seven and none of nothing', () => {
  refused(() => cursor('030108').bits('x'), /no BIT STRING/);
  refused(() => cursor('030101').bits('x'), /no BIT STRING/);
  refused(() => cursor('0300').bits('x'), /no BIT STRING/);
  assert.deepEqual(cursor('03020780').bits('x'), { octets: Buffer.of(0x80), unused: 7 });
});

test('a constructed string where a primitive one belongs is BER; another tag is simply wrong', () => {
  refused(() => cursor('2403040161').octets('x'), /tag 0x24/, true);
  refused(() => cursor('3000').octets('x'), /tag 0x30/, false);
});

test('high tag numbers are refused, not misread', () => {
  refused(() => cursor('1f8101').raw('x'), /high tag number/);
});
