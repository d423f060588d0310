import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { digestsFor } from '../../../src/core/tsp/digest.ts';
import { decodeToken } from '../../../src/core/tsp/token.ts';
import { authority, data, forge } from '../forge.ts';

const token = decodeToken(forge(await authority()));
const tstInfo = token.tstInfo!;

test('data is hashed under the algorithm that the token names, and under no other', () => {
  assert.deepEqual([...digestsFor(token, data)], [['sha256', createHash('sha256').update(data).digest()]]);
});

test('a token that names no known hash, or can’t be read, has no digest to be compared with', () => {
  const unknown = { ...tstInfo, messageImprint: { ...tstInfo.messageImprint!, hash: null } };
  for (const tst of [null, { ...tstInfo, messageImprint: null }, unknown])
    assert.equal(digestsFor({ ...token, tstInfo: tst }, data).size, 0);
});
