import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../../../src/core/der/algorithm-identifier.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { type HashName, hashes } from '../../../src/core/der/hashes.ts';
import { pssParametersOf, signatureAlgorithmOf } from '../../../src/core/x509/signature-algorithm.ts';
import { integer, oid, sequence, tlv } from './make-certificate.ts';

const nothing = Uint8Array.of(5, 0);
const algorithm = (id: string, ...parameters: readonly Uint8Array[]): AlgorithmIdentifier =>
  decodeAlgorithmIdentifier(new Cursor(sequence(oid(id), ...parameters)), 'algorithm');

test('RFC 3279, 4055, 5758, 8410, 9881, TR-03111: each identifier with its scheme and hash', () => {
  const rsa = '1.2.840.113549.1.1';
  const ec = '1.2.840.10045.4';
  const nist = '2.16.840.1.101.3.4.3';
  const plain = '0.4.0.127.0.7.1.1.4.1';
  const expected: Readonly<Record<string, string>> = {
    [`${rsa}.4`]: 'rsa-pkcs1 md5',
    [`${rsa}.5`]: 'rsa-pkcs1 sha1',
    [`${rsa}.14`]: 'rsa-pkcs1 sha224',
    [`${rsa}.11`]: 'rsa-pkcs1 sha256',
    [`${rsa}.12`]: 'rsa-pkcs1 sha384',
    [`${rsa}.13`]: 'rsa-pkcs1 sha512',
    [`${rsa}.16`]: 'rsa-pkcs1 sha512-256',
    [`${nist}.14`]: 'rsa-pkcs1 sha3-256',
    [`${nist}.15`]: 'rsa-pkcs1 sha3-384',
    [`${nist}.16`]: 'rsa-pkcs1 sha3-512',
    '1.3.14.3.2.29': 'rsa-pkcs1 sha1',
    [`${ec}.1`]: 'ecdsa sha1',
    [`${ec}.3.1`]: 'ecdsa sha224',
    [`${ec}.3.2`]: 'ecdsa sha256',
    [`${ec}.3.3`]: 'ecdsa sha384',
    [`${ec}.3.4`]: 'ecdsa sha512',
    [`${nist}.10`]: 'ecdsa sha3-256',
    [`${nist}.11`]: 'ecdsa sha3-384',
    [`${nist}.12`]: 'ecdsa sha3-512',
    [`${plain}.1`]: 'ecdsa sha1 plain',
    [`${plain}.2`]: 'ecdsa sha224 plain',
    [`${plain}.3`]: 'ecdsa sha256 plain',
    [`${plain}.4`]: 'ecdsa sha384 plain',
    [`${plain}.5`]: 'ecdsa sha512 plain',
    '1.2.840.10040.4.3': 'dsa sha1',
    '1.3.14.3.2.27': 'dsa sha1',
    [`${nist}.1`]: 'dsa sha224',
    [`${nist}.2`]: 'dsa sha256',
    [`${nist}.3`]: 'dsa sha384',
    [`${nist}.4`]: 'dsa sha512',
    '1.3.101.112': 'ed25519 null',
    '1.3.101.113': 'ed448 null',
    [`${nist}.17`]: 'ml-dsa-44 null',
    [`${nist}.18`]: 'ml-dsa-65 null',
    [`${nist}.19`]: 'ml-dsa-87 null',
  };
  for (const [id, words] of Object.entries(expected)) {
    // The digest of the CMS changes nothing where the identifier names its hash.
    for (const digest of [undefined, 'sha3-512'] as const) {
      const { scheme, hash, plain: isPlain } = signatureAlgorithmOf(algorithm(id), digest)!;
      assert.equal(`${scheme} ${hash}${isPlain ? ' plain' : ''}`, words, id);
    }
  }
  // MD2, and what no registry has.
  for (const id of [`${rsa}.2`, '1.2.3']) {
    assert.equal(signatureAlgorithmOf(algorithm(id), 'sha256'), null, id);
    assert.equal(signatureAlgorithmOf(algorithm(id, sequence(oid(hashes.sha256.oid))), 'sha256'), null, id);
  }
});

test('RFC 3370 §3.2, RFC 5753 §7.1.3: an identifier of a key alone takes the digest of the CMS, and is nothing without', () => {
  for (const [id, scheme] of [
    ['1.2.840.113549.1.1.1', 'rsa-pkcs1'],
    ['1.2.840.10045.2.1', 'ecdsa'],
    ['1.2.840.10040.4.1', 'dsa'],
  ] as const) {
    assert.deepEqual(signatureAlgorithmOf(algorithm(id, nothing), 'sha384'), { scheme, hash: 'sha384' });
    assert.equal(signatureAlgorithmOf(algorithm(id, nothing)), null);
  }
});

