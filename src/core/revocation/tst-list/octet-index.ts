import { hash } from 'node:crypto';
import { octetHash } from '../octet-hash.ts';

/**
 * Octet strings with the numbers of their entries, in a hash table: some thirty octets of memory each. Keyed by a hash over all of
 * them, so that no list can be made that clogs it. The table is made at the first lookup.
 */
export class OctetIndex {
  #octets = new Uint8Array(1 << 10);
  /** Where each string begins; one more than there are strings. */
  #starts = new Uint32Array(64);
  #entries = new Uint32Array(64);
  #count = 0;
  /** Number of the string plus one, 0 for a free place. */
  #table: Uint32Array | undefined;
  /** For strings that are there before: the one before it, plus one. */
  #previous: Uint32Array | undefined;
  #seed = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes the octets from `start` to the end of `source` as those of an entry. */
  add(source: Uint8Array, start: number, entry: number): void {
    const from = this.#starts[this.#count]!;
    const end = from + source.length - start;
    if (end > this.#octets.length) this.#octets = grown(this.#octets, Math.max(end, this.#octets.length * 2));
    if (this.#count + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, this.#starts.length * 2);
      this.#entries = grown(this.#entries, this.#entries.length * 2);
    }
    const octets = this.#octets;
    for (let at = from, i = start; i < source.length; i++) octets[at++] = source[i]!;
    this.#entries[this.#count++] = entry;
    this.#starts[this.#count] = end;
  }

  /** The octets of a string by its number, and the entry that has them. */
  octetsOf(index: number): Uint8Array {
    return this.#octets.subarray(this.#starts[index], this.#starts[index + 1]);
  }

  entryOf(index: number): number {
    return this.#entries[index]!;
  }

  /** The entries of these octets, last first. */
  *find(octets: Uint8Array): Generator<number> {
    const table = this.#indexed();
    const mask = table.length - 1;
    const first = octetHash(octets, 0, octets.length, this.#seed) & mask;
    for (let slot = first; table[slot] !== 0; slot = (slot + 1) & mask) {
      let index = table[slot]! - 1;
      if (!this.#is(index, octets, 0, octets.length)) continue;
      for (; index >= 0; index = (this.#previous?.[index] ?? 0) - 1) yield this.#entries[index]!;
      return;
    }
  }

  #indexed(): Uint32Array {
    if (this.#table !== undefined) return this.#table;
    const octets = this.#octets;
    this.#seed = hash('sha256', octets.subarray(0, this.#starts[this.#count]), 'buffer').readInt32LE(0);
    let size = 16;
    while (size < this.#count * 2) size *= 2;
    const table = new Uint32Array(size);
    const tags = new Uint8Array(size);
    for (let index = 0; index < this.#count; index++) {
      const start = this.#starts[index]!;
      const end = this.#starts[index + 1]!;
      const hashed = octetHash(octets, start, end, this.#seed);
      // Eight bits of the hash by the side of each place: nearly every other string is told apart without going back to it.
      const tag = hashed >>> 24;
      let slot = hashed & (size - 1);
      while (table[slot] !== 0 && (tags[slot] !== tag || !this.#is(table[slot]! - 1, octets, start, end))) {
        slot = (slot + 1) & (size - 1);
      }
      tags[slot] = tag;
      if (table[slot] !== 0) {
        this.#previous ??= new Uint32Array(this.#count);
        this.#previous[index] = table[slot]!;
      }
      table[slot] = index + 1;
    }
    this.#table = table;
    return table;
  }

  #is(index: number, octets: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[index]!;
    if (this.#starts[index + 1]! - at !== end - start) return false;
    for (let other = start; other < end; other++) if (this.#octets[at++] !== octets[other]) return false;
    return true;
  }
}

/** A copy with room for so many. */
export function grown<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
