import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { bitLength, isNegative } from '../der/integer.ts';
import { limits } from '../der/limits.ts';
import { decodeOid } from '../der/oid.ts';
import { Tag } from '../der/tags.ts';
import type { Certificate, SubjectPublicKeyInfo } from './certificate.ts';
import type { MlDsa } from './signature-algorithm.ts';

export type KeyKind = 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'ed448' | 'dsa' | MlDsa | 'unknown';

const kinds: Readonly<Record<string, KeyKind>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '2.5.8.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa-pss',
  '1.2.840.10045.2.1': 'ec',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
  '1.2.840.10040.4.1': 'dsa',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa-44',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa-65',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa-87',
};

/**
 * Named curves by identifier: OpenSSL's name, the bits of the order, and the cost of one check in units of an RSA-2048 check
 * (measured with node:crypto). Curves given by their equation are refused: one can be made to fit another's key (CVE-2020-0601).
 */
const curves: Readonly<Record<string, { readonly name: string; readonly bits: number; readonly cost: number }>> = {
  '1.2.840.10045.3.1.1': { name: 'prime192v1', bits: 192, cost: 12 },
  '1.3.132.0.33': { name: 'secp224r1', bits: 224, cost: 12 },
  '1.2.840.10045.3.1.7': { name: 'prime256v1', bits: 256, cost: 4 },
  '1.3.132.0.34': { name: 'secp384r1', bits: 384, cost: 30 },
  '1.3.132.0.35': { name: 'secp521r1', bits: 521, cost: 60 },
  '1.3.132.0.10': { name: 'secp256k1', bits: 256, cost: 20 },
  '1.3.36.3.3.2.8.1.1.1': { name: 'brainpoolP160r1', bits: 160, cost: 12 },
  '1.3.36.3.3.2.8.1.1.2': { name: 'brainpoolP160t1', bits: 160, cost: 12 },
  '1.3.36.3.3.2.8.1.1.3': { name: 'brainpoolP192r1', bits: 192, cost: 12 },
  '1.3.36.3.3.2.8.1.1.4': { name: 'brainpoolP192t1', bits: 192, cost: 12 },
  '1.3.36.3.3.2.8.1.1.5': { name: 'brainpoolP224r1', bits: 224, cost: 20 },
  '1.3.36.3.3.2.8.1.1.6': { name: 'brainpoolP224t1', bits: 224, cost: 20 },
  '1.3.36.3.3.2.8.1.1.7': { name: 'brainpoolP256r1', bits: 256, cost: 20 },
  '1.3.36.3.3.2.8.1.1.8': { name: 'brainpoolP256t1', bits: 256, cost: 20 },
  '1.3.36.3.3.2.8.1.1.9': { name: 'brainpoolP320r1', bits: 320, cost: 30 },
  '1.3.36.3.3.2.8.1.1.10': { name: 'brainpoolP320t1', bits: 320, cost: 30 },
  '1.3.36.3.3.2.8.1.1.11': { name: 'brainpoolP384r1', bits: 384, cost: 40 },
  '1.3.36.3.3.2.8.1.1.12': { name: 'brainpoolP384t1', bits: 384, cost: 40 },
  '1.3.36.3.3.2.8.1.1.13': { name: 'brainpoolP512r1', bits: 512, cost: 80 },
  '1.3.36.3.3.2.8.1.1.14': { name: 'brainpoolP512t1', bits: 512, cost: 80 },
};

/** No key of RFC 5280's algorithms in use costs more: brainpool's curves of 512 bits, RSA-16384 with 65537. */
export const honestCost = 80;

/** Bits and cost of the kinds whose identifier says all. */
const fixed: Readonly<Partial<Record<KeyKind, { readonly bits: number; readonly cost: number }>>> = {
  ed25519: { bits: 256, cost: 6 },
  ed448: { bits: 448, cost: 20 },
  'ml-dsa-44': { bits: 10_496, cost: 6 },
  'ml-dsa-65': { bits: 15_616, cost: 10 },
  'ml-dsa-87': { bits: 20_736, cost: 15 },
};

/** A public key: what it is, and OpenSSL's handle of it, made when first needed. Making one never throws. */
export class PublicKey {
  readonly spki: SubjectPublicKeyInfo;
  readonly kind: KeyKind;
  /** Bits of the RSA modulus, of the curve's order, of DSA's p; 0 where they can't be told. */
  readonly bits: number;
  /** Name of the curve as OpenSSL has it; null for other kinds and for a curve not known here. */
  readonly curve: string | null;
  /** Cost of one check in units of an RSA-2048 check (`limits.signatureWork`), apart from hashing the data. */
  readonly cost: number;
  readonly #parameters: Uint8Array | null;
  #handle: KeyObject | { readonly reason: string } | undefined;
  #id: string | undefined;

