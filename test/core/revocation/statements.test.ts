import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crlStatements } from '../../../src/core/revocation/crl-statements.ts';
import { Crowd } from '../../../src/core/revocation/crowd.ts';
import { freshnessLimits } from '../../../src/core/revocation/fresh.ts';
import type { Inquiry } from '../../../src/core/revocation/inquiry.ts';
import { decodeOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import { ocspStatements } from '../../../src/core/revocation/ocsp-statements.ts';
import { allReasons } from '../../../src/core/revocation/reason.ts';
import type { CrlSource, OcspSource } from '../../../src/core/revocation/source.ts';
import type { Statement } from '../../../src/core/revocation/statement.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  anchor,
  answers,
  type CrlWish,
  ca,
  crls,
  day,
  deltaOf,
  extension,
  flag,
  hour,
  idp,
  issue,
  nonce,
  noon,
  type OcspWish,
  ocsp,
  ocspOf,
  pointName,
  points,
  reasonFlags,
  root,
  time,
  tlv,
  tsa,
  uri,
} from './kit.ts';

// What each answer says by itself, with all that is said of it.

const inquiryOf = (sources: { readonly crls?: readonly CrlSource[]; readonly ocsp?: readonly OcspSource[] }) =>
  ({
    anchor,
    candidates: new Crowd([ca, root]),
    judgedElsewhere: new Set([ca.sha256, root.sha256]),
    crls: [],
    ocsp: [],
    failed: [],
    at: noon,
    now: noon,
    asKnownOn: null,
    freshness: freshnessLimits,
    strength: () => null,
    budget: new WorkBudget(),
    paths: new Map(),
    valid: new Map(),
    checked: new Map(),
    wants: [],
    reached: new Set(),
    further: null,
    standingOf: () => ({ status: 'undetermined' }),
    ...sources,
  }) satisfies Inquiry as Inquiry;

const said = (sources: Parameters<typeof inquiryOf>[0], certificate = tsa): readonly Omit<Statement, 'sha256'>[] => {
  const inquiry = inquiryOf(sources);
  const all = [...ocspStatements(certificate, ca, inquiry), ...crlStatements(certificate, ca, inquiry)];
  return all.map(({ sha256, ...rest }) => {
    const known = [
      ...inquiry.crls.map(({ crl }) => crl.sha256),
      ...inquiry.ocsp.map(({ response }) => response.sha256),
    ];
    assert.ok(known.includes(sha256));
    return rest;
  });
};
const byList = (...lists: readonly CrlWish[]) => said({ crls: crls(...lists) });
const byAnswer = (wish: OcspWish, certificate = tsa) => said({ ocsp: answers(wish) }, certificate);

const held = { heldSince: Number.POSITIVE_INFINITY, fromToken: false };
const list = {
  kind: 'crl',
  url: 'http://crl.test/0',
  thisUpdate: noon - hour,
  nextUpdate: noon + day,
  says: 'good',
  reasons: allReasons,
  revocation: null,
  refusal: null,
  ...held,
} as const;
const revocation = { date: noon - day, invalidityDate: null, thisUpdate: noon - hour, url: 'http://crl.test/0' };
const refused = (rule: string, code: string, of: 'good' | 'all', facts: object = {}) => ({ rule, code, of, facts });
const entries = (reason: number | null) => [{ serial: 20, reason }];

test('a list: good, revoked, on hold, and released again', () => {
  assert.deepEqual(byList({}), [list]);
  assert.deepEqual(byList({ entries: entries(1) }), [
    { ...list, says: 'revoked', revocation: { ...revocation, reason: 1 } },
  ]);
  assert.deepEqual(byList({ entries: entries(null) }), [
    { ...list, says: 'revoked', revocation: { ...revocation, reason: null } },
  ]);
  assert.deepEqual(byList({ entries: entries(6) }), [
    { ...list, says: 'on-hold', revocation: { ...revocation, reason: 6 } },
  ]);
  assert.deepEqual(byList({ entries: entries(8) }), [list], 'removeFromCRL');
  assert.deepEqual(byList({ entries: [{ serial: 21 }] }), [list], 'another serial');
});

