import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TstError } from '../../src/core/verdict/errors.ts';
import { readPassword } from '../../src/io/secrets.ts';

const variable = 'TST_PASSWORD';

function fileWith(t: TestContext, content: string, mode = 0o600): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'tst-secrets-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'password');
  fs.writeFileSync(file, content);
  fs.chmodSync(file, mode);
  return file;
}

test('a password comes from the environment, or from the first line of a file', (t) => {
  assert.equal(readPassword({ file: null, environment: {}, variable }), null);
  assert.equal(readPassword({ file: null, environment: { TST_PASSWORD: '' }, variable }), null);
  assert.equal(
    readPassword({ file: null, environment: { TST_PASSWORD: 'pä ss' }, variable })?.secret.reveal(),
    'pä ss',
  );
  for (const [content, value] of [
    ['one\n', 'one'],
    ['one\r\n', 'one'],
    ['one', 'one'],
    [' a b \n\n', ' a b '],
    ['one\ntwo\n', 'one'],
  ] as const) {
    assert.equal(readPassword({ file: fileWith(t, content), environment: {}, variable })?.secret.reveal(), value);
  }
});

test('a password file that others can read is a warning', { skip: process.platform === 'win32' }, (t) => {
  const notes = (mode: number) =>
    readPassword({ file: fileWith(t, 'x', mode), environment: {}, variable })?.notes.map((note) => note.code);
  assert.deepEqual(notes(0o600), []);
  assert.deepEqual(notes(0o640), ['password-file-open']);
  assert.deepEqual(notes(0o604), ['password-file-open']);
});

test('an empty, missing, huge or non-file password is an error that holds nothing of it', (t) => {
  const read = (file: string) => () => readPassword({ file, environment: {}, variable });
  const failsWith = (code: string) => (error: unknown) => {
    assert.ok(error instanceof TstError && error.code === code, String(error));
    assert.doesNotMatch(error.message, /hunter/);
    return true;
  };
  assert.throws(read(fileWith(t, '\n')), failsWith('password-missing'));
  assert.throws(read('/nowhere/hunter'.replace('hunter', 'x')), failsWith('input-missing'));
  assert.throws(read(fileWith(t, 'hunter2'.repeat(1000))), failsWith('input-too-large'));
  assert.throws(read(tmpdir()), failsWith('input-unreadable'));
});
