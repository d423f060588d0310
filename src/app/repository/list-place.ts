import { type CsvFormat, csvMeanings } from '../../core/revocation/tst-list/csv-list.ts';
import { TstListError } from '../../core/revocation/tst-list/list-error.ts';
import type { PageFormat } from '../../core/revocation/tst-list/page.ts';
import type { TstListFormat } from '../../core/revocation/tst-list/read-list.ts';
import type { TstScope } from '../../core/revocation/tst-list/scope.ts';
import type { TstStatement } from '../../core/revocation/tst-list/snapshot.ts';
import { scopeOf } from '../profile/list-scope.ts';
import type { Authenticity, Profile } from '../profile/profile.ts';

/** `--tst-revocation-list`: a file or URL, with the base of serial numbers that say none (`--list-radix`). */
export interface GivenList {
  readonly place: string;
  readonly radix: 10 | 16 | null;
}

/** Where to look for revoked tokens, and how to read what is there. */
export interface ListPlace {
  /** The profile's name, or the file or URL that was given. */
  readonly name: string;
  readonly scope: TstScope | null;
  /** What is there; a statement is nowhere. */
  readonly source: ListSource | { readonly kind: 'none-published'; readonly statement: TstStatement };
  /** Null for a list that was given by itself. */
  readonly profile: Profile | null;
}

export interface ListSource {
  readonly kind: 'list' | 'page';
  readonly place: { readonly url: string } | { readonly file: string };
  /** How a list is written, which some tell themselves; null for a page. */
  readonly format: ((bytes: Uint8Array) => TstListFormat) | null;
  readonly page: PageFormat | null;
  /** Milliseconds; null: the usual. */
  readonly maxAge: number | null;
  readonly allowHttp: boolean;
  readonly authenticity: Authenticity | null;
}

/** The place that a profile names; null where it says nothing of revoked tokens. */
export function placeOfProfile(profile: Profile): ListPlace | null {
  const { tstRevocation: list, name } = profile;
  if (list === null) return null;
  const about = { name, scope: scopeOf(profile) ?? underAnchors(profile), profile };
  if (list.kind === 'none-published') {
    const { kind, statedAt, limit } = list;
    return { ...about, source: { kind, statement: { statedAt, limit } } };
  }
  const { place, maxAge, allowHttp, authenticity } = list;
  const common = { place, maxAge, allowHttp, authenticity };
  if (list.kind === 'page') return { ...about, source: { ...common, kind: 'page', format: null, page: list.format } };
  const { format } = list;
  return { ...about, source: { ...common, kind: 'list', format: () => format, page: null } };
}

/** A profile that says nothing else of its tokens is at least about none of other roots. */
function underAnchors({ anchors }: Profile): TstScope | null {
  const pins = anchors.map(({ sha256 }) => sha256);
  return pins.length === 0 ? null : { tsuCertificates: [], tsaNames: [], policies: [], anchors: pins };
}

/** A list that the user gave, who may give an http address as well. */
export function placeOfGiven({ place: name, radix }: GivenList): ListPlace {
  const place = isUrl(name) ? { url: name } : { file: name };
  const format = (bytes: Uint8Array) => formatOf(bytes, name, radix);
  const common = { maxAge: null, allowHttp: true, authenticity: null, page: null };
  return { name, scope: null, profile: null, source: { ...common, kind: 'list', place, format } };
}

export function isUrl(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** The name under which everything of a source is kept. What was reviewed of other regions of a page is no review of these. */
export function keptName({ kind, place, page }: ListSource): string {
  const where = 'url' in place ? place.url : place.file;
  return JSON.stringify([kind, where, page?.regions ?? null, page?.documents ?? null]);
}

/** By the ending of its name, else by what it begins with: the format of a list without a profile. Throws TstListError. */
export function formatOf(bytes: Uint8Array, name: string, radix: 10 | 16 | null): TstListFormat {
  const path = isUrl(name) ? new URL(name).pathname : name;
  const ending = /\.(json|csv|txt)$/i.exec(path)?.[1]?.toLowerCase();
  const head = Buffer.from(bytes.subarray(0, 64 << 10))
    .toString('utf8')
    .replace(/^\ufeff/, '');
  if (ending === 'json' || (ending === undefined && /^\s*[{[]/.test(head))) return { kind: 'json' };
  const columns = ending === 'txt' ? {} : columnsOf(head, ending === 'csv');
  const isCsv = Object.keys(columns).length > 0;
  return isCsv ? { kind: 'csv', columns, radix, zone: null } : { kind: 'text', radix };
}

/**
 * The columns of the header row, whose names have to be the format's own. Any other could be what a token is selected by, such as
 * the end of a range: that is a TstListError, and so is a header that selects nothing.
 */
function columnsOf(head: string, isNamed: boolean): CsvFormat['columns'] {
  const [first = ''] = head.split(/[\r\n]/, 1);
  const names = first.split(',').map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
  const known = csvMeanings.filter((meaning) => names.includes(meaning));
  if (known.length === 0 && !isNamed) return {};
  const other = names.find((name) => !csvMeanings.some((meaning) => meaning === name));
  if (other !== undefined) throw new TstListError('csv-column-unknown', { line: 1, column: 1 }, other.slice(0, 64));
  return Object.fromEntries(known.map((meaning) => [meaning, meaning]));
}
