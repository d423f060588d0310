import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type AuditCounts,
  type AuditItem,
  type AuditLedger,
  type AuditState,
  fileName,
  hashNamed,
  type KeptRow,
  type KnownData,
} from '../app/ports.ts';
import { type AuditRun, type FileName, passedOverKnowingly } from '../core/verdict/audit.ts';
import { TstError } from '../core/verdict/errors.ts';
import { auditApplicationId, auditIndexes, auditSchema, auditVersion } from './audit-schema.ts';
import { makeFolder } from './evidence-folder.ts';
import { codeOf } from './input.ts';
import { unwritable } from './output.ts';
import {
  type DatabaseSync,
  databaseError,
  openDatabase,
  Result,
  resultCode,
  type SQLInputValue,
  type SQLOutputValue,
  transaction,
} from './sqlite.ts';

type Row = Record<string, SQLOutputValue>;

/**
 * Begins the record of an audit under a name that nothing bears yet. It is made under another one and gets its own when it is whole, so
 * that a kill leaves none that can't be gone on with. Throws a TstError `output-exists` or `output-failed`.
 */
export function createAuditLedger(path: string, run: AuditRun, asked: string): AuditLedger {
  const made = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    makeFolder(dirname(path));
    claim(path);
    guarded(path, () => makeLedger(made, run, asked));
    renameSync(made, path);
  } catch (error) {
    forget(made);
    if (error instanceof TstError && error.code === 'output-exists') throw error;
    forget(path);
    throw error instanceof TstError || resultCode(error) !== 0 ? error : unwritable(path, error);
  }
  return openAuditLedger(path, 'write');
}

function isEmptyFile(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === 0;
}

/** What can't be removed after a failure that is being told already is no further news. */
function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (codeOf(error) === '') throw error;
  }
}

function makeLedger(path: string, run: AuditRun, asked: string): void {
  const database = openDatabase(path, 'create');
  try {
    // It names the user's files.
    chmodSync(path, 0o600);
    database.exec(auditSchema);
    database.exec(`PRAGMA application_id = ${auditApplicationId}; PRAGMA user_version = ${auditVersion}`);
    const set = database.prepare('INSERT INTO facts (name, value) VALUES (?, ?)');
    for (const [name, value] of Object.entries({
      run: JSON.stringify(run),
      asked,
      folder: process.cwd(),
      state: 'listing',
    })) {
      set.run(name, value);
    }
  } finally {
    database.close();
  }
}

/** Makes an empty file that nobody else made and only the user may read: it names the user's files. */
function claim(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // An empty one is what a run left that was killed before it had begun.
    if (codeOf(error) === 'EEXIST' && isEmptyFile(path)) return;
    if (codeOf(error) === 'EEXIST') throw new TstError('output-exists', { path });
    throw unwritable(path, error);
  }
}

/**
 * Opens the record of an audit, to go on with it or only to read. Throws a TstError `ledger-missing`, `ledger-damaged` (also for
 * another kind of file), `ledger-newer` or `output-failed`, in whose `reason` it is told where another process is at it.
 */
