import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsOfManifest } from '../../../src/app/audit/manifest.ts';
import { NameFilter } from '../../../src/app/audit/name-filter.ts';
import { TokenPatterns } from '../../../src/app/audit/patterns.ts';
import type { Tree } from '../../../src/app/ports.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { cp932, nfd, o } from './octets.ts';

const latin1 = (octets: Uint8Array | null) => (octets === null ? null : Buffer.from(octets).toString('latin1'));
const octets = (text: string) => Buffer.from(text, 'latin1');
const sha256 = 'ab'.repeat(32);

interface Options {
  readonly path?: string;
  /** Files that there are, as strings of octets. */
  readonly files?: readonly string[];
  readonly filter?: NameFilter;
  readonly patterns?: TokenPatterns;
  readonly tokens?: string | null;
}

/** `data < token [digest]` of each line, from the octets of a manifest. */
async function read(manifest: Uint8Array | string, options: Options = {}): Promise<string[]> {
  const { path = 'm/list', files = [], tokens = null } = options;
  const { filter = new NameFilter([], []), patterns = new TokenPatterns() } = options;
  const tree = { isFile: async (name: Uint8Array) => files.includes(latin1(name)!) } as Partial<Tree> as Tree;
  const bytes = typeof manifest === 'string' ? Buffer.from(manifest, 'utf8') : manifest;
  const ports = { tree, files: { read: async () => new Uint8Array(bytes) } };
  const lines: string[] = [];
  for await (const { items, passedOver } of itemsOfManifest({ path }, { filter, patterns, tokens }, ports)) {
    assert.deepEqual(passedOver, []);
    for (const { data, token, digest, known } of items) {
      assert.equal(known, null);
      const hex = digest === null ? '' : ` ${digest.algorithm}:${Buffer.from(digest.value).toString('hex')}`;
      lines.push(`${latin1(data) ?? '-'} < ${latin1(token) ?? '-'}${hex}`);
    }
  }
  return lines;
}

const refusal = (reason: RegExp | string) => (error: unknown) =>
  error instanceof TstError &&
  error.code === 'input-unreadable' &&
  error.facts.path === 'm/list' &&
  (typeof reason === 'string' ? error.facts.reason === reason : reason.test(String(error.facts.reason)));

test('CSV has its columns in any order and among others, in any letters', async () => {
  const lines = `no,Token , DIGEST,"path",note\n1,a.tsr,sha256:${sha256},a.pdf,x\n2,b.tsr,,b.pdf,\n`;
  assert.deepEqual(await read(lines), [`m/a.pdf < m/a.tsr sha256:${sha256}`, 'm/b.pdf < m/b.tsr']);
  assert.deepEqual(await read('token\na.tsr\n'), ['- < m/a.tsr'], 'tokens alone');
  assert.deepEqual(await read('path,token\na.pdf\n'), ['m/a.pdf < -'], 'a short line');
});

test('CSV is read with quotes, a byte order mark, empty lines and any line end', async () => {
  const wanted = ['m/a, "b".pdf < m/t', 'm/two\nlines < m/t'];
  const text = 'path,token\n"a, ""b"".pdf",t\n\n"two\nlines",t';
  assert.deepEqual(await read(text), wanted);
  assert.deepEqual(await read(`\ufeff${text}`), wanted);
  assert.deepEqual(await read(text.replaceAll('\n', '\r\n').replace('two\r\n', 'two\n')), wanted);
  assert.deepEqual(await read(`${text}\n\n\n`), wanted);
});

test('CSV holds the octets of names, in CP932 as well, whatever other columns are called', async () => {
  // ファイル名 in CP932.
  const header = '\x83t\x83@\x83C\x83\x8b\x96\xbc,path,token';
  assert.deepEqual(await read(octets(`${header}\r\nx,${cp932},"${cp932}.tsr"\r\n`)), [`m/${cp932} < m/${cp932}.tsr`]);
  assert.deepEqual(await read(Buffer.from('path\n請求書.pdf')), [`m/${o('請求書.pdf')} < -`]);
});

