import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../src/core/der/limits.ts';
import { type RevocationEvidence, standings } from '../../../src/core/revocation/evidence.ts';
import { evidenceFor } from '../../../src/core/revocation/gathering.ts';
import type { Inquiry } from '../../../src/core/revocation/inquiry.ts';
import { decodeOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import type { RevocationQuestion } from '../../../src/core/revocation/question.ts';
import type { CrlSource, FailedSource, OcspSource } from '../../../src/core/revocation/source.ts';
import {
  anchor,
  answers,
  type CrlWish,
  ca,
  crls,
  day,
  delegate,
  deltaOf,
  directory,
  extension,
  flag,
  hour,
  idp,
  issue,
  noon,
  type OcspWish,
  ocsp,
  ocspOf,
  oid,
  pointName,
  points,
  reasonFlags,
  root,
  sequence,
  tlv,
  tsa,
  uri,
} from './kit.ts';

// What all answers together say of one certificate, before any token is asked about.

function gather(question: Partial<RevocationQuestion> = {}): RevocationEvidence {
  const evidence = evidenceFor({
    certificate: tsa,
    issuer: ca,
    anchor,
    path: [tsa, ca, root],
    candidates: [],
    crls: [],
    ocsp: [],
    at: noon,
    now: noon,
    ...question,
  });
  assert.ok(typeof evidence !== 'string');
  return evidence;
}

const place = uri('http://crl.test/here');
const partitioned = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [points([pointName(place)])] });
const some = (...bits: readonly number[]) => [idp(pointName(place), reasonFlags(3, ...bits))];
const [firstHalf, secondHalf] = [some(1, 2, 3, 4), some(5, 6, 7, 8)];
const from = <T extends CrlSource | OcspSource>(sources: readonly T[], fetchedAt: number | null): T[] =>
  sources.map((one) => ({ ...one, origin: 'fetched' as const, fetchedAt }));

test('nothing at hand: no source, and nothing else', () => {
  assert.deepEqual(gather(), {
    revocations: [],
    hold: null,
    neverIssued: null,
    good: null,
    settled: null,
    cause: { code: 'no-source', rule: 'source', detail: 'no-source', facts: {}, url: null },
    noRevAvail: false,
    lines: [],
    wants: [],
  });
});

test('good by one list, by one answer, and by whichever is newer', () => {
  const list = { thisUpdate: noon - hour, url: 'http://crl.test/0', heldSince: Number.POSITIVE_INFINITY };
  const byList = gather({ crls: crls({}) });
  assert.deepEqual(byList.good, { ...list, byCompleteCrl: true });
  assert.deepEqual(byList.settled, byList.good);
  assert.equal(byList.cause, null);
  const answer = { ...list, url: 'http://ocsp.test/0', byCompleteCrl: false };
  assert.deepEqual(gather({ ocsp: answers({}) }).good, answer);
  const newer = answers({ thisUpdate: noon - 60_000 });
  assert.deepEqual(gather({ crls: crls({}), ocsp: newer }).good, { ...answer, thisUpdate: noon - 60_000 });
  const older = answers({ thisUpdate: noon - 2 * hour });
  assert.deepEqual(gather({ crls: crls({}), ocsp: older }).good, { ...list, byCompleteCrl: true });
});

test('RFC 5280 §6.3.3 (e), (l): good by two lists is as old as the older of them, and no older than is needed', () => {
  const lists = (...ages: readonly number[]) =>
    ages.map((age, i) => ({ thisUpdate: noon - age, extensions: i % 2 === 0 ? firstHalf : secondHalf }));
  const good = (...ages: readonly number[]) => gather({ certificate: partitioned, crls: crls(...lists(...ages)) }).good;
  assert.equal(good(1_000), null);
  assert.deepEqual([good(1_000, 3_000)?.thisUpdate, good(1_000, 3_000)?.url], [noon - 3_000, 'http://crl.test/1']);
  assert.deepEqual([good(3_000, 1_000)?.thisUpdate, good(3_000, 1_000)?.url], [noon - 3_000, 'http://crl.test/0']);
  assert.equal(good(5_000, 1_000, 3_000, 6_000)?.thisUpdate, noon - 3_000);
});

