import type { Facts } from '../core/verdict/findings.ts';
import { type Catalogue, errorWords, fill } from './catalogue.ts';
import { noteWords } from './json.ts';
import type { ProfileWords } from './profile-words.ts';
import { rfc3339 } from './time.ts';

/** One profile of a folder, as `list` shows it. */
export interface ListedProfile {
  readonly name: string;
  readonly path: string;
  /** Null where it can't be used. */
  readonly profile: {
    readonly provider: string | null;
    readonly service: { readonly urls: readonly string[] };
  } | null;
}

/** One thing that `check` found; `error` where an error stands behind it. */
export interface ShownFinding {
  readonly severity: 'error' | 'warning' | 'note';
  readonly code: string;
  readonly facts: Facts;
  readonly error: { readonly code: Parameters<typeof errorWords>[1]; readonly facts: Facts } | null;
}

/** What is shown of a certificate; null fields where its file can't be read. */
export interface ShownCertificate {
  readonly sha256: string;
  readonly subject: string | null;
  readonly serial: string | null;
  /** Milliseconds since 1970. */
  readonly notBefore: number | null;
  readonly notAfter: number | null;
}

export interface ShownImport extends ShownCertificate {
  readonly role: 'anchor' | 'candidate';
  readonly change: 'new' | 'known' | 'gone' | 'removed';
}

/** One line per profile, names in a column. */
export function listLines(profiles: readonly ListedProfile[], words: ProfileWords): string[] {
  const width = Math.max(...profiles.map(({ name }) => name.length), 0);
  return profiles.map(({ name, profile }) => {
    const head = name.padEnd(width);
    if (profile === null) return `${head}  ${fill(words.broken, { name })}`;
    const { provider, service } = profile;
    const [url] = service.urls;
    const who = provider === null ? words.noProvider : fill('{provider}', { provider });
    return `${head}  ${who}  ${url === undefined ? words.noAddress : fill('{url}', { url })}`;
  });
}

/** Every key with its value in force, and the anchors with what their certificates say. */
export function showLines(profile: object, anchors: readonly ShownCertificate[], words: ProfileWords): string[] {
  const lines = flatten(shownProfile(profile)).map(([key, value]) => fill('{key}: {value}', { key, value }));
  const certificates = anchors.flatMap((anchor) => [
    `${words.roles.anchor}: ${subjectOf(anchor, words)}`,
    ...detailLines(anchor, words),
  ]);
  return [...lines, ...certificates];
}

/** Errors first, each with its words and what to do. */
export function findingLines(findings: readonly ShownFinding[], words: ProfileWords, catalogue: Catalogue): string[] {
  const order = ['error', 'warning', 'note'];
  return findings
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .flatMap((finding) => {
      const { message, hint } = findingWords(finding, catalogue);
      const line = `  ${words.severities[finding.severity]}: ${message}`;
      return hint === null ? [line] : [line, `    ${catalogue.words.hint}: ${hint}`];
    });
}

/** The words of a finding: of the error behind it, where there is one. */
export function findingWords(
  { code, facts, error }: ShownFinding,
  catalogue: Catalogue,
): { message: string; hint: string | null } {
  return error === null
    ? { message: noteWords({ code, facts }, catalogue), hint: null }
    : errorWords(catalogue, error.code, error.facts);
}

/** What an import finds, anchors first, each with its fingerprint in full: it is for comparing. */
export function importLines(certificates: readonly ShownImport[], words: ProfileWords): string[] {
  return certificates.flatMap((one) => [
    `  ${words.imports[one.change]}: ${words.roles[one.role]}: ${subjectOf(one, words)}`,
    ...detailLines(one, words).map((line) => `  ${line}`),
  ]);
}

/** A profile for outputs: moments as RFC 3339 in UTC, everything else as it is. */
export function shownProfile(profile: object): object {
  return JSON.parse(
    JSON.stringify(profile, (key, value: unknown) => {
      if (typeof value === 'number' && moments.has(key)) return rfc3339(value) ?? value;
      // A name beside the form that it is compared in.
      return typeof value === 'object' && value !== null && 'text' in value && 'key' in value ? value.text : value;
    }),
  ) as object;
}

const moments: ReadonlySet<string> = new Set(['from', 'until', 'start', 'end', 'statedAt']);

function subjectOf({ subject, serial }: ShownCertificate, words: ProfileWords): string {
  return subject === null ? words.unreadable : fill('{subject}[ (serial {serial})]', { subject, serial: serial ?? '' });
}

function detailLines({ sha256, notBefore, notAfter }: ShownCertificate, words: ProfileWords): string[] {
  const dates = notBefore === null || notAfter === null ? [] : [`    ${fill(words.valid, { notBefore, notAfter })}`];
  return [`    ${fill(words.fingerprint, { sha256 })}`, ...dates];
}

/** `service.urls.0` and its value, for every value that says something. */
function flatten(value: unknown, path = ''): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, one]) => flatten(one, path === '' ? key : `${path}.${key}`));
}
