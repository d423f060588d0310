import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TstFailure, TstSnapshot } from '../../../../src/core/revocation/tst-list/snapshot.ts';
import type { TstSourceInput } from '../../../../src/core/revocation/tst-list/source.ts';
import { day, hour, judge, noon, otherTsu, policy, snapshot, source, tsu } from './kit.ts';

// Several sources for one token: which of them decides, what is said of each, and of which a newer answer is wanted.

const url = 'https://provider.test/list';
const mine = { serial: '0x1a2b' };
const cleared = 'pass | pass | pass';
const revoked = 'pass | not-applicable | fail tst-revoked';
const list = (name: string, change: Partial<TstSourceInput> = {}, ...snapshots: readonly TstSnapshot[]) =>
  source({ name, snapshots, ...change });
const loose = { scope: null } as const;
const failure = (change: Partial<TstFailure> = {}): TstFailure => ({
  origin: url,
  at: noon + 2 * hour,
  code: 'list-unreachable',
  facts: { reason: 'timeout' },
  ...change,
});
const reviewed = (statedAt: number) => source({ kind: 'none-published', name: 'word', statement: { statedAt } });

describe('the list of another provider', () => {
  test('whose policy or root the token has as well clears nobody, and revokes', () => {
    const both = [list('a', {}, snapshot()), list('b', {}, snapshot())];
    for (const name of ['a', 'b']) {
      const { short, judgement } = judge(both, { owner: name });
      assert.equal(short, cleared, name);
      assert.deepEqual(
        judgement.lines.map(({ counts, says }) => [counts, says]),
        [
          [name === 'a', name === 'a' ? 'not-listed' : 'nothing'],
          [name === 'b', name === 'b' ? 'not-listed' : 'nothing'],
        ],
      );
    }
    const listed = list('b', {}, snapshot({ entries: [mine] }));
    assert.equal(judge([both[0]!, listed], { owner: 'a' }).short, revoked);
  });

  test('says why: none was chosen, or another was', () => {
    for (const [owner, reason] of [
      [null, 'no-profile-chosen'],
      ['b', 'other-profile'],
    ] as const) {
      const { short, rules, judgement } = judge([list('a', {}, snapshot())], { owner });
      assert.equal(short, 'unknown list-out-of-scope | unknown not-reached | unknown not-reached');
      assert.deepEqual([rules[0]!.object, rules[0]!.facts], ['a', { reason }]);
      assert.deepEqual([judgement.basis, judgement.wants], [null, []]);
      assert.deepEqual([judgement.lines[0]!.code, judgement.lines[0]!.facts], ['list-out-of-scope', { reason }]);
    }
  });

  test('a statement or page of another clears nobody either', () => {
    assert.match(judge([reviewed(noon)], { owner: 'a' }).short, /^unknown list-out-of-scope/);
    assert.equal(judge([reviewed(noon)], { owner: 'word' }).short, cleared);
  });

  test('a list that is given for this very token is its own, whoever owns it', () => {
    for (const owner of [null, 'b']) assert.equal(judge([list('a', loose, snapshot())], { owner }).short, cleared);
  });

  test('what is told of is the own one’s fault, though the other stands first', () => {
    const down = list('own', { failures: [failure()] });
    const { short, rules } = judge([list('other', {}, snapshot()), down], { owner: 'own' });
    assert.match(short, /^unknown list-unreachable/);
    assert.equal(rules[0]!.object, url);
    assert.match(judge([list('x', {}, snapshot()), list('y', {}, snapshot())], { owner: null }).short, /out-of-scope/);
  });

  test('about nobody here: said with the name of the first, and why', () => {
    const scope = { tsuCertificates: [otherTsu.sha256], tsaNames: [], policies: ['1.2.3'] };
    const { rules, judgement } = judge([list('first', { scope }, snapshot()), list('second', { scope })]);
    assert.deepEqual([rules[0]!.object, rules[0]!.facts], ['first', { reason: 'other-tsa' }]);
    assert.deepEqual(judgement, { basis: null, entry: null, lines: [], wants: [], change: null });
  });
});

