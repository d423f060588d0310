import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RevocationInput } from '../../../src/core/revocation/question.ts';
import {
  answers,
  crls,
  day,
  deltaOf,
  extension,
  hour,
  issue,
  judge,
  noon,
  rule,
  short,
  time,
  tlv,
  token,
  tsa,
  warnings,
} from './kit.ts';

// Revocation learnt late is not forgotten: the rule `revocation.status`, with and without `asKnownOn`.

const compromised = { serial: 20, date: noon - 3 * day, reason: 1 };
const held = { serial: 20, date: noon - 3 * day, reason: 6 };
const status = (input: Partial<RevocationInput>) => rule(judge(input), 'revocation.status');

test('a stale CRL that lists keyCompromise counts, and a newer good answer does not cancel it', () => {
  const stale = crls({ thisUpdate: noon - 40 * day, nextUpdate: noon - 33 * day, entries: [compromised] });
  assert.equal(short(judge({ crls: stale })), 'fail certificate-revoked');
  const both = judge({ crls: stale, ocsp: answers({}) });
  assert.equal(short(both), 'fail certificate-revoked');
  assert.deepEqual(warnings(both), ['conflicting-status']);
  assert.deepEqual(
    both.sources.map(({ says, counts }) => [says, counts]),
    [
      ['good', true],
      ['revoked', true],
    ],
  );
});

test('a CRL published after `at` counts; asKnownOn alone hides it', () => {
  const input = {
    at: noon,
    now: noon + 30 * day,
    crls: crls(
      { thisUpdate: noon - hour, nextUpdate: noon + day },
      {
        thisUpdate: noon + 20 * day,
        nextUpdate: noon + 27 * day,
        entries: [{ ...compromised, date: noon + 19 * day }],
      },
    ),
  };
  assert.equal(status(input), 'fail certificate-revoked');
  const hidden = judge({ ...input, asKnownOn: noon });
  assert.equal(short(hidden), 'pass');
  assert.equal(hidden.sources[1]?.code, 'not-yet-known');
  assert.equal(status({ ...input, asKnownOn: noon + 21 * day }), 'fail certificate-revoked');
});

test('everything that is known is later than asKnownOn: no source', () => {
  assert.equal(short(judge({ crls: crls({}), ocsp: answers({}), asKnownOn: noon - day })), 'unknown no-source');
});

test('a lagging responder: its newer good does not cancel what it or a CRL said before', () => {
  const revoked = { status: { date: noon - 3 * day, reason: 1 } } as const;
  const lagging = judge({
    ocsp: answers({ ...revoked, thisUpdate: noon - 2 * hour }, { thisUpdate: noon - hour }),
  });
  assert.equal(short(lagging), 'fail certificate-revoked');
  assert.deepEqual(warnings(lagging), ['conflicting-status']);
  const older = judge({ ocsp: answers({ ...revoked, thisUpdate: noon - hour }, { thisUpdate: noon - 2 * hour }) });
  assert.equal(short(older), 'fail certificate-revoked');
  assert.deepEqual(warnings(older), [], 'a good from before the revocation contradicts nothing');
});

test('an archived answer of a responder that has expired since is not forgotten, and proves nothing good', () => {
  const responder = issue({
    subject: 'Responder',
    issuer: 'CA',
    serial: 30,
    notAfter: '20300531000000Z',
    extensions: [
      extension('2.5.29.37', tlv(0x30, tlv(0x06, Buffer.from('2b06010505070309', 'hex')))),
      extension('1.3.6.1.5.5.7.48.1.5', tlv(0x05)),
    ],
  });
  const archived = {
    signer: 'Responder',
    certificates: [responder],
    thisUpdate: noon - 3 * day,
    nextUpdate: noon + day,
  };
  const revoked = { ...archived, status: { date: noon - 4 * day, reason: 1 } };
  assert.equal(short(judge({ ocsp: answers(revoked) })), 'fail certificate-revoked');
  assert.equal(short(judge({ ocsp: answers(archived) })), 'unknown not-authentic');
});

