import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keptSecret, partSecret, revealedParts, type SecretKind } from '../../src/app/kept-secret.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { type Keychain, KeychainError } from '../../src/io/keychain.ts';
import { SecretStore } from '../../src/io/secret-store.ts';

const posix = { skip: process.platform === 'win32' };

/** A keychain in memory that can be locked. */
class TestKeychain implements Keychain {
  readonly entries = new Map<string, string>();
  locked = false;

  async get(account: string) {
    this.#check();
    return this.entries.get(account) ?? null;
  }

  async set(account: string, value: string) {
    this.#check();
    this.entries.set(account, value);
  }

  async remove(account: string) {
    this.#check();
    return this.entries.delete(account);
  }

  #check() {
    if (this.locked) throw new KeychainError('keychain-refused');
  }
}

function desk(t: TestContext, environment: Record<string, string> = {}) {
  const home = fs.mkdtempSync(join(tmpdir(), 'tst-store-'));
  t.after(() => fs.rmSync(home, { recursive: true, force: true }));
  const folder = join(home, 'data', 'secrets');
  const keychain = new TestKeychain();
  const store = new SecretStore({ folder, environment, keychain });
  const value = async (name: string, kind: SecretKind = 'basic') => {
    const found = await store.find(name, kind);
    return found && { ...revealedParts(found.secret), place: found.place };
  };
  return { folder, keychain, store, value };
}

const account = (password = 'hunter-77') =>
  keptSecret('basic', (part) => partSecret(part, part === 'user' ? 'alice' : password));
const failsWith =
  (code: string, facts: Record<string, string> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof TstError && error.code === code, String(error));
    for (const [name, fact] of Object.entries(facts)) assert.equal(error.facts[name], fact);
    assert.doesNotMatch(`${error.message} ${error.stack} ${String(error.cause)}`, /hunter/);
    return true;
  };

test('a secret goes into the keychain, and its file holds none of it', async (t) => {
  const { folder, keychain, store, value } = desk(t);
  assert.deepEqual(await store.keep('Seiko', account(), null), { place: 'keychain', notes: [] });
  assert.deepEqual(await value('seiko'), { user: 'alice', password: 'hunter-77', place: 'keychain' });
  assert.doesNotMatch(fs.readFileSync(join(folder, 'seiko.json'), 'utf8'), /hunter|alice/);
  assert.deepEqual(await store.list(), [{ name: 'seiko', kind: 'basic', place: 'keychain' }]);
  assert.equal(await store.remove('SEIKO'), 'keychain');
  assert.deepEqual([keychain.entries.size, fs.readdirSync(folder)], [0, []]);
  assert.equal(await store.remove('seiko'), null);
  assert.equal(await value('seiko'), null);
});

test('without a keychain it goes into a file for its owner alone, and that is said', async (t) => {
  const { folder, keychain, store, value } = desk(t);
  keychain.locked = true;
  const path = join(folder, 'seiko.json');
  const { place, notes } = await store.keep('seiko', account(), null);
  assert.equal(place, 'file');
  assert.deepEqual(notes, [{ code: 'keychain-unavailable', facts: { path, reason: 'keychain-refused' } }]);
  assert.deepEqual(await value('seiko'), { user: 'alice', password: 'hunter-77', place: 'file' });
  if (process.platform === 'win32') return;
  assert.equal(fs.statSync(path).mode & 0o777, 0o600);
  assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
  assert.deepEqual(fs.readdirSync(folder), ['seiko.json']);
});

test('a keychain that is asked for by name and is not there is an error, and nothing is kept', async (t) => {
  const { folder, keychain, store } = desk(t);
  keychain.locked = true;
  await assert.rejects(
    store.keep('seiko', account(), 'keychain'),
    failsWith('secret-unavailable', { reason: 'keychain-refused' }),
  );
  assert.ok(!fs.existsSync(join(folder, 'seiko.json')));
});

