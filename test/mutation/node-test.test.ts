import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as gathering from './node-test.ts';

test('tests are gathered under their suites and run as often as wanted, hooks of suites once', async () => {
  const said: string[] = [];
  const say = (word: string) => () => void said.push(word);
  const { tests, end } = await gathering.gather(async () => {
    gathering.after(say('end'));
    gathering.test('alone', say('alone'));
    gathering.test('left', { skip: 'no openssl' }, say('left'));
    gathering.describe('suite', () => {
      gathering.before(say('before'));
      gathering.test('inner', async (t) => {
        t.after(say('after inner'));
        await t.test('part', say('part'));
        await t.test('left part', { skip: true }, say('left part'));
      });
    });
    gathering.describe('none', { skip: true }, () => gathering.test('of it', say('of it')));
  });
  assert.deepEqual(
    tests.map(({ name, skipped }) => [name, skipped]),
    [
      ['alone', false],
      ['left', true],
      ['suite > inner', false],
      ['none > of it', true],
    ],
  );
  for (const one of [tests[2]!, tests[2]!, tests[0]!]) await one.run();
  await end();
  assert.deepEqual(said, ['before', 'part', 'after inner', 'part', 'after inner', 'alone', 'end']);
});

test('what a test throws is thrown, after its hooks', async () => {
  const said: string[] = [];
  const { tests } = await gathering.gather(async () => {
    gathering.test('fails', (t) => {
      t.after(() => void said.push('after'));
      throw new Error('no');
    });
    gathering.test('fails within', async (t) => await t.test('part', () => assert.equal(1, 2)));
  });
  await assert.rejects(tests[0]!.run(), /no/);
  assert.deepEqual(said, ['after']);
  await assert.rejects(tests[1]!.run(), assert.AssertionError);
});

test('each file has its own tests, and one that cannot be loaded says so', async () => {
  const first = await gathering.gather(async () => gathering.test('a', () => {}));
  const second = await gathering.gather(async () => gathering.test('b', () => {}));
  assert.deepEqual(
    [first, second].map(({ tests }) => tests.map(({ name }) => name)),
    [['a'], ['b']],
  );
  await assert.rejects(
    gathering.gather(async () => assert.fail('broken')),
    /broken/,
  );
});
