import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { Tree } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createTree } from '../../src/io/tree.ts';
import { cp932 } from '../app/audit/octets.ts';
import { anyOctets, notAsRoot, notOnWindows, octetFolder } from './tree-kit.ts';

const never = () => null;
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const minute = 60_000;

const fails = (code: string, reason?: string) => (error: unknown) =>
  error instanceof TstError && error.code === code && (reason === undefined || error.facts.reason === reason);

/** A tree whose clock is so far ahead that no file is young. */
const later = (by = minute) => createTree(() => Date.now() + by);

test('names are listed as octets, in their order, with what they are', anyOctets, async (t) => {
  const folder = octetFolder(t);
  const names = ['b', 'a\nb', cp932, '\xed\xa0\x80', '\xff', 'B', 'é', '.x', `${'\xe8\xab\x8b'.repeat(85)}`];
  for (const name of names) folder.write(name, 'x');
  folder.makeFolder('folder');
  folder.link('link', 'b');
  folder.link('dangling', 'nowhere');
  const found = await createTree().list(Buffer.from(folder.path));
  assert.deepEqual(
    found.map(({ name }) => name),
    [...names, 'folder', 'link', 'dangling'].sort(),
  );
  const kinds = Object.fromEntries(found.map(({ name, kind }) => [name, kind]));
  assert.deepEqual([kinds[cp932], kinds.folder, kinds.link, kinds.dangling], ['file', 'folder', 'link', 'link']);
});

test('a file of any octets is read and hashed by them', anyOctets, async (t) => {
  const folder = octetFolder(t);
  const tree = createTree();
  for (const name of [cp932, '\xed\xa0\x80', 'new\nline', '\xff']) {
    folder.write(name, `content of ${name}`);
    const path = folder.at(name);
    assert.ok(await tree.isFile(path));
    assert.equal(Buffer.from(await tree.read(path, 100)).toString(), `content of ${name}`);
    const { digest, size } = await tree.hash(path, 'sha256', never);
    assert.equal(hex(digest), sha256(`content of ${name}`));
    assert.equal(size, Buffer.byteLength(`content of ${name}`));
    assert.deepEqual(Buffer.from((await tree.resolve(path))!), path);
  }
});

test('files of every size are hashed whole, under every hash', async (t) => {
  const folder = octetFolder(t);
  const tree = createTree();
  for (const size of [0, 1, 65_535, 65_536, 65_537, (1 << 20) - 1, 1 << 20, 3_000_000]) {
    const content = Buffer.alloc(size, 'tst');
    writeFileSync(folder.at('x'), content);
    for (const algorithm of ['sha256', 'sha512', 'sha1'] as const) {
      const found = await tree.hash(folder.at('x'), algorithm, never);
      assert.equal(hex(found.digest), createHash(algorithm).update(content).digest('hex'), `${algorithm} ${size}`);
      assert.equal(found.size, size);
    }
  }
});

test('a path of the command line is a folder or a file, and nothing else', async (t) => {
  const folder = octetFolder(t);
  const tree = createTree();
  folder.write('x');
  assert.equal(await tree.kindOf(folder.path), 'folder');
  assert.equal(await tree.kindOf(`${folder.path}/x`), 'file');
  await assert.rejects(tree.kindOf(`${folder.path}/gone`), fails('input-missing'));
  await assert.rejects(tree.kindOf(`${folder.path}/x/y`), fails('input-missing'));
  if (process.platform !== 'win32') await assert.rejects(tree.kindOf('/dev/null'), fails('input-unreadable', 'device'));
});

