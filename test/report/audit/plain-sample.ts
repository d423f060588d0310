import type { Audit, AuditRow, AuditRun, AuditSummary, FileName } from '../../../src/core/verdict/audit.ts';

// An audit made by hand for the reports that are text: fixed times, every kind of line, and names that attack each form.

export const now = Date.UTC(2024, 3, 10, 0, 30);

export const plainRun: AuditRun = {
  id: '00112233445566778899aabbccddeeff',
  version: '1.2.3',
  started: now,
  roots: ['archive', 'more records'],
  from: '2024-01-01',
  to: null,
  zone: 'Asia/Tokyo',
  policy: 'default',
  skipped: [],
  renewWithin: 90,
  failOn: ['invalid', 'indeterminate'],
  options: { trust: ['root.pem', 'second root.pem'], from: '2024-01-01', offline: '' },
};

export function name(text: string, hex: string | null = null): FileName {
  return { text, hex };
}

const genTimeMs = Date.UTC(2024, 2, 31, 15, 0, 0, 123);

/** A VALID line; `more` says what is different. */
export function row(seq: number, path: string, more: Partial<AuditRow> = {}): AuditRow {
  return {
    seq,
    kind: 'token',
    data: name(path),
    token: name(`${path}.tsr`),
    verdict: 'VALID',
    checks: ['pass', 'pass', 'pass', 'pass'],
    skipped: [],
    check: null,
    code: null,
    subIndication: null,
    object: null,
    facts: {},
    warnings: [],
    size: 20_480,
    digest: { algorithm: 'sha256', value: 'ab'.repeat(32) },
    stated: {
      genTime: '2024-03-31T15:00:00.123456Z',
      genTimeMs,
      accuracy: { micros: 1_000_000, assumed: false },
      serial: { hex: '0102', decimal: '258' },
      policy: '1.2.392.200091.100.721.1',
      tsa: null,
      signer: 'CN=TSU 7, O=Example',
      expires: Date.UTC(2030, 0, 1),
    },
    issuer: 'CN=Example CA, O=Example',
    anchor: 'CN=Example Root',
    authority: 'Example TSA',
    profile: 'example',
    accredited: 'yes',
    expiry: null,
    now,
    tokenSha256: 'cd'.repeat(32),
    evidence: [
      { kind: 'crl', sha256: 'ef'.repeat(32), origin: 'fetched', url: 'http://ca.example/c.crl', fetchedAt: now },
      { kind: 'list', sha256: '01'.repeat(32), origin: 'list', url: null, fetchedAt: null },
    ],
    ...more,
  };
}

/** A line that a rule decided. */
export function judged(
  seq: number,
  path: string,
  verdict: 'INVALID' | 'INDETERMINATE',
  code: NonNullable<AuditRow['code']>,
  more: Partial<AuditRow> = {},
): AuditRow {
  const status = verdict === 'INVALID' ? 'fail' : 'unknown';
  return row(seq, path, { verdict, code, check: 'signature', checks: ['pass', status, 'pass', 'pass'], ...more });
}

const nothingJudged = {
  checks: [],
  check: null,
  stated: null,
  issuer: null,
  anchor: null,
  authority: null,
  profile: null,
  accredited: 'unknown',
  tokenSha256: null,
  evidence: [],
} as const satisfies Partial<AuditRow>;

export function orphanData(seq: number, path: string, more: Partial<AuditRow> = {}): AuditRow {
  return row(seq, path, { ...nothingJudged, kind: 'orphan-data', token: null, verdict: null, ...more });
}

export function orphanToken(seq: number, path: string, more: Partial<AuditRow> = {}): AuditRow {
  const token = name(path);
  return row(seq, path, { kind: 'orphan-token', data: null, token, verdict: null, checks: [], size: null, ...more });
}

/** Names as someone might choose them who wants a report to say or do something else. */
export const hostileNames: readonly FileName[] = [
  name('archive/=cmd()|calc.pdf'),
  name('=HYPERLINK("http://evil.example";"x").pdf'),
  name('−1+2.pdf'),
  name('archive/<script>alert(1)</script>.pdf'),
  name('archive/]]><testcase name="x"/>&amp;.pdf'),
  name('archive/\u001b]0;owned\u0007\u001b[31mred.pdf'),
  name('archive/two\r\nlines\n::error::forged.pdf'),
  name('::error file=a,line=1::forged'),
  name('archive/##[error]forged %0A::add-mask::x'),
  name('archive/\\x8a\\xef.pdf', '617263686976652f8aef2e706466'),
  name('archive/lone\ud800.pdf'),
  name('archive/\udc00\ud800'),
  name('archive/か\u3099く.pdf'),
  name('archive/exe\u202efdp.pdf'),
  name(`archive/${'深い'.repeat(60)}/${'n'.repeat(300)}/${'o'.repeat(4000)}.pdf`),
  name('archive/say "x", it\'s; {0} [here](http://evil.example) %25 #a?b.pdf'),
  name('archive/\u0000\u{1f600}𠮷〜−―～¥‾①髙.pdf'),
  name('../up/C:/x.pdf'),
];

