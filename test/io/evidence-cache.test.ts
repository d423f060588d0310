import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CachePlace } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { cacheLimits } from '../../src/io/cache-limits.ts';
import { createEvidenceCache } from '../../src/io/evidence-cache.ts';
import { evidenceFolder, objectPath, recordPath, recordsOf } from '../../src/io/evidence-folder.ts';
import { clearEvidence, listEvidence } from '../../src/io/evidence-inventory.ts';
import { encodeRecord, placeId } from '../../src/io/evidence-record.ts';
import { noCache, userCache } from '../../src/io/user-cache.ts';
import { answer, cacheFolder, filesIn, moment, place, wholeNames } from './evidence-lab.ts';

const root = process.getuid?.() === 0;
const unix = process.platform !== 'win32';
const day = 86_400_000;

const failsWith =
  (code: string, reason: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof TstError, String(error));
    assert.deepEqual([error.code, error.facts.reason], [code, reason]);
    return true;
  };

/** A cache with one answer, and the paths of its two files. */
async function kept(t: TestContext, name = 'a', size = 1000) {
  const cacheAt = cacheFolder(t);
  const cache = createEvidenceCache(cacheAt);
  const of = place('ca');
  await cache.keep(of, answer(of, name, size));
  const { sha256 } = (await cache.find(of))[0]!;
  const folder = evidenceFolder(cacheAt);
  const record = recordPath(folder, placeId(of), sha256);
  return { cacheAt, cache, of, folder, object: objectPath(folder, sha256), record };
}

test('an answer comes back as it was kept, to another instance too', async (t) => {
  const at = cacheFolder(t);
  const of: CachePlace = { kind: 'ocsp', url: 'http://ca.example/ocsp', certId: '3049' };
  const told = { fetchedAt: moment, thisUpdate: -1, nextUpdate: 8.64e15, etag: '"\u202e"', lastModified: 'Thu' };
  await createEvidenceCache(at).keep(of, { bytes: new Uint8Array([0, 255, 10]), ...told });
  const [found, ...more] = await createEvidenceCache(at).find(of);
  assert.deepEqual({ ...found, bytes: [...found!.bytes] }, { ...told, bytes: [0, 255, 10], sha256: found!.sha256 });
  assert.equal(more.length, 0);
});

test('places differ by kind, address and CertID, each to the letter', async (t) => {
  const cache = createEvidenceCache(cacheFolder(t));
  const of = place('ca');
  await cache.keep(of, answer(of, 'a', 100));
  for (const other of [
    { ...of, kind: 'issuer' },
    { ...of, url: `${of.url}/` },
    { ...of, url: of.url.toUpperCase() },
    { ...of, certId: '' },
  ] as const) {
    assert.deepEqual(await cache.find(other), []);
  }
});

test('the newest comes first, also of answers of the same moment', async (t) => {
  const cache = createEvidenceCache(cacheFolder(t));
  const of = place('ca');
  for (const name of ['a', 'b', 'c']) await cache.keep(of, answer(of, name, 100));
  await cache.keep(of, answer(of, 'older', 100, moment - 1));
  assert.deepEqual(wholeNames(of, await cache.find(of)), ['c', 'b', 'a', 'older']);
});

test('the same bytes again are one answer, fetched when they were fetched last', async (t) => {
  const { cache, of } = await kept(t);
  await cache.keep(of, answer(of, 'b', 100, moment + 1));
  await cache.keep(of, answer(of, 'a', 1000, moment + 2));
  const answers = await cache.find(of);
  assert.deepEqual(
    answers.map(({ fetchedAt }) => fetchedAt - moment),
    [2, 1],
  );
  assert.deepEqual(wholeNames(of, answers), ['a', 'b']);
});

test('what was said before is not forgotten: eight small answers of a place, and two large ones', async (t) => {
  const cache = createEvidenceCache(cacheFolder(t));
  const of = place('ca');
  const large = cacheLimits.smallBytes + 1;
  for (let i = 0; i < 10; i++) await cache.keep(of, answer(of, `small-${i}`, cacheLimits.smallBytes, moment + i));
  for (let i = 0; i < 4; i++) await cache.keep(of, answer(of, `large-${i}`, large, moment + 10 + i));
  const left = ['large-3', 'large-2', ...[9, 8, 7, 6, 5, 4, 3, 2].map((i) => `small-${i}`)];
  assert.deepEqual(wholeNames(of, await cache.find(of)), left);
});

