import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { limits } from '../../src/core/der/limits.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createArchives } from '../../src/io/archives.ts';
import { zip } from './make-zip.ts';

const archives = createArchives();
const code = 'evidence-unreadable';

function folder(t: TestContext): string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-archives-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return path;
}

const failsWith = (wanted: string, reason?: RegExp) => (error: unknown) =>
  error instanceof TstError &&
  error.code === wanted &&
  (reason === undefined || reason.test(String(error.facts.reason)));

const files = [
  { name: 'manifest.json', bytes: Buffer.from('{}\n') },
  { name: 'objects/b.crl', bytes: Buffer.alloc(3_000, 'b') },
  { name: 'objects/a.ors', bytes: Buffer.alloc(0) },
];

test('what is packed is unpacked: the same files, in the order of their names', async () => {
  const set = await archives.unpack('x.zip', await archives.pack(files), code);
  assert.deepEqual(
    set!.files.map(({ name, inner, bytes }) => [name, inner, Buffer.from(bytes).toString()]),
    [
      ['x.zip#manifest.json', 'manifest.json', '{}\n'],
      ['x.zip#objects/a.ors', 'objects/a.ors', ''],
      ['x.zip#objects/b.crl', 'objects/b.crl', 'b'.repeat(3_000)],
    ],
  );
  assert.equal(await archives.unpack('x', Buffer.from('no archive'), code), null);
});

test('an archive is the same whatever the time zone and the date, and nothing in it is compressed', async () => {
  const packed = await archives.pack(files);
  const script = `
    import { createHash } from 'node:crypto';
    import { createArchives } from ${JSON.stringify(new URL('../../src/io/archives.ts', import.meta.url).href)};
    const files = [['manifest.json', '{}\\n'], ['objects/b.crl', 'b'.repeat(3000)], ['objects/a.ors', '']];
    const packed = await createArchives().pack(files.map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
    process.stdout.write(createHash('sha256').update(packed).digest('hex'));`;
  for (const TZ of ['UTC', 'Asia/Tokyo', 'America/St_Johns', 'Pacific/Apia']) {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    assert.equal(stdout, createHash('sha256').update(packed).digest('hex'), `${TZ} ${stderr}`);
  }
  // Pinned, so that another release of the library can't change what was once written unseen.
  const pinned = 'e33f31d401a36e0e625fe953b4255b30f42bad35d823b766c6edf7a4eea92d2b';
  assert.equal(createHash('sha256').update(packed).digest('hex'), pinned);
  assert.ok(Buffer.from(packed).includes('b'.repeat(3_000)));
});

test('the order of a directory is that of the octets of its names, not of a locale, the separators or the file system', async (t) => {
  const path = folder(t);
  const names = ['b', 'B', 'a-b', 'a.b', 'a/z', 'ä', 'é', 'z', '\u{ff21}', '\u{1f4c4}'];
  for (const name of [...names].reverse()) {
    fs.mkdirSync(join(path, name.includes('/') ? 'a' : '.'), { recursive: true });
    fs.writeFileSync(join(path, name), name);
  }
  const { kind, files: found } = await archives.list(path, code);
  assert.equal(kind, 'directory');
  const insensitive = fs.existsSync(join(path, 'A-B'));
  const expected = ['B', 'a-b', 'a.b', 'a/z', 'b', 'z', 'ä', 'é', '\u{ff21}', '\u{1f4c4}'];
  assert.deepEqual(
    found.map(({ inner }) => inner.normalize()),
    expected.filter((name) => !insensitive || name !== 'B'),
  );
});

test('an archive out of the hands of others: duplicate and odd names are told as they are, nothing lands on disk', async (t) => {
  const path = folder(t);
  const entries = ['manifest.json', '../../up', '/root', 'a\\b', 'manifest.json'].map((name, i) => {
    return { name, data: Buffer.from(String(i)) };
  });
  fs.writeFileSync(join(path, 'x.zip'), zip(entries));
  const { files: found } = await archives.list(join(path, 'x.zip'), code);
  assert.deepEqual(
    found.map(({ inner }) => inner),
    ['../../up', '/root', 'a\\b', 'manifest.json', 'manifest.json'],
  );
  assert.deepEqual(fs.readdirSync(path), ['x.zip']);
});

test('bombs, lies about size and checksum, too many entries and cut archives end in an error of the caller’s code', async () => {
  const unpack = (bytes: Uint8Array) => archives.unpack('x.zip', bytes, 'crl-unreadable');
  const bomb = Array.from({ length: 5 }, (_, i) => ({ name: `bomb ${i}`, data: Buffer.alloc(64 << 20) }));
  await assert.rejects(unpack(zip(bomb)), failsWith('input-too-large'));
  const [data, damaged] = [Buffer.alloc(5_000), /damaged ZIP/];
  await assert.rejects(unpack(zip([{ name: 'a', data, claimed: 10 }])), failsWith('crl-unreadable', damaged));
  await assert.rejects(unpack(zip([{ name: 'a', data, crc: 1 }])), failsWith('crl-unreadable', damaged));
  const many = Array.from({ length: limits.givenFiles + 1 }, (_, i) => ({ name: `${i}`, data: Buffer.alloc(0) }));
  await assert.rejects(unpack(zip(many)), failsWith('crl-unreadable', /^more than 10000 files$/));
  const packed = await archives.pack(files);
  for (let cut = 4; cut < packed.length; cut += 97) {
    await assert.rejects(unpack(packed.subarray(0, cut)), failsWith('crl-unreadable'));
  }
  const locked = await unpack(zip([{ name: 'a', data, flags: 1 }]));
  assert.deepEqual(locked!.passedOver, [{ name: 'x.zip#a', reason: 'encrypted' }]);
});
