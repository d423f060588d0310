import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TstQuestion } from '../../../../src/core/revocation/tst-list/question.ts';
import { appliesTo, type TstScope } from '../../../../src/core/revocation/tst-list/scope.ts';
import { nameSelector } from '../../../../src/core/revocation/tst-list/selectors.ts';
import { isHidden, knownSince } from '../../../../src/core/revocation/tst-list/snapshot.ts';
import type { TstInfo } from '../../../../src/core/tsp/tst-info.ts';
import { integer, noon, otherTsu, policy, question, read, snapshot, tsu } from './kit.ts';

const nobody: TstScope = { tsuCertificates: [], tsaNames: [], policies: [] };
const anchor = 'ab'.repeat(32);
const tst = (change: Partial<TstInfo> = {}): TstInfo =>
  ({
    serialNumber: integer(5n),
    genTime: {
      exact: '',
      ms: noon,
      micros: BigInt(noon) * 1000n,
      beyond: false,
      fraction: '',
      leapSecond: false,
    },
    accuracy: null,
    policy,
    messageImprint: {
      algorithm: { oid: '', parameters: 'absent' },
      hash: 'sha256',
      hashedMessage: Buffer.alloc(32),
    },
    tsa: null,
    ...change,
  }) as TstInfo;

describe('whose tokens a source is about', () => {
  const told = (scope: Partial<TstScope>, token = question()) => appliesTo({ ...nobody, ...scope }, token);

  test('nobody’s where it names nobody', () => assert.ok(!told({})));

  test('any one of certificate, name, policy and anchor is enough', () => {
    assert.ok(told({ policies: ['1.2.3', policy] }));
    assert.ok(told({ tsuCertificates: [otherTsu.sha256, tsu.sha256] }));
    assert.ok(told({ tsaNames: [nameSelector('TSU 2')!, nameSelector('TSU 1')!] }));
    assert.ok(told({ anchors: ['cd'.repeat(32), anchor] }, new TstQuestion(tst(), tsu, { anchor })));
  });

  test('others do not do', () => {
    assert.ok(!told({ policies: ['1.2.3'] }));
    assert.ok(!told({ tsuCertificates: [otherTsu.sha256] }));
    assert.ok(!told({ tsaNames: [nameSelector('TSU 2')!] }));
    assert.ok(!told({ anchors: ['cd'.repeat(32)] }, new TstQuestion(tst(), tsu, { anchor })));
    assert.ok(!told({ anchors: [anchor] }), 'the anchor of the token is not known');
  });

  test('what is not known of a token is nobody’s', () => {
    const unread = new TstQuestion(tst({ policy: null }), null);
    const all = { tsuCertificates: [tsu.sha256], tsaNames: [nameSelector('TSU 1')!], policies: [policy] };
    assert.ok(!told(all, unread));
  });
});

describe('the question', () => {
  test('anything that couldn’t be read makes it incomplete', () => {
    assert.ok(!new TstQuestion(tst(), tsu).isIncomplete);
    assert.ok(new TstQuestion(tst(), null).isIncomplete);
    for (const key of ['serialNumber', 'genTime', 'policy', 'messageImprint'] as const) {
      assert.ok(new TstQuestion(tst({ [key]: null }), tsu).isIncomplete, key);
    }
    assert.ok(new TstQuestion(tst(), tsu, { genTime: null }).isIncomplete);
  });

  test('what it is asked by', () => {
    const asked = new TstQuestion(tst(), tsu);
    assert.equal(asked.serialValue, 5n);
    assert.equal(asked.serialValue, 5n, 'again');
    assert.equal(asked.anchor, null);
    assert.deepEqual(asked.genTime, {
      earliest: BigInt(noon - 1_000) * 1000n,
      latest: BigInt(noon + 1_000) * 1000n,
      accuracyMicros: 1_000_000,
      assumed: true,
    });
    assert.deepEqual(asked.imprint, { algorithm: 'sha256', value: Buffer.alloc(32) });
    assert.equal(new TstQuestion(tst({ messageImprint: null }), tsu).imprint, null);
    assert.equal(new TstQuestion(tst({ serialNumber: null }), tsu).serialValue, null);
    const stated = { earliest: 1n, latest: 3n, accuracyMicros: 1, assumed: false };
    const more = new TstQuestion(tst(), tsu, { genTime: stated, anchor });
    assert.deepEqual([more.genTime, more.anchor], [stated, anchor]);
  });
});

describe('what was known on a day', () => {
  const undated = read('1', { kind: 'text', radix: 10 });
  const [day, before, after] = [noon, noon - 1, noon + 1];
  const one = (fetchedAt: number | null, thisUpdate: number | null) =>
    thisUpdate === null ? snapshot(undated, { fetchedAt }) : snapshot({ thisUpdate: noon }, { fetchedAt });
  const issued = (thisUpdate: number, fetchedAt: number | null) => {
    const content = { list: { ...undated, thisUpdate } };
    return snapshot(undated, { fetchedAt, content });
  };

  test('hidden: neither seen nor issued by then', () => {
    assert.deepEqual(
      [isHidden(issued(after, after), day), isHidden(issued(day, after), day), isHidden(issued(after, day), day)],
      [true, false, false],
    );
    assert.deepEqual([isHidden(one(after, null), day), isHidden(one(day, null), day)], [true, false]);
    assert.deepEqual([isHidden(issued(after, null), day), isHidden(issued(before, null), day)], [true, false]);
    assert.ok(!isHidden(one(null, null), day), 'nobody knows the date of it');
    assert.ok(!isHidden(issued(after, after), null), 'no day is asked about');
  });

  test('since: when it was seen, else when it was issued', () => {
    assert.equal(knownSince(issued(after, before), null), before);
    assert.equal(knownSince(issued(before, null), null), before);
    assert.equal(knownSince(one(null, null), null), null);
    assert.equal(knownSince(issued(before, after), day), before, 'it wasn’t seen by then');
    assert.equal(knownSince(issued(before, day), day), day);
    assert.equal(knownSince(one(after, null), day), null);
  });

  test('a page is known when it was seen', () => {
    const page = {
      page: { extraction: 1, regions: [], links: [], whole: null, documents: [], fingerprint: '' },
    } as const;
    const seen = snapshot(undated, { fetchedAt: after, content: page });
    assert.deepEqual([knownSince(seen, null), knownSince(seen, day)], [after, null]);
    assert.deepEqual([isHidden(seen, day), isHidden(seen, after)], [true, false]);
  });
});
