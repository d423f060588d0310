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
import { auditIndexes } from './audit-schema.ts';
import { type DatabaseSync, databaseError, type SQLInputValue, type SQLOutputValue, transaction } from './sqlite.ts';

type Row = Record<string, SQLOutputValue>;

/** Lines that are read at once: a million small pieces of memory take their time to be given back. */
const linesTogether = 16;

/** The record of an audit in a database that is open; throws a SyntaxError or what SQLite throws where that is none. */
export class SqliteAudit implements AuditLedger {
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
    if (which === 'all') return yield* this.#allLines();
    const failures = `SELECT CAST(line AS BLOB) AS line FROM rows WHERE line IS NOT NULL AND verdict IS NOT 'VALID'
      ORDER BY CASE WHEN verdict = 'INVALID' THEN 0 WHEN verdict IS NOT NULL THEN 1 WHEN kind = 'orphan-token' THEN 2 ELSE 3 END,
        gen_time IS NULL, seq`;
    for (const { line } of this.#rows(failures)) yield line as Uint8Array;
  }

  *#allLines(): Iterable<Uint8Array> {
    const next = `SELECT max(seq) AS last, CAST(group_concat(line, char(10) ORDER BY seq) AS BLOB) AS lines
      FROM (SELECT seq, line FROM rows WHERE seq > ? AND line IS NOT NULL ORDER BY seq LIMIT ${linesTogether})`;
    for (let after = 0; ; ) {
      const [found] = this.#all(next, after);
      if (!(found?.lines instanceof Uint8Array)) return;
      yield found.lines;
      after = Number(found.last);
    }
  }

  *evidence(): Iterable<readonly [string, string]> {
    for (const { name, entries } of this.#rows('SELECT name, entries FROM evidence ORDER BY name')) {
      yield [String(name), String(entries)];
    }
  }

  dataOf(path: Uint8Array): KnownData | null {
    const [found] = this.#all(
      'SELECT stat, size, rows.digest FROM items JOIN rows USING (seq) WHERE data = ? AND stat IS NOT NULL LIMIT 1',
      path,
    );
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
      throw auditError(this.path, error);
    }
  }

  #change(deed: () => void): void {
    guarded(this.path, () => transaction(this.#database, deed));
  }
}

function isState(text: string): text is AuditState {
  return text === 'listing' || text === 'judging' || text === 'done';
}

export function factOf(database: DatabaseSync, name: string): string {
  return String((database.prepare('SELECT value FROM facts WHERE name = ?').get(name) as Row | undefined)?.value);
}

/** How much was found and judged. Lines are numbered without gaps: only those of an audit that goes on are counted one by one. */
export function countsOf(database: DatabaseSync, state: AuditState): Pick<AuditLedger, 'total' | 'done'> {
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

/** Throws what fails about the database as a TstError `audit-damaged` or `output-failed`. */
export function guarded<T>(path: string, deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    throw auditError(path, error);
  }
}

/** As `databaseError`, of the record of an audit. */
export function auditError(path: string, error: unknown): unknown {
  const known = databaseError(path, error);
  const isDamage = known instanceof TstError && known.code === 'ledger-damaged';
  return isDamage ? new TstError('audit-damaged', known.facts, { cause: error }) : known;
}
