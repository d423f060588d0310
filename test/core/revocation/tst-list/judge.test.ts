import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type PageSnapshot, pageSnapshot, readTstPage } from '../../../../src/core/revocation/tst-list/page.ts';
import type { TstFailure, TstSnapshot } from '../../../../src/core/revocation/tst-list/snapshot.ts';
import { english } from '../../../../src/report/messages.en.ts';
import { japanese } from '../../../../src/report/messages.ja.ts';
import {
  day,
  hour,
  imprint,
  json,
  judge,
  noon,
  otherTsu,
  policy,
  question,
  read,
  snapshot,
  source,
  tsu,
} from './kit.ts';

const url = 'https://provider.test/list';
const lists = (...snapshots: readonly TstSnapshot[]) => source({ snapshots });
const failure = (change: Partial<TstFailure> = {}): TstFailure => ({
  origin: url,
  at: noon + 2 * hour,
  code: 'list-unreachable',
  facts: { reason: 'timeout' },
  ...change,
});
const mine = { serial: '0x1a2b' };
const cleared = 'pass | pass | pass';
const revoked = 'pass | not-applicable | fail tst-revoked';

describe('listed', () => {
  const entries = {
    serial: mine,
    'serial-range': { serialRange: { from: '0x1000', to: '0x1fff' } },
    'gen-time': { genTime: { from: '2030-06-01T11:30:00Z', to: '2030-06-01T12:30:00Z' } },
    'tsu-certificate': { tsuCertificate: { issuer: 'CN=Provider CA', serial: '0x14' } },
    'tsa-name': { tsaName: 'TSU 1' },
    policy: { policy },
    imprint: { imprint: { algorithm: 'sha256', value: imprint.toString('hex') } },
  };
  for (const [by, entry] of Object.entries(entries)) {
    test(`by ${by}`, () => {
      const facts = { revokedAt: '2030-06-01T13:00:00Z', reason: 'clock', notice: 'https://provider.test/notice' };
      const { short, rules, judgement } = judge([lists(snapshot({ entries: [{ ...entry, ...facts }] }))]);
      assert.equal(short, revoked);
      assert.deepEqual(rules[2]!.facts, {
        by,
        date: Date.parse('2030-06-01T13:00:00Z'),
        cause: 'clock',
        notice: 'https://provider.test/notice',
        fetchedAt: noon + hour,
      });
      assert.equal(rules[2]!.subIndication, 'REVOKED');
      assert.equal(rules[2]!.object, url);
      assert.equal(judgement.entry!.reason, 'clock');
      assert.deepEqual([judgement.basis, judgement.wants, judgement.lines[0]!.says], [null, [], 'listed']);
      assert.ok(by in english.reasons.exact && by in japanese.reasons.exact, by);
    });
  }

  test('not listed: pass; and so by an empty list', () => {
    for (const list of [{ entries: [{ serial: '0x1a2c' }] }, {}]) {
      const { short, judgement, warnings } = judge([lists(snapshot(list))]);
      assert.equal(short, cleared);
      assert.deepEqual([judgement.basis, judgement.lines[0]!.says, warnings], ['list', 'not-listed', []]);
    }
  });

  test('in an authentic list of any age: freshness excuses nothing', () => {
    const old = snapshot({ entries: [mine], thisUpdate: noon - 900 * day, nextUpdate: noon - 899 * day });
    assert.equal(judge([lists(old)]).short, revoked);
    const undated = snapshot(read('0x1a2b', { kind: 'text', radix: null }), { fetchedAt: null });
    assert.equal(judge([lists(undated)]).short, revoked);
  });

  test('in an earlier list, though the latest has forgotten it: still revoked, and said', () => {
    const before = snapshot({ entries: [mine], number: 1, thisUpdate: noon }, { fetchedAt: noon });
    const after = snapshot({ number: 2 });
    const { short, warnings } = judge([lists(after, before)]);
    assert.equal(short, revoked);
    assert.deepEqual(warnings, ['tst-no-longer-listed']);
  });

  test('learnt later than asked about: only --as-known-on hides it', () => {
    const early = snapshot({ number: 1, thisUpdate: noon + 60_000 }, { fetchedAt: noon + hour });
    const late = snapshot({ number: 2, thisUpdate: noon + 9 * day, entries: [mine] }, { fetchedAt: noon + 9 * day });
    const at = noon + 2 * hour;
    const now = noon + 10 * day;
    assert.equal(
      judge([lists(early, late)], { at, now }).short,
      revoked,
      'also where it was judged for a moment before',
    );
    assert.equal(judge([lists(early, late)], { at, now, asKnownOn: noon + day }).short, cleared);
    assert.match(judge([lists(late)], { at, now, asKnownOn: noon + day }).short, /^unknown not-yet-known/);
    const issuedBefore = snapshot({ entries: [mine], thisUpdate: noon }, { fetchedAt: noon + 9 * day });
    assert.equal(judge([lists(issuedBefore)], { at, now, asKnownOn: noon + day }).short, revoked, 'published by then');
  });

  test('in a list of another authority of the same serial number: never', () => {
    const other = source({ scope: { tsuCertificates: [otherTsu.sha256], tsaNames: [], policies: ['1.2.3'] } });
    const listing = { ...other, snapshots: [snapshot({ entries: [mine] })] };
    assert.match(judge([listing]).short, /^unknown list-out-of-scope/);
    assert.equal(judge([listing, lists(snapshot())]).short, cleared);
    const own = snapshot({ entries: [mine], appliesTo: { policies: ['1.2.3'] } });
    assert.match(
      judge([lists(own)]).short,
      /^unknown list-out-of-scope/,
      'the list itself says that it is about others',
    );
  });

  test('without a profile the list is about the token at hand, and the report says so', () => {
    const loose = source({ scope: null, snapshots: [snapshot({ entries: [mine] })] });
    const { short, warnings } = judge([loose]);
    assert.deepEqual([short, warnings], [revoked, ['list-without-profile']]);
    const clearing = source({ scope: null, snapshots: [snapshot()] });
    assert.deepEqual([judge([clearing]).short, judge([clearing]).warnings], [cleared, ['list-without-profile']]);
    const told = source({ scope: null, snapshots: [snapshot({ appliesTo: { tsaNames: ['TSU 1'] } })] });
    assert.deepEqual([judge([told]).short, judge([told]).warnings], [cleared, []]);
  });

  test('profiles tell their tokens by TSU certificate, TSA name or policy', () => {
    for (const scope of [
      { tsuCertificates: [tsu.sha256], tsaNames: [], policies: [] },
      { tsuCertificates: [], tsaNames: [{ text: 'TSU 1', key: null }], policies: [] },
      { tsuCertificates: [], tsaNames: [], policies: [policy] },
    ]) {
      assert.equal(judge([source({ scope, snapshots: [snapshot()] })]).short, cleared);
    }
  });

  test('a token that couldn’t be read whole is cleared by nothing', () => {
    for (const wish of [{ serial: null }, { genTime: null }, { signer: null }]) {
      assert.equal(judge([lists(snapshot())], wish).short, 'pass | pass | unknown not-reached');
    }
    assert.equal(judge([lists(snapshot({ entries: [mine] }))], { signer: null }).short, revoked);
  });

  test('a list with more entries for one token than are looked at proves nothing', () => {
    const entries = Array.from({ length: 10_001 }, (_, i) => ({ ...mine, policy: `1.2.${i}` }));
    const { short, rules } = judge([lists(snapshot({ entries }))]);
    assert.equal(short, 'pass | unknown not-reached | unknown limit');
    assert.equal(rules[2]!.facts.limit, 'tstListMatches');
  });
});

