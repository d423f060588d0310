import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import * as der from '../../../src/lab/der-writer.ts';
import { attribute, encodeTstInfo, essCertId, ids } from '../../../src/lab/tsa.ts';
import { authority, forge, goodPlan, judged, keys, ruleOf } from '../forge.ts';

const { bits, indefinite, integer, octets, octetsInPieces, oid, sequence, tagged, value } = der;
const good = await authority();

/** A certificate-shaped value with the signer's issuer and serial number around a key. */
function lookalike(index: number, spki: Uint8Array): Uint8Array {
  const time = (text: string) => value(0x17, Buffer.from(text));
  const ed25519 = sequence(oid('1.3.101.112'));
  const subject = sequence(value(0x31, sequence(oid('2.5.4.3'), der.utf8(`forged ${index}`))));
  const validity = sequence(time('220101000000Z'), time('270101000000Z'));
  const { serial, issuer } = good.tsu;
  const tbs = sequence(tagged(0, integer(2)), serial, ed25519, issuer, validity, subject, spki);
  return sequence(tbs, ed25519, bits(Uint8Array.of(0)));
}

test('thousands of certificates with the issuer and serial that sid names, each with a dear key: limit, and quickly', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp521r1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const token = forge(good, {
    certificates: Array.from({ length: 2_500 }, (_, index) => lookalike(index, spki)),
    signatureAlgorithm: sequence(oid('1.2.840.10045.4.3.4')),
    spoilSignature: () => sequence(integer(2n ** 500n + 1n), integer(2n ** 499n + 7n)),
    attributeOrder: 'reversed',
  });
  const start = performance.now();
  const judgement = await judged(good, token);
  assert.ok(performance.now() - start < 5_000);
  assert.equal(judgement.verdict, 'INDETERMINATE');
  assert.deepEqual(ruleOf(judgement, 'cms.signer'), { status: 'unknown', code: 'limit', warnings: [] });
});

test('a certificate with the same issuer and serial before the true one does not stand in for it', async () => {
  const serial = Buffer.from(der.contentOf(good.tsu.serial)).toString('hex');
  const twin = await authority({ keys: { tsu: keys.other }, tsu: { serial } });
  const certificates = [twin.tsu.der, good.tsu.der, good.intermediate.der];
  assert.equal((await judged(good, forge(good, { certificates, sortCertificates: false }))).verdict, 'VALID');
  const wrong = await judged(good, forge(good, { certificates, essV2: [essCertId(twin.tsu, 'sha256')] }));
  assert.deepEqual([wrong.verdict, wrong.code], ['INVALID', 'signature-invalid']);
});

test('hundreds of unreadable certificates: a few are told one by one, of the others the number', async () => {
  const junk = Array.from({ length: 700 }, (_, index) => sequence(integer(index)));
  const judgement = await judged(good, forge(good, { certificates: [...goodPlan(good).certificates!, ...junk] }));
  assert.equal(judgement.verdict, 'VALID');
  const rule = judgement.checks.flatMap(({ rules }) => rules).find(({ id }) => id === 'cms.signer')!;
  assert.equal(rule.warnings.length, 4);
  assert.equal(rule.warnings.at(-1)!.facts.count, 700);
});

test('what is no choice of CertificateSet or of crls is passed over with a warning, in both alike', async () => {
  for (const deviation of [{ certificates: [...goodPlan(good).certificates!, integer(5)] }, { crls: [integer(5)] }]) {
    const judgement = await judged(good, forge(good, deviation));
    assert.equal(judgement.verdict, 'VALID');
    assert.deepEqual(ruleOf(judgement, 'cms.signer').warnings, ['certificate-unreadable']);
  }
});

test('seventy signers are counted and refused, not unreadable', async () => {
  const judgement = await judged(good, forge(good, { signers: 70 }));
  const rule = judgement.checks.flatMap(({ rules }) => rules).find(({ id }) => id === 'cms.signer-count')!;
  assert.deepEqual([rule.status, rule.code, rule.facts.count], ['fail', 'signer-count', 70]);
});

