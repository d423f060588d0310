import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

// The import rules of the house: imports point down, the core is pure, colour stays in one file.

const src = resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(src, name), 'utf8') }));

/** Files that a file imports, statically or dynamically, relative to src. */
function importsOf({ name, text }: { name: string; text: string }): string[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map((match) => relative(src, resolve(src, dirname(name), match[1]!)).replaceAll('\\', '/'));
}

const layerOf = (name: string): string => (name.includes('/') ? name.split('/')[0]! : 'index');
const roomOf = (name: string): string => {
  const [, room, file] = name.split('/');
  return file === undefined ? 'verify' : room!;
};

const mayImport: Record<string, string[]> = {
  index: ['core'],
  cli: ['cli', 'report', 'app', 'io', 'core', 'lab'],
  report: ['report', 'core'],
  app: ['app', 'core'],
  io: ['io', 'app', 'core'],
  core: ['core'],
  lab: ['lab', 'core'],
};

const coreMayImport: Record<string, string[]> = {
  der: ['der', 'verdict'],
  verdict: ['verdict'],
  x509: ['x509', 'der', 'verdict'],
  cms: ['cms', 'x509', 'der', 'verdict'],
  tsp: ['tsp', 'cms', 'x509', 'der', 'verdict'],
  revocation: ['revocation', 'tsp', 'cms', 'x509', 'der', 'verdict'],
  policy: ['policy', 'tsp', 'cms', 'x509', 'der', 'verdict'],
  inspect: ['inspect', 'revocation', 'tsp', 'cms', 'x509', 'der', 'verdict'],
  verify: ['verify', 'policy', 'revocation', 'tsp', 'cms', 'x509', 'der', 'verdict'],
};

test('imports point down between the floors of the house', () => {
  for (const file of files) {
    for (const target of importsOf(file)) {
      const allowed = mayImport[layerOf(file.name)] ?? [];
      assert.ok(allowed.includes(layerOf(target)), `${file.name} imports ${target}`);
    }
  }
});

test('only the command line reaches the lab, and only through cli/lab', () => {
  for (const file of files.filter(({ name }) => !name.startsWith('lab/'))) {
    const reaches = importsOf(file).some((target) => target.startsWith('lab/'));
    assert.ok(!reaches || file.name.startsWith('cli/lab'), `${file.name} imports the lab`);
  }
});

test('inside the core, imports point from the verdict down to the bytes', () => {
  for (const file of files.filter(({ name }) => name.startsWith('core/'))) {
    for (const target of importsOf(file)) {
      const allowed = coreMayImport[roomOf(file.name)] ?? [];
      assert.ok(allowed.includes(roomOf(target)), `${file.name} imports ${target}`);
    }
  }
});

test('the report knows verdicts and no judging, apart from the words for what was inspected', () => {
  for (const file of files.filter(({ name }) => name.startsWith('report/'))) {
    for (const target of importsOf(file).filter((name) => name.startsWith('core/'))) {
      assert.match(target, /^core\/(verdict\/|inspect\/|der\/limits\.ts$)/, `${file.name} imports ${target}`);
    }
  }
});

test('io implements the ports and calls no use case', () => {
  for (const file of files.filter(({ name }) => name.startsWith('io/'))) {
    for (const target of importsOf(file).filter((name) => name.startsWith('app/'))) {
      assert.equal(target, 'app/ports.ts', `${file.name} imports ${target}`);
    }
  }
});

test('the core reads no clock, file or network and logs nothing', () => {
  const impure = /new Date\(\)|Date\.now\(|\bfetch\(|node:fs|node:net|node:http|undici|\bconsole\.|process\./;
  for (const { name, text } of files.filter((file) => file.name.startsWith('core/'))) {
    assert.doesNotMatch(text, impure, name);
  }
});

test('colour is made in report/text.ts alone', () => {
  for (const { name, text } of files.filter((file) => file.name !== 'report/text.ts')) {
    assert.doesNotMatch(text, /from 'chalk'|import\('chalk'\)/, name);
  }
});