describe('the source', () => {
  test('none at all', () => {
    const { short, judgement } = judge([]);
    assert.equal(short, 'unknown no-source | unknown not-reached | unknown not-reached');
    assert.deepEqual(judgement.wants, []);
  });

  test('nothing fetched yet: wanted', () => {
    const { short, judgement } = judge([source()]);
    assert.match(short, /^unknown no-source/);
    assert.deepEqual(judgement.wants, ['provider']);
  });

  test('unreachable is not empty: unknown', () => {
    const { short, rules, judgement } = judge([source({ failures: [failure()] })]);
    assert.equal(short, 'unknown list-unreachable | unknown not-reached | unknown not-reached');
    assert.deepEqual([rules[0]!.facts, rules[0]!.object, judgement.wants], [{ reason: 'timeout' }, url, ['provider']]);
  });

  test('malformed: with line and column; and without a radix', () => {
    const facts = { reason: 'serial-form', line: 3, column: 7, field: '$.entries[1].serial' };
    const { rules } = judge([source({ failures: [failure({ code: 'list-unreadable', facts })] })]);
    assert.deepEqual([rules[0]!.code, rules[0]!.facts], ['list-unreadable', facts]);
    assert.match(judge([source({ failures: [failure({ code: 'list-no-radix' })] })]).short, /^unknown list-no-radix/);
  });

  test('the last good list stays in force within its freshness, with a warning', () => {
    const good = snapshot();
    for (const code of ['list-unreachable', 'list-unreadable', 'list-no-radix'] as const) {
      const failures = [failure({ code })];
      const { short, warnings } = judge([source({ snapshots: [good], failures })]);
      assert.deepEqual([short, warnings], [cleared, [code]]);
      const later = judge([source({ snapshots: [good], failures })], { at: noon + 3 * day });
      assert.equal(later.short, `unknown ${code} | unknown list-stale | unknown not-reached`);
    }
    const before = source({ snapshots: [good], failures: [failure({ at: noon })] });
    assert.deepEqual(judge([before]).warnings, [], 'what failed before the list came is over');
    const file = source({ snapshots: [good], failures: [failure({ at: null, code: 'list-unreadable' })] });
    assert.deepEqual(judge([file]).warnings, ['list-unreadable'], 'a file of no known date is never passed over');
  });

  test('unauthentic: unknown, whatever it says', () => {
    const forged = snapshot({ entries: [mine] }, { unauthentic: 'signature-false', fetchedAt: noon + 2 * hour });
    const { short, rules } = judge([lists(forged)]);
    assert.equal(short, 'unknown list-unauthentic | unknown not-reached | unknown not-reached');
    assert.equal(rules[0]!.facts.reason, 'signature-false');
    assert.match(judge([lists(snapshot(), forged)]).short, /^unknown list-unauthentic/, 'also after a good one');
  });
});

