/** Rows with every column as wide as its widest cell. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_cell, column) => rows.reduce((most, row) => Math.max(most, widthOf(row[column]!)), 0));
  const pad = (cell: string, column: number) => cell + ' '.repeat(widths[column]! - widthOf(cell));
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}

/** The beginning of a line that takes no more columns of a terminal than these. */
export function fitting(text: string, columns: number): string {
  let width = 0;
  let fits = '';
  for (const letter of text) {
    width += columnsOf(letter);
    if (width > columns) break;
    fits += letter;
  }
  return fits;
}

/** Marks stand on the letter before them. */
const mark = /^\p{M}$/u;

/** Columns of a terminal: Japanese letters take two (Unicode TR 11), those of half width one, and what stands on another letter none. */
export function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + columnsOf(letter), 0);
}

function columnsOf(letter: string): number {
  const code = letter.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (mark.test(letter)) return 0;
  const half = (code >= 0xff61 && code <= 0xffdc) || (code >= 0xffe8 && code <= 0xffee);
  const wide = code >= 0x2e80 || (code >= 0x1100 && code <= 0x115f);
  return wide && !half ? 2 : 1;
}
