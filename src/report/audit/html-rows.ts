import type { Audit, AuditRow, FileName } from '../../core/verdict/audit.ts';
import { shownPath } from '../catalogue.ts';
import { escapeText } from '../escape.ts';
import { rfc3339, seconds } from '../time.ts';
import { stateOf, warningText, whyOf } from './html-reason.ts';
import { scriptJson } from './html-text.ts';
import type { LineState, Page } from './html-words.ts';

/**
 * What an embedded row is made of, in this order: a page with 200,000 rows is read in a second only where a row is a short array.
 * What recurs stands in a pool and is named by its place there.
 */
export const rowFields = [
  'seq',
  'state',
  'file',
  'token',
  'time',
  'offset',
  'exact',
  'authority',
  'issuer',
  'serial',
  'decimal',
  'expires',
  'expiry',
  'algorithm',
  'digest',
  'profile',
  'accredited',
  'why',
  'checks',
  'decided',
  'object',
  'warnings',
  'tokenSha256',
  'evidence',
  'size',
  'octets',
  'tokenOctets',
  'accuracy',
  'signed',
  'judged',
] as const;

export const states = [
  'valid',
  'invalid',
  'indeterminate',
  'orphan-data',
  'orphan-token',
] as const satisfies LineState[];
const accreditations = ['yes', 'no', 'unknown'] as const;
const expiries = ['expired', 'expiring'] as const;
const statuses = { pass: 'p', fail: 'f', unknown: 'u', skipped: 's' } as const;

/** Different values of one pool; what comes after the last place stands in the rows themselves. */
const poolSize = 50_000;

/** Values that many rows share. */
class Pool {
  readonly values: unknown[] = [];
  readonly #places = new Map<string, number>();

  /** Its place, or in a full pool the value itself; null for null. A value is never a number, so the two can be told apart. */
  place(value: unknown): unknown {
    if (value === null) return null;
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.values.length >= poolSize) return value;
    this.#places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

const pools = [
  'suffix',
  'authority',
  'issuer',
  'expires',
  'algorithm',
  'profile',
  'why',
  'object',
  'warnings',
  'evidence',
  'signed',
] as const;
type PoolName = (typeof pools)[number];

/** How many rows one `script` element holds: each is parsed in a few milliseconds, and the page stays alive between two. */
const rowsPerScript = 4_000;

/** Rows as pieces of a page. All text is escaped as it will be shown. */
export class RowWriter {
  readonly #pools = Object.fromEntries(pools.map((name) => [name, new Pool()])) as Record<PoolName, Pool>;
  readonly #audit: Audit;
  readonly #page: Page;

  constructor(audit: Audit, page: Page) {
    this.#audit = audit;
    this.#page = page;
  }