describe('rollback', () => {
  const first = snapshot({ number: 5, thisUpdate: noon, entries: [{ serial: '0x1' }] }, { fetchedAt: noon });
  const next = (list: Parameters<typeof snapshot>[0]) => snapshot(list, { fetchedAt: noon + hour });
  const cases = {
    'number-backwards': { number: 4, thisUpdate: noon + hour, entries: [{ serial: '0x1' }] },
    'number-gone': { thisUpdate: noon + hour, entries: [{ serial: '0x1' }] },
    'date-backwards': { number: 6, thisUpdate: noon - hour, entries: [{ serial: '0x1' }] },
    'entries-gone': { number: 5, thisUpdate: noon + hour, entries: [] },
  };
  for (const [reason, list] of Object.entries(cases)) {
    test(`${reason}: refused and reported`, () => {
      const { short, rules } = judge([lists(first, next(list))]);
      assert.equal(short, 'unknown list-rollback | unknown not-reached | unknown not-reached');
      assert.equal(rules[0]!.facts.reason, reason);
      assert.ok(reason in english.reasons.exact);
    });
  }

  test('a list with neither number nor date that forgets an entry is refused; one that only grows is not', () => {
    const text = (words: string, fetchedAt: number) =>
      snapshot(read(words, { kind: 'text', radix: 10 }), { fetchedAt });
    assert.match(judge([lists(text('1\n2', noon), text('1', noon + hour))]).short, /^unknown list-rollback/);
    assert.equal(judge([lists(text('1', noon), text('1\n2', noon + hour))]).short, cleared);
  });

  test('a larger number may drop an entry, and the same list again is no rollback', () => {
    assert.equal(judge([lists(first, next({ number: 6, thisUpdate: noon + hour }))]).short, cleared);
    assert.equal(judge([lists(first, { ...first, fetchedAt: noon + hour })]).short, cleared);
  });

  test('what is refused doesn’t become what later ones are compared with; once over, it is a warning', () => {
    const old = next({ number: 4, thisUpdate: noon + hour });
    const again = snapshot({ number: 4, thisUpdate: noon + 2 * hour }, { fetchedAt: noon + 2 * hour });
    assert.match(judge([lists(first, old, again)]).short, /^unknown list-rollback/);
    const good = snapshot({ number: 6, thisUpdate: noon + hour }, { fetchedAt: noon + 2 * hour });
    const { short, warnings } = judge([lists(first, old, good)]);
    assert.deepEqual([short, warnings], [cleared, ['list-rollback']]);
  });

  test('a list that the user accepts begins a new history', () => {
    const old = next({ number: 4, thisUpdate: noon + hour });
    assert.equal(judge([source({ snapshots: [first, old], accepted: new Set([old.sha256]) })]).short, cleared);
  });

  test('a revocation in a list that is refused for going back counts', () => {
    assert.equal(judge([lists(first, next({ number: 4, thisUpdate: noon + hour, entries: [mine] }))]).short, revoked);
  });
});

