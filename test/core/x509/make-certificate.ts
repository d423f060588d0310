import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { encodeOid } from '../../../src/core/der/oid.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';

/** A small DER writer and an issuer of certificates for tests: Ed25519 keys out of their names, so that nothing is random. */
export function tlv(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  return Buffer.concat([
    Uint8Array.of(tag, ...(body.length < 128 ? [body.length] : [0x80 | length.length, ...length])),
    body,
  ]);
}

export const sequence = (...content: readonly Uint8Array[]) => tlv(0x30, ...content);
export const oid = (text: string) => tlv(0x06, encodeOid(text)!);
export const text = (tag: number, value: string) => tlv(tag, Buffer.from(value));
export const integer = (value: number) =>
  tlv(0x02, Uint8Array.of(...(value > 127 ? [value >> 8, value & 0xff] : [value])));

/** A name of one attribute per entry, each an RDN: `['2.5.4.3', 'Root']`; UTF8String unless a tag is given. */
export function name(...attributes: readonly (readonly [string, string, number?])[]): Uint8Array {
  return sequence(...attributes.map(([type, value, tag = 0x0c]) => tlv(0x31, sequence(oid(type), text(tag, value)))));
}

export const commonName = (value: string) => name(['2.5.4.3', value]);

/** The Ed25519 key that belongs to a label. */
export function keyFor(label: string): KeyObject {
  const seed = createHash('sha256').update(label).digest();
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

const spkis = new Map<KeyObject, Uint8Array>();

function spkiOf(key: KeyObject): Uint8Array {
  const known = spkis.get(key) ?? createPublicKey(key).export({ format: 'der', type: 'spki' });
  spkis.set(key, known);
  return known;
}

export function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [tlv(0x01, Uint8Array.of(0xff))] : []), tlv(0x04, value));
}

export const caExtension = (pathLength?: number) =>
  extension(
    '2.5.29.19',
    sequence(tlv(0x01, Uint8Array.of(0xff)), ...(pathLength === undefined ? [] : [integer(pathLength)])),
    true,
  );
export const ski = (id: string) => extension('2.5.29.14', text(0x04, id));
export const aki = (id: string) => extension('2.5.29.35', sequence(text(0x80, id)));
export const policies = (...all: readonly string[]) =>
  extension('2.5.29.32', sequence(...all.map((one) => sequence(oid(one)))));
export const mappings = (...all: readonly (readonly [string, string])[]) =>
  extension('2.5.29.33', sequence(...all.map(([from, to]) => sequence(oid(from), oid(to)))), true);
export const purposes = (...all: readonly string[]) => extension('2.5.29.37', sequence(...all.map(oid)));
export const altNames = (...all: readonly Uint8Array[]) => extension('2.5.29.17', sequence(...all));
export const subtrees = (permitted: readonly Uint8Array[], excluded: readonly Uint8Array[] = [], critical = true) => {
  const list = (tag: number, bases: readonly Uint8Array[]) =>
    bases.length === 0 ? [] : [tlv(tag, ...bases.map((base) => sequence(base)))];
  return extension('2.5.29.30', sequence(...list(0xa0, permitted), ...list(0xa1, excluded)), critical);
};

export interface Wish {
  /** Common name, or a whole encoded name. */
  readonly subject: string | Uint8Array;
  readonly issuer: string | Uint8Array;
  /** Label of the subject's key, default: the subject's common name. */
  readonly key?: string | KeyObject;
  /** Label of the key that signs, default: the issuer's common name; null for a signature of zeros. */
  readonly signer?: string | KeyObject | null;
  readonly extensions?: readonly Uint8Array[];
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly version?: 1 | 3;
  readonly serial?: number;
  /** DER of the signature algorithm and what signs by it, default Ed25519. */
  readonly algorithm?: Uint8Array;
  /** DER of the algorithm inside the signed part, default: the same. */
  readonly innerAlgorithm?: Uint8Array;
  readonly sign?: (data: Uint8Array) => Uint8Array;
  readonly spki?: Uint8Array;
}

const ed25519 = sequence(oid('1.3.101.112'));
const keys = new Map<string, KeyObject>();

function keyOf(key: string | KeyObject | Uint8Array | undefined): KeyObject {
  if (typeof key !== 'string') return key === undefined || key instanceof Uint8Array ? keyFor('') : key;
  const known = keys.get(key) ?? keyFor(key);
  keys.set(key, known);
  return known;
}

/** Issues a certificate, valid from 2020 to 2040 unless wished otherwise. */
export function issue(wish: Wish): Certificate {
  return decodeCertificate(encodeCertificate(wish));
}

export function encodeCertificate(wish: Wish): Uint8Array {
  const asName = (value: string | Uint8Array) => (typeof value === 'string' ? commonName(value) : value);
  const algorithm = wish.algorithm ?? ed25519;
  const version = wish.version ?? 3;
  const tbs = sequence(
    ...(version === 3 ? [tlv(0xa0, integer(2))] : []),
    integer(wish.serial ?? 1),
    wish.innerAlgorithm ?? algorithm,
    asName(wish.issuer),
    sequence(text(0x18, wish.notBefore ?? '20200101000000Z'), text(0x18, wish.notAfter ?? '20400101000000Z')),
    asName(wish.subject),
    wish.spki ?? spkiOf(keyOf(wish.key ?? wish.subject)),
    ...(wish.extensions && wish.extensions.length > 0 ? [tlv(0xa3, sequence(...wish.extensions))] : []),
  );
  const signature =
    wish.signer === null
      ? new Uint8Array(64)
      : (wish.sign ?? ((data) => sign(null, data, keyOf(wish.signer ?? wish.issuer))))(tbs);
  return sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0), signature));
}

/** A CA certificate: basicConstraints with cA, and whatever else is wished. */
export function issueCa(wish: Wish & { readonly pathLength?: number }): Certificate {
  return issue({ ...wish, extensions: [caExtension(wish.pathLength), ...(wish.extensions ?? [])] });
}

/** The moment that tests judge for. */
export const at = Date.parse('2030-01-01T00:00:00Z');
