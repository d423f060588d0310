import { type Described, summarised } from '../core/inspect/describe.ts';
import type { Inspection } from '../core/inspect/inspect.ts';
import { type Catalogue, fill } from './catalogue.ts';
import { escapeText } from './escape.ts';
import { schemaVersion } from './json.ts';

/** Lines of one description for people; the JSON has the same bound in values. */
const shownLines = 5_000;

/** The description for people: offset, name, type and value of everything, indented; lines without line ends. */
export function inspectionLines(path: string, all: readonly Inspection[], catalogue: Catalogue): string[] {
  const { words } = catalogue;
  const lines: string[] = [];
  for (const inspection of all) {
    const label = inspection.label === null ? '' : ` ${escapeText(inspection.label)}`;
    lines.push(
      `${escapeText(path, 4096)}: ${inspection.kind}, ${inspection.encoding}${label}, ${inspection.size} bytes`,
    );
    if (inspection.root !== null) addLines(lines, inspection.root, 1);
    if (inspection.stop !== null) {
      const { offset, reason } = inspection.stop;
      lines.push(fill(reason === 'too-many' ? words.truncated : words.stops, { offset, reason }, false));
    }
    if (inspection.trailing !== null) lines.push(fill(words.trailing, inspection.trailing));
    if (lines.length >= shownLines) {
      lines.push(fill(words.truncated, { reason: `${shownLines} lines` }));
      break;
    }
  }
  lines.push(`(${words.inspected})`);
  return lines;
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
export function inspectionObject(path: string, all: readonly Inspection[]) {
  return {
    schema: schemaVersion,
    path,
    judged: false,
    items: all.map(({ kind, encoding, label, size, stop, trailing, root }) => ({
      kind,
      encoding,
      label,
      size,
      stop,
      trailing,
      root,
    })),
  };
}