describe('fresh', () => {
  const stale = (
    reason: string,
    list: Parameters<typeof snapshot>[0],
    change: Partial<TstSnapshot> = {},
    wish = {},
  ) => {
    const { short, rules, judgement } = judge([lists(snapshot(list, change))], wish);
    assert.equal(short, 'pass | unknown list-stale | unknown not-reached');
    assert.equal(rules[1]!.facts.reason, reason);
    assert.deepEqual(judgement.wants, ['provider']);
    assert.ok(reason in english.reasons.exact);
  };

  test('nextUpdate has passed', () => stale('next-update-passed', { nextUpdate: noon + 90 * 60_000 }));

  test('no nextUpdate, and older than a day or what the profile says', () => {
    stale('list-too-old', {}, {}, { at: noon + hour + day + 1 });
    assert.equal(judge([lists(snapshot())], { at: noon + hour + day }).short, cleared);
    const patient = source({ maxAge: 3 * day, snapshots: [snapshot()] });
    assert.equal(judge([patient], { at: noon + 2 * day }).short, cleared);
  });

  test('a list that is dated ahead knows nothing of tokens that came after it was fetched', () => {
    const ahead = snapshot({ thisUpdate: noon + 9 * hour }, { fetchedAt: noon - hour });
    const { short } = judge([lists(ahead)], { at: noon + 10 * hour });
    assert.equal(short, 'pass | unknown predates-token | unknown not-reached');
  });

  test('a nextUpdate far ahead holds for its time', () => {
    assert.equal(judge([lists(snapshot({ nextUpdate: noon + 30 * day }))], { at: noon + 20 * day }).short, cleared);
  });

  test('an old list that was fetched just now is what the provider says now', () => {
    const list = { thisUpdate: noon - 60 * day };
    assert.equal(judge([lists(snapshot(list))]).short, cleared);
    stale('list-too-old', list, { fetchedAt: null });
  });

  test('dated in the future, and not dated at all', () => {
    stale('from-the-future', { thisUpdate: noon + day });
    const text = read('1', { kind: 'text', radix: 10 });
    stale('list-undated', text, { fetchedAt: null });
  });

  test('older than the token, which it therefore cannot list', () => {
    const before = snapshot({ thisUpdate: noon - hour }, { fetchedAt: noon - 1 });
    const { short, judgement } = judge([lists(before)], { at: noon + 60_000 });
    assert.equal(short, 'pass | unknown predates-token | unknown not-reached');
    assert.deepEqual(judgement.wants, ['provider']);
    assert.equal(judge([lists({ ...before, fetchedAt: noon })], { at: noon + 60_000 }).short, cleared);
    assert.equal(judge([lists(snapshot({ thisUpdate: noon }, { fetchedAt: null }))], { at: noon + 1 }).short, cleared);
  });

  test('as known on a day, what was fetched later wasn’t fetched yet', () => {
    const list = snapshot({ thisUpdate: noon - hour }, { fetchedAt: noon + 9 * day });
    const wish = { at: noon + hour, now: noon + 9 * day, asKnownOn: noon + day };
    assert.match(judge([lists(list)], wish).short, /unknown predates-token/);
    assert.equal(judge([lists(list)], { ...wish, asKnownOn: noon + 9 * day }).short, cleared);
  });

  test('one source that clears is enough, and one that lists is too much', () => {
    const down = source({ name: 'down', failures: [failure()] });
    assert.equal(judge([down, lists(snapshot())]).short, cleared);
    assert.equal(judge([lists(snapshot()), source({ snapshots: [snapshot({ entries: [mine] })] })]).short, revoked);
  });
});

