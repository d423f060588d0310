import { fingerprintOf, type PageSnapshot, pageExtraction } from '../../core/revocation/tst-list/page.ts';
import type { TstListFormat } from '../../core/revocation/tst-list/read-list.ts';
import type { TstFailure } from '../../core/revocation/tst-list/snapshot.ts';
import type { Facts } from '../../core/verdict/findings.ts';
import {
  count,
  FieldError,
  fields,
  listOf,
  moment,
  momentText,
  oneOf,
  orNull,
  type Reader,
  recordOf,
  text,
} from '../json-fields.ts';
import type { ObjectName } from '../ports.ts';

/** One thing that is kept of a place: what it said, that it said nothing, or what a person found. Times in milliseconds since 1970. */
export type KeptRecord = KeptList | KeptPage | KeptFailure | KeptReview | KeptAcceptance | KeptAnchors | KeptAlarm;

/** A list as it came, read or not. */
export interface KeptList {
  readonly kind: 'list';
  /** When it was fetched; null for a file of which nobody knows. */
  readonly at: number | null;
  /** Where it came from, after redirects. */
  readonly origin: string;
  readonly bytes: ObjectName;
  /** What vouches for it, as it came; null where there was none. */
  readonly signature: ObjectName | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** A watched page as it came. Its documents are kept under their hashes. */
export interface KeptPage {
  readonly kind: 'page';
  readonly at: number | null;
  readonly origin: string;
  readonly bytes: ObjectName;
  readonly page: PageSnapshot;
}

/** An attempt that gave nothing. */
export interface KeptFailure extends Omit<TstFailure, 'at'> {
  readonly kind: 'failure';
  readonly at: number;
  /** What came, where it is worth a look. */
  readonly bytes: ObjectName | null;
}

/** What a person found on a page. */
export interface KeptReview {
  readonly kind: 'review';
  readonly at: number;
  readonly page: PageSnapshot;
  /** The list of what it names; null for nothing. */
  readonly revoked: { readonly bytes: ObjectName; readonly format: TstListFormat } | null;
}

/** A list that a person takes as the beginning of a new history. */
export interface KeptAcceptance {
  readonly kind: 'accepted';
  readonly at: number;
  readonly sha256: string;
}

/** A provider's archive of certificates. */
export interface KeptAnchors {
  readonly kind: 'anchors';
  readonly at: number;
  readonly origin: string;
  readonly bytes: ObjectName;
}

/** A token of the ledger that was told to be revoked. */
export interface KeptAlarm {
  readonly kind: 'alarm';
  readonly at: number;
  /** SHA-256 of the token. */
  readonly token: string;
}

const sha256 = text(64, /^[0-9a-f]{64}$/);
const name: Reader<ObjectName> = fields({ sha256, size: count });
const address = text(64 << 10);
const line = text(4 << 20);
const mostLines = 100_000;

const page: Reader<PageSnapshot> = (value, where) => {
  const read = fields<PageSnapshot>({
    extraction: oneOf([pageExtraction]),
    regions: listOf(line, 1_000),
    links: listOf(address, mostLines),
    whole: orNull(sha256),
    documents: listOf(fields({ url: address, sha256 }), mostLines),
    fingerprint: sha256,
  })(value, where);
  if (fingerprintOf(read) !== read.fingerprint) throw new FieldError(`${where}.fingerprint`, 'has a wrong value');
  return read;
};

const fact: Reader<string | number> = (value, where) => {
  if (typeof value !== 'string' && typeof value !== 'number') throw new FieldError(where, 'has a wrong value');
  return value;
};

const format: Reader<TstListFormat> = (value, where) => {
  const { kind } = fields<{ kind: 'json' | 'csv' | 'text' }>({ kind: oneOf(['json', 'csv', 'text']) })(value, where);
  if (kind === 'json') return { kind };
  const radix = orNull(oneOf([10, 16]));
  if (kind === 'text') return { kind, ...fields({ radix })(value, where) };
  const columns = recordOf(/^[A-Za-z0-9]{1,64}$/, text(512), 64);
  return { kind, ...fields({ radix, columns, zone: orNull(integer) })(value, where) };
};

const integer: Reader<number> = (value, where) => {
  if (!Number.isSafeInteger(value)) throw new FieldError(where, 'has a wrong value');
  return value as number;
};

const readers: { readonly [K in KeptRecord['kind']]: Reader<Omit<Extract<KeptRecord, { kind: K }>, 'kind'>> } = {
  list: fields({
    at: orNull(moment),
    origin: address,
    bytes: name,
    signature: orNull(name),
    etag: orNull(address),
    lastModified: orNull(address),
  }),
  page: fields({ at: orNull(moment), origin: address, bytes: name, page }),
  failure: fields({
    at: moment,
    origin: address,
    code: oneOf(['list-unreachable', 'list-unreadable', 'list-no-radix', 'page-region-missing']),
    facts: recordOf(/^\w{1,64}$/, fact, 32) as Reader<Facts>,
    bytes: orNull(name),
  }),
  review: fields({ at: moment, page, revoked: orNull(fields({ bytes: name, format })) }),
  accepted: fields({ at: moment, sha256 }),
  anchors: fields({ at: moment, origin: address, bytes: name }),
  alarm: fields({ at: moment, token: sha256 }),
};

/** A record of what was kept; null for whatever isn't one, such as one that a later version wrote. */
export function readRecord(value: unknown): KeptRecord | null {
  try {
    const { kind } = fields<{ kind: KeptRecord['kind'] }>({
      kind: oneOf(Object.keys(readers) as KeptRecord['kind'][]),
    })(value, '');
    return { kind, ...readers[kind](value, '') } as KeptRecord;
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}

/** As it is kept: moments as RFC 3339 in UTC. */
export function writeRecord(record: KeptRecord): object {
  return { ...record, at: record.at === null ? null : momentText(record.at) };
}
