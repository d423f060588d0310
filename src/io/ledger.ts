import { resolve } from 'node:path';
import type {
  Allowance,
  Clock,
  EntryFilter,
  EntryState,
  Intent,
  Ledger,
  LedgerEntry,
  LedgerFacts,
  Pace,
  Receipt,
  Slot,
  Usage,
} from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { openFile } from './ledger-file.ts';
import * as rows from './ledger-rows.ts';
import { newRun, stillAtWork } from './ledger-runs.ts';
import { postponeSlots, reserveSlot } from './ledger-slots.ts';
import {
  type DatabaseSync,
  databaseError,
  fromNumber,
  fromText,
  type SQLInputValue,
  toText,
  transaction,
} from './sqlite.ts';

/**
 * The ledger in an SQLite file; see the port. `read` takes one that exists, also where nothing can be written. Throws a TstError
 * `output-failed`, `input-unreadable`, `ledger-missing`, `ledger-damaged` or `ledger-newer`.
 */
export async function openLedger(path: string, purpose: 'write' | 'read', clock: Clock): Promise<Ledger> {
  const { database, writable } = await openFile(path, purpose);
  return new SqliteLedger(path, database, writable, clock);
}

class SqliteLedger implements Ledger {
  readonly path: string;
  readonly writable: boolean;
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  /** Who writes: entries that a dead run left are told by it. */
  readonly #run = newRun();

  constructor(path: string, database: DatabaseSync, writable: boolean, clock: Clock) {
    this.path = path;
    this.writable = writable;
    this.#database = database;
    this.#clock = clock;
  }

