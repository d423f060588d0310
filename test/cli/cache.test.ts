import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createEvidenceCache } from '../../src/io/evidence-cache.ts';
import { folder, jsonOf, tst } from './run-tst.ts';

const day = 86_400_000;

/** A cache folder with a CRL, and an OCSP answer that is older; the clock of these runs is the real one. */
async function filled(t: TestContext) {
  const at = join(folder(t), 'cache');
  const cache = createEvidenceCache(at);
  const now = Math.floor(Date.now() / 1000) * 1000;
  const told = { thisUpdate: Date.UTC(2026, 0, 14), nextUpdate: Date.UTC(2026, 0, 21), etag: null, lastModified: null };
  const crl = { kind: 'crl', url: 'http://ca.example/\u001b[31m\u202ea.crl', certId: null } as const;
  const ocsp = { kind: 'ocsp', url: 'http://ca.example/ocsp', certId: '3049' } as const;
  await cache.keep(crl, { bytes: new Uint8Array(5000), fetchedAt: now, ...told });
  await cache.keep(ocsp, { bytes: new Uint8Array(3), fetchedAt: now - 40 * day, ...told, nextUpdate: null });
  const rfc3339 = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  const fetched = { crl: rfc3339(now), ocsp: rfc3339(now - 40 * day) };
  return { at, evidence: join(at, 'evidence'), env: { TST_CACHE_DIR: at }, crl, ocsp, fetched };
}

const [crlHash, ocspHash] = [5000, 3].map((size) => createHash('sha256').update(new Uint8Array(size)).digest('hex'));

test('an empty cache is said to be one, and is not made', async (t) => {
  const at = join(folder(t), 'cache');
  const env = { TST_CACHE_DIR: at };
  for (const [words, said] of [
    [['list'], `${join(at, 'evidence')}: nothing is kept\n`],
    [['list', '--lang', 'ja'], `${join(at, 'evidence')}: 保存しているものはありません\n`],
    [['clear'], `${join(at, 'evidence')}: removed answers: 0, in all 0 B\n`],
  ] as const) {
    assert.deepEqual(await tst(['cache', ...words], { env }), { exit: 0, out: said, err: '' });
  }
  assert.deepEqual(jsonOf(await tst(['cache', 'list', '--json'], { env })).cache.answers, []);
  assert.equal(existsSync(at), false);
});

test('the list is a table with figures, times, hash and address of every answer, nothing of it for the terminal to obey', async (t) => {
  const { evidence, env, fetched } = await filled(t);
  const { exit, out, err } = await tst(['cache', 'list'], { env });
  assert.deepEqual([exit, err], [0, '']);
  assert.deepEqual(out.split('\n'), [
    `${evidence}: kept answers: 2, places: 2, in all 4.9 KiB`,
    '',
    'kind  size     fetched               this update           next update           SHA-256',
    `crl   4.9 KiB  ${fetched.crl}  2026-01-14T00:00:00Z  2026-01-21T00:00:00Z  ${crlHash}`,
    '  http://ca.example/\\u{1b}[31m\\u{202e}a.crl',
    `ocsp  3 B      ${fetched.ocsp}  2026-01-14T00:00:00Z  -                     ${ocspHash}`,
    '  http://ca.example/ocsp',
    '',
  ]);
});

test('in Japanese the columns stand as straight', async (t) => {
  const { evidence, env, fetched } = await filled(t);
  const { out } = await tst(['cache', 'list', '--lang', 'ja'], { env });
  assert.deepEqual(out.split('\n').slice(0, 4), [
    `${evidence}: 保存中の応答 2件、取得元 2か所、合計 4.9 KiB`,
    '',
    '種類  サイズ   取得日時              発行日時              次回更新              SHA-256',
    `crl   4.9 KiB  ${fetched.crl}  2026-01-14T00:00:00Z  2026-01-21T00:00:00Z  ${crlHash}`,
  ]);
});

