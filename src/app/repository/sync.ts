import type { TstEntries } from '../../core/revocation/tst-list/entries.ts';
import type { TstListEntry } from '../../core/revocation/tst-list/entry.ts';
import { type FreshnessProblem, statementProblem } from '../../core/revocation/tst-list/fresh.ts';
import type { SourceProblem, TstSource } from '../../core/revocation/tst-list/source.ts';
import type { PageChange } from '../../core/verdict/tst-source-line.ts';
import type { Note } from '../notes.ts';
import type { Ledger, Ports } from '../ports.ts';
import type { Profile } from '../profile/profile.ts';
import { tstListsOf } from '../tst-lists.ts';
import type { History } from './history.ts';
import { type RevokedEntry, revokedEntries } from './ledger-look.ts';
import { type FileSync, syncFiles } from './provider-files.ts';

export interface SyncOptions {
  readonly profiles: readonly Profile[];
  /** Fetches, and keeps nothing. */
  readonly check: boolean;
}

/** Everything about the providers that was looked at, and what is different since the last time. */
export interface Synced {
  readonly sources: readonly SourceSync[];
  /** CRLs and archives of certificates. */
  readonly files: readonly FileSync[];
  /** Tokens of the ledger that a provider has revoked. */
  readonly revoked: readonly RevokedEntry[];
  /** False where there is no ledger to look into. */
  readonly hasLedger: boolean;
  readonly notes: readonly Note[];
  /** Remembers that the revoked tokens were told; before that they are new again the next time. */
  readonly remember: () => Promise<void>;
}

/** One source of revoked tokens, before and after. Times in milliseconds since 1970. */
export interface SourceSync {
  readonly name: string;
  readonly kind: TstSource['kind'];
  readonly origin: string | null;
  readonly fetchedAt: number | null;
  readonly sha256: string | null;
  /** True where what is in force is not what was before, or is the first. */
  readonly changed: boolean;
  /** How many entries are in force; null where there is no list. */
  readonly entries: number | null;
  readonly added: EntryChanges;
  readonly removed: EntryChanges;
  /** What is different from the page that was reviewed last. */
  readonly change: PageChange | null;
  /** Why it clears nobody. */
  readonly problem: Pick<SourceProblem, 'code' | 'object' | 'facts'> | null;
}

export interface EntryChanges {
  readonly count: number;
  /** The first of them. */
  readonly shown: readonly TstListEntry[];
}

export type SyncPorts = Pick<
  Ports,
  'http' | 'clock' | 'files' | 'trust' | 'repository' | 'cache' | 'random' | 'archives'
>;

/** Entries that are shown of those that came or went. */
const shownEntries = 100;

/**
 * Fetches the lists, watched pages, CRLs and certificates of these profiles, and compares with what was known. What fails is told in the
 * result; thrown are TstErrors of the ledger.
 */
export async function sync({ profiles, check }: SyncOptions, ledger: Ledger | null, ports: SyncPorts): Promise<Synced> {
  const used = check ? keepingNothing(ports) : ports;
  const lists = tstListsOf({ profiles, lists: [] }, used);
  const before = await lists.sources(null);
  await lists.refresh(before.map(({ name }) => name));
  const histories = [...(await lists.histories()).values()];
  for (const history of histories) await history.keepFile();
  const after = await lists.sources(null);
  const now = ports.clock.now();
  const sources = after.map((source, i) => compare(before[i]!, source, now));
  const files: FileSync[] = [];
  for (const profile of profiles) files.push(...(await syncFiles(profile, used)));
  const revoked = ledger === null ? [] : await look(after, histories, ledger, used);
  return {
    sources,
    files,
    revoked,
    hasLedger: ledger !== null,
    notes: lists.notes,
    remember: () => remember(revoked, histories, now),
  };
}

function keepingNothing(ports: SyncPorts): SyncPorts {
  const { cache, repository } = ports;
  return {
    ...ports,
    cache: { find: (place) => cache.find(place), keep: async () => {} },
    repository: {
      read: (place) => repository.read(place),
      object: (of) => repository.object(of),
      keep: async () => {},
    },
  };
}

function compare(before: TstSource, after: TstSource, now: number): SourceSync {
  const { name, kind, standing, change } = after;
  const [old, own] = [before.standing?.entries ?? null, standing?.entries ?? null];
  const isSame = before.standing?.sha256 === standing?.sha256;
  return {
    name,
    kind,
    origin: standing?.origin ?? null,
    fetchedAt: standing?.fetchedAt ?? null,
    sha256: standing?.sha256 ?? null,
    changed: !isSame,
    entries: own?.count ?? null,
    added: isSame ? nothing : notIn(own, old),
    removed: isSame ? nothing : notIn(old, own),
    change,
    problem: problemOf(after, now),
  };
}

const nothing: EntryChanges = { count: 0, shown: [] };

/** The entries of one list that the other doesn't have. */
function notIn(list: TstEntries | null, other: TstEntries | null): EntryChanges {
  if (list === null) return nothing;
  const shown: TstListEntry[] = [];
  let count = 0;
  for (const entry of list) {
    if (other?.covers(entry)) continue;
    if (++count <= shownEntries) shown.push(entry);
  }
  return { count, shown };
}

/** What keeps the source from clearing any token that is issued now. */
function problemOf({ problem, standing, statement, kind, name }: TstSource, now: number): SourceSync['problem'] {
  const of = (object: string, found: FreshnessProblem | null) => found && { ...found, object };
  if (kind === 'none-published') {
    return statement === null ? null : of(name, statementProblem(statement, { at: now, now }));
  }
  if (problem !== null) return { code: problem.code, object: problem.object, facts: problem.facts };
  if (standing === null) return { code: 'no-source', object: name, facts: {} };
  const { nextUpdate, origin } = standing;
  const isOver = nextUpdate !== null && now > nextUpdate;
  return isOver ? { code: 'list-stale', object: origin, facts: { nextUpdate, reason: 'next-update-passed' } } : null;
}

/** The revoked tokens of the ledger, and which of them were told before. */
async function look(
  sources: readonly TstSource[],
  histories: readonly History[],
  ledger: Ledger,
  ports: SyncPorts,
): Promise<readonly RevokedEntry[]> {
  const told = new Set(
    histories.flatMap(({ records }) => records.flatMap((record) => (record.kind === 'alarm' ? [record.token] : []))),
  );
  const found = await revokedEntries(sources, ledger, ports);
  return found.map((one) => ({ ...one, isNew: !told.has(one.token) }));
}

async function remember(revoked: readonly RevokedEntry[], histories: readonly History[], now: number): Promise<void> {
  for (const { source, token, isNew } of revoked) {
    const history = histories.find(({ place }) => place.name === source);
    if (isNew) await history?.take({ record: { kind: 'alarm', at: now, token }, objects: [] });
  }
}