test('proof is held since the first of the fetches that it needs', () => {
  const held = (...all: readonly (number | null)[]) => {
    const lists = all.flatMap((fetchedAt, i) =>
      from(crls({ thisUpdate: noon - 1_000 * (i + 1), extensions: i % 2 === 0 ? firstHalf : secondHalf }), fetchedAt),
    );
    return gather({ certificate: partitioned, crls: lists }).good?.heldSince;
  };
  assert.equal(held(noon - 5, noon - 7), noon - 7);
  assert.equal(held(noon - 7, noon - 5), noon - 7);
  assert.equal(held(noon - 7, noon - 5, noon - 99), noon - 7, 'not needed');
  assert.equal(held(noon - 7, null), Number.NEGATIVE_INFINITY);
});

test('by a delta and its base: no complete list that a delta may outdate', () => {
  const base = { number: 10, thisUpdate: noon - 2 * hour };
  const delta = { number: 11, extensions: [deltaOf(10)] };
  const { good, lines } = gather({ crls: crls(base, delta) });
  assert.deepEqual([good?.byCompleteCrl, good?.thisUpdate, good?.url], [false, noon - hour, 'http://crl.test/1']);
  assert.deepEqual(
    lines.map(({ kind, says, counts }) => [kind, says, counts]),
    [
      ['crl', 'good', true],
      ['delta-crl', 'good', true],
    ],
  );
});

test('known whether revoked: by good and revoked answers that together cover all reasons', () => {
  const revoking: CrlWish = { extensions: firstHalf, entries: [{ serial: 20, reason: 4 }] };
  const one = gather({ certificate: partitioned, crls: crls(revoking, { extensions: secondHalf }) });
  assert.deepEqual(
    [one.good, one.settled?.thisUpdate, one.revocations.length, one.cause],
    [null, noon - hour, 1, null],
  );
  const half = gather({ certificate: partitioned, crls: crls(revoking) });
  assert.deepEqual([half.settled, half.cause?.detail, half.cause?.code], [null, 'reasons-missing', 'out-of-scope']);
  assert.deepEqual(half.cause?.facts, {});
  assert.equal(half.cause?.url, 'http://crl.test/0');
});

const hold = (thisUpdate: number, more: CrlWish = {}): CrlWish => ({
  thisUpdate,
  entries: [{ serial: 20, reason: 6 }],
  ...more,
});

test('RFC 5280 §5.3.1: on hold until something as good says otherwise, later', () => {
  const held = (...lists: readonly CrlWish[]) => gather({ crls: crls(...lists) }).hold?.thisUpdate ?? null;
  assert.equal(held(hold(noon - hour)), noon - hour);
  assert.equal(held(hold(noon - hour), hold(noon - 2 * hour)), noon - hour, 'the newest of two');
  assert.equal(held(hold(noon - 2 * hour), hold(noon - hour)), noon - hour);
  assert.equal(held(hold(noon - hour), { thisUpdate: noon - hour }), noon - hour, 'at the same time');
  assert.equal(held(hold(noon - hour), { thisUpdate: noon - hour + 1_000 }), null);
  const ended = { thisUpdate: noon - hour, entries: [{ serial: 20, reason: 4 }] };
  assert.equal(held(hold(noon - 2 * hour), ended), noon - 2 * hour, 'a revocation releases none');
  assert.equal(held(hold(noon - hour), { thisUpdate: noon - hour + 1_000, signer: 'x' }), noon - hour);
  const stale = { thisUpdate: noon - 40 * day, nextUpdate: noon - 33 * day };
  assert.equal(held(hold(0, stale)), null, 'too old to say anything alone');
  assert.equal(held(hold(0, stale), { ...stale, thisUpdate: noon - 41 * day }), null, 'and beside what is as old');
  assert.equal(
    held(hold(noon - 3 * hour, { nextUpdate: noon - 2 * hour }), { thisUpdate: noon - 4 * hour }),
    noon - 3 * hour,
  );
  const delta = { number: 12, extensions: [deltaOf(11)] };
  assert.equal(held(hold(noon - hour, delta)), noon - hour, 'by a delta that fits nothing');
  assert.equal(held(hold(noon - hour, { ...delta, signer: 'x' })), null);
  const { hold: told, cause } = gather({ crls: crls(hold(noon - hour)) });
  assert.deepEqual(told, {
    date: noon - day,
    reason: 6,
    invalidityDate: null,
    thisUpdate: noon - hour,
    url: 'http://crl.test/0',
  });
  assert.equal(cause, null);
});

