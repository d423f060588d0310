import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limits } from '../../../../src/core/der/limits.ts';
import { type PageFormat, readTstPage, TstPageError } from '../../../../src/core/revocation/tst-list/page.ts';

// What of a page is text, what is a link, and what is refused: by example, each to its limit and one beyond.

const url = 'https://provider.test/dir/page.html';
const load = (html: string | Uint8Array, change: Partial<PageFormat> = {}, contentType: string | null = null) =>
  readTstPage(
    { bytes: typeof html === 'string' ? Buffer.from(html) : html, url, contentType },
    { kind: 'page', regions: ['#r'], documents: null, ...change },
  );
const region = (inner: string) => `<div id=r>${inner}</div>`;
const textOf = async (inner: string) => (await load(region(inner))).regions[0];
const linksOf = async (inner: string) => (await load(region(inner))).links;
const refusal = async (html: string | Uint8Array, change: Partial<PageFormat> = {}, contentType?: string) => {
  try {
    await load(html, change, contentType);
  } catch (error) {
    assert.ok(error instanceof TstPageError, String(error));
    return `${error.code} ${error.facts.reason ?? error.facts.selector}`;
  }
  return 'read';
};

describe('text', () => {
  test('white space is one blank, and none at either end of a line or cell', async () => {
    assert.equal(await textOf(' \n a \t\r\n b  '), 'a b');
    assert.equal(await textOf('<p> a </p> <p> </p> <p>b</p>'), 'a\nb');
    assert.equal(await textOf('<table><tr><td> a <td> b c <td> <td>d<td> </table>'), 'a\tb c\t\td');
    assert.equal(await textOf('a\u00a0b\u3000c'), 'a b c');
  });

  test('what stays within its line, and what begins one and ends one', async () => {
    assert.equal(await textOf('1<b>2</b><i>3</i><span>4</span><a>5</a><code>6</code><wbr>7'), '1234567');
    assert.equal(await textOf('1<div>2</div>3<ul><li>4<li>5</ul>6<br>7<hr>8<h1>9</h1>'), '1\n2\n3\n4\n5\n6\n7\n8\n9');
    assert.equal(await textOf('<table><tr><th>a<td>b<tr><td>c</table>'), 'a\tb\nc');
  });

  test('pictures by what stands for them, with their white space as one blank; nothing else has such words', async () => {
    assert.equal(await textOf('<img alt="a\n  b">c'), '[a b]c');
    assert.equal(await textOf('x<img alt="">y<img>z'), 'xyz');
    assert.equal(await textOf('<area alt=a><input alt=b>c'), 'c');
  });

  test('scripts, styles, templates and comments are none', async () => {
    assert.equal(await textOf('a<script>1</script><style>2</style><template>3</template><!--4-->b'), 'ab');
    assert.equal(await textOf('<noscript><p>a</p></noscript>b'), 'a\nb', 'scripts don’t run here');
  });

  test('one character is one, however it is written', async () => {
    assert.equal(await textOf('e\u0301'), '\u00e9');
  });

  test('regions of one selector are joined line by line, without what has no text', async () => {
    const { regions } = await load('<p class=r>a</p><p>b</p><p class=r>c</p>', { regions: ['.r'] });
    assert.deepEqual(regions, ['a\nc']);
  });
});

