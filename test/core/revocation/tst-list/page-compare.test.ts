import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  comparePages,
  fingerprintOf,
  type PageReading,
  type PageSnapshot,
  pageExtraction,
  pageSnapshot,
  readTstPage,
  TstPageError,
} from '../../../../src/core/revocation/tst-list/page.ts';

const reading = (change: Partial<PageReading> = {}): PageReading => ({
  extraction: pageExtraction,
  regions: ['a\nb'],
  links: ['l'],
  whole: null,
  wanted: [],
  ...change,
});
const made = (change: Partial<PageReading> = {}, hashes: readonly (readonly [string, string])[] = []): PageSnapshot =>
  pageSnapshot(reading({ wanted: hashes.map(([url]) => url), ...change }), new Map(hashes));
const nothing = { linesAdded: [], linesRemoved: [], linksAdded: [], linksRemoved: [], documentsChanged: [] };

test('the same: nothing is different', () => assert.deepEqual(comparePages(made(), made()), nothing));

test('lines and links that came and went, as often as they did', () => {
  const change = comparePages(made(), made({ regions: ['b\nc', 'c\nb\nb'], links: ['m', 'l', 'm'] }));
  assert.deepEqual(change, {
    ...nothing,
    linesAdded: ['c', 'c', 'b', 'b'],
    linesRemoved: ['a'],
    linksAdded: ['m', 'm'],
  });
  assert.deepEqual(comparePages(made({ links: ['l', 'l', 'k'] }), made()).linksRemoved, ['l', 'k']);
  assert.deepEqual(comparePages(made({ regions: ['x\nx'] }), made({ regions: ['x'] })).linesRemoved, ['x']);
});

test('only the order: nothing added or removed, and yet another page', () => {
  const [one, other] = [made(), made({ regions: ['b\na'] })];
  assert.deepEqual(comparePages(one, other), nothing);
  assert.notEqual(one.fingerprint, other.fingerprint);
});

test('a page that is hashed as bytes is its hash', () => {
  const whole = (hash: string) => made({ regions: [], links: [], whole: hash });
  assert.deepEqual(comparePages(whole('x'), whole('y')), { ...nothing, linesAdded: ['y'], linesRemoved: ['x'] });
  assert.deepEqual(comparePages(whole('x'), whole('x')), nothing);
});

test('a document whose hash is another has changed; one that came or went shows in the links', () => {
  const change = comparePages(
    made({}, [
      ['u', '1'],
      ['v', '1'],
      ['w', '1'],
    ]),
    made({}, [
      ['u', '1'],
      ['v', '2'],
      ['x', '1'],
    ]),
  );
  assert.deepEqual(change, { ...nothing, documentsChanged: ['v'] });
});

test('every part belongs to the fingerprint', () => {
  const base = made({}, [['u', '1']]);
  for (const other of [
    made({ regions: ['a', 'b'] }, [['u', '1']]),
    made({ links: [] }, [['u', '1']]),
    made({ whole: 'x' }, [['u', '1']]),
    made({}, [['u', '2']]),
    made({}, [['t', '1']]),
    made(),
    { fingerprint: fingerprintOf({ ...base, extraction: 2 as 1 }) },
  ]) {
    assert.notEqual(other.fingerprint, base.fingerprint);
  }
  assert.equal(fingerprintOf(base), base.fingerprint);
  assert.deepEqual(base.documents, [{ url: 'u', sha256: '1' }]);
});

test('a snapshot without the hash of a document is none', () => {
  assert.throws(() => pageSnapshot(reading({ wanted: ['u'] }), new Map([['v', '1']])), {
    name: 'RangeError',
    message: 'the hash of u is missing',
  });
});

test('the error says what is wrong in its message and as plain data', () => {
  const error = new TstPageError('page-region-missing', { selector: '#r' });
  assert.deepEqual(
    [error.name, error.message, error.code, error.facts],
    ['TstPageError', 'page-region-missing {"selector":"#r"}', 'page-region-missing', { selector: '#r' }],
  );
});

test('what is hashed as bytes has no regions, links or documents; of no bytes there is nothing', async () => {
  const load = (bytes: Uint8Array) =>
    readTstPage(
      { bytes, url: 'https://provider.test/', contentType: null },
      { kind: 'page', regions: [], documents: 'a' },
    );
  assert.deepEqual(await load(Buffer.from('abc')), {
    extraction: 1,
    regions: [],
    links: [],
    whole: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    wanted: [],
  });
  await assert.rejects(load(Buffer.of()), { code: 'list-unreadable', facts: { reason: 'empty-file' } });
});