test('what was just kept stays, though answers of a wrong clock are dated later', async (t) => {
  const cache = createEvidenceCache(cacheFolder(t));
  const of = place('ca');
  for (let i = 0; i < 8; i++) await cache.keep(of, answer(of, `future-${i}`, 100, moment + 1000 + i));
  await cache.keep(of, answer(of, 'now', 100));
  assert.equal(wholeNames(of, await cache.find(of)).at(-1), 'now');
});

test('many keep and find at once within one process', async (t) => {
  const cache = createEvidenceCache(cacheFolder(t));
  const places = ['a', 'b', 'c'].map(place);
  const jobs = Array.from({ length: 60 }, async (_, i) => {
    const of = places[i % 3]!;
    await cache.keep(of, answer(of, String(i), 5000, moment + i));
    wholeNames(of, await cache.find(of));
  });
  await Promise.all(jobs);
  for (const [p, of] of places.entries()) {
    const newest = Array.from({ length: 8 }, (_, i) => String(57 + p - 3 * i));
    assert.deepEqual(wholeNames(of, await cache.find(of)), newest);
  }
});

test('files are the user’s alone', { skip: !unix }, async (t) => {
  const { cacheAt } = await kept(t);
  for (const name of ['', ...filesIn(cacheAt)]) {
    const stats = fs.statSync(join(cacheAt, name));
    assert.equal(stats.mode & 0o777, stats.isDirectory() ? 0o700 : 0o600, name);
  }
});

/** What can happen to a file. */
const damages: Readonly<Record<string, (path: string) => void>> = {
  gone: (path) => fs.rmSync(path),
  empty: (path) => fs.writeFileSync(path, ''),
  'cut short': (path) => fs.truncateSync(path, fs.statSync(path).size - 1),
  longer: (path) => fs.appendFileSync(path, '\0'),
  zeros: (path) => fs.writeFileSync(path, Buffer.alloc(fs.statSync(path).size)),
  'changed in one bit': (path) => fs.writeFileSync(path, flipped(fs.readFileSync(path))),
  'a folder': (path) => {
    fs.rmSync(path);
    fs.mkdirSync(path);
  },
  ...(unix && {
    'a link to the same elsewhere': (path: string) => {
      fs.renameSync(path, `${path}.moved`);
      fs.symlinkSync(`${path}.moved`, path);
    },
    'a link to nothing': (path: string) => {
      fs.rmSync(path);
      fs.symlinkSync('nowhere', path);
    },
    'a pipe': (path: string) => {
      fs.rmSync(path);
      execFileSync('mkfifo', [path]);
    },
    'a huge file': (path: string) => fs.truncateSync(path, 2 ** 40),
  }),
};

/** In the last octet but one: within the last value of a record, in the padding of an answer. */
function flipped(bytes: Buffer): Buffer {
  bytes[bytes.length - 3]! ^= 0x20;
  return bytes;
}

for (const [name, damage] of Object.entries(damages)) {
  test(`${name}: as if it had never been kept, be it the bytes or their record, and kept anew`, async (t) => {
    for (const which of ['object', 'record'] as const) {
      const { cache, of, cacheAt, ...paths } = await kept(t);
      await cache.keep(of, answer(of, 'other', 100, moment - 1));
      damage(paths[which]);
      assert.deepEqual(wholeNames(of, await cache.find(of)), ['other'], which);
      await cache.keep(of, answer(of, 'a', 1000));
      assert.deepEqual(wholeNames(of, await cache.find(of)), ['a', 'other'], which);
      damage(paths[which]);
      clearEvidence(cacheAt, null);
      assert.deepEqual(await cache.find(of), []);
    }
  });
}

test('a folder with something in it is left alone, and stands in the way', async (t) => {
  const { cache, of, object } = await kept(t);
  fs.rmSync(object);
  fs.mkdirSync(object);
  fs.writeFileSync(join(object, 'mine.txt'), '');
  await assert.rejects(cache.keep(of, answer(of, 'a', 1000)), failsWith('output-failed', 'directory'));
  assert.deepEqual(fs.readdirSync(object), ['mine.txt']);
});

