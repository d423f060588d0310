// Where each file of an archive is, how large it is and when it was stamped: all of it from the seed and the file's number.
import { Random } from './random.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Japan's zone has no summer time. */
const japan = 9 * hour;

/** The archive's period of genTimes, as Japanese days: the first, and the one after the last. Milliseconds since 1970. */
export const period = { from: Date.UTC(2019, 0, 1) - japan, until: Date.UTC(2026, 6, 1) - japan } as const;

/** Revoked on a list as a period of genTime: nothing good may have been stamped then. */
export const revokedPeriod = { from: Date.UTC(2022, 2, 10), until: Date.UTC(2022, 2, 10) + hour } as const;

/** How a token is named after its data. */
export type TokenForm = 'x.pdf.tsr' | 'x.tsr' | 'x.pdf.tst' | 'x.tst';

export interface Place {
  /** From the archive's folder, parts joined by `/`. Octets, for some names are Shift_JIS. */
  readonly data: Buffer;
  readonly token: Buffer;
  /** A second token of the same data, under another name; null: none. */
  readonly second: Buffer | null;
  /** True: the token without its response. */
  readonly bare: boolean;
}

export interface LayoutOptions {
  readonly seed: number;
  readonly count: number;
  /** Size of every file; null: from 1 KB to 100 MB, mostly small. */
  readonly bytes: number | null;
  /** Every file with one token, a response in `x.pdf.tsr`: what every peer can read. */
  readonly plain: boolean;
}

const kinds = ['請求書', '契約書', '領収書', '見積書', '納品書', 'contracts', 'invoices', 'ガイドライン'];
const endings = ['pdf', 'pdf', 'pdf', 'xml', 'docx', 'jpg', 'csv', 'txt'];
const partners = [
  '山田商店',
  'ガス・プロジェクト',
  'パートナーズ',
  'Müller GmbH',
  'acme',
  'デザイン部',
  '株式会社さくら',
];
/** `取引先` and `御中`, as old archives have them: Shift_JIS is no UTF-8. */
const shiftJis = ['8ee688f890e6', '8ce49286'].map((hex) => Buffer.from(hex, 'hex'));

/** When file number `index` was stamped; a share of a millisecond is left to the token. */
export function genTimeOf(index: number, seed: number, from: number = period.from, until: number = period.until) {
  const random = new Random(seed, index, 'time');
  const time = from + Math.floor(random.next() * (until - from));
  const isRevoked = time >= revokedPeriod.from - hour && time <= revokedPeriod.until + hour;
  return { ms: isRevoked && from === period.from ? time + day : time, micros: random.below(1000) };
}

/** Names of file number `index`, stamped at `ms`; a name is there once in the archive. */
export function placeOf(index: number, ms: number, { seed, plain }: LayoutOptions): Place {
  const random = new Random(seed, index, 'name');
  const local = new Date(ms + japan);
  const [year, month] = [local.getUTCFullYear(), String(local.getUTCMonth() + 1).padStart(2, '0')];
  // A Japanese business year begins in April.
  const folder = `${local.getUTCMonth() < 3 ? year - 1 : year}年度/${random.pick(kinds)}/${year}-${month}`;
  const stem = `${random.pick(partners)}_${String(index).padStart(7, '0')}`;
  // macOS hands names over decomposed: ガ as two code points.
  const form = random.chance(0.05) ? 'NFD' : 'NFC';
  const old = random.chance(plain ? 0 : 0.002) ? random.pick(shiftJis) : Buffer.alloc(0);
  const start = Buffer.concat([Buffer.from(`${folder}/`), old, Buffer.from(stem.normalize(form))]);
  const ending = random.pick(endings);
  const share = random.next();
  const shape: TokenForm =
    plain || share < 0.7 ? 'x.pdf.tsr' : share < 0.85 ? 'x.tsr' : share < 0.95 ? 'x.pdf.tst' : 'x.tst';
  const further: TokenForm | null =
    plain || !random.chance(0.03) ? null : shape === 'x.pdf.tst' ? 'x.pdf.tsr' : 'x.pdf.tst';
  const named = (name: TokenForm) => Buffer.concat([start, Buffer.from(name.slice(1).replace('pdf', ending))]);
  return {
    data: Buffer.concat([start, Buffer.from(`.${ending}`)]),
    token: named(shape),
    second: further && named(further),
    bare: shape.endsWith('tst') && random.chance(0.5),
  };
}

const kb = 1_000;
/** What the data of an archive may come to beside its few large files, so that a million files fit on a disk. */
const budget = 3.5e9;
const largest = 20e6;
/** The last ones of a large archive. */
const large = { files: 3, bytes: 100e6, from: 10_000 } as const;

/** Bytes of file number `index`: half as many files of twice the size, cut where the whole would become too large. */
export function sizeOf(index: number, { seed, count, bytes }: LayoutOptions): number {
  if (bytes !== null) return bytes;
  if (isLarge(index, { count, bytes })) return large.bytes;
  // A density of 1/size² has the mean ln(limit), in units of the smallest.
  const limit = Math.min(largest, kb * Math.exp(Math.min(50, budget / (count * kb))));
  const share = new Random(seed, index, 'size').next();
  return Math.floor(kb / (1 - share * (1 - kb / limit)));
}

export function isLarge(index: number, { count, bytes }: Pick<LayoutOptions, 'count' | 'bytes'>): boolean {
  return bytes === null && count >= large.from && index >= count - large.files;
}

/**
 * A name as reports write it: UTF-8 as it is, and of a name that is none every octet beyond ASCII as `\xNN`.
 */
export function nameText(name: Buffer): string {
  const text = name.toString('utf8');
  if (Buffer.from(text).equals(name)) return text;
  return Array.from(name, (octet) => (octet < 0x80 ? String.fromCharCode(octet) : `\\x${octet.toString(16)}`)).join('');
}
