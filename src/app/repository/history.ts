import { limits } from '../../core/der/limits.ts';
import type { TstList } from '../../core/revocation/tst-list/list.ts';
import { TstListError } from '../../core/revocation/tst-list/list-error.ts';
import { readTstList, type TstListFormat } from '../../core/revocation/tst-list/read-list.ts';
import type { PageReview, TstFailure, TstSnapshot } from '../../core/revocation/tst-list/snapshot.ts';
import type { TstSourceInput } from '../../core/revocation/tst-list/source.ts';
import { TstError } from '../../core/verdict/errors.ts';
import type { Note } from '../notes.ts';
import type { Files, ObjectName, Repository } from '../ports.ts';
import { beside, type Fetched, nameOf } from './fetch-place.ts';
import { keptName, type ListPlace, type ListSource } from './list-place.ts';
import { type KeptList, type KeptPage, type KeptRecord, readRecord, writeRecord } from './record.ts';
import type { Vouching } from './vouching.ts';

export interface HistoryPorts {
  readonly files: Pick<Files, 'read'>;
  readonly repository: Repository;
}

/** Everything known of one place: what was kept of it, what its file holds, and what was fetched in this run. */
export class History {
  readonly place: ListPlace;
  readonly #source: ListSource;
  readonly #vouching: Vouching | null;
  readonly #ports: HistoryPorts;
  readonly #lists = new Map<string, TstList | TstListError | null>();
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #records: KeptRecord[] = [];
  readonly #snapshots: TstSnapshot[] = [];
  readonly #failures: TstFailure[] = [];
  #reviews: readonly PageReview[] = [];
  readonly #accepted = new Set<string>();
  readonly #notes = new Map<string, Note>();
  /** What the file of a source holds. */
  #own: KeptList | KeptPage | null = null;

  private constructor(place: ListPlace, source: ListSource, vouching: Vouching | null, ports: HistoryPorts) {
    this.place = place;
    this.#source = source;
    this.#vouching = vouching;
    this.#ports = ports;
  }

  /**
   * Reads what was kept, and the file of a source that is one. Throws a TstError of reading for a file that the user named on the command
   * line; whatever else fails is a note or a failure of the source.
   */
  static async open(
    place: ListPlace,
    source: ListSource,
    vouching: Vouching | null,
    ports: HistoryPorts,
  ): Promise<History> {
    const history = new History(place, source, vouching, ports);
    await history.#recall();
    if ('file' in source.place) await history.#readFile(source.place.file);
    return history;
  }

  /** As the core wants it. */
  get input(): TstSourceInput {
    const { name, scope } = this.place;
    const { kind, maxAge } = this.#source;
    const known = {
      snapshots: this.#snapshots,
      failures: this.#failures,
      reviews: this.#reviews,
      accepted: this.#accepted,
    };
    return { name, kind, scope, ...known, ...(maxAge === null ? {} : { maxAge }) };
  }

  /** What is missing of it, and what could not be kept. */
  get notes(): readonly Note[] {
    return [...this.#notes.values()];
  }

  /** Everything that was kept or came in this run, oldest first. */
  get records(): readonly KeptRecord[] {
    return this.#records;
  }

  get reviews(): readonly PageReview[] {
    return this.#reviews;
  }

  /** The place as the user named it: were it the one after redirects, a server could begin a new history by another redirect. */
  get #origin(): string {
    const { place } = this.#source;
    return 'url' in place ? place.url : place.file;
  }

  /** The page or list that came last; null where there is none. */
  get latest(): TstSnapshot | null {
    return this.#snapshots.at(-1) ?? null;
  }

