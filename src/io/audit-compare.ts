import { pathToFileURL } from 'node:url';
import type { AuditTurn } from '../app/ports.ts';
import { fileName } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { auditError } from './audit-database.ts';
import { isForeign, openDatabase, type SQLOutputValue } from './sqlite.ts';

type Row = Record<string, SQLOutputValue>;

/** A name that an audit has several times, as a manifest may, is each time another line: the second is compared with the second. */
const side = (schema: string, name: string) => `
  ${name} AS (
    SELECT seq, data, token, kind, verdict, code, r.digest, token_sha256, evidence,
      row_number() OVER (PARTITION BY data, token ORDER BY seq) AS nth
    FROM ${schema}.items JOIN ${schema}.rows AS r USING (seq) WHERE kind IS NOT 'outside'
  )`;

const all = `WITH ${side('main', 'a')}, ${side('earlier', 'b')}
  SELECT a.data, a.token, a.kind, a.verdict, a.code, b.kind AS kind0, b.verdict AS verdict0, b.code AS code0,
    a.digest IS b.digest AS same_data, a.token_sha256 IS b.token_sha256 AS same_token, a.evidence IS b.evidence AS same_evidence
  FROM a LEFT JOIN b ON b.data IS a.data AND b.token IS a.token AND b.nth = a.nth
  WHERE b.kind IS NULL OR b.kind IS NOT a.kind OR b.verdict IS NOT a.verdict OR b.code IS NOT a.code
  ORDER BY a.seq`;

const gone = `WITH ${side('main', 'a')}, ${side('earlier', 'b')}
  SELECT b.data, b.token, NULL AS kind, b.kind AS kind0, b.verdict AS verdict0, b.code AS code0,
    1 AS same_data, 1 AS same_token, 1 AS same_evidence
  FROM b LEFT JOIN a ON a.data IS b.data AND a.token IS b.token AND a.nth = b.nth WHERE a.kind IS NULL ORDER BY b.seq`;

/**
 * The lines of a finished audit that stand otherwise than in an earlier one, in its order, and then those that are gone. Throws a
 * TstError `audit-damaged` or `output-failed`.
 */
export function* compareAudits(earlier: string, later: string): Iterable<AuditTurn> {
  try {
    const database = openDatabase(later, 'write');
    try {
      // As an address it can't be taken for one, and is not made where there is none.
      const url = pathToFileURL(earlier);
      url.search = 'mode=rw';
      database.prepare('ATTACH DATABASE ? AS earlier').run(url.href);
      for (const query of [all, gone]) for (const row of database.prepare(query).iterate()) yield turnOf(row as Row);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!isForeign(error)) throw auditError(later, error);
    throw new TstError('audit-damaged', { path: `${earlier}, ${later}`, reason: 'not an audit' }, { cause: error });
  }
}

function turnOf(row: Row): AuditTurn {
  const stand = (suffix: string) => {
    const [kind, verdict, code] = [row[`kind${suffix}`], row[`verdict${suffix}`], row[`code${suffix}`]];
    return kind === null || kind === undefined ? null : { kind, verdict: verdict ?? null, code: code ?? null };
  };
  const name = (value: SQLOutputValue | undefined) => (value instanceof Uint8Array ? fileName(value) : null);
  return {
    data: name(row.data),
    token: name(row.token),
    before: stand('0') as AuditTurn['before'],
    after: stand('') as AuditTurn['after'],
    same: { data: row.same_data === 1, token: row.same_token === 1, evidence: row.same_evidence === 1 },
  };
}