  /** `script` elements with rows, at most `limit` of them. */
  *rows(limit: number): Iterable<string> {
    const left = quotas(this.#audit, limit);
    let count = 0;
    let piece = '';
    for (const row of this.#audit.rows()) {
      const state = stateOf(row);
      if (left[state] === 0) continue;
      left[state] -= 1;
      if (count % rowsPerScript === 0) {
        if (count > 0) yield `${piece}]</script>\n`;
        piece = '<script type="application/json" class="rows">[\n';
      } else piece += ',\n';
      piece += scriptJson(this.#row(row, state));
      count += 1;
      if (count % 200 === 0) {
        yield piece;
        piece = '';
      }
    }
    if (count > 0) yield `${piece}]</script>\n`;
  }

  /** What the rows written so far point to. */
  pools(): Readonly<Record<PoolName, readonly unknown[]>> {
    return Object.fromEntries(pools.map((name) => [name, this.#pools[name].values])) as Record<PoolName, unknown[]>;
  }

  #row(row: AuditRow, state: LineState): unknown[] {
    const { stated, digest } = row;
    const ms = stated?.genTimeMs ?? null;
    const fields: Record<(typeof rowFields)[number], unknown> = {
      seq: row.seq,
      state: states.indexOf(state),
      file: nameText(row.data),
      token: this.#tokenName(row),
      time: ms,
      offset: ms === null ? null : this.#page.zone.offset(ms),
      // Only where it has more than the milliseconds have: further digits, a leap second.
      exact: ms === null || stated?.genTime === rfc3339(ms) ? null : shown(stated?.genTime ?? null),
      authority: this.#place('authority', shown(row.authority)),
      issuer: this.#place('issuer', shown(row.issuer)),
      serial: shown(stated?.serial?.hex ?? null),
      decimal: shown(decimalOf(stated?.serial ?? null)),
      expires: this.#place('expires', this.#expiry(stated?.expires ?? null)),
      expiry: row.expiry === null ? null : expiries.indexOf(row.expiry),
      algorithm: this.#place('algorithm', shown(digest?.algorithm ?? null)),
      digest: shown(digest?.value ?? null),
      profile: this.#place('profile', shown(row.profile)),
      accredited: accreditations.indexOf(row.accredited),
      why: this.#place('why', this.#why(row)),
      checks: row.checks.map((status) => statuses[status]).join(''),
      decided: row.check,
      object: this.#place('object', shown(row.object)),
      warnings: row.warnings.map((warning) =>
        this.#place('warnings', [
          warning.code,
          shown(warning.object),
          escapeText(warningText(warning, this.#page.catalogues.en)),
          escapeText(warningText(warning, this.#page.catalogues.ja)),
        ]),
      ),
      tokenSha256: row.tokenSha256,
      evidence: row.evidence.map((one) =>
        this.#place('evidence', [
          one.kind,
          one.sha256,
          shown(one.url),
          one.fetchedAt === null ? null : rfc3339(one.fetchedAt),
        ]),
      ),
      size: row.size,
      octets: row.data?.hex ?? null,
      tokenOctets: row.token?.hex ?? null,
      accuracy: stated?.accuracy ? [seconds(stated.accuracy.micros), stated.accuracy.assumed ? 1 : 0] : null,
      signed:
        stated === null && row.anchor === null
          ? null
          : this.#place(
              'signed',
              [stated?.policy, stated?.tsa, stated?.signer, row.anchor].map((text) => shown(text ?? null)),
            ),
      judged: row.now - this.#audit.run.started,
    };
    return trimmed(rowFields.map((name) => fields[name]));
  }

  #place(pool: PoolName, value: unknown): unknown {
    return this.#pools[pool].place(value);
  }

  /** Most tokens are named after their data: then only the ending is written, by its place. */
  #tokenName(row: AuditRow): unknown {
    const [data, token] = [nameText(row.data), nameText(row.token)];
    if (data === null || token === null || !token.startsWith(data)) return token;
    const place = this.#place('suffix', token.slice(data.length));
    return typeof place === 'number' ? place : token;
  }

  #expiry(ms: number | null): unknown {
    return ms === null ? null : [ms, this.#page.zone.at(ms)?.day ?? '?', rfc3339(ms) ?? '?'];
  }

  #why(row: AuditRow): unknown {
    const why = whyOf(row, this.#page);
    if (why === null) return null;
    const { en, ja } = why;
    return [row.code ?? row.kind, row.subIndication, en.reason, en.hint, ja.reason, ja.hint];
  }
}

/** How many lines of each state a page of `limit` rows holds: what is not valid comes before what is. */
export function quotas({ summary }: Audit, limit: number): Record<LineState, number> {
  let left = limit;
  const take = (count: number) => {
    const taken = Math.min(count, left);
    left -= taken;
    return taken;
  };
  return {
    invalid: take(summary.invalid),
    indeterminate: take(summary.indeterminate),
    'orphan-data': take(summary.orphanData),
    'orphan-token': take(summary.orphanTokens),
    valid: take(summary.valid),
  };
}

function shown(text: string | null): string | null {
  return text === null ? null : escapeText(text);
}

function nameText(name: FileName | null): string | null {
  return name === null ? null : escapeText(name.text, shownPath);
}

/** Null where the page can work it out. */
function decimalOf(serial: { readonly hex: string; readonly decimal: string } | null): string | null {
  if (serial === null) return null;
  const known = /^[0-9a-f]{1,64}$/.test(serial.hex) && BigInt(`0x${serial.hex}`).toString() === serial.decimal;
  return known ? null : serial.decimal;
}

/** Without the nulls at its end. */
function trimmed(values: unknown[]): unknown[] {
  let end = values.length;
  while (end > 0 && values[end - 1] === null) end -= 1;
  return values.slice(0, end);
}
