// Makes the files of an archive, one number after the other: data, token, and where something is planted what deviates.
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writevSync } from 'node:fs';
import { hashes } from '../../src/core/der/hashes.ts';
import * as der from '../../src/lab/der-writer.ts';
import { genTimeText } from '../../src/lab/issuer.ts';
import { generateKey, type LabKey } from '../../src/lab/keys.ts';
import { encodeResponse } from '../../src/lab/response.ts';
import { encodeToken, planFor, type TokenPlan } from '../../src/lab/tsa.ts';
import { type Kind, type KindName, kinds, type Planted, type TokenChange } from './kinds.ts';
import { genTimeOf, isLarge, type LayoutOptions, nameText, period, placeOf, sizeOf } from './layout.ts';
import { Random } from './random.ts';
import { goodUnit, type Look, lookOf, type Unit, type UnitName } from './units.ts';

export interface MakerOptions extends LayoutOptions {
  /** The archive's folder. */
  readonly folder: string;
  /** Whose tokens; null: of all authorities. */
  readonly look: Look | null;
}

/** Blocks of random octets that all data is cut from: making new ones for each file would take longer than stamping. */
const poolBytes = 4 << 20;
const slash = 0x2f;

/** A serial number that tells what it is for: of the first or second token of a file, or inside the revoked range. */
export function serialOf(octets: number, kind: 'first' | 'second' | 'ranged', index: number): bigint {
  const head = { first: 0x41n, second: 0x42n, ranged: 0x51n }[kind];
  return (head << BigInt(8 * (octets - 1))) | BigInt(index + 1);
}

export class FileMaker {
  readonly #options: MakerOptions;
  readonly #units: Readonly<Record<UnitName, Unit>>;
  readonly #pool: Buffer;
  readonly #folders = new Set<string>();
  readonly #other: LabKey;
  readonly #granted: der.Der;
  readonly counts = { tokens: 0, bytes: 0 };

  constructor(options: MakerOptions, units: Readonly<Record<UnitName, Unit>>) {
    this.#options = options;
    this.#units = units;
    const key = createHash('sha256').update(`archive ${options.seed}`).digest();
    this.#pool = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(poolBytes));
    this.#other = generateKey('p256');
    this.#granted = der.contentOf(encodeResponse({ status: 0 }, null));
  }

  /** Makes file number `index`; gives what was planted, and null for a good file. */
  make(index: number, name: KindName | null): Planted | null {
    const options = this.#options;
    const kind: Kind | null = name && kinds[name];
    const { from = period.from, until = period.until } = kind ?? {};
    const { ms, micros } = genTimeOf(index, options.seed, from, until);
    const place = placeOf(index, ms, options);
    this.#makeFolder(place.data);
    const digest = this.#writeData(index, place.data, kind);
    const moment = { ms, micros };
    const first = kind?.second ? null : kind;
    if (kind?.row !== 'orphan-data') {
      this.#write(place.token, this.#token(index, moment, digest, first, 'first', place.bare));
    }
    // What is planted stands alone, but for a second token that deviates itself.
    const second = kind === null ? place.second : kind.second ? swapEnding(place.token) : null;
    if (second) this.#write(second, this.#token(index, moment, digest, kind, 'second', false));
    if (name === null || kind === null) return null;
    return {
      kind: name,
      row: kind.row,
      data: kind.row === 'orphan-token' ? null : nameText(place.data),
      token: kind.row === 'orphan-data' ? null : nameText(kind.second ? second! : place.token),
      verdict: kind.verdict,
      code: kind.code,
    };
  }

