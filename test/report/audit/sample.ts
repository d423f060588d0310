import type { Audit, AuditRow, AuditRun, AuditSummary, FileName } from '../../../src/core/verdict/audit.ts';
import type { CheckStatus } from '../../../src/core/verdict/status.ts';

/** Names that a page could trip over; each is used for files, certificates, authorities and profiles. */
export const hostileNames = [
  '<script>window.pwned = 1</script>',
  '</script><script>window.pwned = 2</script>',
  '<!--<script>',
  ']]><svg onload=window.pwned=3>',
  '"><img src=x onerror=window.pwned=4>',
  "' onmouseover='window.pwned=5",
  'line\u2028separator\u2029end',
  'invoice\u202efdp.exe',
  'lone\ud800surrogate\udc00',
  'zero\u200bwidth\u0000nul\u001b[31m',
  '=cmd|calc!A1',
  '&lt;b&gt;&amp;',
  'javascript:window.pwned=6',
  '{{constructor.constructor("window.pwned=7")()}}',
] as const;

export interface SampleOptions {
  readonly lines: number;
  /** Use hostile names for every third line. */
  readonly hostile?: boolean;
  /** Every line is VALID. */
  readonly allValid?: boolean;
  /** Changes each row at last. */
  readonly change?: (row: AuditRow) => AuditRow;
  readonly run?: Partial<AuditRun>;
  readonly summary?: Partial<AuditSummary>;
}

const started = Date.UTC(2026, 2, 31, 3, 4, 5);
const day = 86_400_000;
const authorities = [
  ['三井時刻認証サービス', '三井TSA CA G2', 'mitsui', 'yes'],
  ['Amber Time-Stamping', 'Amber Qualified CA 4', 'amber', 'yes'],
  ['東都データセンター', '東都 Root CA', 'toto', 'unknown'],
  ['FreeTSA Example', 'FreeTSA Example Root', null, 'no'],
] as const;
const folders = ['2019年度/請求書', '2022年度/契約書', 'invoices/2024/incoming', '研究ノート/第3研究室', 'mail'];
const stems = ['請求書', '契約書_株式会社山田製作所', 'invoice', 'lab-note', 'message'];

/** A number from 0 to 2^32 - 1, always the same for the same one. */
function mixed(seed: number): number {
  let x = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}

function hex(seed: number, length: number): string {
  let text = '';
  for (let i = 0; text.length < length; i += 1)
    text += mixed(seed * 31 + i)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, length);
}

const named = (text: string): FileName => ({ text, hex: null });

/** An audit made by arithmetic: rows are computed when read, so that a million take no memory. */
export function sampleAudit(options: SampleOptions): Audit {
  const change = options.change ?? ((row) => row);
  const row = (i: number) => change(sampleRow(i, options));
  function* rows(): Iterable<AuditRow> {
    for (let i = 0; i < options.lines; i += 1) yield row(i);
  }
  function* failures(): Iterable<AuditRow> {
    const ranks = ['INVALID', 'INDETERMINATE', 'orphan-data', 'orphan-token'];
    for (const rank of ranks) for (const one of rows()) if ((one.verdict ?? one.kind) === rank) yield one;
  }
  return { run: { ...sampleRun, ...options.run }, summary: { ...summed(rows()), ...options.summary }, rows, failures };
}

const sampleRun: AuditRun = {
  id: '5f2c9a7e41d8b036',
  version: '0.1.0',
  started,
  roots: ['archive/2019-2025', '/mnt/記録'],
  from: '2019-04-01',
  to: '2026-03-31',
  zone: 'Asia/Tokyo',
  policy: 'default',
  skipped: [],
  renewWithin: 365,
  failOn: ['invalid', 'indeterminate'],
  options: { from: '2019-04-01', 'renew-within': '365', to: '2026-03-31', trust: ['bundled', 'roots/toto.pem'] },
};

