import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageSnapshot } from '../../../../src/core/revocation/tst-list/page.ts';
import type { PageReview, TstFailure, TstSnapshot } from '../../../../src/core/revocation/tst-list/snapshot.ts';
import { prepareTstSource, type TstSourceInput } from '../../../../src/core/revocation/tst-list/source.ts';
import { day, hour, noon, read, snapshot, source } from './kit.ts';

// What stands of all that is known of a source, what is wrong with it, and where tokens are looked for.

const url = 'https://provider.test/list';
const prepare = (change: Partial<TstSourceInput>, asKnownOn: number | null = null) =>
  prepareTstSource(source(change), asKnownOn);
const failure = (change: Partial<TstFailure> = {}): TstFailure => ({
  origin: url,
  at: noon + hour,
  code: 'list-unreachable',
  facts: {},
  ...change,
});
const one = { serial: '0x1' };
const two = { serial: '0x2' };

describe('failures', () => {
  const good = snapshot({}, { fetchedAt: noon });
  const told = (failures: readonly TstFailure[], asKnownOn: number | null = null, snapshots = [good]) =>
    prepare({ snapshots, failures }, asKnownOn).problem?.object ?? null;
  const at = (ms: number | null, origin = `${ms}`) => failure({ at: ms, origin });

  test('the last one counts, in whatever order they come; one of no known date is the last', () => {
    assert.equal(told([at(noon + 1), at(noon + 3), at(noon + 2)]), `${noon + 3}`);
    assert.equal(told([at(noon + 3), at(noon + 2), at(noon + 1)]), `${noon + 3}`);
    assert.equal(told([at(null), at(noon + 1)]), 'null');
  });

  test('with the list or after it, not before', () => {
    assert.equal(told([at(noon)]), `${noon}`);
    assert.equal(told([at(noon - 1)]), null);
    assert.equal(told([at(noon - 1)], null, []), `${noon - 1}`);
  });

  test('as known on a day: not those after it', () => {
    assert.equal(told([at(noon + 1), at(noon + 2)], noon + 1), `${noon + 1}`);
    assert.equal(told([at(noon + 2)], noon + 1), null);
    assert.equal(told([at(null)], noon + 1), 'null', 'nobody knows when that was');
  });
});

describe('snapshots', () => {
  test('the latest stands: by when it was fetched, else issued; what nobody knows the date of is the oldest', () => {
    const dated = (thisUpdate: number, fetchedAt: number | null) => snapshot({ thisUpdate }, { fetchedAt });
    const undated = snapshot(read('1', { kind: 'text', radix: 10 }), { fetchedAt: null, origin: 'undated' });
    const standing = (...snapshots: TstSnapshot[]) => prepare({ snapshots }).standing!.thisUpdate;
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const files = [dated(noon, null), dated(noon + hour, null), dated(noon + 2 * hour, null)];
      assert.equal(standing(...order.map((i) => files[i]!)), noon + 2 * hour);
    }
    assert.equal(standing(dated(noon, null), undated), noon);
    assert.equal(standing(undated, dated(noon, null)), noon);
    assert.equal(standing(dated(noon + hour, noon), dated(noon + hour, noon + 1)), noon + hour);
    const [first, last] = [snapshot({}, { origin: 'first' }), snapshot({}, { origin: 'last' })];
    assert.equal(prepare({ snapshots: [first, last] }).standing!.origin, 'last', 'of one moment: in their order');
    assert.equal(prepare({ snapshots: [undated, { ...undated, origin: 'last' }] }).standing!.origin, 'last');
  });

  test('what stands says where from, and when', () => {
    const list = snapshot({ thisUpdate: noon, nextUpdate: noon + day, appliesTo: { policies: ['1.2.3'] } });
    const { standing } = prepare({ snapshots: [list] });
    const { entries, ...rest } = standing!;
    assert.deepEqual(rest, {
      basis: 'list',
      origin: url,
      sha256: list.sha256,
      fetchedAt: noon + hour,
      thisUpdate: noon,
      nextUpdate: noon + day,
      since: noon + hour,
      reviewedAt: null,
      appliesTo: { tsuCertificates: [], tsaNames: [], policies: ['1.2.3'] },
    });
    assert.equal(entries?.count, 0);
  });

  test('a list that is hidden, and one that never was', () => {
    const late = snapshot({ thisUpdate: noon + day }, { fetchedAt: noon + day });
    const { problem, standing, listings } = prepare({ snapshots: [late] }, noon);
    assert.deepEqual(
      [problem!.code, problem!.object, standing, listings.length],
      ['not-yet-known', 'provider', null, 0],
    );
    assert.equal(prepare({}, noon).problem, null);
    assert.equal(
      prepare({ snapshots: [late], failures: [failure({ at: noon })] }, noon).problem!.code,
      'list-unreachable',
    );
  });

  test('one that is not authentic is looked at by nobody, and stands for nothing', () => {
    const forged = snapshot({ entries: [one] }, { unauthentic: 'signature-false' });
    const { problem, standing, listings } = prepare({ snapshots: [forged] });
    assert.deepEqual([problem!.code, problem!.isFinal, standing, listings], ['list-unauthentic', true, null, []]);
    const failures = [failure({ at: noon + 2 * hour })];
    assert.equal(prepare({ snapshots: [forged], failures }).problem!.code, 'list-unauthentic', 'nor is it forgotten');
  });

  test('rollback is judged by origin: another’s list is no earlier issue of this one', () => {
    const before = snapshot({ number: 5, entries: [one] }, { fetchedAt: noon });
    const after = snapshot({ number: 4 }, { origin: 'other' });
    assert.equal(prepare({ snapshots: [before, after] }).problem, null);
    const back = prepare({ snapshots: [before, { ...after, origin: url }] });
    assert.deepEqual([back.problem!.code, back.problem!.object, back.problem!.isFinal], ['list-rollback', url, true]);
    assert.equal(back.standing!.sha256, before.sha256);
  });

  test('a page in place of a list is none', () => {
    const page = { page: pageOf('x') };
    const { standing, listings, problem } = prepare({ snapshots: [snapshot({}, { content: page })] });
    assert.deepEqual([standing, listings, problem], [null, [], null]);
    const list = prepare({ kind: 'page', snapshots: [snapshot()], reviews: [reviewOf('x')] });
    assert.deepEqual([list.standing, list.problem], [null, null]);
  });
});