test('links are resolved to where they lead, and to nothing where they lead nowhere', notOnWindows, async (t) => {
  const folder = octetFolder(t);
  const tree = createTree();
  folder.write('x');
  folder.makeFolder('f');
  for (const [name, target] of [
    ['link', 'x'],
    ['twice', 'link'],
    ['around', 'round'],
    ['round', 'around'],
    ['self', 'self'],
    ['nowhere', 'gone'],
    ['through', 'x/y'],
    ['long', 'n'.repeat(300)],
    ['folder', 'f'],
  ] as const) {
    folder.link(name, target);
  }
  const base = Buffer.from((await tree.resolve(Buffer.from(folder.path)))!).toString('latin1');
  for (const name of ['link', 'twice', 'f/../x']) {
    assert.equal(Buffer.from((await tree.resolve(folder.at(name)))!).toString('latin1'), `${base}/x`, name);
  }
  for (const name of ['around', 'self', 'nowhere', 'through', 'long', 'gone']) {
    assert.equal(await tree.resolve(folder.at(name)), null, name);
    assert.equal(await tree.isFile(folder.at(name)), false, name);
  }
  assert.equal(await tree.isFile(folder.at('folder')), false);
  assert.equal(await tree.isFile(folder.at('twice')), true);
});

test('a pipe that nobody writes to, a socket and a device are refused at once', notOnWindows, async (t) => {
  const folder = octetFolder(t);
  const tree = createTree();
  execFileSync('mkfifo', [`${folder.path}/pipe`]);
  const server = createServer().listen(`${folder.path}/socket`);
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  folder.link('to-pipe', 'pipe');
  const found = await tree.list(Buffer.from(folder.path));
  assert.deepEqual(
    found.map(({ name, kind }) => `${name} ${kind}`),
    ['pipe other', 'socket other', 'to-pipe link'],
  );
  for (const path of [folder.at('pipe'), folder.at('socket'), folder.at('to-pipe'), Buffer.from('/dev/zero')]) {
    assert.equal(await tree.isFile(path), false);
    await assert.rejects(tree.hash(path, 'sha256', never), fails('input-unreadable', 'device'), String(path));
    await assert.rejects(tree.read(path, 100), fails('input-unreadable', 'device'), String(path));
  }
});

test('what can not be read is told with its path and why', async (t) => {
  const folder = octetFolder(t);
  const tree = createTree();
  folder.write('x', '12345');
  for (const deed of [(path: Buffer) => tree.read(path, 5), (path: Buffer) => tree.hash(path, 'sha256', never)]) {
    await assert.rejects(deed(folder.at('gone')), fails('input-missing'));
    await assert.rejects(deed(Buffer.from(folder.path)), fails('input-unreadable', 'directory'));
  }
  assert.equal((await tree.read(folder.at('x'), 5)).length, 5);
  await assert.rejects(tree.read(folder.at('x'), 4), fails('input-too-large'));
  await assert.rejects(tree.list(folder.at('x')), fails('input-missing'));
  await assert.rejects(tree.list(folder.at('gone')), fails('input-missing'));
});

test('a folder that may not be listed is told as denied', notAsRoot, async (t) => {
  const folder = octetFolder(t);
  folder.makeFolder('closed');
  folder.forbid('closed');
  await assert.rejects(createTree().list(folder.at('closed')), fails('input-unreadable', 'denied'));
  assert.equal(await createTree().isFile(folder.at('closed/x')), false);
});

test('a path beyond what the system takes is told, not thrown as a bug', notOnWindows, async () => {
  const tree = createTree();
  const path = Buffer.from(`/tmp${`/${'n'.repeat(250)}`.repeat(20)}`);
  await assert.rejects(tree.list(path), fails('input-unreadable', 'name too long'));
  await assert.rejects(tree.read(path, 1), fails('input-unreadable', 'name too long'));
  await assert.rejects(tree.hash(path, 'sha256', never), fails('input-unreadable', 'name too long'));
  assert.equal(await tree.resolve(path), null);
  assert.equal(await tree.isFile(path), false);
});

