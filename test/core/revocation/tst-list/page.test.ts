import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  comparePages,
  fingerprintOf,
  type PageFormat,
  pageSnapshot,
  readTstPage,
  TstPageError,
} from '../../../../src/core/revocation/tst-list/page.ts';

const format = (change: Partial<PageFormat> = {}): PageFormat => ({
  kind: 'page',
  regions: ['#revoked'],
  documents: null,
  ...change,
});
const url = 'https://provider.test/repository/index.html';
const load = (html: string | Uint8Array, change: Partial<PageFormat> = {}, contentType: string | null = null) =>
  readTstPage({ bytes: typeof html === 'string' ? Buffer.from(html) : html, url, contentType }, format(change));
const textOf = async (html: string) => (await load(`<div id="revoked">${html}</div>`)).regions[0];
const refusal = async (html: string | Uint8Array, change: Partial<PageFormat> = {}) => {
  try {
    await load(html, change);
  } catch (error) {
    assert.ok(error instanceof TstPageError, String(error));
    return `${error.code} ${error.facts.reason ?? error.facts.selector}`;
  }
  return assert.fail('the page was read');
};

test('version 1 of the extraction: lines, cells, pictures; no scripts, styles, templates and comments', async () => {
  assert.equal(await textOf('<h2> TST\n revocation </h2><p>a<b>b</b> c<br>d</p><!-- x -->'), 'TST revocation\nab c\nd');
  assert.equal(
    await textOf('<table><tr><th>serial<th>date<tr><td>1a2b<td> 1 June </table>'),
    'serial\tdate\n1a2b\t1 June',
  );
  assert.equal(
    await textOf('<script>x</script><style>y</style><template>z</template><img alt="no entries">'),
    '[no entries]',
  );
  assert.equal(await textOf('<noscript>shown</noscript> caf\u0065\u0301'), 'shown\ncaf\u00e9');
});

test('the fingerprint is that of the documented JSON text', async () => {
  const html = '<div id=revoked><a href="list.pdf#page=2">list</a> <a href="/other">o</a></div>';
  const reading = await load(html, { documents: 'a[href*=".pdf"]' });
  assert.deepEqual(reading.wanted, ['https://provider.test/repository/list.pdf']);
  const snapshot = pageSnapshot(reading, new Map([[reading.wanted[0]!, 'ab'.repeat(32)]]));
  const links = ['https://provider.test/repository/list.pdf#page=2', 'https://provider.test/other'];
  const text = JSON.stringify([1, ['list o'], links, null, [[reading.wanted[0], 'ab'.repeat(32)]]]);
  assert.equal(snapshot.fingerprint, createHash('sha256').update(text).digest('hex'));
  assert.equal(
    fingerprintOf(JSON.parse(JSON.stringify(snapshot))),
    snapshot.fingerprint,
    'also after being kept as JSON',
  );
  assert.throws(() => pageSnapshot(reading, new Map()), RangeError);
});

test('link targets belong to the hash, though no text changes', async () => {
  const page = async (href: string) =>
    pageSnapshot(await load(`<div id=revoked><a href="${href}">list</a></div>`), new Map());
  const [one, two] = [await page('a.pdf'), await page('b.pdf')];
  assert.notEqual(one.fingerprint, two.fingerprint);
  const { linesAdded, linksAdded, linksRemoved } = comparePages(one, two);
  assert.deepEqual([linesAdded, linksAdded.length, linksRemoved.length], [[], 1, 1]);
  const moved = await load('<base href="https://elsewhere.test/"><div id=revoked><a href="a.pdf">list</a></div>');
  assert.deepEqual(moved.links, ['https://elsewhere.test/a.pdf']);
});

test('what is outside the region changes nothing', async () => {
  const one = await load('<p>news</p><div id=revoked>none</div><footer>1</footer>');
  const two = await load('<p>other news</p><div id=revoked>none</div><footer>2</footer>');
  assert.deepEqual(one, two);
});

test('a region that cannot be found, or has no content, is never the same', async () => {
  assert.equal(await refusal('<h1>Maintenance</h1>'), 'page-region-missing #revoked');
  assert.equal(await refusal('<div id=revoked> <script>load()</script></div>'), 'page-region-missing #revoked');
  assert.equal(
    await refusal('<div id=revoked>x</div>', { regions: ['#revoked', '.list'] }),
    'page-region-missing .list',
  );
  assert.equal(await refusal('%PDF-1.7'), 'page-region-missing #revoked');
  assert.equal(await refusal(''), 'list-unreadable empty-file');
});

test('a row that closing tags of the wrong kind seem to put outside the region is inside, as browsers show it', async () => {
  const html = '<table id="revoked"><tr><td>1</td></div></table-x><tr><td>2</td></tr></table>';
  assert.match((await load(html)).regions[0]!, /2/);
});

