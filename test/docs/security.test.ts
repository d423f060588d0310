import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

// The threat model names a test for each claim: a test that is renamed or removed takes the proof away, and is missed here.

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');
const text = read('docs/security.md');

interface Named {
  readonly path: string;
  readonly title: string;
}

const reference = /`(test\/[^`]+\.test\.ts)`: `([^`]+)`/g;
const named: Named[] = [...text.matchAll(reference)].map(([, path, title]) => ({ path: path!, title: title! }));

/** Rows of the tables, without heads and rules. */
const rows = text
  .split('\n')
  .filter((line, i, lines) => line.startsWith('|') && !line.startsWith('|---') && !lines[i + 1]?.startsWith('|---'));

const call = /\b(?:test|describe|it)\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/g;

const escaped = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * True where a test of this source has the title, or a part of it. Where the source inserts something into the title, that has to be
 * a text of the source, or the title is what stands behind it.
 */
function hasTitle(source: string, title: string): boolean {
  for (const [, literal] of source.matchAll(call)) {
    const own = literal!.slice(1, -1).replace(/\\(.)/g, '$1');
    if (own.includes(title)) return true;
    if (!literal!.startsWith('`')) continue;
    const pieces = own.split(/\$\{[^}]*\}/);
    // What is inserted last may be cut short, as any title.
    const inserted = new RegExp(`^${pieces.map(escaped).join('(.+)')}$`).exec(title)?.slice(1);
    if (inserted?.every((one) => source.includes(`'${one}`))) return true;
  }
  return false;
}

test('every row of the threat model names a test', () => {
  assert.ok(rows.length > 60, `${rows.length} rows`);
  for (const row of rows) assert.notEqual([...row.matchAll(reference)].length, 0, row);
  // One that is written otherwise would not be looked at.
  assert.equal(text.match(/test\/[\w/-]+\.test\.ts`/g)?.length, named.length);
});

test('every file that the threat model names is there', () => {
  for (const { path } of named) assert.ok(existsSync(resolve(root, path)), path);
  for (const [, path] of text.matchAll(/`(src\/[^`]+)`/g)) assert.ok(existsSync(resolve(root, path!)), path);
});

test('every title that the threat model names is one of its file, and finds itself as a pattern', () => {
  for (const { path, title } of named) {
    assert.ok(hasTitle(read(path), title), `${path} has no test: ${title}`);
    assert.match(title, new RegExp(title), `${path}: characters of a pattern in: ${title}`);
    assert.doesNotMatch(title, /'/, `${path}: a quote that ends the pattern in a shell: ${title}`);
  }
});

test('a title that is not there is found out', () => {
  const insertion = '$' + '{x}';
  const source = `test('a b c', f);\nfor (const x of ['two']) test(\`one ${insertion}\`, f);`;
  assert.deepEqual(
    ['a b c', 'one two', 'one three', 'a c'].map((title) => hasTitle(source, title)),
    [true, true, false, false],
  );
});

test('the threat model and how to report are linked from the README, and link to each other', () => {
  const readme = read('README.md');
  for (const path of ['docs/security.md', 'SECURITY.md']) assert.ok(readme.includes(`](${path})`), path);
  assert.ok(read('SECURITY.md').includes('](docs/security.md)'));
  assert.ok(text.includes('](../SECURITY.md)'));
});