test('a list that may not say anything of the certificate says nothing, and one that may not clear it says what it lists', () => {
  const nothing = { ...list, says: 'nothing', reasons: 0 } as const;
  const outside = (reason: string, of: 'good' | 'all') => refused('revocation.scope', 'out-of-scope', of, { reason });
  assert.deepEqual(byList({ issuer: 'Root' }), [{ ...nothing, refusal: outside('other-issuer', 'all') }]);
  const forged = refused('revocation.authentic', 'not-authentic', 'all', { reason: 'signature-false' });
  assert.deepEqual(byList({ signer: 'x', entries: entries(1) }), [{ ...nothing, refusal: forged }]);
  const refusal = outside('ca-certificates-only', 'good');
  assert.deepEqual(byList({ extensions: [idp(flag(2))] }), [{ ...list, reasons: 0, refusal }]);
  const told = { says: 'revoked', revocation: { ...revocation, reason: 1 } } as const;
  assert.deepEqual(byList({ extensions: [idp(flag(2))], entries: entries(1) }), [
    { ...list, ...told, reasons: 0, refusal },
  ]);
  const unknown = [extension('1.2.3', tlv(0x05), true)];
  const critical = refused('revocation.authentic', 'critical-revocation-extension', 'good', { extension: '1.2.3' });
  assert.deepEqual(byList({ extensions: unknown, entries: entries(1) }), [{ ...list, ...told, refusal: critical }]);
});

test('a list that is too old to clear anybody still lists', () => {
  const times = { thisUpdate: noon - 9 * day, nextUpdate: noon - 8 * day };
  const stale = refused('revocation.fresh', 'stale', 'good', { ...times, reason: 'next-update-passed' });
  const told = { ...revocation, thisUpdate: times.thisUpdate, reason: 1 };
  assert.deepEqual(byList({ ...times, entries: entries(1) }), [
    { ...list, ...times, says: 'revoked', revocation: told, refusal: stale },
  ]);
  const expired = issue({ subject: 'TSA', issuer: 'CA', serial: 20, notAfter: '20300601105959Z' });
  const [listed] = said({ crls: crls({ entries: entries(1) }) }, expired);
  assert.equal(listed?.refusal, null, 'whom it lists it remembers');
  const [silent] = said({ crls: crls({}) }, expired);
  assert.equal(silent?.refusal?.facts.reason, 'certificate-expired');
  const [onHold] = said({ crls: crls({ entries: entries(6) }) }, expired);
  assert.equal(onHold?.refusal?.facts.reason, 'certificate-expired', 'a hold may have been released since');
});

test('a list of some reasons speaks for those', () => {
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([pointName(uri('http://crl.test/'))])],
  });
  const extensions = [idp(pointName(uri('http://crl.test/')), reasonFlags(3, 1, 2))];
  assert.deepEqual(said({ crls: crls({ extensions }) }, certificate), [{ ...list, reasons: 0b110 }]);
});

const delta = { number: 12, extensions: [deltaOf(10)] };
const alone = {
  ...list,
  kind: 'delta-crl',
  refusal: refused('revocation.scope', 'delta-without-base', 'good'),
} as const;

test('a delta without its base: what it lists, and nothing of what it does not', () => {
  assert.deepEqual(byList(delta), [{ ...alone, says: 'nothing' }]);
  assert.deepEqual(byList({ ...delta, entries: entries(8) }), [{ ...alone, says: 'nothing' }]);
  assert.deepEqual(byList({ ...delta, entries: entries(1) }), [
    { ...alone, says: 'revoked', revocation: { ...revocation, reason: 1 } },
  ]);
  assert.deepEqual(byList({ ...delta, entries: entries(6) }), [
    { ...alone, says: 'on-hold', revocation: { ...revocation, reason: 6 } },
  ]);
  const forged = refused('revocation.authentic', 'not-authentic', 'all', { reason: 'signature-false' });
  assert.deepEqual(byList({ ...delta, signer: 'x' }), [{ ...alone, says: 'nothing', reasons: 0, refusal: forged }]);
});

