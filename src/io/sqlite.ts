import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { TstError } from '../core/verdict/errors.ts';

export type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

/** Milliseconds that one process waits for another's transaction: each takes a few, a slow disk some hundred. */
const patience = 15_000;

/**
 * Opens a database that exists; `create` is for a file of one's own that nobody else knows of. `frozen`: on a medium where
 * nothing can be written, not even what keeps readers and writers apart. Throws what SQLite throws.
 */
export function openDatabase(path: string, mode: 'write' | 'create' | 'frozen'): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  // As an address a path can't be taken for anything else, and says what may be done with it.
  const url = pathToFileURL(path);
  url.search = { write: 'mode=rw', create: 'mode=rwc', frozen: 'mode=ro&immutable=1' }[mode];
  const database = new DatabaseSync(url, { timeout: patience, readOnly: mode === 'frozen' });
  // A file from elsewhere may hold views and triggers: they may call nothing.
  database.exec('PRAGMA trusted_schema = OFF');
  return database;
}

/**
 * node:sqlite, loaded when it is needed. Node 22 says then that it is experimental, which is no news for who runs the program:
 * that one warning is held back, and no other.
 */
function loadSqlite(): typeof import('node:sqlite') {
  const emit = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    const [kind] = rest as unknown[];
    if (kind === 'ExperimentalWarning' && String(warning).startsWith('SQLite ')) return;
    emit.call(process, warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emit;
  }
}

/**
 * All of `deed` or nothing, alone: others wait. IMMEDIATE, because a transaction that reads first and wants to write then
 * fails where another one came between.
 */
export function transaction<T>(database: DatabaseSync, deed: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = deed();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has ended some itself, such as on a full disk.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite's own code of what failed, without its details (https://www.sqlite.org/rescode.html); 0 for anything else. */
export function resultCode(error: unknown): number {
  const found = error instanceof Error && 'errcode' in error ? error.errcode : 0;
  return typeof found === 'number' ? found & 0xff : 0;
}

/** What SQLite says of the file itself. */
export const Result = { busy: 5, locked: 6, readOnly: 8, io: 10, corrupt: 11, full: 13, cantOpen: 14, notDatabase: 26 };

/** True where a database has not the tables or columns that it is read by: it is another program's, or was made by hand. */
export function isForeign(error: unknown): boolean {
  return resultCode(error) === 1 && error instanceof Error && /^no such (table|column)/.test(error.message);
}

/** What failed about a database as a TstError: `ledger-damaged`, else `output-failed`. An error of the program stays as it is. */
export function databaseError(path: string, error: unknown): unknown {
  const code = resultCode(error);
  // A number that no program of this kind wrote.
  const outOfRange = error instanceof RangeError && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
  if (code === Result.corrupt || code === Result.notDatabase || outOfRange) {
    const reason = code === Result.notDatabase ? 'not a database' : 'damaged';
    return new TstError('ledger-damaged', { path, reason }, { cause: error });
  }
  const reason = reasons[isFullMemory(error) ? Result.full : code];
  return reason === undefined ? error : new TstError('output-failed', { path, reason }, { cause: error });
}

/** No space for what readers and writers share: of that SQLite says only that the device failed. */
function isFullMemory(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === ioErrorOfSharedSize;
}

/** SQLITE_IOERR_SHMSIZE. */
const ioErrorOfSharedSize = 10 | (19 << 8);

const reasons: Readonly<Record<number, string>> = {
  [Result.busy]: 'in use by another program',
  [Result.locked]: 'in use by another program',
  [Result.readOnly]: 'denied',
  [Result.io]: 'write error of the device',
  [Result.full]: 'disk full',
  [Result.cantOpen]: 'denied',
};

/** Text as a value to store. SQLite's text ends at a NUL and has no lone surrogates: a name that has either is kept as UTF-16. */
export function toText(text: string | null): SQLInputValue {
  if (text === null || (text.isWellFormed() && !text.includes('\0'))) return text;
  return new Uint8Array(Buffer.from(text, 'utf16le'));
}

/** A stored value as text; null for anything else. */
export function fromText(value: SQLOutputValue | undefined): string | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf16le');
  return typeof value === 'string' ? value : null;
}

/** A stored number or moment; null for anything else, moments beyond what `Date` holds among them. */
export function fromNumber(value: SQLOutputValue | undefined): number | null {
  return typeof value === 'number' && Math.abs(value) <= farthestMoment ? value : null;
}

/** ECMA-262 §21.4.1.1. */
const farthestMoment = 8.64e15;