test('several regions, one inside the other: each once', async () => {
  const html = '<div class=a>one<div class=b>two</div></div><div class=b>three</div>';
  const { regions } = await load(html, { regions: ['.a', '.b'] });
  assert.deepEqual(regions, ['one\ntwo', 'three']);
});

test('a page without regions is hashed as bytes', async () => {
  const bytes = Buffer.from('%PDF-1.7 …');
  const reading = await load(bytes, { regions: [] });
  assert.equal(reading.whole, createHash('sha256').update(bytes).digest('hex'));
  const other = await load('%PDF-1.7 .', { regions: [] });
  const [one, two] = [reading, other].map((each) => pageSnapshot(each, new Map()));
  assert.notEqual(one!.fingerprint, two!.fingerprint);
});

test('encodings: as the mark, the server, the page and the profile say, in this order', async () => {
  const sjis = Buffer.concat([Buffer.from('<div id=revoked>'), Buffer.from('8bf38bf3', 'hex')]);
  const region = async (...words: Parameters<typeof load>) => (await load(...words)).regions[0];
  assert.equal(await region(sjis, {}, 'text/html; charset="Shift_JIS"'), '空空');
  assert.equal(await region(sjis, { encoding: 'shift_jis' }), '空空');
  const meta = Buffer.concat([Buffer.from('<meta http-equiv=c content="text/html; charset=x-sjis">'), sjis]);
  assert.equal(await region(meta), '空空');
  assert.equal(await region('\ufeff<div id=revoked>空', {}, 'text/html; charset=shift_jis'), '空');
  assert.equal(await region(Buffer.from('\ufeff<div id=revoked>空', 'utf16le')), '空');
  assert.equal(await refusal(sjis, { encoding: 'x-unknown' }), 'list-unreadable page-encoding');
});

test('a selector that is none is an error of its own', async () => {
  await assert.rejects(load('<p>', { regions: ['##'] }), RangeError);
});

test('hostile pages end in a refusal or a reading', async () => {
  assert.equal(await refusal('<div>'.repeat(100_000)), 'list-unreadable page-too-deep');
  const growing = Array.from({ length: 2_000 }, (_, i) => `<p><b a=${i}>`).join('');
  assert.equal(
    await refusal(growing),
    'list-unreadable page-too-large',
    'each paragraph repeats what the ones before left open',
  );
  assert.equal(await refusal('<br>'.repeat(200_000)), 'list-unreadable page-too-large');
  assert.equal(await refusal('<!---->'.repeat(200_000)), 'list-unreadable page-too-large');
  assert.equal(await refusal('<body x>'.repeat(10_000)), 'list-unreadable page-too-large');
  assert.equal(await refusal(Buffer.alloc(5 << 20, 0x20)), 'list-unreadable list-too-large');
  assert.equal(
    await refusal(`<div id=revoked>${'<a href=x>x</a>'.repeat(6_000)}</div>`),
    'list-unreadable page-too-many-links',
  );
  const attributes = Array.from({ length: 200_000 }, (_, i) => `a${i}`).join(' ');
  assert.deepEqual((await load(`<div id=revoked ${attributes}>x</div>`)).regions, ['x']);
});

test('whatever text comes, reading a page ends in a reading or a refusal', async () => {
  const part = fc.constantFrom(
    '<div id=revoked>',
    '</div>',
    '<table>',
    '<tr><td>',
    '<p>',
    '<a href="x">',
    '&amp',
    '<!--',
    'x',
    '<svg>',
    '<template>',
    '"',
    '\0',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 30 }), async (parts) => {
      try {
        const reading = await load(parts.join(''));
        assert.equal(reading.regions.length, 1);
      } catch (error) {
        assert.ok(error instanceof TstPageError, String(error));
      }
    }),
    { seed: 3161, numRuns: 1_000 },
  );
});

test('a region inside another of the same selector is not taken twice, nor are its links', async () => {
  const html = '<div id=revoked><div>a <a href=/x>b</a><div>c</div></div></div>';
  const { regions, links } = await load(html, { regions: ['div', '#revoked'] });
  assert.deepEqual([regions, links], [['a b\nc', ''], ['https://provider.test/x']]);
});

test('a page of tens of thousands of regions, and one of hundreds inside each other, end quickly', async () => {
  const start = performance.now();
  const wide = '<p class=a>x</p>'.repeat(40_000) + '<h2>y</h2>'.repeat(40_000);
  assert.equal((await load(wide, { regions: ['.a', 'h2'] })).regions.length, 2);
  const deep = `${'<div>'.repeat(500)}${'x '.repeat(500_000)}${'</div>'.repeat(500)}`;
  assert.equal((await load(deep, { regions: ['div'] })).regions[0]!.length, 999_999);
  assert.ok(performance.now() - start < 8_000);
});
