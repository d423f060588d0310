import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { signerName } from '../../../src/core/tsp/signer-name.ts';
import { decodeToken } from '../../../src/core/tsp/token.ts';
import { integer, sequence } from '../../../src/lab/der-writer.ts';
import type { TokenPlan } from '../../../src/lab/tsa.ts';
import { authority, forge } from '../forge.ts';

const good = await authority();
const nameOf = (deviation: Partial<TokenPlan> = {}) => signerName(decodeToken(forge(good, deviation)));
const digest = (...octets: readonly Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(octets)).digest('base64url');
const chain = [good.tsu.der, good.intermediate.der];
const plan = { certificates: chain, sortCertificates: false };
const serialOctets = Buffer.from(good.tsu.serial).subarray(2);

test('tokens of one signer with the same certificates share a name, whatever else they say', () => {
  const name = digest(good.tsu.issuer, serialOctets, ...chain);
  assert.equal(nameOf(plan), name);
  assert.equal(nameOf({ ...plan, serial: 9n, genTime: '20240101000000Z' }), name);
  assert.equal(nameOf({ ...plan, sid: 'subjectKeyIdentifier' }), digest(good.tsu.keyId, ...chain));
});

test('a token that brings other certificates shares no name: those say where to fetch, and nothing signs them', () => {
  const more = sequence(integer(1));
  for (const certificates of [[], [good.tsu.der], [...chain].reverse(), [...chain, more], [good.tsu.der, more]])
    assert.equal(nameOf({ ...plan, certificates }), digest(good.tsu.issuer, serialOctets, ...certificates));
  assert.equal(nameOf(plan), digest(good.tsu.issuer, serialOctets, ...chain));
});

test('names stay apart however many signers there were in between', () => {
  const sets = Array.from({ length: 10 }, (_, n) => [sequence(integer(n))]);
  for (const certificates of [...sets, ...sets])
    assert.equal(nameOf({ ...plan, certificates }), digest(good.tsu.issuer, serialOctets, ...certificates));
});

test('what has no signer has no name', () => {
  assert.equal(nameOf({ signers: 0 }), '');
  assert.equal(signerName(decodeToken(sequence(sequence(integer(2))))), '');
});
