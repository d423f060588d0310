import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCertificateBundle, decodeCertificateSet, hashableForms } from '../../../src/core/cms/certificate-set.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { LimitError } from '../../../src/core/der/errors.ts';
import { integer, oid, sequence, setOf, tagged, value } from '../../../src/lab/der-writer.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const inside = (...values: readonly Uint8Array[]) => new Cursor(Buffer.concat(values));

test('RFC 5652 §10.2.2: each choice of CertificateChoices by its tag, whole and in its order', () => {
  const values = [sequence(integer(1)), tagged(0), tagged(1), tagged(2), tagged(3), tagged(4), integer(5)];
  const kinds = ['certificate', 'extended', 'attribute-v1', 'attribute-v2', 'other', 'unknown', 'unknown'];
  assert.deepEqual(
    decodeCertificateSet(inside(...values)).map(({ kind, bytes }) => [kind, hex(bytes)]),
    values.map((bytes, i) => [kinds[i], hex(bytes)]),
  );
});

test('4,000 elements are read, one more is too many', () => {
  const set = (count: number) => new Cursor(Buffer.concat(Array(count).fill(sequence())));
  assert.equal(decodeCertificateSet(set(4_000)).length, 4_000);
  const tooMany = (error: unknown) => error instanceof LimitError && error.limit === 'certificatesPerSet';
  assert.throws(() => decodeCertificateSet(set(4_001)), tooMany);
  assert.throws(() => decodeCertificateSet(inside(Uint8Array.of(0x30, 5))), {
    message: 'CertificateChoices is cut off at byte 0',
  });
});

test('RFC 5035 §5.4: an attribute certificate is hashed under its tag in the set and under the one outside it', () => {
  const forms = (bytes: Uint8Array) => hashableForms(decodeCertificateSet(inside(bytes))[0]!).map(hex);
  const content = integer(7);
  assert.deepEqual(forms(tagged(1, content)), [hex(tagged(1, content)), hex(sequence(content))]);
  assert.deepEqual(forms(tagged(2, content)), [hex(tagged(2, content)), hex(sequence(content))]);
  for (const other of [sequence(content), tagged(0, content), tagged(3, content), content])
    assert.deepEqual(forms(other), [hex(other)]);
});

const [signedData, data] = ['1.2.840.113549.1.7.2', '1.2.840.113549.1.7.1'];
/** A certs-only message whose SignedData has these parts. */
const bundle = (parts: readonly Uint8Array[], type = signedData) => sequence(oid(type), tagged(0, sequence(...parts)));
const head = [integer(1), setOf(), sequence(oid(data))];

test('RFC 5280 §4.2.2.1: of a certs-only message the certificates alone, whatever else is in the set', () => {
  const [one, two] = [sequence(integer(1)), sequence(integer(2))];
  const set = tagged(0, two, tagged(1, integer(3)), one, integer(9));
  assert.deepEqual(decodeCertificateBundle(bundle([...head, set, setOf()])).map(hex), [two, one].map(hex));
  assert.deepEqual(decodeCertificateBundle(bundle([...head, setOf()])), []);
});

test('what is no certs-only message is named', () => {
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeCertificateBundle(bytes), { message });
  refused(bundle(head, data), /^no SignedData at byte/);
  refused(Buffer.concat([bundle(head), integer(1)]), /^unexpected data after ContentInfo at byte/);
  refused(sequence(oid(signedData), tagged(0, integer(1))), /^SignedData expected, found tag 0x02 at byte/);
  refused(sequence(oid(signedData), integer(1)), /^content expected, found tag 0x02 at byte/);
  refused(sequence(oid(signedData), tagged(0, value(0x30)), integer(1)), /^unexpected data after ContentInfo at byte/);
  refused(sequence(integer(1)), /^contentType expected, found tag 0x02 at byte/);
  refused(integer(1), /^ContentInfo expected, found tag 0x02 at byte/);
  refused(bundle([]), /^version is missing at byte/);
  refused(bundle(head.slice(0, 1)), /^digestAlgorithms is missing at byte/);
  refused(bundle(head.slice(0, 2)), /^encapContentInfo is missing at byte/);
  refused(bundle([...head, Uint8Array.of(0xa0, 9)]), /^certificates is cut off at byte/);
});
