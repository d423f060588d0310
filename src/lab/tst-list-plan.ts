import type { RevokedTokens, TokenRegister } from './token-register.ts';

/** What a list of revoked tokens is to say. Times in milliseconds since 1970. */
export interface ListPlan {
  readonly provider: string;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  readonly number: number;
  /** A policy; the list is about its tokens. */
  readonly appliesTo: string;
  /** Null: nowhere said. */
  readonly radix: 16 | null;
  readonly entries: readonly RevokedTokens[];
  /** An entry before all others, of which something is wrong: no serial number at all, or one without its base. */
  readonly first: 'malformed' | 'bare' | null;
}

/** What the page of the repository is to say. */
export interface PagePlan {
  readonly provider: string;
  readonly entries: readonly RevokedTokens[];
  /** One more line in the watched region. */
  readonly line: string | null;
  /** The text of the document that it links to. */
  readonly document: string;
  /** A page that says that the service is being maintained, in place of it. */
  readonly isMaintained: boolean;
}

const iso = (ms: number) => new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
const precise = (ms: number) => new Date(ms).toISOString();
const hex = (serial: bigint) => (serial < 0n ? `-${(-serial).toString(16)}` : serial.toString(16));

/** In the JSON format of `docs/tst-revocation-list.schema.json`, with one entry in each line. */
export function jsonList(plan: ListPlan): string {
  const head = {
    format: 'tst-revocation-list',
    version: 1,
    provider: plan.provider,
    thisUpdate: iso(plan.thisUpdate),
    nextUpdate: iso(plan.nextUpdate),
    number: plan.number,
    appliesTo: { policies: [plan.appliesTo] },
  };
  const prefix = plan.radix === null ? '' : '0x';
  const first = plan.first === null ? [] : [{ serial: plan.first === 'malformed' ? '0xzz' : '10' }];
  const entries = plan.entries.map((entry) => ({ ...selectors(entry, prefix), ...facts(entry) }));
  const lines = [...first, ...entries].map((entry) => `  ${JSON.stringify(entry)}`);
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines.join(',\n')}\n]}\n`;
}

function selectors({ serial, serialTo, genTimeFrom, genTimeTo, tsuSha256 }: RevokedTokens, prefix: string) {
  const written = (number: bigint) => `${number < 0n ? '-' : ''}${prefix}${hex(number).replace('-', '')}`;
  const isRange = serial !== undefined && serialTo !== undefined;
  const from = genTimeFrom === undefined ? {} : { from: precise(genTimeFrom) };
  const to = genTimeTo === undefined ? {} : { to: precise(genTimeTo) };
  return {
    ...(serial === undefined || isRange ? {} : { serial: written(serial) }),
    ...(isRange ? { serialRange: { from: written(serial), to: written(serialTo) } } : {}),
    ...(genTimeFrom === undefined && genTimeTo === undefined ? {} : { genTime: { ...from, ...to } }),
    ...(tsuSha256 === null ? {} : { tsuCertificate: { sha256: tsuSha256 } }),
  };
}

function facts({ date, reason }: RevokedTokens) {
  return { revokedAt: iso(date), ...(reason === undefined ? {} : { reason }) };
}

/** The columns of the lab's CSV, with what a profile calls them. */
export const csvColumns = {
  serial: 'serial',
  serialTo: 'serial_to',
  genTimeFrom: 'gen_time_from',
  genTimeTo: 'gen_time_to',
  tsuSha256: 'tsu_sha256',
  policy: 'policy',
  revokedAt: 'revoked_at',
  reason: 'reason',
} as const;

/** CSV by RFC 4180, serial numbers in hexadecimal without a prefix, after a byte order mark. */
export function csvList({ entries, first, appliesTo }: ListPlan): string {
  const time = (ms: number | undefined) => (ms === undefined ? '' : precise(ms));
  const rows = entries.map((entry) => [
    entry.serial === undefined ? '' : hex(entry.serial),
    entry.serialTo === undefined ? '' : hex(entry.serialTo),
    time(entry.genTimeFrom),
    time(entry.genTimeTo),
    entry.tsuSha256 ?? '',
    appliesTo,
    iso(entry.date),
    entry.reason ?? '',
  ]);
  const odd = first === null ? [] : [[first === 'malformed' ? 'zz' : '10', '', '', '', '', appliesTo, '', '']];
  const lines = [Object.values(csvColumns), ...odd, ...rows].map((row) => row.map(quoted).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function quoted(field: string): string {
  return /["\r\n,]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** One serial number in each line; what isn't selected by its number comes to those of the tokens issued. */
export function textList(
  { entries, first, radix, thisUpdate, nextUpdate, number }: ListPlan,
  register: TokenRegister,
): string {
  const head = [
    ...(radix === null ? [] : [`# radix: ${radix}`]),
    `# this-update: ${iso(thisUpdate)}`,
    `# next-update: ${iso(nextUpdate)}`,
    `# number: ${number}`,
  ];
  const lines = entries.flatMap((entry) => {
    const { serial, serialTo, genTimeFrom, genTimeTo, tsuSha256 } = entry;
    const bySerial = serial !== undefined && genTimeFrom === undefined && genTimeTo === undefined && tsuSha256 === null;
    if (bySerial) return [serialTo === undefined ? hex(serial) : `${hex(serial)}..${hex(serialTo)}`];
    return register.serialsOf(entry).map(hex);
  });
  const odd = first === null ? [] : [first === 'malformed' ? 'zz' : '10'];
  return `${[...head, ...odd, ...lines].join('\n')}\n`;
}