describe('page', () => {
  const format = { kind: 'page', regions: ['#revoked'], documents: 'a' } as const;
  const pageOf = async (text: string, document = 'ab'): Promise<PageSnapshot> => {
    const html = `<div id=revoked>${text}<a href="/list.pdf">list</a></div>`;
    const answer = { bytes: Buffer.from(html), url: 'https://provider.test/', contentType: null };
    return pageSnapshot(
      await readTstPage(answer, format),
      new Map([['https://provider.test/list.pdf', document.repeat(32)]]),
    );
  };
  let page: PageSnapshot;
  let other: PageSnapshot;
  let withDocument: PageSnapshot;
  before(async () => {
    page = await pageOf('<p>none</p>');
    other = await pageOf('<p>none</p><p>0x1a2b</p>');
    withDocument = await pageOf('<p>none</p>', 'cd');
  });
  const seen = (content: PageSnapshot, fetchedAt = noon + hour): TstSnapshot => ({
    origin: 'https://provider.test/',
    fetchedAt,
    sha256: 'ef'.repeat(32),
    unauthentic: null,
    content: { page: content },
  });
  const watch = (
    reviews: readonly { page: PageSnapshot; revoked?: object[]; reviewedAt?: number; mayBeCorrected?: boolean }[],
    ...content: PageSnapshot[]
  ) =>
    source({
      kind: 'page',
      snapshots: content.map((one) => seen(one)),
      reviews: reviews.map((one) => ({
        reviewedAt: one.reviewedAt ?? noon - day,
        page: one.page,
        revoked: one.revoked ? read(json({ entries: one.revoked })) : null,
        mayBeCorrected: one.mayBeCorrected ?? false,
      })),
    });

  test('the same as a person reviewed: what that person found still holds', () => {
    const { short, judgement, rules } = judge([watch([{ page }], page)]);
    assert.deepEqual([short, judgement.basis], [cleared, 'review']);
    assert.deepEqual(rules[1]!.facts, { fetchedAt: noon + hour, reviewedAt: noon - day });
    assert.equal(judge([watch([{ page, revoked: [mine] }], page)]).short, revoked);
    assert.equal(judge([watch([{ page, revoked: [{ serial: '0x1' }] }], page)]).short, cleared);
  });

  test('changed: unknown, with what is different', () => {
    const { short, judgement, rules } = judge([watch([{ page }], other)]);
    assert.equal(short, 'unknown page-changed | unknown not-reached | unknown not-reached');
    assert.deepEqual(rules[0]!.facts, { added: 1, removed: 0, reviewedAt: noon - day });
    assert.deepEqual(judgement.change!.linesAdded, ['0x1a2b']);
  });

  test('a linked document changed', () => {
    const { short, rules, judgement } = judge([watch([{ page }], withDocument)]);
    assert.equal(short, 'unknown page-document-changed | unknown not-reached | unknown not-reached');
    assert.equal(rules[0]!.facts.url, 'https://provider.test/list.pdf');
    assert.deepEqual(judgement.change!.documentsChanged, ['https://provider.test/list.pdf']);
  });

  test('reviewed anew: in force again; what an earlier review found stays found', () => {
    assert.equal(judge([watch([{ page }, { page: other, revoked: [{ serial: '0x9' }] }], other)]).short, cleared);
    const back = watch([{ page }, { page: other, revoked: [mine], reviewedAt: noon }], page);
    assert.deepEqual([judge([back]).short, judge([back]).warnings], [revoked, ['tst-no-longer-listed']]);
  });

  test('a later review of the same page corrects the one before', () => {
    const corrected = watch(
      [
        { page, revoked: [mine] },
        { page, reviewedAt: noon },
      ],
      page,
    );
    assert.equal(judge([corrected]).short, cleared);
  });

  test('a review that a lost one may have corrected clears nobody, and what it lists is revoked', () => {
    assert.match(judge([watch([{ page, mayBeCorrected: true }], page)]).short, /^unknown page-unreviewed/);
    assert.equal(judge([watch([{ page, revoked: [mine], mayBeCorrected: true }], page)]).short, revoked);
  });

  test('a page that came without its region, or with a document that did not come, is not the one reviewed, whatever fails later', () => {
    for (const code of ['page-region-missing', 'list-unreadable'] as const) {
      const failures = [failure({ code }), failure({ at: noon + 2 * hour + 1 })];
      assert.match(judge([{ ...watch([{ page }], page), failures }]).short, new RegExp(`^unknown ${code}`));
    }
  });

  test('never reviewed; without its region; unreachable', () => {
    assert.match(judge([watch([], page)]).short, /^unknown page-unreviewed/);
    const missing = {
      ...watch([{ page }], page),
      failures: [failure({ code: 'page-region-missing', facts: { selector: '#revoked' } })],
    };
    assert.match(judge([missing]).short, /^unknown page-region-missing/, 'never the same, though it was an hour ago');
    const down = { ...watch([{ page }], page), failures: [failure()] };
    assert.deepEqual([judge([down]).short, judge([down]).warnings], [cleared, ['list-unreachable']]);
    assert.match(judge([{ ...watch([{ page }]), failures: [failure()] }]).short, /^unknown list-unreachable/);
  });

  test('fresh as a list is, by when it was fetched', () => {
    assert.match(judge([watch([{ page }], page)], { at: noon + 3 * day }).short, /unknown list-stale/);
    assert.match(judge([watch([{ page }], page)], { genTime: noon + hour + 1 }).short, /unknown predates-token/);
  });

  test('as known on a day, later reviews hide', () => {
    const late = watch([{ page, reviewedAt: noon + 2 * day }], page);
    assert.match(judge([late], { asKnownOn: noon + day }).short, /^unknown page-unreviewed/);
  });
});

