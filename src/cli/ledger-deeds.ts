import { join } from 'node:path';
import { Calendar, dayText, yearLater } from '../app/calendar.ts';
import { checkLedger, type LedgerCheck } from '../app/checking-ledger.ts';
import type { EntryFilter, Ledger, LedgerEntry } from '../app/ports.ts';
import { reconcile } from '../app/reconciling.ts';
import { TstError } from '../core/verdict/errors.ts';
import { systemClock } from '../io/clock.ts';
import { createFiles } from '../io/files.ts';
import { openLedger } from '../io/ledger.ts';
import { userFolders } from '../io/user-folders.ts';
import { fill } from '../report/catalogue.ts';
import { byteOrderMark } from '../report/csv.ts';
import { schemaVersion, toJson } from '../report/json.ts';
import { type LedgerItem, ledgerItem } from '../report/ledger-item.ts';
import { csvEntry, csvHeader, listLine, type ReusedSerial, reusedLines, showLines } from '../report/ledger-lines.ts';
import { type LedgerWords, loadLedgerWords } from '../report/ledger-words.ts';
import type { CheckOptions, ExportOptions, FilterOptions, LedgerOptions } from './ledger.ts';
import { standardOutput, writeText } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { version } from './version.ts';

/** The ledger at hand, with what showing it needs. */
export interface Desk {
  readonly ledger: Ledger;
  readonly calendar: Calendar;
  readonly words: LedgerWords;
  readonly item: (entry: LedgerEntry) => LedgerItem;
}

/** `tst ledger list`: exit 1 where one of them has a serial number that was used twice. */
export async function list(given: FilterOptions, terminal: Terminal): Promise<void> {
  await withLedger(given, terminal, async ({ ledger, calendar, words, item }) => {
    const print = new Batches();
    for await (const entry of ledger.entries(filterOf(given, calendar))) {
      if (entry.serialReused) terminal.exit = 1;
      if (given.quiet) continue;
      print.add(`${given.json ? lineOf(item(entry)) : listLine(item(entry), terminal.catalogue, words)}\n`);
    }
    print.end();
  });
}

/** `tst ledger show`. */
export async function show(what: string, given: LedgerOptions, terminal: Terminal): Promise<void> {
  await withLedger(given, terminal, async ({ ledger, words, item }) => {
    const items = (await ledger.find(what)).map(item);
    if (items.length === 0) throw new TstError('entry-missing', { path: ledger.path, what });
    if (items.some(({ serialReused }) => serialReused)) terminal.exit = 1;
    if (given.quiet) return;
    if (given.json) terminal.out([objectOf({ entries: items })]);
    else terminal.out(items.flatMap((one) => showLines(one, terminal.catalogue, words)));
  });
}

/** `tst ledger export`. */
export async function exportAll(given: ExportOptions, terminal: Terminal): Promise<void> {
  await withLedger(given, terminal, async ({ ledger, calendar, item }) => {
    if (given.quiet) return;
    const csv = (given.format ?? (given.json ? 'jsonl' : 'csv')) === 'csv';
    const print = new Batches();
    if (csv) print.add(`${byteOrderMark}${csvHeader()}`);
    for await (const entry of ledger.entries(filterOf(given, calendar))) {
      print.add(csv ? csvEntry(item(entry)) : `${lineOf(item(entry))}\n`);
    }
    print.end();
  });
}