test('RFC 6960 §2.2: never issued, if whoever says so counts', () => {
  const never = { status: { date: 0, reason: 6 } } as const;
  const told = gather({ ocsp: answers(never) });
  assert.deepEqual(
    [told.neverIssued, told.hold, told.cause, told.revocations],
    [{ url: 'http://ocsp.test/0' }, null, null, []],
  );
  assert.equal(gather({ ocsp: answers({ ...never, responder: 'CA', signer: 'x' }) }).neverIssued, null);
  assert.equal(gather({ ocsp: answers({ status: { date: 1_000, reason: 6 } }) }).neverIssued, null, 'a second later');
});

// Why nothing counts.

const failure: FailedSource = {
  kind: 'ocsp',
  url: 'http://o.test/',
  for: null,
  code: 'unreachable',
  reason: 'timeout',
};
const unreadable: FailedSource = { ...failure, kind: 'crl', url: 'http://c.test/', code: 'revocation-unreadable' };

test('what was tried for this certificate, or for all, is told, and what was tried for others is not', () => {
  const failed = [
    failure,
    { ...failure, for: tsa.sha256, reason: 'refused' },
    { ...failure, for: ca.sha256 },
    unreadable,
  ];
  const { lines, cause } = gather({ failed });
  const nothing = { sha256: null, thisUpdate: null, nextUpdate: null, says: 'nothing', counts: false };
  const line = ({ kind, url, code, reason }: FailedSource) => ({ kind, url, ...nothing, code, facts: { reason } });
  assert.deepEqual(lines, [line(failure), line(failed[1]!), line(unreadable)]);
  assert.deepEqual(cause, {
    code: 'unreachable',
    rule: 'source',
    detail: 'revocation-unreadable',
    facts: { reason: 'timeout' },
    url: 'http://c.test/',
  });
});

