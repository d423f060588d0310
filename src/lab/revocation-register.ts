import type { LabCertificate } from './ca.ts';
import { type ReasonName, reasons } from './crl-extensions.ts';
import { type CrlEntryPlan, crlEntry } from './crl-plan.ts';
import type { CaName } from './delegates.ts';

/** A certificate of the lab that can be revoked. */
export const revocable = ['tsu', 'intermediate'] as const;
export type Revocable = (typeof revocable)[number];

/** Revoke this certificate. Times in milliseconds since 1970. */
export interface Revocation {
  readonly certificate: Revocable;
  /** A name or number of CRLReason, also one that the RFC does not know; null: an entry without reason code. */
  readonly reason: ReasonName | number | null;
  /** Default: now. */
  readonly date?: number;
  /** Default: no invalidityDate. */
  readonly invalidity?: number;
}

/** The number of a reason code; throws RangeError where that is none. */
export function reasonNumber(reason: string | number | null): number | null {
  if (reason === null || reason === 'none') return null;
  if (Object.hasOwn(reasons, reason)) return reasons[reason as ReasonName];
  const number = /^\d{1,3}$/.test(String(reason)) ? Number(reason) : Number.NaN;
  if (!(number <= 127)) throw new RangeError(`the lab knows no reason ${reason}`);
  return number;
}

/** `tsu:keyCompromise`, or with a date after it; throws RangeError where that is no revocation. */
export function readRevocation(text: string, readDate: (text: string) => number): Revocation {
  const [, certificate, reason, date] = /^([^:]*):([^:]*)(?::(.*))?$/.exec(text) ?? [];
  const found = revocable.find((name) => name === certificate);
  if (!found) throw new RangeError(`the lab revokes ${revocable.join(' and ')}, as in tsu:keyCompromise`);
  return { certificate: found, reason: reasonNumber(reason!), ...(date !== undefined && { date: readDate(date) }) };
}

interface Register {
  /** By serial number in hexadecimal. */
  readonly current: Map<string, CrlEntryPlan>;
  /** What the last complete CRL said, where delta CRLs are in use. */
  published: Map<string, CrlEntryPlan>;
}

const removed = reasons.removeFromCRL;
const onHold = reasons.certificateHold;

/** What each of the CAs has revoked, now and in its last complete CRL. */
export class RevocationRegister {
  readonly #of: Readonly<Record<CaName, Register>>;
  #changes = 0;
  #publishedAt: number;
  #publishedChanges = 0;

  /** @param now milliseconds since 1970. */
  constructor(now: number) {
    const empty = () => ({ current: new Map<string, CrlEntryPlan>(), published: new Map<string, CrlEntryPlan>() });
    this.#of = { root: empty(), intermediate: empty() };
    this.#publishedAt = now;
  }

  /** When the last complete CRL was published. */
  get publishedAt(): number {
    return this.#publishedAt;
  }

  /** Revokes; `removeFromCRL` ends a hold. Throws RangeError where there is none to end. */
  revoke(
    ca: CaName,
    certificate: Pick<LabCertificate, 'serial'>,
    revocation: Omit<Revocation, 'certificate'>,
    now: number,
  ) {
    const { current } = this.#of[ca];
    const reason = reasonNumber(revocation.reason);
    const id = serialText(certificate.serial);
    if (reason === removed) {
      if (current.get(id)?.reason !== onHold) throw new RangeError('removeFromCRL ends a hold, and there is none');
      current.delete(id);
    } else {
      const { date = now, invalidity = null } = revocation;
      current.set(id, crlEntry(certificate, { date, reason, invalidity }));
    }
    this.#changes++;
  }

  /** The last complete CRL lists this entry too, as if it had stood there all along. */
  publishEntry(ca: CaName, { serial }: Pick<LabCertificate, 'serial'>): void {
    const entry = this.find(ca, serial);
    if (entry) this.#of[ca].published.set(serialText(serial), entry);
    this.#publishedChanges = this.#changes;
  }

  /** Makes what is revoked now the content of the complete CRLs. */
  publish(now: number): void {
    for (const register of Object.values(this.#of)) register.published = new Map(register.current);
    this.#publishedAt = now;
    this.#publishedChanges = this.#changes;
  }

  /** The entry of a certificate, or undefined. */
  find(ca: CaName, serial: Uint8Array): CrlEntryPlan | undefined {
    return this.#of[ca].current.get(serialText(serial));
  }

  /** What a complete CRL of this moment lists. */
  current(ca: CaName): CrlEntryPlan[] {
    return [...this.#of[ca].current.values()];
  }

  /** What the last complete CRL lists. */
  published(ca: CaName): CrlEntryPlan[] {
    return [...this.#of[ca].published.values()];
  }

  /** What changed since: new and changed entries, and `removeFromCRL` for those that are gone (RFC 5280 §5.2.4). */
  delta(ca: CaName, now: number): CrlEntryPlan[] {
    const { current, published } = this.#of[ca];
    const fresh = [...current].filter(([id, entry]) => published.get(id) !== entry).map(([, entry]) => entry);
    const gone = [...published].filter(([id]) => !current.has(id));
    return [...fresh, ...gone.map(([, entry]) => ({ ...entry, date: now, reason: removed, invalidity: null }))];
  }

  /** CRL number: grows with the clock and with every change. */
  number(now: number): bigint {
    return BigInt(Math.floor(now / 1000)) + BigInt(this.#changes);
  }

  /** The number of the last complete CRL. */
  get publishedNumber(): bigint {
    return BigInt(Math.floor(this.#publishedAt / 1000)) + BigInt(this.#publishedChanges);
  }
}

function serialText(serial: Uint8Array): string {
  return Buffer.from(serial).toString('hex');
}
