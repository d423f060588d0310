import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TstEntries } from '../../../../src/core/revocation/tst-list/entries.ts';
import type { TstList } from '../../../../src/core/revocation/tst-list/list.ts';
import type { TstSnapshot } from '../../../../src/core/revocation/tst-list/snapshot.ts';
import { day, json, judge, noon, read, snapshot, source } from './kit.ts';

const revoked = 'pass | not-applicable | fail tst-revoked';
const list = (name: string, ...snapshots: readonly TstSnapshot[]) => source({ name, snapshots });

describe('a crowd of entries for one token', () => {
  const text = '# radix: 16\n1a2b\n';
  /** Entries of which more may list the token than are looked at; judge.test.ts has ten thousand true ones. */
  class Crowd extends TstEntries {
    override find(): 'limit' {
      return 'limit';
    }
  }
  const crowd = (): TstList => ({ ...read(json()), entries: new Crowd(() => assert.fail('an entry was read')) });

  test('ends in the limit, never in nothing', () => {
    const { short, rules, judgement } = judge([list('a', snapshot(crowd()))]);
    assert.equal(short, 'pass | unknown not-reached | unknown limit');
    assert.deepEqual([rules[2]!.object, rules[2]!.facts], ['a', { limit: 'tstListMatches' }]);
    const [line] = judgement.lines;
    assert.deepEqual([line!.says, line!.counts, line!.code], ['nothing', false, 'limit']);
    assert.deepEqual([judgement.basis, judgement.wants], [null, []]);
  });

  test('hides no other list that can be looked through: earlier or of another source', () => {
    const plain = snapshot(read(text, { kind: 'text', radix: null }), { fetchedAt: noon, origin: 'other' });
    assert.equal(judge([list('a', plain, snapshot(crowd()))]).short, revoked);
    assert.equal(judge([list('a', snapshot(crowd())), list('b', plain)]).short, revoked);
    const empty = snapshot(read('# radix: 16\n2\n', { kind: 'text', radix: null }), {
      fetchedAt: noon,
      origin: 'other',
    });
    assert.match(judge([list('a', empty, snapshot(crowd()))]).short, /unknown limit$/);
  });

  test('in a list that is too old: a newer one is wanted, for it may be shorter', () => {
    const { short, judgement } = judge([list('a', snapshot(crowd()))], { at: noon + 9 * day });
    assert.equal(short, 'pass | unknown list-stale | unknown limit');
    assert.deepEqual(judgement.wants, ['a']);
  });
});
