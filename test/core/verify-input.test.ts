import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrust } from '../../src/core/policy/read-trust.ts';
import { digestsFor } from '../../src/core/tsp/digest.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { verify } from '../../src/core/verify.ts';
import type { VerifyInput } from '../../src/core/verify-input.ts';
import { caseFile } from '../vectors/index.ts';

// The short call: a file, a token, a root and a moment.

const now = Date.parse('2024-07-01T00:00:00Z');

async function short(): Promise<VerifyInput> {
  const token = await readToken(caseFile('good.tsr'));
  const digests = digestsFor(token, caseFile('data.bin'));
  return { token, digests, anchors: (await readTrust(caseFile('root.pem'))).anchors, now };
}

const explicit = {
  request: null,
  candidates: [],
  at: null,
  policy: 'default',
  acceptPolicies: [],
  allowNoncriticalEku: false,
  skip: new Set<never>(),
  crls: [],
  ocsp: [],
  failed: [],
} as const;

test('what is left out is as if its default were written', async () => {
  const input = await short();
  assert.deepEqual(verify(input), verify({ ...input, ...explicit }));
});

test('a field that is there and undefined is left out as well', async () => {
  const input = await short();
  const nothing = Object.fromEntries(Object.keys(explicit).map((name) => [name, undefined]));
  assert.deepEqual(verify({ ...input, ...nothing } as VerifyInput), verify(input));
});

test('no default makes a token VALID: what was not given is not known, and nothing is skipped', async () => {
  const { verdict, code, complete, skipped, checks } = verify(await short());
  assert.deepEqual([verdict, code, complete, skipped], ['INDETERMINATE', 'no-source', true, []]);
  assert.deepEqual(
    checks.map(({ status }) => status),
    ['pass', 'pass', 'unknown', 'unknown'],
  );
});

test('the hash of other data is INVALID, and that of none undecided', async () => {
  const input = await short();
  assert.equal(verify({ ...input, digests: digestsFor(input.token, Buffer.from('other')) }).code, 'imprint-mismatch');
  assert.equal(verify({ ...input, digests: new Map() }).verdict, 'INDETERMINATE');
  const unread = { ...input.token, tstInfo: null };
  assert.equal(digestsFor(unread, caseFile('data.bin')).size, 0);
});

test('a moment that is none is thrown and not judged: no date is beyond NaN', async () => {
  const input = await short();
  for (const wrong of [{ now: Number.NaN }, { at: Number.NaN }, { at: 'yesterday' }, { asKnownOn: Number.NaN }]) {
    assert.throws(() => verify({ ...input, ...wrong } as VerifyInput), RangeError);
  }
});
