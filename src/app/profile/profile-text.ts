import type { AST } from 'toml-eslint-parser';
import { readJson } from './json-text.ts';
import { profileLimits } from './limits.ts';
import { type KeyPath, type Position, type ProfileText, placeKey, type Table, TextError } from './text-place.ts';

export type TextFormat = 'toml' | 'json';

/** By the name's ending; everything else is TOML. */
export function formatOf(path: string): TextFormat {
  return /\.json$/i.test(path) ? 'json' : 'toml';
}

/** Where a key or value stands, else what is nearest around it. */
export function positionOf({ places }: ProfileText, path: KeyPath): Position {
  for (let length = path.length; length > 0; length--) {
    const found = places.get(placeKey(path.slice(0, length)));
    if (found !== undefined) return found;
  }
  return { line: 1, column: 1 };
}

/** Reads a profile's text. Throws a TextError. */
export async function readText(bytes: Uint8Array, format: TextFormat): Promise<ProfileText> {
  const text = decode(bytes);
  checkSize(text);
  return format === 'json' ? readJson(text) : await readToml(text);
}

/** UTF-8, with or without a mark in front. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TextError('not-utf8', { line: 1, column: 1 });
  }
}

/** What bounds the work of every reader, and how deep they call themselves. */
function checkSize(text: string): void {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.length > profileLimits.lineLength) {
      throw new TextError('line-too-long', { line: index + 1, column: 1 }, { max: profileLimits.lineLength });
    }
    for (const { 0: bracket, index: column } of line.matchAll(/[[\]{}]/g)) {
      // Counted without looking whether it stands in a string: no profile needs so many either way.
      open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(open - 1, 0);
      if (open > profileLimits.brackets) throw new TextError('too-deep', { line: index + 1, column: column + 1 });
    }
  }
}

async function readToml(text: string): Promise<ProfileText> {
  const program = await parseToml(text);
  const reader = new TomlReader();
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLTable') reader.table(node);
    else reader.keyValue(node, reader.value, []);
  }
  return reader;
}

/** The syntax tree of TOML 1.0. Throws a TextError. */
export async function parseToml(text: string): Promise<AST.TOMLProgram> {
  const { parseTOML, ParseError } = await import('toml-eslint-parser');
  try {
    return parseTOML(text, { tomlVersion: '1.0' });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const at = { line: error.lineNumber, column: error.column + 1 };
    if (/multiple times|redefin|already/i.test(error.message)) throw new TextError('duplicate-key', at);
    throw new TextError('syntax', at, { reason: error.message.toLowerCase() });
  }
}

/** The name of one part of a key, written bare or in quotes. */
export function keyName(part: AST.TOMLBare | AST.TOMLQuoted): string {
  return part.type === 'TOMLBare' ? part.name : part.value;
}

/**
 * Builds the values of a syntax tree. Not the library's own way of doing so, which follows a key `__proto__` into the prototype
 * of all objects.
 */
class TomlReader implements ProfileText {
  readonly value: Table = Object.create(null);
  readonly places = new Map<string, Position>();

  table({ resolvedKey, key, body }: AST.TOMLTable): void {
    if (resolvedKey.length > profileLimits.depth) throw new TextError('too-deep', positionAt(key));
    this.#note(resolvedKey, key);
    let container: Table | unknown[] = this.value;
    for (const [i, part] of resolvedKey.entries()) {
      const next = resolvedKey[i + 1];
      const list: Table = container as Table;
      list[part] ??= typeof next === 'number' ? [] : Object.create(null);
      container = list[part] as Table;
      this.#note(resolvedKey.slice(0, i + 1), key);
    }
    for (const node of body) this.keyValue(node, container as Table, resolvedKey);
  }

  keyValue({ key, value }: AST.TOMLKeyValue, into: Table, above: KeyPath): void {
    const names = key.keys.map(keyName);
    if (above.length + names.length > profileLimits.depth) throw new TextError('too-deep', positionAt(key));
    let container = into;
    const path = [...above];
    for (const name of names.slice(0, -1)) {
      path.push(name);
      this.#note(path, key);
      container[name] ??= Object.create(null);
      container = container[name] as Table;
    }
    path.push(names.at(-1)!);
    this.#note(path, key);
    container[names.at(-1)!] = this.#valueOf(value, path);
  }

  #valueOf(node: AST.TOMLContentNode, path: KeyPath): unknown {
    if (path.length > profileLimits.depth) throw new TextError('too-deep', positionAt(node));
    if (node.type === 'TOMLArray') {
      return node.elements.map((element, i) => {
        this.#note([...path, i], element);
        return this.#valueOf(element, [...path, i]);
      });
    }
    if (node.type === 'TOMLInlineTable') {
      const table: Table = Object.create(null);
      for (const one of node.body) this.keyValue(one, table, path);
      return table;
    }
    // Dates stay as they are written: what day they are depends on the time zone, which may come later.
    return 'datetime' in node ? node.datetime : node.value;
  }

  #note(path: KeyPath, node: AST.TOMLNode): void {
    const key = placeKey(path);
    if (!this.places.has(key)) this.places.set(key, positionAt(node));
  }
}

function positionAt({ loc }: AST.TOMLNode): Position {
  return { line: loc.start.line, column: loc.start.column + 1 };
}
