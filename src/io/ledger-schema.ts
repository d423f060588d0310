import { TstError } from '../core/verdict/errors.ts';
import { type DatabaseSync, transaction } from './sqlite.ts';

/** `tstL`: tells a ledger from every other SQLite file. */
export const applicationId = 0x7473744c;

/**
 * How the ledger came to its present form: each step is applied once, in this order, and none is ever changed. The number of
 * steps is the version that the file bears.
 */
export const steps: readonly string[] = [
  // Paths and names are ANY: what SQLite's text can't hold is stored as UTF-16. `moment` orders and filters: genTime, or the
  // request where there is none.
  `CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN
      ('asked', 'received', 'published', 'kept', 'refused', 'unanswered', 'unsaved', 'lost')),
    billed TEXT NOT NULL CHECK (billed IN ('yes', 'no', 'unknown')),
    failure TEXT,
    run TEXT NOT NULL,
    pid INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    profile ANY,
    authority ANY NOT NULL,
    file ANY,
    file_path ANY,
    algorithm TEXT NOT NULL,
    digest TEXT NOT NULL,
    nonce TEXT,
    mark TEXT NOT NULL,
    places TEXT NOT NULL,
    received_at INTEGER,
    received_path ANY,
    received_sha256 TEXT,
    token_sha256 TEXT,
    gen_time TEXT,
    gen_time_ms INTEGER,
    serial TEXT,
    tsa_sha256 TEXT,
    tsa_subject ANY,
    tsa_issuer ANY,
    expires INTEGER,
    verdict TEXT CHECK (verdict IN ('VALID', 'INVALID', 'INDETERMINATE')),
    code TEXT,
    verified_at INTEGER,
    evidence_path ANY,
    evidence_sha256 TEXT,
    output_path ANY,
    output_sha256 TEXT,
    serial_reused INTEGER NOT NULL DEFAULT 0,
    moment INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(gen_time_ms, asked_at)) VIRTUAL
  ) STRICT;
  CREATE INDEX entries_moment ON entries (moment, id);
  CREATE INDEX entries_profile ON entries (profile, moment, id);
  CREATE INDEX entries_usage ON entries (profile, asked_at, billed);
  CREATE INDEX entries_state ON entries (state, moment, id);
  CREATE INDEX entries_serial ON entries (serial, tsa_issuer, tsa_subject) WHERE serial IS NOT NULL;
  CREATE INDEX entries_reused ON entries (moment, id) WHERE serial_reused = 1;
  CREATE INDEX entries_file ON entries (file);
  CREATE INDEX entries_file_path ON entries (file_path);
  CREATE INDEX entries_digest ON entries (digest);
  CREATE INDEX entries_token ON entries (token_sha256) WHERE token_sha256 IS NOT NULL;
  CREATE INDEX entries_received ON entries (received_sha256) WHERE received_sha256 IS NOT NULL;
  CREATE INDEX entries_output_path ON entries (output_path) WHERE output_path IS NOT NULL;
  CREATE INDEX entries_output ON entries (output_sha256) WHERE output_sha256 IS NOT NULL;`,

  // When requests of a key may be sent, and by which moment of the clock that is meant.
  `CREATE TABLE slots (
    key ANY PRIMARY KEY,
    due INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    entered_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`,
];

/** Makes a ledger of an empty database. */
export function createSchema(database: DatabaseSync, all: readonly string[] = steps): void {
  transaction(database, () => {
    for (const step of all) database.exec(step);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${all.length}`);
  });
}

/** Brings a ledger to the present form; throws like `versionOf`. */
export function migrate(database: DatabaseSync, path: string): void {
  if (versionOf(database, path) === steps.length) return;
  transaction(database, () => {
    // Another process may have done it meanwhile.
    for (const step of steps.slice(versionOf(database, path))) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

/**
 * The version of a ledger's form. Throws a TstError `ledger-damaged` for another program's file, or what is empty, which no
 * ledger ever is, and `ledger-newer` for what a newer program wrote.
 */
export function versionOf(database: DatabaseSync, path: string): number {
  const { application_id: application } = database.prepare('PRAGMA application_id').get()!;
  const version = Number(database.prepare('PRAGMA user_version').get()!.user_version);
  if (application !== applicationId || version < 1) {
    throw new TstError('ledger-damaged', { path, reason: 'not a ledger' });
  }
  if (version > steps.length) throw new TstError('ledger-newer', { path, version, known: steps.length });
  return version;
}