describe('a list that is given for this very token', () => {
  test('and cannot be used is not outvoted by one that can', () => {
    const broken = list('given', { ...loose, failures: [failure({ code: 'list-unreadable' })] });
    for (const sources of [
      [broken, list('provider', {}, snapshot())],
      [list('provider', {}, snapshot()), broken],
      [broken, list('also given', loose, snapshot())],
      [list('also given', loose, snapshot()), broken],
    ]) {
      const { short, judgement } = judge(sources);
      assert.match(short, /^unknown list-unreadable/);
      assert.deepEqual([judgement.basis, judgement.wants], [null, ['given']]);
    }
  });

  test('as a page that is another than was reviewed: said with what is different, whatever clears', () => {
    const page = (text: string) =>
      ({ extraction: 1, regions: [text], links: [], whole: null, documents: [], fingerprint: text }) as const;
    const changed = list(
      'page',
      { ...loose, kind: 'page', reviews: [{ reviewedAt: noon, page: page('x'), revoked: null }] },
      snapshot({}, { content: { page: page('y') } }),
    );
    const { short, judgement } = judge([list('provider', {}, snapshot()), changed]);
    assert.match(short, /^unknown page-changed/);
    assert.deepEqual([judgement.change!.linesAdded, judgement.change!.linesRemoved], [['y'], ['x']]);
  });

  test('and can be used leaves the decision to the first that clears', () => {
    const down = list('provider', { failures: [failure()] });
    const { short, rules } = judge([down, list('given', loose, snapshot({}, { origin: 'given.json' }))]);
    assert.equal(short, cleared);
    assert.deepEqual(
      rules.map(({ object }) => object),
      ['given.json', 'given.json', 'given.json'],
    );
  });

  test('and is not tied to the authority, clears or revokes with a warning that names it', () => {
    const told = (one: TstSnapshot) => judge([list('given', loose, one)]).rules[0]!.warnings;
    const warning = { code: 'list-without-profile', object: url, facts: {} };
    assert.deepEqual(told(snapshot()), [warning]);
    assert.deepEqual(told(snapshot({ entries: [mine] })), [warning]);
    assert.deepEqual(told(snapshot({ entries: [mine], appliesTo: { policies: [policy] } })), []);
    assert.deepEqual(told(snapshot({ appliesTo: { policies: [policy] } })), []);
  });
});

describe('what is wanted anew', () => {
  const wants = (newerThan: number, ...sources: readonly TstSourceInput[]) =>
    judge(sources, { newerThan }).judgement.wants;

  test('of what clears: only what was fetched before the moment that is asked for', () => {
    const one = list('a', {}, snapshot({}, { fetchedAt: noon + hour }));
    assert.deepEqual(
      [wants(noon + hour - 1, one), wants(noon + hour, one), wants(noon + hour + 1, one)],
      [[], [], ['a']],
    );
    assert.deepEqual(judge([one]).judgement.wants, []);
    const undated = list('undated', {}, snapshot({}, { fetchedAt: null }));
    assert.deepEqual(judge([undated]).judgement.wants, [], 'nothing newer is asked for');
  });

  test('every source that is about the token, also one that nothing was fetched of; never a statement', () => {
    const never = list('never', { failures: [failure()] });
    const undated = list('undated', {}, snapshot({}, { fetchedAt: null }));
    const all = [list('a', {}, snapshot()), never, undated, reviewed(noon)];
    assert.deepEqual(wants(noon + 2 * hour, ...all), ['a', 'never', 'undated']);
    assert.deepEqual(wants(noon, ...all), ['never', 'undated']);
    assert.deepEqual(wants(noon + 2 * hour, reviewed(noon)), []);
  });

  test('of what doesn’t: where a newer answer may put it right', () => {
    const told = (change: Partial<TstSourceInput>, ...snapshots: readonly TstSnapshot[]) => {
      const { judgement } = judge([list('a', change, ...snapshots)]);
      return judgement.wants.length;
    };
    for (const code of ['list-unreachable', 'list-unreadable', 'list-no-radix', 'page-region-missing'] as const) {
      assert.equal(told({ failures: [failure({ code })] }), 1, code);
    }
    assert.equal(told({}, snapshot({}, { unauthentic: 'signature-false' })), 1);
    assert.equal(told({}, snapshot({ appliesTo: { policies: ['1.2.3'] } })), 0, 'a list of others stays one');
    assert.equal(told({ kind: 'none-published', statement: { statedAt: noon - 900 * day } }), 1);
  });
});

