import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Session } from '../../src/core/session.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import type { SkippableCheck } from '../../src/core/verdict/status.ts';
import { type VerifyInput, verify } from '../../src/core/verify.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import * as der from '../../src/lab/der-writer.ts';
import { authority, data, forge, judged, keys, now, ruleOf } from './forge.ts';

// Nothing signs the CertificateSet: whoever passes a token on can add to it, and must gain and spoil nothing by it.

const good = await authority({ tsu: { caIssuers: 'http://ca.example/intermediate.der' } });
const foreign = await authority({ keys: { root: keys.other, intermediate: keys.other } });

/** The same bytes with one identifier in place of another. */
function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(Buffer.from(from));
  assert.ok(at > 0);
  copy.set(to, at);
  return copy;
}

/** A CA with the true one's name and key identifier and another key, that claims the true root as its issuer. */
const claimed = replaced(foreign.intermediate.der, foreign.intermediate.keyId, good.intermediate.keyId);
const spoilt = Buffer.from(good.intermediate.der);
spoilt[spoilt.length - 3]! ^= 1;

test('a foreign CA with the names of the anchored one proves nothing, root and all', async () => {
  const token = forge(foreign, { certificates: [foreign.tsu.der, foreign.intermediate.der, foreign.root.der] });
  const judgement = await judged(good, token);
  assert.deepEqual([judgement.verdict, judgement.code], ['INDETERMINATE', 'no-chain']);
});

test('an added CA that claims name and key identifiers of the true one disproves nothing and hides no place to fetch', async () => {
  const lying = replaced(claimed, foreign.root.keyId, good.root.keyId);
  const judgement = await judged(good, forge(good, { certificates: [good.tsu.der, lying] }));
  assert.deepEqual([judgement.verdict, judgement.code], ['INDETERMINATE', 'no-chain']);
  assert.deepEqual(
    judgement.wants.map(({ url }) => url),
    ['http://ca.example/intermediate.der'],
  );
  const both = await judged(good, forge(good, { certificates: [good.tsu.der, lying, good.intermediate.der] }));
  assert.equal(both.verdict, 'VALID');
});

test('a spoilt copy of the intermediate disproves nothing where the true one can be fetched', async () => {
  const token = forge(good, { certificates: [good.tsu.der, spoilt] });
  const judgement = await judged(good, token);
  assert.equal(judgement.verdict, 'INDETERMINATE');
  assert.deepEqual(ruleOf(judgement, 'path.constraints'), { status: 'unknown', code: 'path-signature', warnings: [] });
  assert.equal(judgement.wants.length, 1);
  assert.equal((await judged(good, token, { untrusted: [good.intermediate.der] })).verdict, 'VALID');
});

const input: Omit<VerifyInput, 'anchors'> = {
  token: await readToken(forge(good)),
  digests: new Map([['sha256', createHash('sha256').update(data).digest()]]),
  request: null,
  candidates: [],
  at: now,
  now,
  policy: 'default',
  acceptPolicies: [],
  allowNoncriticalEku: false,
  skip: new Set(['certificate-revocation', 'tst-revocation']),
};

test('a session answers for the anchors of this call, also where the list was changed in place', () => {
  const session = new Session();
  const trusted = trustAnchor(decodeCertificate(good.root.der));
  const other = trustAnchor(decodeCertificate(foreign.root.der));
  const anchors = [trusted];
  assert.equal(verify({ ...input, anchors }, session).verdict, 'VALID');
  assert.equal(verify({ ...input, anchors: [other] }, session).verdict, 'INDETERMINATE');
  anchors[0] = other;
  assert.equal(verify({ ...input, anchors }, session).verdict, 'INDETERMINATE');
  anchors[0] = trusted;
  assert.equal(verify({ ...input, anchors }, session).verdict, 'VALID');
});

test('no other check than the two on revocation can be skipped, whatever a caller names', () => {
  const skip = new Set(['imprint', 'signature', 'certificate-revocation', 'tst-revocation']);
  const anchors = [trustAnchor(decodeCertificate(foreign.root.der))];
  const judgement = verify({ ...input, anchors, skip: skip as unknown as ReadonlySet<SkippableCheck> });
  assert.equal(judgement.verdict, 'INDETERMINATE');
  assert.deepEqual(judgement.skipped, ['certificate-revocation', 'tst-revocation']);
});

test('a crowd of false issuers, whose keys cost a hundred times the true one, does not hide the good path', async () => {
  const { bits, integer, nothing, oid, sequence, tagged, value } = der;
  const time = (text: string) => value(0x17, Buffer.from(text));
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing());
  const { subject, issuer, keyId } = good.intermediate;
  const extension = (id: string, inner: Uint8Array) => sequence(oid(id), der.octets(inner));
  const extensions = sequence(
    extension('2.5.29.19', sequence(der.boolean(true))),
    extension('2.5.29.14', der.octets(keyId)),
  );
  const crowd = Array.from({ length: 900 }, (_, index) => {
    const key = sequence(integer((1n << 2047n) + 2n * BigInt(index) + 1n), integer((1n << 2046n) + 1n));
    const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing()), bits(key));
    const validity = sequence(time('200101000000Z'), time('350101000000Z'));
    const tbs = sequence(tagged(0, integer(2)), integer(index), algorithm, issuer, validity, subject, spki);
    const whole = sequence(...split(tbs), tagged(3, extensions));
    return sequence(whole, algorithm, bits(Uint8Array.of(0)));
  });
  const certificates = [good.tsu.der, ...crowd, good.intermediate.der];
  const start = performance.now();
  const judgement = await judged(good, forge(good, { certificates, sortCertificates: false }));
  assert.equal(judgement.verdict, 'VALID');
  assert.ok(performance.now() - start < 5_000);
});

/** The content of a constructed value, to be put into another. */
function split(whole: Uint8Array): Uint8Array[] {
  return [der.contentOf(whole)];
}
