import type { AST } from 'toml-eslint-parser';
import { keyName, parseToml } from './profile-text.ts';
import { type KeyPath, TextError } from './text-place.ts';

/** A value that can be written into a profile. */
export type Written = string | number | boolean | readonly Written[] | { readonly [key: string]: Written };

type Table = AST.TOMLTable | AST.TOMLTopLevelTable;

/**
 * Sets one key in a text of TOML; everything else stays as it is, comments and order included. A new key goes to the end of its
 * table, a new table to the end of the text. Throws a TextError `form-not-kept` where the key would belong into a table that is
 * written on one line or with dots, and what reading throws.
 */
export async function setToml(text: string, path: KeyPath, value: Written): Promise<string> {
  const program = await parseToml(text);
  const found = nodeAt(program, path);
  if (found !== null) return splice(text, found.value.range, tomlValue(value));
  const parent = path.slice(0, -1);
  const table = tableAt(program, parent);
  const line = `${tomlKey(path.at(-1)!)} = ${tomlValue(value)}`;
  if (table !== null) return insertInto(text, table, program, line);
  if (nodesBelow(program, parent)) throw new TextError('form-not-kept', { line: 1, column: 1 });
  return append(text, `[${parent.map(tomlKey).join('.')}]`, [line]);
}

/** Adds one table to a list of tables (`[[anchors]]`), at the end of the text. Throws like `setToml`. */
export async function addTomlTable(
  text: string,
  list: string,
  entries: { readonly [key: string]: Written },
): Promise<string> {
  const program = await parseToml(text);
  // A list that is written as a value can't go on as tables.
  if (nodeAt(program, [list]) !== null) throw new TextError('form-not-kept', { line: 1, column: 1 });
  const lines = Object.entries(entries).map(([key, value]) => `${tomlKey(key)} = ${tomlValue(value)}`);
  return append(text, `[[${tomlKey(list)}]]`, lines);
}

/** Removes a key with its line, or a whole table with its headers; a text without it stays as it is. */
export async function removeToml(text: string, path: KeyPath): Promise<string> {
  const program = await parseToml(text);
  const isBelow = (full: KeyPath) => same(full.slice(0, path.length), path);
  const tables = program.body[0].body.filter((node) => node.type === 'TOMLTable' && isBelow(node.resolvedKey));
  const keys = keyValues(program).filter(
    ({ node, full }) => isBelow(full) && !tables.includes(node.parent as AST.TOMLTable),
  );
  const ranges = [...tables, ...keys.map(({ node }) => node)].map(({ range }) => range);
  // From the last to the first, so that each is still where it was.
  return ranges.toSorted((a, b) => b[0] - a[0]).reduce(withoutLines, text);
}

function withoutLines(text: string, [from, to]: readonly [number, number]): string {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to);
  return text.slice(0, start) + (next < 0 ? '' : text.slice(next + 1));
}

/** A value on one line. JSON's strings are TOML's, save for DEL, which TOML wants escaped as well. */
export function tomlValue(value: Written): string {
  if (typeof value === 'string') {
    return /^\d{4}-\d\d-\d\d$/.test(value) ? value : JSON.stringify(value).replaceAll('\x7f', '\\u007f');
  }
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${tomlKey(key)} = ${tomlValue(one)}`)
    .join(', ')} }`;
}

function tomlKey(key: string | number): string {
  return /^[A-Za-z0-9_-]+$/.test(String(key)) ? String(key) : JSON.stringify(key);
}

/** The line of a key, wherever its tables are written with headers. */
function nodeAt(program: AST.TOMLProgram, path: KeyPath): AST.TOMLKeyValue | null {
  for (const { node, full } of keyValues(program)) if (same(full, path)) return node;
  return null;
}

function nodesBelow(program: AST.TOMLProgram, path: KeyPath): boolean {
  return keyValues(program).some(
    ({ full }) => same(full.slice(0, path.length), path) || same(path.slice(0, full.length), full),
  );
}

function keyValues(program: AST.TOMLProgram): { node: AST.TOMLKeyValue; full: KeyPath }[] {
  return program.body[0].body.flatMap((node) => {
    const above = node.type === 'TOMLTable' ? node.resolvedKey : [];
    const nodes = node.type === 'TOMLTable' ? node.body : [node];
    return nodes.map((one) => ({ node: one, full: [...above, ...one.key.keys.map(keyName)] }));
  });
}

function tableAt(program: AST.TOMLProgram, path: KeyPath): Table | null {
  if (path.length === 0) return program.body[0];
  const tables = program.body[0].body.filter((node) => node.type === 'TOMLTable');
  return tables.find(({ resolvedKey }) => same(resolvedKey, path)) ?? null;
}

function same(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && a.every((part, i) => String(part) === String(b[i]));
}

function splice(text: string, [start, end]: readonly [number, number], by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** After the last key of the table, else after its header; at the top before the first header, with a line between. */
function insertInto(text: string, table: Table, program: AST.TOMLProgram, line: string): string {
  const newline = newlineOf(text);
  const keys = table.body.filter((node) => node.type === 'TOMLKeyValue');
  const last = keys.at(-1) ?? (table.type === 'TOMLTable' ? table.key : null);
  if (last !== null) {
    const next = text.indexOf('\n', last.range[1]);
    if (next < 0) return `${text}${newline}${line}${newline}`;
    return splice(text, [next + 1, next + 1], `${line}${newline}`);
  }
  const first = program.body[0].body[0];
  if (first === undefined) return `${withEnd(text)}${line}${newline}`;
  const start = text.lastIndexOf('\n', first.range[0]) + 1;
  return splice(text, [start, start], `${line}${newline}${newline}`);
}

function append(text: string, header: string, lines: readonly string[]): string {
  const newline = newlineOf(text);
  const before = text === '' ? '' : `${withEnd(text)}${newline}`;
  return before + [header, ...lines, ''].join(newline);
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}${newlineOf(text)}`;
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
