import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeKindOf } from '../../src/app/code/kinds.ts';
import type { Content } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createFiles } from '../../src/io/files.ts';
import { Inputs } from '../../src/io/input.ts';

const files = createFiles();
const root = process.getuid?.() === 0;

function folder(t: TestContext): string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-files-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return path;
}

const failsWith =
  (code: string, facts: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof TstError, String(error));
    assert.equal(error.code, code, JSON.stringify(error.facts));
    for (const [name, value] of Object.entries(facts)) assert.deepEqual(error.facts[name], value);
    return true;
  };

test('a file is read up to its limit and no further', async (t) => {
  const path = join(folder(t), 'a');
  fs.writeFileSync(path, 'x'.repeat(1000));
  assert.equal((await files.read(path, 1000)).length, 1000);
  await assert.rejects(files.read(path, 999), failsWith('input-too-large', { path, limit: 999 }));
  fs.writeFileSync(path, '');
  assert.equal((await files.read(path, 10)).length, 0);
});

test('what is no file says which: missing, directory, device, no permission', async (t) => {
  const path = folder(t);
  for (const use of [(one: string) => files.read(one, 10), (one: string) => files.hash(one, ['sha256']), files.check]) {
    await assert.rejects(use(join(path, 'none')), failsWith('input-missing', { path: join(path, 'none') }));
    await assert.rejects(use(path), failsWith('input-unreadable', { reason: 'directory' }));
    if (process.platform === 'linux')
      await assert.rejects(use('/dev/zero'), failsWith('input-unreadable', { reason: 'device' }));
    await assert.rejects(use(`${path}/a\0b`), failsWith('input-unreadable'));
  }
  fs.writeFileSync(join(path, 'shut'), 'x', { mode: 0o000 });
  if (!root)
    await assert.rejects(files.read(join(path, 'shut'), 10), failsWith('input-unreadable', { reason: 'denied' }));
  fs.symlinkSync('loop', join(path, 'loop'));
  await assert.rejects(
    files.read(join(path, 'loop'), 10),
    failsWith('input-unreadable', { reason: 'links in a circle' }),
  );
});

for (const size of [0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000]) {
  test(`hashing ${size} bytes under three algorithms in one pass`, async (t) => {
    const path = join(folder(t), 'a');
    const data = Buffer.alloc(size, 'abcdefg');
    fs.writeFileSync(path, data);
    const hashed = await files.hash(path, ['sha256', 'sha512', 'sha3-256', 'sha256']);
    assert.equal(hashed.size, size);
    assert.deepEqual([...hashed.digests.keys()], ['sha256', 'sha512', 'sha3-256']);
    for (const [name, digest] of hashed.digests) {
      assert.equal(Buffer.from(digest).toString('hex'), createHash(name).update(data).digest('hex'));
    }
  });
}

test('standard input is read to its end, and only once', async (t) => {
  const path = join(folder(t), 'stdin');
  fs.writeFileSync(path, 'typed');
  const descriptor = fs.openSync(path, 'r');
  t.after(() => fs.closeSync(descriptor));
  const own = createFiles(new Inputs(descriptor));
  await own.check('-');
  assert.equal(Buffer.from(await own.read('-', 100)).toString(), 'typed');
  await assert.rejects(own.hash('-', ['sha256']), failsWith('stdin-twice'));
  await assert.rejects(own.check('-'), failsWith('stdin-twice'));
});

/** Standard input that is this file, behind a pipe or as it is. */
async function asStdin(t: TestContext, path: string, pipe: boolean) {
  if (!pipe) {
    const descriptor = fs.openSync(path, 'r');
    t.after(() => fs.closeSync(descriptor));
    return createFiles(new Inputs(descriptor));
  }
  const fifo = `${path}.fifo`;
  execFileSync('mkfifo', [fifo]);
  const writer = spawn('cp', [path, fifo]);
  const descriptor = fs.openSync(fifo, 'r');
  t.after(() => {
    fs.closeSync(descriptor);
    writer.kill();
  });
  return createFiles(new Inputs(descriptor));
}