describe('where tokens are looked for', () => {
  const listings = (...snapshots: TstSnapshot[]) =>
    prepare({ snapshots }).listings.map(({ fetchedAt }) => fetchedAt! - noon);
  const made = (ms: number, ...list: Parameters<typeof snapshot>) =>
    snapshot(list[0], { fetchedAt: noon + ms, ...list[1] });

  test('in the latest, and before it in those that say something else', () => {
    assert.deepEqual(listings(made(1, { entries: [one] }), made(2, { entries: [one, two] })), [2]);
    assert.deepEqual(listings(made(1, { entries: [one, two] }), made(2, { entries: [two], number: 2 })), [2, 1]);
    assert.deepEqual(listings(made(1, {}), made(2, {})), [2]);
    assert.deepEqual(listings(), []);
  });

  test('once in each, however often it was fetched', () => {
    const list = { entries: [one, two] };
    assert.deepEqual(listings(made(1, list), made(2, list), made(3, { number: 2 })), [3, 2]);
    assert.deepEqual(listings(made(1, list), made(2, { number: 2 }), made(3, list, { origin: 'other' })), [3]);
  });

  test('in a list about others as well: what another covers is looked for by whom it is about', () => {
    const others = { entries: [one], appliesTo: { policies: ['1.2.3'] } };
    assert.deepEqual(listings(made(1, { entries: [one] }), made(2, others)), [2, 1]);
    assert.deepEqual(listings(made(1, others), made(2, { ...others, entries: [one, two] })), [2]);
  });
});

function pageOf(text: string, change: Partial<PageSnapshot> = {}): PageSnapshot {
  const parts = { extraction: 1, regions: [text], links: [], whole: null, documents: [], ...change } as const;
  return { ...parts, fingerprint: JSON.stringify(parts) };
}

function reviewOf(text: string, change: Partial<PageReview> = {}): PageReview {
  return { reviewedAt: noon, page: pageOf(text), revoked: null, ...change };
}