test('a folder that is a link to elsewhere holds nothing, and nothing there is removed', { skip: !unix }, async (t) => {
  for (const up of [1, 2]) {
    for (const which of ['object', 'record'] as const) {
      const { cache, of, cacheAt, ...paths } = await kept(t);
      const folder = up === 1 ? dirname(paths[which]) : dirname(dirname(paths[which]));
      const elsewhere = `${cacheAt}-elsewhere`;
      fs.renameSync(folder, elsewhere);
      fs.symlinkSync(elsewhere, folder);
      const before = filesIn(elsewhere);
      assert.deepEqual(await cache.find(of), [], which);
      assert.deepEqual(listEvidence(cacheAt).answers, []);
      clearEvidence(cacheAt, null);
      assert.deepEqual(filesIn(elsewhere), before);
    }
  }
});

/** What a record may hold that somebody wrote by hand, or that was damaged. */
const hostile: readonly [string, (record: Record<string, unknown>) => unknown][] = [
  ['another form', (record) => ({ ...record, form: 2 })],
  ['no form', ({ form: _form, ...record }) => record],
  ['a path as its hash', (record) => ({ ...record, sha256: '../../../../etc/passwd' })],
  ['another hash', (record) => ({ ...record, sha256: 'f'.repeat(64) })],
  ['a list as its hash', (record) => ({ ...record, sha256: [record.sha256] })],
  ['another address', (record) => ({ ...record, url: 'http://evil.example/' })],
  ['another kind', (record) => ({ ...record, kind: 'issuer' })],
  ['an unknown kind', (record) => ({ ...record, kind: '__proto__' })],
  ['a CertID that is a number', (record) => ({ ...record, certId: 3 })],
  ['a huge size', (record) => ({ ...record, size: Number.MAX_SAFE_INTEGER })],
  ['a size beyond numbers', (record) => ({ ...record, size: 1e300 })],
  ['a negative size', (record) => ({ ...record, size: -1000 })],
  ['a fractional size', (record) => ({ ...record, size: 999.5 })],
  ['another size', (record) => ({ ...record, size: 999 })],
  ['a size as text', (record) => ({ ...record, size: '1000' })],
  ['a moment beyond time', (record) => ({ ...record, fetchedAt: 8.64e15 + 1 })],
  ['a moment as text', (record) => ({ ...record, fetchedAt: '2026-01-15' })],
  ['no moment', (record) => ({ ...record, fetchedAt: null })],
  ['an update beyond time', (record) => ({ ...record, thisUpdate: -1e18 })],
  ['an update as an object', (record) => ({ ...record, nextUpdate: {} })],
  ['an ETag that is none', (record) => ({ ...record, etag: ['a'] })],
  ['a date that is none', (record) => ({ ...record, lastModified: false })],
  ['a field missing', ({ kept: _kept, ...record }) => record],
  ['a list', (record) => [record]],
  ['null', () => null],
  ['a text', () => 'record'],
];

for (const [name, make] of hostile) {
  test(`a record with ${name} is none, to finding, listing, keeping and clearing`, async (t) => {
    const { cache, of, cacheAt, record } = await kept(t);
    const written = make(JSON.parse(fs.readFileSync(record, 'utf8')));
    fs.writeFileSync(record, JSON.stringify(written));
    assert.deepEqual(await cache.find(of), []);
    assert.deepEqual(listEvidence(cacheAt).answers, []);
    await cache.keep(of, answer(of, 'b', 100));
    assert.deepEqual(wholeNames(of, await cache.find(of)), ['b']);
    assert.equal(clearEvidence(cacheAt, null).bytes > 0, true);
  });
}

test('text that is no JSON, no UTF-8, or longer than any record is none', async (t) => {
  const { cache, of, record } = await kept(t);
  const whole = fs.readFileSync(record);
  for (const bytes of [
    Buffer.from('{'),
    Buffer.from('['.repeat(30_000) + ']'.repeat(30_000)),
    Buffer.concat([whole, Buffer.from([0xff])]),
    Buffer.concat([whole, Buffer.alloc(cacheLimits.recordBytes, ' ')]),
  ]) {
    fs.writeFileSync(record, bytes);
    assert.deepEqual(await cache.find(of), []);
  }
  fs.writeFileSync(record, Buffer.concat([whole, Buffer.from(' \n')]));
  assert.deepEqual(wholeNames(of, await cache.find(of)), ['a']);
});

