import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, hash, type KeyObject, privateEncrypt, verify } from 'node:crypto';
import { test } from 'node:test';
import { hashes } from '../../../src/core/der/hashes.ts';
import { verifyPss } from '../../../src/core/x509/pss.ts';
import type { PssParameters } from '../../../src/core/x509/signature-algorithm.ts';

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const data = Buffer.from('what is signed');
const pss: PssParameters = { hash: 'sha256', mgfHash: 'sha1', saltLength: 32 };
const pairOf = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const key = pairOf(1024);
/** Of one bit more than whole octets: the encoded message is an octet shorter than the modulus. */
const longer = pairOf(1025);

/** What a test makes otherwise than RFC 8017 says. */
interface Deviation {
  readonly salt?: number;
  /** In place of the 01 before the salt. */
  readonly separator?: number;
  /** In place of one of the zeros before that. */
  readonly zero?: { readonly at: number; readonly octet: number };
  readonly trailer?: number;
  /** Bits to be set in the first octet of the encoded message. */
  readonly high?: number;
  /** The octet before the encoded message, where the modulus has one more. */
  readonly lead?: number;
  readonly data?: Uint8Array;
}

function mgf1(name: keyof typeof hashes, seed: Uint8Array, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / hashes[name].bytes) }, (_, counter) =>
    hash(name, Buffer.concat([seed, Uint8Array.of(0, 0, 0, counter)]), 'buffer'),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1) and RSASP1, with a salt of one octet that is repeated. */
function signWith(pair: Pair, bits: number, parameters: PssParameters, deviation: Deviation = {}): Uint8Array {
  const emBits = bits - 1;
  const length = Math.ceil(emBits / 8);
  const salt = Buffer.alloc(parameters.saltLength, deviation.salt ?? 7);
  const hashed = hash(parameters.hash, deviation.data ?? data, 'buffer');
  const h = hash(parameters.hash, Buffer.concat([Buffer.alloc(8), hashed, salt]), 'buffer');
  const db = Buffer.alloc(length - h.length - 1);
  db[db.length - salt.length - 1] = deviation.separator ?? 1;
  if (deviation.zero) db[deviation.zero.at] = deviation.zero.octet;
  salt.copy(db, db.length - salt.length);
  const mask = mgf1(parameters.mgfHash, h, db.length);
  const masked = Buffer.from(db.map((octet, index) => octet ^ mask[index]!));
  masked[0]! &= 0xff >> (8 * length - emBits);
  masked[0]! |= deviation.high ?? 0;
  const encoded = Buffer.concat([masked, h, Uint8Array.of(deviation.trailer ?? 0xbc)]);
  const whole = Buffer.alloc(Math.ceil(bits / 8));
  encoded.copy(whole, whole.length - encoded.length);
  if (deviation.lead) whole[0] = deviation.lead;
  return privateEncrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, whole);
}

const check = (signature: Uint8Array, parameters = pss) => verifyPss(key.publicKey, 1024, parameters, data, signature);

test('EMSA-PSS (RFC 8017 §9.1): each salt and mask, as node:crypto has it where both hashes are one', () => {
  for (let salt = 0; salt < 12; salt++) {
    assert.equal(check(signWith(key, 1024, pss, { salt })), true);
    const same = { ...pss, mgfHash: 'sha256' } as const;
    const signature = signWith(key, 1024, same, { salt });
    const options = { key: key.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    assert.equal(verify('sha256', data, options, signature), true);
    assert.equal(check(signature, same), true);
    assert.equal(check(signature), false, 'another mask');
    assert.equal(check(signature, { ...same, hash: 'sha512-256' }), false, 'another hash');
  }
  assert.equal(check(signWith(key, 1024, pss, { data: Buffer.from('what was not') })), false);
});

test('step 3: a salt as long as the modulus has room for, and one octet more', () => {
  const longest = { ...pss, saltLength: 128 - 32 - 2 };
  const signature = signWith(key, 1024, longest);
  assert.equal(check(signature, longest), true);
  for (const saltLength of [longest.saltLength + 1, longest.saltLength + 2, 128, 200, 4_000]) {
    assert.equal(check(signature, { ...pss, saltLength }), false);
  }
  for (const saltLength of [0, 1]) {
    const short = { ...pss, saltLength };
    assert.equal(check(signWith(key, 1024, short), short), true);
  }
  assert.equal(check(signWith(key, 1024, { ...pss, saltLength: 31 })), false);
  assert.equal(check(signWith(key, 1024, { ...pss, saltLength: 33 })), false);
});

test('step 4: another trailer', () => {
  assert.equal(check(signWith(key, 1024, pss, { trailer: 0xcc })), false);
});

/** The first signature of those with salts of 0, 1, 2 … that can be made: some encoded messages are no numbers below the modulus. */
function firstOf(make: (salt: number) => Uint8Array): Uint8Array {
  for (let salt = 0; salt < 256; salt++) {
    try {
      return make(salt);
    } catch {}
  }
  throw new Error('no salt gives a number below the modulus');
}

test('step 6: a bit above the encoded message', () => {
  assert.equal(check(firstOf((salt) => signWith(key, 1024, pss, { salt, high: 0x80 }))), false);
});

test('step 10: padding that is not zeros and 01', () => {
  assert.equal(check(signWith(key, 1024, pss, { separator: 2 })), false);
  assert.equal(check(signWith(key, 1024, pss, { separator: 0 })), false);
  const last = 128 - 32 - 1 - 32 - 2;
  for (const at of [0, 1, last]) assert.equal(check(signWith(key, 1024, pss, { zero: { at, octet: 1 } })), false);
});

test('RFC 8017 §8.1.2 step 1: a signature that is longer or shorter than the modulus', () => {
  const signature = signWith(key, 1024, pss);
  assert.equal(check(signature.subarray(1)), false);
  assert.equal(check(Buffer.concat([Uint8Array.of(0), signature])), false);
  assert.equal(check(new Uint8Array()), false);
});

test('RFC 8017 §5.2.2: a signature that is no number below the modulus', () => {
  assert.equal(check(Buffer.alloc(128, 0xff)), false);
});

test('a modulus of one bit more than whole octets: the octet before the encoded message is zero', () => {
  const run = (deviation: Deviation = {}) =>
    verifyPss(longer.publicKey, 1025, pss, data, signWith(longer, 1025, pss, deviation));
  for (let salt = 0; salt < 8; salt++) assert.equal(run({ salt }), true);
  const led = firstOf((salt) => signWith(longer, 1025, pss, { salt, lead: 1 }));
  assert.equal(verifyPss(longer.publicKey, 1025, pss, data, led), false);
});

test('a key that can not open a signature at all throws what node:crypto throws', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  assert.throws(() => verifyPss(publicKey, 1024, pss, data, new Uint8Array(128)));
});
