import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashLifetime, keyLifetime, weakness } from '../../../src/core/policy/algorithms.ts';
import { answerStrength } from '../../../src/core/policy/answer-strength.ts';
import type { PublicKey } from '../../../src/core/x509/signature.ts';

// The dates of the two tables as their sources give them: CRYPTREC LS-0003, and ETSI TS 119 312 V2.1.1.

const end = (day: string) => Date.parse(`${day}T23:59:59.999Z`);
const key = (kind: string, bits: number) => ({ kind, bits, curve: null }) as unknown as PublicKey;
const never = Number.POSITIVE_INFINITY;

test('a hash may be created until its date and accepted until the later one', () => {
  const sha224 = hashLifetime('sha224', 'default');
  assert.deepEqual([sha224.lastCreation, sha224.lastAcceptance], [end('2030-12-31'), end('2040-12-31')]);
  assert.equal(weakness(sha224, end('2030-12-31') + 1, end('2031-01-01')), 'algorithm-not-for-creation');
  assert.equal(weakness(sha224, end('2030-12-31'), end('2040-12-31') + 1), 'algorithm-no-longer-accepted');
  assert.equal(weakness(sha224, end('2030-12-31'), end('2040-12-31')), null);
  assert.equal(weakness(null, null, 0), 'algorithm-unlisted');
});

test('TS 119 312: RSA below 3000 bits ends with March 2026, PKCS #1 v1.5 with 2033, PSS and curves have no end', () => {
  const rows: readonly (readonly [kind: string, bits: number, last: number])[] = [
    ['rsa', 2048, end('2026-03-31')],
    ['rsa', 2999, end('2026-03-31')],
    ['rsa', 3000, end('2033-12-31')],
    ['rsa', 8192, end('2033-12-31')],
    ['rsa-pss', 2048, end('2026-03-31')],
    ['rsa-pss', 3072, never],
    ['dsa', 3072, never],
    ['ec', 256, never],
    ['ed25519', 256, never],
  ];
  for (const [kind, bits, last] of rows) {
    assert.equal(keyLifetime(key(kind, bits), 'etsi')?.lastCreation, last, `${kind} ${bits}`);
  }
  assert.equal(hashLifetime('sha224', 'etsi').lastCreation, end('2028-12-31'));
  assert.equal(hashLifetime('sha256', 'etsi').lastCreation, never);
});

test('an answer is as strong as the weaker of its hash and its key, by the table of the policy', () => {
  const answer = { hash: 'sha256', key: key('rsa', 2048), created: end('2026-03-31'), at: end('2026-03-31') } as const;
  assert.equal(answerStrength('etsi')(answer), null);
  assert.equal(answerStrength('etsi')({ ...answer, at: answer.at + 1 }), 'algorithm-no-longer-accepted');
  assert.equal(answerStrength('etsi')({ ...answer, created: answer.at + 1 }), 'algorithm-not-for-creation');
  assert.equal(answerStrength('default')({ ...answer, hash: 'sha1' }), 'algorithm-not-for-creation');
  assert.equal(answerStrength('strict')({ ...answer, key: key('unheard-of', 2048) }), 'algorithm-unlisted');
  assert.equal(answerStrength('default')({ ...answer, hash: null }), null);
});
