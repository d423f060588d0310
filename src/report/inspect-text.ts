import type { CertificateDescription } from '../core/inspect/certificate.ts';
import { type Described, summarised } from '../core/inspect/describe.ts';
import type { Inspection } from '../core/inspect/inspect.ts';
import { type Catalogue, fill, say } from './catalogue.ts';
import { escapeText } from './escape.ts';
import { schemaVersion } from './json.ts';

/** Lines of one description for people; the JSON has the same bound in values. */
const shownLines = 5_000;

/** The description for people: offset, name, type and value of everything, indented; lines without line ends. */
export function inspectionLines(
  path: string,
  all: readonly Inspection[],
  certificates: readonly (readonly CertificateDescription[])[],
  catalogue: Catalogue,
): string[] {
  const { words } = catalogue;
  const lines: string[] = [];
  for (const [i, inspection] of all.entries()) {
    const { kind, encoding, label, size } = inspection;
    if (isText(inspection)) {
      lines.push(say(catalogue, words.inspectedText, { path, size }));
      continue;
    }
    const facts = { path, kind: catalogue.kinds[kind], encoding, size, ...(label === null ? {} : { label }) };
    lines.push(say(catalogue, words.inspectedAs, facts));
    const stated = statedBy(inspection.root);
    if (stated !== null) lines.push(`  ${fill(words.statesTime, stated, false)}`);
    for (const one of certificates[i] ?? []) lines.push(...certificateLines(one, catalogue));
    if (inspection.root !== null) addLines(lines, inspection.root, 1);
    if (inspection.stop !== null) {
      const { offset, reason } = inspection.stop;
      lines.push(say(catalogue, reason === 'too-many' ? words.truncated : words.stops, { offset, reason }));
    }
    if (inspection.trailing !== null) lines.push(fill(words.trailing, inspection.trailing));
    if (lines.length >= shownLines) {
      lines.push(say(catalogue, words.truncated, { reason: `${shownLines} lines` }));
      break;
    }
  }
  lines.push(`(${words.inspected})`);
  return lines;
}

/** True for text that is no armour of anything: its letters read as ASN.1 by chance alone. */
export function isText({ kind, encoding, bytes }: Inspection): boolean {
  if (kind !== 'unknown' || encoding !== 'DER' || bytes.length === 0) return false;
  try {
    // Tab, line ends and form feed are the controls that texts have.
    return !/(?![\t\n\f\r])\p{Cc}/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // No UTF-8.
    return false;
  }
}

/** Why reading stopped before the end, as the facts of an error; null where everything was read, or was only cut for length. */
export function stoppedAt(all: readonly Inspection[]): Record<string, string | number> | null {
  for (const inspection of all) {
    const { root, stop, label } = inspection;
    if (isText(inspection)) return { reason: 'plain-text', offset: 0 };
    if (stop !== null && stop.reason !== 'too-many') return { reason: stop.reason, offset: stop.offset };
    if (root === null) return label === null ? { reason: 'empty', offset: 0 } : { reason: 'private-key' };
  }
  return null;
}

/** What the TSTInfo of a token or response says, where there is one with a time. */
function statedBy(root: Described | null): Record<string, string> | null {
  const info = root === null ? null : find(root, ({ type }) => type === 'TSTInfo');
  const field = (within: Described | null, name: string) => within?.children.find((one) => one.name === name) ?? null;
  const genTime = field(info, 'genTime')?.value;
  if (info === null || !genTime) return null;
  const imprint = field(info, 'messageImprint');
  const algorithm = field(imprint, 'hashAlgorithm')?.value?.split(' ').at(-1);
  const hashed = field(imprint, 'hashedMessage')?.value;
  const facts = {
    genTime,
    hash: algorithm && hashed ? `${algorithm}:${hashed}` : '',
    policy: field(info, 'policy')?.value ?? '',
    tsa: field(info, 'tsa')?.value ?? '',
  };
  return Object.fromEntries(Object.entries(facts).filter(([, text]) => text !== ''));
}

function find(described: Described, wanted: (one: Described) => boolean): Described | null {
  if (wanted(described)) return described;
  for (const child of described.children) {
    const found = find(child, wanted);
    if (found !== null) return found;
  }
  return null;
}

/** A certificate in a few words, before the tree that has every byte of it. */
function certificateLines({ offset, sha256, read }: CertificateDescription, { words }: Catalogue): string[] {
  const head = fill(words.certificateAt, { offset }, false);
  if (read === null) return [`  ${head}: ${words.notDescribed}`, `    SHA-256: ${sha256}`];
  const { subject, issuer, serial, notBefore, notAfter, key, signature, extensions } = read;
  return [
    `  ${head}: ${escapeText(subject)}`,
    `    ${words.issuer}: ${escapeText(issuer)}`,
    `    ${words.serial}: ${escapeText(serial)}`,
    `    ${words.validity}: ${notBefore} – ${notAfter}`,
    `    ${words.key}: ${escapeText(key)}; ${words.signedWith}: ${escapeText(signature)}`,
    ...extensions.map((one) => `    ${escapeText(one)}`),
    `    SHA-256: ${sha256}`,
  ];
}

function addLines(lines: string[], described: Described, depth: number): void {
  if (lines.length >= shownLines) return;
  const { name, type, offset, value } = described;
  const label = name === null ? type : `${name}: ${type}`;
  const shown = value === null ? '' : ` = ${escapeText(value, 2048)}`;
  lines.push(`${String(offset).padStart(7)}${'  '.repeat(depth)}${label}${shown}`);
  if (summarised(described)) return;
  for (const child of described.children) addLines(lines, child, depth + 1);
}

/** The description as plain data. */
export function inspectionObject(
  path: string,
  all: readonly Inspection[],
  certificates: readonly (readonly CertificateDescription[])[],
) {
  return {
    schema: schemaVersion,
    path,
    judged: false,
    items: all.map((inspection, i) => ({
      kind: inspection.kind,
      encoding: isText(inspection) ? 'text' : inspection.encoding,
      label: inspection.label,
      size: inspection.size,
      stop: inspection.stop,
      trailing: inspection.trailing,
      certificates: certificates[i] ?? [],
      root: inspection.root,
    })),
  };
}