export function openAuditLedger(path: string, purpose: 'write' | 'read'): AuditLedger {
  if (!existsSync(path)) throw new TstError('ledger-missing', { path });
  return guarded(path, () => {
    const database = openDatabase(path, 'write');
    try {
      database.exec(impatient);
      const { application_id: id } = database.prepare('PRAGMA application_id').get() as Row;
      if (id !== auditApplicationId) throw new TstError('ledger-damaged', { path, reason: 'not an audit' });
      const { user_version: version } = database.prepare('PRAGMA user_version').get() as Row;
      if (version !== auditVersion) throw new TstError('ledger-newer', { path, version: Number(version) });
      const opened = whole(path, () => new SqliteAudit(path, database));
      if (purpose === 'read') return opened;
      exclusive(database);
      // Whoever was at it before may have gone on.
      return new SqliteAudit(path, database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

export interface AuditFacts {
  readonly asked: string;
  readonly state: AuditState;
  readonly run: AuditRun;
  /** Where it was begun: what its arguments are relative to. */
  readonly folder: string;
  /** Lines that were found, and those of them that are judged. */
  readonly total: number;
  readonly done: number;
}

/** Who is at a record stays at it until its audit ends: waiting for that would be for nothing. Milliseconds. */
const impatient = 'PRAGMA busy_timeout = 200';

/** What an audit was asked, in one word; null where the file is none or can't be read. For finding the one to go on with. */
export function auditAsked(path: string): AuditFacts | null {
  try {
    const database = openDatabase(path, 'write');
    try {
      database.exec(impatient);
      const fact = (name: string) => factOf(database, name);
      const run = JSON.parse(fact('run')) as AuditRun;
      const state = fact('state') as AuditState;
      return { asked: fact('asked'), state, run, folder: fact('folder'), ...countsOf(database, state) };
    } finally {
      database.close();
    }
  } catch {
    // Another process is at it, or it is none: either way it is not the one.
    return null;
  }
}

/** No other process may read or write until this one ends, and a killed one leaves nothing behind that could be taken for whole. */
function exclusive(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  // Taken with the first access, so that a second process is told now.
  transaction(database, () => database.exec('PRAGMA user_version'));
}

class SqliteAudit implements AuditLedger {
  readonly path: string;
  readonly run: AuditRun;
  total: number;
  done: number;
  #state: AuditState;
  readonly #database: DatabaseSync;

  constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
    this.run = JSON.parse(factOf(database, 'run')) as AuditRun;
    const state = factOf(database, 'state');
    if (!isState(state)) throw new SyntaxError(`no state of an audit: ${state}`);
    this.#state = state;
    const { total, done } = countsOf(database, state);
    this.total = total;
    this.done = done;
  }

  get state(): AuditState {
    return this.#state;
  }

  judgedBy(basis: string): boolean {
    const [before, hadLines] = [factOf(this.#database, 'basis'), this.done > 0];
    if (before === basis) return true;
    this.#change(() => {
      this.#database.exec('DELETE FROM rows; DELETE FROM evidence');
      this.#database.prepare("INSERT OR REPLACE INTO facts (name, value) VALUES ('basis', ?)").run(basis);
    });
    this.done = 0;
    return !hadLines;
  }

  restart(): void {
    this.#change(() =>
      this.#database.exec('DELETE FROM items; DELETE FROM passed_over; DELETE FROM rows; DELETE FROM evidence'),
    );
    this.total = 0;
    this.done = 0;
  }

  add(items: readonly AuditItem[], passedOver: readonly { name: FileName; reason: string }[]): void {
    this.#change(() => {
      const item = this.#database.prepare(
        'INSERT INTO items (seq, data, token, algorithm, digest) VALUES (?, ?, ?, ?, ?)',
      );
      const other = this.#database.prepare('INSERT INTO passed_over (name, reason) VALUES (?, ?)');
      for (const { seq, data, token, digest } of items) {
        item.run(seq, data, token, digest?.algorithm ?? null, digest?.value ?? null);
      }
      for (const { name, reason } of passedOver) other.run(octetsOf(name), reason);
    });
    this.total += items.length;
  }

  listed(): void {
    this.#enter('judging');
  }

  pending(after: number, limit: number): AuditItem[] {
    const found = this.#all(
      'SELECT * FROM items WHERE seq > ? AND NOT EXISTS (SELECT 1 FROM rows WHERE rows.seq = items.seq) ORDER BY seq LIMIT ?',
      after,
      limit,
    );
    return found.map(({ seq, data, token, algorithm, digest }) => {
      const name = typeof algorithm === 'string' ? hashNamed(algorithm) : undefined;
      return {
        seq: Number(seq),
        data: octets(data),
        token: octets(token),
        digest: name === undefined ? null : { algorithm: name, value: digest as Uint8Array },
        known: null,
      };
    });
  }

  keep(rows: readonly KeptRow[], evidence: Iterable<readonly [string, string]>): void {
    this.#change(() => {
      const row = this.#database.prepare(`INSERT INTO rows VALUES (${'?, '.repeat(14)}?)`);
      const set = this.#database.prepare('INSERT OR IGNORE INTO evidence (name, entries) VALUES (?, ?)');
      for (const [name, entries] of evidence) set.run(name, entries);
      for (const one of rows) {
        const { kind, verdict, code, expiry, genTime, expires, authority, bytes } = one.counts;
        const counts = [kind, verdict, code, expiry, genTime, expires, authority, bytes] as const;
        row.run(one.seq, ...counts, one.line, one.stat, one.size, one.digest, one.tokenSha256, one.evidence);
      }
    });
    this.done += rows.length;
  }

  finish(): void {
    guarded(this.path, () => this.#database.exec(auditIndexes));
    this.#enter('done');
    // One file from now on, which may be handed over and lie where nothing can be written.
    guarded(this.path, () => {
      this.#database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL');
      // Let go of with the next access, so that others may read it while reports are written.
      this.#database.prepare('PRAGMA user_version').get();
    });
  }

  *counts(): Iterable<AuditCounts> {
    const all = 'SELECT kind, verdict, code, expiry, gen_time, expires, authority, bytes FROM rows ORDER BY seq';
    for (const row of this.#rows(all)) {
      const { kind, verdict, code, expiry, gen_time: genTime, expires, authority, bytes } = row;
      yield { kind, verdict, code, expiry, genTime, expires, authority, bytes } as unknown as AuditCounts;
    }
  }

  passedOver(limit: number) {
    // However many links there are, a folder that can't be read is among those that are named.
    const knowingly = passedOverKnowingly.map(() => '?').join(', ');
    const query = `SELECT name, reason FROM passed_over ORDER BY reason IN (${knowingly}), id LIMIT ?`;
    const found = this.#all(query, ...passedOverKnowingly, limit);
    const named = found.map(({ name, reason }) => ({ name: fileName(name as Uint8Array), reason: String(reason) }));
    return { named, count: guarded(this.path, () => countOf(this.#database, 'passed_over')) };
  }

  *lines(which: 'all' | 'failures'): Iterable<Uint8Array> {
    const all = 'SELECT CAST(line AS BLOB) AS line FROM rows WHERE line IS NOT NULL ORDER BY seq';
    const failures = `SELECT CAST(line AS BLOB) AS line FROM rows WHERE line IS NOT NULL AND verdict IS NOT 'VALID'
      ORDER BY CASE WHEN verdict = 'INVALID' THEN 0 WHEN verdict IS NOT NULL THEN 1 WHEN kind = 'orphan-token' THEN 2 ELSE 3 END, seq`;
    for (const { line } of this.#rows(which === 'all' ? all : failures)) yield line as Uint8Array;
  }

  *evidence(): Iterable<readonly [string, string]> {
    for (const { name, entries } of this.#rows('SELECT name, entries FROM evidence ORDER BY name')) {
      yield [String(name), String(entries)];
    }
  }

  dataOf(path: Uint8Array): KnownData | null {
    const found = this.#database
      .prepare(
        'SELECT stat, size, rows.digest FROM items JOIN rows USING (seq) WHERE data = ? AND stat IS NOT NULL LIMIT 1',
      )
      .get(path);
    const [algorithm, value] = String(found?.digest ?? '').split(':');
    const known = hashNamed(algorithm!);
    if (found === undefined || known === undefined) return null;
    const digest = { algorithm: known, value: new Uint8Array(Buffer.from(value!, 'hex')) };
    return { stat: String(found.stat), size: Number(found.size), digest };
  }

  close(): void {
    this.#database.close();
  }

  #enter(state: AuditState): void {
    this.#change(() => this.#database.prepare("UPDATE facts SET value = ? WHERE name = 'state'").run(state));
    this.#state = state;
  }

  #all(query: string, ...values: SQLInputValue[]): Row[] {
    return guarded(this.path, () => this.#database.prepare(query).all(...values) as Row[]);
  }

  *#rows(query: string): Iterable<Row> {
    try {
      yield* this.#database.prepare(query).iterate() as Iterable<Row>;
    } catch (error) {
      throw databaseError(this.path, error);
    }
  }

  #change(deed: () => void): void {
    guarded(this.path, () => transaction(this.#database, deed));
  }
}

/** What opening gives; a file that only says that it is an audit, and isn't, is a damaged one. Throws a TstError `ledger-damaged`. */
function whole<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const isForeign = error instanceof SyntaxError || resultCode(error) === Result.error;
    throw isForeign ? new TstError('ledger-damaged', { path, reason: 'damaged' }, { cause: error }) : error;
  }
}

function isState(text: string): text is AuditState {
  return text === 'listing' || text === 'judging' || text === 'done';
}

function factOf(database: DatabaseSync, name: string): string {
  return String((database.prepare('SELECT value FROM facts WHERE name = ?').get(name) as Row | undefined)?.value);
}

/** How much was found and judged. Lines are numbered without gaps: only those of an audit that goes on are counted one by one. */
function countsOf(database: DatabaseSync, state: AuditState): { readonly total: number; readonly done: number } {
  const total = Number((database.prepare('SELECT coalesce(max(seq), 0) AS n FROM items').get() as Row).n);
  return { total, done: state === 'done' ? total : countOf(database, 'rows') };
}

function countOf(database: DatabaseSync, table: string): number {
  return Number((database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as Row).n);
}

function octets(value: SQLOutputValue | undefined): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

function octetsOf({ text, hex }: FileName): Uint8Array {
  return hex === null ? Buffer.from(text, 'utf8') : Buffer.from(hex, 'hex');
}

function guarded<T>(path: string, deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    throw databaseError(path, error);
  }
}
