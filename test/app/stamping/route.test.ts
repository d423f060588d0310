import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import type { Ledger, LedgerEntry } from '../../../src/app/ports.ts';
import { stampUnder } from '../../../src/app/stamp.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { startLab } from '../../../src/lab/index.ts';
import { now } from '../lab.ts';
import { desk, results } from './kit.ts';

/** An address of this computer at which nobody is. */
async function nobody(): Promise<string> {
  const lab = await startLab({ algorithm: 'p256', clock: () => now });
  await lab.close();
  return lab.tsaUrl;
}

const short = ({ state, billed, failure }: LedgerEntry) => [state, billed, failure];
const retry = { attempts: 3, maxWaitSeconds: 30 };

test('every request is in the ledger with what became of it, and the outcome names its entry', async (t) => {
  const d = await desk(t);
  const [outcome] = await stampUnder([[d.provider()]], d.run(), d.ports);
  assert.equal(outcome?.result, 'stamped', JSON.stringify(outcome?.error));
  const [entry, ...more] = await d.entries();
  assert.equal(more.length, 0);
  assert.deepEqual([entry?.id, entry?.profile], [outcome.entry, 'lab']);
  assert.deepEqual(short(entry!), ['published', 'yes', null]);
  assert.equal(entry?.output?.path, d.path('a.pdf.tsr'));
  assert.equal(entry?.file.given, d.file);
  assert.equal(entry?.verification?.verdict, 'VALID');
});

test('429 is waited for as long as the authority asks, and asked again: each request has its entry', async (t) => {
  const d = await desk(t, { faultAt: { 1: 'http-429', 2: 'http-503' } });
  const [outcome] = await stampUnder([[d.provider({ retry })]], d.run(), d.ports);
  assert.equal(outcome?.result, 'stamped', JSON.stringify(outcome?.error));
  assert.deepEqual(d.slept, [1_000, 1_000]);
  assert.deepEqual(
    outcome.notes.map(({ code, facts }) => [code, facts.reason, facts.seconds]),
    [
      ['asked-again', 'http-status: 429', 1],
      ['asked-again', 'http-status: 503', 1],
    ],
  );
  assert.deepEqual((await d.entries()).map(short), [
    ['refused', 'no', 'http-status'],
    ['refused', 'no', 'http-status'],
    ['published', 'yes', null],
  ]);
});

test('an authority that asks for a longer wait than the contract allows is not asked again, nor for the next file', async (t) => {
  const d = await desk(t, { fault: 'http-429' });
  const files = d.files('b', 'c');
  const rule = { attempts: 3, maxWaitSeconds: 0.5 };
  assert.deepEqual(await results(d, [d.provider({ retry: rule })], { files }), ['failed', 'not-sent']);
  assert.deepEqual([d.sent.length, d.slept], [1, []]);
});

for (const [fault, code] of [
  ['reset', 'unreachable'],
  ['http-500', 'http-status'],
  ['html', 'not-a-response'],
] as const) {
  test(`after ${fault} a token may have been charged: nothing is asked again, and it is said`, async (t) => {
    const d = await desk(t, { fault });
    const other = await startLab({ algorithm: 'p256', clock: () => now });
    t.after(() => other.close());
    const provider = d.provider({ retry, urls: [d.lab.tsaUrl, other.tsaUrl] });
    const [outcome] = await stampUnder([[provider]], d.run(), d.ports);
    assert.deepEqual([outcome?.result, outcome?.error?.code], ['failed', code]);
    assert.deepEqual(
      outcome?.notes.map((note) => note.code),
      ['may-be-billed'],
    );
    assert.equal(d.sent.length, 1, 'neither there nor at the next address of the same contract');
    assert.deepEqual((await d.entries()).map(short), [['unanswered', 'unknown', code]]);
  });
}

test('one lost answer does not end a run under a contract; two in a row do', async (t) => {
  const files = ['a', 'b', 'c', 'd', 'e'];
  const d = await desk(t, { faultAt: { 2: 'reset', 4: 'reset', 5: 'reset' } });
  assert.deepEqual(await results(d, [d.provider()], { files: d.files(...files) }), [
    'stamped',
    'failed',
    'stamped',
    'failed',
    'failed',
  ]);
  const again = await desk(t, { fault: 'reset' });
  assert.deepEqual(await results(again, [again.provider()], { files: again.files('a', 'b', 'c') }), [
    'failed',
    'failed',
    'not-sent',
  ]);
});

