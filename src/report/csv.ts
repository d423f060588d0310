import { escapeText } from './escape.ts';

/** A cell; null is an empty one. */
export type Cell = string | number | boolean | null;

/** What tells a spreadsheet that a CSV file is UTF-8. */
export const byteOrderMark = '\ufeff';

/** Characters that a cell holds at most: a spreadsheet takes 32,767. */
const cellLength = 32_000;

/**
 * A line of CSV (RFC 4180) with its line end. A cell that a spreadsheet could take for a formula gets an apostrophe in front of
 * it: it begins with `=`, `+`, `-`, `@`, their full-width forms, the minus sign (which Shift_JIS has only in full width), a tab or
 * a line end; and so does one that begins with an apostrophe, so that whoever removes one apostrophe has the text again.
 * Characters that a terminal or an eye could take for something else are written as `\u{…}`.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const formula = /^[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\t\r\n']/.test(cell);
  const text = `${formula ? "'" : ''}${escapeText(cell, cellLength)}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
