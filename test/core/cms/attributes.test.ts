import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAttributes, isBer, isSorted, signedOctets } from '../../../src/core/cms/attributes.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError, LimitError } from '../../../src/core/der/errors.ts';
import {
  indefinite,
  integer,
  octets,
  octetsInPieces,
  oid,
  sequence,
  tagged,
  value,
} from '../../../src/lab/der-writer.ts';

const attribute = (type: string, ...values: readonly Uint8Array[]) => sequence(oid(type), value(0x31, ...values));
const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
const inside = (...attributes: readonly Uint8Array[]) => new Cursor(Buffer.concat(attributes));

test('RFC 5652 §5.3: an attribute is a type and whole values, in their order', () => {
  const read = decodeAttributes(inside(attribute('1.2.3', integer(2), integer(1)), attribute('1.2.4')));
  assert.deepEqual(
    read.map(({ type, values }) => [type, values.map(hex)]),
    [
      ['1.2.3', ['020102', '020101']],
      ['1.2.4', []],
    ],
  );
});

test('64 attributes and 64 values of one are read, one more of either is too many', () => {
  const attributes = (count: number) => inside(...Array.from({ length: count }, (_, n) => attribute(`1.2.${n}`)));
  const values = (count: number) => inside(attribute('1.2.3', ...Array.from({ length: count }, (_, n) => integer(n))));
  const tooMany = (error: unknown) => error instanceof LimitError && error.limit === 'attributes';
  assert.equal(decodeAttributes(attributes(64)).length, 64);
  assert.throws(() => decodeAttributes(attributes(65)), tooMany);
  assert.equal(decodeAttributes(values(64))[0]!.values.length, 64);
  assert.throws(() => decodeAttributes(values(65)), tooMany);
});

test('what an attribute does not have is named where it is missing or too much', () => {
  const refused = (bytes: Uint8Array, message: string) =>
    assert.throws(() => decodeAttributes(inside(bytes)), { message });
  refused(integer(1), 'Attribute expected, found tag 0x02 at byte 0');
  refused(sequence(), 'attrType is missing at byte 2');
  refused(sequence(oid('1.2')), 'attrValues is missing at byte 5');
  refused(sequence(oid('1.2'), value(0x31), integer(1)), 'unexpected data after Attribute at byte 7');
  refused(sequence(oid('1.2'), value(0x31, Uint8Array.of(2))), 'AttributeValue is cut off at byte 7');
});

test('X.690 §11.6: the elements of a SET OF ascend as octet strings; equal ones may stand side by side', () => {
  const [one, two, long] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(1, 0)];
  for (const sorted of [[], [two], [one, two], [one, one], [one, long, two]]) assert.equal(isSorted(sorted), true);
  for (const mixed of [
    [two, one],
    [long, one],
    [one, two, one],
    [two, one, two],
  ])
    assert.equal(isSorted(mixed), false);
});

test('BER that DER does not allow is found at any depth: an indefinite length, a long one, a string in pieces', () => {
  const inner = [indefinite(0x30, integer(1)), octetsInPieces(Buffer.from('abcd'), 2), Uint8Array.of(0x04, 0x81, 1, 0)];
  for (const ber of inner)
    for (const around of [ber, sequence(ber), sequence(integer(1), value(0x31, sequence(ber)))])
      assert.equal(isBer(around), true, `${hex(around)}`);
  for (const der of [integer(1), octets(Buffer.from('abcd')), sequence(sequence(), octets(Uint8Array.of(0x30, 0x80)))])
    assert.equal(isBer(der), false, `${hex(der)}`);
});

test('what is broken in other ways is no BER, for rewriting would not help', () => {
  assert.equal(isBer(Uint8Array.of(4, 5, 1)), false);
  assert.equal(isBer(sequence(Uint8Array.of(4, 5, 1))), false);
  assert.equal(isBer(Uint8Array.of(0x1f, 0x20, 0)), false);
});

test('a fault of the program is not taken for bytes that are no BER', () => {
  assert.throws(() => isBer(null as never), TypeError);
});

test('RFC 5652 §5.4: the signature covers the attributes as a SET OF, as they came and, where that is not DER, sorted', () => {
  const [a, b] = [attribute('1.2.3', integer(1)), attribute('1.2.4', integer(1))];
  const sorted = signedOctets(tagged(0, a, b), null);
  assert.equal(hex(sorted.asReceived), hex(value(0x31, a, b)));
  assert.equal(sorted.sorted, null);
  const reversed = signedOctets(tagged(0, b, a), null);
  assert.equal(hex(reversed.asReceived), hex(value(0x31, b, a)));
  assert.equal(hex(reversed.sorted), hex(value(0x31, a, b)));
});

test('a long set keeps its length octets when it is sorted', () => {
  const many = Array.from({ length: 40 }, (_, n) => attribute(`1.2.${39 - n}`, integer(n)));
  const { sorted } = signedOctets(tagged(0, ...many), null);
  assert.equal(hex(sorted), hex(value(0x31, ...[...many].reverse())));
});

test('attributes in BER are covered as they came, and as their DER', () => {
  const [a, b] = [attribute('1.2.3', integer(1)), attribute('1.2.4', integer(1))];
  const received = indefinite(0xa0, a, b);
  const inOrder = signedOctets(received, tagged(0, a, b));
  assert.equal(hex(inOrder.asReceived), hex(indefinite(0x31, a, b)));
  assert.equal(hex(inOrder.sorted), hex(value(0x31, a, b)));
  const reversed = signedOctets(indefinite(0xa0, b, a), tagged(0, b, a));
  assert.equal(hex(reversed.asReceived), hex(indefinite(0x31, b, a)));
  assert.equal(hex(reversed.sorted), hex(value(0x31, a, b)));
});

test('neither what came nor its re-encoding is changed by rewriting the tag', () => {
  const received = tagged(0, attribute('1.2.3', integer(1)));
  const rewritten = Uint8Array.from(received);
  signedOctets(received, rewritten);
  assert.deepEqual([received[0], rewritten[0]], [0xa0, 0xa0]);
});

test('attributes that are no set are refused by name', () => {
  const named = (name: string) => (error: unknown) => error instanceof DerError && error.message.startsWith(name);
  assert.throws(() => signedOctets(Uint8Array.of(0xa0, 5), null), named('signedAttrs is cut off'));
  assert.throws(() => signedOctets(Uint8Array.of(0xa0, 1, 4), null), named('Attribute is cut off'));
});