describe('none published', () => {
  const stated = (statedAt: number, limit?: number) =>
    source({ kind: 'none-published', statement: { statedAt, ...(limit === undefined ? {} : { limit }) } });

  test('the user’s own statement passes, and says what it is', () => {
    const { short, judgement, warnings } = judge([stated(noon - 30 * day)]);
    assert.deepEqual([short, judgement.basis, warnings], [cleared, 'statement', ['statement-only']]);
    assert.equal(judge([stated(noon - 30 * day)], { policyName: 'etsi' }).short, cleared);
  });

  test('not under strict', () => {
    assert.match(judge([stated(noon)], { policyName: 'strict' }).short, /^unknown statement-not-enough/);
  });

  test('it lapses', () => {
    const lapsed = 'pass | unknown statement-lapsed | unknown not-reached';
    assert.equal(judge([stated(noon - 91 * day)]).short, lapsed);
    assert.equal(judge([stated(noon - 2 * day, day)]).short, lapsed);
    assert.equal(judge([stated(noon + 9 * day)]).short, lapsed, 'none is made in advance');
    assert.equal(judge([stated(noon + 2 * hour - 90 * day)]).short, cleared);
  });

  test('it doesn’t stand in for a list that exists', () => {
    const down = source({ name: 'list', failures: [failure()] });
    assert.match(judge([stated(noon), down]).short, /^unknown (statement-not-enough|list-unreachable)/);
    assert.equal(judge([stated(noon), lists(snapshot({ entries: [mine] }))]).short, revoked);
    assert.equal(judge([stated(noon), lists(snapshot())]).judgement.basis, 'list');
  });

  test('without a statement there is nothing', () => {
    assert.match(judge([source({ kind: 'none-published' })]).short, /^unknown no-source/);
    assert.match(judge([stated(noon)], { asKnownOn: noon - day }).short, /^unknown no-source/);
  });
});

test('nothing is changed by judging, and the same input gives the same judgement', () => {
  const input = lists(snapshot({ entries: [{ serial: '0x1' }] }));
  assert.deepEqual(judge([input]), judge([input]));
  assert.equal(question().isIncomplete, false);
});