/** The page of a repository: what is watched is `#tst-revocation`, and its document is `a.document`. */
export function repositoryPage(plan: PagePlan, now: number): string {
  const title = `<title>${plan.provider}</title>`;
  const head = `<!doctype html>\n<html lang="ja">\n<head><meta charset="utf-8">${title}</head>\n<body>\n`;
  if (plan.isMaintained) return `${head}<h1>メンテナンス中 / Maintenance</h1>\n</body>\n</html>\n`;
  const none = '<p>失効したタイムスタンプトークンはありません。 / No token is revoked.</p>';
  const rows = plan.entries.map((entry) => {
    const cells = [wordsOf(entry), iso(entry.date), entry.reason ?? ''];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const heads = ['対象 / Tokens', '失効日時 / Revoked', '理由 / Reason'];
  const table = `<table>\n<tr>${heads.map((one) => `<th>${one}</th>`).join('')}</tr>\n${rows.join('\n')}\n</table>`;
  return [
    head,
    // Outside of what is watched, and never twice the same.
    `<p class="seen">${precise(now)}</p>\n`,
    '<section id="tst-revocation">\n<h1>TST 失効情報 / Revoked tokens</h1>\n',
    rows.length === 0 ? none : table,
    plan.line === null ? '' : `\n<p>${escaped(plan.line)}</p>`,
    '\n<p><a class="document" href="/repository/tst-revocation.pdf">PDF</a></p>\n</section>\n</body>\n</html>\n',
  ].join('');
}

/** What stands for the PDF of a provider: nobody reads it but people, and its bytes are hashed. */
export function documentText(entries: readonly RevokedTokens[]): string {
  return `%PDF-1.4\n${entries.map((entry) => `% ${wordsOf(entry)} ${iso(entry.date)}\n`).join('')}%%EOF\n`;
}

function wordsOf({ serial, serialTo, genTimeFrom, genTimeTo, tsuSha256 }: RevokedTokens): string {
  const parts = [
    ...(serial === undefined
      ? []
      : [serialTo === undefined ? `0x${hex(serial)}` : `0x${hex(serial)}–0x${hex(serialTo)}`]),
    ...(genTimeFrom === undefined && genTimeTo === undefined
      ? []
      : [
          `genTime ${genTimeFrom === undefined ? '' : precise(genTimeFrom)}–${genTimeTo === undefined ? '' : precise(genTimeTo)}`,
        ]),
    ...(tsuSha256 === null ? [] : [`TSU ${tsuSha256}`]),
  ];
  return parts.join(', ');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
