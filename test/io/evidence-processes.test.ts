import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { EvidenceCache } from '../../src/app/ports.ts';
import { createEvidenceCache } from '../../src/io/evidence-cache.ts';
import { evidenceFolder } from '../../src/io/evidence-folder.ts';
import { clearEvidence, listEvidence } from '../../src/io/evidence-inventory.ts';
import { answer, cacheFolder, filesIn, makeOld, place, wholeNames } from './evidence-lab.ts';

const writer = fileURLToPath(new URL('./evidence-writer.ts', import.meta.url));

interface Writer {
  readonly process: ChildProcess;
  /** Ends with the exit code, null after a signal, and what it said was kept. */
  readonly done: Promise<{ readonly exit: number | null; readonly kept: readonly number[] }>;
}

function startWriter(cacheAt: string, name: string, count: number, places: number, size: number): Writer {
  const words = [writer, cacheAt, name, String(count), String(places), String(size)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const done = once(child, 'close').then(([exit]) => {
    // Half a line was not said.
    const lines = Buffer.concat(said).toString().split('\n').slice(0, -1);
    return { exit: exit as number | null, kept: lines.map(Number) };
  });
  return { process: child, done };
}

/** Everything that can be found is what somebody kept there; returns how much that is. */
async function allWhole(cache: EvidenceCache, names: readonly string[], places: number): Promise<number> {
  let count = 0;
  for (const name of names) {
    for (let i = 0; i < places; i++) {
      const of = place(`${name}-${i}`);
      count += wholeNames(of, await cache.find(of)).length;
    }
  }
  return count;
}

const leftovers = (cacheAt: string) => filesIn(evidenceFolder(cacheAt)).filter((name) => name.endsWith('.part'));

test('four processes keep hundreds of answers at once: the newest of every place are there, those of one moment side by side', async (t) => {
  const at = cacheFolder(t);
  const names = ['w', 'x', 'y', 'z'];
  const [rounds, places] = [60, 6];
  const runs = await Promise.all(names.map((name) => startWriter(at, name, 2 * rounds, places, 3000).done));
  assert.deepEqual(
    runs.map(({ exit, kept }) => [exit, kept.length]),
    names.map(() => [0, 2 * rounds]),
  );
  const cache = createEvidenceCache(at);
  const newest = (of: number) => Array.from({ length: 8 }, (_, i) => rounds - places + of - i * places);
  for (let i = 0; i < places; i++) {
    for (const name of names) {
      const of = place(`${name}-${i}`);
      const expected = newest(i).map((round) => `${name}-${round}`);
      assert.deepEqual(wholeNames(of, await cache.find(of)), expected);
    }
    const shared = place(`shared-${i}`);
    const both = newest(i)
      .slice(0, 2)
      .map((round) => names.map((name) => `${name}-${round}`));
    const found = wholeNames(shared, await cache.find(shared));
    assert.deepEqual([found.slice(0, 4).sort(), found.slice(4).sort()], both);
  }
  assert.deepEqual(leftovers(at), []);
});

test('killed at any moment, a writer leaves what was kept, nothing damaged, and at most a leftover', async (t) => {
  const at = cacheFolder(t);
  const cache = createEvidenceCache(at);
  const places = 3;
  for (let kill = 0; kill < 12; kill++) {
    // Large enough to be killed in the middle of, now and then.
    const run = startWriter(at, `k${kill}`, 1_000_000, places, kill % 2 === 0 ? 200_000 : 2_000);
    await once(run.process.stdout!, 'data');
    await new Promise((resolve) => setTimeout(resolve, kill * 3));
    run.process.kill('SIGKILL');
    const { exit, kept } = await run.done;
    assert.notEqual(exit, 0);
    await allWhole(cache, ['shared', `k${kill}`], places);
    // The last one that it said was kept in a place of its own.
    const last = kept.findLast((i) => i % 2 === 1);
    if (last === undefined) continue;
    const round = (last - 1) / 2;
    const of = place(`k${kill}-${round % places}`);
    assert.ok(wholeNames(of, await cache.find(of)).includes(`k${kill}-${round}`), `${kill}: ${round}`);
  }
  const parts = leftovers(at);
  assert.ok(parts.length <= 12, parts.join(' '));
  const folder = evidenceFolder(at);
  for (const name of [...parts, 'swept']) makeOld(join(folder, name), 2 * 86_400_000);
  await cache.keep(place('last'), answer(place('last'), 'last', 100));
  assert.deepEqual(leftovers(at), []);
  assert.deepEqual(wholeNames(place('last'), await cache.find(place('last'))), ['last']);
});

test('a cache that is cleared again and again while others write never gives back anything but what was kept', async (t) => {
  const at = cacheFolder(t);
  const cache = createEvidenceCache(at);
  const runs = ['w', 'x'].map((name) => startWriter(at, name, 200, 2, 2_000));
  let open = runs.length;
  for (const { done } of runs) done.then(() => open--);
  await Promise.race(runs.map((run) => once(run.process.stdout!, 'data')));
  let cleared = 0;
  while (open > 0) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    cleared += clearEvidence(at, null).answers;
    await allWhole(cache, ['shared', 'w', 'x'], 2);
    for (const { size } of listEvidence(at).answers) assert.equal(size, 2_000);
  }
  for (const { done } of runs) assert.deepEqual((await done).exit, 0);
  assert.ok(cleared > 0);
  // Whoever keeps something now finds it.
  await cache.keep(place('last'), answer(place('last'), 'last', 100));
  assert.deepEqual(wholeNames(place('last'), await cache.find(place('last'))), ['last']);
});

test('a disk that fills up in the middle of an answer: it is not kept, what was kept stays, and small ones still fit', {
  skip: process.platform === 'win32' && 'no limit on file sizes can be set on this system',
}, async (t) => {
  const at = cacheFolder(t);
  const cache = createEvidenceCache(at);
  const of = place('ca');
  await cache.keep(of, answer(of, 'before', 1000));
  const [cacheModule, labModule] = ['../../src/io/evidence-cache.ts', './evidence-lab.ts'].map(
    (name) => new URL(name, import.meta.url).href,
  );
  // A limit on the size of files stands in for the disk's: the write stops halfway, as it does on a full disk.
  const script = `
    const { createEvidenceCache } = await import('${cacheModule}');
    const { answer, place, moment } = await import('${labModule}');
    const cache = createEvidenceCache(${JSON.stringify(at)});
    for (const [name, size] of [['large', 1 << 20], ['small', 1000]]) {
      await cache.keep(place('ca'), answer(place('ca'), name, size, moment + 1))
        .then(() => console.log(name, 'kept'), (error) => console.log(name, error.code, error.facts.reason));
    }`;
  const words = ['--input-type=module', '-e', script];
  const said = execFileSync('sh', ['-c', 'ulimit -f 100; exec "$0" "$@"', process.execPath, ...words], {
    encoding: 'utf8',
  });
  assert.match(said, /^large output-failed file too large/);
  assert.match(said, /^small kept$/m);
  assert.deepEqual(wholeNames(of, await cache.find(of)), ['small', 'before']);
  assert.deepEqual(leftovers(at), []);
});
