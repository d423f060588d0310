import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { Files, Ledger } from '../../../src/app/ports.ts';
import { type StampEvent, stampUnder } from '../../../src/app/stamp.ts';
import { openLedger } from '../../../src/io/ledger.ts';
import type { LabOptions } from '../../../src/lab/index.ts';
import { type Desk, desk } from './kit.ts';

// A run that was killed is one that never comes back from some step; its ledger is no longer of a run at work.

type Point = 'staged' | 'received' | 'judged' | 'named';

/** A run over these files that ends for ever at a point of the way of the second one. */
async function killed(d: Desk, point: Point, files: readonly string[]): Promise<void> {
  const ledger = await openLedger(d.path('ledger.sqlite'), 'write', d.ports.clock);
  let count = 0;
  await new Promise<void>((resolve) => {
    const never = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    const at = <T>(name: Point, go: () => Promise<T>): Promise<T> => (name === point && ++count === 2 ? never() : go());
    const steps: Partial<Ledger> = {
      receive: (...words) => at('staged', () => ledger.receive(...words)),
      judge: (...words) => at('received', () => ledger.judge(...words)),
      publish: (...words) => at('named', () => ledger.publish(...words)),
    };
    const failing = new Proxy(ledger, {
      get: (target, name: keyof Ledger) => {
        const value = steps[name] ?? target[name];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const onDisk: Files = {
      ...d.ports.files,
      stage: async (...words) => {
        const staged = await d.ports.files.stage(...words);
        return words[1][0] === 0x30
          ? { ...staged, publish: (...to) => at('judged', () => staged.publish(...to)) }
          : staged;
      },
    };
    void stampUnder([[d.provider()]], d.run({ files }), { ...d.ports, ledger: failing, files: onDisk });
  });
  await ledger.close();
}

const names = (d: Desk) => readdirSync(d.folder).filter((name) => /\.(tsr|part|rejected)/.test(name));

async function scene(t: TestContext, point: Point, options: Partial<LabOptions> = {}) {
  const issued: string[] = [];
  const d = await desk(t, { ...options, onToken: ({ serial }) => issued.push(serial) });
  const files = d.files('a', 'b', 'c');
  await killed(d, point, files);
  return { d, files, issued };
}

for (const point of ['staged', 'received', 'judged', 'named'] as const) {
  test(`a run that was killed after its answer was ${point} goes on, and no token is asked for twice`, async (t) => {
    const { d, files, issued } = await scene(t, point);
    assert.equal(issued.length, 2);
    const outcomes = await stampUnder([[d.provider()]], d.run({ files, resume: true }), d.ports);
    assert.deepEqual(
      outcomes.map(({ result, judgement }) => [result, judgement?.verdict]),
      [['kept', undefined], point === 'named' ? ['kept', undefined] : ['stamped', 'VALID'], ['stamped', 'VALID']],
      JSON.stringify(outcomes.map(({ error }) => error?.facts)),
    );
    assert.equal(issued.length, 3);
    assert.deepEqual(names(d), ['a.tsr', 'b.tsr', 'c.tsr']);
    assert.deepEqual(
      (await d.entries()).map(({ state, billed, token }) => [state, billed, token !== null]),
      [
        ['published', 'yes', true],
        ['published', 'yes', true],
        ['published', 'yes', true],
      ],
    );
    const found = outcomes[1]?.notes.map(({ code }) => code);
    assert.deepEqual(found, point === 'named' ? [] : ['answer-found']);
    assert.equal(outcomes[1]?.entry, point === 'named' ? null : 2);
  });
}

test('who does not resume is told of answers that are left, and pays for new ones', async (t) => {
  const { d, files, issued } = await scene(t, 'received');
  const told: StampEvent[] = [];
  const options = d.run({ files: files.slice(1), told: (event) => told.push(event) });
  await stampUnder([[d.provider()]], options, d.ports);
  assert.deepEqual(
    told.filter(({ kind }) => kind === 'left'),
    [{ kind: 'left', count: 1 }],
  );
  assert.equal(issued.length, 4);
});

test('an answer that was left is judged as any other: nonce, imprint, signature', async (t) => {
  const { d, files, issued } = await scene(t, 'received', { faultAt: { 2: 'nonce-wrong' } });
  const outcomes = await stampUnder([[d.provider()]], d.run({ files, resume: true }), d.ports);
  assert.deepEqual(
    outcomes.map(({ result, judgement }) => [result, judgement?.code]),
    [
      ['kept', undefined],
      ['refused', 'nonce-mismatch'],
      ['stamped', null],
    ],
  );
  assert.equal(issued.length, 3);
});

test('a file that changed since does not get the answer that was left', async (t) => {
  const { d, files, issued } = await scene(t, 'received');
  writeFileSync(files[1]!, 'changed');
  const outcomes = await stampUnder([[d.provider()]], d.run({ files, resume: true }), d.ports);
  assert.deepEqual(
    outcomes.map(({ result }) => result),
    ['kept', 'stamped', 'stamped'],
  );
  assert.equal(issued.length, 4);
});

test('an answer that was damaged on disk since is kept as what it is, and is no token', async (t) => {
  const { d, files, issued } = await scene(t, 'received');
  const part = names(d).find((name) => name.endsWith('.part'))!;
  writeFileSync(d.path(part), Buffer.concat([readFileSync(d.path(part)), Buffer.from('more')]));
  const outcomes = await stampUnder([[d.provider()]], d.run({ files, resume: true }), d.ports);
  assert.deepEqual([outcomes[1]?.error?.code, outcomes[1]?.kept], ['not-a-response', d.path('b.tsr.rejected')]);
  assert.equal(issued.length, 3);
});

test('what has the name of a token and is none of this file is never written over, and nothing is sent for it', async (t) => {
  const issued: string[] = [];
  const d = await desk(t, { onToken: ({ serial }) => issued.push(serial) });
  const files = d.files('a', 'b', 'c');
  await stampUnder([[d.provider()]], d.run({ files: files.slice(0, 1) }), d.ports);
  writeFileSync(d.path('b.tsr'), readFileSync(d.path('a.tsr')));
  writeFileSync(d.path('c.tsr'), 'notes of mine');
  rmSync(d.path('a.tsr'));
  const outcomes = await stampUnder([[d.provider()]], d.run({ files, resume: true }), d.ports);
  assert.deepEqual(
    outcomes.map(({ result, error }) => [result, error?.code]),
    [
      ['stamped', undefined],
      ['failed', 'output-exists'],
      ['failed', 'output-exists'],
    ],
  );
  assert.equal(issued.length, 2);
  assert.equal(readFileSync(d.path('c.tsr'), 'utf8'), 'notes of mine');
});

test('a bare token counts as one, under any hash', async (t) => {
  const d = await desk(t);
  const files = d.files('a');
  await stampUnder([[d.provider({ hash: 'sha512' })]], d.run({ files, token: true }), d.ports);
  const [outcome] = await stampUnder([[d.provider()]], d.run({ files, token: true, resume: true }), d.ports);
  assert.deepEqual([outcome?.result, outcome?.output, outcome?.file.algorithm], ['kept', d.path('a.tst'), 'sha512']);
});