describe('what is said', () => {
  test('of a list that lists the token: where it came from, whatever else is wrong', () => {
    const before = snapshot({ entries: [mine], number: 1, thisUpdate: noon - 9 * day }, { fetchedAt: noon - day });
    const after = snapshot({ number: 2 }, { origin: url });
    const { judgement, rules } = judge([list('a', { failures: [failure()] }, before, after)]);
    assert.deepEqual(judgement.lines, [
      {
        name: 'a',
        kind: 'list',
        origin: url,
        sha256: before.sha256,
        fetchedAt: noon - day,
        says: 'listed',
        counts: true,
        code: null,
        facts: {},
      },
    ]);
    assert.deepEqual(rules[0]!.object, url);
    assert.deepEqual(rules[0]!.warnings, [{ code: 'list-unreachable', object: url, facts: { reason: 'timeout' } }]);
    assert.deepEqual(rules[2]!.warnings, [{ code: 'tst-no-longer-listed', object: url, facts: {} }]);
    assert.deepEqual(rules[2]!.facts, { by: 'serial', fetchedAt: noon - day });
  });

  test('of a list that lists the token and is too old to clear one: that it counts', () => {
    const { judgement } = judge([list('a', {}, snapshot({ entries: [mine] }))], { at: noon + 9 * day });
    const [line] = judgement.lines;
    assert.deepEqual([line!.says, line!.counts, line!.code, line!.facts], ['listed', true, null, {}]);
  });

  test('of a list of no known date that lists it, by nothing but its policy', () => {
    const undated = snapshot({ entries: [{ policy }] }, { fetchedAt: null });
    const { rules, judgement } = judge([list('a', {}, undated)]);
    assert.deepEqual(rules[2]!.facts, { by: 'policy' });
    assert.deepEqual(rules[2]!.warnings, []);
    assert.equal(judgement.lines[0]!.fetchedAt, null);
  });

  test('of the token’s own TSU in preference to its name and policy', () => {
    const entry = { tsuCertificate: { sha256: tsu.sha256 }, tsaName: 'TSU 1', policy };
    const told = (one: object) => judge([list('a', {}, snapshot({ entries: [one] }))]).rules[2]!.facts.by;
    assert.equal(told(entry), 'tsu-certificate');
    assert.equal(told({ tsaName: 'TSU 1', policy }), 'tsa-name');
  });

  test('of a list that clears: its dates, and the list', () => {
    const { rules, judgement } = judge([list('a', {}, snapshot())]);
    assert.deepEqual(
      rules.map(({ object, facts }) => [object, facts]),
      [
        [url, {}],
        [url, { thisUpdate: noon + hour, fetchedAt: noon + hour }],
        [url, {}],
      ],
    );
    const [line] = judgement.lines;
    assert.deepEqual([line!.origin, line!.fetchedAt, line!.says, line!.counts], [url, noon + hour, 'not-listed', true]);
    assert.deepEqual(judge([list('a')]).judgement.lines[0], {
      name: 'a',
      kind: 'list',
      origin: null,
      sha256: null,
      fetchedAt: null,
      says: 'nothing',
      counts: false,
      code: 'no-source',
      facts: {},
    });
  });

  test('of a token that couldn’t be read whole: nothing clears it', () => {
    const { judgement, rules } = judge([list('a', {}, snapshot())], { signer: null });
    assert.deepEqual([judgement.basis, rules[2]!.object], [null, url]);
  });

  test('of a statement: when it was made', () => {
    const { rules } = judge([reviewed(noon - day)]);
    assert.deepEqual(
      rules.map(({ object, facts }) => [object, facts]),
      [
        ['word', {}],
        ['word', { statedAt: noon - day }],
        ['word', {}],
      ],
    );
    assert.deepEqual(rules[0]!.warnings, [{ code: 'statement-only', object: 'word', facts: { statedAt: noon - day } }]);
    const stopped = judge([reviewed(noon - day)], { policyName: 'strict' }).rules[0]!;
    assert.deepEqual([stopped.code, stopped.facts], ['statement-not-enough', { statedAt: noon - day }]);
    const beside = judge([reviewed(noon - day), list('down', { failures: [failure()] })]).rules[0]!;
    assert.deepEqual([beside.code, beside.facts], ['statement-not-enough', { statedAt: noon - day }]);
  });

  test('of a list with a statement of its provider beside it: nothing, for there is a list', () => {
    const both = list('a', { statement: { statedAt: noon } }, snapshot());
    const { rules, warnings } = judge([both]);
    assert.deepEqual([rules[1]!.facts.statedAt, warnings], [undefined, []]);
  });

  test('of what was wrong before: the last three faults', () => {
    const forged = (n: number) =>
      snapshot({ number: n }, { unauthentic: `fault-${n}`, origin: `${url}/${n}`, fetchedAt: noon + n });
    const { short, rules } = judge([list('a', {}, ...[1, 2, 3, 4].map(forged), snapshot({ number: 5 }))]);
    assert.equal(short, cleared);
    assert.deepEqual(
      rules[0]!.warnings.map(({ facts }) => facts.reason),
      ['fault-2', 'fault-3', 'fault-4'],
    );
  });
});
