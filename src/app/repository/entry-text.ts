import type { TstListEntry } from '../../core/revocation/tst-list/entry.ts';
import { always } from '../../core/revocation/tst-list/selectors.ts';
import { momentText } from '../json-fields.ts';

/** An entry of a list in words of its own: what it names and what it says, each as text. */
export interface EntryText {
  readonly serial?: string;
  readonly genTime?: string;
  readonly tsu?: string;
  readonly tsa?: string;
  readonly policy?: string;
  readonly imprint?: string;
  readonly revokedAt?: string;
  readonly reason?: string;
  readonly notice?: string;
}

export function entryText({
  serial,
  genTime,
  tsu,
  tsa,
  policy,
  imprint,
  revokedAt,
  reason,
  notice,
}: TstListEntry): EntryText {
  return {
    ...(serial && { serial: rangeText(serial.from, serial.to, hex) }),
    ...(genTime && { genTime: rangeText(genTime.from, genTime.to, moment) }),
    ...(tsu && { tsu: tsu.sha256 ?? `${tsu.issuer.text} ${tsu.serial}` }),
    ...(tsa && { tsa: tsa.text }),
    ...(policy && { policy }),
    ...(imprint && { imprint: `${imprint.algorithm ?? ''}:${Buffer.from(imprint.value).toString('hex')}` }),
    ...(revokedAt !== null && { revokedAt: dated(revokedAt) }),
    ...(reason && { reason }),
    ...(notice && { notice }),
  };
}

function rangeText(from: bigint, to: bigint, one: (value: bigint) => string): string {
  return from === to ? one(from) : `${one(from)}..${one(to)}`;
}

function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** Microseconds since 1970; nothing for an open end. */
function moment(micros: bigint): string {
  return micros === always.from || micros === always.to ? '' : dated(Number(micros / 1000n));
}

/** Beyond what `Date` holds it stays a number. */
function dated(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? momentText(ms) : String(ms);
}
