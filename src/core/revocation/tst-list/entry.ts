import { toBigInt } from '../../der/integer.ts';
import type { ImprintSelector, NameSelector, Selectors, SerialRange, TimeRange, TsuSelector } from './selectors.ts';
import { serialScratch } from './serial-text.ts';

/** One revoked token, or several: what selects them, and what the provider says of them. */
export interface TstListEntry extends Selectors {
  /** Milliseconds since 1970; null where the list doesn't say. */
  readonly revokedAt: number | null;
  /** As the provider writes it; not escaped for any output. */
  readonly reason: string | null;
  /** URL or text of the provider's notice. */
  readonly notice: string | null;
  /** Where it begins in the list's bytes. */
  readonly offset: number;
}

/**
 * The entry that a reader is at, written over and over: a list may have millions. A single serial number stays octets; everything
 * else is rarer.
 */
export class EntryDraft {
  /** Room for one serial number, which stands at the end from `serialAt` on. */
  readonly octets = new Uint8Array(serialScratch);
  /** -1 for no single serial number. */
  serialAt = -1;
  range: SerialRange | null = null;
  genTime: TimeRange | null = null;
  imprint: ImprintSelector | null = null;
  tsu: TsuSelector | null = null;
  tsa: NameSelector | null = null;
  policy: string | null = null;

  clear(): void {
    this.serialAt = -1;
    this.range = null;
    this.genTime = null;
    this.imprint = null;
    this.tsu = null;
    this.tsa = null;
    this.policy = null;
  }

  /** True where anything is there beside a serial number or range. */
  get isNarrowed(): boolean {
    return (
      this.genTime !== null || this.imprint !== null || this.tsu !== null || this.tsa !== null || this.policy !== null
    );
  }

  get isEmpty(): boolean {
    return this.serialAt < 0 && this.range === null && !this.isNarrowed;
  }

  /** The serial number's octets; a view that the next entry writes over. */
  get serial(): Uint8Array {
    return this.octets.subarray(this.serialAt);
  }

  selectors(): Selectors {
    const { tsu, tsa, policy, genTime, imprint } = this;
    const single = this.serialAt < 0 ? null : toBigInt(this.serial);
    return { tsu, tsa, policy, serial: single === null ? this.range : { from: single, to: single }, genTime, imprint };
  }
}