test('JSON Lines have names as text or as octets, line by line', async () => {
  const hex = Buffer.from(cp932, 'latin1').toString('hex');
  const lines = [
    '{"path":"a.pdf","token":"a.tsr","other":[1]}',
    '',
    `  {"pathHex":"${hex}","tokenHex":"${hex.toUpperCase()}2e747372"}  `,
    `{"token":"b.tsr","digest":"SHA-256:${sha256.toUpperCase()}"}`,
    `{"path":"shown","pathHex":"61"}`,
    '{"path":"c","token":null,"digest":""}',
  ];
  const wanted = [
    ...['m/a.pdf < m/a.tsr', `m/${cp932} < m/${cp932}.tsr`, `- < m/b.tsr sha256:${sha256}`, 'm/a < -', 'm/c < -'],
  ];
  for (const text of [lines.join('\n'), `\ufeff${lines.join('\r\n')}\r\n`, `\n\n${lines.join('\n')}`]) {
    assert.deepEqual(await read(text), wanted);
  }
});

test('a name stays as it was written: not composed, not trimmed, not resolved', async () => {
  assert.deepEqual(await read(Buffer.from(`path\n${nfd}\n`, 'latin1')), [`m/${nfd} < -`]);
  assert.deepEqual(await read('path\n x.pdf \n../up.pdf\n'), ['m/ x.pdf  < -', 'm/../up.pdf < -']);
});

test('names are below the folder of the manifest, unless they are absolute', async () => {
  const text = 'path,token\n/data/x.pdf,t/x.tsr\nx.pdf,/t/x.tsr\n';
  const at = (path: string) => read(text, { path });
  assert.deepEqual(await at('a/b/list.csv'), ['/data/x.pdf < a/b/t/x.tsr', 'a/b/x.pdf < /t/x.tsr']);
  assert.deepEqual(await at('/list.csv'), ['/data/x.pdf < /t/x.tsr', '/x.pdf < /t/x.tsr']);
  for (const here of ['list.csv', '-']) {
    assert.deepEqual(await at(here), ['/data/x.pdf < t/x.tsr', 'x.pdf < /t/x.tsr']);
  }
});

test('a token that is not named is looked for beside its data, each that is there is a line', async () => {
  const files = ['m/s/x.pdf.tsr', 'm/s/x.tst', '/d/y.pdf.tsr', 'm/x.pdf.tsr'];
  assert.deepEqual(await read('path\ns/x.pdf\n/d/y.pdf\nz.pdf\n', { files }), [
    'm/s/x.pdf < m/s/x.pdf.tsr',
    'm/s/x.pdf < m/s/x.tst',
    '/d/y.pdf < /d/y.pdf.tsr',
    'm/z.pdf < -',
  ]);
  assert.deepEqual(await read('path,token\ns/x.pdf,other\n', { files }), ['m/s/x.pdf < m/other'], 'a named one alone');
  assert.deepEqual(await read('path\nx.tsr\n', { files: ['m/x.tsr'] }), ['m/x.tsr < -'], 'nothing is its own token');
  assert.deepEqual(await read('path\ns/x.pdf\n', { files: ['t/s/x.pdf.tsr', ...files], tokens: 't' }), [
    'm/s/x.pdf < t/s/x.pdf.tsr',
  ]);
});

test('what is excluded in a walk is so in a manifest, with the folders that it lies in', async () => {
  const filter = new NameFilter(['*.pdf'], ['tmp']);
  assert.deepEqual(await read('path\na.pdf\nb.txt\ntmp/c.pdf\nx/tmp/d.pdf\n', { filter }), ['m/a.pdf < -']);
});

