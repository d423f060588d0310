import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { EvidenceCache } from '../../src/app/ports.ts';
import { cacheLimits } from '../../src/io/cache-limits.ts';
import { createEvidenceCache } from '../../src/io/evidence-cache.ts';
import { evidenceFolder, objectPath, recordPath } from '../../src/io/evidence-folder.ts';
import { clearEvidence, listEvidence } from '../../src/io/evidence-inventory.ts';
import { type EvidenceRecord, encodeRecord, placeId } from '../../src/io/evidence-record.ts';
import { sweep } from '../../src/io/evidence-sweep.ts';
import { answer, cacheFolder, filesIn, makeOld, moment, place, wholeNames } from './evidence-lab.ts';

const old = cacheLimits.grace + 60_000;

/** Keeps one small answer, as anyone does at any time. */
async function keepOne(cache: EvidenceCache, name = 'any'): Promise<void> {
  await cache.keep(place(name), answer(place(name), name, 100));
}

test('what killed writers left goes once it is old, and what is being written stays', async (t) => {
  const at = cacheFolder(t);
  const folder = evidenceFolder(at);
  const cache = createEvidenceCache(at);
  await keepOne(cache);
  const [{ sha256 }] = listEvidence(at).answers as [EvidenceRecord];
  const files = [objectPath(folder, sha256), recordPath(folder, placeId(place('any')), sha256)];
  const left = files.map((path) => `${path}.0123456789ab.part`);
  const fresh = files.map((path) => `${path}.ba9876543210.part`);
  const foreign = join(dirname(files[0]!), 'mine.part');
  for (const path of [...left, ...fresh, foreign]) fs.writeFileSync(path, 'half of it');
  for (const path of [...left, foreign]) makeOld(path, old);
  sweep(folder);
  for (const path of left) assert.equal(fs.existsSync(path), false);
  for (const path of [...fresh, foreign, ...files]) assert.equal(fs.existsSync(path), true);
  for (const path of fresh) makeOld(path, old);
  clearEvidence(at, null);
  for (const path of fresh) assert.equal(fs.existsSync(path), false);
});

test('bytes that no place names go once they are old, and empty places at once', async (t) => {
  const at = cacheFolder(t);
  const folder = evidenceFolder(at);
  const cache = createEvidenceCache(at);
  for (const name of ['a', 'b', 'c']) await keepOne(cache, name);
  const shaOf = (name: string) => listEvidence(at).answers.find(({ url }) => url === place(name).url)!.sha256;
  const [a, b, c] = [shaOf('a'), shaOf('b'), shaOf('c')] as const;
  for (const [name, sha256] of [
    ['a', a],
    ['b', b],
  ] as const) {
    fs.rmSync(recordPath(folder, placeId(place(name)), sha256));
  }
  for (const sha256 of [a, c]) makeOld(objectPath(folder, sha256), old);
  sweep(folder);
  assert.deepEqual(
    [a, b, c].map((sha256) => fs.existsSync(objectPath(folder, sha256))),
    [false, true, true],
  );
  assert.deepEqual(fs.readdirSync(join(folder, 'places')), [placeId(place('c'))]);
});

test('bytes that were about to go are young again when they are kept again', async (t) => {
  const at = cacheFolder(t);
  const folder = evidenceFolder(at);
  const cache = createEvidenceCache(at);
  await keepOne(cache);
  const [{ sha256 }] = listEvidence(at).answers as [EvidenceRecord];
  makeOld(objectPath(folder, sha256), old);
  await keepOne(cache);
  fs.rmSync(recordPath(folder, placeId(place('any')), sha256));
  sweep(folder);
  assert.equal(fs.existsSync(objectPath(folder, sha256)), true);
});

