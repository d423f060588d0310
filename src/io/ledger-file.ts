import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, statSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import { makeFolder } from './evidence-folder.ts';
import { codeOf } from './input.ts';
import { createSchema, migrate, versionOf } from './ledger-schema.ts';
import { create, syncDirectory, unwritable } from './output.ts';
import { type DatabaseSync, databaseError, openDatabase, Result, resultCode } from './sqlite.ts';

export interface OpenLedger {
  readonly database: DatabaseSync;
  readonly writable: boolean;
}

/**
 * Opens the ledger of this name, and with `write` makes one where there is none. Throws a TstError `ledger-missing` (only to
 * read), `ledger-damaged`, `ledger-newer`, `output-failed` or `input-unreadable`. A damaged or emptied ledger is never as if it
 * were a new one.
 */
export async function openFile(path: string, purpose: 'write' | 'read'): Promise<OpenLedger> {
  const full = resolve(path);
  try {
    if (!existsSync(full)) {
      // Where the journal outlived its ledger, the ledger was not new.
      if (sizeOf(`${full}-wal`) > 0) throw new TstError('ledger-damaged', { path, reason: 'only its journal is left' });
      if (purpose === 'read') throw new TstError('ledger-missing', { path });
      await make(full);
    }
    refuseOther(full);
    const writable = purpose === 'write' || mayWrite(full);
    const database = openDatabase(full, writable || sizeOf(`${full}-wal`) > 0 ? 'write' : 'frozen');
    try {
      prepare(database, path, writable);
    } catch (error) {
      database.close();
      throw error;
    }
    return { database, writable };
  } catch (error) {
    throw named(path, error, purpose);
  }
}

function prepare(database: DatabaseSync, path: string, writable: boolean): void {
  if (!writable) {
    versionOf(database, path);
    return;
  }
  migrate(database, path);
  // Every commit waits until it is on the disk; macOS does only where it is told so.
  database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
}

/**
 * A ledger is made under another name and gets its own when it is whole: whatever bears that name has been a ledger, so that an
 * empty file is a damaged one. Of several processes that make it at once, one succeeds and the others use that.
 */
async function make(path: string): Promise<void> {
  makeFolder(dirname(path));
  const made = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const database = openDatabase(made, 'create');
    try {
      // Readers and a writer then don't wait for each other. Where a file system can't do it, SQLite stays as it is.
      database.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL');
      createSchema(database);
    } finally {
      database.close();
    }
    // It names the user's files.
    chmodSync(made, 0o600);
    await create(made, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await unlink(made).catch(() => {});
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** SQLite would say of a folder only that it can't be opened. */
function refuseOther(path: string): void {
  const stats = statSync(path);
  if (stats.isFile()) return;
  throw new TstError('output-failed', { path, reason: stats.isDirectory() ? 'directory' : 'not a file' });
}

/** Where the folder can't be written to, neither can the journal. */
function mayWrite(path: string): boolean {
  try {
    for (const one of [path, dirname(path)]) accessSync(one, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What opening failed with; who only reads is told that it can't be read. */
function named(path: string, error: unknown, purpose: 'write' | 'read'): unknown {
  const known = knownError(path, error);
  if (purpose === 'write' || !(known instanceof TstError) || known.code !== 'output-failed') return known;
  const reason = resultCode(error) === Result.cantOpen ? 'denied' : String(known.facts.reason);
  return new TstError('input-unreadable', { path, reason }, { cause: error });
}

function knownError(path: string, error: unknown): unknown {
  if (error instanceof TstError) return error;
  const byFileSystem = resultCode(error) === 0 && /^E[A-Z]+$/.test(codeOf(error));
  return byFileSystem ? unwritable(path, error) : databaseError(path, error);
}
