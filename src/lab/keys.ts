import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto';
import type { HashName } from '../core/der/hashes.ts';

/** What a key of the lab can be. RSA-1024 is there to be refused. */
export const keyAlgorithms = [
  'rsa-1024',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'p256',
  'p384',
  'p521',
  'ed25519',
] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

const curves = { p256: 'P-256', p384: 'P-384', p521: 'P-521' } as const;

/** A private key of the lab. */
export interface LabKey {
  readonly algorithm: KeyAlgorithm;
  readonly privateKey: KeyObject;
}

/** The hashes that the lab signs with, by their name in WebCrypto. */
export const signatureHashes = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
export type SignatureHash = keyof typeof signatureHashes & HashName;

/** A new key. RSA keys take up to a second. */
export function generateKey(algorithm: KeyAlgorithm): LabKey {
  return { algorithm, privateKey: generate(algorithm) };
}

function generate(algorithm: KeyAlgorithm): KeyObject {
  switch (algorithm) {
    case 'p256':
    case 'p384':
    case 'p521':
      return generateKeyPairSync('ec', { namedCurve: curves[algorithm] }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    default:
      return generateKeyPairSync('rsa', { modulusLength: Number(algorithm.slice(4)) }).privateKey;
  }
}

/** PKCS #8 in PEM (RFC 5958, RFC 7468 §10). */
export function keyToPem(key: LabKey): string {
  return key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A key from PKCS #8 in PEM; throws where it is none that the lab uses. */
export function keyFromPem(pem: string): LabKey {
  const privateKey = createPrivateKey(pem);
  const details = privateKey.asymmetricKeyDetails;
  const names: Readonly<Record<string, KeyAlgorithm>> = { prime256v1: 'p256', secp384r1: 'p384', secp521r1: 'p521' };
  const name =
    privateKey.asymmetricKeyType === 'rsa'
      ? `rsa-${details?.modulusLength}`
      : (names[details?.namedCurve ?? ''] ?? privateKey.asymmetricKeyType);
  const algorithm = keyAlgorithms.find((known) => known === name);
  if (!algorithm) throw new RangeError(`the lab has no keys of kind ${name}`);
  return { algorithm, privateKey };
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1) of a key. */
export function publicKeyOf(key: LabKey): Uint8Array {
  return createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' });
}

/** How a signature is made, and with which padding. */
export type Padding = 'pkcs1' | 'pss';

/** Signs octets: ECDSA as a DER SEQUENCE (RFC 5480), Ed25519 over the octets themselves (RFC 8032). */
export function signOctets(
  key: LabKey,
  hash: SignatureHash,
  octets: Uint8Array,
  padding: Padding = 'pkcs1',
): Uint8Array {
  if (key.algorithm === 'ed25519') return sign(null, octets, key.privateKey);
  if (padding === 'pkcs1') return sign(hash, octets, key.privateKey);
  // 6 is RSA_PKCS1_PSS_PADDING, -1 a salt as long as the hash.
  return sign(hash, octets, { key: key.privateKey, padding: 6, saltLength: -1 });
}

/** The key for WebCrypto, which @peculiar/x509 signs certificates with. */
export async function webCryptoPair(key: LabKey, hash: SignatureHash): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = webCryptoAlgorithm(key.algorithm, hash);
  const pkcs8 = key.privateKey.export({ type: 'pkcs8', format: 'der' });
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    webcrypto.subtle.importKey('spki', publicKeyOf(key), algorithm, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}

function webCryptoAlgorithm(algorithm: KeyAlgorithm, hash: SignatureHash): webcrypto.RsaHashedImportParams {
  if (algorithm === 'p256' || algorithm === 'p384' || algorithm === 'p521') {
    return {
      name: 'ECDSA',
      namedCurve: curves[algorithm],
      hash: signatureHashes[hash],
    } as webcrypto.RsaHashedImportParams;
  }
  if (algorithm === 'ed25519') return { name: 'Ed25519', hash: signatureHashes[hash] };
  return { name: 'RSASSA-PKCS1-v1_5', hash: signatureHashes[hash] };
}