test('each cause by its own word, nearest first, in any order; what the token brings comes last', () => {
  const stale = { thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day };
  const critical = [extension('1.2.3.4', tlv(0x05), true)];
  const at = (wish: OcspWish, nonce: Uint8Array | null = null): Partial<RevocationQuestion> => ({
    ocsp: [{ response: ocsp({ certificate: partitioned, ...wish }), url: 'http://o.test/', nonce }],
  });
  const list = (wish: CrlWish): Partial<RevocationQuestion> => ({ crls: crls(wish) });
  const sent = Uint8Array.of(1);
  const other = [extension('1.3.6.1.5.5.7.48.1.2', tlv(0x04, Uint8Array.of(2)))];
  const ranked: readonly (readonly [Partial<RevocationQuestion>, string, string])[] = [
    [at(stale), 'stale', 'stale'],
    [list({ extensions: firstHalf }), 'reasons-missing', 'out-of-scope'],
    [at({ extensions: critical }), 'critical-revocation-extension', 'not-authentic'],
    [at({ responder: 'CA', signer: 'x' }), 'not-authentic', 'not-authentic'],
    [at({ responseExtensions: other }, sent), 'revocation-nonce', 'out-of-scope'],
    [list({ number: 12, extensions: [deltaOf(11)] }), 'delta-without-base', 'out-of-scope'],
    [at({ status: 'unknown' }), 'responder-unknown', 'out-of-scope'],
    [list({ extensions: [idp(flag(2))] }), 'out-of-scope', 'out-of-scope'],
    [{ failed: [unreadable] }, 'revocation-unreadable', 'unreachable'],
    [{ failed: [failure] }, 'unreachable', 'unreachable'],
    [{ ...list({ thisUpdate: noon - 1_000 }), asKnownOn: noon - 2_000 }, 'not-yet-known', 'no-source'],
    [list({ issuer: 'Root' }), 'out-of-scope', 'out-of-scope'],
  ];
  const causeOf = (question: Partial<RevocationQuestion>) => gather({ certificate: partitioned, ...question }).cause;
  for (const [i, [question, detail, code]] of ranked.entries()) {
    assert.deepEqual([causeOf(question)?.detail, causeOf(question)?.code], [detail, code], detail);
    for (const [further, what] of ranked.slice(i + 1)) {
      if (what === 'not-yet-known' || detail === 'not-yet-known') continue;
      for (const [a, b] of [
        [question, further],
        [further, question],
      ] as const) {
        const both = {
          crls: [...(a.crls ?? []), ...(b.crls ?? [])],
          ocsp: [...(a.ocsp ?? []), ...(b.ocsp ?? [])],
          failed: [...(a.failed ?? []), ...(b.failed ?? [])],
        };
        assert.equal(causeOf(both)?.detail, detail, `${detail} before ${what}`);
      }
    }
  }
  for (const [question, detail] of ranked.slice(0, 8)) {
    const own = [...(question.crls ?? []), ...(question.ocsp ?? [])].map((one) => ({
      ...one,
      origin: 'token' as const,
    }));
    const embedded = { crls: own.filter((one) => 'crl' in one), ocsp: own.filter((one) => 'response' in one) };
    assert.equal(causeOf(embedded)?.detail, detail);
    assert.equal(causeOf({ ...embedded, failed: [failure] })?.detail, 'unreachable', `${detail} in the token`);
  }
});

test('what the token brings tells less than anything that the user gave, though it be about others', () => {
  const own = crls({ issuer: 'Root' });
  const [list] = crls({ thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day });
  const stale = { ...list!, origin: 'token' as const };
  assert.equal(gather({ crls: [...own, stale] }).cause?.detail, 'out-of-scope');
  assert.equal(gather({ crls: [stale] }).cause?.detail, 'stale');
  assert.equal(gather({ failed: [{ ...unreadable, origin: 'token' }, failure] }).cause?.detail, 'unreachable');
});

test('a responder that refuses is as one that is not reached', () => {
  const { cause, lines } = gather({ ocsp: [{ response: decodeOcspResponse(ocspOf(3)), url: null, nonce: null }] });
  assert.deepEqual(cause, {
    code: 'unreachable',
    rule: 'source',
    detail: 'responder-error',
    facts: { status: 'tryLater' },
    url: null,
  });
  assert.deepEqual([lines[0]?.thisUpdate, lines[0]?.nextUpdate, lines[0]?.says], [0, null, 'nothing']);
});

test('a code for which there is no word is held to be not authentic', () => {
  const strength = () => 'algorithm-unsupported' as const;
  const { cause } = gather({ crls: crls({}), strength });
  assert.deepEqual([cause?.code, cause?.detail], ['not-authentic', 'algorithm-unsupported']);
  for (const code of ['algorithm-not-for-creation', 'algorithm-no-longer-accepted', 'algorithm-unlisted'] as const) {
    const weak = gather({ crls: crls({}), strength: () => code });
    assert.deepEqual([weak.cause?.code, weak.cause?.detail], ['not-authentic', code]);
  }
});