describe('a region', () => {
  test('of links alone has content, and one that is all empty has none', async () => {
    assert.deepEqual((await load(region('<iframe src="/x"></iframe>'))).regions, ['']);
    assert.equal(await refusal(region('<p></p><a>&nbsp;</a>')), 'page-region-missing #r');
    const two = '<p class=r></p><p class=r><a href=/x></a></p>';
    assert.equal(await refusal(two, { regions: ['.r'] }), 'read');
    assert.equal(await refusal('<p class=r></p><p class=r></p>', { regions: ['.r'] }), 'page-region-missing .r');
    assert.equal(await refusal('<p class=r></p><p class=r>x</p>', { regions: ['.r'] }), 'read');
  });

  test('that an earlier selector took whole says nothing anew', async () => {
    const { regions, links } = await load('<div class=a><p class=b>x<a href=/x>y</a></p></div>', {
      regions: ['.a', '.b'],
    });
    assert.deepEqual([regions, links], [['xy', ''], ['https://provider.test/x']]);
    const inner = await load('<div class=a>1<p class=b>2</p></div>', { regions: ['.b', '.a'] });
    assert.deepEqual(inner.regions, ['2', '1\n2'], 'the outer one is another');
  });

  test('selectors are CSS; what is none is a fault of whoever wrote it', async () => {
    assert.deepEqual((await load('<ul><li>a<li>b</ul>', { regions: ['li:nth-child(2)'] })).regions, ['b']);
    await assert.rejects(load('<p>x', { regions: ['p['] }), (error: Error) => {
      assert.ok(error instanceof RangeError && error.cause instanceof Error);
      return error.message === 'not a CSS selector: p[';
    });
  });
});

describe('links', () => {
  test('of everything that leads somewhere, in their order', async () => {
    const inner =
      '<a href=1>x</a><map><area href=2></map><img src=3><iframe src=4></iframe><embed src=5>' +
      '<video><source src=6></video><object data=7></object><a name=8></a><p href=9><link href=10>';
    assert.deepEqual(
      await linksOf(inner),
      ['1', '2', '3', '4', '5', '6', '7'].map((name) => `https://provider.test/dir/${name}`),
    );
    const frames = await load('<frameset><frame src=1></frameset>', { regions: ['frameset'] });
    assert.deepEqual(frames.links, ['https://provider.test/dir/1']);
  });

  test('as addresses, from where the page is or says that it is; as they are written where they are none', async () => {
    assert.deepEqual(await linksOf('<a href=" /a b ">x</a><a href="">y</a><a href="http://[">z</a>'), [
      'https://provider.test/a%20b',
      url,
      'http://[',
    ]);
    const based = await load(`<base><base href="/other/"><base href="/third/">${region('<a href=a>x</a>')}`);
    assert.deepEqual(based.links, ['https://provider.test/other/a']);
    assert.deepEqual((await load(`<base href="http://[">${region('<a href=/a>x</a>')}`)).links, ['/a']);
  });

  test('documents: those that the profile selects, each once, without fragments', async () => {
    const inner = '<a class=d href="a.pdf#1">x</a><a class=d href="a.pdf#2\n">y</a><a href=b.pdf>z</a><p class=d>w</p>';
    const html = `<a class=d href=outside.pdf>o</a>${region(inner)}`;
    const told = async (documents: string | null) => (await load(html, { documents })).wanted;
    assert.deepEqual(await told('.d'), ['https://provider.test/dir/a.pdf']);
    assert.deepEqual(await told('a'), ['https://provider.test/dir/a.pdf', 'https://provider.test/dir/b.pdf']);
    assert.deepEqual(await told('.none'), []);
    assert.deepEqual(await told(null), []);
    const unclear = await load(region('<a href="http://[#a\nb">x</a>'), { documents: 'a' });
    assert.deepEqual(unclear.wanted, ['http://[']);
  });
});

