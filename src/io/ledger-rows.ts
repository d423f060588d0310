import type { EntryFilter, Intent, LedgerEntry, LedgerFacts, LedgerToken, Receipt } from '../app/ports.ts';
import type { Verdict } from '../core/verdict/status.ts';
import { fromNumber, fromText, type SQLInputValue, type SQLOutputValue, toText } from './sqlite.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Values by the name of their column. */
export type Columns = Readonly<Record<string, SQLInputValue>>;

/** An INSERT with a named parameter for each column. */
export function insertion(table: string, columns: Columns): string {
  const names = Object.keys(columns);
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`;
}

/** An UPDATE of one entry with a named parameter for each column. */
export function change(columns: Columns): string {
  const settings = Object.keys(columns).map((name) => `${name} = :${name}`);
  return `UPDATE entries SET ${settings.join(', ')} WHERE id = :id`;
}

export function intentColumns(intent: Intent): Columns {
  const { profile, authority, file, nonce, mark, places } = intent;
  return {
    profile: toText(profile),
    authority: toText(authority),
    file: toText(file.given),
    file_path: toText(file.path),
    algorithm: file.algorithm,
    digest: file.digest,
    nonce,
    mark,
    // JSON has lone surrogates escaped.
    places: JSON.stringify(places),
  };
}

export function tokenColumns(token: LedgerToken): Columns {
  return {
    token_sha256: token.sha256,
    gen_time: token.genTime,
    gen_time_ms: token.genTimeMs,
    serial: token.serial,
    tsa_sha256: token.tsa?.sha256 ?? null,
    tsa_subject: toText(token.tsa?.subject ?? null),
    tsa_issuer: toText(token.tsa?.issuer ?? null),
    expires: token.tsa?.expires ?? null,
  };
}

export function verificationColumns({ verification }: LedgerFacts): Columns {
  if (verification === null) return {};
  return {
    verdict: verification.verdict,
    code: verification.code,
    verified_at: verification.at,
    evidence_path: toText(verification.evidence?.path ?? null),
    evidence_sha256: verification.evidence?.sha256 ?? null,
  };
}

/** An entry as it stands in its row. */
export function entryOf(row: Row): LedgerEntry {
  return {
    id: fromNumber(row.id) ?? 0,
    state: fromText(row.state) as LedgerEntry['state'],
    billed: fromText(row.billed) as LedgerEntry['billed'],
    failure: fromText(row.failure),
    askedAt: fromNumber(row.asked_at) ?? 0,
    profile: fromText(row.profile),
    authority: fromText(row.authority) ?? '',
    file: {
      given: fromText(row.file),
      path: fromText(row.file_path),
      algorithm: fromText(row.algorithm) ?? '',
      digest: fromText(row.digest) ?? '',
    },
    nonce: fromText(row.nonce),
    mark: fromText(row.mark) ?? '',
    places: placesOf(fromText(row.places)),
    receivedAt: fromNumber(row.received_at),
    received: receiptOf(row.received_path, row.received_sha256),
    token: tokenOf(row),
    verification: verificationOf(row),
    output: outputOf(fromText(row.output_path), fromText(row.output_sha256)),
    serialReused: row.serial_reused === 1,
  };
}

function tokenOf(row: Row): LedgerToken | null {
  const sha256 = fromText(row.token_sha256);
  if (sha256 === null) return null;
  const [tsa, subject] = [fromText(row.tsa_sha256), fromText(row.tsa_subject)];
  const [issuer, expires] = [fromText(row.tsa_issuer), fromNumber(row.expires)];
  const known = tsa !== null && subject !== null && issuer !== null && expires !== null;
  return {
    sha256,
    genTime: fromText(row.gen_time),
    genTimeMs: fromNumber(row.gen_time_ms),
    serial: fromText(row.serial),
    tsa: known ? { sha256: tsa, subject, issuer, expires } : null,
  };
}

function verificationOf(row: Row): LedgerEntry['verification'] {
  const [verdict, at] = [fromText(row.verdict), fromNumber(row.verified_at)];
  if (verdict === null || at === null) return null;
  const evidence = receiptOf(row.evidence_path, row.evidence_sha256);
  return { verdict: verdict as Verdict, code: fromText(row.code), at, evidence };
}

function receiptOf(path: SQLOutputValue | undefined, sha256: SQLOutputValue | undefined): Receipt | null {
  const [name, hash] = [fromText(path), fromText(sha256)];
  return name === null || hash === null ? null : { path: name, sha256: hash };
}

function outputOf(path: string | null, sha256: string | null): LedgerEntry['output'] {
  return sha256 === null ? null : { path, sha256 };
}

/** Written by this program; a file that was changed by hand may hold anything. */
function placesOf(text: string | null): string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((place) => typeof place === 'string') : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** The condition of a filter, and its values. */
export function conditionOf(filter: EntryFilter): {
  readonly where: string;
  readonly values: Record<string, SQLInputValue>;
} {
  const conditions: string[] = [];
  const values: Record<string, SQLInputValue> = {};
  const add = (condition: string, name: string, value: SQLInputValue) => {
    conditions.push(condition);
    values[name] = value;
  };
  if (filter.profile !== undefined) add('profile = :profile', 'profile', toText(filter.profile));
  if (filter.state !== undefined) add('state = :state', 'state', filter.state);
  if (filter.from !== undefined) add('moment >= :from', 'from', filter.from);
  if (filter.to !== undefined) add('moment < :to', 'to', filter.to);
  if (filter.serialReused) conditions.push('serial_reused = 1');
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}
