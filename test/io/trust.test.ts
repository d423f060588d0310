import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createTrustFiles } from '../../src/io/trust.ts';
import { zip } from './make-zip.ts';

const trust = createTrustFiles();

function folder(t: TestContext): string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-trust-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return path;
}

const failsWith = (code: string) => (error: unknown) => error instanceof TstError && error.code === code;

test('a file is itself, whatever is in it', async (t) => {
  const path = join(folder(t), 'a.pem');
  fs.writeFileSync(path, 'text');
  const source = await trust.list(path);
  assert.equal(source.kind, 'file');
  assert.deepEqual(
    source.files.map((one) => Buffer.from(one.bytes).toString()),
    ['text'],
  );
  await assert.rejects(trust.list(`${path}x`), failsWith('input-missing'));
});

test('a directory gives its files one level down, in the order of their names, and passes the rest over', async (t) => {
  const path = folder(t);
  for (const name of ['b.pem', 'a.der', '.hidden']) fs.writeFileSync(join(path, name), name);
  fs.mkdirSync(join(path, 'ca', 'deep'), { recursive: true });
  fs.writeFileSync(join(path, 'ca', 'c.pem'), 'c');
  fs.writeFileSync(join(path, 'ca', 'deep', 'd.pem'), 'd');
  fs.symlinkSync('nowhere', join(path, 'dangling'));
  const source = await trust.list(path);
  assert.equal(source.kind, 'directory');
  assert.deepEqual(
    source.files.map((one) => one.name),
    [join(path, 'a.der'), join(path, 'b.pem'), join(path, 'ca', 'c.pem')],
  );
  assert.deepEqual(source.passedOver, [
    { name: join(path, 'ca', 'deep'), reason: 'directory too deep' },
    { name: join(path, 'dangling'), reason: 'input-missing' },
  ]);
});

test('a ZIP is unpacked in memory: no path out of it is used, an archive inside is one more file', async (t) => {
  const path = folder(t);
  const inner = zip([{ name: 'x', data: Buffer.from('x') }]);
  const entries = [
    { name: '../../escape.pem', data: Buffer.from('one') },
    { name: 'folder/', data: Buffer.alloc(0) },
    { name: '/etc/absolute.pem', data: Buffer.from('two') },
    { name: 'inner.zip', data: inner },
    { name: 'secret.pem', data: Buffer.from('three'), flags: 1 },
  ];
  fs.writeFileSync(join(path, 'a.zip'), zip(entries));
  const source = await trust.list(join(path, 'a.zip'));
  assert.equal(source.kind, 'zip');
  assert.deepEqual(
    source.files.slice(0, 2).map((one) => Buffer.from(one.bytes).toString()),
    ['one', 'two'],
  );
  assert.deepEqual(
    source.files.map((one) => one.name.split('#')[1]),
    ['../../escape.pem', '/etc/absolute.pem', 'inner.zip'],
  );
  assert.deepEqual(
    source.passedOver.map((one) => one.reason),
    ['encrypted'],
  );
  assert.deepEqual(fs.readdirSync(path), ['a.zip']);
});

test('a ZIP that unfolds beyond the limit, lies about sizes, or is damaged ends in an error', async (t) => {
  const path = join(folder(t), 'a.zip');
  fs.writeFileSync(path, zip([{ name: 'bomb', data: Buffer.alloc(70 << 20) }]));
  await assert.rejects(trust.list(path), failsWith('input-too-large'));
  fs.writeFileSync(path, zip([{ name: 'liar', data: Buffer.alloc(5 << 20), claimed: 10 }]));
  await assert.rejects(trust.list(path), failsWith('trust-unreadable'));
  const good = zip([{ name: 'a', data: Buffer.from('hello hello hello') }]);
  for (let cut = 4; cut < good.length; cut += 3) {
    fs.writeFileSync(path, good.subarray(0, cut));
    await assert.rejects(trust.list(path), failsWith('trust-unreadable'));
  }
});

test('bundled is the root set that Node brings along; system is that of the machine, or an error that says so', async () => {
  const source = await trust.list('bundled');
  assert.equal(source.kind, 'tls-roots');
  assert.equal(source.files.length, rootCertificates.length);
  const system = await trust.list('system').catch((error: unknown) => error);
  if (system instanceof TstError) assert.equal(system.code, 'trust-unreadable');
  else assert.equal((system as { kind: string }).kind, 'tls-roots');
});
