import { hash } from 'node:crypto';
import { limits } from '../../der/limits.ts';
import type { Facts } from '../../verdict/findings.ts';
import type { PageChange } from '../../verdict/tst-source-line.ts';

/** The version of how text and links are taken from a page: `docs/page-extraction.md` says it. A new one needs new reviews. */
export const pageExtraction = 1;

/** What is watched of a web page or document that a provider publishes revocations in. */
export interface PageFormat {
  readonly kind: 'page';
  /** CSS selectors of the watched regions; each has to be there, and to have content. None: the whole is hashed as bytes (PDF). */
  readonly regions: readonly string[];
  /** CSS selector of those links inside the regions whose targets are fetched and hashed as bytes; null for none. */
  readonly documents: string | null;
  /** Label of the encoding (WHATWG), where neither page nor server say it. Default `utf-8`. */
  readonly encoding?: string;
}

/** A page as it came. */
export interface PageAnswer {
  readonly bytes: Uint8Array;
  /** Where it came from, after redirects. */
  readonly url: string;
  /** The Content-Type field; null where there was none. */
  readonly contentType: string | null;
}

/** What was read of a page, before its linked documents are at hand. */
export interface PageReading {
  readonly extraction: typeof pageExtraction;
  /** The text of each watched region, line by line. */
  readonly regions: readonly string[];
  /** Where the links, pictures and frames of the regions lead, in their order. */
  readonly links: readonly string[];
  /** SHA-256 of a page that is hashed as bytes, hexadecimal; null for one whose regions are watched. */
  readonly whole: string | null;
  /** The linked documents to fetch. */
  readonly wanted: readonly string[];
}

/** A page at one moment. Plain data, which can be kept as JSON and compared later. */
export interface PageSnapshot extends Omit<PageReading, 'wanted'> {
  readonly documents: readonly { readonly url: string; readonly sha256: string }[];
  /** SHA-256 over all of it, hexadecimal: two snapshots of one fingerprint are the same. */
  readonly fingerprint: string;
}

/** A page that can't be watched: a region isn't there, or it is no page at all. */
export class TstPageError extends Error {
  readonly code: 'page-region-missing' | 'list-unreadable';
  readonly facts: Facts;

  constructor(code: TstPageError['code'], facts: Facts) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = 'TstPageError';
    this.code = code;
    this.facts = facts;
  }
}

/**
 * Reads what is watched of a page. Throws TstPageError where a region isn't there or has no content, so that an error page is never the
 * same as the page that it stands for; RangeError for a selector that is none.
 */
export async function readTstPage(answer: PageAnswer, format: PageFormat): Promise<PageReading> {
  const nothing = { extraction: pageExtraction, regions: [], links: [], whole: null, wanted: [] } as const;
  if (answer.bytes.length === 0) throw new TstPageError('list-unreadable', { reason: 'empty-file' });
  if (format.regions.length === 0) return { ...nothing, whole: hash('sha256', answer.bytes, 'hex') };
  if (answer.bytes.length > limits.pageBytes) throw new TstPageError('list-unreadable', { reason: 'list-too-large' });
  // Only pages need a parser of HTML.
  const { extractRegions } = await import('./page-html.ts');
  return { ...nothing, ...extractRegions(answer, format) };
}

/** The whole snapshot, from the SHA-256 of each document that the reading wants (hexadecimal). Throws RangeError where one is missing. */
export function pageSnapshot(reading: PageReading, hashes: ReadonlyMap<string, string>): PageSnapshot {
  const { extraction, regions, links, whole, wanted } = reading;
  const documents = wanted.map((url) => {
    const sha256 = hashes.get(url);
    if (sha256 === undefined) throw new RangeError(`the hash of ${url} is missing`);
    return { url, sha256 };
  });
  const parts = { extraction, regions, links, whole, documents };
  return { ...parts, fingerprint: fingerprintOf(parts) };
}

/** The fingerprint that a snapshot has to have: one that was kept somewhere is checked by it. */
export function fingerprintOf(parts: Omit<PageSnapshot, 'fingerprint'>): string {
  const { extraction, regions, links, whole, documents } = parts;
  const pairs = documents.map(({ url, sha256 }) => [url, sha256]);
  return hash('sha256', JSON.stringify([extraction, regions, links, whole, pairs]), 'hex');
}

/** Compares with the snapshot that was reviewed. Nothing added or removed although the fingerprints differ: the order changed. */
export function comparePages(reviewed: PageSnapshot, current: PageSnapshot): PageChange {
  const lines = ({ regions, whole }: PageSnapshot) =>
    whole === null ? regions.flatMap((text) => text.split('\n')) : [whole];
  const before = new Map(reviewed.documents.map(({ url, sha256 }) => [url, sha256]));
  const changed = current.documents.filter(({ url, sha256 }) => before.has(url) && before.get(url) !== sha256);
  return {
    linesAdded: surplus(lines(current), lines(reviewed)),
    linesRemoved: surplus(lines(reviewed), lines(current)),
    linksAdded: surplus(current.links, reviewed.links),
    linksRemoved: surplus(reviewed.links, current.links),
    documentsChanged: changed.map(({ url }) => url),
  };
}

/** What the first has more often than the second. */
function surplus(all: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    if (count > 0) left.set(one, count - 1);
    return count === 0;
  });
}
