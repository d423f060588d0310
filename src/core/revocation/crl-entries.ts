import { hash } from 'node:crypto';
import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import type { GeneralName } from '../der/general-name.ts';
import { type LimitName, limits } from '../der/limits.ts';
import { Tag } from '../der/tags.ts';
import { type CrlEntry, checkEntry, decodeEntryExtensions, decodeEntryTime, isReasonAlone } from './crl-entry.ts';
import { leastStart, octetHash } from './octet-hash.ts';

export type { CrlEntry } from './crl-entry.ts';

/**
 * revokedCertificates SEQUENCE OF SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions OPTIONAL }
 * (RFC 5280 §5.1) as an index by serial number. Every entry is read once and checked when the list is read; what an entry says
 * is decoded when it is looked up. An entry costs some twenty-five octets of memory beside the CRL's own.
 *
 * The table is keyed by a hash over the list itself, so that no list can be made that clogs it.
 */
export class CrlEntries {
  readonly #bytes: Uint8Array;
  /** Offsets of the entries, in the order of the list. */
  readonly #offsets: Uint32Array;
  /** Entries, by number, that name another issuer for themselves and those after them; ascending. */
  readonly #issuers: readonly number[];
  /** The first critical entry extension that is not known here: the list then proves nothing good (RFC 5280 §5.3). */
  readonly unknownCritical: string | null;
  /** The serials by hash: number of the entry plus one, 0 for a free place. Made at the first lookup. */
  #table: Uint32Array | undefined;
  /** For entries of one serial: the one before it, plus one. Only where a serial occurs twice. */
  #previous: Uint32Array | undefined;
  #seed = 0;