test('keeping sweeps once a day, after a wrong clock, and after so much growth', async (t) => {
  const at = cacheFolder(t);
  const folder = evidenceFolder(at);
  const cache = createEvidenceCache(at);
  await keepOne(cache);
  const swept = join(folder, 'swept');
  const sweeps = async (prepare: () => void) => {
    prepare();
    const before = fs.statSync(swept, { throwIfNoEntry: false })?.mtimeMs;
    await keepOne(cache);
    return before !== fs.statSync(swept).mtimeMs;
  };
  assert.equal(await sweeps(() => {}), false);
  assert.equal(await sweeps(() => makeOld(swept, cacheLimits.sweepAge / 2)), false);
  assert.equal(await sweeps(() => makeOld(swept, cacheLimits.sweepAge + 1000)), true);
  assert.equal(await sweeps(() => makeOld(swept, -2 * cacheLimits.sweepAge)), true);
  assert.equal(await sweeps(() => fs.rmSync(swept)), true);
  const units = cacheLimits.growth / cacheLimits.growthUnit;
  makeOld(swept, 60_000);
  assert.equal(await sweeps(() => fs.writeFileSync(join(folder, 'grown'), '.'.repeat(units - 1))), false);
  assert.equal(await sweeps(() => {}), true);
  assert.equal(fs.statSync(join(folder, 'grown'), { throwIfNoEntry: false }), undefined);
});

/** A record with bytes that take no room on disk, nor have its hash: a sweep looks at sizes alone. */
function pretend(folder: string, name: string, size: number, fetchedAt: number): string {
  const { kind, url, certId } = place(name);
  const sha256 = placeId(place(`bytes of ${name}`));
  const times = { fetchedAt, kept: 0, thisUpdate: null, nextUpdate: null };
  const object = objectPath(folder, sha256);
  const record = recordPath(folder, placeId(place(name)), sha256);
  for (const path of [object, record]) fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  fs.writeFileSync(object, '');
  fs.truncateSync(object, size);
  fs.writeFileSync(record, encodeRecord({ kind, url, certId, sha256, size, ...times, etag: null, lastModified: null }));
  return url;
}

test('beyond the bound for all the places longest without an answer go, whatever other places hold', {
  skip: process.platform === 'win32' && 'files with holes need more there',
}, async (t) => {
  const at = cacheFolder(t);
  const folder = evidenceFolder(at);
  const cache = createEvidenceCache(at);
  await keepOne(cache, 'newest');
  const { answerBytes, totalBytes } = cacheLimits;
  const count = totalBytes / answerBytes;
  // In no order, and one more than fit beside the small one.
  const ages = Array.from({ length: count }, (_, i) => (i * 7) % count);
  for (const age of ages) pretend(folder, `large-${age}`, answerBytes, moment - 1 - age);
  sweep(folder);
  const { answers, bytes } = listEvidence(at);
  assert.equal(bytes <= totalBytes, true);
  const left = new Set(answers.map(({ url }) => url));
  for (const age of ages) assert.equal(left.has(place(`large-${age}`).url), age < count - 1, String(age));
  assert.deepEqual(wholeNames(place('newest'), await cache.find(place('newest'))), ['newest']);
  // The bytes went with the records, though they were young.
  const objects = filesIn(join(folder, 'objects')).filter((name) => name.length > 60);
  assert.equal(objects.length, answers.length);
});

test('a record cannot push others out by naming bytes that are not there', async (t) => {
  const at = cacheFolder(t);
  const folder = evidenceFolder(at);
  const cache = createEvidenceCache(at);
  await keepOne(cache);
  for (let i = 0; i < 20; i++) {
    const url = pretend(folder, `none-${i}`, 100, moment + 1000 + i);
    const file = recordPath(folder, placeId(place(`none-${i}`)), placeId(place(`bytes of none-${i}`)));
    const record = JSON.parse(fs.readFileSync(file, 'utf8'));
    assert.equal(record.url, url);
    fs.writeFileSync(file, JSON.stringify({ ...record, size: cacheLimits.totalBytes }));
  }
  sweep(folder);
  assert.deepEqual(wholeNames(place('any'), await cache.find(place('any'))), ['any']);
});
