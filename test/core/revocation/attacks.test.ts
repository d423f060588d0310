import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RevocationInput } from '../../../src/core/revocation/question.ts';
import type { CrlSource, OcspSource } from '../../../src/core/revocation/source.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  answers,
  ca,
  crl,
  crls,
  day,
  delegate,
  deltaOf,
  flag,
  hour,
  idp,
  integer,
  issue,
  issueCa,
  judge,
  noon,
  ocsp,
  oid,
  pointName,
  points,
  reasonFlags,
  root,
  rule,
  sequence,
  short,
  tlv,
  token,
  tsa,
  uri,
  warnings,
} from './kit.ts';

// What whoever holds a revoked key, or merely passes a token on, would do to have it judged good, or an honest one judged bad.

const brought = <T extends CrlSource | OcspSource>(sources: readonly T[]): T[] =>
  sources.map((one) => ({ ...one, url: null, origin: 'token' as const }));

// A revocation that leaves earlier tokens good is no better proof than `good` itself.

const ended = { serial: 20, date: noon - 2 * hour, reason: 4 };
const compromised = { ...ended, reason: 1 };

test('an old list on which the TSU was merely superseded hides no compromise that became known since', () => {
  const old = { thisUpdate: noon - 40 * day, nextUpdate: noon - 33 * day };
  const input = {
    genTime: token(noon - 60 * day),
    crls: crls({ ...old, entries: [{ ...ended, date: noon - 41 * day }] }),
  };
  const alone = judge(input);
  assert.equal(short(alone), 'unknown stale');
  assert.deepEqual(warnings(alone), ['revoked-after-token']);
  const place = points([pointName(uri('http://crl.test/'))]);
  const pointing = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [place] });
  assert.equal(judge({ ...input, certificate: pointing }).wants.length, 1, 'the present list is wanted');
  assert.equal(short(judge({ ...input, crls: [...input.crls, ...crls({ entries: [ended] })] })), 'pass');
  const now = crls({ entries: [{ ...compromised, date: noon - 41 * day }] });
  assert.equal(short(judge({ ...input, crls: [...input.crls, ...now] })), 'fail certificate-revoked');
});

test('what may prove nothing good may not prove it by a harmless revocation either', () => {
  const late = { date: noon + 3_000 * day, reason: 4 };
  const expired = delegate({ notAfter: '20300601113000Z' });
  const weak = () => 'algorithm-no-longer-accepted' as const;
  const some = [idp(pointName(uri('http://crl.test/')), reasonFlags(3, 3, 4, 5))];
  const partitioned = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([pointName(uri('http://crl.test/'))])],
  });
  const cases: readonly (readonly [string, Partial<RevocationInput>, string])[] = [
    [
      'an expired delegate',
      { ocsp: answers({ signer: 'Responder', certificates: [expired], status: late }) },
      'unknown not-authentic',
    ],
    ['a weak signature', { crls: crls({ entries: [ended] }), strength: weak }, 'unknown algorithm-no-longer-accepted'],
    [
      'a list about CAs alone',
      { crls: crls({ entries: [ended], extensions: [idp(flag(2))] }) },
      'unknown out-of-scope',
    ],
    [
      'a delta without its base',
      { crls: crls({ entries: [ended], number: 12, extensions: [deltaOf(11)] }) },
      'unknown delta-without-base',
    ],
    [
      'a list that knows of some reasons alone',
      { certificate: partitioned, crls: crls({ entries: [ended], extensions: some }) },
      'unknown reasons-missing',
    ],
  ];
  for (const [attack, input, expected] of cases) assert.equal(short(judge(input)), expected, attack);
});

test('the reason of a revoked TSU that has expired since is still told by whoever lists it', () => {
  const certificate = issue({ subject: 'TSA', issuer: 'CA', serial: 20, notAfter: '20300601105959Z' });
  const genTime = token(noon - day);
  assert.equal(short(judge({ certificate, genTime, crls: crls({ entries: [ended] }) })), 'pass');
  const answer = answers({ certificate, status: { date: ended.date, reason: 4 } });
  assert.equal(short(judge({ certificate, genTime, ocsp: answer })), 'pass');
});