for (const size of [0, 100, 1 << 20, (1 << 20) + 1, (3 << 20) + 77]) {
  test(`what is looked at is what is hashed, ${size} bytes by name, as standard input and through a pipe`, async (t) => {
    const path = join(folder(t), 'a');
    const data = Buffer.alloc(size);
    for (let i = 0; i + 4 <= size; i += 4) data.writeUInt32LE(i, i);
    fs.writeFileSync(path, data);
    const places: [number, number][] = [
      [0, 1000],
      [size - 1000, 1000],
      [size - 10, 100],
      [size, 10],
      [size + 5, 10],
      [0, 0],
    ];
    const look = (content: Content) =>
      places.filter(([offset]) => offset >= 0).map(([offset, length]) => Buffer.from(content.at(offset, length)));
    const expected = places
      .filter(([offset]) => offset >= 0)
      .map(([offset, length]) => data.subarray(offset, offset + length));
    const digest = createHash('sha256').update(data).digest();
    for (const kind of ['name', 'stdin', 'pipe']) {
      if (kind === 'pipe' && process.platform === 'win32') continue;
      const own = kind === 'name' ? files : await asStdin(t, path, kind === 'pipe');
      const hashed = await own.hashAndLook(kind === 'name' ? path : '-', ['sha256'], look);
      assert.equal(hashed.size, size);
      assert.deepEqual(Buffer.from(hashed.digests.get('sha256')!), digest);
      assert.deepEqual(hashed.seen, expected, kind);
    }
  });
}

test('of the middle of a pipe nothing can be looked at, of a file everything', {
  skip: process.platform === 'win32',
}, async (t) => {
  const path = join(folder(t), 'a');
  fs.writeFileSync(path, Buffer.alloc(4 << 20, 'abc'));
  const look = (content: Content) => content.at(2 << 20, 10).length;
  assert.equal((await files.hashAndLook(path, ['sha256'], look)).seen, 10);
  assert.equal((await (await asStdin(t, path, true)).hashAndLook('-', ['sha256'], look)).seen, 0);
});

test('a file that changes between looking and hashing is refused', async (t) => {
  const path = join(folder(t), 'a');
  fs.writeFileSync(path, '#!/bin/sh\n');
  const swap = () => fs.appendFileSync(path, 'echo\n');
  await assert.rejects(files.hashAndLook(path, ['sha256'], swap), failsWith('input-unreadable'));
});

test('a directory of an archive that would begin before the file does is none', async (t) => {
  const path = join(folder(t), 'a');
  const end = Buffer.alloc(2000);
  end.write('PK\x05\x06', 1000, 'latin1');
  end.writeUInt32LE(1500, 1012);
  fs.writeFileSync(path, end);
  assert.equal((await files.hashAndLook(path, ['sha256'], codeKindOf)).seen, null);
});

test('an existing file, a link and a dangling link are never written over without force', async (t) => {
  const path = folder(t);
  fs.writeFileSync(join(path, 'file'), 'old');
  fs.symlinkSync('file', join(path, 'link'));
  fs.symlinkSync('nowhere', join(path, 'dangling'));
  for (const name of ['file', 'link', 'dangling']) {
    await assert.rejects(
      files.write(join(path, name), Buffer.from('new'), { force: false }),
      failsWith('output-exists'),
    );
    const staged = await files.stage(join(path, name), Buffer.from('new'));
    await assert.rejects(staged.publish(join(path, name), { force: false }), failsWith('output-exists'));
    await staged.discard();
  }
  assert.equal(fs.readFileSync(join(path, 'file'), 'utf8'), 'old');
  assert.deepEqual(fs.readdirSync(path).sort(), ['dangling', 'file', 'link']);
  await files.write(join(path, 'file'), Buffer.from('new'), { force: true });
  assert.equal(fs.readFileSync(join(path, 'link'), 'utf8'), 'new');
});

test('of many writers at once exactly one succeeds, its content is whole, and nothing else is left', async (t) => {
  const path = folder(t);
  const target = join(path, 'a.tsr');
  const writers = Array.from({ length: 20 }, (_, i) => files.write(target, Buffer.alloc(50_000, i), { force: false }));
  const results = await Promise.allSettled(writers);
  const won = results.flatMap((one, i) => (one.status === 'fulfilled' ? [i] : []));
  assert.equal(won.length, 1);
  for (const one of results) if (one.status === 'rejected') failsWith('output-exists')(one.reason);
  assert.deepEqual(fs.readFileSync(target), Buffer.alloc(50_000, won[0]));
  assert.deepEqual(fs.readdirSync(path), ['a.tsr']);
});

