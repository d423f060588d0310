import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { findIn, place } from '../../../src/app/audit/finding.ts';
import { NameFilter } from '../../../src/app/audit/name-filter.ts';
import { TokenPatterns } from '../../../src/app/audit/patterns.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { createTree } from '../../../src/io/tree.ts';
import { anyOctets, notAsRoot, notOnWindows, octetFolder } from '../../io/tree-kit.ts';
import { cp932, o } from './octets.ts';

interface Options {
  readonly tokens?: string | null;
  readonly filter?: NameFilter;
}

/** `data < token` of each line and `name: reason` of what was passed over; names without the folders of the test. */
async function found(root: string, { tokens = null, filter = new NameFilter([], []) }: Options = {}) {
  const lines: string[] = [];
  const passedOver: string[] = [];
  const short = (octets: Uint8Array | null) =>
    octets === null
      ? '-'
      : Buffer.from(octets)
          .toString('latin1')
          .replace(`${o(root)}/`, '')
          .replace(`${o(String(tokens))}/`, 'T:');
  const options = { patterns: new TokenPatterns(), filter, tokens };
  for await (const finding of findIn(root, options, createTree())) {
    for (const { data, token, digest, known } of finding.items) {
      lines.push(`${short(data)} < ${short(token)}`);
      assert.deepEqual([digest, known], [null, null]);
    }
    for (const { name, reason } of finding.passedOver) {
      const octets = name.hex === null ? Buffer.from(name.text) : Buffer.from(name.hex, 'hex');
      passedOver.push(`${short(octets)}: ${reason}`);
    }
  }
  return { lines, passedOver };
}

test('files of a folder come before those of its folders, all in the order of their octets', async (t) => {
  const folder = octetFolder(t);
  for (const name of ['b/x', 'b/x.tsr', 'a.pdf', 'a/b/c', 'Z', 'a/y', 'a-b/x', o('é'), 'z']) folder.write(name);
  const { lines, passedOver } = await found(folder.path);
  assert.deepEqual(lines, [
    ...['Z < -', 'a.pdf < -', 'z < -', `${o('é')} < -`],
    // By the names of the folders, not by their paths: `a` before `a-b`.
    ...['a/y < -', 'a/b/c < -', 'a-b/x < -', 'b/x < b/x.tsr'],
  ]);
  assert.deepEqual(passedOver, []);
});

test('names of any octets are found below a root of any octets', anyOctets, async (t) => {
  const folder = octetFolder(t);
  for (const name of [cp932, `${cp932}.tsr`, `${cp932.slice(0, -4)}/\xff`, 'a\nb']) folder.write(name);
  const { lines } = await found(folder.path);
  assert.deepEqual(lines, ['a\nb < -', `${cp932} < ${cp932}.tsr`, `${cp932.slice(0, -4)}/\xff < -`]);
});

test('a link to a file within the tree is followed, every other one is passed over', notOnWindows, async (t) => {
  const folder = octetFolder(t);
  folder.write('archive/x.pdf');
  folder.write('archive/sub/y.pdf');
  folder.write('archive-evil/secret');
  folder.write('outside');
  for (const [name, target] of [
    ['within', 'sub/y.pdf'],
    ['within.tsr', '../archive/x.pdf'],
    ['absolute', `${folder.path}/archive/x.pdf`],
    ['sibling', '../archive-evil/secret'],
    ['sibling-absolute', `${folder.path}/archive-evil/secret`],
    ['out', '../outside'],
    ['up', '..'],
    ['itself', '.'],
    ['sub-link', 'sub'],
    ['gone', 'nowhere'],
    ['round', 'around'],
    ['around', 'round'],
    ['by-link', 'up/outside'],
    ['device', '/dev/null'],
  ] as const) {
    folder.link(`archive/${name}`, target);
  }
  const { lines, passedOver } = await found(`${folder.path}/archive`);
  assert.deepEqual(lines, ['absolute < -', 'within < within.tsr', 'x.pdf < -', 'sub/y.pdf < -']);
  assert.deepEqual(passedOver, [
    'around: dangling-link',
    'by-link: link-out-of-the-tree',
    'device: link-out-of-the-tree',
    'gone: dangling-link',
    // The root itself is no file within it.
    'itself: link-out-of-the-tree',
    'out: link-out-of-the-tree',
    'round: dangling-link',
    'sibling: link-out-of-the-tree',
    'sibling-absolute: link-out-of-the-tree',
    'sub-link: link-to-folder',
    'up: link-out-of-the-tree',
  ]);
  // A root that is a link is the folder that it leads to.
  folder.link('by-name', 'archive');
  assert.deepEqual((await found(`${folder.path}/by-name`)).lines, lines);
});

test('links of any octets are followed by them', anyOctets, async (t) => {
  const folder = octetFolder(t);
  folder.write(`archive/${cp932}`);
  folder.write('archive\xff/x');
  folder.link('archive/\xfe', cp932);
  folder.link('archive/\xfd', '../archive\xff/x');
  assert.deepEqual(await found(`${folder.path}/archive`), {
    lines: [`${cp932} < -`, '\xfe < -'],
    passedOver: ['\xfd: link-out-of-the-tree'],
  });
});

test('pipes and what else is no file are passed over, without waiting for them', notOnWindows, async (t) => {
  const folder = octetFolder(t);
  folder.write('x');
  execFileSync('mkfifo', [`${folder.path}/pipe`, `${folder.path}/x.tsr`]);
  folder.link('to-pipe', 'pipe');
  assert.deepEqual(await found(folder.path), {
    lines: ['x < -'],
    passedOver: ['pipe: no-file', 'to-pipe: link-to-folder', 'x.tsr: no-file'],
  });
});

