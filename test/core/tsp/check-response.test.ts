import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkResponse } from '../../../src/core/tsp/check-response.ts';
import { decodeRequest } from '../../../src/core/tsp/request.ts';
import { decodeToken } from '../../../src/core/tsp/token.ts';
import { bits, integer, sequence, utf8 } from '../../../src/lab/der-writer.ts';
import { encodeRequest } from '../../../src/lab/response.ts';
import type { TokenPlan } from '../../../src/lab/tsa.ts';
import { authority, forge, goodPlan } from '../forge.ts';
import { sayingsOf } from '../sayings.ts';

const good = await authority();
const { imprint } = goodPlan(good);
const wish = { version: 1, imprint, policy: null as string | null, nonce: null as bigint | null, certReq: true };
const requestOf = (further: Partial<typeof wish> = {}) => decodeRequest(encodeRequest({ ...wish, ...further }));

/** What is said of a token by one rule. */
const of = (
  rule: string,
  deviation: Partial<TokenPlan>,
  request: ReturnType<typeof requestOf> | null,
  signerSent: boolean | null = true,
) =>
  sayingsOf((findings) => checkResponse(decodeToken(forge(good, deviation)), request, signerSent, findings)).filter(
    (line) => line.startsWith(`${rule} `),
  );

/** What is said of a PKIStatusInfo before a token or nothing. */
const status = (info: readonly Uint8Array[], token: Uint8Array | null, policy: 'default' | 'strict' = 'default') =>
  sayingsOf(
    (findings) =>
      checkResponse(decodeToken(sequence(sequence(...info), ...(token ? [token] : []))), null, null, findings),
    policy,
  ).filter((line) => line.startsWith('response.status '));
const token = forge(good);

test('a bare token has no status, and without a request nothing answers it', () => {
  const lines = sayingsOf((findings) => checkResponse(decodeToken(token), null, true, findings));
  assert.deepEqual(lines, [
    'response.status not-applicable',
    'response.nonce not-applicable',
    'response.policy not-applicable',
    'response.certificates not-applicable',
  ]);
});

test('a response without a token has a status alone', () => {
  const file = decodeToken(sequence(sequence(integer(2))));
  const lines = sayingsOf((findings) => checkResponse(file, requestOf(), null, findings));
  assert.deepEqual(lines, ['response.status fail rejected status=rejection failInfo= text=']);
});

test('status 0 and 1 come with a token, and no other does (RFC 3161 §2.4.2)', () => {
  assert.deepEqual(status([integer(0)], token), ['response.status pass status=granted failInfo= text=']);
  const mods = 'status=grantedWithMods failInfo= text=';
  assert.deepEqual(status([integer(1)], token), [
    `response.status pass ${mods}`,
    `response.status warning granted-with-mods ${mods}`,
  ]);
  for (const [number, name] of ['granted', 'grantedWithMods'].entries())
    assert.deepEqual(status([integer(number)], null), [
      `response.status fail granted-without-token status=${name} failInfo= text=`,
    ]);
  for (const [i, name] of ['rejection', 'waiting', 'revocationWarning', 'revocationNotification'].entries()) {
    const facts = `status=${name} failInfo= text=`;
    assert.deepEqual(status([integer(i + 2)], token), [`response.status fail token-despite-rejection ${facts}`]);
    assert.deepEqual(status([integer(i + 2)], null), [`response.status fail rejected ${facts}`]);
  }
  for (const number of [6, -1])
    assert.deepEqual(status([integer(number)], token), [
      `response.status fail status-unknown status=${number} failInfo= text=`,
    ]);
});

test('words and reasons of the authority are facts; reasons beside a grant are odd', () => {
  const info = [integer(0), sequence(utf8('one'), utf8('two')), bits(Uint8Array.of(0b10100000), 5)];
  const facts = 'status=granted failInfo=badAlg, badRequest text=one / two';
  assert.deepEqual(status(info, token), [
    `response.status pass ${facts}`,
    `response.status warning fail-info-despite-grant ${facts}`,
  ]);
});

