import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshnessProblem, statementProblem } from '../../../../src/core/revocation/tst-list/fresh.ts';
import type { Standing } from '../../../../src/core/revocation/tst-list/source.ts';
import { day, hour, noon, question, type TokenWish } from './kit.ts';

const minutes = 60_000;

interface Wish extends TokenWish {
  readonly fetchedAt?: number | null;
  readonly thisUpdate?: number | null;
  readonly nextUpdate?: number | null;
  readonly since?: number | null;
  readonly maxAge?: number;
  readonly at?: number;
  readonly now?: number;
}

/** Of a list that was fetched an hour after the token's noon and says nothing of its own date, unless wished otherwise. */
function problem(wish: Wish = {}) {
  const { fetchedAt = noon + hour, thisUpdate = null, nextUpdate = null, since = fetchedAt, maxAge = day } = wish;
  const { at = noon + 2 * hour, now = at } = wish;
  const standing: Standing = {
    basis: 'list',
    origin: 'https://provider.test/list',
    sha256: '00',
    fetchedAt,
    thisUpdate,
    nextUpdate,
    since,
    reviewedAt: null,
    appliesTo: null,
    entries: null,
  };
  return freshnessProblem(standing, maxAge, question(wish), { at, now });
}

test('tst-list.fresh: a list that was fetched since the token is fresh', () => {
  assert.equal(problem(), null);
});

test('a list without any date is stale', () => {
  assert.deepEqual(problem({ fetchedAt: null }), { code: 'list-stale', facts: { reason: 'list-undated' } });
});

test('a list is at most five minutes ahead of the clock, by whichever date is later', () => {
  const now = noon + 2 * hour;
  const [last, first] = [now + 5 * minutes, now + 5 * minutes + 1];
  assert.equal(problem({ fetchedAt: last }), null);
  assert.equal(problem({ thisUpdate: last }), null);
  assert.deepEqual(problem({ fetchedAt: first }), {
    code: 'list-stale',
    facts: { fetchedAt: first, reason: 'from-the-future' },
  });
  assert.deepEqual(problem({ thisUpdate: first }), {
    code: 'list-stale',
    facts: { thisUpdate: first, fetchedAt: noon + hour, reason: 'from-the-future' },
  });
  assert.deepEqual(problem({ fetchedAt: first, thisUpdate: noon })?.facts.reason, 'from-the-future');
  assert.equal(problem({ fetchedAt: first, at: now, now: first }), null, 'by the clock, not by the moment judged for');
});

test('a list holds until nextUpdate to the millisecond, however old it is', () => {
  const nextUpdate = noon + 9 * day;
  assert.equal(problem({ nextUpdate, at: nextUpdate }), null);
  assert.deepEqual(problem({ nextUpdate, at: nextUpdate + 1 }), {
    code: 'list-stale',
    facts: { nextUpdate, fetchedAt: noon + hour, reason: 'next-update-passed' },
  });
});

test('a list without nextUpdate holds for its greatest age to the millisecond', () => {
  const oldest = noon + hour + day;
  assert.equal(problem({ at: oldest }), null);
  assert.deepEqual(problem({ at: oldest + 1 }), {
    code: 'list-stale',
    facts: { fetchedAt: noon + hour, reason: 'list-too-old' },
  });
  assert.equal(problem({ at: oldest + 1, maxAge: day + 1 }), null);
});

test('a list from before genTime cannot list the token: by the microsecond, whatever its accuracy', () => {
  for (const accuracyMicros of [0, 1, 1_000_000]) {
    assert.equal(problem({ fetchedAt: noon, accuracyMicros }), null);
    assert.deepEqual(problem({ fetchedAt: noon, genTime: noon + 1, accuracyMicros }), {
      code: 'predates-token',
      facts: { fetchedAt: noon },
    });
    assert.equal(problem({ fetchedAt: noon + 1, genTime: noon + 1, accuracyMicros }), null);
  }
  assert.equal(problem({ fetchedAt: null, thisUpdate: noon, since: noon }), null);
  assert.deepEqual(problem({ fetchedAt: null, thisUpdate: noon - 1, since: noon - 1 }), {
    code: 'predates-token',
    facts: { thisUpdate: noon - 1 },
  });
});

test('a token without a genTime is judged for that elsewhere', () => {
  assert.equal(problem({ genTime: null }), null);
  assert.equal(problem({ genTime: null, fetchedAt: null })?.code, 'list-stale');
});

test('a statement holds for ninety days or its own limit, to the millisecond', () => {
  const moment = (at: number) => ({ at, now: at });
  assert.equal(statementProblem({ statedAt: noon }, moment(noon + 90 * day)), null);
  assert.deepEqual(statementProblem({ statedAt: noon }, moment(noon + 90 * day + 1)), {
    code: 'statement-lapsed',
    facts: { statedAt: noon, until: noon + 90 * day },
  });
  assert.equal(statementProblem({ statedAt: noon, limit: hour }, moment(noon + hour)), null);
  assert.deepEqual(statementProblem({ statedAt: noon, limit: hour }, moment(noon + hour + 1)), {
    code: 'statement-lapsed',
    facts: { statedAt: noon, until: noon + hour },
  });
});

test('a statement is made at most five minutes ahead of the clock', () => {
  const statedAt = noon + 5 * minutes;
  assert.equal(statementProblem({ statedAt }, { at: noon, now: noon }), null);
  assert.deepEqual(statementProblem({ statedAt: statedAt + 1 }, { at: noon, now: noon }), {
    code: 'statement-lapsed',
    facts: { statedAt: statedAt + 1, reason: 'from-the-future' },
  });
});