test('a folder that can not be listed is passed over, and the others are not', notAsRoot, async (t) => {
  const folder = octetFolder(t);
  for (const name of ['a/x', 'b/x']) folder.write(name);
  folder.forbid('a');
  assert.deepEqual(await found(folder.path), { lines: ['b/x < -'], passedOver: ['a: denied'] });
});

test(
  'folders within each other beyond the longest path are passed over, with what lies before found',
  anyOctets,
  async (t) => {
    const folder = octetFolder(t);
    const name = 'n'.repeat(250);
    // Made step by step: no path names all of it.
    const script = `for i in $(seq 20); do mkdir ${name} && cd -P ${name} && : > x; done`;
    execFileSync('sh', ['-c', script], { cwd: folder.path });
    const { lines, passedOver } = await found(folder.path);
    assert.ok(lines.length >= 14 && lines.length < 20, `${lines.length}`);
    assert.equal(passedOver.length, 1);
    assert.match(passedOver[0]!, /name too long$/);
  },
);

test('a root that is not there is told', async (t) => {
  const folder = octetFolder(t);
  const missing = (path: string) => (error: unknown) =>
    error instanceof TstError && error.code === 'input-missing' && error.facts.path === path;
  await assert.rejects(found(`${folder.path}/gone`), missing(`${folder.path}/gone`));
  // Without this every file of an archive would seem to have lost its token.
  await assert.rejects(found(folder.path, { tokens: `${folder.path}/gone` }), missing(`${folder.path}/gone`));
});

test('tokens in a tree of their own pair with the data in the same place', async (t) => {
  const folder = octetFolder(t);
  for (const name of ['a/x', 'a/x.tsr', 'only/y', 'z', 'f']) folder.write(`data/${name}`);
  for (const name of ['a/x.tsr', 'z.tst', 'gone/w.tsr', 'readme', 'f/q.tsr']) folder.write(`tokens/${name}`);
  assert.deepEqual(await found(`${folder.path}/data`, { tokens: `${folder.path}/tokens` }), {
    lines: [
      ...['f < -', 'z < T:z.tst', 'a/x < T:a/x.tsr', 'a/x.tsr < -', '- < T:f/q.tsr', '- < T:gone/w.tsr', 'only/y < -'],
    ],
    passedOver: [],
  });
});

test('links among the tokens lead within their own tree, and not into that of the data', notOnWindows, async (t) => {
  const folder = octetFolder(t);
  for (const name of ['data/x', 'data/y', 'data/z', 'tokens/real.der', 'tokens-evil/t']) folder.write(name);
  folder.link('tokens/x.tsr', 'real.der');
  folder.link('tokens/y.tsr', '../data/y');
  folder.link('tokens/z.tsr', '../tokens-evil/t');
  assert.deepEqual(await found(`${folder.path}/data`, { tokens: `${folder.path}/tokens` }), {
    lines: ['x < T:x.tsr', 'y < -', 'z < -'],
    passedOver: ['T:y.tsr: link-out-of-the-tree', 'T:z.tsr: link-out-of-the-tree'],
  });
});

test('a folder of tokens within the data is no data', async (t) => {
  const folder = octetFolder(t);
  for (const name of ['a/x', 'tokens/a/x.tsr', 'tokens/w.tsr', 'a/tokens/y', 'tokens2/z']) folder.write(name);
  assert.deepEqual((await found(folder.path, { tokens: `${folder.path}/tokens` })).lines, [
    ...['- < tokens/w.tsr', 'a/x < tokens/a/x.tsr', 'a/tokens/y < -', 'tokens2/z < -'],
  ]);
});

test('an excluded folder is not even listed', async (t) => {
  const folder = octetFolder(t);
  for (const name of ['keep/x.pdf', 'keep/x.txt', 'tmp/y.pdf', 'keep/tmp/z.pdf']) folder.write(name);
  const filter = new NameFilter(['*.pdf'], ['tmp']);
  const tree = createTree();
  const listed: string[] = [];
  const watched = {
    ...tree,
    list: (path: Uint8Array) => {
      listed.push(Buffer.from(path).toString().slice(folder.path.length));
      return tree.list(path);
    },
  };
  const options = { patterns: new TokenPatterns(), filter, tokens: null };
  let count = 0;
  for await (const { items } of findIn(folder.path, options, watched)) count += items.length;
  assert.equal(count, 1);
  assert.deepEqual(listed, ['', '/keep']);
});

test('a name is told below the root as the user wrote it', () => {
  const text = (root: string, below: string) => Buffer.from(place(root, below)).toString();
  assert.deepEqual(
    [text('a', 'x'), text('a/', 'x'), text('.', 'x'), text('', 'x'), text('/', 'x'), text('a', ''), text('請', 'x')],
    ['a/x', 'a/x', './x', 'x', '/x', 'a', '請/x'],
  );
});

test('data that was removed is missed though --include names data alone, as its token stays', async (t) => {
  const folder = octetFolder(t);
  for (const name of ['a/x.pdf.tsr', 'a/y.pdf.v2.tsr', 'a/z.txt.tsr', 'x.pdf']) folder.write(name);
  const { lines } = await found(folder.path, { filter: new NameFilter(['*.pdf'], []) });
  assert.deepEqual(lines, ['x.pdf < -', '- < a/x.pdf.tsr', '- < a/y.pdf.v2.tsr']);
});
