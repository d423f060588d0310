import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameFilter } from '../../../src/app/audit/name-filter.ts';
import { NamedFiles } from '../../../src/app/audit/named-files.ts';
import { TokenPatterns } from '../../../src/app/audit/patterns.ts';
import type { Tree } from '../../../src/app/ports.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';

/** Folders by their names; `locked` ones can't be listed. */
function treeOf(folders: Readonly<Record<string, readonly string[]>>, locked = false): Tree {
  const text = (path: Uint8Array) => Buffer.from(path).toString();
  return {
    list: async (path: Uint8Array) => {
      if (locked) throw new TstError('input-unreadable', { path: text(path), reason: 'no permission' });
      return (folders[text(path)] ?? []).map((name) => ({ name, kind: 'file' as const }));
    },
    isFile: async (path: Uint8Array) => {
      const at = text(path).lastIndexOf('/');
      return (folders[text(path).slice(0, Math.max(at, 0)) || '.'] ?? []).includes(text(path).slice(at + 1));
    },
  } as unknown as Tree;
}

async function linesOf(tree: Tree, names: readonly string[], exclude: readonly string[] = []): Promise<string[]> {
  const options = { patterns: new TokenPatterns(), filter: new NameFilter([], exclude), tokens: null };
  const named = new NamedFiles(options, tree);
  const lines: string[] = [];
  for (const name of names) {
    for (const { data, token } of await named.itemsOf(name)) {
      const shown = (octets: Uint8Array | null) => (octets === null ? '-' : Buffer.from(octets).toString());
      lines.push(`${shown(data)} ${shown(token)}`);
    }
  }
  return lines;
}

const release = treeOf({ '.': ['x.zip', 'x.zip.tsr', 'y.zip'], out: ['z.zip', 'z.zip.one.tsr', 'z.zip.tsr'] });

test('a token that is named beside its data is no data: one line, whichever comes first and however often', async () => {
  assert.deepEqual(await linesOf(release, ['x.zip', 'x.zip.tsr']), ['x.zip x.zip.tsr']);
  assert.deepEqual(await linesOf(release, ['x.zip.tsr', './x.zip', 'x.zip']), ['x.zip x.zip.tsr']);
});

test('a token that is named alone is judged with its data, and no other token of it is', async () => {
  assert.deepEqual(await linesOf(release, ['out/z.zip.one.tsr']), ['out/z.zip out/z.zip.one.tsr']);
});

test('data is judged by every token that an audit of its folder would find', async () => {
  assert.deepEqual(await linesOf(release, ['out/z.zip']), ['out/z.zip out/z.zip.one.tsr', 'out/z.zip out/z.zip.tsr']);
});

test('a token whose data was renamed or deleted is an orphan, as is data without a token', async () => {
  const renamed = treeOf({ '.': ['old.zip.tsr', 'new.zip'] });
  assert.deepEqual(await linesOf(renamed, ['old.zip.tsr', 'new.zip']), ['- old.zip.tsr', 'new.zip -']);
});

test('what a stamping program left over is data where it is named: nothing that is named goes unjudged', async () => {
  const rejected = treeOf({ '.': ['x.zip', 'x.zip.tsr.rejected'] });
  assert.deepEqual(await linesOf(rejected, ['x.zip.tsr.rejected']), ['x.zip.tsr.rejected -']);
});

test('a folder that can be entered and not listed: tokens are looked up by name', async () => {
  const locked = treeOf({ out: ['z.zip', 'z.zip.tsr'] }, true);
  assert.deepEqual(await linesOf(locked, ['out/z.zip']), ['out/z.zip out/z.zip.tsr']);
});

test('patterns of --exclude are of the path as it is given', async () => {
  assert.deepEqual(await linesOf(release, ['x.zip', './out/z.zip'], ['out/**']), ['x.zip x.zip.tsr']);
});