// What happens while a file is hashed: the question for a known digest comes when it is open and before it is read.
const changes: Record<string, (path: Buffer) => void> = {
  'grows by an octet': (path) => appendFileSync(path, 'x'),
  'is cut short': (path) => truncateSync(path, 1),
  'is emptied': (path) => truncateSync(path, 0),
  'is written anew in its length': (path) => {
    const { size } = statSync(path);
    writeFileSync(path, Buffer.alloc(size, 'new'));
  },
  'is written anew and its time set back': (path) => {
    const { atime, mtime, size } = statSync(path);
    writeFileSync(path, Buffer.alloc(size, 'new'));
    utimesSync(path, atime, mtime);
  },
};
for (const [change, deed] of Object.entries(changes)) {
  test(`a file that ${change} while it is hashed has no digest`, async (t) => {
    const folder = octetFolder(t);
    for (const size of [10, 100_000]) {
      writeFileSync(folder.at('x'), Buffer.alloc(size, 'old'));
      utimesSync(folder.at('x'), 1_000, 1_000);
      // A clock that counts in steps of some milliseconds has to go on before a change shows.
      await new Promise((resolve) => setTimeout(resolve, 20));
      const known = () => {
        deed(folder.at('x'));
        return null;
      };
      await assert.rejects(
        later().hash(folder.at('x'), 'sha256', known),
        fails('input-unreadable', 'changed while it was read'),
      );
    }
  });
}

/** How the file stands, and the digest that was taken for it where the word is the one of before. */
async function hashed(tree: Tree, path: Buffer, before: string | null) {
  const found = await tree.hash(path, 'sha256', (stat) => (stat === before ? new Uint8Array(32) : null));
  return { ...found, isKnown: hex(found.digest) === '00'.repeat(32) };
}

test('a known digest is taken while size, times and place of the file are the same, and never else', async (t) => {
  const folder = octetFolder(t);
  folder.write('x', 'content');
  folder.write('y', 'content');
  const [tree, path] = [later(), folder.at('x')];
  const first = await hashed(tree, path, null);
  assert.ok(!first.isKnown && first.stat !== null);
  const again = await hashed(tree, path, first.stat);
  assert.deepEqual([again.isKnown, again.size, again.stat], [true, 7, first.stat]);
  assert.ok(!(await hashed(tree, folder.at('y'), first.stat)).isKnown, 'another file of the same content');

  const { atime, mtime } = statSync(path);
  await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(path, 'CONTENT');
  utimesSync(path, atime, mtime);
  const changed = await hashed(tree, path, first.stat);
  assert.ok(!changed.isKnown, 'written anew, in the same length, with the time set back');
  assert.equal(hex(changed.digest), sha256('CONTENT'));
  utimesSync(path, atime, new Date(mtime.getTime() + 1));
  assert.ok(!(await hashed(tree, path, changed.stat)).isKnown, 'touched');
});

test('the word of a file that changed just now is not kept: its next change might not show', async (t) => {
  const folder = octetFolder(t);
  folder.write('x');
  const changed = statSync(folder.at('x')).ctimeMs;
  const at = async (ms: number) => (await createTree(() => changed + ms).hash(folder.at('x'), 'sha256', never)).stat;
  assert.equal(await at(0), null);
  assert.equal(await at(2_400), null);
  assert.equal(await at(-minute), null, 'a clock that was set back');
  assert.notEqual(await at(2_600), null);
  // A time in the past that was given to it doesn't make it old.
  utimesSync(folder.at('x'), 1_000, 1_000);
  assert.equal(
    await createTree()
      .hash(folder.at('x'), 'sha256', never)
      .then(({ stat }) => stat),
    null,
  );
  // Nor does one in the future make it young forever: until then it is hashed anew.
  utimesSync(folder.at('x'), 1_000, Date.now() / 1_000 + 3_600);
  assert.equal((await later().hash(folder.at('x'), 'sha256', never)).stat, null);
  assert.notEqual((await later(2 * 3_600_000).hash(folder.at('x'), 'sha256', never)).stat, null);
});