function sampleRow(i: number, { hostile = false, allValid = false }: SampleOptions): AuditRow {
  const dice = allValid ? 9_999 : mixed(i + 1) % 10_000;
  const kind = dice < 20 ? 'orphan-data' : dice < 35 ? 'orphan-token' : 'token';
  const verdict = kind !== 'token' ? null : dice < 110 ? 'INVALID' : dice < 240 ? 'INDETERMINATE' : 'VALID';
  const evil = hostile && i % 3 === 0 ? hostileNames[(i / 3) % hostileNames.length]! : null;
  const [name, issuer, profile, accredited] = authorities[mixed(i * 7 + 3) % 100 < 55 ? 0 : mixed(i) % 4]!;
  const growth = Math.sqrt((mixed(i * 3 + 1) % 100_000) / 100_000);
  const genTimeMs = Date.UTC(2019, 3, 1) + Math.floor(growth * 2556) * day + (mixed(i * 5) % 86_400) * 1000;
  const expires = Date.UTC(2024 + (mixed(i * 11) % 9), mixed(i * 13) % 12, 28, 14, 59, 59);
  const file = `${folders[mixed(i * 17) % 5]}/${evil ?? `${stems[mixed(i * 19) % 5]}_${String(i).padStart(6, '0')}.pdf`}`;
  const data = kind === 'orphan-token' ? null : named(file);
  const token = kind === 'orphan-data' ? null : named(`${file}.tsr`);
  const judged = kind === 'token' && dice !== 111;
  const failing = verdict === 'INVALID' ? (dice < 80 ? 0 : 1) : 2;
  const checks: CheckStatus[] = !judged ? [] : ['pass', 'pass', 'pass', 'pass'];
  if (judged && verdict !== 'VALID') checks[failing] = verdict === 'INVALID' ? 'fail' : 'unknown';
  const checkName = (['imprint', 'signature', 'certificate-revocation'] as const)[failing]!;
  const why = reason(verdict, judged, failing, file, evil);
  return {
    seq: i + 1,
    kind,
    data,
    token,
    verdict,
    checks,
    skipped: [],
    check: why === null || !judged ? null : checkName,
    ...(why ?? { code: null, subIndication: null, facts: {}, object: null }),
    warnings: judged && dice % 40 === 0 ? [{ code: 'accuracy-assumed', object: evil, facts: { accuracy: '1' } }] : [],
    size: data === null ? null : 10_000 + (mixed(i * 23) % 2_000_000),
    digest: data === null ? null : { algorithm: 'sha256', value: hex(i, 64) },
    stated: !judged
      ? null
      : {
          genTime: new Date(genTimeMs).toISOString().replace('.000Z', i % 50 === 0 ? '.123456Z' : 'Z'),
          genTimeMs: genTimeMs + (i % 50 === 0 ? 123 : 0),
          accuracy: { micros: 1_000_000, assumed: dice % 40 === 0 },
          serial: { hex: `0${hex(i * 3, 15)}`, decimal: BigInt(`0x0${hex(i * 3, 15)}`).toString() },
          policy: '1.2.392.200113.1.1.1',
          tsa: null,
          signer: `CN=${evil ?? `${name} TSU ${1 + (i % 3)}`}`,
          expires,
        },
    issuer: judged ? `CN=${evil ?? issuer}, O=${name}, C=JP` : null,
    anchor: judged ? `CN=${issuer}` : null,
    authority: judged ? (evil ?? name) : null,
    profile: judged ? profile : null,
    accredited: judged ? accredited : 'unknown',
    expiry: !judged || expires > started + 365 * day ? null : expires < started ? 'expired' : 'expiring',
    now: started,
    tokenSha256: token === null ? null : hex(i * 5 + 1, 64),
    evidence: !judged
      ? []
      : [
          { kind: 'certificate', sha256: hex(7, 64), origin: 'token', url: null, fetchedAt: null },
          { kind: 'crl', sha256: hex(8, 64), origin: 'fetched', url: 'http://crl.example/ca.crl', fetchedAt: started },
        ],
  };
}

function reason(verdict: string | null, judged: boolean, failing: number, path: string, evil: string | null) {
  if (verdict === null || verdict === 'VALID') return null;
  if (!judged) return { code: 'token-unreadable', subIndication: null, facts: { path }, object: null } as const;
  if (failing === 0) {
    return {
      code: 'imprint-mismatch',
      subIndication: 'HASH_FAILURE',
      facts: { algorithm: 'sha256' },
      object: null,
    } as const;
  }
  if (failing === 1) {
    const facts = { algorithm: evil ?? 'sha256' };
    return { code: 'signature-invalid', subIndication: 'SIG_CRYPTO_FAILURE', facts, object: evil } as const;
  }
  const facts = { nextUpdate: started - 3 * day };
  return { code: 'stale', subIndication: 'TRY_LATER', facts, object: 'CN=三井TSA CA G2 (0123)' } as const;
}

type Counts = { valid: number; invalid: number; indeterminate: number };
const none = (): Counts => ({ valid: 0, invalid: 0, indeterminate: 0 });
const total = (c: Counts) => c.valid + c.invalid + c.indeterminate;

function summed(rows: Iterable<AuditRow>): AuditSummary {
  const sums = { lines: 0, ...none(), orphanData: 0, orphanTokens: 0, outside: 321, expired: 0, expiring: 0, bytes: 0 };
  const months = new Map<string | null, Counts>();
  const authoritiesFound = new Map<string | null, Counts>();
  const years = new Map<number, number>();
  const codes = new Map<string, AuditSummary['codes'][number]>();
  for (const row of rows) {
    sums.lines += 1;
    sums.bytes += row.size ?? 0;
    if (row.kind === 'orphan-data') sums.orphanData += 1;
    if (row.kind === 'orphan-token') sums.orphanTokens += 1;
    if (row.expiry !== null) sums[row.expiry] += 1;
    if (row.verdict === null) continue;
    const key = row.verdict.toLowerCase() as keyof Counts;
    const ms = row.stated?.genTimeMs ?? null;
    const month = ms === null ? null : new Date(ms + 9 * 3_600_000).toISOString().slice(0, 7);
    for (const [map, name] of [
      [months, month],
      [authoritiesFound, row.authority],
    ] as const) {
      const counts = map.get(name) ?? none();
      counts[key] += 1;
      map.set(name, counts);
    }
    sums[key] += 1;
    if (row.verdict === 'VALID' && row.stated?.expires) {
      const year = new Date(row.stated.expires + 9 * 3_600_000).getUTCFullYear();
      years.set(year, (years.get(year) ?? 0) + 1);
    }
    if (row.code === null) continue;
    const id = `${row.verdict} ${row.code}`;
    codes.set(id, { verdict: row.verdict, code: row.code, count: (codes.get(id)?.count ?? 0) + 1 });
  }
  const ordered = (a: string | null, b: string | null) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
  return {
    ...sums,
    months: [...months].sort(([a], [b]) => ordered(a, b)).map(([month, counts]) => ({ month, ...counts })),
    expiryYears: [...years].sort(([a], [b]) => a - b).map(([year, count]) => ({ year, count })),
    authorities: [...authoritiesFound]
      .sort(([a, x], [b, y]) => total(y) - total(x) || ordered(a, b))
      .map(([authority, counts]) => ({ authority, ...counts })),
    codes: [...codes.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    passedOver: [{ name: named('archive/2019-2025/<b>old</b>'), reason: 'link-to-folder' }],
    passedOverCount: 1,
  };
}