test('the list as JSON keeps to the schema and has everything exactly', async (t) => {
  const { evidence, env, crl, ocsp, fetched } = await filled(t);
  const run = await tst(['cache', 'list', '--json'], { env });
  assert.doesNotMatch(run.out, /[\u001b\u202e]/);
  const { schema, cache, tool } = jsonOf(run);
  assert.deepEqual([schema, tool.name, cache.folder, cache.bytes], [1, 'tst', evidence, 5003]);
  const thisUpdate = '2026-01-14T00:00:00Z';
  assert.deepEqual(cache.answers, [
    { ...crl, sha256: crlHash, size: 5000, fetchedAt: fetched.crl, thisUpdate, nextUpdate: '2026-01-21T00:00:00Z' },
    { ...ocsp, sha256: ocspHash, size: 3, fetchedAt: fetched.ocsp, thisUpdate, nextUpdate: null },
  ]);
});

test('clearing says where and how much; --older-than leaves what is younger', async (t) => {
  const { evidence, env } = await filled(t);
  const clear = async (...words: string[]) => (await tst(['cache', 'clear', ...words], { env })).out;
  assert.equal(await clear('--older-than', '41'), `${evidence}: removed answers: 0, in all 0 B\n`);
  assert.equal(await clear('--older-than', '39.5'), `${evidence}: removed answers: 1, in all 3 B\n`);
  const left = jsonOf(await tst(['cache', 'list', '--json'], { env })).cache.answers;
  assert.deepEqual(
    left.map(({ kind }: { kind: string }) => kind),
    ['crl'],
  );
  const run = await tst(['cache', 'clear', '--json'], { env });
  assert.deepEqual(jsonOf(run).cache, { folder: evidence, removed: { answers: 1, bytes: 5000 } });
  assert.equal(await clear('--lang', 'ja'), `${evidence}: 応答 0件、合計 0 B を消去しました\n`);
  assert.deepEqual(await tst(['cache', 'clear', '--quiet'], { env }), { exit: 0, out: '', err: '' });
});

test('without TST_CACHE_DIR the cache is in the folder for caches', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const home = folder(t);
  const env = { TST_CACHE_DIR: '', HOME: home };
  assert.match((await tst(['cache', 'list'], { env })).out, new RegExp(`^${home}/\\.cache/tst/evidence: nothing`));
  const { out } = await tst(['cache', 'list'], { env: { ...env, XDG_CACHE_HOME: join(home, 'x') } });
  assert.match(out, new RegExp(`^${home}/x/tst/evidence: nothing`));
});

test('a folder that others can write to: exit 78, and what to see to', {
  skip: process.platform === 'win32',
}, async (t) => {
  const { at, evidence, env } = await filled(t);
  chmodSync(at, 0o777);
  for (const action of ['list', 'clear']) {
    const { exit, out, err } = await tst(['cache', action], { env });
    assert.deepEqual([exit, out], [78, '']);
    assert.ok(
      err.startsWith(`tst: the configuration is wrong: ${evidence}: other users can write to this folder`),
      err,
    );
    const japanese = await tst(['cache', action, '--lang', 'ja'], { env });
    assert.match(japanese.err, /他の利用者がこのフォルダ又はその上のフォルダに書き込めます/);
    assert.equal(jsonOf(await tst(['cache', action, '--json'], { env })).error.code, 'configuration');
  }
});

test('a folder that cannot be read: exit 65; one that cannot be written: exit 73', {
  skip: (process.platform === 'win32' || process.getuid?.() === 0) && 'permissions do not bind here',
}, async (t) => {
  const { evidence, env } = await filled(t);
  const paths = readdirSync(evidence, { recursive: true, encoding: 'utf8' }).map((name) => join(evidence, name));
  const folders = [evidence, ...paths.filter((path) => statSync(path).isDirectory())];
  const modes = (mode: number) => {
    for (const path of folders) chmodSync(path, mode);
  };
  try {
    modes(0o500);
    assert.equal((await tst(['cache', 'list'], { env })).exit, 0);
    const { exit, err } = await tst(['cache', 'clear'], { env });
    assert.equal(exit, 73);
    assert.match(err, /^tst: .* cannot be written: permission denied\nhint: /);
    chmodSync(evidence, 0o000);
    assert.equal((await tst(['cache', 'list'], { env })).exit, 65);
  } finally {
    modes(0o700);
  }
});

test('verifying without anything to fetch leaves no cache behind', async (t) => {
  const at = join(folder(t), 'cache');
  mkdirSync(at, { mode: 0o700 });
  await tst(['verify', '--offline', 'none', 'none.tsr'], { env: { TST_CACHE_DIR: at } });
  assert.equal(existsSync(join(at, 'evidence')), false);
});