/** Lines of every kind, the hostile names among them. */
export function plainRows(): AuditRow[] {
  const expired = { notAfter: Date.UTC(2023, 0, 1), object: 'CN=<b>&"TSU"\u001b[0m' };
  const rows: AuditRow[] = [
    row(1, 'archive/2024/契約書.pdf'),
    row(2, 'archive/2024/soon.pdf', { expiry: 'expiring' }),
    judged(3, 'archive/2024/changed.pdf', 'INVALID', 'imprint-mismatch', {
      check: 'imprint',
      checks: ['fail', 'pass', 'pass', 'pass'],
      subIndication: 'HASH_FAILURE',
      facts: { algorithm: 'sha256' },
    }),
    judged(5, 'archive/2022/old.pdf', 'INDETERMINATE', 'expired', {
      expiry: 'expired',
      object: expired.object,
      facts: { notAfter: expired.notAfter },
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    }),
    judged(6, 'archive/2024/no-list.pdf', 'INDETERMINATE', 'no-source', {
      check: 'tst-revocation',
      checks: ['pass', 'pass', 'pass', 'unknown'],
      authority: '=Evil <Authority>\u001b[31m, "Ltd"',
      warnings: [{ code: 'accuracy-assumed', object: 'CN=x\u202ey', facts: { seconds: 1 } }],
    }),
    row(7, 'archive/broken.pdf', {
      ...nothingJudged,
      verdict: 'INDETERMINATE',
      code: 'token-unreadable',
      facts: { path: 'archive/broken.pdf.tsr', reason: 'empty' },
    }),
    orphanData(8, 'archive/new.pdf'),
    orphanToken(9, 'archive/gone.pdf.tsr'),
    row(10, 'x', { data: null, token: name('more records/list/1.tsr'), size: null }),
  ];
  for (const hostile of hostileNames) {
    const seq = rows.length + 10;
    rows.push(judged(seq, 'x', 'INVALID', 'signature-invalid', { data: hostile, token: hostile }));
  }
  rows.push(orphanData(60, 'x', { data: name('::warning::orphan\n') }));
  return rows;
}

/** The audit of these lines, with the counts that they make. */
export function plainAudit(rows: readonly AuditRow[] = plainRows(), run: Partial<AuditRun> = {}): Audit {
  const rank = (one: AuditRow) => ['INVALID', 'INDETERMINATE', null].indexOf(one.verdict);
  const failures = rows.filter(({ verdict }) => verdict !== 'VALID').sort((a, b) => rank(a) - rank(b));
  return {
    run: { ...plainRun, ...run },
    summary: summaryOf(rows),
    rows: () => rows,
    failures: () => failures,
  };
}

function summaryOf(rows: readonly AuditRow[]): AuditSummary {
  const counts = (some: readonly AuditRow[]) => ({
    valid: some.filter(({ verdict }) => verdict === 'VALID').length,
    invalid: some.filter(({ verdict }) => verdict === 'INVALID').length,
    indeterminate: some.filter(({ verdict }) => verdict === 'INDETERMINATE').length,
  });
  const tokens = rows.filter(({ kind }) => kind === 'token');
  const grouped = <K>(key: (one: AuditRow) => K) => [...Map.groupBy(tokens, key)];
  const month = (one: AuditRow) => (one.stated?.genTimeMs ? '2024-04' : null);
  const failed = tokens.filter(({ code }) => code !== null);
  return {
    ...counts(rows),
    lines: rows.length,
    orphanData: rows.filter(({ kind }) => kind === 'orphan-data').length,
    orphanTokens: rows.filter(({ kind }) => kind === 'orphan-token').length,
    outside: 4,
    expired: rows.filter(({ expiry }) => expiry === 'expired').length,
    expiring: rows.filter(({ expiry }) => expiry === 'expiring').length,
    bytes: rows.reduce((sum, { size }) => sum + (size ?? 0), 0),
    months: grouped(month)
      .map(([key, some]) => ({ month: key, ...counts(some) }))
      .sort((a, b) => Number(a.month === null) - Number(b.month === null)),
    expiryYears: [{ year: 2030, count: counts(tokens).valid }],
    authorities: grouped(({ authority }) => authority).map(([authority, some]) => ({ authority, ...counts(some) })),
    codes: [...Map.groupBy(failed, ({ verdict, code }) => `${verdict} ${code}`).values()]
      .map((some) => ({ verdict: some[0]!.verdict!, code: some[0]!.code!, count: some.length }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    passedOver: [
      { name: name('archive/link\n::error::x'), reason: 'link-to-folder' },
      { name: name('archive/\\xff', '617263686976652fff'), reason: 'no-file' },
    ],
    passedOverCount: 2,
  };
}

/** The same audit, with folders that nobody could look into. */
export function withUnread(audit: Audit, ...texts: readonly string[]): Audit {
  const unread = texts.map((text) => ({ name: name(text), reason: 'denied' }));
  const passedOver = [...unread, ...audit.summary.passedOver];
  return { ...audit, summary: { ...audit.summary, passedOver, passedOverCount: passedOver.length } };
}

export const sha256 = '9f'.repeat(32);

/** All of a report. */
export function whole(pieces: Iterable<string>): string {
  return [...pieces].join('');
}