  /** `inherited`: a DSA key whose parameters a key without any takes over (RFC 5280 §6.1.4 (d)-(f)). */
  constructor(spki: SubjectPublicKeyInfo, inherited?: PublicKey) {
    this.spki = spki;
    this.kind = kinds[spki.algorithm.oid] ?? 'unknown';
    const own = typeof spki.algorithm.parameters === 'string' ? null : spki.algorithm.parameters;
    const heir = own === null && this.kind === 'dsa' && inherited?.kind === 'dsa';
    this.#parameters = heir ? inherited.#parameters : own;
    const { bits, curve, cost } = measure(this.kind, spki, this.#parameters);
    this.bits = bits;
    this.curve = curve;
    this.cost = cost;
  }

  /** True for a DSA key that is none without the parameters of its issuer's key. */
  get lacksParameters(): boolean {
    return this.kind === 'dsa' && this.#parameters === null;
  }

  /** Names the key with its parameters: two keys of the same id check every signature alike. */
  get id(): string {
    if (this.#id === undefined) {
      const inherited = typeof this.spki.algorithm.parameters === 'string' ? this.#parameters : null;
      const parts = inherited === null ? this.spki.der : Buffer.concat([this.spki.der, inherited]);
      this.#id = hash('sha256', parts, 'hex');
    }
    return this.#id;
  }

  /**
   * OpenSSL's handle, or why there is none. Both RSA kinds give a plain RSA key: the caller holds the PSS rules.
   *
   * @internal Of Node's own type, which the published declarations do not need.
   */
  handle(): KeyObject | { readonly reason: string } {
    this.#handle ??= this.#open();
    return this.#handle;
  }

  #open(): KeyObject | { readonly reason: string } {
    if (this.kind === 'unknown') return { reason: `key algorithm ${this.spki.algorithm.oid}` };
    if (this.kind === 'ec' && this.curve === null) return { reason: 'curve' };
    if (this.kind === 'dsa' && this.#parameters === null) return { reason: 'DSA parameters missing' };
    if (this.bits === 0) return { reason: 'key unreadable' };
    if ((this.kind === 'rsa' || this.kind === 'rsa-pss') && this.bits > limits.rsaBits)
      return { reason: `RSA key of ${this.bits} bits` };
    if (this.kind === 'dsa' && this.bits > 8192) return { reason: `DSA key of ${this.bits} bits` };
    try {
      if (this.kind === 'rsa' || this.kind === 'rsa-pss') {
        if (!isExponent(this.spki.key)) return { reason: 'RSA exponent' };
        return createPublicKey({ key: Buffer.from(this.spki.key), format: 'der', type: 'pkcs1' });
      }
      return createPublicKey({ key: Buffer.from(this.#der()), format: 'der', type: 'spki' });
    } catch (error) {
      // OpenSSL's refusal of a key, whatever its reason, says that no signature can be checked with it.
      return { reason: `key refused (${(error as { code?: string }).code ?? 'unknown'})` };
    }
  }

  /** The SubjectPublicKeyInfo, with inherited parameters put in. */
  #der(): Uint8Array {
    const { algorithm, der, key } = this.spki;
    if (typeof algorithm.parameters !== 'string' || this.#parameters === null) return der;
    const cursor = new Cursor(der);
    const oid = cursor.sequence('subjectPublicKeyInfo').sequence('algorithm').raw('oid');
    const identifier = encode(Tag.SEQUENCE, Buffer.concat([oid, this.#parameters]));
    const bits = encode(Tag.BIT_STRING, Buffer.concat([Uint8Array.of(0), key]));
    return encode(Tag.SEQUENCE, Buffer.concat([identifier, bits]));
  }
}

const keys = new WeakMap<Certificate, PublicKey>();

/** The subject's public key, made once per certificate. Never throws: a key that can't be used says so when it is. */
export function publicKeyOf(certificate: Certificate): PublicKey {
  let key = keys.get(certificate);
  if (key === undefined) {
    key = new PublicKey(certificate.spki);
    keys.set(certificate, key);
  }
  return key;
}

interface Measure {
  readonly bits: number;
  readonly curve: string | null;
  readonly cost: number;
}

const unreadable: Measure = { bits: 0, curve: null, cost: 1 };

function measure(kind: KeyKind, spki: SubjectPublicKeyInfo, parameters: Uint8Array | null): Measure {
  try {
    switch (kind) {
      case 'rsa':
      case 'rsa-pss':
        return measureRsa(spki.key);
      case 'ec': {
        const curve = parameters?.[0] === Tag.OID ? curves[decodeOid(parameters.subarray(2)) ?? ''] : undefined;
        return curve ? { bits: curve.bits, curve: curve.name, cost: curve.cost } : unreadable;
      }
      case 'dsa': {
        if (parameters === null) return unreadable;
        // Dss-Parms ::= SEQUENCE { p, q, g INTEGER } (RFC 3279 §2.3.2).
        const bits = bitLength(new Cursor(parameters).sequence('Dss-Parms').integer('p'));
        return { bits, curve: null, cost: 1 + Math.ceil(15 * (bits / 2048) ** 2) };
      }
      default:
        return { ...unreadable, ...fixed[kind] };
    }
  } catch (error) {
    if (error instanceof DerError) return unreadable;
    throw error;
  }
}

/** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 appendix A.1.1), as content octets. Throws DerError. */
function decodeRsa(key: Uint8Array): { readonly modulus: Uint8Array; readonly exponent: Uint8Array } {
  const cursor = new Cursor(key).sequence('RSAPublicKey');
  return { modulus: cursor.integer('modulus'), exponent: cursor.integer('publicExponent') };
}

function measureRsa(key: Uint8Array): Measure {
  const { modulus, exponent } = decodeRsa(key);
  const bits = bitLength(modulus);
  // One squaring per bit of the exponent; 65537 has 17.
  return { bits, curve: null, cost: Math.max(0.25, (bits / 2048) ** 2 * Math.max(1, bitLength(exponent) / 17)) };
}

/**
 * RFC 8017 §3.1: the public exponent is odd and at least 3. With 1 every padded hash is its own signature, and OpenSSL takes it.
 * Throws DerError.
 */
function isExponent(key: Uint8Array): boolean {
  const { exponent } = decodeRsa(key);
  return (exponent[exponent.length - 1]! & 1) === 1 && !isNegative(exponent) && bitLength(exponent) > 1;
}

function encode(tag: number, content: Uint8Array): Uint8Array {
  const octets: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  const length = content.length < 128 ? [content.length] : [0x80 | octets.length, ...octets];
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
}