test('one line for each source: what it says, and why it does not count', () => {
  const [one, other] = crls({}, { signer: 'x', nextUpdate: null });
  const { lines } = gather({ crls: [one!, other!], ocsp: answers({ status: 'unknown' }) });
  const [answer] = answers({ status: 'unknown' });
  const times = { thisUpdate: noon - hour, nextUpdate: noon + day };
  assert.deepEqual(lines, [
    {
      kind: 'ocsp',
      url: 'http://ocsp.test/0',
      sha256: answer!.response.sha256,
      ...times,
      nextUpdate: noon + hour,
      says: 'unknown',
      counts: false,
      code: 'responder-unknown',
      facts: {},
    },
    {
      kind: 'crl',
      url: 'http://crl.test/0',
      sha256: one!.crl.sha256,
      ...times,
      says: 'good',
      counts: true,
      code: null,
      facts: {},
    },
    {
      kind: 'crl',
      url: 'http://crl.test/1',
      sha256: other!.crl.sha256,
      ...times,
      nextUpdate: null,
      says: 'nothing',
      counts: false,
      code: 'not-authentic',
      facts: { reason: 'signature-false' },
    },
  ]);
});

// RFC 9608.

const noRevAvail = extension('2.5.29.56', tlv(0x05));
const access = (...methods: readonly string[]) =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(...methods.map((one) => sequence(oid(`1.3.6.1.5.5.7.48.${one}`), uri('http://x.test/')))),
  );
const constraints = (value: Uint8Array) => extension('2.5.29.19', value);

test('RFC 9608 §2, §3: nothing is published, unless the certificate points to something, or is a CA', () => {
  const silent = (...extensions: readonly Uint8Array[]) =>
    gather({ certificate: issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions }) }).noRevAvail;
  assert.equal(silent(), false);
  assert.equal(silent(noRevAvail), true);
  assert.equal(silent(noRevAvail, access('2')), true, 'where its issuer is');
  assert.equal(silent(noRevAvail, access('2', '1')), false, 'a responder');
  assert.equal(silent(noRevAvail, extension('1.3.6.1.5.5.7.1.1', tlv(0x05))), false, 'malformed');
  assert.equal(silent(noRevAvail, points([pointName(place)])), false);
  assert.equal(silent(noRevAvail, extension('2.5.29.46', sequence(sequence(pointName(place))))), false);
  assert.equal(silent(noRevAvail, constraints(sequence())), true);
  assert.equal(silent(noRevAvail, constraints(sequence(tlv(0x01, Uint8Array.of(0xff))))), false);
  assert.equal(silent(noRevAvail, constraints(tlv(0x05))), false, 'malformed');
});

// Where more is to be had.

const freshest = (url: string) => extension('2.5.29.46', sequence(sequence(pointName(uri(url)))));
const issuerAt = (url: string) =>
  extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), uri(url))));

test('pointers are followed out of lists that an authority wrote, and no others', () => {
  const urls = (sources: readonly CrlSource[]) =>
    gather({ crls: sources }).wants.map(({ kind, url }) => `${kind} ${url}`);
  const pointing = { extensions: [freshest('http://delta.test/'), issuerAt('http://issuer.test/')] };
  const stale = { thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day };
  assert.deepEqual(urls(crls(pointing)), ['crl http://delta.test/']);
  assert.deepEqual(urls(crls({ ...pointing, ...stale })), ['crl http://delta.test/']);
  assert.deepEqual(urls(crls({ ...pointing, signer: 'x' })), []);
  assert.deepEqual(urls(crls({ ...pointing, issuer: 'Root' })), []);
  assert.deepEqual(urls(crls(pointing, pointing)), ['crl http://delta.test/'], 'each once');
});

