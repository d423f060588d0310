import { join } from 'node:path';
import type { Ledger } from '../app/ports.ts';
import { entryText } from '../app/repository/entry-text.ts';
import type { FileSync } from '../app/repository/provider-files.ts';
import { type SourceSync, type Synced, sync } from '../app/repository/sync.ts';
import { TstError } from '../core/verdict/errors.ts';
import { systemClock } from '../io/clock.ts';
import { repositoryObject } from '../io/repository.ts';
import { userFolders } from '../io/user-folders.ts';
import { datedFacts } from '../report/catalogue.ts';
import {
  codeWords,
  fileLines,
  type ShownFile,
  type ShownSource,
  sourceLines,
  tokenLine,
} from '../report/repo-lines.ts';
import { rfc3339 } from '../report/time.ts';
import { print, talkNotes } from './profile-options.ts';
import type { RepoSetting, SyncWords } from './repo.ts';
import { withProfiles } from './repo-desk.ts';
import type { Terminal } from './terminal.ts';

/** `tst repo sync`. */
export async function runSync(words: SyncWords, setting: RepoSetting): Promise<void> {
  const { terminal, says } = setting;
  const { catalogue, environment } = terminal;
  const { data } = userFolders(environment);
  await withProfiles(words, setting, async (profiles, ports) => {
    const ledger = await ledgerAt(words.ledger ?? null, data);
    try {
      const check = words.check ?? false;
      const synced = await sync({ profiles, check }, ledger, ports);
      const exit = exitOf(synced);
      const sources = synced.sources.map(shownSource);
      const files = synced.files.map((file) => shownFile(file, data));
      const lines = [
        ...synced.revoked.map((token) => tokenLine(token, says)),
        ...sources.flatMap((source) => sourceLines(source, says, catalogue)),
        ...files.flatMap((file) => fileLines(file, says, catalogue)),
        ...(isUntold(synced) ? [says.noLedger] : []),
      ];
      print(words, terminal, syncObject(synced, sources, files, exit, terminal), check ? [] : lines);
      if (!check) talkNotes(words, terminal, synced.notes);
      terminal.exit = exit;
      await synced.remember();
    } finally {
      await ledger?.close();
    }
  });
}

/** Null where there is none; one that the user named has to be there. Throws a TstError. */
async function ledgerAt(named: string | null, data: string): Promise<Ledger | null> {
  const { openLedger } = await import('../io/ledger.ts');
  try {
    return await openLedger(named ?? join(data, 'ledger.sqlite'), 'read', systemClock);
  } catch (error) {
    if (named === null && error instanceof TstError && error.code === 'ledger-missing') return null;
    throw error;
  }
}

/**
 * For cron and CI. A revoked token comes first: it has to be acted on, whatever else failed. What could not be fetched goes before what
 * a person has to look at: nobody knows what it would have said.
 */
function exitOf(synced: Synced): number {
  const { sources, files, revoked } = synced;
  if (revoked.some(({ isNew }) => isNew)) return 1;
  const codes = sources.flatMap(({ problem }) => problem?.code ?? []);
  const troubles = files.flatMap(({ problem }) => problem?.kind ?? []);
  if (codes.includes('list-unreachable') || troubles.includes('unreachable')) return 69;
  const isArchiveOther = files.some(
    ({ kind, added, gone, changed }) => kind === 'anchors' && (added.length > 0 || (changed && gone.length > 0)),
  );
  return codes.length > 0 || troubles.length > 0 || isArchiveOther || isUntold(synced) ? 2 : 0;
}

/** Entries came, and nobody can tell whether they are about the user's tokens. */
function isUntold({ sources, hasLedger }: Synced): boolean {
  return !hasLedger && sources.some(({ added }) => added.count > 0);
}

function shownSource(source: SourceSync): ShownSource {
  const shown = ({ count, shown: entries }: SourceSync['added']) => ({ count, shown: entries.map(entryText) });
  return { ...source, added: shown(source.added), removed: shown(source.removed) };
}

function shownFile({ problem, added, sha256, ...file }: FileSync, data: string): ShownFile {
  return {
    ...file,
    reason: problem?.reason ?? null,
    added: added.map((one) => ({ subject: one.subject.text, sha256: one.sha256 })),
    path: sha256 === null || file.kind === 'crl' ? null : repositoryObject(data, sha256),
  };
}

function syncObject(
  { sources, files, revoked, hasLedger }: Synced,
  shownSources: readonly ShownSource[],
  shownFiles: readonly ShownFile[],
  exit: number,
  { catalogue }: Terminal,
): object {
  return {
    sync: {
      exit,
      ledger: hasLedger,
      sources: shownSources.map(({ problem, ...source }, i) => ({
        name: source.name,
        kind: source.kind,
        origin: source.origin,
        sha256: sources[i]!.sha256,
        fetchedAt: dated(sources[i]!.fetchedAt),
        changed: source.changed,
        entries: source.entries,
        added: source.added,
        removed: source.removed,
        change: source.change,
        problem: problem && {
          code: problem.code,
          object: problem.object,
          message: codeWords(problem.code, problem.facts, catalogue),
          facts: datedFacts(problem.facts),
        },
      })),
      files: shownFiles.map(({ profile, kind, url, changed, reason, added, gone }, i) => ({
        profile,
        kind,
        url,
        sha256: files[i]!.sha256,
        changed,
        problem: reason,
        added,
        gone,
      })),
      revoked: revoked.map(({ id, source, token, serial, genTime, file, path, entry, isNew }) => ({
        id,
        source,
        token,
        serial,
        genTime,
        file,
        path,
        entry: entryText(entry),
        new: isNew,
      })),
    },
  };
}

function dated(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}