describe('pages', () => {
  const seen = (page: PageSnapshot, change: Partial<TstSnapshot> = {}) =>
    snapshot({}, { content: { page }, ...change });
  const watch = (
    reviews: readonly PageReview[],
    page: PageSnapshot,
    change: Partial<TstSnapshot> = {},
    asKnownOn: number | null = null,
  ) => prepare({ kind: 'page', reviews, snapshots: [seen(page, change)] }, asKnownOn);

  test('one that isn’t shown to come from the provider is never the one reviewed', () => {
    const { problem, standing } = watch([reviewOf('x')], pageOf('x'), { unauthentic: 'signature-false' });
    assert.deepEqual(
      [problem!.code, problem!.facts, standing],
      ['list-unauthentic', { reason: 'signature-false' }, null],
    );
  });

  test('as known on a day: reviews up to it', () => {
    const told = (asKnownOn: number) =>
      watch([reviewOf('x', { reviewedAt: noon + hour })], pageOf('x'), {}, asKnownOn).standing?.reviewedAt ?? null;
    assert.deepEqual([told(noon + hour), told(noon + hour - 1)], [noon + hour, null]);
  });

  test('reviews come in any order; of one page the last holds, and changes are told from the last of all', () => {
    const revoked = read('1', { kind: 'text', radix: 10 });
    const reviews = [reviewOf('x', { reviewedAt: noon + 2 }), reviewOf('x', { reviewedAt: noon + 1, revoked })];
    for (const order of [reviews, reviews.toReversed()]) {
      const { standing, listings } = watch(order, pageOf('x'));
      assert.deepEqual([standing!.reviewedAt, standing!.entries, listings], [noon + 2, null, []]);
    }
    const of = [reviewOf('late', { reviewedAt: noon + 2 }), reviewOf('early', { reviewedAt: noon + 1 })];
    for (const order of [of, of.toReversed()]) {
      const { problem, change } = watch(order, pageOf('y'));
      assert.deepEqual(change!.linesRemoved, ['late']);
      assert.deepEqual(problem!.facts, { added: 1, removed: 1, reviewedAt: noon + 2 });
    }
  });

  test('what a review found is looked for under the page’s fingerprint', () => {
    const revoked = read('1\n2', { kind: 'text', radix: 10 });
    const { listings, standing } = watch([reviewOf('x', { revoked })], pageOf('x'));
    const { entries, ...rest } = listings[0]!;
    assert.deepEqual(rest, { origin: 'provider', fetchedAt: noon, sha256: pageOf('x').fingerprint, appliesTo: null });
    assert.equal(entries, revoked.entries);
    assert.deepEqual([standing!.basis, standing!.entries, standing!.appliesTo], ['review', revoked.entries, null]);
  });

  test('documents alone, or the page as well: each says what is different', () => {
    const document = (sha256: string) => ({ documents: [{ url: 'https://provider.test/a.pdf', sha256 }] });
    const last = { ...reviewOf('x'), page: pageOf('x', document('a')) };
    const told = (page: PageSnapshot) => {
      const { problem } = watch([last], page);
      return [problem!.code, problem!.facts];
    };
    assert.deepEqual(told(pageOf('x', document('b'))), [
      'page-document-changed',
      { url: 'https://provider.test/a.pdf', reviewedAt: noon },
    ]);
    const changed = (added: number, removed: number) => ['page-changed', { added, removed, reviewedAt: noon }];
    assert.deepEqual(told(pageOf('x\ny', document('b'))), changed(1, 0));
    assert.deepEqual(told(pageOf('', document('b'))), changed(1, 1));
    assert.deepEqual(told(pageOf('x', { ...document('b'), regions: [] })), changed(0, 1));
    assert.deepEqual(told(pageOf('x', { ...document('b'), links: ['l'] })), changed(0, 0));
    const linked = { ...last, page: pageOf('x', { ...document('a'), links: ['l'] }) };
    assert.deepEqual(watch([linked], pageOf('x', document('b'))).problem!.code, 'page-changed');
    assert.deepEqual(watch([linked], pageOf('x', { ...document('b'), links: ['m'] })).problem!.code, 'page-changed');
    assert.deepEqual(watch([last], pageOf('x', { documents: [] })).problem!.code, 'page-changed', 'a document is gone');
    const order = { ...reviewOf('x'), page: pageOf('x', { links: ['l', 'm'] }) };
    assert.deepEqual(
      watch([order], pageOf('x', { links: ['m', 'l'] })).problem!.code,
      'page-changed',
      'only the order',
    );
  });
});

describe('statements', () => {
  const told = (statedAt: number, asKnownOn: number | null) =>
    prepare({ kind: 'none-published', statement: { statedAt } }, asKnownOn).statement?.statedAt ?? null;

  test('as known on a day: made by then', () => {
    assert.deepEqual([told(noon, noon), told(noon + 1, noon), told(noon + 1, null)], [noon, null, noon + 1]);
    assert.equal(prepare({ kind: 'none-published' }, noon).statement, null);
  });

  test('only of a provider that publishes nothing', () => {
    assert.equal(prepare({ statement: { statedAt: noon } }).statement, null);
    assert.equal(prepare({ kind: 'page', statement: { statedAt: noon } }).statement, null);
  });
});
