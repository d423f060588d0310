import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { describe, test } from 'node:test';
import { readToken } from '../../src/core/tsp/token.ts';
import { caseFile } from '../vectors/index.ts';
import { attempt, heapGrowth } from './attempt.ts';
import { campaign } from './campaign.ts';
import { signedParts } from './signed.ts';
import type { Target } from './subject.ts';
import { targetNames, targets } from './targets.ts';
import { encodeValues, parseValues, spotsOf } from './tree.ts';

// A short run of every target with fixed seeds; the long ones are `npm run fuzz`.

const inputs = { token: 300, response: 100 } as const;

describe('damaged inputs end in a verdict or a clear error, in time', () => {
  for (const name of targetNames) {
    test(name, async (t) => {
      if ((await targets[name].subjects()).length === 0) return t.skip('no test data (TST_TEST_DATA)');
      const bounds = { seed: 20_260_101, inputs: { ...inputs }[name as 'token'] ?? 60, isOver: () => false };
      const outcome = await campaign(targets[name], bounds);
      const told = outcome.findings.map(({ subject, sha256, problem }) => `${subject} ${sha256}: ${problem}`);
      assert.deepEqual(told, []);
      assert.ok(outcome.heapGrowth < heapGrowth, `the heap grew by ${outcome.heapGrowth}`);
      // Inputs that are all refused at the first octet, or none, would test nothing.
      assert.ok(Object.keys(outcome.counts).length >= 2, JSON.stringify(outcome.counts));
    });
  }
});

describe('the run itself', () => {
  const broken: Target = {
    form: 'text',
    subjects: async () => [
      {
        name: 'one',
        bytes: Buffer.from('a b c\n'),
        run: (input) => {
          if (input.includes(0x78)) throw new TypeError('x is too much');
          return 'read';
        },
      },
    ],
  };
  const bounds = { seed: 1, inputs: 3_000, isOver: () => false };

  test('finds what breaks a rule, with the input that does it', async () => {
    const { findings } = await campaign(broken, bounds);
    assert.ok(findings.length > 0);
    for (const { input, problem } of findings) {
      assert.ok(input.includes(0x78));
      assert.match(problem, /x is too much/);
    }
  });

  test('finds what takes long, or much memory, or changes every object', async () => {
    const problemOf = async (run: () => string, ms = 60_000) => {
      const subject = { name: 'one', bytes: Buffer.from(''), run };
      return String((await attempt(subject, subject.bytes, { ms, memory: 32 << 20 })).problem);
    };
    assert.equal(await problemOf(() => 'read'), 'null');
    const slow = () => pbkdf2Sync('', '', 200_000, 64, 'sha512').toString();
    assert.match(await problemOf(slow, 50), /^took \d+ ms$/);
    // More than the process has free of what it had at most, so that the most that it ever had grows.
    const free = process.resourceUsage().maxRSS * 1_024 - process.memoryUsage().rss;
    assert.match(await problemOf(() => `${Buffer.alloc(free + (64 << 20), 1).length}`), /^took \d+ MiB$/);
    const pollute = () => Object.assign(Object.prototype, { polluted: true }) && 'read';
    assert.equal(await problemOf(pollute), 'added to the prototype of every object');
    delete (Object.prototype as { polluted?: unknown }).polluted;
  });

  test('gives the same inputs for the same seed', async () => {
    const hashes = async () => (await campaign(broken, bounds)).findings.map(({ sha256 }) => sha256);
    assert.deepEqual(await hashes(), await hashes());
  });

  test('damages the structure of a token in ways that leave it readable, also VALID', async () => {
    const { counts } = await campaign(targets.token, { seed: 7, inputs: 300, isOver: () => false });
    for (const what of ['VALID', 'INVALID', 'TstError']) assert.ok((counts[what] ?? 0) > 5, JSON.stringify(counts));
  });

  test('a tree is written as it was read, and what is signed is told from what is not', async () => {
    const bytes = caseFile('good.tsr');
    const own = signedParts(await readToken(bytes));
    assert.deepEqual(encodeValues(parseValues(bytes)!), Buffer.from(bytes));
    const without = (tag: number, content: RegExp) => {
      const tree = parseValues(bytes)!;
      const spot = spotsOf(tree).find(
        ({ list, index }) =>
          list[index]!.tag === tag && content.test(Buffer.from(encodeValues([list[index]!])).toString('latin1')),
      )!;
      spot.list.splice(spot.index, 1);
      return encodeValues(tree);
    };
    const certificates = without(0xa0, /^\xa0.{3}\x30\x82..\x30\x82/s);
    assert.equal(signedParts(await readToken(certificates)), own);
    // The messageDigest attribute.
    const attribute = without(0x30, /^\x30.\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04/s);
    assert.notEqual(signedParts(await readToken(attribute)), own);
  });
});
