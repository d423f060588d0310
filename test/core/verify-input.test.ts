import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrust } from '../../src/core/policy/read-trust.ts';
import { tstSource } from '../../src/core/revocation/tst-list/given-source.ts';
import { readTstList } from '../../src/core/revocation/tst-list/read-list.ts';
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

test('what JavaScript can hand over and makes no sense is thrown: nothing passes because nothing compares with it', async () => {
  const input = await short();
  const policy = input.token.tstInfo!.policy!;
  const hex = Buffer.from(Buffer.from(input.digests.get('sha256')!).toString('hex'));
  const wrongs: readonly object[] = [
    { now: new Date(now) },
    { at: '2024-07-01' },
    { newerThan: Number.NaN },
    { policy: 'lenient' },
    { policy: 'constructor' },
    { policy: '__proto__' },
    { acceptPolicies: `${policy}.5` },
    { assumedAccuracyMicros: -1 },
    { assumedAccuracyMicros: Number.NaN },
    { assumedAccuracyMicros: 0.5 },
    { digests: new Map([['sha256', hex]]) },
  ];
  for (const wrong of wrongs) {
    assert.throws(() => verify({ ...input, ...wrong } as VerifyInput), RangeError, JSON.stringify(wrong));
  }
  assert.throws(() => verify({ ...input, anchors: input.anchors.map((one) => one.certificate) as never }), TypeError);
});

test('a source of revoked tokens that was prepared for another moment of knowledge is not taken, nor one of the user’s making', async () => {
  const input = await short();
  const about = { name: 'provider', scope: null };
  const list = readTstList(Buffer.from('99\n'), { kind: 'text', radix: 16 });
  const given = { ...about, lists: [{ list, origin: 'list.txt', fetchedAt: now, unauthentic: null }] };
  const asKnownOn = now - 86_400_000;
  const status = (more: Partial<VerifyInput>) => verify({ ...input, ...more }).checks[3]!.status;
  assert.equal(status({ tstSources: [tstSource(given)] }), 'pass');
  assert.equal(status({ asKnownOn, tstSources: [tstSource(given, asKnownOn)] }), 'unknown');
  assert.throws(() => status({ asKnownOn, tstSources: [tstSource(given)] }), RangeError);
  const made = { ...about, kind: 'none-published', maxAge: 1, statement: { statedAt: now } };
  assert.throws(() => status({ tstSources: [made as never] }), RangeError);
});

test('a token stays the one that was read where the next is read into the same memory', async () => {
  const bytes = Buffer.from(caseFile('good.tsr'));
  const token = await readToken(bytes);
  const before = verify({ ...(await short()), token });
  bytes.fill(0);
  assert.deepEqual(verify({ ...(await short()), token }), before);
});

test('trust stays what was read where something else is read into the same memory', async () => {
  const pem = String(caseFile('root.pem'));
  const root = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
  const input = await short();
  const { anchors } = await readTrust(root);
  const { bytes } = anchors[0]!.certificate;
  const before = Buffer.from(bytes);
  root.fill(0);
  assert.deepEqual(Buffer.from(bytes), before);
  assert.equal(verify({ ...input, anchors }).checks[1]!.status, 'pass');
});
