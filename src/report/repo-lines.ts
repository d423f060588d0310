import type { Code } from '../core/verdict/codes.ts';
import type { Facts } from '../core/verdict/findings.ts';
import type { PageChange } from '../core/verdict/tst-source-line.ts';
import { type Catalogue, fill, messageOf, say } from './catalogue.ts';
import type { RepoWords } from './repo-words.ts';

/** What an entry of a list names and says, each as text. */
export type ShownEntry = Readonly<Partial<Record<keyof RepoWords['fields'], string>>>;

/** One source of revoked tokens, as `sync` shows it. */
export interface ShownSource {
  readonly name: string;
  readonly kind: 'list' | 'page' | 'none-published';
  readonly origin: string | null;
  readonly changed: boolean;
  readonly entries: number | null;
  readonly added: { readonly count: number; readonly shown: readonly ShownEntry[] };
  readonly removed: { readonly count: number; readonly shown: readonly ShownEntry[] };
  readonly change: PageChange | null;
  readonly problem: { readonly code: Code; readonly object: string; readonly facts: Facts } | null;
}

/** A CRL or an archive of certificates. */
export interface ShownFile {
  readonly profile: string;
  readonly kind: 'crl' | 'anchors';
  readonly url: string;
  readonly changed: boolean;
  /** Why it could not be had or read. */
  readonly reason: string | null;
  readonly added: readonly { readonly subject: string; readonly sha256: string }[];
  readonly gone: readonly string[];
  /** Where the archive is on this computer. */
  readonly path: string | null;
}

/** A revoked token of the ledger. */
export interface ShownToken {
  readonly source: string;
  readonly file: string | null;
  readonly path: string | null;
  readonly serial: string | null;
  readonly genTime: string | null;
  readonly isNew: boolean;
}

/** What is new of a source, and what is wrong with it. */
export function sourceLines(source: ShownSource, says: RepoWords, catalogue: Catalogue): string[] {
  const { name, kind, origin, changed, entries, problem, change } = source;
  const about = { name, kind: says.kinds[kind], ...(origin === null ? {} : { url: origin }) };
  const lines: string[] = [];
  if (problem !== null) {
    const url = problem.object === name ? {} : { url: problem.object };
    lines.push(fill(says.failed, { ...about, ...url, message: codeWords(problem.code, problem.facts, catalogue) }));
    lines.push(`  ${catalogue.words.hint}: ${hintOf(problem.code, problem.facts, catalogue)}`);
  } else if (kind === 'none-published') lines.push(fill(says.statement, about));
  else lines.push(fill(changed ? says.changed : says.unchanged, about));
  if (entries !== null) {
    const { added, removed } = source;
    const counts = { added: added.count, removed: removed.count, count: entries };
    lines.push(`  ${changed ? fill(says.entryChanges, counts) : fill(says.entries, { count: entries })}`);
    lines.push(...entryLines('+', added, says), ...entryLines('-', removed, says));
  }
  return change === null ? lines : [...lines, ...changeLines(change, says)];
}

function entryLines(sign: string, { count, shown }: ShownSource['added'], { fields, more }: RepoWords): string[] {
  const words = (entry: ShownEntry) =>
    Object.entries(entry).map(([field, value]) =>
      fill('{field} {value}', { field: fields[field as keyof ShownEntry], value }),
    );
  const lines = shown.map((entry) => `  ${sign} ${words(entry).join(', ')}`);
  return count > shown.length ? [...lines, `  ${sign} ${fill(more, { count: count - shown.length })}`] : lines;
}

/** Lines and links that came and went, as far as a person reads on. */
export function changeLines(change: PageChange, says: RepoWords): string[] {
  const text = (sign: string, lines: readonly string[]) =>
    bounded(lines, says).map((line) => `  ${sign} ${fill('{line}', { line })}`);
  const links = (sign: string, urls: readonly string[]) =>
    bounded(urls, says).map((url) => `  ${sign} ${fill(says.link, { url })}`);
  const lines = [
    ...text('-', change.linesRemoved),
    ...text('+', change.linesAdded),
    ...links('-', change.linksRemoved),
    ...links('+', change.linksAdded),
    ...bounded(change.documentsChanged, says).map((url) => `  ${fill(says.documentChanged, { url })}`),
  ];
  return lines.length > 0 ? lines : [`  ${says.orderChanged}`];
}

/** The first thousand; a page can have any number. */
export function bounded(lines: readonly string[], { more }: RepoWords): string[] {
  return lines.length <= shownLines
    ? [...lines]
    : [...lines.slice(0, shownLines), fill(more, { count: lines.length - shownLines })];
}

const shownLines = 1_000;

export function fileLines(file: ShownFile, says: RepoWords, catalogue: Catalogue): string[] {
  const { profile: name, kind, url, changed, reason, added, gone, path } = file;
  const about = { name, kind: says.kinds[kind], url };
  if (reason !== null) return [fill(says.failed, { ...about, message: say(catalogue, '{reason}', { reason }) })];
  const lines = [fill(changed ? says.changed : says.unchanged, about)];
  for (const certificate of added) lines.push(`  ${fill(says.certificateNew, certificate)}`);
  for (const sha256 of gone) lines.push(`  ${fill(says.certificateGone, { sha256 })}`);
  if (added.length > 0 && path !== null) lines.push(`  ${fill(says.importIt, { path, name })}`);
  return lines;
}

export function tokenLine({ source, file, path, serial, genTime, isNew }: ShownToken, says: RepoWords): string {
  const facts = {
    source,
    file: file ?? '?',
    ...(path && { path }),
    ...(serial && { serial }),
    ...(genTime && { genTime }),
  };
  return fill(isNew ? says.revokedNew : says.revokedKnown, facts, false);
}

/** The statement of a code about a source. */
export function codeWords(code: Code, facts: Facts, catalogue: Catalogue): string {
  return say(catalogue, messageOf(catalogue, code, facts, 'tst-revocation').text, facts);
}

function hintOf(code: Code, facts: Facts, catalogue: Catalogue): string {
  return say(catalogue, messageOf(catalogue, code, facts, 'tst-revocation').hint, {
    ...facts,
    check: 'tst-revocation',
  });
}
