import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AnswerTimes,
  freshnessLimits,
  freshnessProblem,
  hiddenProblem,
} from '../../../src/core/revocation/fresh.ts';
import { day, hour, issue, noon, second } from './kit.ts';

const certificate = issue({ subject: 'TSA', issuer: 'CA', serial: 20 });
const fresh: AnswerTimes = { thisUpdate: noon - hour, nextUpdate: noon + hour, keepsExpiredSince: null };

/** The reason told of an answer; null where it is fresh. Judged for and at noon unless said otherwise. */
function reason(times: Partial<AnswerTimes>, kind: 'crl' | 'ocsp' = 'crl', at = noon, about = certificate) {
  const moments = { at, now: noon, freshness: freshnessLimits };
  return freshnessProblem({ ...fresh, ...times }, kind, about, moments)?.facts.reason ?? null;
}

test('RFC 5280 §5.1.2.5: until nextUpdate, and not a millisecond longer; what was made after the moment needs none', () => {
  assert.equal(reason({ nextUpdate: noon }), null);
  assert.equal(reason({ nextUpdate: noon - 1 }), 'next-update-passed');
  assert.equal(reason({ thisUpdate: noon, nextUpdate: noon }), null);
  assert.equal(reason({ nextUpdate: noon + hour }, 'crl', noon + 2 * hour), 'next-update-passed');
  assert.equal(reason({ thisUpdate: noon - hour, nextUpdate: noon - hour }, 'crl', noon - hour), null);
});

test('an answer without nextUpdate is fresh for seven days as a CRL, and for one day as an OCSP answer', () => {
  for (const [kind, limit] of [
    ['crl', 7 * day],
    ['ocsp', day],
  ] as const) {
    assert.equal(reason({ thisUpdate: noon - limit, nextUpdate: null }, kind), null);
    assert.equal(reason({ thisUpdate: noon - limit - 1, nextUpdate: null }, kind), 'old-without-next-update');
    assert.equal(reason({ thisUpdate: noon - limit - 1, nextUpdate: noon }, kind), null, 'one that says until when');
  }
});

test("an answer from the future: five minutes are an authority's clock, more are not", () => {
  assert.equal(reason({ thisUpdate: noon + 300 * second }), null);
  assert.equal(reason({ thisUpdate: noon + 300 * second + 1 }), 'from-the-future');
});

test('an answer that ends before it begins is of no time, whenever it is judged for', () => {
  assert.equal(reason({ nextUpdate: noon - hour - 1 }, 'crl', noon - day), 'next-before-this');
  assert.equal(reason({ nextUpdate: noon - hour }, 'crl', noon - day), null);
});

test('X.509 §9.5.2.8, RFC 6960 §4.4.4: of a certificate that has expired only who says so still knows', () => {
  const { notAfter } = certificate;
  const late = notAfter + 1;
  const after = (keepsExpiredSince: number | null, thisUpdate = late) => {
    const times = { thisUpdate, nextUpdate: late + day, keepsExpiredSince };
    const problem = freshnessProblem(times, 'crl', certificate, { at: late, now: late, freshness: freshnessLimits });
    return problem?.facts.reason ?? null;
  };
  assert.equal(after(null), 'certificate-expired');
  assert.equal(after(null, notAfter), null, 'made in its last millisecond');
  assert.equal(after(notAfter), null, 'of those that expired at this very moment');
  assert.equal(after(notAfter + 1), 'certificate-expired', 'of those that expired later alone');
  assert.equal(after(Number.NEGATIVE_INFINITY), null);
});

test('what is stale is told with its times, proves nothing good, and a revocation in it counts', () => {
  const told = (times: AnswerTimes) =>
    freshnessProblem(times, 'crl', certificate, { at: noon, now: noon, freshness: freshnessLimits });
  const [thisUpdate, nextUpdate] = [noon - 9 * day, noon - 8 * day];
  const stale = { rule: 'revocation.fresh', code: 'stale', of: 'good' };
  assert.deepEqual(told({ thisUpdate, nextUpdate, keepsExpiredSince: null }), {
    ...stale,
    facts: { thisUpdate, nextUpdate, reason: 'next-update-passed' },
  });
  assert.deepEqual(told({ thisUpdate, nextUpdate: null, keepsExpiredSince: null }), {
    ...stale,
    facts: { thisUpdate, reason: 'old-without-next-update' },
  });
});

test('asKnownOn hides what was published a millisecond later, and nothing where it is not asked for', () => {
  assert.equal(hiddenProblem(noon, { asKnownOn: noon }), null);
  assert.equal(hiddenProblem(noon, { asKnownOn: null }), null);
  assert.deepEqual(hiddenProblem(noon + 1, { asKnownOn: noon }), {
    rule: 'source',
    code: 'not-yet-known',
    of: 'all',
    facts: { thisUpdate: noon + 1 },
  });
});
