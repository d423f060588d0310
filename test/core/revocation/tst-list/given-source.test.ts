import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TstListAtHand, tstSource } from '../../../../src/core/revocation/tst-list/given-source.ts';
import { judgeTstList } from '../../../../src/core/revocation/tst-list/judge.ts';
import { readTstList } from '../../../../src/core/revocation/tst-list/read-list.ts';
import type { TstSource } from '../../../../src/core/revocation/tst-list/source.ts';
import { Findings } from '../../../../src/core/verdict/findings.ts';
import { rulesOf } from '../../../../src/core/verdict/rules.ts';
import { day, hour, noon, question } from './kit.ts';

const list = (text: string, fetchedAt: number | null, more: Partial<TstListAtHand> = {}): TstListAtHand => ({
  list: readTstList(Buffer.from(text), { kind: 'text', radix: 16 }),
  origin: 'https://provider.test/list.txt',
  fetchedAt,
  unauthentic: null,
  ...more,
});

function told(source: TstSource): string {
  const findings = new Findings('default');
  judgeTstList(
    { sources: [source], question: question(), at: noon + 2 * hour, now: noon + 2 * hour, newerThan: null },
    findings,
  );
  const own: readonly string[] = rulesOf('tst-revocation');
  const rules = findings.results().filter(({ id }) => own.includes(id));
  const deciding =
    rules.find(({ status }) => status === 'fail') ?? rules.find(({ code }) => code !== null && code !== 'not-reached');
  return deciding ? `${deciding.status} ${deciding.code}` : 'pass';
}

const about = { name: 'provider', scope: null };

test('a list that does not name the token clears it, and one that does fails it', () => {
  assert.equal(told(tstSource({ ...about, lists: [list('99\n', noon + hour)] })), 'pass');
  assert.equal(told(tstSource({ ...about, lists: [list('1a2b\n', noon + hour)] })), 'fail tst-revoked');
});

test('a list that forgets what an earlier one of its origin said clears nobody, in whatever order they are given', () => {
  const lists = [list('99\n', noon + hour), list('98\n99\n', noon + hour / 2)];
  assert.equal(told(tstSource({ ...about, lists })), 'unknown list-rollback');
  assert.equal(told(tstSource({ ...about, lists: lists.toReversed() })), 'unknown list-rollback');
});

test('a list that is not shown to come from the provider clears nobody', () => {
  const lists = [list('99\n', noon + hour, { unauthentic: 'signature-false' })];
  assert.equal(told(tstSource({ ...about, lists })), 'unknown list-unauthentic');
});

test('an old list clears nobody, nor one without any date; maxAge says how old', () => {
  assert.equal(told(tstSource({ ...about, lists: [list('99\n', null)] })), 'unknown list-stale');
  assert.equal(
    told(tstSource({ ...about, lists: [list('99\n', noon + hour)], maxAge: hour / 2 })),
    'unknown list-stale',
  );
});

test('no list at all is not an empty one', () => {
  assert.notEqual(told(tstSource({ ...about, lists: [] })), 'pass');
});

test('what was learnt after the moment of knowledge is as if nobody had it', () => {
  const lists = [list('99\n', noon + hour / 2), list('99\n1a2b\n', noon + hour)];
  assert.equal(told(tstSource({ ...about, lists }, noon + 0.75 * hour)), 'pass');
  assert.equal(told(tstSource({ ...about, lists })), 'fail tst-revoked');
});

test('the user’s word that there is no list clears a token for ninety days', () => {
  assert.equal(told(tstSource({ ...about, statement: { statedAt: noon } })), 'pass');
  assert.equal(told(tstSource({ ...about, statement: { statedAt: noon - 91 * day } })), 'unknown statement-lapsed');
});

test('a date or a length of time that is none is thrown: a list would never be too old, and a statement hold for ever', () => {
  const lists = [list('99\n', noon + hour)];
  for (const wrong of [Number.NaN, '2019-01-01', new Date(noon), null]) {
    assert.throws(() => tstSource({ ...about, statement: { statedAt: wrong as number } }), RangeError);
    if (wrong === null) continue;
    assert.throws(() => tstSource({ ...about, statement: { statedAt: noon, limit: wrong as number } }), RangeError);
    assert.throws(() => tstSource({ ...about, lists, maxAge: wrong as number }), RangeError);
    assert.throws(() => tstSource({ ...about, lists: [list('99\n', wrong as number)] }), RangeError);
    assert.throws(() => tstSource({ ...about, lists }, wrong as number), RangeError);
  }
  assert.throws(() => tstSource({ ...about, statement: {} as never }), RangeError);
  assert.throws(() => tstSource({ ...about, lists, maxAge: -1 }), RangeError);
});

test('a source is what was given, with a day as its greatest age unless it says another', () => {
  const one = list('99\n', noon + hour);
  const scope = { tsuCertificates: [], tsaNames: [], policies: ['1.2.3'] };
  const source = tstSource({ name: 'provider', scope, lists: [one] });
  assert.deepEqual([source.name, source.kind, source.scope, source.maxAge], ['provider', 'list', scope, day]);
  assert.deepEqual([source.statement, source.problem, source.listings.length], [null, null, 1]);
  const { origin, sha256, fetchedAt, entries } = source.standing!;
  assert.deepEqual([origin, sha256, fetchedAt], [one.origin, one.list.sha256, noon + hour]);
  assert.equal(entries, one.list.entries);
  assert.equal(tstSource({ ...about, lists: [one], maxAge: hour }).maxAge, hour);
});

test('a statement is its own kind of source, and one made later was not made yet', () => {
  const statement = { statedAt: noon, limit: hour };
  const source = tstSource({ ...about, statement });
  assert.deepEqual([source.kind, source.name, source.scope], ['none-published', 'provider', null]);
  assert.equal(source.statement, statement);
  assert.equal(tstSource({ ...about, statement }, noon - 1).statement, null);
  assert.equal(tstSource({ ...about, statement }, noon).statement, statement);
});