  /** The list that came last, for a server to say whether it changed. Only one that is whole can be confirmed. */
  async confirmable(): Promise<KeptList | null> {
    const last = this.#records.findLast((one) => one.kind === 'list');
    if (last !== undefined && this.#isInClear(last.origin)) return null;
    return last !== undefined && (await this.object(last.bytes)) !== null ? last : null;
  }

  /** Takes what was fetched or recorded, and keeps it. */
  async take({ record, objects }: Pick<Fetched, 'objects'> & { readonly record: KeptRecord }): Promise<void> {
    for (const bytes of objects) this.#bytes.set(nameOf(bytes).sha256, bytes);
    await this.#add(record);
    await this.#keep(record, objects);
  }

  /** Keeps what the source's file holds, unless that is what was kept last. */
  async keepFile(): Promise<void> {
    const own = this.#own;
    if (own === null) return;
    const before = this.#records.findLast((one) => one !== own && one.kind === own.kind);
    if (before !== undefined && 'bytes' in before && before.bytes?.sha256 === own.bytes.sha256) return;
    const signature = own.kind === 'list' ? own.signature : null;
    const objects = [own.bytes, signature].flatMap((name) => (name && this.#bytes.get(name.sha256)) ?? []);
    await this.#keep(own, objects);
  }

  /** Entries of a list, of a review where `own` is its format; null where it can't be read. */
  countOf(of: ObjectName, own: TstListFormat | null = null): number | null {
    const list = this.#lists.get(listName(of, own));
    return list === undefined || list === null || list instanceof TstListError ? null : list.entries.count;
  }

  /** Bytes that a record names. */
  async object(of: ObjectName): Promise<Uint8Array | null> {
    return this.#bytes.get(of.sha256) ?? (await this.#ports.repository.object(of));
  }

  async #keep(record: KeptRecord, objects: readonly Uint8Array[]): Promise<void> {
    try {
      await this.#ports.repository.keep(keptName(this.#source), writeRecord(record), objects);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      const { path = '', reason = error.code } = error.facts;
      this.#note({ code: 'repository-not-written', facts: { path, reason } });
    }
  }

  async #recall(): Promise<void> {
    const { name } = this.place;
    try {
      const { records, lost, wholeFrom } = await this.#ports.repository.read(keptName(this.#source));
      const read = records.map(readRecord);
      const missing = lost + read.filter((one) => one === null).length;
      if (missing > 0) this.#note({ code: 'repository-incomplete', facts: { name, count: missing } });
      const unsure = Math.max(wholeFrom, read.lastIndexOf(null) + 1);
      for (const record of read.slice(0, unsure)) if (record !== null) await this.#add(record);
      this.#doubt(() => true);
      for (const record of read.slice(unsure)) if (record !== null) await this.#add(record);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      const { path = '', reason = error.code } = error.facts;
      this.#note({ code: 'repository-unreadable', facts: { name, path, reason } });
    }
  }

  /** A file says nothing of when it came. What it holds is kept only by `take`. */
  async #readFile(path: string): Promise<void> {
    try {
      const bytes = await this.#ports.files.read(path, limits.tstListBytes);
      this.#bytes.set(nameOf(bytes).sha256, bytes);
      const signature = await this.#signatureFile(path);
      if (signature !== null) this.#bytes.set(nameOf(signature).sha256, signature);
      const own = { origin: path, at: null, bytes: nameOf(bytes) };
      const validators = { signature: signature && nameOf(signature), etag: null, lastModified: null };
      const page = this.#source.kind === 'page' ? await this.#pageOf(bytes, path) : null;
      if (page !== null) this.#own = { kind: 'page', ...own, page };
      else if (this.#source.kind === 'list') this.#own = { kind: 'list', ...own, ...validators };
      if (this.#own !== null) await this.#add(this.#own);
    } catch (error) {
      if (!(error instanceof TstError) || this.place.profile === null) throw error;
      this.#failures.push({ origin: path, at: null, code: 'list-unreachable', facts: { reason: error.code } });
    }
  }

  async #signatureFile(path: string): Promise<Uint8Array | null> {
    const { authenticity } = this.#source;
    if (authenticity === null) return null;
    try {
      return await this.#ports.files.read(authenticity.place ?? beside(path, authenticity.kind), limits.tokenBytes);
    } catch (error) {
      if (error instanceof TstError && error.code === 'input-missing') return null;
      throw error;
    }
  }

  async #pageOf(bytes: Uint8Array, path: string) {
    const { pageSnapshot, readTstPage, TstPageError } = await import('../../core/revocation/tst-list/page.ts');
    const { pathToFileURL } = await import('node:url');
    try {
      const reading = await readTstPage(
        { bytes, url: pathToFileURL(path).href, contentType: null },
        this.#source.page!,
      );
      if (reading.wanted.length === 0) return pageSnapshot(reading, new Map());
      this.#failures.push({
        origin: path,
        at: null,
        code: 'list-unreachable',
        facts: { reason: 'documents-of-a-file' },
      });
    } catch (error) {
      if (!(error instanceof TstPageError)) throw error;
      this.#failures.push({ origin: path, at: null, code: error.code, facts: error.facts });
    }
    return null;
  }

  async #add(record: KeptRecord): Promise<void> {
    this.#records.push(record);
    switch (record.kind) {
      case 'list':
        return await this.#addList(record);
      case 'page': {
        const { at: fetchedAt, page } = record;
        const about = { origin: this.#origin, fetchedAt, sha256: page.fingerprint };
        const unauthentic = this.#isInClear(record.origin) ? 'not-https' : null;
        this.#snapshots.push({ ...about, unauthentic, content: { page } });
        return;
      }
      case 'failure': {
        const { origin, at, code, facts } = record;
        this.#failures.push({ origin, at, code, facts });
        return;
      }
      case 'review': {
        const { at: reviewedAt, page, revoked } = record;
        const list = revoked === null ? null : await this.#list(revoked.bytes, () => revoked.format, revoked.format);
        if (revoked === null || (list !== null && !(list instanceof TstListError))) {
          this.#reviews = [...this.#reviews, { reviewedAt, page, revoked: list as TstList | null }];
          return;
        }
        // A review whose list is gone must not be as if it had found nothing, nor as if the page had last been read before it.
        this.#doubt((one) => one.page.fingerprint === page.fingerprint);
        this.#missing(revoked.bytes);
        return;
      }
      case 'accepted':
        this.#accepted.add(record.sha256);
    }
  }

  async #addList(record: KeptList): Promise<void> {
    const { at: fetchedAt, bytes, signature } = record;
    const origin = this.#origin;
    const list = await this.#list(bytes, this.#source.format!);
    if (list === null) return this.#missing(bytes);
    if (list instanceof TstListError) {
      this.#failures.push({ origin, at: fetchedAt, code: list.code, facts: list.facts });
      return;
    }
    const unauthentic = await this.#unauthentic(record);
    if (signature !== null && unauthentic === 'signature-missing') this.#missing(signature);
    this.#snapshots.push({ origin, fetchedAt, sha256: bytes.sha256, unauthentic, content: { list } });
  }

  /** Something is lost that may have corrected these reviews. */
  #doubt(which: (review: PageReview) => boolean): void {
    this.#reviews = this.#reviews.map((one) => (which(one) ? { ...one, mayBeCorrected: true } : one));
  }

  /**
   * The same list for the same bytes, read in the same way; null where they are missing. `own`: the format, where it is that of a review
   * and not of the source.
   */
  async #list(
    of: ObjectName,
    format: (bytes: Uint8Array) => TstListFormat,
    own: TstListFormat | null = null,
  ): Promise<TstList | TstListError | null> {
    const name = listName(of, own);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const bytes = await this.object(of);
    const list = bytes === null ? null : readable(bytes, format);
    this.#lists.set(name, list);
    return list;
  }

  /** What another profile or option took without https is kept under the same address, and is nothing to one that demands it. */
  #isInClear(origin: string): boolean {
    return !this.#source.allowHttp && /^http:/i.test(origin);
  }

  async #unauthentic({ bytes, signature, at, origin }: KeptList): Promise<string | null> {
    if (this.#isInClear(origin)) return 'not-https';
    if (this.#vouching === null) return null;
    const [list, own] = [await this.object(bytes), signature && (await this.object(signature))];
    return list === null ? 'signature-missing' : await this.#vouching.problem(list, own, at ?? this.#vouching.now());
  }

  #missing({ sha256 }: ObjectName): void {
    const { name } = this.place;
    this.#note({ code: 'snapshot-missing', facts: { name, sha256 } });
  }

  /** Once, however often it is met. */
  #note(note: Note): void {
    this.#notes.set(JSON.stringify(note), note);
  }
}

/** The same bytes may have been read in two ways, the second time because the first was wrong. */
function listName({ sha256 }: ObjectName, own: TstListFormat | null): string {
  return `${sha256} ${JSON.stringify(own)}`;
}

function readable(bytes: Uint8Array, format: (bytes: Uint8Array) => TstListFormat): TstList | TstListError {
  try {
    return readTstList(bytes, format(bytes));
  } catch (error) {
    if (error instanceof TstListError) return error;
    throw error;
  }
}
