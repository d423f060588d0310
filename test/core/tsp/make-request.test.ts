import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { hashes } from '../../../src/core/der/hashes.ts';
import { makeRequest } from '../../../src/core/tsp/make-request.ts';
import { encodeRequest } from '../../../src/lab/response.ts';
import { data } from '../../lab/requests.ts';

const value = createHash('sha256').update(data).digest();
const digest = { algorithm: 'sha256', value } as const;
const nonce = Uint8Array.from([0x81, 2, 3, 4, 5, 6, 7, 8]);
const nullParameters = Uint8Array.of(5, 0);

test('a request has NULL parameters, the nonce and certReq TRUE, and no policy unless one is named (RFC 3161 §2.4.1)', async () => {
  const imprint = { algorithm: hashes.sha256.oid, parameters: nullParameters, value };
  const wish = { version: 1, imprint, policy: null, nonce: 0x8102030405060708n, certReq: true };
  assert.deepEqual(Buffer.from((await makeRequest(digest, nonce)).bytes), Buffer.from(encodeRequest(wish)));
  const named = { ...wish, policy: '1.2.3.4' };
  assert.deepEqual(Buffer.from((await makeRequest(digest, nonce, '1.2.3.4')).bytes), Buffer.from(encodeRequest(named)));
});

test('the nonce is a positive INTEGER in the fewest octets, whatever octets are given (X.690 §8.3.2)', async () => {
  const sent = async (octets: number[]) => [...(await makeRequest(digest, Uint8Array.from(octets))).nonce!];
  assert.deepEqual(await sent([0xff, 0, 0, 0, 0, 0, 0, 1]), [0, 0xff, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(await sent([0, 0, 0, 0, 0, 0, 0, 1]), [1]);
  assert.deepEqual(await sent([0, 0, 0, 0, 0, 0, 0, 0]), [0]);
  assert.deepEqual(await sent([0x80, 0, 0, 0, 0, 0, 0, 1]), [0, 0x80, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(await sent([0x7f, 0, 0, 0, 0, 0, 0, 1, 2]), [0x7f, 0, 0, 0, 0, 0, 0, 1, 2]);
});

test('what could be sent by mistake is refused: a short nonce, a hash of another length, a policy that is none', async () => {
  const refused = (request: Promise<unknown>, message: string) =>
    assert.rejects(request, (error) => error instanceof RangeError && error.message === message);
  await refused(makeRequest(digest, nonce.subarray(1)), 'a nonce has at least 8 octets');
  const short = makeRequest({ ...digest, value: value.subarray(1) }, nonce);
  await refused(short, 'a sha256 hash has 32 octets, and not 31');
  await refused(makeRequest({ algorithm: 'sha512', value }, nonce), 'a sha512 hash has 64 octets, and not 32');
  for (const policy of ['', '1', '3.1', '1.2.x', '1..2'])
    await refused(makeRequest(digest, nonce, policy), `not an object identifier: ${policy}`);
});