test('a locked keychain, or one that forgot, is not taken for a secret that never was', async (t) => {
  const { keychain, store } = desk(t);
  await store.keep('seiko', account(), null);
  keychain.locked = true;
  await assert.rejects(store.find('seiko', 'basic'), failsWith('secret-unavailable', { reason: 'keychain-refused' }));
  await assert.rejects(store.remove('seiko'), failsWith('secret-unavailable'));
  assert.equal((await store.list()).length, 1);
  keychain.locked = false;
  keychain.entries.clear();
  await assert.rejects(store.find('seiko', 'basic'), failsWith('secret-unavailable', { reason: 'keychain-forgot' }));
});

test('moving a secret from the keychain to a file leaves none behind, or says so', async (t) => {
  const { keychain, store } = desk(t);
  await store.keep('seiko', account(), null);
  assert.deepEqual(await store.keep('seiko', account('hunter-78'), 'file'), { place: 'file', notes: [] });
  assert.equal(keychain.entries.size, 0);
  await store.keep('seiko', account(), 'keychain');
  keychain.locked = true;
  const { notes } = await store.keep('seiko', account(), 'file');
  assert.deepEqual(notes, [{ code: 'keychain-keeps', facts: { name: 'seiko', reason: 'keychain-refused' } }]);
});

test('the environment goes before what is kept, whole or not at all', async (t) => {
  const environment: Record<string, string> = {};
  const { store, value } = desk(t, environment);
  await store.keep('main.tsa', account(), 'file');
  environment.TST_SECRET_MAIN_TSA_PASSWORD = 'hunter-env';
  const missing = { name: 'main.tsa', variable: 'TST_SECRET_MAIN_TSA_USER' };
  await assert.rejects(store.find('main.tsa', 'basic'), failsWith('secret-missing', missing));
  environment.TST_SECRET_MAIN_TSA_USER = 'bob';
  assert.deepEqual(await value('Main-TSA'), { user: 'bob', password: 'hunter-env', place: 'environment' });
  environment.TST_SECRET_MAIN_TSA_TOKEN = 'hunter-token';
  environment.TST_SECRET_MAIN_TSA_VALUE = '';
  environment.TST_SECRET_KEY_PASSPHRASE = 'hunter-key';
  assert.deepEqual(await value('main_tsa', 'bearer'), { token: 'hunter-token', place: 'environment' });
  assert.deepEqual(await value('key', 'client-certificate'), { passphrase: 'hunter-key', place: 'environment' });
  assert.deepEqual(
    (await store.list()).map(({ name, kind, place }) => [name, kind, place]),
    [
      ['key', 'client-certificate', 'environment'],
      ['main-tsa', 'basic', 'environment'],
      ['main-tsa', 'bearer', 'environment'],
      ['main-tsa', 'basic', 'file'],
    ],
  );
});

for (const mode of [0o640, 0o604, 0o620, 0o660, 0o644, 0o666]) {
  test(`a secret file of mode ${mode.toString(8)} is not read`, posix, async (t) => {
    const { folder, store } = desk(t);
    await store.keep('seiko', account(), 'file');
    fs.chmodSync(join(folder, 'seiko.json'), mode);
    const path = join(folder, 'seiko.json');
    await assert.rejects(store.find('seiko', 'basic'), failsWith('secret-exposed', { path, mode: mode.toString(8) }));
    // To log in again makes it right, and to log out needs no reading.
    await store.keep('seiko', account(), 'file');
    assert.equal(fs.statSync(path).mode & 0o777, 0o600);
    fs.chmodSync(path, mode);
    assert.equal(await store.remove('seiko'), 'file');
  });
}

