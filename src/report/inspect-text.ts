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
    const facts = { path, kind: catalogue.kinds[kind], encoding, size, ...(label === null ? {} : { label }) };
    lines.push(fill(words.inspectedAs, facts, false));
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
    items: all.map(({ kind, encoding, label, size, stop, trailing, root }, i) => ({
      kind,
      encoding,
      label,
      size,
      stop,
      trailing,
      certificates: certificates[i] ?? [],
      root,
    })),
  };
}