test('nobody at the first address: asked again a little later each time, then the next address, and from then on only that', async (t) => {
  const d = await desk(t);
  const down = await nobody();
  const provider = d.provider({ retry, urls: [down, d.lab.tsaUrl] });
  const outcomes = await stampUnder([[provider]], d.run({ files: d.files('a', 'b') }), d.ports);
  assert.deepEqual(
    outcomes.map(({ result }) => result),
    ['stamped', 'stamped'],
  );
  assert.deepEqual(d.slept, [250, 1_000]);
  assert.deepEqual(
    outcomes.map(({ notes }) => notes.map(({ code }) => code)),
    [['asked-again', 'asked-again', 'asked-elsewhere'], []],
  );
  assert.deepEqual(
    d.sent.map(({ url }) => url === down),
    [true, true, true, false, false],
  );
  const entries = await d.entries();
  assert.deepEqual(entries.map(short).slice(0, 4), [
    ['refused', 'no', 'unreachable'],
    ['refused', 'no', 'unreachable'],
    ['refused', 'no', 'unreachable'],
    ['published', 'yes', null],
  ]);
  assert.equal(new Set(entries.map(({ mark }) => mark)).size, entries.length);
});

test('where a contract fails the next one is asked, also after a lost answer, and each counts what it was asked', async (t) => {
  const d = await desk(t, { faultAt: { 1: 'reset' } });
  const route = [d.provider({ profile: 'first' }), d.provider({ profile: 'second', hash: 'sha512' })];
  const [outcome] = await stampUnder([route], d.run(), d.ports);
  assert.deepEqual([outcome?.result, outcome?.contract], ['stamped', 'second'], JSON.stringify(outcome?.error));
  assert.equal(outcome?.file.algorithm, 'sha512');
  assert.deepEqual(
    outcome?.notes.map(({ code }) => code),
    ['may-be-billed', 'asked-elsewhere'],
  );
  assert.deepEqual(
    (await d.entries()).map((entry) => [entry.profile, entry.state, entry.file.algorithm]),
    [
      ['first', 'unanswered', 'sha256'],
      ['second', 'published', 'sha512'],
    ],
  );
});

test('a token that is judged INVALID is an alarm, and no reason to ask someone else', async (t) => {
  const d = await desk(t, { fault: 'nonce-wrong' });
  assert.deepEqual(await results(d, [d.provider(), d.provider({ profile: 'second' })]), ['refused']);
  assert.deepEqual((await d.entries()).map(short), [['kept', 'yes', null]]);
});

test('a quota that is enforced is kept before anything is sent, and ends the run or leads to the next contract', async (t) => {
  const d = await desk(t);
  const quota = { perMonth: 2, perYear: null, enforce: true, zone: 'Asia/Tokyo' };
  const files = d.files('a', 'b', 'c', 'd');
  const outcomes = await stampUnder([[d.provider({ quota })]], d.run({ files }), d.ports);
  assert.deepEqual(
    outcomes.map(({ result, error }) => [result, error?.code]),
    [
      ['stamped', undefined],
      ['stamped', undefined],
      ['failed', 'quota-reached'],
      ['not-sent', undefined],
    ],
  );
  assert.equal(d.sent.length, 2);
  assert.deepEqual(
    outcomes.map(({ notes }) => notes.map(({ code }) => code)),
    [[], ['quota-used'], [], []],
  );
  const route = [d.provider({ quota }), d.provider({ profile: 'second' })];
  const later = await stampUnder([route], d.run({ files: files.slice(2) }), d.ports);
  assert.deepEqual(
    later.map(({ result, contract }) => [result, contract]),
    [
      ['stamped', 'second'],
      ['stamped', 'second'],
    ],
  );
});

test('a quota that is not enforced is told at 80 % and at 100 %, and what may be charged counts', async (t) => {
  const d = await desk(t, { faultAt: { 1: 'reset' } });
  const quota = { perMonth: null, perYear: 5, enforce: false, zone: 'Asia/Tokyo' };
  const files = d.files('a', 'b', 'c', 'd', 'e', 'f');
  const outcomes = await stampUnder([[d.provider({ quota })]], d.run({ files }), d.ports);
  const told = outcomes.map(({ notes }) => notes.map(({ code }) => code).filter((code) => code.startsWith('quota')));
  assert.deepEqual(told, [[], [], [], ['quota-near'], ['quota-used'], ['quota-used']]);
});

