import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, KeyObject, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { type PublicKey as Key, PublicKey, publicKeyOf } from '../../../src/core/x509/public-key.ts';
import * as der from '../../../src/lab/der-writer.ts';
import { issue } from './make-certificate.ts';

const ids = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  ec: '1.2.840.10045.2.1',
  dsa: '1.2.840.10040.4.1',
};

const spkiOf = (id: string, key: Uint8Array, ...parameters: readonly Uint8Array[]) =>
  der.sequence(der.sequence(der.oid(id), ...parameters), der.bits(key));
const certificateOf = (spki: Uint8Array) => issue({ subject: 'Key', issuer: 'CA', signer: null, spki });
const keyOf = (id: string, key: Uint8Array, ...parameters: readonly Uint8Array[]): Key =>
  new PublicKey(certificateOf(spkiOf(id, key, ...parameters)).spki);
const reason = (key: Key) => {
  const handle = key.handle();
  return 'reason' in handle ? handle.reason : handle.asymmetricKeyType;
};
const measures = ({ kind, bits, curve, cost }: Key) => [kind, bits, curve, cost];

const modulus = (bits: number) => (1n << BigInt(bits - 1)) + 1n;
const rsaOf = (bits: number, exponent = 65_537n) => der.sequence(der.integer(modulus(bits)), der.integer(exponent));
const rsa = (bits: number, exponent?: bigint) => keyOf(ids.rsa, rsaOf(bits, exponent), der.nothing());

test('RSA: the bits of the modulus, and the cost by the squares and bits that one check takes', () => {
  assert.deepEqual(measures(rsa(2048)), ['rsa', 2048, null, 1]);
  assert.deepEqual(measures(rsa(4096)), ['rsa', 4096, null, 4]);
  assert.deepEqual(measures(rsa(512)), ['rsa', 512, null, 0.25]);
  // A short exponent makes nothing cheaper, a long one dearer: 34 bits are twice the 17 of 65537.
  assert.equal(rsa(2048, 3n).cost, 1);
  assert.equal(rsa(2048, (1n << 33n) + 1n).cost, 2);
  assert.deepEqual(measures(keyOf(ids.rsaPss, rsaOf(3072))), ['rsa-pss', 3072, null, 2.25]);
  assert.equal(keyOf('2.5.8.1.1', rsaOf(2048)).kind, 'rsa');
});

test('named curves: the bits of the order and the name that OpenSSL has; the dearest costs 80 checks', () => {
  const curves: Readonly<Record<string, readonly [string, number, number]>> = {
    '1.2.840.10045.3.1.1': ['prime192v1', 192, 12],
    '1.3.132.0.33': ['secp224r1', 224, 12],
    '1.2.840.10045.3.1.7': ['prime256v1', 256, 4],
    '1.3.132.0.34': ['secp384r1', 384, 30],
    '1.3.132.0.35': ['secp521r1', 521, 60],
    '1.3.132.0.10': ['secp256k1', 256, 20],
    '1.3.36.3.3.2.8.1.1.1': ['brainpoolP160r1', 160, 12],
    '1.3.36.3.3.2.8.1.1.2': ['brainpoolP160t1', 160, 12],
    '1.3.36.3.3.2.8.1.1.3': ['brainpoolP192r1', 192, 12],
    '1.3.36.3.3.2.8.1.1.4': ['brainpoolP192t1', 192, 12],
    '1.3.36.3.3.2.8.1.1.5': ['brainpoolP224r1', 224, 20],
    '1.3.36.3.3.2.8.1.1.6': ['brainpoolP224t1', 224, 20],
    '1.3.36.3.3.2.8.1.1.7': ['brainpoolP256r1', 256, 20],
    '1.3.36.3.3.2.8.1.1.8': ['brainpoolP256t1', 256, 20],
    '1.3.36.3.3.2.8.1.1.9': ['brainpoolP320r1', 320, 30],
    '1.3.36.3.3.2.8.1.1.10': ['brainpoolP320t1', 320, 30],
    '1.3.36.3.3.2.8.1.1.11': ['brainpoolP384r1', 384, 40],
    '1.3.36.3.3.2.8.1.1.12': ['brainpoolP384t1', 384, 40],
    '1.3.36.3.3.2.8.1.1.13': ['brainpoolP512r1', 512, 80],
    '1.3.36.3.3.2.8.1.1.14': ['brainpoolP512t1', 512, 80],
  };
  for (const [id, [name, bits, cost]] of Object.entries(curves)) {
    assert.deepEqual(measures(keyOf(ids.ec, new Uint8Array(65), der.oid(id))), ['ec', bits, name, cost]);
  }
});

