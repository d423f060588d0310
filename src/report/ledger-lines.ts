import { type Catalogue, fill, shownPath } from './catalogue.ts';
import { type Cell, csvLine } from './csv.ts';
import { escapeText } from './escape.ts';
import type { LedgerItem, ShownFile } from './ledger-item.ts';
import type { LedgerWords } from './ledger-words.ts';
import { aligned } from './table.ts';

/** One entry on one line: time, state, verdict, serial number, profile, and where the token is, or what it was asked for. */
export function listLine(item: LedgerItem, { verdicts }: Catalogue, words: LedgerWords): string {
  const verdict = item.verification && (verdicts as Readonly<Record<string, string>>)[item.verification.verdict];
  const parts = [
    item.localTime,
    words.states[item.state] ?? item.state,
    verdict ?? '-',
    item.token?.serial ?? '-',
    item.profile ?? '-',
  ];
  const place = item.output?.path ?? item.received?.path ?? item.file.path ?? item.file.given;
  const where = escapeText(place ?? digestText(item), shownPath);
  return [...parts.map((part) => escapeText(part)), where, ...(item.serialReused ? [`[${words.reused}]`] : [])].join(
    '  ',
  );
}

/** Everything about an entry. */
export function showLines(item: LedgerItem, { verdicts, words: shared }: Catalogue, words: LedgerWords): string[] {
  const { token, verification } = item;
  const verdict = verification && (verdicts as Readonly<Record<string, string>>)[verification.verdict];
  const code = verification?.code ? ` [${verification.code}]` : '';
  const named = item.file.path ?? item.file.given;
  const facts: [string, string | null | undefined][] = [
    [shared.hash, digestText(item)],
    [words.profile, item.profile],
    [words.authority, item.authority],
    [words.asked, item.askedAt],
    [words.nonce, item.nonce],
    [words.received, received(item)],
    [words.genTime, token && `${item.localTime} (${token.genTime ?? '?'})`],
    [shared.serial, token?.serial],
    [shared.tsa, token?.tsa?.subject],
    [shared.issuer, token?.tsa?.issuer],
    [words.certificate, token?.tsa && `SHA-256 ${token.tsa.sha256}`],
    [words.expires, token?.expires],
    [words.token, token && `SHA-256 ${token.sha256}`],
    [
      words.verified,
      token && (verification ? `${verdict ?? verification.verdict}${code} ${verification.at}` : words.notVerified),
    ],
    [words.evidence, fileText(verification?.evidence ?? null)],
    [words.output, fileText(item.output)],
    [words.failure, item.failure],
    [words.claim, item.claimUntil && `${item.claimUntil} (${item.zone})`],
    [words.billed, words.charges[item.billed] ?? item.billed],
  ];
  const state = escapeText(words.states[item.state] ?? item.state);
  const head = `${item.id}  ${state}  ${named === null ? digestText(item) : escapeText(named, shownPath)}`;
  return [
    item.serialReused ? `${head}  [${words.reused}]` : head,
    ...facts.flatMap(([name, fact]) => (fact ? [`  ${name}: ${escapeText(fact, shownPath)}`] : [])),
  ];
}

function received({ received: file, receivedAt }: LedgerItem): string | null {
  return file && `${receivedAt ?? '?'}, ${fileText(file)}`;
}

function fileText(file: ShownFile | null): string | null {
  return file && `${file.path} (SHA-256 ${file.sha256})`;
}

function digestText({ file: { digest } }: LedgerItem): string {
  return `${digest.algorithm}:${digest.value}`;
}