test('a bad line of CSV is named with the number that an editor shows', async () => {
  for (const [text, reason] of [
    ['path,token\na,b\n,\n', 'line 3: neither path nor token'],
    ['path\n"two\nlines"\n\n""\n', 'line 5: neither path nor token'],
    ['path\r\na\r\nx"y\r\n', /^line 3: /],
    ['path\na\n"open\n', /^line 3: /],
    ['path\na\0b\n', 'line 2: a name with NUL'],
    ['path,digest\na,md4:00\n', 'line 2: digest has a wrong value'],
    ['path,digest\na,sha256:00\n', 'line 2: digest has a wrong value'],
    ['name,file\na,b\n', 'line 1: no column path'],
    ['__proto__,constructor,hasOwnProperty\na,b,c\n', 'line 1: no column path'],
    ['', 'line 1: no line'],
    ['\ufeff\n\n', 'line 1: no line'],
    [`path\n${'x'.repeat(1 << 20)}\n`, /^line 2: /],
    [`path\n${','.repeat(5_000)}\n`, /^line 2: /],
  ] as const) {
    await assert.rejects(read(text), refusal(reason), JSON.stringify(text.slice(0, 40)));
  }
});

test('a bad line of JSON is named with its number', async () => {
  const good = '{"path":"a"}';
  for (const [line, reason] of [
    ['{"path":"a"', 'no JSON'],
    ['nonsense', 'no JSON'],
    ['[]', 'no object'],
    ['null', 'no object'],
    ['"a"', 'no object'],
    ['{}', 'neither path nor token'],
    ['{"path":""}', 'neither path nor token'],
    ['{"path":5}', 'path has a wrong value'],
    ['{"path":["a"]}', 'path has a wrong value'],
    ['{"token":{}}', 'token has a wrong value'],
    ['{"pathHex":"9"}', 'pathHex has a wrong value'],
    ['{"pathHex":"zz"}', 'pathHex has a wrong value'],
    ['{"pathHex":"6100"}', 'a name with NUL'],
    ['{"path":"a\\u0000b"}', 'a name with NUL'],
    ['{"path":"\\ud800.pdf"}', 'path has a wrong value'],
    ['{"path":"a","digest":"sha256:zz"}', 'digest has a wrong value'],
    ['{"path":"a","digest":7}', 'digest has a wrong value'],
    [`{"path":"${'x'.repeat(300 << 10)}"}`, 'a line that is too long'],
    ['{"__proto__":{"path":"a"}}', 'neither path nor token'],
    ['{"__proto__":null,"constructor":"x"}', 'neither path nor token'],
    [`{"path":${'['.repeat(100_000)}}`, 'no JSON'],
    [`{"path":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'path has a wrong value'],
    [`{"path":"a","x":${'{"x":'.repeat(40_000)}`, 'no JSON'],
  ] as const) {
    await assert.rejects(read(`${good}\n\n${line}\n${good}\n`), refusal(`line 3: ${reason}`), line.slice(0, 40));
  }
  assert.equal(Object.hasOwn(Object.prototype, 'path'), false);
});

test('octets that are no UTF-8 in JSON are told, and not taken for another name', async () => {
  await assert.rejects(read(octets(`{"path":"a"}\n{"path":"${cp932}"}\n`)), refusal('line 2: no UTF-8'));
  assert.deepEqual(await read('{"path":"\ufffd"}'), [`m/${o('\ufffd')} < -`], 'the character itself is a name');
});

test('a hundred thousand lines are all read, in their order', async () => {
  const numbers = Array.from({ length: 100_000 }, (_, i) => i);
  const wanted = numbers.map((i) => `m/${i} < m/${i}.tsr`);
  assert.deepEqual(await read(`path,token\n${numbers.map((i) => `${i},${i}.tsr`).join('\n')}`), wanted);
  const json = numbers.map((i) => JSON.stringify({ path: `${i}`, token: `${i}.tsr` }));
  assert.deepEqual(await read(json.join('\n')), wanted);
});