const base = { number: 10, thisUpdate: noon - 2 * day, nextUpdate: noon + day };
const delta = { number: 12, extensions: [deltaOf(9)], thisUpdate: noon - hour, nextUpdate: noon + hour };

test('a delta that removes a hold releases it; one that removes a keyCompromise does not', () => {
  const removing = { ...delta, entries: [{ serial: 20, reason: 8 }] };
  assert.equal(short(judge({ crls: crls({ ...base, entries: [held] }) })), 'unknown on-hold');
  assert.equal(short(judge({ crls: crls({ ...base, entries: [held] }, removing) })), 'pass');
  const undone = judge({ crls: crls({ ...base, entries: [compromised] }, removing) });
  assert.equal(short(undone), 'fail certificate-revoked');
  assert.deepEqual(warnings(undone), ['conflicting-status']);
  const known = { ...base, entries: [held] };
  assert.equal(short(judge({ crls: crls(known, removing), asKnownOn: noon - day })), 'unknown on-hold');
});

test('a delta that revokes counts, with its base or without', () => {
  const revoking = { ...delta, entries: [compromised] };
  assert.equal(short(judge({ crls: crls(base, revoking) })), 'fail certificate-revoked');
  assert.equal(short(judge({ crls: crls(revoking) })), 'fail certificate-revoked');
  assert.equal(short(judge({ crls: crls(base, revoking), asKnownOn: noon - day })), 'pass');
});

test('a delta makes an old base good; without a base, or with one that it does not build upon, it says nothing', () => {
  const old = { ...base, thisUpdate: noon - 30 * day, nextUpdate: noon - 20 * day };
  assert.equal(short(judge({ crls: crls(old) })), 'unknown stale');
  assert.equal(short(judge({ crls: crls(old, delta) })), 'pass');
  assert.equal(rule(judge({ crls: crls(delta) }), 'revocation.scope'), 'unknown delta-without-base');
  // The base is older than the delta's own, newer than the delta, or has no number; or the delta has another scope or key.
  const unfit = [
    [{ ...old, number: 8 }, delta],
    [{ ...old, number: 12 }, delta],
    [{ ...old, number: undefined }, delta],
    [{ ...old, extensions: [extension('2.5.29.28', tlv(0x30, tlv(0x81, Uint8Array.of(0xff))), true)] }, delta],
    [{ ...old, extensions: [extension('2.5.29.35', tlv(0x30, tlv(0x80, Buffer.from('key'))))] }, delta],
  ] as const;
  for (const [i, [one, other]] of unfit.entries()) {
    const { number, ...rest } = one;
    assert.equal(
      judge({ crls: crls(number === undefined ? rest : { ...rest, number }, other) }).status,
      'unknown',
      `pair ${i}`,
    );
  }
});

test('a hold is the last word only until a later answer says good', () => {
  const hold = { status: { date: noon - 3 * day, reason: 6 } } as const;
  const [before, after] = [{ thisUpdate: noon - 2 * hour }, { thisUpdate: noon - hour }];
  assert.equal(short(judge({ ocsp: answers({ ...hold, ...before }, after) })), 'pass');
  assert.equal(short(judge({ ocsp: answers({ ...hold, ...after }, before) })), 'unknown on-hold');
  assert.equal(short(judge({ ocsp: answers({ ...hold, ...before }, before) })), 'unknown on-hold', 'at the same time');
  const stale = { thisUpdate: noon - 9 * day, nextUpdate: noon - 8 * day };
  assert.equal(short(judge({ ocsp: answers({ ...hold, ...stale }) })), 'unknown stale');
});

test('never issued (RFC 6960 §2.2): on hold since 1970-01-01 fails', () => {
  const never = { status: { date: 0, reason: 6 } } as const;
  const extended = [extension('1.3.6.1.5.5.7.48.1.9', tlv(0x05))];
  assert.equal(short(judge({ ocsp: answers({ ...never, responseExtensions: extended }) })), 'fail not-issued');
  assert.equal(short(judge({ ocsp: answers({ ...never }) })), 'fail not-issued');
  assert.equal(short(judge({ ocsp: answers({ ...never }), crls: crls({}) })), 'fail not-issued');
});