test('a harmless revocation beside a hold stays a hold', () => {
  const held = crls({ entries: [{ ...ended, reason: 6 }] });
  const old = crls({ thisUpdate: noon - 40 * day, nextUpdate: noon - 33 * day, entries: [ended] });
  assert.equal(short(judge({ crls: [...held, ...old] })), 'unknown on-hold');
});

test('one serial twice on a list: the gravest reason counts, whichever comes first', () => {
  for (const entries of [
    [ended, compromised],
    [compromised, ended],
  ]) {
    assert.equal(short(judge({ crls: crls({ entries }) })), 'fail certificate-revoked');
  }
});

test('one serial twice on a list for harmless reasons: the earlier date counts, whichever comes first', () => {
  const [early, late] = [
    { serial: 20, date: noon - 2 * day, reason: 4 },
    { serial: 20, date: noon - hour, reason: 4 },
  ];
  const byInvalidity = { ...late, invalidityDate: noon - 2 * day };
  for (const entries of [
    [early, late],
    [late, early],
    [byInvalidity, late],
    [late, byInvalidity],
  ]) {
    assert.equal(short(judge({ crls: crls({ entries }) })), 'fail certificate-revoked');
  }
  assert.equal(short(judge({ crls: crls({ entries: [late] }) })), 'pass');
});

test('a hold told by a signer who proves nothing good outlives the good that is older', () => {
  const expired = delegate({ notAfter: '20300601114500Z' });
  const held = { signer: 'Responder', certificates: [expired], thisUpdate: noon - hour / 2 };
  const status = { date: noon - hour, reason: 6 };
  assert.equal(short(judge({ ocsp: answers({}, { ...held, status }) })), 'unknown on-hold');
  assert.equal(short(judge({ ocsp: answers({ thisUpdate: noon - 60_000 }, { ...held, status }) })), 'pass', 'released');
});

// A revoked CA clears nobody, itself least of all.

test('a revoked CA certifies a signer in the name of its own issuer, whose list clears it', () => {
  const usurper = issue({ subject: 'Root', issuer: 'CA', serial: 66, key: 'usurper' });
  const question = { certificate: ca, issuer: root, role: 'ca', path: [tsa, ca, root], candidates: [usurper] } as const;
  const own = crls({ issuer: 'Root', signer: 'usurper' }, {});
  assert.equal(short(judge({ ...question, crls: own })), 'unknown not-authentic');
  const honest = crls({ issuer: 'Root', entries: [{ serial: 10 }] });
  assert.equal(short(judge({ ...question, crls: [...own, ...honest] })), 'fail certificate-revoked');
});

test('a CA below a revoked one certifies a signer in the name of the root, whose list clears the one above', () => {
  const lower = issueCa({ subject: 'Lower', issuer: 'CA', serial: 11 });
  const usurper = issue({ subject: 'Root', issuer: 'Lower', serial: 66, key: 'usurper' });
  const path = [issue({ subject: 'TSA', issuer: 'Lower', serial: 20 }), lower, ca, root];
  const own = crls({ issuer: 'Root', signer: 'usurper' }, { issuer: 'CA' }, { issuer: 'Lower' });
  const judgement = judge({ certificate: ca, issuer: root, role: 'ca', path, candidates: [usurper], crls: own });
  assert.equal(short(judgement), 'unknown not-authentic');
});