  private constructor(
    bytes: Uint8Array,
    offsets: Uint32Array,
    issuers: readonly number[],
    unknownCritical: string | null,
  ) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#issuers = issuers;
    this.unknownCritical = unknownCritical;
  }

  /** A list without entries. @internal */
  static none(): CrlEntries {
    return new CrlEntries(new Uint8Array(0), new Uint32Array(0), [], null);
  }

  /** Reads the entries in the content octets from `start` to `end`. Throws DerError for a malformed one, and LimitError. @internal */
  static read(bytes: Uint8Array, start: number, end: number, version: 1 | 2): CrlEntries {
    let offsets = new Uint32Array(Math.min(limits.crlEntries, Math.max(16, (end - start) >> 5)));
    let count = 0;
    const issuers: number[] = [];
    let unknownCritical: string | null = null;
    for (let at = start; at < end; ) {
      if (count >= limits.crlEntries) throw new LimitError('crlEntries' satisfies LimitName);
      if (count === offsets.length) {
        const larger = new Uint32Array(Math.min(limits.crlEntries, count * 2));
        larger.set(offsets);
        offsets = larger;
      }
      const extensions = checkEntry(bytes, at, end);
      const next = endOf(bytes, at);
      offsets[count] = at;
      if (extensions > 0) {
        if (version === 1) throw new DerError('an entry of a version 1 CRL has extensions', extensions);
        if (!isReasonAlone(bytes, extensions, next)) {
          const details = decodeEntryExtensions(new Cursor(bytes, extensions, next));
          if (details.certificateIssuer !== null) issuers.push(count);
          unknownCritical ??= details.unknownCritical;
        }
      }
      count++;
      at = next;
    }
    return new CrlEntries(bytes, offsets.subarray(0, count), issuers, unknownCritical);
  }

  /** How many there are. */
  get count(): number {
    return this.#offsets.length;
  }

  /** The entries of a serial number, last in the list first. `serial`: INTEGER content octets, compared as INTEGER. */
  *find(serial: Uint8Array): Generator<CrlEntry> {
    if (this.count === 0) return;
    const wanted = minimal(serial);
    const table = this.#indexed();
    const mask = table.length - 1;
    const first = octetHash(wanted, 0, wanted.length, this.#seed) & mask;
    for (let slot = first; table[slot] !== 0; slot = (slot + 1) & mask) {
      let index = table[slot]! - 1;
      if (!this.#isSerial(index, wanted, 0, wanted.length)) continue;
      for (; index >= 0; index = (this.#previous?.[index] ?? 0) - 1) yield this.#decode(index);
      return;
    }
  }

  #indexed(): Uint32Array {
    if (this.#table !== undefined) return this.#table;
    const [first, last] = [this.#offsets[0]!, this.#offsets[this.count - 1]!];
    this.#seed = hash('sha256', this.#bytes.subarray(first, last + 1), 'buffer').readInt32LE(0);
    let size = 16;
    while (size < this.count * 2) size *= 2;
    const table = new Uint32Array(size);
    const tags = new Uint8Array(size);
    // Millions of times: offsets, not views.
    const bytes = this.#bytes;
    for (let index = 0; index < this.count; index++) {
      const end = serialEnd(bytes, this.#offsets[index]!);
      const start = serialStart(bytes, this.#offsets[index]!, end);
      const hashed = octetHash(bytes, start, end, this.#seed);
      // Eight bits of the hash by the side of each place: nearly every other serial is told apart without going back to it.
      const tag = hashed >>> 24;
      let slot = hashed & (size - 1);
      while (table[slot] !== 0 && (tags[slot] !== tag || !this.#isSerial(table[slot]! - 1, bytes, start, end))) {
        slot = (slot + 1) & (size - 1);
      }
      tags[slot] = tag;
      if (table[slot] !== 0) {
        this.#previous ??= new Uint32Array(this.count);
        this.#previous[index] = table[slot]!;
      }
      table[slot] = index + 1;
    }
    this.#table = table;
    return table;
  }

  /** True where the serial of an entry is these octets. */
  #isSerial(index: number, octets: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const last = serialEnd(bytes, this.#offsets[index]!);
    let at = serialStart(bytes, this.#offsets[index]!, last);
    if (last - at !== end - start) return false;
    for (let other = start; other < end; other++) if (bytes[at++] !== octets[other]) return false;
    return true;
  }

  #decode(index: number): CrlEntry {
    const { entry, revocationDate } = this.#enter(index);
    const own = entry.atEnd ? null : decodeEntryExtensions(entry);
    return {
      revocationDate,
      reason: own?.reason ?? null,
      invalidityDate: own?.invalidityDate ?? null,
      certificateIssuer: this.#issuerOf(index),
    };
  }

  /** RFC 5280 §5.3.3: an entry without certificateIssuer has that of the entry before it. */
  #issuerOf(index: number): readonly GeneralName[] | null {
    let [low, high] = [0, this.#issuers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#issuers[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    const named = this.#issuers[low - 1];
    if (named === undefined) return null;
    return decodeEntryExtensions(this.#enter(named).entry).certificateIssuer;
  }

  /** An entry up to its extensions. */
  #enter(index: number) {
    const entry = new Cursor(this.#bytes, this.#offsets[index]!).sequence('revokedCertificate');
    entry.content(Tag.INTEGER, 'userCertificate');
    return { entry, revocationDate: decodeEntryTime(entry, 'revocationDate') };
  }
}

/** Offset after a value whose header was checked. */
function endOf(bytes: Uint8Array, at: number): number {
  return contentAt(bytes, at) + lengthAt(bytes, at);
}

function contentAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1]!;
  return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1]!;
  if (first < 0x80) return first;
  let length = 0;
  for (let i = 0; i < (first & 0x7f); i++) length = length * 256 + bytes[at + 2 + i]!;
  return length;
}

/** Offset after the serial number of an entry. */
function serialEnd(bytes: Uint8Array, entry: number): number {
  return endOf(bytes, contentAt(bytes, entry));
}

/** Offset of the serial number's content octets in the fewest of them. */
function serialStart(bytes: Uint8Array, entry: number, end: number): number {
  return leastStart(bytes, contentAt(bytes, contentAt(bytes, entry)), end);
}

/** INTEGER content in the fewest octets: some lists and certificates carry a superfluous one. */
function minimal(content: Uint8Array): Uint8Array {
  return content.subarray(leastStart(content, 0, content.length));
}