test('a folder full of records is looked through up to a bound', async (t) => {
  const { cache, of, folder, record } = await kept(t);
  const { form: _form, ...fields } = JSON.parse(fs.readFileSync(record, 'utf8'));
  for (let i = 0; i < 1000; i++) {
    const sha256 = i.toString(16).padStart(64, '0');
    fs.writeFileSync(recordPath(folder, placeId(of), sha256), encodeRecord({ ...fields, sha256 }));
  }
  assert.equal(recordsOf(folder, placeId(of)).length, cacheLimits.records);
  wholeNames(of, await cache.find(of));
  // Whoever keeps something there makes room.
  for (let i = 0; i < 20; i++) await cache.keep(of, answer(of, String(i), 100, moment + 1 + i));
  const newest = Array.from({ length: cacheLimits.smallAnswers }, (_, i) => String(19 - i));
  assert.deepEqual(wholeNames(of, await cache.find(of)), newest);
});

test('a folder that others can write to is not used, nor one around it', { skip: !unix }, async (t) => {
  for (const which of ['cacheAt', 'folder'] as const) {
    const made = await kept(t);
    for (const mode of [0o720, 0o702, 0o777]) {
      fs.chmodSync(made[which], mode);
      assert.deepEqual(await made.cache.find(made.of), []);
      const keeping = made.cache.keep(made.of, answer(made.of, 'b', 10));
      await assert.rejects(keeping, failsWith('output-failed', 'others-can-write'));
      assert.throws(() => listEvidence(made.cacheAt), failsWith('configuration', 'others-can-write'));
      assert.throws(() => clearEvidence(made.cacheAt, null), failsWith('configuration', 'others-can-write'));
    }
    fs.chmodSync(made[which], 0o755);
    assert.deepEqual(wholeNames(made.of, await made.cache.find(made.of)), ['a']);
  }
});

test('a folder of another user is not used', { skip: !root && 'only root can give folders away' }, async (t) => {
  const { cache, of, folder } = await kept(t);
  fs.chownSync(folder, 12_345, 12_345);
  assert.deepEqual(await cache.find(of), []);
  await assert.rejects(cache.keep(of, answer(of, 'b', 10)), failsWith('output-failed', 'others-can-write'));
});

test('a folder that cannot be written gives what it has, and says why it keeps nothing', {
  skip: (!unix || root) && 'permissions do not bind here',
}, async (t) => {
  const { cache, of, cacheAt, folder } = await kept(t);
  const paths = ['', ...filesIn(folder)].map((name) => join(folder, name));
  const folders = paths.filter((path) => fs.statSync(path).isDirectory());
  for (const path of folders) fs.chmodSync(path, 0o500);
  try {
    assert.deepEqual(wholeNames(of, await cache.find(of)), ['a']);
    assert.equal(listEvidence(cacheAt).answers.length, 1);
    await assert.rejects(cache.keep(of, answer(of, 'b', 10)), failsWith('output-failed', 'denied'));
    assert.throws(() => clearEvidence(cacheAt, null), failsWith('output-failed', 'denied'));
    assert.deepEqual(wholeNames(of, await cache.find(of)), ['a']);
  } finally {
    for (const path of folders) fs.chmodSync(path, 0o700);
  }
});

test('where a file stands in the place of a folder, nothing is found, and keeping says so', async (t) => {
  const at = cacheFolder(t);
  fs.mkdirSync(at, { mode: 0o700 });
  const folder = evidenceFolder(at);
  const of = place('ca');
  for (const [path, reason] of [
    [folder, 'not a folder'],
    [join(folder, 'objects'), 'no such directory'],
    [join(folder, 'places'), 'no such directory'],
  ] as const) {
    fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    fs.writeFileSync(path, '');
    const cache = createEvidenceCache(at);
    assert.deepEqual(await cache.find(of), []);
    await assert.rejects(cache.keep(of, answer(of, 'a', 10)), failsWith('output-failed', reason));
    fs.rmSync(path);
  }
});