test('X.690 §11.2.2: a failInfo that ends in zero bits is a warning, and strict fails it', () => {
  const info = [integer(0), bits(Uint8Array.of(0), 7)];
  const facts = 'status=granted failInfo= text=';
  assert.deepEqual(status(info, token), [
    `response.status pass ${facts}`,
    'response.status warning padded-bits failInfo',
  ]);
  assert.deepEqual(status(info, token, 'strict'), ['response.status fail padded-bits failInfo']);
});

test('the nonce comes back as it was sent, a negative or a long one too; a replay has another', () => {
  const nonce = 0x8102030405060708n;
  const about = (got: bigint | null, sent: bigint | null) =>
    of('response.nonce', { nonce: got }, requestOf({ nonce: sent }));
  for (const value of [nonce, 0n, -5n, 2n ** 200n]) assert.deepEqual(about(value, value), ['response.nonce pass']);
  assert.deepEqual(about(null, nonce), ['response.nonce fail nonce-missing']);
  assert.deepEqual(about(5n, 6n), ['response.nonce fail nonce-mismatch sent=06 received=05']);
  assert.deepEqual(about(251n, -5n), ['response.nonce fail nonce-mismatch sent=fb received=00fb']);
  assert.deepEqual(about(null, null), ['response.nonce not-applicable']);
  assert.deepEqual(about(5n, null), ['response.nonce not-applicable', 'response.nonce warning nonce-unrequested']);
});

test('a nonce that can’t be read is malformed, whether one was sent or not', () => {
  const [byte] = [decodeToken(forge(good, { nonce: 1n }))].map(({ tstInfo }) => tstInfo!.nonce!.byteOffset);
  for (const request of [null, requestOf()]) {
    const damaged = Buffer.from(forge(good, { nonce: 256n }));
    damaged[byte!] = 0;
    damaged[byte! + 1] = 1;
    const lines = sayingsOf((findings) => checkResponse(decodeToken(damaged), request, true, findings));
    const [line] = lines.filter((one) => one.startsWith('response.nonce'));
    assert.match(line!, /^response\.nonce fail malformed reason=nonce is an INTEGER with a superfluous octet at byte/);
  }
});

test('the policy is the one that was asked for (RFC 3161 §2.4.2)', () => {
  const about = (asked: string | null) => of('response.policy', { policy: '1.2.3' }, requestOf({ policy: asked }));
  assert.deepEqual(about(null), ['response.policy not-applicable']);
  assert.deepEqual(about('1.2.3'), ['response.policy pass']);
  assert.deepEqual(about('1.2.4'), ['response.policy fail policy-not-requested asked=1.2.4 received=1.2.3']);
  const [rule, unread] = ['response.policy', decodeToken(forge(good, { policy: '1.2.3' }))];
  const file = { ...unread, tstInfo: { ...unread.tstInfo!, policy: null } };
  const lines = sayingsOf((findings) => checkResponse(file, requestOf({ policy: '1.2.4' }), true, findings));
  assert.ok(lines.includes(`${rule} fail policy-not-requested asked=1.2.4 received=`));
});

test('certReq: the signer’s certificate is there where it was asked for, and none where not (RFC 3161 §2.4.1)', () => {
  const about = (certificates: readonly Uint8Array[] | null, certReq: boolean, signerSent: boolean | null) =>
    of('response.certificates', { certificates }, requestOf({ certReq }), signerSent);
  const missing = ['response.certificates fail certificates-missing'];
  const chain = [good.tsu.der, good.intermediate.der];
  assert.deepEqual(about(chain, true, true), ['response.certificates pass']);
  assert.deepEqual(about(chain, true, null), ['response.certificates pass']);
  assert.deepEqual(about([good.intermediate.der], true, false), missing);
  assert.deepEqual(about([], true, true), missing);
  assert.deepEqual(about(null, true, null), missing);
  assert.deepEqual(about(null, false, false), ['response.certificates pass']);
  assert.deepEqual(about(chain, false, true), [
    'response.certificates pass',
    'response.certificates warning certificates-unrequested count=2',
  ]);
});