for (const mode of [0o750, 0o705, 0o770, 0o777]) {
  test(
    `in a folder of mode ${mode.toString(8)}, where others could put theirs, nothing is read or kept`,
    posix,
    async (t) => {
      const { folder, store } = desk(t);
      await store.keep('seiko', account(), 'file');
      fs.chmodSync(folder, mode);
      await assert.rejects(store.find('seiko', 'basic'), failsWith('secret-exposed', { mode: mode.toString(8) }));
      await assert.rejects(store.keep('other', account(), 'file'), failsWith('secret-exposed'));
      await assert.rejects(store.list(), failsWith('secret-exposed'));
      assert.deepEqual(fs.readdirSync(folder), ['seiko.json']);
    },
  );
}

test('a link, a folder or a pipe in place of a secret file is not read, and does not wait', posix, async (t) => {
  const { folder, store } = desk(t);
  await store.keep('real', account(), 'file');
  fs.renameSync(join(folder, 'real.json'), join(folder, 'elsewhere'));
  fs.symlinkSync('elsewhere', join(folder, 'linked.json'));
  await assert.rejects(store.find('linked', 'basic'), failsWith('secret-exposed', { reason: 'a link' }));
  fs.mkdirSync(join(folder, 'dir.json'));
  await assert.rejects(store.find('dir', 'basic'), failsWith('secret-exposed', { reason: 'not a file' }));
  const { execFileSync } = await import('node:child_process');
  execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe.json')]);
  await assert.rejects(store.find('pipe', 'basic'), failsWith('secret-exposed', { reason: 'not a file' }));
});

test('a secret file of another user is not read', { skip: process.getuid?.() !== 0 }, async (t) => {
  const { folder, store } = desk(t);
  await store.keep('seiko', account(), 'file');
  fs.chownSync(join(folder, 'seiko.json'), 12345, 12345);
  await assert.rejects(store.find('seiko', 'basic'), failsWith('secret-exposed', { reason: 'of another user' }));
});

test('what is kept and is no secret is named by its path, and nothing of it is in the error', async (t) => {
  const { folder, keychain, store } = desk(t);
  await store.keep('seiko', account(), 'file');
  const path = join(folder, 'seiko.json');
  const damaged = [
    '',
    '{"hunter',
    'null',
    '["hunter"]',
    '{"kind":"basic","place":"file","user":"a"}',
    '{"kind":"basic","place":"file","user":"a","password":["hunter"]}',
    '{"kind":"toString","place":"file"}',
    '{"kind":"basic","place":"nowhere"}',
  ];
  for (const text of damaged) {
    fs.writeFileSync(path, text);
    await assert.rejects(
      store.find('seiko', 'basic'),
      failsWith('configuration', { path, reason: 'no stored secret' }),
      text,
    );
  }
  fs.writeFileSync(path, `{"kind":"basic","place":"file","user":"hunter${'x'.repeat(70_000)}"}`);
  await assert.rejects(store.find('seiko', 'basic'), failsWith('input-too-large'));
  fs.writeFileSync(path, damaged[1]!);
  await store.keep('seiko', account(), null);
  keychain.entries.set('seiko', '{"hunter');
  await assert.rejects(store.find('seiko', 'basic'), failsWith('configuration', { path: 'seiko' }));
});

test('a name that is none is a usage error, and touches no file', async (t) => {
  const { folder, store } = desk(t);
  for (const name of ['../seiko', 'a/b', '', 'nul', 'x'.repeat(100)]) {
    await assert.rejects(store.find(name, 'basic'), failsWith('usage'));
    await assert.rejects(store.keep(name, account(), 'file'), failsWith('usage'));
    await assert.rejects(store.remove(name), failsWith('usage'));
  }
  assert.ok(!fs.existsSync(folder));
});

test('secrets are not read where Node writes down what passes through it', async (t) => {
  const { store } = desk(t, { NODE_DEBUG: 'net' });
  const failing = failsWith('configuration', { path: 'NODE_DEBUG' });
  await assert.rejects(store.find('seiko', 'basic'), failing);
  await assert.rejects(store.keep('seiko', account(), 'file'), failing);
});