/** `tst ledger check`: exit 1 for a serial number that was used twice, and with `--files` for a token that is gone or changed. */
export async function check(given: CheckOptions, terminal: Terminal): Promise<void> {
  await withLedger(given, terminal, async ({ ledger, words, item }) => {
    const { states, reused, files } = await checkLedger(ledger, given.files ? createFiles() : null);
    const serials = reused.map((entries): ReusedSerial => {
      const { serial, tsa } = entries[0]?.token ?? {};
      return { serial: serial ?? '', tsa: tsa?.subject ?? '', entries: entries.map(item) };
    });
    if (serials.length > 0 || (files !== null && files.missing.length + files.changed.length > 0)) terminal.exit = 1;
    if (given.quiet) return;
    if (given.json) {
      const found = files && { ...files, missing: files.missing.map(item), changed: files.changed.map(item) };
      const object = { path: ledger.path, states: Object.fromEntries(states), reused: serials, files: found };
      terminal.out([objectOf({ ledger: object })]);
      return;
    }
    terminal.out([
      fill(words.intact, { path: ledger.path }, false),
      ...[...states].map(([state, count]) => `  ${words.states[state] ?? state}: ${count}`),
      ...(files === null ? [] : fileLines(files, words)),
      ...serials.flatMap((one) => reusedLines(one, terminal.catalogue, words)),
    ]);
  });
}

function fileLines({ intact, missing, changed }: NonNullable<LedgerCheck['files']>, words: LedgerWords): string[] {
  const line = (template: string) => (entry: LedgerEntry) =>
    fill(template, { path: entry.output?.path ?? entry.received?.path ?? '' }, false);
  return [
    fill(words.filesIntact, { count: intact }, false),
    ...missing.map(line(words.missing)),
    ...changed.map(line(words.changed)),
  ];
}

/** Opens the ledger, brings it up to date with the disk, and closes it again. */
export async function withLedger(
  given: LedgerOptions,
  terminal: Terminal,
  deed: (desk: Desk) => Promise<void>,
): Promise<void> {
  const path = given.ledger ?? join(userFolders(terminal.environment).data, 'ledger.sqlite');
  const words = await loadLedgerWords(terminal.language);
  const ledger = await openLedger(path, 'read', systemClock);
  try {
    const done = await reconcile(ledger, createFiles());
    const lines = done.map(({ id, state, path: found }) => {
      const facts = { id, state: words.states[state] ?? state, ...(found === null ? {} : { path: found }) };
      return `tst: ${fill(words.reconciled, facts, false)}`;
    });
    if (!given.quiet && lines.length > 0) terminal.talk(lines);
    const calendar = given.tz ?? new Calendar(Intl.DateTimeFormat().resolvedOptions().timeZone);
    await deed({ ledger, calendar, words, item: (entry) => ledgerItem(entry, localOf(entry, calendar)) });
  } finally {
    await ledger.close();
  }
}

function localOf({ token, askedAt }: LedgerEntry, calendar: Calendar) {
  const genTime = token?.genTimeMs ?? null;
  const claimUntil = token === null ? null : dayText(yearLater(calendar.dayOf(genTime ?? askedAt)));
  return { zone: calendar.zone, localTime: calendar.timeText(genTime ?? askedAt), claimUntil };
}

function filterOf({ from, to, profile, state }: FilterOptions, calendar: Calendar): EntryFilter {
  if (from !== undefined && to !== undefined && dayText(from) > dayText(to)) {
    throw usage('empty-period', { from: dayText(from), to: dayText(to) });
  }
  const start = from === undefined ? undefined : calendar.startOf(from);
  const end = to === undefined ? undefined : calendar.startOf({ ...to, day: to.day + 1 });
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(state === undefined ? {} : { state }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { to: end }),
  };
}

/** Text for standard output that is written some thousand lines at a time: a call for each is slow, and all at once too much to hold. */
class Batches {
  #held: string[] = [];

  add(text: string): void {
    if (this.#held.push(text) >= 1_000) this.end();
  }

  end(): void {
    writeText(standardOutput, this.#held.join(''));
    this.#held = [];
  }
}

function lineOf(entry: LedgerItem): string {
  return toJson({ schema: schemaVersion, entry, tool: { name: 'tst', version: version() } }, 0);
}

export function objectOf(object: object): string {
  return toJson({ schema: schemaVersion, ...object, tool: { name: 'tst', version: version() } });
}