  #token(
    index: number,
    moment: { readonly ms: number; readonly micros: number },
    digest: Buffer,
    kind: Kind | null,
    which: 'first' | 'second',
    bare: boolean,
  ): Uint8Array {
    const share = new Random(this.#options.seed, index, which).next();
    const unit = this.#units[kind?.unit ?? this.#goodUnit(share, moment.ms)];
    const { profile, authority } = unit;
    const change = kind?.token ?? null;
    const imprint =
      change === 'SHA-1 imprint'
        ? { algorithm: hashes.sha1.oid, parameters: null, value: digest.subarray(0, 20) }
        : {
            algorithm: hashes.sha256.oid,
            parameters: null,
            value: change === 'of other data' ? other(digest) : digest,
          };
    const occasion = {
      imprint,
      nonce: null,
      certReq: true,
      policy: null,
      serial: serialOf(profile.serialOctets, kind?.listed === 'range' ? 'ranged' : which, index),
      genTime: genTimeText(moment, profile.fraction),
    };
    const good = planFor(profile, authority, occasion);
    const token = encodeToken({ ...good, ...this.#changed(good, change, unit) });
    if (change === 'rejection') return encodeResponse({ status: 2, failInfo: ['badRequest'] }, null);
    const bytes = bare ? token : der.sequence(this.#granted, token);
    return bytesChanged(bytes, change);
  }

  #changed(plan: TokenPlan, change: TokenChange | null, { authority }: Unit): Partial<TokenPlan> {
    switch (change) {
      case 'signature changed':
        return { spoilSignature: (signature) => flipped(signature, signature.length - 1) };
      case 'signed by another key':
        // Its own key says that it is P-256, so the signature algorithm has to be the certificate's.
        return { key: this.#otherLike(plan.key) };
      case 'signed attributes about other content':
        return { messageDigest: createHash(plan.digest).update('other content').digest() };
      case 'ESS hash changed':
        return { essV2: plan.essV2!.map((one) => ({ ...one, certHash: other(Buffer.from(one.certHash)) })) };
      case 'unknown critical extension':
        return { extensions: [{ oid: '1.3.6.1.4.1.99999.7', critical: true, value: der.nothing() }] };
      case 'without certificates':
        return { certificates: null };
      case 'without intermediate':
        return { certificates: [authority.tsu.der] };
      default:
        return {};
    }
  }

  readonly #others = new Map<string, LabKey>();
  #otherLike({ algorithm }: LabKey): LabKey {
    if (algorithm === 'p256') return this.#other;
    const found = this.#others.get(algorithm) ?? generateKey(algorithm);
    this.#others.set(algorithm, found);
    return found;
  }

  #goodUnit(share: number, ms: number): UnitName {
    const { look } = this.#options;
    if (look === null) return goodUnit(share, ms);
    // Every authority has its place somewhere between 0 and 1.
    for (let at = 0.05; at < 1; at += 0.05) {
      const name = goodUnit(at, ms);
      if (lookOf(name) === look) return name;
    }
    throw new RangeError(`no unit of ${look} stamps good files`);
  }

  /** Writes the data, unless it is to be missing, and gives what was stamped: its SHA-256. */
  #writeData(index: number, path: Buffer, kind: Kind | null): Buffer {
    const size = sizeOf(index, this.#options);
    const isSha1 = kind?.token === 'SHA-1 imprint';
    const hash = createHash(isSha1 ? 'sha1' : 'sha256');
    const pieces = [...this.#pieces(index, size)];
    for (const piece of pieces) hash.update(piece);
    if (kind?.row !== 'orphan-token') {
      const written = kind?.data === 'changed' ? [flipped(Buffer.concat(pieces), index % size)] : pieces;
      const file = openSync(this.#path(path), 'w');
      writeAll(file, written);
      closeSync(file);
      this.counts.bytes += size;
    }
    return hash.digest();
  }

  *#pieces(index: number, size: number): Generator<Buffer> {
    const head = Buffer.from(`%file ${this.#options.seed} ${index}\n`).subarray(0, size);
    yield head;
    let at = new Random(this.#options.seed, index, 'data').below(poolBytes);
    for (let left = size - head.length; left > 0; ) {
      const piece = this.#pool.subarray(at, Math.min(poolBytes, at + left));
      yield piece;
      left -= piece.length;
      at = 0;
    }
  }

  #write(path: Buffer, bytes: Uint8Array): void {
    writeFileSync(this.#path(path), bytes);
    this.counts.tokens++;
  }

  #makeFolder(path: Buffer): void {
    const folder = path.subarray(0, path.lastIndexOf(slash));
    const key = folder.toString('latin1');
    if (this.#folders.has(key)) return;
    this.#folders.add(key);
    mkdirSync(this.#path(folder), { recursive: true });
  }

  #path(path: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`${this.#options.folder}/`), path]);
  }
}

/** True for numbers at which nothing may be planted. */
export function isReserved(index: number, options: LayoutOptions): boolean {
  return isLarge(index, options);
}

function bytesChanged(bytes: Uint8Array, change: TokenChange | null): Uint8Array {
  switch (change) {
    case 'garbled':
      // As after a bad sector: the octets in the order of another world.
      return Uint8Array.from(bytes, (octet, at) => (octet ^ (at * 31 + 7)) & 0xff);
    case 'cut off':
      return bytes.subarray(0, bytes.length >> 1);
    case 'empty':
      return new Uint8Array();
    case 'an error page':
      return Buffer.from('<!doctype html><title>503 Service Unavailable</title>\n');
    default:
      return bytes;
  }
}

const other = (digest: Buffer): Buffer => createHash('sha256').update(digest).digest().subarray(0, digest.length);

function flipped<T extends Uint8Array>(bytes: T, at: number): T {
  const copy = bytes.slice() as T;
  copy[at]! ^= 0x01;
  return copy;
}

/** `.tsr` and `.tst` in place of each other, so that the second token stands beside the first. */
function swapEnding(path: Buffer): Buffer {
  const last = path.at(-1) === 0x72 ? 't' : 'r';
  return Buffer.concat([path.subarray(0, -1), Buffer.from(last)]);
}

function writeAll(file: number, pieces: readonly Buffer[]): void {
  const whole = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let written = writevSync(file, pieces as Buffer[]);
  for (let at = 0, i = 0; written < whole && i < pieces.length; i++) {
    // A write of a large file may come to an end before its last octet.
    const piece = pieces[i]!;
    const skip = Math.max(0, written - at);
    if (skip < piece.length) written += writevSync(file, [piece.subarray(skip)], at + skip);
    at += piece.length;
  }
}