test('a CA that renewed its key clears the new certificate with the old key, and not with the new one', () => {
  const old = issueCa({ subject: 'CA', issuer: 'Root', serial: 10, key: 'old' });
  const renewed = issueCa({ subject: 'CA', issuer: 'CA', serial: 11, key: 'CA', signer: 'old' });
  const question = { certificate: renewed, issuer: old, role: 'ca', path: [tsa, renewed, old, root] } as const;
  assert.equal(short(judge({ ...question, crls: crls({ signer: 'CA' }) })), 'unknown not-authentic');
  assert.equal(short(judge({ ...question, crls: crls({ signer: 'old' }) })), 'pass');
  const third = issueCa({ subject: 'CA', issuer: 'CA', serial: 12, key: 'third', signer: 'CA' });
  const byThird = judge({ ...question, candidates: [third], crls: crls({ signer: 'third' }) });
  assert.equal(short(byThird), 'unknown not-authentic');
});

// What the token brings is paid for apart.

const fakes = Array.from({ length: 16 }, (_, i) =>
  issueCa({ subject: 'Fake', issuer: 'Nobody', serial: 1_000 + i, key: `fake ${i}`, signer: null }),
);
/** Answers in the name of somebody of whom there are sixteen, none of whom signed: each costs a hundred checks. */
const crowd = Array.from({ length: 100 }, (_, i) => ({
  response: ocsp({ responder: 'Fake', signer: 'nobody', thisUpdate: noon - i * 1_000 }),
  url: null,
  nonce: null,
}));

test('a crowd of answers in the token, each dear to refute, hides no revocation behind a good answer', () => {
  const input = { brought: fakes, ocsp: [...answers({}), ...brought(crowd)] };
  assert.equal(short(judge({ ...input, crls: crls({ entries: [{ serial: 20 }] }) })), 'fail certificate-revoked');
  assert.equal(short(judge(input)), 'pass');
});

test('such a crowd hides no revocation by a signer who is judged by the same answers', () => {
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([pointName(uri('http://crl.test/'))])],
  });
  const responder = delegate({ noCheck: false });
  const told = { certificate, signer: 'Responder', certificates: [responder] };
  const lists = crls({ thisUpdate: noon - 2 * hour, nextUpdate: noon + hour }, { entries: [{ serial: 20 }] });
  const about = crowd.map((one) => ({
    ...one,
    response: ocsp({ certificate: responder, responder: 'Fake', signer: 'nobody', thisUpdate: noon }),
  }));
  const input = {
    certificate,
    brought: fakes,
    ocsp: [...answers(told), ...brought([...crowd, ...about])],
    crls: lists,
  };
  assert.equal(short(judge(input)), 'fail certificate-revoked');
});

test('where answers of the user’s are left unread for their number, nothing good is proven by the others', () => {
  const few = () => new WorkBudget({ signatureWork: 40 });
  const many = [...answers({}), ...crowd.slice(0, 10)];
  const judgement = judge({ candidates: fakes, ocsp: many, budget: few() });
  assert.equal(short(judgement), 'unknown limit');
  const silent = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [sequence(oid('2.5.29.56'), tlv(0x04, tlv(0x05)))],
  });
  const unread = judge({ certificate: silent, candidates: fakes, crls: crls({ signer: 'x' }), budget: few() });
  assert.equal(short(unread), 'not-applicable', 'all was read');
  const left = judge({
    certificate: silent,
    crls: crls({ signer: 'x' }),
    budget: new WorkBudget({ signatureWork: 8 }),
  });
  assert.equal(short(left), 'unknown limit');
});

test('a signer whose key costs more to use than any honest one signs nothing, and spends nothing', () => {
  const modulus = (1n << 2047n) + 1n;
  const key = sequence(integer(modulus), integer((1n << 60_000n) + 1n));
  const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), tlv(0x05)), tlv(0x03, Uint8Array.of(0), key));
  const dear = issue({ subject: 'Fake', issuer: 'Nobody', serial: 7, spki, signer: null });
  const told = answers({}, { responder: 'Fake', signer: 'nobody', certificates: [dear] });
  assert.equal(short(judge({ ocsp: told })), 'pass');
});

