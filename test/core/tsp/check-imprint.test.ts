import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type HashName, hashes } from '../../../src/core/der/hashes.ts';
import { checkImprint } from '../../../src/core/tsp/check-imprint.ts';
import { decodeRequest } from '../../../src/core/tsp/request.ts';
import { decodeTstInfo } from '../../../src/core/tsp/tst-info.ts';
import { nothing, octets } from '../../../src/lab/der-writer.ts';
import { encodeRequest } from '../../../src/lab/response.ts';
import { encodeTstInfo, type Imprint } from '../../../src/lab/tsa.ts';
import { authority, data, goodPlan } from '../forge.ts';
import { sayingsOf } from '../sayings.ts';

const plan = goodPlan(await authority());
const sha256 = hashes.sha256.oid;
const digest = createHash('sha256').update(data).digest();
const digests = new Map<HashName, Uint8Array>([['sha256', digest]]);
const good: Imprint = { algorithm: sha256, parameters: null, value: digest };

const tstOf = (imprint: Partial<Imprint> = {}) =>
  decodeTstInfo(encodeTstInfo({ ...plan, imprint: { ...good, ...imprint } }));
const requestOf = (imprint: Partial<Imprint> = {}) =>
  decodeRequest(
    encodeRequest({ version: 1, imprint: { ...good, ...imprint }, policy: null, nonce: null, certReq: true }),
  );
const sayings = (
  tst = tstOf(),
  given: ReadonlyMap<HashName, Uint8Array> = digests,
  request = null as ReturnType<typeof requestOf> | null,
) => sayingsOf((findings) => checkImprint(tst, given, request, findings));

test('the hash of the data under the algorithm that the token names is the imprint (RFC 3161 §2.4.2)', () => {
  const passes = [
    'imprint.algorithm pass',
    'imprint.length pass',
    'imprint.match pass algorithm=sha256',
    'imprint.request not-applicable',
  ];
  assert.deepEqual(sayings(), passes);
  assert.deepEqual(sayings(tstOf({ parameters: nothing() })), passes);
});

test('a hash with parameters other than NULL is refused', () => {
  assert.equal(sayings(tstOf({ parameters: octets(digest) }))[0], `imprint.algorithm fail hash-parameters ${sha256}`);
});

test('the hash of other data is a mismatch, and where there is none to compare nothing is known', () => {
  const value = createHash('sha256').update('other').digest();
  assert.equal(sayings(tstOf({ value }))[2], 'imprint.match fail imprint-mismatch algorithm=sha256');
  for (const given of [new Map(), new Map([['sha512', digest]] as const)])
    assert.equal(sayings(tstOf(), given)[2], 'imprint.match unknown no-digest algorithm=sha256');
});

test('a hash that was cut short matches nothing, were it the whole of what is compared', () => {
  for (const value of [digest.subarray(0, 31), Buffer.concat([digest, Buffer.of(0)]), Buffer.alloc(0)]) {
    const [, length, match] = sayings(tstOf({ value }));
    assert.equal(length, `imprint.length fail imprint-length length=${value.length} expected=32 algorithm=sha256`);
    assert.equal(match, 'imprint.match fail imprint-mismatch algorithm=sha256');
  }
});

test('a hash function that is not known here proves nothing', () => {
  assert.deepEqual(sayings(tstOf({ algorithm: '1.2.3' })), [
    'imprint.algorithm unknown hash-unsupported 1.2.3',
    'imprint.request not-applicable',
  ]);
});

test('an imprint that can’t be read fails with its reason', () => {
  const tst = decodeTstInfo(Uint8Array.of(0x30, 6, 2, 1, 1, 6, 1, 42));
  assert.deepEqual(sayings(tst), ['imprint.algorithm fail malformed reason=messageImprint is missing at byte 8']);
  assert.deepEqual(sayings({ ...tst, defects: new Map() }), ['imprint.algorithm fail malformed reason=']);
});

test('the imprint is the one that was asked for, under the same algorithm (RFC 3161 §2.4.2)', () => {
  const against = (imprint: Partial<Imprint>) => sayings(tstOf(), digests, requestOf(imprint)).at(-1);
  assert.equal(against({}), 'imprint.request pass');
  assert.equal(against({ parameters: nothing() }), 'imprint.request pass');
  assert.equal(against({ algorithm: hashes['sha3-256'].oid }), 'imprint.request fail request-imprint-mismatch');
  assert.equal(against({ value: Buffer.alloc(32) }), 'imprint.request fail request-imprint-mismatch');
});
