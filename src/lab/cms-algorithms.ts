import { hashes } from '../core/der/hashes.ts';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';
import type { KeyAlgorithm, Padding, SignatureHash } from './keys.ts';

const rsaWith = { sha1: 5, sha256: 11, sha384: 12, sha512: 13 } as const;
const ecdsaWith = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
} as const;

/**
 * SignatureAlgorithmIdentifier of a SignerInfo: RFC 3370 §3.2 and RFC 5754 §3 (RSA, ECDSA), RFC 4056 §2 (RSASSA-PSS),
 * RFC 8419 §2 (Ed25519).
 */
export function signatureAlgorithm(key: KeyAlgorithm, hash: SignatureHash, padding: Padding, plainRsa: boolean): Der {
  if (key === 'ed25519') return der.sequence(der.oid('1.3.101.112'));
  if (!key.startsWith('rsa')) return der.sequence(der.oid(ecdsaWith[hash]));
  if (padding === 'pss') return pss(hash);
  const arc = plainRsa ? 1 : rsaWith[hash];
  return der.sequence(der.oid(`1.2.840.113549.1.1.${arc}`), der.nothing());
}

/** RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0], maskGenAlgorithm [1], saltLength [2] } (RFC 4055 §3.1). */
function pss(hash: SignatureHash): Der {
  const digest = der.sequence(der.oid(hashes[hash].oid), der.nothing());
  const mgf1 = der.sequence(der.oid('1.2.840.113549.1.1.8'), digest);
  const salt = der.integer(hashes[hash].bytes);
  return der.sequence(
    der.oid('1.2.840.113549.1.1.10'),
    // SHA-1 and a salt of 20 octets are the defaults, which DER leaves out.
    der.sequence(...(hash === 'sha1' ? [] : [der.tagged(0, digest), der.tagged(1, mgf1), der.tagged(2, salt)])),
  );
}