/** The columns of the CSV file. A serial number has `0x` before it, so that no spreadsheet makes another number of it. */
const columns: readonly (readonly [name: string, cell: (item: LedgerItem) => Cell | undefined])[] = [
  ['id', ({ id }) => id],
  ['state', ({ state }) => state],
  ['billed', ({ billed }) => billed],
  ['profile', ({ profile }) => profile],
  ['authority', ({ authority }) => authority],
  ['file', ({ file }) => file.path ?? file.given],
  ['hashAlgorithm', ({ file }) => file.digest.algorithm],
  ['hash', ({ file }) => file.digest.value],
  ['askedAt', ({ askedAt }) => askedAt],
  ['nonce', ({ nonce }) => hexCell(nonce)],
  ['receivedAt', ({ receivedAt }) => receivedAt],
  ['genTime', ({ token }) => token?.genTime],
  ['genTimeLocal', ({ token, localTime }) => (token?.genTime ? localTime : null)],
  ['zone', ({ zone }) => zone],
  ['serial', ({ token }) => hexCell(token?.serial ?? null)],
  ['tsa', ({ token }) => token?.tsa?.subject],
  ['issuer', ({ token }) => token?.tsa?.issuer],
  ['tsaCertificateSha256', ({ token }) => token?.tsa?.sha256],
  ['expires', ({ token }) => token?.expires],
  ['tokenSha256', ({ token }) => token?.sha256],
  ['verdict', ({ verification }) => verification?.verdict],
  ['code', ({ verification }) => verification?.code],
  ['verifiedAt', ({ verification }) => verification?.at],
  ['evidence', ({ verification }) => verification?.evidence?.path],
  ['evidenceSha256', ({ verification }) => verification?.evidence?.sha256],
  ['output', ({ output, received: staged }) => output?.path ?? staged?.path],
  ['outputSha256', ({ output, received: staged }) => output?.sha256 ?? staged?.sha256],
  ['failure', ({ failure }) => failure],
  ['serialReused', ({ serialReused }) => serialReused],
  ['claimUntil', ({ claimUntil }) => claimUntil],
];

function hexCell(hex: string | null): string | null {
  return hex === null ? null : hex.replace(/^(-?)/, '$10x');
}

/** The header of the CSV file. */
export function csvHeader(): string {
  return csvLine(columns.map(([name]) => name));
}

/** An entry as a line of it. */
export function csvEntry(item: LedgerItem): string {
  return csvLine(columns.map(([, cell]) => cell(item) ?? null));
}

/** Use of one profile, as `app/quota.ts` adds it up. */
export interface UsageTable {
  readonly profile: string | null;
  readonly zone: string;
  readonly months: readonly UsageRow[];
  readonly years: readonly UsageRow[];
}

interface UsageRow {
  readonly period: string;
  readonly used: number;
  readonly unanswered: number;
  readonly refused: number;
  readonly limit: number | null;
  readonly percent: number | null;
}

/** The table of use of one profile: its months, and after them its years. */
export function usageLines({ profile, zone, months, years }: UsageTable, words: LedgerWords): string[] {
  const head = [words.period, words.used, words.unanswered, words.refused, words.quota];
  const row = ({ period, used, unanswered, refused, limit, percent }: UsageRow) => {
    const quota = limit === null ? '-' : `${limit} (${percent} %)`;
    return [period, String(used), String(unanswered), String(refused), quota];
  };
  const name = profile === null ? words.noProfile : `${words.profile} ${escapeText(profile)}`;
  const table = aligned([head, ...months.map(row), ...years.map(row)]);
  return [`${name}  (${words.zone} ${zone})`, ...table.map((line) => `  ${line}`)];
}

/** Entries to which an authority gave one serial number. */
export interface ReusedSerial {
  readonly serial: string;
  readonly tsa: string;
  readonly entries: readonly LedgerItem[];
}

/** The alarm of one serial number, with every token that has it. */
export function reusedLines(reused: ReusedSerial, catalogue: Catalogue, words: LedgerWords): string[] {
  const { serial, tsa, entries } = reused;
  const facts = { serial, issuer: tsa, count: new Set(entries.map(({ token }) => token?.sha256)).size };
  return [
    fill(words.reusedBy, facts, false),
    ...entries.map((item) => `  ${item.id}  ${listLine(item, catalogue, words)}  SHA-256 ${item.token?.sha256 ?? '?'}`),
  ];
}
