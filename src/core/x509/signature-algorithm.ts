import { type AlgorithmIdentifier, decodeAlgorithmIdentifier } from '../der/algorithm-identifier.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { type HashName, hashOf } from '../der/hashes.ts';
import { contextConstructed } from '../der/tags.ts';

export type MlDsa = 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';

/** A family of signature algorithms, whatever the hash and the key. */
export type SignatureScheme = 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'ed25519' | 'ed448' | 'dsa' | MlDsa;

/** What a signature's AlgorithmIdentifier means. `hash` is null where the scheme hashes by itself. */
export interface SignatureAlgorithm {
  readonly scheme: SignatureScheme;
  readonly hash: HashName | null;
  /** Only with `rsa-pss`. */
  readonly pss?: PssParameters;
  /** True where an ECDSA signature is r and s side by side (BSI TR-03111 §5.2.1), not an ECDSA-Sig-Value. */
  readonly plain?: boolean;
}

/** RSASSA-PSS-params (RFC 4055 §3.1), the defaults filled in. */
export interface PssParameters {
  readonly hash: HashName;
  readonly mgfHash: HashName;
  /** Octets. */
  readonly saltLength: number;
}

const named: Readonly<Record<string, SignatureAlgorithm>> = {
  // RFC 3279 §2.2.1, RFC 4055 §5, RFC 8017 appendix A.2.4, NIST CSOR for SHA-3. MD2 is left out: nothing here can check it.
  '1.2.840.113549.1.1.4': { scheme: 'rsa-pkcs1', hash: 'md5' },
  '1.2.840.113549.1.1.5': { scheme: 'rsa-pkcs1', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { scheme: 'rsa-pkcs1', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { scheme: 'rsa-pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { scheme: 'rsa-pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { scheme: 'rsa-pkcs1', hash: 'sha512' },
  '1.2.840.113549.1.1.16': { scheme: 'rsa-pkcs1', hash: 'sha512-256' },
  '2.16.840.1.101.3.4.3.14': { scheme: 'rsa-pkcs1', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { scheme: 'rsa-pkcs1', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { scheme: 'rsa-pkcs1', hash: 'sha3-512' },
  // OIW's sha1WithRSASignature, which makecert and others wrote.
  '1.3.14.3.2.29': { scheme: 'rsa-pkcs1', hash: 'sha1' },
  // RFC 3279 §2.2.3, RFC 5758 §3.2, NIST CSOR.
  '1.2.840.10045.4.1': { scheme: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { scheme: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', hash: 'sha512' },
  '2.16.840.1.101.3.4.3.10': { scheme: 'ecdsa', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { scheme: 'ecdsa', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { scheme: 'ecdsa', hash: 'sha3-512' },
  // BSI TR-03111 §5.2.1: ecdsa-plain-signatures.
  '0.4.0.127.0.7.1.1.4.1.1': { scheme: 'ecdsa', hash: 'sha1', plain: true },
  '0.4.0.127.0.7.1.1.4.1.2': { scheme: 'ecdsa', hash: 'sha224', plain: true },
  '0.4.0.127.0.7.1.1.4.1.3': { scheme: 'ecdsa', hash: 'sha256', plain: true },
  '0.4.0.127.0.7.1.1.4.1.4': { scheme: 'ecdsa', hash: 'sha384', plain: true },
  '0.4.0.127.0.7.1.1.4.1.5': { scheme: 'ecdsa', hash: 'sha512', plain: true },
  // RFC 3279 §2.2.2, RFC 5758 §3.1; OIW's dsaWithSHA1.
  '1.2.840.10040.4.3': { scheme: 'dsa', hash: 'sha1' },
  '1.3.14.3.2.27': { scheme: 'dsa', hash: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { scheme: 'dsa', hash: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { scheme: 'dsa', hash: 'sha256' },
  '2.16.840.1.101.3.4.3.3': { scheme: 'dsa', hash: 'sha384' },
  '2.16.840.1.101.3.4.3.4': { scheme: 'dsa', hash: 'sha512' },
  // RFC 8410 §3.
  '1.3.101.112': { scheme: 'ed25519', hash: null },
  '1.3.101.113': { scheme: 'ed448', hash: null },
  // RFC 9881 §2.
  '2.16.840.1.101.3.4.3.17': { scheme: 'ml-dsa-44', hash: null },
  '2.16.840.1.101.3.4.3.18': { scheme: 'ml-dsa-65', hash: null },
  '2.16.840.1.101.3.4.3.19': { scheme: 'ml-dsa-87', hash: null },
};

/** Identifiers that name a key or a family alone: the hash is the CMS digestAlgorithm (RFC 3370 §3.2, RFC 5753 §7.1.3). */
const withoutHash: Readonly<Record<string, 'rsa-pkcs1' | 'ecdsa' | 'dsa'>> = {
  '1.2.840.113549.1.1.1': 'rsa-pkcs1',
  '1.2.840.10045.2.1': 'ecdsa',
  '1.2.840.10040.4.1': 'dsa',
};

const rsassaPss = '1.2.840.113549.1.1.10';
const ecdsaWithSpecified = '1.2.840.10045.4.3';

/**
 * What a signature algorithm is; `digest`, the CMS digestAlgorithm, serves where the identifier names no hash. Null for what
 * isn't known here, or has parameters that can't be read. Parameters that say nothing (absent, NULL, and where old encoders
 * repeat those of the key) are passed over: what decides is the key.
 */
export function signatureAlgorithmOf(algorithm: AlgorithmIdentifier, digest?: HashName): SignatureAlgorithm | null {
  const { oid } = algorithm;
  const known = named[oid];
  if (known !== undefined) return known;
  const scheme = withoutHash[oid];
  if (scheme !== undefined) return digest === undefined ? null : { scheme, hash: digest };
  if (oid === rsassaPss) {
    const pss = pssParametersOf(algorithm);
    return pss && { scheme: 'rsa-pss', hash: pss.hash, pss };
  }
  if (oid === ecdsaWithSpecified) {
    const hash = readParameters(algorithm, decodeHash);
    return hash && { scheme: 'ecdsa', hash };
  }
  return null;
}

/** RSASSA-PSS-params of an identifier; absent or NULL counts as all defaults. Null where they are unreadable or unknown. */
export function pssParametersOf(algorithm: AlgorithmIdentifier): PssParameters | null {
  if (typeof algorithm.parameters === 'string') return { hash: 'sha1', mgfHash: 'sha1', saltLength: 20 };
  return readParameters(algorithm, decodePssParameters);
}

/**
 * RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] HashAlgorithm DEFAULT sha1, maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT
 * mgf1SHA1, saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 } (RFC 4055 §3.1), all explicitly tagged.
 */
function decodePssParameters(outer: Cursor): PssParameters | null {
  const what = 'RSASSA-PSS-params';
  const cursor = outer.sequence(what);
  const explicit = <T>(n: number, read: (inner: Cursor) => T): T | undefined => {
    const inner = cursor.enterIf(contextConstructed(n), what);
    if (inner === undefined) return undefined;
    const value = read(inner);
    inner.finish(what);
    return value;
  };
  const number = (inner: Cursor) => inner.small(what);
  const hash = explicit(0, decodeHash);
  const mgfHash = explicit(1, decodeMaskGenAlgorithm);
  const saltLength = explicit(2, number) ?? 20;
  const trailer = explicit(3, number) ?? 1;
  cursor.finish(what);
  if (hash === null || mgfHash === null || saltLength < 0 || trailer !== 1) return null;
  return { hash: hash ?? 'sha1', mgfHash: mgfHash ?? 'sha1', saltLength };
}

/** HashAlgorithm ::= AlgorithmIdentifier (RFC 4055 §2.1); null for one that is not known here. */
function decodeHash(cursor: Cursor): HashName | null {
  return hashOf(decodeAlgorithmIdentifier(cursor, 'hashAlgorithm').oid) ?? null;
}

/** MaskGenAlgorithm ::= AlgorithmIdentifier, id-mgf1 with the hash as its parameter (RFC 4055 §2.2). */
function decodeMaskGenAlgorithm(cursor: Cursor): HashName | null {
  const mask = decodeAlgorithmIdentifier(cursor, 'maskGenAlgorithm');
  if (mask.oid !== '1.2.840.113549.1.1.8') return null;
  // MGF1 without its parameter is meant as MGF1 with SHA-1 (RFC 8017 appendix A.2.3).
  if (typeof mask.parameters === 'string') return 'sha1';
  return decodeHash(new Cursor(mask.parameters));
}

/** Reads a value out of the parameters; null where they are none or malformed, which makes the algorithm one not known. */
function readParameters<T>({ parameters }: AlgorithmIdentifier, read: (cursor: Cursor) => T): T | null {
  if (typeof parameters === 'string') return null;
  try {
    const cursor = new Cursor(parameters);
    const value = read(cursor);
    cursor.finish('parameters');
    return value;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}
