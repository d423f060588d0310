import { constants, hash as digest, type KeyObject, publicEncrypt } from 'node:crypto';
import { type HashName, hashes } from '../der/hashes.ts';
import { equalOctets } from '../der/integer.ts';
import type { PssParameters } from './signature-algorithm.ts';

/**
 * EMSA-PSS-VERIFY over a bare RSA operation (RFC 8017 §8.1.2, §9.1.2), for parameters whose mask is made with another hash
 * than the message: OpenSSL's interface in Node has one hash for both. `bits` is the length of the modulus.
 *
 * Throws what node:crypto throws, for a hash that it hasn't.
 */
export function verifyPss(
  key: KeyObject,
  bits: number,
  pss: PssParameters,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== Math.ceil(bits / 8)) return false;
  const opened = openSignature(key, signature);
  if (opened === null) return false;
  // RFC 8017 §8.1.2 step 2c: the encoded message has one bit less than the modulus.
  const emBits = bits - 1;
  const encoded = opened.subarray(opened.length - Math.ceil(emBits / 8));
  if (opened.length > encoded.length && opened[0] !== 0) return false;
  const hashed = raw(pss.hash, data);
  if (encoded.length < hashed.length + pss.saltLength + 2 || encoded.at(-1) !== 0xbc) return false;
  const dbLength = encoded.length - hashed.length - 1;
  const expected = encoded.subarray(dbLength, -1);
  const unusedMask = 0xff >> (8 * encoded.length - emBits);
  if ((encoded[0]! & ~unusedMask) !== 0) return false;
  const mask = mgf1(pss.mgfHash, expected, dbLength);
  const db = encoded.subarray(0, dbLength).map((octet, index) => octet ^ mask[index]!);
  db[0] = db[0]! & unusedMask;
  const zeros = dbLength - pss.saltLength - 1;
  if (db.subarray(0, zeros).some((octet) => octet !== 0) || db[zeros] !== 0x01) return false;
  const salt = db.subarray(dbLength - pss.saltLength);
  return equalOctets(raw(pss.hash, Buffer.concat([new Uint8Array(8), hashed, salt])), expected);
}

/** RSAVP1 (RFC 8017 §5.2.2): null where the signature is no number below the modulus. */
function openSignature(key: KeyObject, signature: Uint8Array): Uint8Array | null {
  try {
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS') return null;
    throw error;
  }
}

/** MGF1 (RFC 8017 appendix B.2.1). */
function mgf1(name: HashName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0; counter * hashes[name].bytes < length; counter++) {
    const suffix = Buffer.alloc(4);
    suffix.writeUInt32BE(counter);
    blocks.push(raw(name, Buffer.concat([seed, suffix])));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function raw(name: HashName, data: Uint8Array): Uint8Array {
  return digest(name, data, 'buffer');
}
