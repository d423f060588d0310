import { closeSync, existsSync, lstatSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditLedger, AuditState } from '../app/ports.ts';
import type { AuditRun } from '../core/verdict/audit.ts';
import { TstError } from '../core/verdict/errors.ts';
import { countsOf, factOf, guarded, SqliteAudit } from './audit-database.ts';
import { auditApplicationId, auditSchema, auditVersion } from './audit-schema.ts';
import { makeFolder } from './evidence-folder.ts';
import { codeOf } from './input.ts';
import { unwritable } from './output.ts';
import { type DatabaseSync, isForeign, openDatabase, type SQLOutputValue, transaction } from './sqlite.ts';

type Row = Record<string, SQLOutputValue>;

/**
 * Begins the record of an audit under a name that nothing bears yet. Throws a TstError `output-exists` or `output-failed`.
 */
export function createAuditLedger(path: string, run: AuditRun, asked: string): AuditLedger {
  makeFolder(dirname(path));
  const isNew = claim(path);
  return guarded(path, () => {
    let database: DatabaseSync | null = null;
    try {
      const made = openDatabase(path, 'write');
      database = made;
      exclusive(made);
      // At once: a record is whole or none.
      transaction(made, () => {
        made.exec(auditSchema);
        made.exec(`PRAGMA application_id = ${auditApplicationId}; PRAGMA user_version = ${auditVersion}`);
        const set = made.prepare('INSERT INTO facts (name, value) VALUES (?, ?)');
        for (const [name, value] of Object.entries({
          run: JSON.stringify(run),
          asked,
          folder: process.cwd(),
          state: 'listing',
        }))
          set.run(name, value);
      });
      return new SqliteAudit(path, made);
    } catch (error) {
      database?.close();
      if (isNew) rmSync(path, { force: true });
      throw error;
    }
  });
}

/**
 * Makes an empty file that nobody else made and only the user may read: it names the user's files. False for an empty one that is there:
 * what a run left that was killed before it had begun.
 */
function claim(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST';
    if (isThere && isEmptyFile(path)) return false;
    if (isThere) throw new TstError('output-exists', { path });
    throw unwritable(path, error);
  }
}

function isEmptyFile(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === 0;
}

/**
 * Opens the record of an audit, to go on with it or only to read. Throws a TstError `audit-missing`, `audit-damaged` (also for
 * another kind of file), `audit-newer` or `output-failed`, in whose `reason` it is told where another process is at it.
 */
export function openAuditLedger(path: string, purpose: 'write' | 'read'): AuditLedger {
  if (!existsSync(path)) throw new TstError('audit-missing', { path });
  return guarded(path, () => {
    const database = openDatabase(path, 'write');
    try {
      database.exec(impatient);
      const { application_id: id } = database.prepare('PRAGMA application_id').get() as Row;
      if (id !== auditApplicationId) throw new TstError('audit-damaged', { path, reason: 'not an audit' });
      const { user_version: version } = database.prepare('PRAGMA user_version').get() as Row;
      if (version !== auditVersion) throw new TstError('audit-newer', { path, version: Number(version) });
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

/** What opening gives; a file that only says that it is an audit, and isn't, is a damaged one. Throws a TstError `audit-damaged`. */
function whole<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const isOther = error instanceof SyntaxError || isForeign(error);
    throw isOther ? new TstError('audit-damaged', { path, reason: 'damaged' }, { cause: error }) : error;
  }
}