test('versions beyond 32 bits break the rule on versions', async () => {
  for (const [deviation, code] of [
    [{ signedDataVersion: 2 ** 40 }, 'signed-data-version'],
    [{ signedDataVersion: -(2 ** 40) }, 'signed-data-version'],
    [{ signerInfoVersion: 2 ** 40 }, 'signer-info-version'],
  ] as const) {
    const judgement = await judged(good, forge(good, deviation));
    assert.deepEqual([judgement.verdict, judgement.code], ['INVALID', code]);
  }
});

test('eighty digestAlgorithms are a hint and decide nothing', async () => {
  const digestAlgorithms = Array.from({ length: 80 }, (_, index) => sequence(oid(`1.2.3.${index}`)));
  assert.equal((await judged(good, forge(good, { digestAlgorithms }))).verdict, 'VALID');
});

test('signed attributes in BER under the signature that covers them: a warning, and strict wants DER', async () => {
  const digest = createHash('sha256')
    .update(encodeTstInfo(goodPlan(good)))
    .digest();
  const further = indefinite(0x30, oid('1.2.3.4'), value(0x31, octets(Buffer.from('x'))));
  for (const deviation of [
    { furtherAttributes: [further] },
    { furtherAttributes: [attribute('1.2.3.4', indefinite(0x30, octets(Buffer.from('x'))))] },
    { messageDigest: null, furtherAttributes: [attribute(ids.messageDigest, octetsInPieces(digest, 16))] },
  ]) {
    const token = forge(good, deviation);
    const judgement = await judged(good, token);
    assert.equal(judgement.verdict, 'VALID');
    assert.deepEqual(ruleOf(judgement, 'cms.signature').warnings, ['signed-attributes-not-der']);
    const strict = await judged(good, token, { policy: 'strict' });
    assert.deepEqual([strict.verdict, strict.code], ['INVALID', 'signed-attributes-not-der']);
  }
});

test('a wrong messageDigest in BER pieces is wrong', async () => {
  const pieces = octetsInPieces(createHash('sha256').update('other content').digest(), 16);
  const furtherAttributes = [attribute(ids.messageDigest, pieces)];
  const judgement = await judged(good, forge(good, { messageDigest: null, furtherAttributes }));
  assert.deepEqual([judgement.verdict, judgement.code], ['INVALID', 'message-digest-mismatch']);
});

test('a piece of a constructed OCTET STRING that is an INTEGER is no content', async () => {
  const token = Buffer.from(forge(good, { eContent: 'in pieces' }));
  const pieces = token.indexOf(Buffer.of(0x24, 0x81));
  const first = pieces + 3;
  assert.equal(token[first], 0x04);
  token[first] = 0x02;
  await assert.rejects(judged(good, token), { code: 'token-unreadable' });
});

test('an embedded CRL of six thousand entries in a BER token is no reason to refuse it', async () => {
  const time = value(0x17, Buffer.from('220101000000Z'));
  const reason = sequence(sequence(oid('2.5.29.21'), octets(Uint8Array.of(10, 1, 4))));
  const entries = Array.from({ length: 6_000 }, (_, index) => sequence(integer(1_000 + index), time, reason));
  const algorithm = sequence(oid('1.2.3'));
  const body = sequence(integer(1), algorithm, good.root.subject, time, sequence(...entries));
  const crl = sequence(body, algorithm, bits(new Uint8Array(8)));
  assert.equal((await judged(good, forge(good, { wrapping: 'indefinite', crls: [crl] }))).verdict, 'VALID');
});

test('a certificate whose length is in more octets than needed does not make the token unreadable', async () => {
  const content = der.contentOf(good.intermediate.der);
  const length = Uint8Array.of(0x30, 0x83, 0, content.length >> 8, content.length & 0xff);
  const certificates = [good.tsu.der, Buffer.concat([length, content])];
  const judgement = await judged(good, forge(good, { certificates }));
  assert.equal(judgement.verdict, 'VALID');
  assert.ok(ruleOf(judgement, 'cms.content-type').warnings.includes('ber-encoding'));
});
