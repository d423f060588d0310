import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { decodeResponse } from '../../../src/core/tsp/response.ts';
import { bits, integer, nothing, octets, sequence, utf8, value } from '../../../src/lab/der-writer.ts';

/** TimeStampResp whose PKIStatusInfo has these parts, before a token or nothing. */
const read = (info: readonly Uint8Array[], ...token: readonly Uint8Array[]) =>
  decodeResponse(new Cursor(sequence(sequence(...info), ...token)));
const granted = integer(0);

test('RFC 3161 §2.4.2: status, words and reasons, and the token as it came', () => {
  const all = read([integer(2), sequence(utf8('one'), utf8('二'))], sequence(granted));
  assert.deepEqual([all.status, all.statusStrings, all.failInfo, all.paddedFailInfo], [2, ['one', '二'], [], false]);
  assert.deepEqual(Buffer.from(all.token!), Buffer.from(sequence(granted)));
  assert.deepEqual(read([granted]), { status: 0, statusStrings: [], failInfo: [], paddedFailInfo: false, token: null });
});

test('RFC 3161 §2.4.2: each bit of failInfo by its name, others by their number', () => {
  const reasons = (octets: number[], unused = 0) => read([granted, bits(Uint8Array.from(octets), unused)]).failInfo;
  assert.deepEqual(reasons([0xff, 0xff, 0xff, 0xff]), [
    ...['badAlg', 'bit 1', 'badRequest', 'bit 3', 'bit 4', 'badDataFormat', 'bit 6', 'bit 7', 'bit 8', 'bit 9'],
    ...['bit 10', 'bit 11', 'bit 12', 'bit 13', 'timeNotAvailable', 'unacceptedPolicy', 'unacceptedExtension'],
    ...['addInfoNotAvailable', 'bit 18', 'bit 19', 'bit 20', 'bit 21', 'bit 22', 'bit 23', 'bit 24'],
    ...['systemFailure', 'bit 26', 'bit 27', 'bit 28', 'bit 29', 'bit 30', 'bit 31'],
  ]);
  assert.deepEqual(reasons([0x01, 0x80]), ['bit 7', 'bit 8']);
  assert.deepEqual(reasons([]), []);
});

test('unused bits of failInfo say nothing (X.690 §11.2.1), and bits after the 256th are not shown', () => {
  const reasons = (octets: Uint8Array, unused: number) => read([granted, bits(octets, unused)]).failInfo;
  assert.deepEqual(reasons(Uint8Array.of(0b10110000), 5), ['badAlg', 'badRequest']);
  const last = new Uint8Array(33);
  last[31] = 1;
  last[32] = 0x80;
  assert.deepEqual(reasons(last, 0), ['bit 255']);
});

test('X.690 §11.2.2: a failInfo that ends in zero bits is padded', () => {
  const padded = (octets: number[], unused: number) =>
    read([granted, bits(Uint8Array.from(octets), unused)]).paddedFailInfo;
  assert.equal(padded([], 0), false);
  assert.equal(padded([0x80], 7), false);
  assert.equal(padded([0x01], 0), false);
  assert.equal(padded([0x80], 6), true);
  assert.equal(padded([0x02], 0), true);
  assert.equal(padded([0xff, 0x00], 0), true);
  assert.equal(padded([0x00, 0x20], 5), false);
});

test('of PKIFreeText 64 strings are shown, each of 512 characters at most; more have to be values all the same', () => {
  const strings = (...texts: readonly Uint8Array[]) => read([granted, sequence(...texts)]).statusStrings;
  const many = Array.from({ length: 65 }, (_, n) => utf8(`text ${n}`));
  assert.equal(strings(...many.slice(0, 64)).length, 64);
  assert.deepEqual(strings(...many).slice(-1), ['text 63']);
  assert.throws(() => strings(...many, Uint8Array.of(0x0c, 99)), { message: /^PKIFreeText is cut off/ });
  assert.deepEqual(strings(utf8('x'.repeat(513)), utf8('y'.repeat(127)), utf8('z'.repeat(128)), utf8('')), [
    'x'.repeat(512),
    'y'.repeat(127),
    'z'.repeat(128),
    '',
  ]);
});

test('a broken response is named by what is missing or too much', () => {
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeResponse(new Cursor(bytes)), { message });
  refused(nothing(), /^TimeStampResp expected/);
  refused(sequence(), /^PKIStatusInfo is missing/);
  refused(sequence(nothing()), /^PKIStatusInfo expected/);
  refused(sequence(sequence()), /^status is missing/);
  refused(sequence(sequence(nothing())), /^status expected/);
  refused(sequence(sequence(granted, value(0x30, Uint8Array.of(0x0c, 9)))), /^PKIFreeText is cut off/);
  refused(sequence(sequence(granted, Uint8Array.of(0x30, 0x85))), /^statusString has a length of 5 octets/);
  refused(sequence(sequence(granted, value(0x03))), /^failInfo is no BIT STRING/);
  refused(sequence(sequence(granted, octets(Buffer.alloc(0)))), /^unexpected data after PKIStatusInfo at/);
  refused(sequence(sequence(granted), Uint8Array.of(0x30, 9)), /^timeStampToken is cut off/);
  refused(sequence(sequence(granted), nothing(), nothing()), /^unexpected data after TimeStampResp at/);
});
