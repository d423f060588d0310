import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { decodeAlgorithmIdentifier } from '../../../src/core/der/algorithm-identifier.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { type HashName, hashes } from '../../../src/core/der/hashes.ts';
import { costOf, type PublicKey, publicKeyOf, verifySignature } from '../../../src/core/x509/signature.ts';
import * as der from '../../../src/lab/der-writer.ts';
import { integer, issue, oid, sequence, tlv } from './make-certificate.ts';

const data = Buffer.from('what is signed');
const nothing = Uint8Array.of(5, 0);
const algorithm = (id: string, ...parameters: readonly Uint8Array[]) =>
  decodeAlgorithmIdentifier(new Cursor(sequence(oid(id), ...parameters)), 'algorithm');

function keyOf(key: KeyObject, spki: Uint8Array = key.export({ format: 'der', type: 'spki' })): PublicKey {
  return publicKeyOf(issue({ subject: 'Key', issuer: 'CA', signer: null, spki }));
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsaKey = keyOf(rsa.publicKey);

const hashIdentifier = (name: HashName) => sequence(oid(hashes[name].oid), nothing);
const mgf = (name: HashName) => sequence(oid('1.2.840.113549.1.1.8'), hashIdentifier(name));
const explicit = (n: number, value: Uint8Array) => tlv(0xa0 | n, value);
const pss = (...fields: readonly Uint8Array[]) => algorithm('1.2.840.113549.1.1.10', sequence(...fields));
const signPss = (name: HashName, saltLength: number) =>
  sign(name, data, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

test('what can not be checked says what it is', () => {
  const signature = new Uint8Array(256);
  const verified = (id: string, key: PublicKey) => verifySignature({ algorithm: algorithm(id), key, data, signature });
  const unsupported = (reason: string) => ({ status: 'unsupported', reason });
  assert.deepEqual(verified('1.2.3.4', rsaKey), unsupported('signature algorithm 1.2.3.4'));
  const strange = keyOf(rsa.publicKey, sequence(sequence(oid('1.2.3.5')), tlv(0x03, Uint8Array.of(0, 1))));
  assert.deepEqual(verified('1.2.840.113549.1.1.11', strange), unsupported('key algorithm 1.2.3.5'));
});

test('a key of another kind, or an RSA key of another length, can not have signed: invalid at no cost', () => {
  const curve = keyOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey);
  const strange = keyOf(rsa.publicKey, sequence(sequence(oid('1.2.3.5')), tlv(0x03, Uint8Array.of(0, 1))));
  const unreadable = keyOf(rsa.publicKey, sequence(sequence(oid('1.2.840.113549.1.1.1')), Uint8Array.of(3, 1, 0)));
  const rsaId = '1.2.840.113549.1.1.11';
  const rows: readonly (readonly [string, PublicKey, number, number, string])[] = [
    [rsaId, rsaKey, 256, 1, 'invalid'],
    [rsaId, rsaKey, 255, 0.05, 'invalid'],
    [rsaId, rsaKey, 257, 0.05, 'invalid'],
    [rsaId, curve, 256, 0.05, 'invalid'],
    ['1.2.840.10045.4.3.2', curve, 256, 4, 'invalid'],
    ['1.2.840.10045.4.3.2', rsaKey, 256, 0.05, 'invalid'],
    ['1.2.3.4', rsaKey, 256, 0.05, 'unsupported'],
    // A key that nothing is known of may be anything: neither proven nor disproven.
    [rsaId, strange, 256, 1, 'unsupported'],
    ['1.2.840.10045.4.3.2', strange, 70, 1, 'unsupported'],
    [rsaId, unreadable, 256, 1, 'unsupported'],
    // Plain rsaEncryption is no algorithm without the digest of the CMS.
    ['1.2.840.113549.1.1.1', rsaKey, 256, 0.05, 'unsupported'],
  ];
  for (const [id, key, length, cost, status] of rows) {
    const input = { algorithm: algorithm(id), key, signature: new Uint8Array(length) };
    assert.equal(costOf(input), cost, `${id} ${key.kind} ${length}`);
    assert.equal(verifySignature({ ...input, data }).status, status, `${id} ${key.kind} ${length}`);
  }
  const input = { algorithm: algorithm('1.2.840.113549.1.1.1'), key: rsaKey, signature: new Uint8Array(256) };
  assert.equal(costOf({ ...input, digest: 'sha256' }), 1);
});

test('a modulus of one bit more than whole octets has signatures of one octet more', () => {
  const odd = generateKeyPairSync('rsa', { modulusLength: 1025 });
  const key = keyOf(odd.publicKey);
  const signature = sign('sha256', data, odd.privateKey);
  assert.equal(signature.length, 129);
  const input = { algorithm: algorithm('1.2.840.113549.1.1.11'), key, data };
  assert.equal(verifySignature({ ...input, signature }).status, 'valid');
  assert.equal(verifySignature({ ...input, signature: signature.subarray(1) }).status, 'invalid');
  // A key for RSASSA-PSS alone is held to its length as well.
  const pkcs1 = odd.publicKey.export({ format: 'der', type: 'pkcs1' });
  const bound = keyOf(
    odd.publicKey,
    sequence(sequence(oid('1.2.840.113549.1.1.10')), tlv(0x03, Uint8Array.of(0), pkcs1)),
  );
  const one = { algorithm: pss(), key: bound };
  assert.equal(costOf({ ...one, signature: new Uint8Array(129) }), bound.cost);
  assert.equal(costOf({ ...one, signature: new Uint8Array(128) }), 0.05);
});

test('RFC 4055 §3.3: what a key says of hash, mask and salt binds each by itself', () => {
  const pkcs1 = rsa.publicKey.export({ format: 'der', type: 'pkcs1' });
  const bind = (...parameters: readonly Uint8Array[]) =>
    keyOf(
      rsa.publicKey,
      sequence(sequence(oid('1.2.840.113549.1.1.10'), ...parameters), tlv(0x03, Uint8Array.of(0), pkcs1)),
    );
  const fields = (hash: HashName, mask: HashName, salt: number) => [
    explicit(0, hashIdentifier(hash)),
    explicit(1, mgf(mask)),
    explicit(2, integer(salt)),
  ];
  const one = pss(...fields('sha256', 'sha256', 32));
  const signature = signPss('sha256', 32);
  const status = (key: PublicKey) => verifySignature({ algorithm: one, key, data, signature }).status;
  assert.equal(status(bind()), 'valid');
  assert.equal(status(bind(nothing)), 'valid');
  assert.equal(status(bind(sequence(...fields('sha256', 'sha256', 32)))), 'valid');
  assert.equal(status(bind(sequence(...fields('sha256', 'sha256', 20)))), 'valid');
  assert.equal(status(bind(sequence(...fields('sha256', 'sha256', 33)))), 'invalid');
  assert.equal(status(bind(sequence(...fields('sha512', 'sha256', 32)))), 'invalid');
  assert.equal(status(bind(sequence(...fields('sha256', 'sha512', 32)))), 'invalid');
  // Parameters that can't be read allow nothing.
  assert.equal(status(bind(tlv(0x04))), 'invalid');
  // A plain RSA key binds nothing, whatever stands in its parameters.
  const plain = sequence(sequence(oid('1.2.840.113549.1.1.1'), tlv(0x04)), tlv(0x03, Uint8Array.of(0), pkcs1));
  assert.equal(status(keyOf(rsa.publicKey, plain)), 'valid');
});

test('a salt that the key has no room for is false, not an error', () => {
  const check = (hash: HashName, mask: HashName, salt: number, signature: Uint8Array) => {
    const fields = [explicit(0, hashIdentifier(hash)), explicit(1, mgf(mask)), explicit(2, integer(salt))];
    return verifySignature({ algorithm: pss(...fields), key: rsaKey, data, signature }).status;
  };
  const longest = 256 - 32 - 2;
  assert.equal(check('sha256', 'sha256', longest, signPss('sha256', longest)), 'valid');
  for (const salt of [longest + 1, 256, 257, 4_000, 0x7fff]) {
    assert.equal(check('sha256', 'sha256', salt, signPss('sha256', 32)), 'invalid');
    assert.equal(check('sha256', 'sha1', salt, signPss('sha256', 32)), 'invalid');
  }
});

test('what node:crypto refuses to compute is unsupported, with its reason', () => {
  // A public exponent as long as half the modulus is more than OpenSSL works with.
  const modulus = der.integer((1n << 4095n) + 1n);
  const pkcs1 = der.sequence(modulus, der.integer((1n << 2047n) + 1n));
  const key = keyOf(rsa.publicKey, der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1')), der.bits(pkcs1)));
  const one = pss(explicit(0, hashIdentifier('sha256')), explicit(1, mgf('sha1')));
  const result = verifySignature({ algorithm: one, key, data, signature: new Uint8Array(512).fill(1) });
  assert.ok(result.status === 'unsupported');
  assert.match(result.reason, /^rsa-pss \(ERR_\w+\)$/);
});