  async ask(intent: Intent, allowances: readonly Allowance[]) {
    return this.#alone(() => {
      const before = allowances.map(({ from, to }) => this.#count(intent.profile, from, to));
      allowances.forEach((allowance, i) => {
        refuseBeyond(allowance, before[i]!, intent.profile);
      });
      const { id: run, pid } = this.#run;
      const columns = { ...rows.intentColumns(intent), state: 'asked', billed: 'unknown', run, pid };
      const asked = { ...columns, asked_at: this.#clock.now() };
      const { lastInsertRowid } = this.#database.prepare(rows.insertion('entries', asked)).run(asked);
      const usage = allowances.map(({ from, to }) => this.#count(intent.profile, from, to));
      return { id: Number(lastInsertRowid), usage };
    });
  }

  async receive(id: number, { path, sha256 }: Receipt): Promise<void> {
    const now = this.#clock.now();
    this.#change(id, { state: 'received', received_at: now, received_path: toText(path), received_sha256: sha256 });
  }

  async judge(id: number, facts: LedgerFacts, sha256: string): Promise<readonly LedgerEntry[]> {
    return this.#alone(() => {
      const first = this.#get(id)?.verification ?? null;
      const verification = first === null ? rows.verificationColumns(facts) : {};
      const columns = { ...rows.tokenColumns(facts.token), ...verification, billed: 'yes', output_sha256: sha256 };
      this.#apply(rows.change(columns), { ...columns, id });
      return this.#markReused(id, facts);
    });
  }

  async keepEvidence(id: number, { path, sha256 }: Receipt): Promise<void> {
    const columns = { evidence_path: toText(path), evidence_sha256: sha256 };
    const statement = `${rows.change(columns)} AND verdict IS NOT NULL`;
    this.#guarded(() => this.#database.prepare(statement).run({ ...columns, id }));
  }

  async publish(id: number, state: 'published' | 'kept', output: Receipt, failure: string | null): Promise<void> {
    this.#change(id, { state, output_path: toText(output.path), output_sha256: output.sha256, failure });
  }

  async settle(
    id: number,
    state: 'refused' | 'unanswered' | 'unsaved' | 'lost',
    failure: string | null,
  ): Promise<void> {
    this.#change(id, { state, failure, ...(state === 'refused' ? { billed: 'no' } : {}) });
  }

  async abandoned(): Promise<readonly LedgerEntry[]> {
    const now = this.#clock.now();
    const query = "SELECT * FROM entries WHERE state IN ('asked', 'received') ORDER BY id";
    const open = this.#guarded(() => this.#database.prepare(query).all());
    const left = open.filter((row) => {
      const run = { id: fromText(row.run) ?? '', pid: fromNumber(row.pid) ?? 0 };
      return !stillAtWork(run, now - (fromNumber(row.asked_at) ?? 0));
    });
    return left.map(rows.entryOf);
  }

  async reserve(key: string, pace: Pace): Promise<Slot> {
    return this.#alone(() => reserveSlot(this.#database, key, pace, this.#clock.now()));
  }

  async postpone(key: string, wait: number): Promise<void> {
    this.#alone(() => postponeSlots(this.#database, key, wait, this.#clock.now()));
  }

  async *entries(filter: EntryFilter): AsyncIterable<LedgerEntry> {
    const { where, values } = rows.conditionOf(filter);
    const query = `SELECT * FROM entries ${where} ORDER BY moment, id`;
    const found = this.#guarded(() => this.#database.prepare(query).iterate(values));
    try {
      for (;;) {
        const next = this.#guarded(() => found.next());
        if (next.done) return;
        yield rows.entryOf(next.value);
      }
    } finally {
      // Who has seen enough must not hold up who writes.
      found.return?.();
    }
  }

  async find(what: string): Promise<readonly LedgerEntry[]> {
    const conditions = ['file = :what', 'file_path = :full', 'output_path = :full'];
    const values: Record<string, SQLInputValue> = { what: toText(what), full: toText(resolve(what)) };
    const number = what.toLowerCase().replace(/^0x/, '').replaceAll(':', '');
    if (/^-?[0-9a-f]+$/.test(number)) {
      conditions.push('serial = :serial', ...hashColumns.map((column) => `${column} = :number`));
      Object.assign(values, { serial: normalSerial(number), number });
    }
    const query = `SELECT * FROM entries WHERE ${conditions.join(' OR ')} ORDER BY id LIMIT ${foundAtMost}`;
    return this.#guarded(() => this.#database.prepare(query).all(values)).map(rows.entryOf);
  }

  async profiles() {
    const query = 'SELECT profile, min(asked_at) AS first, max(asked_at) AS last FROM entries GROUP BY profile';
    const found = this.#guarded(() => this.#database.prepare(query).all());
    return found.map((row) => ({
      profile: fromText(row.profile),
      first: fromNumber(row.first) ?? 0,
      last: fromNumber(row.last) ?? 0,
    }));
  }

  async usage(profile: string | null, from: number, to: number): Promise<Usage> {
    return this.#guarded(() => this.#count(profile, from, to));
  }

  async states(): Promise<ReadonlyMap<EntryState, number>> {
    const query = 'SELECT state, count(*) AS count FROM entries GROUP BY state';
    const found = this.#guarded(() => this.#database.prepare(query).all());
    return new Map(found.map((row) => [fromText(row.state) as EntryState, fromNumber(row.count) ?? 0]));
  }

  async inspect(): Promise<void> {
    const [first] = this.#guarded(() => this.#database.prepare('PRAGMA integrity_check(1)').all());
    const said = fromText(first?.integrity_check);
    if (said !== 'ok') throw new TstError('ledger-damaged', { path: this.path, reason: 'damaged', detail: said ?? '' });
  }

  async close(): Promise<void> {
    this.#run.end();
    this.#guarded(() => this.#database.close());
  }

  /** All of `deed` or nothing, while no other process writes. */
  #alone<T>(deed: () => T): T {
    return this.#guarded(() => transaction(this.#database, deed));
  }

  #guarded<T>(deed: () => T): T {
    try {
      return deed();
    } catch (error) {
      throw databaseError(this.path, error);
    }
  }

  #change(id: number, columns: rows.Columns): void {
    this.#guarded(() => this.#apply(rows.change(columns), { ...columns, id }));
  }

  #apply(statement: string, values: rows.Columns): void {
    const { changes } = this.#database.prepare(statement).run(values);
    if (changes !== 1) throw new TstError('ledger-damaged', { path: this.path, reason: 'an entry is gone' });
  }

  #get(id: number): LedgerEntry | null {
    const row = this.#database.prepare('SELECT * FROM entries WHERE id = ?').get(id);
    return row === undefined ? null : rows.entryOf(row);
  }

  #count(profile: string | null, from: number, to: number): Usage {
    const query = `SELECT billed, count(*) AS count FROM entries
      WHERE profile IS ? AND asked_at >= ? AND asked_at < ? GROUP BY billed`;
    const found = this.#database.prepare(query).all(toText(profile), from, to);
    const counts = new Map(found.map((row) => [fromText(row.billed), fromNumber(row.count) ?? 0]));
    const of = (billed: string) => counts.get(billed) ?? 0;
    return { used: of('yes'), unanswered: of('unknown'), refused: of('no') };
  }

  /** RFC 3161 §2.4.2: a serial number is given once by an authority. Its name is that of its certificate, which renewal keeps. */
  #markReused(id: number, { token }: LedgerFacts): LedgerEntry[] {
    if (token.tsa === null || token.serial === null) return [];
    const query = `SELECT * FROM entries
      WHERE serial = ? AND tsa_issuer = ? AND tsa_subject = ? AND token_sha256 <> ? ORDER BY id LIMIT ${foundAtMost}`;
    const { issuer, subject } = token.tsa;
    const others = this.#database.prepare(query).all(token.serial, toText(issuer), toText(subject), token.sha256);
    const mark = this.#database.prepare('UPDATE entries SET serial_reused = 1 WHERE id = ?');
    if (others.length > 0) for (const one of [id, ...others.map((row) => row.id!)]) mark.run(one);
    return others.map((row) => ({ ...rows.entryOf(row), serialReused: true }));
  }
}

/** Entries that one search gives: more are no answer to which one was meant. */
const foundAtMost = 1_000;

const hashColumns = ['digest', 'token_sha256', 'received_sha256', 'output_sha256'];

/** A serial number as the ledger has it: no superfluous zeros, two digits each octet. */
function normalSerial(given: string): string {
  const sign = given.startsWith('-') ? '-' : '';
  const digits = given.replace(/^-/, '').replace(/^0+(?=.)/, '');
  return `${sign}${digits.length % 2 === 1 ? '0' : ''}${digits}`;
}

/** What may be charged counts as charged: a bound that is kept only if nothing got lost is none. */
function refuseBeyond({ enforce, limit, period }: Allowance, usage: Usage, profile: string | null): void {
  const { used, unanswered } = usage;
  if (!enforce || used + unanswered < limit) return;
  throw new TstError('quota-reached', { profile: profile ?? '', period, limit, used, unanswered });
}
