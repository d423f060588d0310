import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { heapGrowth } from './attempt.ts';
import { campaign } from './campaign.ts';
import { Compares } from './compares.ts';
import { watchCoverage } from './coverage.ts';
import { damageOperand } from './operand-damage.ts';
import { Running } from './running.ts';
import type { Target } from './subject.ts';
import { watched } from './watchdog.ts';

// A short guided run of every target with a fixed seed, and proof that it is guided. What is watched is imported after that begins.

const coverage = watchCoverage([
  resolve(import.meta.dirname, '../../src') + sep,
  join(import.meta.dirname, 'planted.ts'),
]);
const { target: planted } = await import('./planted.ts');
const { targets } = await import('./targets.ts');

const boundsOf = (inputs: number) => ({ seed: 20_260_101, inputs, isOver: () => false });

describe('guided by coverage', () => {
  const inputs = 3_000;

  test('finds what stands behind comparisons that chance does not pass', async () => {
    const { findings, reached } = await campaign(planted, boundsOf(inputs), {}, coverage);
    assert.deepEqual(
      findings.map(({ problem }) => problem.split('\n')[0]),
      ['RangeError: planted'],
    );
    assert.equal(Buffer.from(findings[0]!.input).toString('latin1', 0, 11), 'token\x5e\xed\x0b\xad\xca\xfe');
    assert.ok(reached!.inTheEnd.reached > reached!.bySeeds.reached);
  });

  test('with the same inputs for the same seed', async () => {
    const hashes = async () => {
      const { findings, pool } = await campaign(planted, boundsOf(500), {}, coverage);
      return [...findings.map(({ sha256 }) => sha256), ...pool.map(({ bytes }) => Buffer.from(bytes).toString('hex'))];
    };
    assert.deepEqual(await hashes(), await hashes());
  });

  test('which the same damages without guidance do not find', async () => {
    const { findings } = await campaign(planted, boundsOf(inputs));
    assert.deepEqual(findings, []);
  });
});

describe('damaged inputs that reach something new end in a verdict or a clear error as well', () => {
  for (const [name, target] of Object.entries<Target>(targets)) {
    test(name, async (t) => {
      if ((await target.subjects()).length === 0) return t.skip('no test data (TST_TEST_DATA)');
      const { findings, reached, heapGrowth: growth } = await campaign(target, boundsOf(100), {}, coverage);
      assert.deepEqual(
        findings.map(({ subject, sha256, problem }) => `${subject} ${sha256}: ${problem}`),
        [],
      );
      assert.ok(growth < heapGrowth, `the heap grew by ${growth}`);
      // Without instrumentation nothing would be reached, and nothing found.
      assert.ok(reached!.inTheEnd.features > reached!.bySeeds.features, JSON.stringify(reached));
    });
  }
});

test('the command reports what was reached, keeps it, and repeats one input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tst-fuzz-'));
  try {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), 'list-csv', ...args], { encoding: 'utf8' });
    const [corpus, out] = [join(folder, 'corpus'), join(folder, 'out')];
    const search = run('0.5', '--seed', '1', '--corpus', corpus, '--out', out);
    assert.equal(search.status, 0, search.stderr);
    assert.match(search.stdout, /^\d+ inputs.*\nreached \d+ places of \d+ by the seeds, \d+ in the end\n/);
    const [kept] = readdirSync(corpus);
    const again = run('--input', join(corpus, kept!), '--subject', kept!.split('.')[0]!);
    assert.match(again.stdout, /^(?:read|TstListError) \(\d+ ms\)\n$/);
    assert.equal(run('--input', join(corpus, kept!), '--subject', 'none').status, 64);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('an input that ends the thread is told', () => {
  const worker = (code: string) =>
    new Worker(
      `const { workerData } = require('node:worker_threads');
       const numbers = new Int32Array(workerData, 0, 3);
       new Uint8Array(workerData, 12).set([1, 2, 3]);
       numbers.set([1, 3, 7]);
       ${code}`,
      { eval: true, workerData: running.shared, resourceLimits: { maxOldGenerationSizeMb: 16 } },
    );
  const running = new Running();

  test('one that never ends', async () => {
    const ended = await watched(worker('for (;;);'), running, 300);
    assert.deepEqual(ended, { problem: 'did not end in 300 ms' });
    assert.deepEqual(running.last, { subject: 7, input: Uint8Array.of(1, 2, 3) });
  });

  test('one that takes all memory', async () => {
    const ended = await watched(worker('for (const all = [];;) all.push(new Array(1e5).fill({}));'), running);
    assert.deepEqual(ended, { problem: 'took all of the memory' });
  });
});

describe('what was compared is put into the input', () => {
  const damaged = (bytes: Uint8Array, from: string | number, to: string | number, fits = false) =>
    Buffer.from(damageOperand(bytes, { kind: 'operand', at: 0, fits, pair: { site: 0, from, to } }));

  test('as text, number and hexadecimal, wherever it stands', () => {
    assert.equal(damaged(Buffer.from('a kind of'), 'kind', 'type').toString(), 'a type of');
    assert.deepEqual(damaged(Buffer.of(1, 0xab, 2), 'ab', 'cdef'), Buffer.of(1, 0xcd, 0xef, 2));
    assert.deepEqual(damaged(Buffer.of(9, 0x01, 0x00, 9), 256, 65_535), Buffer.of(9, 0xff, 0xff, 9));
  });

  test('as an OBJECT IDENTIFIER, with lengths that fit', () => {
    const sha256 = Buffer.from('300b0609608648016503040201', 'hex');
    assert.equal(
      damaged(sha256, '2.16.840.1.101.3.4.2.1', '1.3.14.3.2.26', true).toString('hex'),
      '300706052b0e03021a',
    );
  });

  test('and nothing is compared otherwise than it was', () => {
    const { tracer } = new Compares();
    assert.equal(tracer.traceStrCmp('a', 'a', '===', 1), true);
    assert.equal(tracer.traceStrCmp(undefined, 'a', '!==', 1), true);
    assert.equal(tracer.traceStrCmp('1', 1, '==', 1), true);
    for (const [operator, holds] of Object.entries({ '<': true, '<=': true, '>': false, '>=': false, '!=': true }))
      assert.equal(tracer.traceNumberCmp(1, 2, operator, 1), holds, operator);
    assert.equal(tracer.traceAndReturn('a', 'b', 1), 'b');
  });
});
