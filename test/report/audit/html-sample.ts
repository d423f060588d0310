import { htmlReport } from '../../../src/report/audit/html.ts';
import { loadAuditHtmlWords } from '../../../src/report/audit/html-words.ts';
import { type Language, loadCatalogue } from '../../../src/report/catalogue.ts';
import { type SampleOptions, sampleAudit } from './sample.ts';

const words = await loadAuditHtmlWords();
const catalogues = { en: await loadCatalogue('en'), ja: await loadCatalogue('ja') };
export const sampleSha256 = '0123456789abcdef'.repeat(4);

/** The page of a made-up audit, in its pieces. */
export function samplePieces(
  options: SampleOptions,
  language: Language = 'en',
  limits?: { readonly lines: number; readonly failures: number },
): Iterable<string> {
  return htmlReport(sampleAudit(options), sampleSha256, words, catalogues, language, limits);
}

export function samplePage(...parameters: Parameters<typeof samplePieces>): string {
  return [...samplePieces(...parameters)].join('');
}

/** The value of a `script` element that holds data. */
export function dataOf<T>(html: string, id: string): T {
  return JSON.parse(new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`, 's').exec(html)![1]!);
}

/** What tests look at of an embedded row. */
export interface EmbeddedRow {
  readonly seq: number;
  readonly state: number;
  readonly file: string | null;
  readonly token: string | number | null;
  readonly time: number | null;
  readonly offset: number | null;
  readonly exact: string | null;
  readonly serial: string | null;
  readonly digest: string | null;
  readonly why: number | null;
  readonly evidence: readonly number[] | null;
  readonly octets: string | null;
  readonly tokenOctets: string | null;
}

/** All embedded rows, as objects. */
export function rowsOf(html: string): EmbeddedRow[] {
  const { fields } = dataOf<{ fields: string[] }>(html, 'page');
  const scripts = html.matchAll(/<script type="application\/json" class="rows">(.*?)<\/script>/gs);
  const rows = [...scripts].flatMap(([, json]) => JSON.parse(json!) as unknown[][]);
  return rows.map(
    (row) => Object.fromEntries(fields.map((name, i) => [name, row[i] ?? null])) as unknown as EmbeddedRow,
  );
}