test('a write that fails leaves nothing and says why', async (t) => {
  const path = folder(t);
  await assert.rejects(
    files.write(join(path, 'no', 'a'), Buffer.from('x'), { force: false }),
    failsWith('output-failed', { reason: 'no such directory' }),
  );
  fs.mkdirSync(join(path, 'taken'));
  await assert.rejects(
    files.write(join(path, 'taken'), Buffer.from('x'), { force: true }),
    failsWith('output-failed', { reason: 'directory' }),
  );
  assert.deepEqual(fs.readdirSync(path), ['taken']);
  if (root) return;
  fs.mkdirSync(join(path, 'shut'), { mode: 0o500 });
  await assert.rejects(
    files.write(join(path, 'shut', 'a'), Buffer.from('x'), { force: false }),
    failsWith('output-failed', { reason: 'denied' }),
  );
});

test('a disk that fills up amid writing is an output that failed, with nothing left', (t) => {
  if (process.platform === 'win32') return t.skip('no limit on file sizes can be set on this system');
  const path = folder(t);
  const module = new URL('../../src/io/output.ts', import.meta.url).href;
  // A limit on the size of files stands in for the disk's: the write stops halfway, as it does on a full disk.
  const script = `import('${module}').then((m) => m.write('${path}/a.tsr', Buffer.alloc(1 << 20), { force: false }))
    .then(() => console.log('written'), (e) => console.log(e.code, e.facts.path, e.facts.reason));`;
  const said = execFileSync('sh', ['-c', 'ulimit -f 100; exec "$0" -e "$1"', process.execPath, script], {
    encoding: 'utf8',
  });
  assert.match(said, new RegExp(`^output-failed ${path}/a.tsr file too large`));
  assert.deepEqual(fs.readdirSync(path), []);
});

test('with force a device is not replaced by a file', async (t) => {
  if (!fs.existsSync('/dev/full')) return t.skip('no /dev/full on this system');
  await assert.rejects(files.write('/dev/full', Buffer.from('x'), { force: true }), failsWith('output-failed'));
});

test('a staged file is on disk under a name that tells what it is, until it is published or discarded', async (t) => {
  const path = folder(t);
  const staged = await files.stage(join(path, 'a.tsr'), Buffer.from('token'));
  assert.match(basename(staged.path), /^a\.tsr\.[0-9a-f]{12}\.part$/);
  assert.equal(fs.readFileSync(staged.path, 'utf8'), 'token');
  await staged.publish(join(path, 'a.tsr'), { force: false });
  assert.deepEqual(fs.readdirSync(path), ['a.tsr']);
  const long = `${'あ'.repeat(80)}.tsr`;
  await files.write(join(path, long), Buffer.from('x'), { force: false });
  await (await files.stage(join(path, 'b'), Buffer.from('x'))).discard();
  assert.deepEqual(fs.readdirSync(path).sort(), ['a.tsr', long]);
});

test('a file that changes while it is hashed is refused: its digest would be that of neither version', async (t) => {
  const path = join(folder(t), 'log');
  fs.writeFileSync(path, Buffer.alloc(3 << 20, 1));
  const hashing = files.hash(path, ['sha256']);
  fs.appendFileSync(path, 'one line more');
  await assert.rejects(hashing, failsWith('input-unreadable', { reason: 'changed while it was read' }));
  assert.equal((await files.hash(path, ['sha256'])).size, (3 << 20) + 13);
});

test('what cannot be written is told before: a taken name, a folder, a name too long', async (t) => {
  const dir = folder(t);
  fs.writeFileSync(join(dir, 'taken'), '');
  fs.mkdirSync(join(dir, 'folder'));
  await assert.rejects(files.checkOutput(join(dir, 'taken'), { force: false }), failsWith('output-exists'));
  await files.checkOutput(join(dir, 'taken'), { force: true });
  await assert.rejects(files.checkOutput(join(dir, 'folder'), { force: true }), failsWith('output-failed'));
  for (const force of [true, false]) {
    await assert.rejects(files.checkOutput(join(dir, 'n'.repeat(300)), { force }), failsWith('output-failed'));
    await files.checkOutput(join(dir, 'free'), { force });
  }
});
