import { limits } from '../../der/limits.ts';
import { leastStart } from '../octet-hash.ts';
import type { EntryDraft, TstListEntry } from './entry.ts';
import type { ListProblem } from './list-error.ts';
import { grown, OctetIndex } from './octet-index.ts';
import type { TstQuestion } from './question.ts';
import { RangeIndex } from './range-index.ts';
import { includes, matches, type Selectors } from './selectors.ts';

/** Reads one entry of a list anew, from where it begins. */
export type ReadEntry = (offset: number) => TstListEntry;

/**
 * The entries of a list, found by what they select: serial numbers and imprints in hash tables, ranges sorted, and the few others
 * looked at one by one. Each was read once and checked when the list was; what it says is read again when it is asked for.
 */
export class TstEntries implements Iterable<TstListEntry> {
  readonly #read: ReadEntry;
  #offsets = new Uint32Array(64);
  /** 1 for an entry that is one serial number and nothing else. */
  #alone = new Uint8Array(64);
  #count = 0;
  readonly #serials = new OctetIndex();
  readonly #ranges = new RangeIndex();
  readonly #imprints = new OctetIndex();
  readonly #times = new RangeIndex();
  readonly #scanned: number[] = [];
  #scannedEntries: readonly TstListEntry[] | undefined;

  /** @internal */
  constructor(read: ReadEntry) {
    this.#read = read;
  }

  /** Takes an entry while its list is being read; gives what keeps it from being taken. @internal */
  add(offset: number, draft: EntryDraft): ListProblem | null {
    if (draft.isEmpty) return 'no-selector';
    const entry = this.#count;
    if (entry >= limits.tstListEntries) return 'too-many-entries';
    if (entry === this.#offsets.length) {
      this.#offsets = grown(this.#offsets, entry * 2);
      this.#alone = grown(this.#alone, entry * 2);
    }
    this.#offsets[entry] = offset;
    this.#count++;
    const { serialAt, range, imprint, genTime } = draft;
    if (serialAt >= 0) {
      if (!draft.isNarrowed) this.#alone[entry] = 1;
      this.#serials.add(draft.octets, serialAt, entry);
    } else if (range !== null) this.#ranges.add(range.from, range.to, entry);
    else if (imprint !== null) this.#imprints.add(imprint.value, 0, entry);
    else if (genTime !== null) this.#times.add(genTime.from, genTime.to, entry);
    else if (this.#scanned.push(entry) > limits.tstListScanned) return 'too-many-scanned';
    return null;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** The entries in the order of the list. */
  *[Symbol.iterator](): Generator<TstListEntry> {
    for (let entry = 0; entry < this.#count; entry++) yield this.#read(this.#offsets[entry]!);
  }

  /** The first entry found that lists the token; null where none does; `limit` where too many may. @internal */
  find(question: TstQuestion): TstListEntry | 'limit' | null {
    let looked = 0;
    for (const entry of this.#others()) if (matches(entry, question)) return entry;
    for (const index of this.#candidates(question)) {
      if (++looked > limits.tstListMatches) return 'limit';
      const entry = this.#read(this.#offsets[index]!);
      if (matches(entry, question)) return entry;
    }
    return null;
  }

  /** True where one entry lists every token that these selectors do. @internal */
  covers(selectors: Selectors): boolean {
    const { serial, imprint, genTime } = selectors;
    if (this.#others().some((entry) => includes(entry, selectors))) return true;
    const found: Iterable<number>[] = [];
    if (serial !== null) {
      found.push(this.#serials.find(octetsOf(serial.from)), this.#ranges.touching(serial.from, serial.from));
    }
    if (imprint !== null) found.push(this.#imprints.find(imprint.value));
    if (genTime !== null) found.push(this.#times.touching(genTime.from, genTime.from));
    let looked = 0;
    for (const candidates of found) {
      for (const index of candidates) {
        // Unproven: whoever relies on it then refuses the list.
        if (++looked > limits.tstListMatches) return false;
        if (includes(this.#read(this.#offsets[index]!), selectors)) return true;
      }
    }
    return false;
  }

  /** The first entry that `later` lists no more; null where it lists all of them. @internal */
  missingFrom(later: TstEntries): TstListEntry | null {
    for (let index = 0, serial = 0; index < this.#count; index++) {
      // Single serial numbers, which are nearly all, are compared as octets.
      const isSingle = serial < this.#serials.count && this.#serials.entryOf(serial) === index;
      const octets = isSingle ? this.#serials.octetsOf(serial++) : null;
      if (octets !== null && later.#listsAlone(octets)) continue;
      const entry = this.#read(this.#offsets[index]!);
      if (!later.covers(entry)) return entry;
    }
    return null;
  }

  #listsAlone(serial: Uint8Array): boolean {
    for (const index of this.#serials.find(serial)) if (this.#alone[index] === 1) return true;
    return false;
  }

  *#candidates(question: TstQuestion): Generator<number> {
    const { serial, serialValue, imprint, genTime } = question;
    if (serial !== null) yield* this.#serials.find(serial.subarray(leastStart(serial, 0, serial.length)));
    if (serialValue !== null) yield* this.#ranges.touching(serialValue, serialValue);
    if (imprint !== null) yield* this.#imprints.find(imprint.value);
    if (genTime !== null) yield* this.#times.touching(genTime.earliest, genTime.latest);
  }

  #others(): readonly TstListEntry[] {
    this.#scannedEntries ??= this.#scanned.map((index) => this.#read(this.#offsets[index]!));
    return this.#scannedEntries;
  }
}

/** INTEGER content octets of a value, in the fewest of them. */
function octetsOf(value: bigint): Uint8Array {
  const length = Math.floor((value < 0n ? ~value : value).toString(2).length / 8) + 1;
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}