test('keys whose identifier says all: kind, bits and cost', () => {
  for (const [id, ...expected] of [
    ['1.3.101.112', 'ed25519', 256, null, 6],
    ['1.3.101.113', 'ed448', 448, null, 20],
    ['2.16.840.1.101.3.4.3.17', 'ml-dsa-44', 10_496, null, 6],
    ['2.16.840.1.101.3.4.3.18', 'ml-dsa-65', 15_616, null, 10],
    ['2.16.840.1.101.3.4.3.19', 'ml-dsa-87', 20_736, null, 15],
    ['1.2.3.4', 'unknown', 0, null, 1],
  ] as const) {
    assert.deepEqual(measures(keyOf(id, new Uint8Array(32))), expected);
  }
});

test('a key that can not be used says why, and has no bits', () => {
  const refused: readonly (readonly [string, Key])[] = [
    ['key algorithm 1.2.3.4', keyOf('1.2.3.4', new Uint8Array(32))],
    ['curve', keyOf(ids.ec, new Uint8Array(65))],
    ['curve', keyOf(ids.ec, new Uint8Array(65), der.oid('1.2.3.4'))],
    ['curve', keyOf(ids.ec, new Uint8Array(65), der.sequence(der.integer(1)))],
    ['curve', keyOf(ids.ec, new Uint8Array(65), der.octets(der.contentOf(der.oid('1.2.840.10045.3.1.7'))))],
    ['curve', keyOf(ids.ec, new Uint8Array(65), der.value(0x06))],
    ['key unreadable', keyOf(ids.rsa, new Uint8Array())],
    ['key unreadable', keyOf(ids.rsa, der.octets(new Uint8Array(8)))],
    ['key unreadable', keyOf(ids.rsa, der.sequence(der.integer(5)))],
    ['DSA parameters missing', keyOf(ids.dsa, der.integer(5))],
    ['key unreadable', keyOf(ids.dsa, der.integer(5), der.octets(new Uint8Array(3)))],
  ];
  for (const [expected, key] of refused) {
    assert.equal(reason(key), expected);
    assert.deepEqual([key.bits, key.curve, key.cost], [0, null, 1], expected);
  }
  assert.equal(reason(keyOf(ids.rsa, der.sequence(der.integer(0), der.integer(3)))), 'key unreadable');
  // Readable, and refused by OpenSSL: no point of the curve.
  const offCurve = keyOf(ids.ec, Uint8Array.of(4, ...new Uint8Array(64).fill(1)), der.oid('1.2.840.10045.3.1.7'));
  assert.match(String(reason(offCurve)), /^key refused \((unknown|ERR_\w+)\)$/);
  assert.match(String(reason(keyOf('1.3.101.112', new Uint8Array(31)))), /^key refused \((unknown|ERR_\w+)\)$/);
  assert.equal(offCurve.bits, 256);
});

test('RFC 8017 §3.1: the public exponent is odd and at least 3', () => {
  assert.equal(reason(rsa(2048, 3n)), 'rsa');
  for (const exponent of [0n, 1n, 2n, 65_536n, -1n, -3n]) assert.equal(reason(rsa(2048, exponent)), 'RSA exponent');
  assert.equal(reason(keyOf(ids.rsaPss, rsaOf(2048, 1n))), 'RSA exponent');
  assert.equal(reason(keyOf(ids.rsaPss, rsaOf(2048))), 'rsa');
});

test('moduli at the limit are used, one bit more is refused', () => {
  assert.equal(reason(rsa(16_384)), 'rsa');
  assert.equal(reason(rsa(16_385)), 'RSA key of 16385 bits');
  assert.equal(reason(keyOf(ids.rsaPss, rsaOf(16_385))), 'RSA key of 16385 bits');
  // Of another kind with more bits: no RSA key.
  assert.doesNotMatch(String(reason(keyOf('2.16.840.1.101.3.4.3.19', new Uint8Array(2592)))), /RSA/);
  const dss = (bits: number) => der.sequence(der.integer(modulus(bits)), der.integer(5), der.integer(2));
  assert.equal(reason(keyOf(ids.dsa, der.integer(5), dss(8193))), 'DSA key of 8193 bits');
  assert.notEqual(reason(keyOf(ids.dsa, der.integer(5), dss(8192))), 'DSA key of 8192 bits');
  assert.deepEqual(measures(keyOf(ids.dsa, der.integer(5), dss(2048))), ['dsa', 2048, null, 16]);
  assert.deepEqual(measures(keyOf(ids.dsa, der.integer(5), dss(1024))), ['dsa', 1024, null, 5]);
});

