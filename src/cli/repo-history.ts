import type { History } from '../app/repository/history.ts';
import type { KeptRecord } from '../app/repository/record.ts';
import { tstListsOf } from '../app/tst-lists.ts';
import type { Code } from '../core/verdict/codes.ts';
import { fill } from '../report/catalogue.ts';
import { codeWords } from '../report/repo-lines.ts';
import { rfc3339 } from '../report/time.ts';
import { print, talkNotes } from './profile-options.ts';
import type { RepoOptions, RepoSetting } from './repo.ts';
import { withProfiles } from './repo-desk.ts';
import type { Terminal } from './terminal.ts';

/** One record, for people and for JSON. */
interface ShownRecord {
  readonly at: string | null;
  readonly kind: KeptRecord['kind'];
  readonly origin: string | null;
  readonly sha256: string | null;
  readonly entries: number | null;
  readonly code: Code | null;
  readonly message: string | null;
}

/** `tst repo history`. */
export async function showHistory(words: RepoOptions, setting: RepoSetting): Promise<void> {
  const { terminal, says } = setting;
  await withProfiles(words, setting, async (profiles, ports) => {
    const lists = tstListsOf({ profiles, lists: [] }, ports);
    const histories = [...(await lists.histories()).values()].map((history) => ({
      name: history.place.name,
      records: history.records.map((record) => shownRecord(record, history, terminal)),
    }));
    const lines = histories.flatMap(({ name, records }) =>
      records.length === 0
        ? [fill(says.nothingKept, { name })]
        : [`${fill('{name}', { name })}:`, ...records.map((record) => `  ${lineOf(record, setting)}`)],
    );
    print(words, terminal, { histories }, lines);
    talkNotes(words, terminal, lists.notes);
  });
}

function shownRecord(record: KeptRecord, history: History, { catalogue }: Terminal): ShownRecord {
  const { kind } = record;
  const about = {
    kind,
    at: record.at === null ? null : rfc3339(record.at),
    origin: null,
    entries: null,
    code: null,
    message: null,
  };
  switch (record.kind) {
    case 'list':
      return { ...about, origin: record.origin, sha256: record.bytes.sha256, entries: history.countOf(record.bytes) };
    case 'page':
      return { ...about, origin: record.origin, sha256: record.page.fingerprint };
    case 'failure': {
      const { origin, code, facts, bytes } = record;
      return { ...about, origin, code, message: codeWords(code, facts, catalogue), sha256: bytes?.sha256 ?? null };
    }
    case 'review':
      return {
        ...about,
        sha256: record.page.fingerprint,
        entries: record.revoked === null ? 0 : history.countOf(record.revoked.bytes, record.revoked.format),
      };
    case 'accepted':
      return { ...about, sha256: record.sha256 };
    case 'anchors':
      return { ...about, origin: record.origin, sha256: record.bytes.sha256 };
    case 'alarm':
      return { ...about, sha256: record.token };
  }
}

function lineOf({ at, kind, origin, sha256, entries, message }: ShownRecord, { says }: RepoSetting): string {
  const parts = [
    at ?? says.undated,
    says.records[kind],
    ...(sha256 === null ? [] : [sha256]),
    ...(entries === null ? [] : [fill(says.entries, { count: entries })]),
    ...(message === null ? [] : [message]),
    ...(origin === null ? [] : [fill('{origin}', { origin })]),
  ];
  return parts.join('  ');
}