test('what is larger than anything fetched, or has an address as long, is not kept', async (t) => {
  const at = cacheFolder(t);
  const cache = createEvidenceCache(at);
  const tooLarge = failsWith('output-failed', 'too large for the cache');
  const of = place('ca');
  const large = { ...answer(of, 'a', 10), bytes: new Uint8Array(cacheLimits.answerBytes + 1) };
  await assert.rejects(cache.keep(of, large), tooLarge);
  const long = place('a'.repeat(cacheLimits.recordBytes));
  await assert.rejects(cache.keep(long, answer(long, 'a', 10)), tooLarge);
  assert.equal(fs.existsSync(at), false);
});

test('a list has every answer by place, and counts shared bytes once', async (t) => {
  const at = cacheFolder(t);
  assert.deepEqual(listEvidence(at), { folder: evidenceFolder(at), answers: [], bytes: 0 });
  const cache = createEvidenceCache(at);
  const [a, b] = [place('a'), place('b')];
  await cache.keep(b, answer(a, 'shared', 500, moment));
  await cache.keep(a, answer(a, 'shared', 500, moment));
  await cache.keep(a, answer(a, 'newer', 300, moment + 1));
  const { answers, bytes } = listEvidence(at);
  assert.deepEqual(
    answers.map(({ url, size, fetchedAt }) => [url, size, fetchedAt - moment]),
    [
      [a.url, 300, 1],
      [a.url, 500, 0],
      [b.url, 500, 0],
    ],
  );
  assert.equal(bytes, 800);
});

test('clearing removes everything, or what was fetched before a moment; the rest stays whole', async (t) => {
  const at = cacheFolder(t);
  const cache = createEvidenceCache(at);
  const [a, b] = [place('a'), place('b')];
  await cache.keep(a, answer(a, 'old', 500, moment - 2 * day));
  await cache.keep(a, answer(a, 'new', 300, moment));
  await cache.keep(b, answer(a, 'old', 500, moment));
  await cache.keep(b, answer(b, 'old', 200, moment - 2 * day));
  const folder = evidenceFolder(at);
  assert.deepEqual(clearEvidence(at, moment - day), { folder, answers: 2, bytes: 200 });
  assert.deepEqual(wholeNames(a, await cache.find(a)), ['new']);
  assert.equal((await cache.find(b)).length, 1);
  fs.writeFileSync(join(folder, 'objects', 'mine.txt'), 'not the cache’s own');
  assert.deepEqual(clearEvidence(at, null), { folder, answers: 2, bytes: 800 });
  assert.deepEqual(clearEvidence(at, null), { folder, answers: 0, bytes: 0 });
  const left = filesIn(folder).filter((name) => fs.statSync(join(folder, name)).isFile());
  assert.deepEqual(left.sort(), ['grown', 'objects/mine.txt', 'swept']);
});

test('cleared between its bytes and its record, an answer is kept all the same', async (t) => {
  const at = cacheFolder(t);
  const cache = createEvidenceCache(at);
  const of = place('ca');
  const objects = join(evidenceFolder(at), 'objects');
  const keeping = cache.keep(of, answer(of, 'a', 10));
  // Keeping takes several turns from the one to the other, and this looks in every turn.
  const there = () => fs.existsSync(objects) && filesIn(objects).some((name) => /\/[0-9a-f]{64}$/.test(name));
  while (!there()) await new Promise((resolve) => setImmediate(resolve));
  const { answers, bytes } = clearEvidence(at, null);
  assert.deepEqual([answers, bytes > 0, there()], [0, true, false]);
  await keeping;
  assert.deepEqual(wholeNames(of, await cache.find(of)), ['a']);
});

test('the user’s cache is where the environment says, untouched until something is kept', async (t) => {
  const at = cacheFolder(t);
  const cache = userCache({ TST_CACHE_DIR: at });
  const of = place('ca');
  assert.deepEqual(await cache.find(of), []);
  assert.equal(fs.existsSync(at), false);
  await Promise.all([cache.keep(of, answer(of, 'a', 10)), cache.keep(of, answer(of, 'b', 10))]);
  assert.equal((await cache.find(of)).length, 2);
  assert.equal(listEvidence(at).answers.length, 2);
});

test('no cache keeps nothing', async () => {
  const of = place('ca');
  await noCache.keep(of, answer(of, 'a', 10));
  assert.deepEqual(await noCache.find(of), []);
});
