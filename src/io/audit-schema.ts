/** `tstA`: tells the record of an audit from every other SQLite file. */
export const auditApplicationId = 0x74737441;

/** Raised when the form changes; an audit of another one is not continued. */
export const auditVersion = 1;

/**
 * Names are octets: as they stand on disk, whatever encoding they are in. `line` is the canonical result of a line; the columns
 * beside it are what is counted, compared and looked up without reading that.
 */
export const auditSchema = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE items (
    seq INTEGER PRIMARY KEY,
    data BLOB,
    token BLOB,
    algorithm TEXT,
    digest BLOB
  ) STRICT;
  CREATE TABLE passed_over (id INTEGER PRIMARY KEY, name BLOB NOT NULL, reason TEXT NOT NULL) STRICT;
  CREATE TABLE rows (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    verdict TEXT,
    code TEXT,
    expiry TEXT,
    gen_time INTEGER,
    expires INTEGER,
    authority TEXT,
    bytes INTEGER NOT NULL,
    line TEXT,
    stat TEXT,
    size INTEGER,
    digest TEXT,
    token_sha256 TEXT,
    evidence TEXT
  ) STRICT;
  CREATE TABLE evidence (name TEXT PRIMARY KEY, entries TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Made when everything is judged: while lines are added they would only cost. */
export const auditIndexes = `
  CREATE INDEX IF NOT EXISTS items_data ON items (data, token);
  CREATE INDEX IF NOT EXISTS rows_failed ON rows (kind, verdict, seq) WHERE verdict IS NOT 'VALID';
`;
