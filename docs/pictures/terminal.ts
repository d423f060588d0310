// A terminal as SVG: text with colours (ECMA-48 SGR) on a grid of cells, which every viewer draws with a font of its own.
import { widthOf } from '../../src/report/table.ts';

const cell = { width: 8, height: 19 } as const;
const size = 13.3;
const margin = { side: 18, top: 46, bottom: 16 } as const;
const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', monospace";

/** Classes of the colours that the program uses, by SGR code; in light and in dark. */
const colours: Readonly<Record<number, readonly [name: string, light: string, dark: string]>> = {
  31: ['red', '#b3261e', '#ff8a80'],
  32: ['green', '#1a7f37', '#6fdd8b'],
  33: ['yellow', '#8a5a00', '#f2c661'],
  36: ['cyan', '#0b6b75', '#79d4de'],
};

interface Run {
  readonly text: string;
  readonly classes: string;
}

type Line = readonly Run[];

/** Text between escape sequences; throws RangeError at a sequence that is drawn in no way. */
function linesOf(text: string): Line[] {
  const on = new Set<string>();
  return text.split('\n').map((line) => {
    const runs: Run[] = [];
    for (const [, codes, plain] of line.matchAll(/(?:\x1b\[([\d;]*)m)|([^\x1b]+)/g)) {
      if (plain !== undefined) runs.push({ text: plain, classes: [...on].join(' ') });
      else for (const code of (codes || '0').split(';')) turn(on, Number(code));
    }
    return runs;
  });
}

function turn(on: Set<string>, code: number): void {
  const names = Object.values(colours).map(([name]) => name);
  if (code === 0) on.clear();
  else if (code === 1) on.add('bold');
  else if (code === 2) on.add('dim');
  else if (code === 22) for (const name of ['bold', 'dim']) on.delete(name);
  else if (code === 39) for (const name of names) on.delete(name);
  else if (colours[code]) on.add(colours[code][0]);
  else throw new RangeError(`colour ${code} is drawn in no way`);
}

/** Cut as a terminal does where a line is longer than it is wide; what goes on stands under the beginning of the line's text. */
function wrapped(line: Line, columns: number): Line[] {
  const indent = /^ */.exec(line.map(({ text }) => text).join(''))![0].length + 2;
  const rows: Run[][] = [[]];
  let width = 0;
  for (const { text, classes } of line) {
    // Between words, and between any two letters of Japanese.
    for (const word of text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+|\s+/gu) ?? []) {
      if (width + widthOf(word.trimEnd()) > columns && width > indent) {
        rows.push([{ text: ' '.repeat(indent), classes: '' }]);
        width = indent;
        if (word.trim() === '') continue;
      }
      const row = rows.at(-1)!;
      const last = row.at(-1);
      if (last?.classes === classes) row[row.length - 1] = { text: last.text + word, classes };
      else row.push({ text: word, classes });
      width += widthOf(word);
    }
  }
  return rows;
}

export interface TerminalOptions {
  /** Cells in a row. */
  readonly columns: number;
  /** Stands in the title bar, and is what those hear who don't see the picture. */
  readonly title: string;
}

/** What a terminal shows as an SVG, light or dark as its reader's screen is. */
export function terminalPicture(text: string, { columns, title }: TerminalOptions): string {
  const rows = linesOf(text.replace(/\n$/, '')).flatMap((line) => wrapped(line, columns));
  const width = columns * cell.width + 2 * margin.side;
  const height = rows.length * cell.height + margin.top + margin.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style()}</style>`,
    `<rect class="window" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9"/>`,
    ...[0, 1, 2].map((index) => `<circle class="knob" cx="${20 + index * 18}" cy="20" r="5.5"/>`),
    `<text class="title" x="${width / 2}" y="24.5" text-anchor="middle">${escaped(title)}</text>`,
    ...rows.flatMap((row, index) => drawn(row, margin.top + index * cell.height + 14)),
    '</svg>',
    '',
  ].join('\n');
}

/** One element a row, whose parts are held to the grid by their length, whatever the font. */
function drawn(row: Line, y: number): string[] {
  let column = 0;
  const spans: string[] = [];
  for (const { text, classes } of row) {
    // Letters of two columns and of one have no common width: each kind is a part of its own.
    for (const part of text.match(/[\u1100-\u115f\u2e80-\uff60]+|[^\u1100-\u115f\u2e80-\uff60]+/gu) ?? []) {
      const width = widthOf(part);
      const [start, trimmed] = [part.length - part.trimStart().length, part.trim()];
      if (trimmed !== '') {
        const x = margin.side + (column + start) * cell.width;
        const wide = widthOf(trimmed[0]!) === 2 ? 'wide' : '';
        const all = [classes, wide].filter((one) => one !== '').join(' ');
        const name = all === '' ? '' : ` class="${all}"`;
        spans.push(`<tspan${name} x="${x}" textLength="${widthOf(trimmed) * cell.width}">${escaped(trimmed)}</tspan>`);
      }
      column += width;
    }
  }
  return spans.length === 0 ? [] : [`<text y="${y}">${spans.join('')}</text>`];
}

function style(): string {
  const pick = (index: 1 | 2) =>
    Object.values(colours)
      .map((one) => `.${one[0]}{fill:${one[index]}}`)
      .join('');
  return [
    `text{font:${size}px ${fonts};fill:#1f2328;white-space:pre}`,
    `.title{font:12px system-ui,sans-serif;fill:#656d76}`,
    // Letters of two columns would stand apart in the size of the others.
    `.bold{font-weight:700}.dim{fill:#656d76}.wide{font-size:${2 * cell.width - 0.8}px}`,
    `.window{fill:#fbfcfd;stroke:#d0d7de}.knob{fill:#d0d7de}`,
    pick(1),
    '@media (prefers-color-scheme:dark){',
    'text{fill:#e6edf3}.title,.dim{fill:#9198a1}.window{fill:#11161d;stroke:#3d444d}.knob{fill:#3d444d}',
    pick(2),
    '}',
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
