import { prepareTstSource, type TstSource } from '../core/revocation/tst-list/source.ts';
import type { KeptList } from './evidence-file.ts';
import type { TstListFinder } from './found.ts';
import type { Note } from './notes.ts';
import type { Ports } from './ports.ts';
import type { Profile } from './profile/profile.ts';
import { fetchPlace } from './repository/fetch-place.ts';
import { handedOn } from './repository/handed-on.ts';
import { History } from './repository/history.ts';
import { type GivenList, type ListPlace, placeOfGiven, placeOfProfile } from './repository/list-place.ts';
import { Vouching } from './repository/vouching.ts';

export type { GivenList } from './repository/list-place.ts';

/** What looking for revoked tokens needs of the world. */
export type TstListPorts = Pick<Ports, 'http' | 'clock' | 'files' | 'trust' | 'repository'>;

/** The sources of revoked tokens for one run: those of the profiles, and those given by themselves. Nothing is read before it is needed. */
export function tstListsOf(
  { profiles, lists }: { readonly profiles: readonly Profile[]; readonly lists: readonly GivenList[] },
  ports: TstListPorts,
): TstLists {
  const named = profiles.map(placeOfProfile).filter((place) => place !== null);
  return new TstLists([...named, ...lists.map(placeOfGiven)], ports);
}

/** What is known of every source, from what was kept, from files, and from what was fetched anew in this run. */
export class TstLists implements TstListFinder {
  readonly #places: readonly ListPlace[];
  readonly #ports: TstListPorts;
  readonly #notes: Note[] = [];
  #histories: Promise<ReadonlyMap<ListPlace, History>> | undefined;
  #prepared = new Map<number | null, Promise<readonly TstSource[]>>();
  /** What is being fetched, or was, by place. */
  readonly #fetched = new Map<ListPlace, Promise<void>>();
  /** When it was, in milliseconds since 1970. */
  readonly #settled = new Map<ListPlace, number>();
  #edition = 0;

  constructor(places: readonly ListPlace[], ports: TstListPorts) {
    this.#places = places;
    this.#ports = ports;
  }

  /**
   * Everything known of the sources, prepared for a run; the same array until something changes. `asKnownOn`: see `prepareTstSource`.
   * Throws a TstError of reading for a file that was given by itself; whatever else is wrong with a source stands in it.
   */
  sources(asKnownOn: number | null): Promise<readonly TstSource[]> {
    let prepared = this.#prepared.get(asKnownOn);
    if (prepared === undefined) {
      prepared = this.#prepare(asKnownOn);
      this.#prepared.set(asKnownOn, prepared);
    }
    return prepared;
  }

  /**
   * Fetches these sources anew, each at most once per run unless what came then is older than `since` (milliseconds since 1970), and
   * keeps what came. True where something is known now that was not when this was called. What fails is a failure of the source;
   * thrown is what `sources` throws.
   */
  async refresh(names: readonly string[], since = Number.NEGATIVE_INFINITY): Promise<boolean> {
    for (const [place, at] of this.#settled) if (at < since) this.#reopen(place);
    const wanted = this.#places.filter((place) => names.includes(place.name) && !this.#settled.has(place));
    const changed = await Promise.all(wanted.map((place) => this.#fetch(place)));
    return changed.includes(true);
  }

  get edition(): number {
    return this.#edition;
  }

  /** What is to be said of the run: what is missing of what was kept, what could not be kept, and lists that came in clear. */
  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** Everything known of the sources, as saved evidence holds it. */
  async evidence(): Promise<readonly KeptList[]> {
    const found: KeptList[] = [];
    for (const history of (await this.histories()).values()) {
      const { place, records } = history;
      found.push(...(await handedOn({ place, records, object: (of) => history.object(of) })));
    }
    return found;
  }

  /** What is known of each place that is somewhere. Throws like `sources`. */
  histories(): Promise<ReadonlyMap<ListPlace, History>> {
    this.#histories ??= this.#open();
    return this.#histories;
  }

  /** What changed in a history by other hands, such as a review, counts from now on. */
  forget(): void {
    this.#edition++;
    this.#prepared = new Map();
  }

  async #open(): Promise<ReadonlyMap<ListPlace, History>> {
    const histories = new Map<ListPlace, History>();
    for (const place of this.#places) {
      const { source, profile } = place;
      if (source.kind === 'none-published') continue;
      const { authenticity } = source;
      const vouching =
        authenticity === null || profile === null ? null : new Vouching(profile, authenticity, this.#ports);
      const history = await History.open(place, source, vouching, this.#ports);
      histories.set(place, history);
      this.#tell(history);
      // A profile says itself whether it may.
      if (profile === null && 'url' in source.place && /^http:/i.test(source.place.url)) {
        this.#notes.push({ code: 'list-in-clear', facts: { url: source.place.url } });
      }
    }
    return histories;
  }

  async #prepare(asKnownOn: number | null): Promise<readonly TstSource[]> {
    const histories = await this.histories();
    return this.#places.map((place) => {
      const { name, scope, source } = place;
      if (source.kind !== 'none-published') return prepareTstSource(histories.get(place)!.input, asKnownOn);
      return prepareTstSource({ name, scope, kind: source.kind, statement: source.statement }, asKnownOn);
    });
  }

  async #fetch(place: ListPlace): Promise<boolean> {
    const { source } = place;
    if (source.kind === 'none-published' || !('url' in source.place)) return false;
    let fetched = this.#fetched.get(place);
    if (fetched === undefined) {
      fetched = this.#take(place, source, source.place.url);
      this.#fetched.set(place, fetched);
    }
    await fetched;
    return true;
  }

  async #take(place: ListPlace, source: Exclude<ListPlace['source'], { kind: 'none-published' }>, url: string) {
    const history = (await this.histories()).get(place)!;
    const kept = source.kind === 'list' ? await history.confirmable() : null;
    const fetched = await fetchPlace(source, url, kept, this.#ports);
    await history.take(fetched);
    this.#tell(history);
    this.#settled.set(place, this.#ports.clock.now());
    this.forget();
  }

  #reopen(place: ListPlace): void {
    this.#settled.delete(place);
    this.#fetched.delete(place);
  }

  /** What a history has to say and did not say before. */
  #tell(history: History): void {
    for (const note of history.notes) if (!this.#notes.includes(note)) this.#notes.push(note);
  }
}