const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
const issuer = publicKeyOf(certificateOf(dsa.publicKey.export({ format: 'der', type: 'spki' })));

test('RFC 5280 §6.1.4 (d)-(f): a DSA key without parameters takes over those of its issuer, and checks with them', () => {
  const alone = keyOf(ids.dsa, issuer.spki.key);
  assert.equal(alone.lacksParameters, true);
  assert.equal(issuer.lacksParameters, false);
  for (const none of [[], [der.nothing()]]) {
    const heir = new PublicKey(certificateOf(spkiOf(ids.dsa, issuer.spki.key, ...none)).spki, issuer);
    assert.equal(heir.lacksParameters, false);
    assert.deepEqual(measures(heir), measures(issuer));
    const handle = heir.handle();
    assert.ok(handle instanceof KeyObject);
    const data = Buffer.from('what is signed');
    assert.equal(verify('sha256', data, handle, sign('sha256', data, dsa.privateKey)), true);
    assert.equal(heir.handle(), handle);
  }
});

test('inherited parameters are written into the key in DER, whatever its length', () => {
  const parameters = issuer.spki.algorithm.parameters as Uint8Array;
  for (const octets of [1, 60, 124, 125, 126, 128]) {
    const y = der.value(0x02, new Uint8Array(octets).fill(1));
    const handle = new PublicKey(certificateOf(spkiOf(ids.dsa, y)).spki, issuer).handle();
    assert.ok(handle instanceof KeyObject, `${octets} octets`);
    const written = handle.export({ format: 'der', type: 'spki' });
    assert.deepEqual(written, Buffer.from(spkiOf(ids.dsa, y, parameters)));
  }
});

test('only a DSA key inherits, only from a DSA key, and only where it has no parameters of its own', () => {
  const bare = certificateOf(spkiOf(ids.dsa, issuer.spki.key)).spki;
  assert.equal(new PublicKey(bare, rsa(2048)).lacksParameters, true);
  assert.equal(new PublicKey(bare, keyOf(ids.ec, new Uint8Array(65), der.oid('1.3.132.0.34'))).lacksParameters, true);
  assert.equal(new PublicKey(bare, keyOf(ids.dsa, issuer.spki.key)).lacksParameters, true);
  const curve = certificateOf(spkiOf(ids.ec, new Uint8Array(65))).spki;
  assert.equal(new PublicKey(curve, keyOf(ids.ec, new Uint8Array(65), der.oid('1.3.132.0.34'))).curve, null);
  assert.equal(new PublicKey(curve, issuer).lacksParameters, false);
  const bareRsa = certificateOf(spkiOf(ids.rsa, rsaOf(2048))).spki;
  assert.equal(new PublicKey(bareRsa, issuer).id, new PublicKey(bareRsa).id);
  const other = der.sequence(der.integer(modulus(2048)), der.integer(5), der.integer(2));
  const full = new PublicKey(certificateOf(spkiOf(ids.dsa, issuer.spki.key, other)).spki, issuer);
  assert.equal(full.bits, 2048);
});

test('two keys have one id only where they check every signature alike', () => {
  const bare = certificateOf(spkiOf(ids.dsa, issuer.spki.key)).spki;
  const other = keyOf(ids.dsa, issuer.spki.key, der.sequence(der.integer(modulus(2048)), der.integer(5)));
  const all = [
    new PublicKey(bare),
    new PublicKey(bare, issuer),
    new PublicKey(bare, other),
    new PublicKey(issuer.spki),
    rsa(2048),
    rsa(2048, 3n),
  ].map(({ id }) => id);
  assert.equal(new Set(all).size, all.length);
  for (const id of all) assert.match(id, /^[0-9a-f]{64}$/);
  // With parameters of its own what the issuer has is nothing to it.
  assert.equal(new PublicKey(issuer.spki, other).id, new PublicKey(issuer.spki).id);
  assert.equal(new PublicKey(bare, issuer).id, new PublicKey(bare, issuer).id);
});

test('the id of a key with parameters of its own is the hash of its SubjectPublicKeyInfo', () => {
  const { id } = new PublicKey(issuer.spki);
  assert.equal(id, createHash('sha256').update(issuer.spki.der).digest('hex'));
});

test('the key of a certificate is made once', () => {
  const certificate = certificateOf(spkiOf(ids.rsa, rsaOf(2048)));
  assert.equal(publicKeyOf(certificate), publicKeyOf(certificate));
});
