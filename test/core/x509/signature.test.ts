import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { decodeAlgorithmIdentifier } from '../../../src/core/der/algorithm-identifier.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { type HashName, hashes } from '../../../src/core/der/hashes.ts';
import { isSelfSigned } from '../../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import {
  type PublicKey,
  publicKeyOf,
  signatureAlgorithmOf,
  verifySignature,
} from '../../../src/core/x509/signature.ts';
import * as der from '../../../src/lab/der-writer.ts';
import { integer, issue, oid, sequence, tlv } from './make-certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'tst-signature-'));
after(() => rmSync(folder, { recursive: true }));

const openssl = (...words: readonly string[]) =>
  execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const hasOpenssl = (() => {
  try {
    return openssl('version').length > 0;
  } catch {
    return false;
  }
})();
const withOpenssl = { skip: hasOpenssl ? false : 'no openssl on the path' };

const data = Buffer.from('what is signed');
const nothing = Uint8Array.of(5, 0);
const algorithm = (id: string, ...parameters: readonly Uint8Array[]) =>
  decodeAlgorithmIdentifier(new Cursor(sequence(oid(id), ...parameters)), 'algorithm');

function keyOf(key: KeyObject, spki: Uint8Array = key.export({ format: 'der', type: 'spki' })): PublicKey {
  return publicKeyOf(issue({ subject: 'Key', issuer: 'CA', signer: null, spki }));
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsaKey = keyOf(rsa.publicKey);

test('RSA PKCS#1 v1.5: named hashes, plain rsaEncryption with the CMS digest, parameters absent or NULL, the old OIW identifier', () => {
  const sha256 = sign('sha256', data, rsa.privateKey);
  const check = (id: string, signature: Uint8Array, digest?: HashName, ...parameters: readonly Uint8Array[]) =>
    verifySignature({
      algorithm: algorithm(id, ...parameters),
      key: rsaKey,
      data,
      signature,
      ...(digest ? { digest } : {}),
    }).status;
  assert.equal(check('1.2.840.113549.1.1.11', sha256), 'valid');
  assert.equal(check('1.2.840.113549.1.1.11', sha256, undefined, nothing), 'valid');
  assert.equal(check('1.2.840.113549.1.1.1', sha256, 'sha256'), 'valid');
  assert.equal(check('1.2.840.113549.1.1.1', sha256, 'sha512'), 'invalid');
  assert.equal(check('1.2.840.113549.1.1.1', sha256), 'unsupported');
  assert.equal(check('1.3.14.3.2.29', sign('sha1', data, rsa.privateKey)), 'valid');
  assert.equal(check('1.2.840.113549.1.1.4', sign('md5', data, rsa.privateKey)), 'valid');
  assert.equal(check('1.2.840.113549.1.1.2', sha256), 'unsupported');
  assert.equal(check('2.16.840.1.101.3.4.3.14', sign('sha3-256', data, rsa.privateKey)), 'valid');
  assert.equal(check('1.2.840.113549.1.1.11', sha256.subarray(1)), 'invalid');
  assert.equal(check('1.2.840.113549.1.1.11', new Uint8Array()), 'invalid');
  assert.equal(check('1.2.840.10045.4.3.2', sha256), 'invalid');
});

const hashIdentifier = (name: HashName) => sequence(oid(hashes[name].oid), nothing);
const mgf = (name: HashName) => sequence(oid('1.2.840.113549.1.1.8'), hashIdentifier(name));
const explicit = (n: number, value: Uint8Array) => tlv(0xa0 | n, value);
const pss = (...fields: readonly Uint8Array[]) => algorithm('1.2.840.113549.1.1.10', sequence(...fields));
const signPss = (name: HashName, saltLength: number) =>
  sign(name, data, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

test('RSASSA-PSS: hash, mask, salt length and trailer as the parameters say (RFC 4055 §3.1)', () => {
  const check = (one: ReturnType<typeof pss>, signature: Uint8Array, key = rsaKey) =>
    verifySignature({ algorithm: one, key, data, signature }).status;
  const both = [explicit(0, hashIdentifier('sha256')), explicit(1, mgf('sha256'))];
  const signature = signPss('sha256', 32);
  assert.equal(check(pss(...both, explicit(2, integer(32))), signature), 'valid');
  assert.equal(check(pss(...both, explicit(2, integer(32)), explicit(3, integer(1))), signature), 'valid');
  assert.equal(check(pss(...both), signature), 'invalid', 'the default salt has 20 octets');
  assert.equal(check(pss(...both, explicit(2, integer(31))), signature), 'invalid');
  assert.equal(check(pss(...both, explicit(2, integer(4000))), signature), 'invalid');
  assert.equal(check(pss(...both, explicit(2, integer(32)), explicit(3, integer(2))), signature), 'unsupported');
  assert.equal(check(pss(), signPss('sha1', 20)), 'valid', 'all defaults');
  assert.equal(check(algorithm('1.2.840.113549.1.1.10'), signPss('sha1', 20)), 'valid', 'no parameters at all');
  assert.equal(check(pss(explicit(0, sequence(oid('1.2.3.4')))), signature), 'unsupported');
  assert.equal(check(pss(Uint8Array.of(4, 0)), signature), 'unsupported');
  assert.deepEqual(signatureAlgorithmOf(pss(...both))?.hash, 'sha256');
});

test('RSASSA-PSS whose mask has another hash than the message is verified, and not by mistake', withOpenssl, () => {
  writeFileSync(join(folder, 'rsa.pem'), rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(join(folder, 'data'), data);
  for (const [mask, salt] of [
    ['sha1', 20],
    ['sha512', 32],
    ['sha1', 0],
  ] as const) {
    const options = ['rsa_padding_mode:pss', `rsa_mgf1_md:${mask}`, `rsa_pss_saltlen:${salt}`].flatMap((one) => [
      '-sigopt',
      one,
    ]);
    const signature = openssl('dgst', '-sha256', ...options, '-sign', 'rsa.pem', 'data');
    const one = pss(explicit(0, hashIdentifier('sha256')), explicit(1, mgf(mask)), explicit(2, integer(salt)));
    assert.equal(verifySignature({ algorithm: one, key: rsaKey, data, signature }).status, 'valid', mask);
    const other = Buffer.from('what was not signed');
    assert.equal(verifySignature({ algorithm: one, key: rsaKey, data: other, signature }).status, 'invalid');
    for (let at = 0; at < signature.length; at += 17) {
      const changed = Buffer.from(signature);
      changed[at]! ^= 1;
      assert.equal(verifySignature({ algorithm: one, key: rsaKey, data, signature: changed }).status, 'invalid');
    }
    const high = Buffer.alloc(256, 0xff);
    assert.equal(verifySignature({ algorithm: one, key: rsaKey, data, signature: high }).status, 'invalid');
  }
});

test('a key for RSASSA-PSS alone takes no PKCS#1 v1.5, and its own parameters bind', () => {
  const pkcs1 = rsa.publicKey.export({ format: 'der', type: 'pkcs1' });
  const fields = [explicit(0, hashIdentifier('sha256')), explicit(1, mgf('sha256'))];
  const spki = (...parameters: readonly Uint8Array[]) =>
    sequence(sequence(oid('1.2.840.113549.1.1.10'), ...parameters), tlv(0x03, Uint8Array.of(0), pkcs1));
  const free = keyOf(rsa.publicKey, spki());
  const bound = keyOf(rsa.publicKey, spki(sequence(...fields, explicit(2, integer(32)))));
  assert.equal(free.kind, 'rsa-pss');
  const check = (key: PublicKey, one: ReturnType<typeof pss>, signature: Uint8Array) =>
    verifySignature({ algorithm: one, key, data, signature }).status;
  const good = pss(...fields, explicit(2, integer(32)));
  assert.equal(check(free, good, signPss('sha256', 32)), 'valid');
  assert.equal(check(bound, good, signPss('sha256', 32)), 'valid');
  assert.equal(check(free, pss(), signPss('sha1', 20)), 'valid');
  assert.equal(check(bound, pss(), signPss('sha1', 20)), 'invalid');
  assert.equal(check(bound, pss(...fields), signPss('sha256', 20)), 'invalid');
  assert.equal(check(free, algorithm('1.2.840.113549.1.1.11'), sign('sha256', data, rsa.privateKey)), 'invalid');
});

test('ECDSA on P-256, P-384 and P-521, with SHA-3, plain and by the key identifier alone', () => {
  for (const [curve, bits] of [
    ['prime256v1', 256],
    ['secp384r1', 384],
    ['secp521r1', 521],
  ] as const) {
    const pair = generateKeyPairSync('ec', { namedCurve: curve });
    const key = keyOf(pair.publicKey);
    assert.deepEqual([key.kind, key.curve, key.bits], ['ec', curve, bits]);
    const check = (id: string, signature: Uint8Array, digest?: HashName) =>
      verifySignature({ algorithm: algorithm(id), key, data, signature, ...(digest ? { digest } : {}) }).status;
    assert.equal(check('1.2.840.10045.4.3.2', sign('sha256', data, pair.privateKey)), 'valid');
    assert.equal(check('1.2.840.10045.4.3.3', sign('sha256', data, pair.privateKey)), 'invalid');
    assert.equal(check('2.16.840.1.101.3.4.3.10', sign('sha3-256', data, pair.privateKey)), 'valid');
    assert.equal(check('1.2.840.10045.2.1', sign('sha512', data, pair.privateKey), 'sha512'), 'valid');
    const plain = sign('sha256', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });
    assert.equal(check('0.4.0.127.0.7.1.1.4.1.3', plain), 'valid');
    assert.equal(check('1.2.840.10045.4.3.2', plain), 'invalid');
    assert.equal(check('1.2.840.10045.4.3.2', Buffer.from('30060201000201', 'hex')), 'invalid');
  }
});

test('a curve given by its equation is refused, whatever it is (CVE-2020-0601)', withOpenssl, () => {
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-param_enc', 'explicit', '-out', 'explicit.pem');
  const spki = openssl('pkey', '-in', 'explicit.pem', '-pubout', '-outform', 'DER');
  const key = keyOf(rsa.publicKey, spki);
  assert.equal(key.curve, null);
  const input = { algorithm: algorithm('1.2.840.10045.4.3.2'), key, data, signature: new Uint8Array(70) };
  assert.equal(verifySignature(input).status, 'unsupported');
});

test('Ed25519 and Ed448 (RFC 8410)', () => {
  for (const [kind, id] of [
    ['ed25519', '1.3.101.112'],
    ['ed448', '1.3.101.113'],
  ] as const) {
    const pair = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
    const key = keyOf(pair.publicKey);
    assert.equal(key.kind, kind);
    const signature = sign(null, data, pair.privateKey);
    assert.equal(verifySignature({ algorithm: algorithm(id), key, data, signature }).status, 'valid');
    signature[3]! ^= 1;
    assert.equal(verifySignature({ algorithm: algorithm(id), key, data, signature }).status, 'invalid');
  }
});

test('certificates of OpenSSL on brainpool, RSASSA-PSS, Ed448 and DSA keys sign themselves', withOpenssl, () => {
  const selfSigned = (key: readonly string[], ...options: readonly string[]): Certificate => {
    openssl('genpkey', ...key, '-out', 'key.pem');
    openssl('req', '-x509', '-key', 'key.pem', '-subj', '/CN=Self', '-outform', 'DER', '-out', 'self.der', ...options);
    return decodeCertificate(readFileSync(join(folder, 'self.der')));
  };
  for (const curve of ['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'brainpoolP256t1']) {
    const certificate = selfSigned([
      '-algorithm',
      'EC',
      '-pkeyopt',
      `ec_paramgen_curve:${curve}`,
      '-pkeyopt',
      'ec_param_enc:named_curve',
    ]);
    assert.equal(publicKeyOf(certificate).curve, curve);
    assert.ok(isSelfSigned(certificate), curve);
  }
  assert.ok(isSelfSigned(selfSigned(['-algorithm', 'ED448'])));
  const bound = selfSigned(['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048']);
  assert.equal(publicKeyOf(bound).kind, 'rsa-pss');
  assert.ok(isSelfSigned(bound));
});

test('ML-DSA is verified where node:crypto can, and unsupported where it can not (RFC 9881)', () => {
  const spki = sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), tlv(0x03, Uint8Array.of(0), new Uint8Array(1312)));
  const key = keyOf(rsa.publicKey, spki);
  const result = verifySignature({
    algorithm: algorithm('2.16.840.1.101.3.4.3.17'),
    key,
    data,
    signature: new Uint8Array(2420),
  });
  assert.notEqual(result.status, 'valid');
  assert.equal(key.kind, 'ml-dsa-44');
});

test('hostile keys are unsupported and cheap: no modulus, an even larger modulus, an exponent as long as the modulus', () => {
  const rsaSpki = (modulus: Uint8Array, exponent: Uint8Array) =>
    sequence(
      sequence(oid('1.2.840.113549.1.1.1'), nothing),
      tlv(0x03, Uint8Array.of(0), sequence(tlv(0x02, modulus), tlv(0x02, exponent))),
    );
  const check = (spki: Uint8Array, length = 256) => {
    const key = keyOf(rsa.publicKey, spki);
    const signature = new Uint8Array(length);
    const { status } = verifySignature({
      algorithm: algorithm('1.2.840.113549.1.1.11'),
      key,
      data,
      signature,
    });
    return { status, cost: key.cost };
  };
  const odd = (octets: number) => Buffer.concat([Uint8Array.of(0), Buffer.alloc(octets, 0xff)]);
  assert.equal(check(rsaSpki(Uint8Array.of(0), Uint8Array.of(3))).status, 'unsupported');
  assert.equal(check(rsaSpki(odd(4096), Uint8Array.of(3)), 4096).status, 'unsupported');
  assert.ok(check(rsaSpki(odd(256), odd(256))).cost > 100);
  assert.equal(check(sequence(sequence(oid('1.2.840.113549.1.1.1')), Uint8Array.of(3, 1, 0))).status, 'unsupported');
});

test('RFC 8017 §3.1: an RSA key with exponent 1, under which anyone signs, checks nothing', () => {
  const modulus = (1n << 2047n) + 12_345n;
  const digest = createHash('sha256').update(data).digest();
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest]);
  const padded = Buffer.concat([Buffer.of(0, 1), Buffer.alloc(253 - info.length, 0xff), Buffer.of(0), info]);
  for (const exponent of [1n, 65_536n, -1n]) {
    const rsaKey = der.sequence(der.integer(modulus), der.integer(exponent));
    const spki = der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nothing()), der.bits(rsaKey));
    const key = publicKeyOf(issue({ subject: 'TSA', issuer: 'CA', spki }));
    assert.equal(
      verifySignature({ algorithm: algorithm('1.2.840.113549.1.1.11', nothing), key, data, signature: padded }).status,
      'unsupported',
    );
  }
});
