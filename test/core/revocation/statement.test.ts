import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts, holding, momentOf, refusal, type Statement } from '../../../src/core/revocation/statement.ts';
import { noon } from './kit.ts';

const said = (says: Statement['says'], refused: Statement['refusal']) =>
  counts({ says, refusal: refused } as Statement);

test('what counts: words that nothing is held against, and a revocation by who proves nothing good', () => {
  const [good, all] = (['good', 'all'] as const).map((of) => refusal('revocation.fresh', 'stale', of));
  const outcome = (says: Statement['says']) => [null, good!, all!].map((refused) => said(says, refused));
  assert.deepEqual(outcome('good'), [true, false, false]);
  assert.deepEqual(outcome('on-hold'), [true, false, false]);
  assert.deepEqual(outcome('never-issued'), [true, false, false]);
  assert.deepEqual(outcome('revoked'), [true, true, false]);
  assert.deepEqual(outcome('unknown'), [false, false, false]);
  assert.deepEqual(outcome('nothing'), [false, false, false]);
});

test('a refusal counts for nothing unless said otherwise', () => {
  const expected = { rule: 'source', code: 'stale', of: 'all', facts: {} };
  assert.deepEqual(refusal('source', 'stale'), expected);
});

test('what the user gave is as new as can be, what was fetched as new as its fetching, what the token brings as old as can be', () => {
  const user = { heldSince: Number.POSITIVE_INFINITY, fromToken: false };
  assert.deepEqual(holding({}), user);
  assert.deepEqual(holding({ origin: 'user', fetchedAt: noon }), user);
  assert.deepEqual(holding({ origin: 'fetched', fetchedAt: noon }), { heldSince: noon, fromToken: false });
  const unknown = { heldSince: Number.NEGATIVE_INFINITY };
  assert.deepEqual(holding({ origin: 'fetched' }), { ...unknown, fromToken: false });
  assert.deepEqual(holding({ origin: 'token' }), { ...unknown, fromToken: true });
});

test('RFC 5280 §5.3.2: an invalidityDate before the revocation stands in for it', () => {
  const moment = (invalidityDate: number | null) => momentOf({ date: noon, invalidityDate });
  assert.equal(moment(null), noon);
  assert.equal(moment(noon - 1), noon - 1);
  assert.equal(moment(noon + 1), noon);
  assert.equal(moment(0), 0);
});