test('requests keep the rate of the contract, retries among them', async (t) => {
  const d = await desk(t, { faultAt: { 3: 'http-429' } });
  const pace = { minIntervalMs: 15_000, burst: 1 };
  const files = d.files('a', 'b', 'c');
  const outcomes = await stampUnder([[d.provider({ pace, retry })]], d.run({ files }), d.ports);
  assert.deepEqual(
    outcomes.map(({ result }) => result),
    ['stamped', 'stamped', 'stamped'],
  );
  assert.deepEqual(
    d.sent.map(({ at }) => at - now),
    [0, 15_000, 30_000, 45_000],
  );
});

test('who is stopped while waiting for the rate has sent nothing, and entered nothing', async (t) => {
  const d = await desk(t);
  const pace = { minIntervalMs: 15_000, burst: 1 };
  const controller = new AbortController();
  const timer = {
    sleep: async () => {
      controller.abort();
    },
  };
  const options = d.run({ files: d.files('a', 'b', 'c'), signal: controller.signal });
  const outcomes = await stampUnder([[d.provider({ pace })]], options, { ...d.ports, timer });
  assert.deepEqual(
    outcomes.map(({ result }) => result),
    ['stamped', 'not-sent', 'not-sent'],
  );
  assert.deepEqual([d.sent.length, (await d.entries()).length], [1, 1]);
});

for (const step of ['reserve', 'ask'] as const) {
  test(`a ledger that fails at ${step} ends the run before anything is sent`, async (t) => {
    const d = await desk(t);
    const full = new TstError('output-failed', { path: d.ports.ledger.path, reason: 'disk full' });
    const ledger = new Proxy(d.ports.ledger, {
      get: (target, name: keyof Ledger) => {
        if (name === step) return () => Promise.reject(full);
        const value = target[name];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const pace = { minIntervalMs: 1, burst: 1 };
    const route = [d.provider({ pace }), d.provider({ profile: 'second' })];
    const outcomes = await stampUnder([route], d.run({ files: d.files('a', 'b') }), { ...d.ports, ledger });
    assert.deepEqual(
      outcomes.map(({ result, error }) => [result, error?.code]),
      [
        ['failed', 'output-failed'],
        ['not-sent', undefined],
      ],
    );
    assert.equal(d.sent.length, 0);
  });
}

test('code is sent under no contract that is not for code signing, by content and not by name', async (t) => {
  const d = await desk(t);
  writeFileSync(d.path('notes.txt'), Buffer.from('7f454c46020101000000000000000000', 'hex'));
  const files = [d.path('notes.txt')];
  const strict = d.provider({ codeSigning: false });
  const [refused] = await stampUnder([[strict]], d.run({ files }), d.ports);
  assert.deepEqual([refused?.result, refused?.error?.code], ['failed', 'code-refused']);
  assert.equal(refused?.error?.facts.reason, 'elf');
  assert.deepEqual([d.sent.length, (await d.entries()).length], [0, 0]);

  const [allowed] = await stampUnder([[strict]], d.run({ files, allowCode: true }), d.ports);
  assert.equal(allowed?.result, 'stamped', JSON.stringify(allowed?.error));
  assert.deepEqual(
    allowed?.notes.map(({ code }) => code),
    ['code-allowed'],
  );
});

test('a contract for code does not lead to one that is not', async (t) => {
  const d = await desk(t);
  writeFileSync(d.path('setup.bin'), Buffer.from('7f454c46020101000000000000000000', 'hex'));
  const route = [d.provider({ urls: [await nobody()] }), d.provider({ profile: 'strict', codeSigning: false })];
  assert.deepEqual(await results(d, route, { files: [d.path('setup.bin')] }), ['failed']);
  assert.equal(d.sent.length, 1);
});

test('two contracts side by side: a token of each, named by it, and the file is read once', async (t) => {
  const d = await desk(t);
  let reads = 0;
  const files: typeof d.ports.files = {
    ...d.ports.files,
    hash: (...words) => {
      reads++;
      return d.ports.files.hash(...words);
    },
  };
  const routes = [[d.provider({ profile: 'one' })], [d.provider({ profile: 'two', hash: 'sha384' })]];
  const outcomes = await stampUnder(routes, d.run({ files: d.files('x.pdf', 'y.pdf') }), { ...d.ports, files });
  assert.deepEqual(
    outcomes.map(({ output, result }) => [basename(output ?? ''), result]),
    [
      ['x.pdf.one.tsr', 'stamped'],
      ['x.pdf.two.tsr', 'stamped'],
      ['y.pdf.one.tsr', 'stamped'],
      ['y.pdf.two.tsr', 'stamped'],
    ],
  );
  assert.equal(reads, 2);
});
