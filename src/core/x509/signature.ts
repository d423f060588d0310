import { constants, type KeyObject, verify } from 'node:crypto';
import type { AlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import type { HashName } from '../der/hashes.ts';
import { verifyPss } from './pss.ts';
import type { KeyKind, PublicKey } from './public-key.ts';
import {
  pssParametersOf,
  type SignatureAlgorithm,
  type SignatureScheme,
  signatureAlgorithmOf,
} from './signature-algorithm.ts';

export { type KeyKind, PublicKey, publicKeyOf } from './public-key.ts';
export { type SignatureAlgorithm, type SignatureScheme, signatureAlgorithmOf } from './signature-algorithm.ts';

/** `unsupported`: neither proven nor disproven, for nothing here can check it. */
export type SignatureResult =
  | { readonly status: 'valid' }
  | { readonly status: 'invalid' }
  | { readonly status: 'unsupported'; readonly reason: string };

export interface SignatureInput {
  readonly algorithm: AlgorithmIdentifier;
  /** The CMS digestAlgorithm, needed where `algorithm` names no hash (plain rsaEncryption, id-ecPublicKey). */
  readonly digest?: HashName;
  readonly key: PublicKey;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}

const keyKinds: Readonly<Record<SignatureScheme, readonly KeyKind[]>> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
  'ml-dsa-44': ['ml-dsa-44'],
  'ml-dsa-65': ['ml-dsa-65'],
  'ml-dsa-87': ['ml-dsa-87'],
};

/** Checks one signature. Never throws; a key that doesn't fit the algorithm makes it `invalid`. */
export function verifySignature({ algorithm, digest, key, data, signature }: SignatureInput): SignatureResult {
  const known = signatureAlgorithmOf(algorithm, digest);
  if (known === null) return { status: 'unsupported', reason: `signature algorithm ${algorithm.oid}` };
  if (isMismatch(known, key, signature)) return { status: 'invalid' };
  const handle = key.handle();
  if ('reason' in handle) return { status: 'unsupported', reason: handle.reason };
  if (!keyAllows(key, known)) return { status: 'invalid' };
  try {
    return { status: check(known, key, handle, data, signature) ? 'valid' : 'invalid' };
  } catch (error) {
    // node:crypto throws where it has no such algorithm; a signature that is no signature is merely false.
    return { status: 'unsupported', reason: `${known.scheme} (${(error as { code?: string }).code ?? 'unknown'})` };
  }
}

/**
 * What {@link verifySignature} costs in units of one RSA-2048 check, hashing apart: nearly nothing where kind or length of the
 * key show at once that it made no such signature, so that a crowd of odd keys can't spend a budget.
 */
export function costOf({ algorithm, digest, key, signature }: Omit<SignatureInput, 'data'>): number {
  const known = signatureAlgorithmOf(algorithm, digest);
  return known === null || isMismatch(known, key, signature) ? 0.05 : key.cost;
}

/** A key of another kind, or an RSA key of another length (RFC 8017 §8.1.2, §8.2.2 step 1). An unknown kind may be anything. */
function isMismatch({ scheme }: SignatureAlgorithm, key: PublicKey, signature: Uint8Array): boolean {
  if (key.kind === 'unknown') return false;
  if (!keyKinds[scheme].includes(key.kind)) return true;
  return (key.kind === 'rsa' || key.kind === 'rsa-pss') && key.bits > 0 && signature.length !== Math.ceil(key.bits / 8);
}

function check(
  known: SignatureAlgorithm,
  key: PublicKey,
  handle: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { hash, pss } = known;
  if (pss !== undefined) {
    if (pss.mgfHash !== pss.hash) return verifyPss(handle, key.bits, pss, data, signature);
    // A salt that does not fit the key can't have been used with it; OpenSSL would throw.
    if (pss.saltLength > key.bits / 8) return false;
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return verify(pss.hash, data, { key: handle, padding, saltLength: pss.saltLength }, signature);
  }
  if (known.plain) return verify(hash, data, { key: handle, dsaEncoding: 'ieee-p1363' }, signature);
  // PKCS#1 v1.5 is what an RSA handle does by default; saying so costs as much as the check itself.
  return verify(hash, data, handle, signature);
}

/** A key that names PSS parameters is for those alone, with a salt at least as long (RFC 4055 §3.3). */
function keyAllows(key: PublicKey, { pss }: SignatureAlgorithm): boolean {
  const { algorithm } = key.spki;
  if (key.kind !== 'rsa-pss' || typeof algorithm.parameters === 'string') return true;
  const own = pssParametersOf(algorithm);
  return (
    own !== null &&
    pss !== undefined &&
    own.hash === pss.hash &&
    own.mgfHash === pss.mgfHash &&
    pss.saltLength >= own.saltLength
  );
}