test('after a certificate has expired, only who says so still knows it (expiredCertsOnCRL, archiveCutoff)', () => {
  const expired = issue({ subject: 'TSA', issuer: 'CA', serial: 20, notAfter: '20300530000000Z' });
  const question = { certificate: expired, genTime: token(noon - 5 * day) };
  const since = (ms: number) => [extension('2.5.29.60', time(ms))];
  assert.equal(short(judge({ ...question, crls: crls({}) })), 'unknown stale');
  assert.equal(short(judge({ ...question, crls: crls({ extensions: since(noon - 100 * day) }) })), 'pass');
  assert.equal(short(judge({ ...question, crls: crls({ extensions: since(noon - hour) }) })), 'unknown stale');
  const cutoff = (ms: number) => [extension('1.3.6.1.5.5.7.48.1.6', time(ms))];
  assert.equal(short(judge({ ...question, ocsp: answers({ certificate: expired }) })), 'unknown stale');
  assert.equal(
    short(judge({ ...question, ocsp: answers({ certificate: expired, extensions: cutoff(noon - 100 * day) }) })),
    'pass',
  );
  assert.equal(short(judge({ ...question, crls: crls({ entries: [compromised] }) })), 'fail certificate-revoked');
});

test('good as of before the token: a warning, and unknown for etsi and strict', () => {
  const old = crls({ thisUpdate: noon - 2 * day, nextUpdate: noon + day });
  const judged = (policy: 'default' | 'etsi' | 'strict') => judge({ crls: old, genTime: token(noon - day), policy });
  assert.equal(short(judged('default')), 'pass');
  assert.deepEqual(warnings(judged('default')), ['older-than-token']);
  for (const policy of ['etsi', 'strict'] as const) {
    assert.equal(rule(judged(policy), 'revocation.fresh'), 'unknown older-than-token');
    assert.equal(short(judged(policy)), 'unknown older-than-token');
  }
  assert.deepEqual(warnings(judge({ crls: crls({ thisUpdate: noon - day }), genTime: token(noon - day) })), []);
});

test('fresh to the second (RFC 5280 §5.1.2.5): at nextUpdate still, a second later no more', () => {
  const until = (nextUpdate: number) => crls({ thisUpdate: noon - day, nextUpdate });
  const genTime = token(noon - 2 * day);
  assert.equal(short(judge({ crls: until(noon), genTime })), 'pass');
  assert.equal(short(judge({ crls: until(noon - 1000), genTime })), 'unknown stale');
  const open = (thisUpdate: number) => answers({ thisUpdate, nextUpdate: null });
  assert.equal(short(judge({ ocsp: open(noon - day), genTime })), 'pass');
  assert.equal(short(judge({ ocsp: open(noon - day - 1000), genTime })), 'unknown stale');
  const ahead = (ms: number) => judge({ ocsp: answers({ thisUpdate: noon + ms }), genTime });
  assert.equal(short(ahead(300_000)), 'pass');
  assert.equal(short(ahead(301_000)), 'unknown stale');
  // Judged for a moment of the past, with what was published since.
  assert.equal(short(judge({ crls: crls({}), at: noon - 30 * day, genTime: token(noon - 31 * day) })), 'pass');
});

test('id-ce-noRevAvail (RFC 9608): not applicable, unless it contradicts itself or something proves more', () => {
  const none = extension('2.5.29.56', tlv(0x05));
  const silent = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [none] });
  assert.equal(short(judge({ certificate: silent })), 'not-applicable');
  assert.equal(
    short(judge({ certificate: silent, crls: crls({ entries: [compromised] }) })),
    'fail certificate-revoked',
  );
  const point = extension('2.5.29.31', tlv(0x30, tlv(0x30, tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from('http://c/')))))));
  const contradicting = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [none, point] });
  assert.equal(short(judge({ certificate: contradicting })), 'unknown no-source');
  assert.equal(short(judge({ certificate: tsa })), 'unknown no-source');
});