describe('encodings', () => {
  const kanji = Buffer.from('8bf3', 'hex');
  const page = (head: string) => Buffer.concat([Buffer.from(`${head}<div id=r>`), kanji, Buffer.from('</div>')]);
  const read = async (head: string, contentType: string | null = null, encoding?: string) =>
    (await load(page(head), encoding === undefined ? {} : { encoding }, contentType)).regions[0];

  test('as the page says, in either form and with any quotes', async () => {
    for (const meta of [
      '<meta charset=shift_jis>',
      '<META CHARSET = "Shift_JIS">',
      "<meta name=a charset='sjis'/>",
      '<meta http-equiv=content-type content="text/html;charset=x-sjis">',
    ]) {
      assert.equal(await read(meta), '空', meta);
    }
  });

  test('within its first 1024 octets, and nowhere but in such an element', async () => {
    const meta = '<meta charset=sjis>';
    assert.equal(await read(`${' '.repeat(1_024 - meta.length)}${meta}`), '空');
    assert.notEqual(await read(`${' '.repeat(1_025 - meta.length)}${meta}`), '空');
    assert.notEqual(await read('<p charset=sjis>'), '空');
    assert.notEqual(await read('<meta>charset=sjis'), '空');
  });

  test('as the server says, before the page, before the profile', async () => {
    assert.equal(await read('<meta charset=utf-8>', 'text/html; charset=shift_jis'), '空');
    assert.equal(await read('<meta charset=sjis>', 'text/html', 'utf-8'), '空');
    assert.equal(await read('', 'text/html', 'shift_jis'), '空');
    assert.notEqual(await read('<meta charset=utf-8>', null, 'shift_jis'), '空');
    assert.equal(await refusal(page(''), {}, 'text/html; charset=none-such'), 'list-unreadable page-encoding');
  });

  test('by its byte order mark before all of them', async () => {
    const marked = (encoding: 'utf8' | 'utf16le') => Buffer.from(`\ufeff${region('空')}`, encoding);
    for (const bytes of [marked('utf8'), marked('utf16le'), marked('utf16le').swap16()]) {
      assert.deepEqual((await load(bytes, {}, 'text/html; charset=shift_jis')).regions, ['空']);
    }
    const late = Buffer.concat([Buffer.from('<p>'), Buffer.from('fffe', 'hex'), Buffer.from(region('a'))]);
    assert.deepEqual((await load(late)).regions, ['a'], 'only where the page begins');
  });
});

describe('limits', () => {
  test('octets', async () => {
    const told = (size: number) => refusal(new Uint8Array(size), {}, 'text/html; charset=none-such');
    assert.equal(await told(limits.pageBytes), 'list-unreadable page-encoding');
    assert.equal(await told(limits.pageBytes + 1), 'list-unreadable list-too-large');
    const { whole } = await load(new Uint8Array(limits.pageBytes + 1), { regions: [] });
    assert.equal(whole?.length, 64, 'what is hashed as bytes is not parsed');
  });

  test('nesting', async () => {
    // html, body and the region are three.
    const nested = (depth: number) => region(`${'<div>'.repeat(depth - 3)}x`);
    assert.equal(await refusal(nested(limits.pageDepth)), 'read');
    assert.equal(await refusal(nested(limits.pageDepth + 1)), 'list-unreadable page-too-deep');
    assert.equal(await refusal(region('<p>x</p>'.repeat(limits.pageDepth + 1))), 'read', 'side by side');
  });

  test('bodies', async () => {
    const bodies = (count: number) => `<body>${region('x')}${'<body x>'.repeat(count)}`;
    assert.equal(await refusal(bodies(limits.pageBodies)), 'read');
    assert.equal(await refusal(bodies(limits.pageBodies + 1)), 'list-unreadable page-too-large');
  });

  const links = (count: number) => region('<img src=//[>'.repeat(count));
  test('links: as many', async () => assert.equal(await refusal(links(limits.pageLinks)), 'read'));
  test('links: one more', async () =>
    assert.equal(await refusal(links(limits.pageLinks + 1)), 'list-unreadable page-too-many-links'));

  // html, head, body and the region are four elements; an empty comment is the cheapest thing there is.
  const most = limits.pageElements - 4;
  const crowded = (comments: number, last = '') => refusal(`${region('x')}${'<!>'.repeat(comments)}${last}`);
  test('elements and comments: as many', async () => assert.equal(await crowded(most), 'read'));
  test('elements and comments: one more comment', async () =>
    assert.equal(await crowded(most + 1), 'list-unreadable page-too-large'));
  test('elements and comments: one more element', async () =>
    assert.equal(await crowded(most, '<p>'), 'list-unreadable page-too-large'));
});

test('an attribute that the second body adds is the first one’s, as browsers have it', async () => {
  const { regions } = await load('<body>x<body class=r>', { regions: ['.r'] });
  assert.deepEqual(regions, ['x']);
});