test('RFC 5280 §6.3.3 (i) to (k): a delta with its base is dated by itself; where it is silent the base speaks', () => {
  const base = { number: 10, thisUpdate: noon - 2 * hour };
  const [first, second] = ['http://crl.test/0', 'http://crl.test/1'];
  const own = { ...list, thisUpdate: noon - 2 * hour, url: first };
  const pair = { ...list, kind: 'delta-crl', url: second } as const;
  assert.deepEqual(byList(base, delta), [own, pair]);
  const ofDelta = { ...revocation, url: second };
  const revoked = { says: 'revoked', revocation: { ...ofDelta, reason: 1 } } as const;
  assert.deepEqual(byList(base, { ...delta, entries: entries(1) }), [
    own,
    { ...alone, url: second, ...revoked },
    { ...pair, ...revoked },
  ]);
  const hold = { says: 'on-hold', revocation: { ...ofDelta, reason: 6 } } as const;
  const [heldByBase, heldByPair] = byList({ ...base, entries: entries(6) }, delta);
  assert.deepEqual(heldByBase, {
    ...own,
    says: 'on-hold',
    revocation: { ...revocation, thisUpdate: own.thisUpdate, reason: 6 },
  });
  assert.deepEqual(heldByPair, { ...pair, ...hold });
  assert.deepEqual(byList({ ...base, entries: entries(6) }, { ...delta, entries: entries(8) })[1], pair, 'released');
});

test('a delta is applied to the newest of several lists, and to the first at hand of those that are as new', () => {
  const silent = { number: 10, thisUpdate: noon - 2 * hour };
  const holding = { ...silent, entries: entries(6) };
  const says = (...lists: readonly CrlWish[]) => byList(...lists, delta).at(-1)?.says;
  assert.equal(says(silent, { ...holding, number: 11 }), 'on-hold');
  assert.equal(says({ ...holding, number: 11 }, silent), 'on-hold');
  assert.equal(says(holding, { ...silent, number: 11 }), 'good');
  assert.equal(says({ ...silent, number: 11 }, holding), 'good');
  assert.equal(says(holding, silent), 'on-hold');
  assert.equal(says(silent, holding), 'good');
  const { number: _, ...numberless } = holding;
  assert.equal(says(numberless, silent), 'good', 'a list without a number is no base');
});

test('a delta or a base that proves nothing by itself proves nothing with the other', () => {
  const base = { number: 10, thisUpdate: noon - 2 * hour };
  const critical = extension('1.2.3', tlv(0x05), true);
  const kinds = (...lists: readonly CrlWish[]) => byList(...lists).map(({ kind, says }) => `${kind} ${says}`);
  assert.deepEqual(kinds(base, delta), ['crl good', 'delta-crl good']);
  assert.deepEqual(kinds(base, { ...delta, signer: 'x' }), ['crl good', 'delta-crl nothing']);
  assert.deepEqual(kinds({ ...base, signer: 'x' }, delta), ['crl nothing', 'delta-crl nothing']);
  assert.deepEqual(kinds(base, { ...delta, extensions: [deltaOf(10), critical] }), ['crl good', 'delta-crl nothing']);
  assert.deepEqual(kinds({ ...base, extensions: [critical] }, delta), ['crl good', 'delta-crl nothing']);
});

// OCSP.

const answer = { ...list, kind: 'ocsp', url: 'http://ocsp.test/0', nextUpdate: noon + hour } as const;
const silent = { ...answer, says: 'nothing', reasons: 0 } as const;
const told = { ...revocation, url: 'http://ocsp.test/0' };
const status = (reason: number | null, date = noon - day) => ({ status: { date, reason } });

test('an answer: good, unknown, revoked, on hold, and never issued', () => {
  assert.deepEqual(byAnswer({}), [answer]);
  const unknown = refused('revocation.scope', 'responder-unknown', 'good');
  assert.deepEqual(byAnswer({ status: 'unknown' }), [{ ...answer, says: 'unknown', refusal: unknown }]);
  assert.deepEqual(byAnswer(status(1)), [{ ...answer, says: 'revoked', revocation: { ...told, reason: 1 } }]);
  assert.deepEqual(byAnswer(status(null)), [{ ...answer, says: 'revoked', revocation: { ...told, reason: null } }]);
  assert.deepEqual(byAnswer(status(6)), [{ ...answer, says: 'on-hold', revocation: { ...told, reason: 6 } }]);
  assert.deepEqual(byAnswer(status(6, 0)), [{ ...answer, says: 'never-issued' }]);
  assert.deepEqual(byAnswer(status(8)), [{ ...answer, says: 'unknown', refusal: unknown }]);
  const invalidityDate = noon - 2 * day;
  const extensions = [extension('2.5.29.24', time(invalidityDate))];
  assert.deepEqual(byAnswer({ ...status(1), extensions }), [
    { ...answer, says: 'revoked', revocation: { ...told, reason: 1, invalidityDate } },
  ]);
});

