import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openScene, type Scene } from '../../docs/pictures/scene.ts';
import { terminals } from '../../docs/pictures/terminals.ts';
import type { Language } from '../../src/report/catalogue.ts';
import { fenced, headings, links, prose, read, root } from './markdown.ts';

const english = read('README.md');
const readmes: readonly (readonly [Language, string])[] = [
  ['en', english],
  ['ja', read('README.ja.md')],
];

interface Shown {
  readonly words: readonly string[];
  /** The lines below the command; `…` stands for any number of lines, as also at the end of one. */
  readonly lines: readonly string[];
  /** What `; echo $?` prints. */
  readonly exit: number | null;
}

/** The commands of a page's console blocks, with what the page says that they print. */
function shownIn(text: string): Shown[] {
  const blocks = fenced(text).filter(({ language }) => language === 'console');
  return blocks.flatMap((block) =>
    block.text
      .split(/^\$ tst /m)
      .slice(1)
      .map((part) => {
        const [line, ...lines] = part.trimEnd().split('\n') as [string, ...string[]];
        const asksExit = line.endsWith('; echo $?');
        const exit = asksExit ? Number(lines.pop()) : null;
        return { words: line.replace('; echo $?', '').split(' '), lines, exit };
      }),
  );
}

/** Whether the printed lines are those that are shown, in their order. */
function isShown(shown: readonly string[], printed: readonly string[]): boolean {
  const [line, ...others] = shown;
  if (line === undefined) return printed.length === 0;
  if (line === '…') return isShown(others, printed) || (printed.length > 0 && isShown(shown, printed.slice(1)));
  const [first, ...rest] = printed;
  if (first === undefined) return false;
  const fits = line.endsWith('…') ? first.startsWith(line.slice(0, -1)) : first === line;
  return fits && isShown(others, rest);
}

const skip = process.platform === 'win32' ? 'paths are written otherwise on Windows' : false;

for (const [language, text] of readmes) {
  describe(`README in ${language}`, { skip }, () => {
    let scene: Scene;
    before(async () => {
      scene = await openScene(language);
    });
    after(() => scene?.close());

    test('shows what the program does: npm run pictures', async () => {
      for (const [name, picture] of await terminals(scene)) assert.equal(read(`docs/pictures/${name}`), picture, name);
    });

    test('prints what it says: every command of its console blocks', async () => {
      const all = shownIn(text);
      assert.ok(all.length >= 5, `${all.length} commands`);
      for (const { words, lines, exit } of all) {
        const run = await scene.run(words);
        const printed = run.text.trimEnd().split('\n');
        assert.ok(isShown(lines, printed), `tst ${words.join(' ')} prints\n${run.text}and not\n${lines.join('\n')}`);
        if (exit !== null) assert.equal(run.exit, exit, words.join(' '));
      }
    });

    test('the example of the library runs', () => {
      const [example] = fenced(text).filter(({ language: kind }) => kind === 'js');
      const library = pathToFileURL(join(root, 'src/index.ts')).href;
      writeFileSync(join(scene.folder, 'example.mjs'), example!.text.replace("from 'tst'", `from '${library}'`));
      const run = spawnSync(process.execPath, ['example.mjs'], { cwd: scene.folder, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      assert.match(run.stdout, /^INDETERMINATE no-source\nwould help: ocsp http:\/\/tsa\.example\/ocsp\n/);
    });
  });
}

test('both READMEs have the same sections, commands, blocks, tables and links', () => {
  const shape = (text: string) => ({
    levels: headings(text).map(({ level }) => level),
    commands: shownIn(text).map(({ words, exit }) => ({ words, exit })),
    blocks: fenced(text).filter(({ language }) => language !== 'console'),
    rows: prose(text)
      .match(/^\|.*\|$/gm)!
      .map((row) => row.split(/(?<!\\)\|/).length),
    links: links(text).map((link) => link.replace('README.ja.md', 'README.md').replace(/\.ja\.(svg|png)$/, '.en.$1')),
    code: [...prose(text).matchAll(/`(--[a-z-]+|npm [^`]+)`/g)].map(([, words]) => words),
  });
  const [one, other] = readmes.map(([, text]) => shape(text)) as [ReturnType<typeof shape>, ReturnType<typeof shape>];
  assert.deepEqual(other, one);
});

test('what README calls is there: scripts of npm, and npm test as the pipeline runs it', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const called = [...prose(english).matchAll(/`npm run ([a-z:-]+)/g)].map(([, name]) => name!);
  const further = [...prose(english).matchAll(/`(bench:[a-z]+)`/g)].map(([, name]) => name!);
  for (const name of ['start', 'test', ...called, ...further]) assert.ok(scripts[name] !== undefined, name);
  assert.match(read('.ci/run'), /^npm test$/m);
});

test('the numbers of README are those of the conformance table', () => {
  const table = read('docs/conformance.md');
  const [, agree, cases] = /openssl agrees in (\d+) of (\d+) cases/.exec(table)!;
  const count = (reason: string) => table.split('\n').filter((line) => line.endsWith(`| ${reason} |`)).length;
  const counts = ['openssl ts -verify does not check revocation', 'openssl knows no lists of revoked tokens'].map(
    count,
  );
  assert.ok(english.includes(`${agree} of ${cases} cases`), `${agree} of ${cases}`);
  for (const number of counts) assert.ok(english.includes(`accepts the ${number} cases`), String(number));
  const japanese = read('README.ja.md');
  for (const words of [`${cases} 例中 ${agree} 例`, ...counts.map((number) => `${number} 例を受け入れる`)]) {
    assert.ok(japanese.includes(words), words);
  }
});

test('pictures are small, and have no path of the computer that drew them', () => {
  const folder = join(root, 'docs/pictures');
  const files = readdirSync(folder).filter((name) => /\.(svg|png)$/.test(name));
  assert.equal(files.length, 6);
  for (const name of files) {
    assert.ok(statSync(join(folder, name)).size < 200_000, name);
    if (name.endsWith('.svg'))
      assert.doesNotMatch(read(`docs/pictures/${name}`), /\/(tmp|home|root|Users|var)\//, name);
  }
});

test('a line that the program does not print, and one that is missing, are found out', () => {
  assert.ok(isShown(['a', '…', 'd'], ['a', 'b', 'c', 'd']));
  assert.ok(isShown(['a…'], ['a and so on']));
  assert.ok(!isShown(['a', 'd'], ['a', 'b', 'd']));
  assert.ok(!isShown(['a', '…', 'e'], ['a', 'b']));
  assert.ok(!isShown(['a'], ['a', 'b']));
});
