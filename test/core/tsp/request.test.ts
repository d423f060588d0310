import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { LimitError } from '../../../src/core/der/errors.ts';
import { hashes } from '../../../src/core/der/hashes.ts';
import { decodeExtensions } from '../../../src/core/tsp/extensions.ts';
import { decodeRequest } from '../../../src/core/tsp/request.ts';
import { boolean, integer, nothing, octets, oid, sequence, tagged } from '../../../src/lab/der-writer.ts';

const imprint = sequence(sequence(oid(hashes.sha256.oid), nothing()), octets(Buffer.alloc(32, 7)));
const request = (...further: readonly Uint8Array[]) => sequence(integer(1), imprint, ...further);
const extension = (id: string, ...further: readonly Uint8Array[]) => sequence(oid(id), ...further);
const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');

test('RFC 3161 §2.4.1: the fields of a request, and what each is where it is left out', () => {
  const bare = decodeRequest(request());
  const { version, messageImprint, reqPolicy, nonce, certReq, extensions } = bare;
  assert.deepEqual([version, reqPolicy, nonce, certReq, extensions], [1, null, null, false, []]);
  assert.deepEqual([messageImprint.hash, messageImprint.hashedMessage.length], ['sha256', 32]);
  assert.equal(messageImprint.algorithm.parameters, 'null');
  assert.equal(hex(bare.bytes), hex(request()));
  const extended = tagged(0, extension('1.2.3', boolean(true), octets(Buffer.from('x'))));
  const all = decodeRequest(request(oid('1.2.9'), integer(-5), boolean(true), extended));
  assert.deepEqual([all.reqPolicy, hex(all.nonce), all.certReq], ['1.2.9', 'fb', true]);
  assert.deepEqual(
    all.extensions.map(({ value, ...one }) => ({ ...one, value: hex(value) })),
    [{ oid: '1.2.3', critical: true, explicitDefault: false, value: '78' }],
  );
  assert.equal(decodeRequest(request(boolean(false))).certReq, false);
});

test('a request may come in PEM or Base64', () => {
  const base64 = Buffer.from(request()).toString('base64');
  const pem = `-----BEGIN TIMESTAMP QUERY-----\n${base64}\n-----END TIMESTAMP QUERY-----\n`;
  for (const text of [base64, pem]) assert.equal(hex(decodeRequest(Buffer.from(text)).bytes), hex(request()));
});

test('a broken request is named by what is missing or too much', () => {
  const refused = (bytes: Uint8Array, message: RegExp) => assert.throws(() => decodeRequest(bytes), { message });
  refused(Buffer.from('no request!'), /^neither DER, PEM nor Base64 at byte 0$/);
  refused(Buffer.concat([request(), nothing()]), /^unexpected data after TimeStampReq at byte/);
  refused(request(nothing()), /^unexpected data after TimeStampReq at byte/);
  refused(Uint8Array.of(0x30, 5, 0), /^TimeStampReq is cut off/);
  refused(sequence(), /^version is missing/);
  refused(sequence(integer(2 ** 32)), /^version is too large/);
  refused(sequence(integer(1)), /^messageImprint is missing/);
  refused(sequence(integer(1), sequence()), /^hashAlgorithm is missing/);
  refused(sequence(integer(1), sequence(sequence())), /^hashAlgorithm.algorithm is missing/);
  refused(sequence(integer(1), sequence(sequence(oid('1.2')))), /^hashedMessage is missing/);
  refused(
    sequence(integer(1), sequence(sequence(oid('1.2')), octets(Buffer.alloc(0)), nothing())),
    /^unexpected data after messageImprint/,
  );
  refused(request(Uint8Array.of(6, 0)), /^reqPolicy is no OBJECT IDENTIFIER/);
  refused(request(Uint8Array.of(2, 0)), /^nonce is an empty INTEGER/);
  refused(request(Uint8Array.of(1, 0)), /^certReq is no BOOLEAN/);
  refused(request(tagged(1)), /^unexpected data after TimeStampReq/);
  refused(request(Uint8Array.of(0xa0, 0x85)), /^extensions has a length of 5 octets/);
});

test('a broken extension is named by what is missing or too much', () => {
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeRequest(request(tagged(0, bytes))), { message });
  const value = octets(Buffer.from('x'));
  refused(nothing(), /^Extension expected/);
  refused(sequence(), /^extnID is missing/);
  refused(extension('1.2'), /^extnValue is missing/);
  refused(extension('1.2', Uint8Array.of(1, 0), value), /^critical is no BOOLEAN/);
  refused(extension('1.2', value, nothing()), /^unexpected data after Extension at/);
});

test('64 extensions are read, one more is too many', () => {
  const many = (count: number) =>
    tagged(1, ...Array.from({ length: count }, (_, n) => extension(`1.2.${n}`, octets(Buffer.from('x')))));
  assert.equal(decodeExtensions(new Cursor(many(64)), 1).length, 64);
  const tooMany = (error: unknown) => error instanceof LimitError && error.limit === 'attributes';
  assert.throws(() => decodeExtensions(new Cursor(many(65)), 1), tooMany);
  assert.deepEqual(decodeExtensions(new Cursor(many(1)), 0), []);
});
