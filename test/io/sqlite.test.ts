import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { TstError } from '../../src/core/verdict/errors.ts';
import { databaseError, fromText, toText } from '../../src/io/sqlite.ts';
import { folder } from '../cli/run-tst.ts';

const sqlite = pathToFileURL(join(import.meta.dirname, '../../src/io/sqlite.ts')).href;

test('loading SQLite says nothing, and every other warning is still said', (t) => {
  const path = join(folder(t), 'd');
  const script = `
    const { openDatabase } = await import(${JSON.stringify(sqlite)});
    const before = process.emitWarning;
    openDatabase(${JSON.stringify(path)}, 'create').close();
    if (process.emitWarning !== before) throw new Error('not put back');
    process.emitWarning('SQLite said something else');
    process.emitWarning('another experiment', 'ExperimentalWarning');`;
  const words = ['--input-type=module', '--eval', script];
  const { stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /SQLite is an experimental feature/);
  assert.match(stderr, /SQLite said something else/);
  assert.match(stderr, /another experiment/);
});

test('text of any characters is stored and read as it is', () => {
  for (const text of ['', 'plain', '日本語', 'nul\0nul', '\ud800', 'a\udc00b', '\ufeffbom', '\ufffd']) {
    const stored = toText(text);
    assert.equal(fromText(stored as string | Uint8Array<ArrayBuffer>), text);
  }
  assert.equal(fromText(null), null);
  assert.equal(fromText(5), null);
});

test('what SQLite says becomes an error of the ledger, and a bug stays one', () => {
  const said = (errcode: number) => databaseError('/l', Object.assign(new Error('x'), { errcode }));
  const code = (errcode: number) => (said(errcode) as TstError).code ?? 'other';
  assert.deepEqual([11, 26, 267].map(code), ['ledger-damaged', 'ledger-damaged', 'ledger-damaged']);
  assert.deepEqual([5, 6, 8, 10, 13, 14, 778, 1032].map(code), Array(8).fill('output-failed'));
  assert.deepEqual(
    [13, 10 | (19 << 8), 10].map((errcode) => (said(errcode) as TstError).facts.reason),
    ['disk full', 'disk full', 'write error of the device'],
  );
  assert.ok(!(said(1) instanceof TstError), 'a statement that is wrong is a bug');
  const bug = new TypeError('bug');
  assert.equal(databaseError('/l', bug), bug);
});