test('ecdsa-with-Specified (X9.62): the hash is its parameter, and nothing else is', () => {
  const specified = (...parameters: readonly Uint8Array[]) =>
    signatureAlgorithmOf(algorithm('1.2.840.10045.4.3', ...parameters), 'sha256');
  assert.deepEqual(specified(sequence(oid(hashes.sha384.oid))), { scheme: 'ecdsa', hash: 'sha384' });
  assert.equal(specified(), null);
  assert.equal(specified(nothing), null);
  assert.equal(specified(sequence(oid('1.2.3'))), null);
  assert.equal(specified(tlv(0x04)), null);
});

const hashIdentifier = (name: HashName) => sequence(oid(hashes[name].oid), nothing);
const mgf = (...parameters: readonly Uint8Array[]) => sequence(oid('1.2.840.113549.1.1.8'), ...parameters);
const explicit = (n: number, ...values: readonly Uint8Array[]) => tlv(0xa0 | n, ...values);
const pss = (...fields: readonly Uint8Array[]) => algorithm('1.2.840.113549.1.1.10', sequence(...fields));

test('RSASSA-PSS-params (RFC 4055 §3.1): every field, and its default', () => {
  const defaults = { hash: 'sha1', mgfHash: 'sha1', saltLength: 20 };
  assert.deepEqual(pssParametersOf(algorithm('1.2.840.113549.1.1.10')), defaults);
  assert.deepEqual(pssParametersOf(algorithm('1.2.840.113549.1.1.10', nothing)), defaults);
  assert.deepEqual(pssParametersOf(pss()), defaults);
  assert.deepEqual(pssParametersOf(pss(explicit(0, hashIdentifier('sha256')))), { ...defaults, hash: 'sha256' });
  const masked = { ...defaults, mgfHash: 'sha384' };
  assert.deepEqual(pssParametersOf(pss(explicit(1, mgf(hashIdentifier('sha384'))))), masked);
  assert.deepEqual(pssParametersOf(pss(explicit(2, integer(0)))), { ...defaults, saltLength: 0 });
  assert.deepEqual(pssParametersOf(pss(explicit(2, integer(64)), explicit(3, integer(1)))), {
    ...defaults,
    saltLength: 64,
  });
  // RFC 8017 appendix A.2.3: MGF1 without a parameter is MGF1 with SHA-1.
  const bare = pss(explicit(0, hashIdentifier('sha512')), explicit(1, mgf()));
  assert.deepEqual(pssParametersOf(bare), { hash: 'sha512', mgfHash: 'sha1', saltLength: 20 });
  assert.deepEqual(signatureAlgorithmOf(bare, 'sha256'), {
    scheme: 'rsa-pss',
    hash: 'sha512',
    pss: { hash: 'sha512', mgfHash: 'sha1', saltLength: 20 },
  });
});

test('RSASSA-PSS-params that name something else, or more, are unknown and no default', () => {
  const bad = {
    'another hash': pss(explicit(0, sequence(oid('1.2.3')))),
    'another mask': pss(explicit(1, sequence(oid('1.2.3'), hashIdentifier('sha256')))),
    'a mask with another hash': pss(explicit(1, mgf(sequence(oid('1.2.3'))))),
    'a mask whose parameter is no algorithm': pss(explicit(1, mgf(tlv(0x04)))),
    'a salt below zero': pss(explicit(2, tlv(0x02, Uint8Array.of(0xff)))),
    'another trailer': pss(explicit(3, integer(2))),
    'fields in another order': pss(explicit(2, integer(32)), explicit(0, hashIdentifier('sha256'))),
    'a further field': pss(explicit(4, integer(1))),
    'two values in the field of the hash': pss(explicit(0, hashIdentifier('sha256'), nothing)),
    'two values in the field of the mask': pss(explicit(1, mgf(hashIdentifier('sha256')), nothing)),
    'two values in the field of the salt': pss(explicit(2, integer(32), nothing)),
    'two values in the field of the trailer': pss(explicit(3, integer(1), nothing)),
    'no sequence': algorithm('1.2.840.113549.1.1.10', tlv(0x04)),
  };
  for (const [what, one] of Object.entries(bad)) {
    assert.equal(pssParametersOf(one), null, what);
    assert.equal(signatureAlgorithmOf(one, 'sha256'), null, what);
  }
});
