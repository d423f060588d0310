import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { anchors, links, pages, read, root } from './markdown.ts';

/** Why a link leads nowhere, or null. Addresses of other hosts are not asked. */
function problemOf(page: string, target: string): string | null {
  if (/^[a-z][a-z+.-]*:/.test(target)) return null;
  const [path, anchor] = target.split('#') as [string, string | undefined];
  const file = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  if (file.startsWith('../') || !existsSync(join(root, file))) return `${page}: there is no ${target}`;
  if (anchor !== undefined && !anchors(read(file)).has(decodeURIComponent(anchor)))
    return `${page}: no heading ${target}`;
  return null;
}

test('every link of every page leads to a file of the project, and to a heading that is there', () => {
  const all = pages();
  assert.ok(all.includes('README.md') && all.includes('docs/pipelines.md'), all.join());
  const problems = all.flatMap((page) => links(read(page)).map((target) => problemOf(page, target)));
  assert.deepEqual(
    problems.filter((problem) => problem !== null),
    [],
  );
});

test('a file, a heading and a folder outside that are not there are found out', () => {
  for (const target of ['docs/no.md', '#no-such-heading', 'docs/pipelines.md#no', '../README.md']) {
    assert.notEqual(problemOf('README.md', target), null, target);
  }
  assert.equal(problemOf('docs/audits.md', 'pipelines.md#exit-codes'), null);
  assert.deepEqual(links('[a](b.md#c) `[no](link)` ![d](e.svg)\n```\n[no](link)\n```\n'), ['b.md#c', 'e.svg']);
  assert.deepEqual([...anchors('# A `b`: c\n## A b c\n## 一つの file\n')], ['a-b-c', 'a-b-c-1', '一つの-file']);
});