test('an answer that is of no use says nothing', () => {
  const other = issue({ subject: 'Other', issuer: 'CA', serial: 21 });
  const outside = refused('revocation.scope', 'out-of-scope', 'all', { reason: 'other-certificate' });
  assert.deepEqual(byAnswer({ certificate: other }), [{ ...silent, refusal: outside }]);
  const forged = refused('revocation.authentic', 'not-authentic', 'all', { reason: 'signature-false' });
  assert.deepEqual(byAnswer({ signer: 'x', responder: 'CA', ...status(1) }), [{ ...silent, refusal: forged }]);
  const error = { response: decodeOcspResponse(ocspOf(3)), url: 'http://ocsp.test/0', nonce: null };
  const refusal = refused('source', 'responder-error', 'all', { status: 'tryLater' });
  assert.deepEqual(said({ ocsp: [error] }), [{ ...silent, thisUpdate: 0, nextUpdate: null, refusal }]);
});

test('an answer that may not clear anybody still says what it says', () => {
  const extensions = [extension('1.2.3', tlv(0x05), true)];
  const critical = refused('revocation.authentic', 'critical-revocation-extension', 'good', { extension: '1.2.3' });
  const revoked = { ...answer, says: 'revoked', revocation: { ...told, reason: 1 }, refusal: critical } as const;
  assert.deepEqual(byAnswer({ ...status(1), extensions }), [revoked]);
  assert.deepEqual(byAnswer({ ...status(1), responseExtensions: extensions }), [revoked]);
  const two = [extension('1.2.4', tlv(0x05), true)];
  assert.deepEqual(
    byAnswer({ ...status(1), responseExtensions: extensions, extensions: two }),
    [revoked],
    'the outer first',
  );
  const expired = issue({ subject: 'TSA', issuer: 'CA', serial: 20, notAfter: '20300601105959Z' });
  const about = (wish: OcspWish) => byAnswer({ certificate: expired, ...wish }, expired)[0]?.refusal?.facts.reason;
  assert.equal(about({}), 'certificate-expired');
  assert.equal(about(status(1)), undefined, 'whom it names as revoked it remembers');
  assert.equal(about(status(6)), 'certificate-expired');
  const cutoff = (ms: number) => [extension('1.3.6.1.5.5.7.48.1.6', time(ms))];
  assert.equal(about({ extensions: cutoff(noon - 2 * hour) }), undefined);
  assert.equal(about({ extensions: cutoff(noon) }), 'certificate-expired');
});

test('several single responses about one certificate are several statements', () => {
  const singles = [{}, { certificate: issue({ subject: 'Other', issuer: 'CA', serial: 21 }) }, status(1)];
  assert.deepEqual(
    byAnswer({ singles }).map(({ says }) => says),
    ['good', 'revoked'],
  );
});

test('RFC 9654 §2.1: a nonce that comes back is the one that was sent, wrapped or, from old responders, bare', () => {
  const sent = Uint8Array.of(1, 2, 3, 4);
  const kept = (asked: Uint8Array | null, ...extensions: readonly Uint8Array[]) => {
    const response = ocsp({ responseExtensions: extensions });
    const [one] = said({ ocsp: [{ response, url: 'http://ocsp.test/0', nonce: asked }] });
    if (one?.refusal === null) return true;
    assert.deepEqual(one, { ...silent, refusal: refused('revocation.scope', 'revocation-nonce', 'all') });
    return false;
  };
  const bare = (...octets: readonly number[]) => extension('1.3.6.1.5.5.7.48.1.2', Uint8Array.from(octets));
  assert.equal(kept(sent), true, 'none came back');
  assert.equal(kept(null, nonce(sent)), true, 'nobody knows what was sent');
  assert.equal(kept(sent, nonce(sent)), true);
  assert.equal(kept(sent, bare(1, 2, 3, 4)), true);
  assert.equal(kept(Uint8Array.of(4, 2, 9, 9), bare(4, 2, 9, 9)), true, 'bare, and looks wrapped');
  assert.equal(kept(sent, nonce(Uint8Array.of(1, 2, 3, 5))), false);
  assert.equal(kept(sent, bare(4, 5, 1, 2, 3, 4)), false, 'a length that is not its own');
  assert.equal(kept(sent, bare(5, 4, 1, 2, 3, 4)), false, 'another tag');
  assert.equal(kept(sent, bare(9, 9, 1, 2, 3, 4)), false, 'behind other octets');
});