test('a list whose signer is not at hand says where it is; one in the token is not believed', () => {
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([tlv(0xa2, directory('Lister'))])],
  });
  const [list] = crls({ issuer: 'Lister', extensions: [idp(flag(4)), issuerAt('http://issuer.test/')] });
  const wanted = (origin: 'user' | 'fetched' | 'token') =>
    gather({ certificate, crls: [{ ...list!, origin }] }).wants.map(({ kind, url }) => `${kind} ${url}`);
  assert.deepEqual(wanted('user'), ['issuer http://issuer.test/']);
  assert.deepEqual(wanted('fetched'), ['issuer http://issuer.test/']);
  assert.deepEqual(wanted('token'), []);
});

// How signers stand themselves.

test('a responder is good by what its issuer says, or by saying that nothing is published', () => {
  const counts = (responder: typeof tsa, more: Partial<RevocationQuestion> = {}) =>
    gather({
      certificate: partitioned,
      ocsp: answers({ certificate: partitioned, signer: 'Responder', certificates: [responder] }),
      ...more,
    }).lines[0]?.counts;
  const open = delegate({ noCheck: false });
  assert.equal(counts(open), false);
  assert.equal(counts(delegate({ noCheck: false, extensions: [noRevAvail] })), true);
  assert.equal(counts(open, { crls: crls({ extensions: [idp(flag(1))] }) }), true);
  const never = { certificate: open, status: { date: 0, reason: 6 } } as const;
  const told = (...wishes: readonly OcspWish[]) =>
    answers({ certificate: partitioned, signer: 'Responder', certificates: [open] }, ...wishes);
  assert.equal(counts(open, { ocsp: told({ certificate: open }) }), true);
  assert.equal(counts(open, { ocsp: told({ certificate: open }, never) }), false, 'never issued');
});

test('so many signers are judged themselves, each once, and those beyond that stay undetermined', () => {
  const inquiry = { crls: [], ocsp: [], failed: [], wants: [] } as unknown as Inquiry;
  const standingOf = standings(tsa, () => inquiry);
  const silent = Array.from({ length: limits.revocationDepth + 1 }, (_, i) =>
    delegate({ serial: 100 + i, extensions: [noRevAvail] }),
  );
  const all = () => silent.map((one) => standingOf(one, ca).status);
  const expected = silent.map((_, i) => (i < limits.revocationDepth ? 'good' : 'undetermined'));
  assert.deepEqual(all(), expected);
  assert.deepEqual(all(), expected, 'what is known stays known');
  assert.deepEqual(
    standingOf(silent[0]!, root),
    { status: 'undetermined' },
    'of another issuer it is another question',
  );
});

test('what is asked about vouches for no signer, nor a signer for itself; but for one that its certificate names (PKITS 4.14.30)', () => {
  const inquiry = { crls: [], ocsp: [], failed: [], wants: [] } as unknown as Inquiry;
  const about = (...names: readonly Uint8Array[]) => {
    const one = issue({ subject: 'Lister', issuer: 'CA', serial: 40, extensions: [points(names)] });
    return standings(one, () => inquiry)(one, ca).status;
  };
  assert.equal(about(tlv(0xa2, directory('Lister'))), 'good');
  assert.equal(about(tlv(0xa2, directory('Other'), directory('Lister'))), 'good');
  assert.equal(about(tlv(0xa2, directory('Other'))), 'undetermined');
  assert.equal(about(pointName(place)), 'undetermined');
  assert.equal(standings(tsa, () => inquiry)(tsa, ca).status, 'undetermined');
});

test('what a signer’s own standing lacks is wanted', () => {
  const inquiry = { crls: [], ocsp: [], failed: [], wants: [] } as unknown as Inquiry;
  const open = delegate({ noCheck: false, extensions: [points([pointName(place)])] });
  assert.deepEqual(standings(tsa, () => inquiry)(open, ca), { status: 'undetermined' });
  assert.deepEqual(
    inquiry.wants.map(({ url }) => url),
    ['http://crl.test/here'],
  );
});
