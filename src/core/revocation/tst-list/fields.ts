import { type HashName, hashes } from '../../der/hashes.ts';
import { integerHex } from '../../der/integer.ts';
import { encodeOid } from '../../der/oid.ts';
import { Interned } from './interned.ts';
import type { ListProblem } from './list-error.ts';
import { type ImprintSelector, type NameSelector, nameSelector, type TsuSelector } from './selectors.ts';
import { type Radix, readSerial, serialScratch } from './serial-text.ts';

/** What a selector's text means, or what is wrong with it: the same in every format. */
export class Fields {
  readonly #names = new Interned<NameSelector | 'name-form'>((text) => nameSelector(text) ?? 'name-form');
  readonly #policies = new Interned<string | null>((text) => (encodeOid(text) === null ? null : text));
  readonly #digests = new Interned<string | null>(hexOf);
  readonly #scratch = new Uint8Array(serialScratch);

  /** A name in the form of RFC 4514 or of OpenSSL, or a common name. */
  name(text: string): NameSelector | ListProblem {
    return this.#names.of(text);
  }

  /** A dotted OBJECT IDENTIFIER. */
  policy(text: string): { readonly oid: string } | ListProblem {
    const oid = this.#policies.of(text);
    return oid === null ? 'oid-form' : { oid };
  }

  /** SHA-256 of a certificate, in hexadecimal; colons and spaces between octets don't matter. */
  fingerprint(text: string): { readonly sha256: string } | ListProblem {
    const sha256 = this.#digests.of(text);
    return sha256?.length === 64 ? { sha256 } : 'hash-form';
  }

  /** A certificate by issuer and serial number. */
  certificate(issuer: string, serial: string, radix: Radix | null): TsuSelector | ListProblem {
    const name = this.name(issuer);
    if (typeof name === 'string') return name;
    const text = Buffer.from(serial);
    const place = readSerial(text, 0, text.length, radix, this.#scratch);
    if (typeof place !== 'number') return place;
    return { issuer: name, serial: integerHex(this.#scratch.subarray(place)) };
  }

  /** A hash, in hexadecimal, with the name of its function before a colon or by itself; or with none. */
  imprint(value: string, algorithm: string | null): ImprintSelector | ListProblem {
    // Two digits before a colon are an octet, not a function.
    const prefixed = algorithm === null ? /^(?![0-9a-f]{2}:)([a-z0-9/-]+):(.*)/is.exec(value) : null;
    const named = algorithm ?? prefixed?.[1];
    const name = named === undefined ? null : hashNamed(named);
    const hex = hexOf(prefixed?.[2] ?? value);
    if (hex === null || name === undefined) return 'hash-form';
    const bytes = Buffer.from(hex, 'hex');
    const fits = name === null ? bytes.length >= 16 && bytes.length <= 64 : bytes.length === hashes[name].bytes;
    return fits ? { algorithm: name, value: bytes } : 'hash-form';
  }
}

/** A hash function by its name, written with or without hyphens and slashes. */
function hashNamed(text: string): HashName | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[-/]/g, '');
  return (Object.keys(hashes) as HashName[]).find((name) => plain(name) === plain(text));
}

/** Lower-case hexadecimal of whole octets, without what stands between them; null where it is anything else. */
function hexOf(text: string): string | null {
  const hex = text.trim().replace(/[: ]/g, '').toLowerCase();
  return hex.length % 2 === 0 && /^[0-9a-f]+$/.test(hex) ? hex : null;
}