test('years of lists by a signer who was renewed since are all read', () => {
  const before = issueCa({ subject: 'CA', issuer: 'Root', serial: 9, key: 'before', notAfter: '20300101000000Z' });
  const lists = Array.from({ length: 400 }, (_, i) => ({
    crl: crl({ signer: 'before', thisUpdate: noon - (200 + i) * day, nextUpdate: noon - (199 + i) * day }),
    url: null,
  }));
  const input = { candidates: [before], genTime: token(noon - 2 * day) };
  assert.equal(short(judge({ ...input, crls: [...lists, ...crls({})] })), 'pass');
  const first = { crl: crl({ signer: 'before', thisUpdate: noon - 700 * day, entries: [{ serial: 20 }] }), url: null };
  assert.equal(short(judge({ ...input, crls: [...lists, first, ...crls({})] })), 'fail certificate-revoked');
});

test('years of answers by one responder are all read, who is judged once', () => {
  const [here, there] = [uri('http://crl.test/'), uri('http://other.test/')];
  const certificate = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [points([pointName(here)])] });
  const responder = delegate({ noCheck: false, extensions: [points([pointName(there)])] });
  const told = Array.from({ length: 100 }, (_, i) => {
    const thisUpdate = noon - (100 - i) * hour;
    return { certificate, signer: 'Responder', certificates: [responder], thisUpdate, nextUpdate: thisUpdate + hour };
  });
  const lists = crls({ extensions: [idp(pointName(there))] });
  const genTime = token(noon - 200 * hour);
  assert.equal(short(judge({ certificate, ocsp: answers(...told), crls: lists, genTime })), 'pass');
});

test('each delta speaks once, however many lists it can be applied to', () => {
  const bases = Array.from({ length: 30 }, (_, i) => ({ number: 10 + i, thisUpdate: noon - (60 - i) * 60_000 }));
  const deltas = Array.from({ length: 30 }, (_, i) => ({
    number: 50 + i,
    extensions: [deltaOf(10)],
    thisUpdate: noon - (30 - i) * 60_000,
  }));
  const judgement = judge({ crls: crls(...bases, ...deltas) });
  assert.equal(short(judgement), 'pass');
  assert.equal(judgement.sources.length, 60);
});

test('a delta is applied to the newest list that it fits: a hold that was released in between is over', () => {
  const held = { number: 10, thisUpdate: noon - 3 * hour, entries: [{ serial: 20, reason: 6 }] };
  const released = { number: 11, thisUpdate: noon - 2 * hour };
  const delta = { number: 12, extensions: [deltaOf(10)], thisUpdate: noon - hour };
  for (const order of [
    [held, released],
    [released, held],
  ]) {
    assert.equal(short(judge({ crls: crls(...order, delta) })), 'pass');
  }
});

test('what anyone can have added to the token does not change the cause', () => {
  const failed = [{ kind: 'ocsp', url: 'http://o.test/', for: null, code: 'unreachable', reason: 'timeout' }] as const;
  const junk = {
    crls: brought(crls({ signer: 'nobody' }, { thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day })),
    ocsp: brought(answers({ thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day })),
    failed: [
      ...failed,
      { kind: 'crl', url: null, for: null, code: 'revocation-unreadable', reason: 'x', origin: 'token' },
    ],
  } as const;
  assert.equal(rule(judge(junk), 'revocation.status'), 'unknown unreachable');
  assert.equal(rule(judge({ ...junk, failed: [] }), 'revocation.status'), 'unknown stale');
});

// Whatever is at hand together.

