import assert from 'node:assert/strict';

/** Reads CSV as strictly as RFC 4180 has it: CRLF after every line, quotes only around whole cells, the same number of cells in each. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
    cell.lastIndex = at;
    const [all, written, end] = cell.exec(text) ?? assert.fail(`no cell at ${JSON.stringify(text.slice(at, at + 60))}`);
    row.push(written!.startsWith('"') ? written!.slice(1, -1).replaceAll('""', '"') : written!);
    at += all.length;
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  assert.equal(row.length, 0, 'the last line has no end');
  for (const { length } of rows) assert.equal(length, rows[0]!.length);
  return rows;
}