const expired = delegate({ notAfter: '20300601114500Z' });
const place = uri('http://crl.test/here');
const certificate = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [points([pointName(place)])] });
const reasons = [null, 0, 1, 4, 6, 8] as const;
const moments = [noon - 40 * day, noon - 3 * hour, noon - hour] as const;
const genuine: readonly (CrlSource | OcspSource)[] = moments.flatMap((thisUpdate, i) => {
  const nextUpdate = i === 0 ? thisUpdate + 7 * day : noon + hour;
  const when = { thisUpdate, nextUpdate };
  const entries = (reason: number | null) => [{ serial: 20, date: thisUpdate - day, reason }];
  const some = [idp(pointName(place), reasonFlags(3, 3, 4, 5, 6))];
  const others = [idp(pointName(place), reasonFlags(3, 1, 2, 7, 8))];
  return [
    ...crls({ ...when, number: 10 + 2 * i }, { ...when, extensions: others }, { ...when, extensions: some }),
    ...reasons.flatMap((reason) => [
      ...crls(
        { ...when, number: 10 + 2 * i, entries: entries(reason) },
        { ...when, number: 11 + 2 * i, extensions: [deltaOf(9 + i)], entries: entries(reason) },
        { ...when, extensions: some, entries: entries(reason) },
      ),
      ...answers({ ...when, certificate, status: { date: thisUpdate - day, reason } }),
    ]),
    ...answers({ ...when, certificate }, { ...when, certificate, signer: 'Responder', certificates: [expired] }),
  ];
});
const forged: readonly (CrlSource | OcspSource)[] = [
  ...crls({ signer: 'nobody' }, { signer: 'nobody', entries: [{ serial: 20 }] }, { signer: 'nobody', number: 30 }),
  ...crls({ signer: 'nobody', number: 40, extensions: [deltaOf(1)] }, { issuer: 'Root', signer: 'CA' }),
  ...answers({ certificate, signer: 'nobody', responder: 'CA' }),
  ...answers({ certificate, signer: 'nobody', responder: 'CA', status: { date: noon, reason: 1 } }),
  ...answers({ certificate: tsa, issuer: root, signer: 'CA' }, { certificate, status: 'unknown', signer: 'nobody' }),
];
const withSources = (
  sources: readonly (CrlSource | OcspSource)[],
  ofToken: readonly (CrlSource | OcspSource)[] = [],
) => {
  const all = [...sources, ...brought(ofToken)];
  return judge({
    certificate,
    // Before all of the revocations.
    genTime: token(noon - 60 * day),
    crls: all.filter((one) => 'crl' in one),
    ocsp: all.filter((one) => 'response' in one),
  });
};
const picked = (from: readonly (CrlSource | OcspSource)[], maxLength: number) =>
  fc.array(fc.constantFrom(...from), { maxLength });

test('what a token brings hides no revocation, and what is forged changes nothing', () => {
  fc.assert(
    fc.property(picked(genuine, 5), picked(genuine, 3), picked(forged, 4), (own, more, junk) => {
      const alone = withSources(own);
      if (alone.status === 'fail') assert.equal(withSources(own, [...more, ...junk]).status, 'fail');
      const spoilt = withSources(own, junk);
      if (alone.code !== 'no-source') assert.equal(short(spoilt), short(alone));
      else assert.equal(spoilt.status, 'unknown');
      assert.deepEqual(spoilt.revocation, alone.revocation);
    }),
    { seed: 8_3_1, numRuns: 1_500 },
  );
});

test('the order in which answers are at hand decides nothing', () => {
  fc.assert(
    fc.property(picked(genuine, 6), picked(genuine, 3), (own, more) => {
      const judgement = withSources(own, more);
      for (const [some, others] of [
        [own.toReversed(), more.toReversed()],
        [own.toSorted(() => 1), more],
      ] as const) {
        const other = withSources(some, others);
        assert.deepEqual([other.status, other.code], [judgement.status, judgement.code]);
      }
    }),
    { seed: 8_3_2, numRuns: 1_500 },
  );
});

test('without an answer that may prove something good as of late, nothing is good', () => {
  const old = genuine.filter(
    (one) => ('crl' in one ? one.crl : one.response.basic!.responses[0]!).thisUpdate === moments[0],
  );
  const spoilt = genuine.filter((one) => 'response' in one && one.response.basic!.certificates.length > 0);
  fc.assert(
    fc.property(picked([...old, ...spoilt, ...forged], 8), picked([...old, ...spoilt, ...forged], 3), (own, more) => {
      assert.notEqual(withSources(own, more).status, 'pass');
    }),
    { seed: 8_3_3, numRuns: 1_500 },
  );
});
