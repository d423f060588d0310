import assert from 'node:assert/strict';
import { createECDH, createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { test } from 'node:test';
import { limits } from '../../../src/core/der/limits.ts';
import { decodeCrl } from '../../../src/core/revocation/crl.ts';
import type { AnswerSignature } from '../../../src/core/revocation/inquiry.ts';
import { decodeBasicOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import type { RevocationInput } from '../../../src/core/revocation/question.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  answers,
  basicOf,
  type CrlWish,
  ca,
  crls,
  day,
  delegate,
  directory,
  encodeCrl,
  encodeOcsp,
  extension,
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
  root,
  rule,
  sequence,
  short,
  ski,
  time,
  tlv,
  tsa,
  uri,
} from './kit.ts';

/** A P-256 key that is always the same. */
const ecdh = createECDH('prime256v1');
const seed = createHash('sha256').update('P-256').digest();
ecdh.setPrivateKey(seed);
const point = ecdh.getPublicKey();
const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
const jwk = { kty: 'EC', crv: 'P-256', d: seed.toString('base64url'), x: coordinate(1), y: coordinate(33) };
const ecKey = createPrivateKey({ key: jwk, format: 'jwk' });
const ecSpki = createPublicKey(ecKey).export({ format: 'der', type: 'spki' });

/** A list of the CA, signed with ECDSA and SHA-256. */
function ecdsaList(): Uint8Array {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const tbs = sequence(integer(1), algorithm, ca.subject.der, time(noon - hour), time(noon + day));
  return sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0), sign('sha256', tbs, ecKey)));
}

// Why a list or an answer is not authentic: of several signers that may have made it, what the nearest one lacks.

const place = uri('http://crl.test/here');
/** A TSA whose status a CRL issuer of its own tells, and nobody else. */
const pointing = issue({
  subject: 'TSA',
  issuer: 'CA',
  serial: 20,
  extensions: [points([pointName(place), tlv(0xa2, directory('Lister'))])],
});
const lister = (wish: Partial<Parameters<typeof issue>[0]> = {}) =>
  issue({ subject: 'Lister', issuer: 'Root', serial: 40, key: 'Lister', ...wish });
const indirect: CrlWish = { issuer: 'Lister', signer: 'Lister', extensions: [idp(pointName(place), flag(4))] };
const ofRoot = (...entries: NonNullable<CrlWish['entries']>): CrlWish => ({ issuer: 'Root', entries });

/** What is told of the first source: nothing where it counts, or why it doesn't. */
function told(input: Partial<RevocationInput>): string {
  const [line] = judge(input).sources;
  return line!.counts ? 'counts' : String(line!.facts.reason ?? line!.code);
}

/** A list by the lister, whoever that may be, beside the root's own. */
const byLister = (
  candidates: readonly Certificate[],
  list: CrlWish = {},
  root: CrlWish = ofRoot(),
  more: Partial<RevocationInput> = {},
) => told({ certificate: pointing, candidates, crls: crls({ ...indirect, ...list }, root), ...more });

const usage = (bits: number, unused: number) => extension('2.5.29.15', tlv(0x03, Uint8Array.of(unused, bits)), true);
const certSign = usage(0x04, 2);

test('RFC 5280 §6.3.3 (f), (g): each way in which the signer of a list fails', () => {
  assert.equal(byLister([lister()]), 'counts');
  assert.equal(byLister([]), 'no-signer');
  assert.equal(byLister([lister({ issuer: 'Nobody' })]), 'no-signer', 'without a path');
  assert.equal(byLister([lister({ key: 'another' })]), 'signature-false');
  assert.equal(byLister([lister({ extensions: [certSign] })]), 'no-crl-sign');
  assert.equal(byLister([lister({ extensions: [usage(0x02, 1)] })]), 'counts', 'cRLSign');
  assert.equal(byLister([lister({ notAfter: '20300601110000Z' })]), 'signer-dates', 'valid when it signed');
  assert.equal(byLister([lister({ notAfter: '20300601105959Z' })]), 'no-signer', 'expired by then');
  assert.equal(
    byLister([lister({ notBefore: '20300601110001Z' })]),
    'counts',
    'valid now, as nobody asks when it signed',
  );
  assert.equal(byLister([lister()], {}, ofRoot({ serial: 40 })), 'signer-revoked');
  assert.equal(byLister([lister()], {}, ofRoot({ serial: 40, reason: 6 })), 'signer-standing');
  assert.equal(byLister([lister()], {}, { issuer: 'CA' }), 'signer-standing');
});

test('of several certificates for one key the one that lacks the least is told, in any order', () => {
  const other = lister({ key: 'another' });
  const unfit = lister({ serial: 41, extensions: [certSign] });
  const revoked = lister({ serial: 42 });
  const expired = lister({ serial: 43, notAfter: '20300601110000Z' });
  const held = lister({ serial: 44 });
  const entries = ofRoot({ serial: 42 }, { serial: 44, reason: 6 });
  const ranked = [other, unfit, revoked, expired, held];
  const words = ['signature-false', 'no-crl-sign', 'signer-revoked', 'signer-dates', 'signer-standing'];
  for (const [i, one] of ranked.entries()) {
    const [all, turned] = [ranked.slice(0, i + 1), ranked.slice(0, i + 1).toReversed()];
    assert.equal(byLister(all, {}, entries), words[i]);
    assert.equal(byLister(turned, {}, entries), words[i]);
    assert.equal(byLister([one, lister({ serial: 45 })], {}, entries), 'counts');
    assert.equal(byLister([lister({ serial: 45 }), one], {}, entries), 'counts');
  }
});

test('a list is judged when it was made, where that is after the moment judged for', () => {
  const young = lister({ notBefore: '20300601000000Z' });
  assert.equal(byLister([young], {}, ofRoot(), { at: noon - 30 * day }), 'counts');
  const gone = lister({ notAfter: '20300531235959Z' });
  assert.equal(byLister([gone], {}, ofRoot(), { at: noon - 30 * day }), 'no-signer');
});

test('a list that names its key: that one first, so that a crowd of the name stands in nobody’s way', () => {
  const crowd = Array.from({ length: limits.revocationSigners }, (_, i) =>
    lister({ serial: 100 + i, key: `crowd ${i}` }),
  );
  const own = lister({ extensions: [ski('own')] });
  const named = [...indirect.extensions!, extension('2.5.29.35', tlv(0x30, tlv(0x80, Buffer.from('own'))))];
  assert.equal(byLister([...crowd, own], { extensions: named }), 'counts');
  assert.equal(byLister([...crowd, own]), 'signature-false', 'not named, and too far back');
  assert.equal(byLister([...crowd.slice(1), own]), 'counts', 'not named, and just near enough');
  const limit = judge({
    certificate: pointing,
    candidates: [...crowd, own],
    crls: crls(indirect, ofRoot()),
    ocsp: answers({ certificate: pointing }),
  });
  assert.equal(short(limit), 'unknown limit', 'and nothing good is proven by others');
  assert.deepEqual(limit.rules.at(-1)?.facts, { limit: 'revocationSigners' });
});

test('certificates of the name without a path: so many are looked at, and no more', () => {
  const strangers = Array.from({ length: limits.crlIssuers }, (_, i) =>
    lister({ serial: 200 + i, issuer: 'Nobody', signer: null }),
  );
  // Made at the moment judged for, so that each is looked for once.
  const list = { ...indirect, thisUpdate: noon };
  assert.equal(byLister([...strangers.slice(1), lister()], list), 'counts');
  const ocsp = answers({ certificate: pointing });
  const question = { certificate: pointing, crls: crls(list, ofRoot()), ocsp };
  const limit = judge({ ...question, candidates: [...strangers, lister()] });
  assert.equal(short(limit), 'unknown limit');
  assert.deepEqual(limit.rules.at(-1)?.facts, { limit: 'crlIssuers' });
  assert.equal(short(judge({ ...question, candidates: strangers })), 'pass', 'as many as are looked at');
  assert.equal(byLister([...strangers, lister()], list), 'no-signer', 'one too far back');
});

test('RFC 5280 §5.1.1.2, §4.1.1.2: a signature by an algorithm that nobody knows here', () => {
  const bytes = Buffer.from(encodeCrl({ thisUpdate: noon - hour }));
  const [known, unknown] = ['06032b6570', '06032b657f'];
  const changed = Buffer.from(bytes.toString('hex').replaceAll(known!, unknown!), 'hex');
  assert.equal(told({ crls: [{ crl: decodeCrl(changed), url: null }] }), 'signature-unsupported');
  const basic = basicOf(encodeOcsp({}));
  const foreign = Buffer.from(Buffer.from(basic).toString('hex').replaceAll(known!, unknown!), 'hex');
  const response = decodeBasicOcspResponse(foreign);
  assert.equal(told({ ocsp: [{ response, url: null, nonce: null }] }), 'signature-unsupported');
});

test('a budget that is spent is told as that, and proves nothing good', () => {
  const budget = (signatureWork: number) => ({ budget: new WorkBudget({ signatureWork }) });
  assert.equal(byLister([lister()], {}, ofRoot(), budget(13)), 'work-limit', 'enough for its path alone');
  const answer = answers({ signer: 'Responder', certificates: [delegate()] });
  assert.equal(told({ ocsp: answer, ...budget(1) }), 'work-limit');
});

test('the strength of a signature is asked for with its key, its hash, when it was made and the moment judged for', () => {
  const asked: AnswerSignature[] = [];
  const strength = (one: AnswerSignature) => {
    asked.push(one);
    return 'algorithm-unlisted' as const;
  };
  const facts = (input: Partial<RevocationInput>) => {
    const [line] = judge({ ...input, strength }).sources;
    return [line?.code, line?.facts];
  };
  const answer = answers({ status: { date: noon - 2 * day, reason: 1 } });
  assert.equal(rule(judge({ ocsp: answers({}), strength }), 'revocation.authentic'), 'unknown algorithm-unlisted');
  assert.equal(short(judge({ ocsp: answer, strength })), 'fail certificate-revoked', 'what it revokes counts');
  asked.length = 0;
  const at = noon - 60_000;
  assert.deepEqual(facts({ at, crls: crls({}) }), ['algorithm-unlisted', { algorithm: 'ed25519' }]);
  assert.deepEqual(facts({ at, ocsp: answers({}) }), ['algorithm-unlisted', { algorithm: 'ed25519' }]);
  const byDelegate = answers({ signer: 'Responder', certificates: [delegate()], producedAt: noon });
  assert.deepEqual(facts({ at, ocsp: byDelegate }), ['algorithm-unlisted', { algorithm: 'ed25519' }]);
  for (const { hash, key, created, at: moment } of asked) {
    assert.deepEqual([hash, key.kind, created, moment], [null, 'ed25519', noon - hour, at]);
  }
  assert.deepEqual(
    asked.map(({ key }) => Buffer.from(key.spki.key).toString('hex')),
    [ca, ca, delegate()].map(({ spki }) => Buffer.from(spki.key).toString('hex')),
  );
});

// The same for OCSP.

const by = (certificates: readonly Certificate[], more: Partial<RevocationInput> = {}, signer = 'Responder') =>
  told({ ocsp: answers({ responder: 'Responder', signer, certificates }), ...more });

test('RFC 6960 §4.2.2.2: each way in which a delegate fails', () => {
  assert.equal(by([delegate()]), 'counts');
  assert.equal(by([]), 'no-signer');
  assert.equal(by([delegate({ key: 'another' })]), 'signature-false');
  assert.equal(by([delegate({ issuer: 'Root' })]), 'delegated-by-other');
  assert.equal(by([delegate({ signer: null })]), 'delegated-by-other');
  assert.equal(by([delegate({ eku: null })]), 'no-ocsp-signing');
  assert.equal(by([delegate({ eku: '1.3.6.1.5.5.7.3.8' })]), 'no-ocsp-signing');
  assert.equal(by([delegate({ extensions: [certSign] })]), 'no-digital-signature');
  assert.equal(by([delegate({ extensions: [usage(0x80, 7)] })]), 'counts', 'digitalSignature');
  assert.equal(by([delegate({ extensions: [usage(0x40, 6)] })]), 'counts', 'nonRepudiation');
  assert.equal(
    by([delegate({ extensions: [extension('2.5.29.15', tlv(0x05))] })]),
    'no-digital-signature',
    'malformed',
  );
  assert.equal(by([delegate({ notAfter: '20300601110000Z' })]), 'signer-dates');
  assert.equal(by([delegate({ notAfter: '20300601105959Z' })]), 'signer-dates');
  assert.equal(by([delegate({ notBefore: '20300601120001Z' })]), 'signer-dates');
  assert.equal(by([delegate({ noCheck: false })]), 'signer-standing');
  const revoked = crls({ issuer: 'CA', entries: [{ serial: 30 }] });
  assert.equal(by([delegate({ noCheck: false })], { crls: revoked }), 'signer-revoked');
  assert.equal(by([delegate({ noCheck: false })], { crls: crls({}) }), 'counts');
  assert.equal(by([delegate()], { crls: revoked }), 'counts', 'RFC 6960 §4.2.2.2.1: id-pkix-ocsp-nocheck');
  assert.equal(told({ ocsp: answers({ signer: 'nobody', responder: 'CA' }) }), 'signature-false');
});

test('an expired delegate proves nothing good, and its revocations count from when it was valid', () => {
  const status = { date: noon - 2 * day, reason: 1 };
  const revoking = (notAfter: string, noCheck = true) =>
    short(judge({ ocsp: answers({ signer: 'Responder', certificates: [delegate({ notAfter, noCheck })], status }) }));
  assert.equal(revoking('20300601110000Z'), 'fail certificate-revoked');
  assert.equal(revoking('20300601105959Z'), 'unknown not-authentic');
  assert.equal(revoking('20300601110000Z', false), 'fail certificate-revoked', 'its standing is open');
});

test('a delegate that has expired and was revoked is told as revoked, one whose standing is open by its dates', () => {
  const old = { notAfter: '20300601110000Z', noCheck: false };
  assert.equal(by([delegate(old)], { crls: crls({ entries: [{ serial: 30 }] }) }), 'signer-revoked');
  assert.equal(by([delegate(old)]), 'signer-dates');
});

test('of several certificates for one responder the one that lacks the least is told, in any order', () => {
  const ranked = [
    delegate({ key: 'another' }),
    delegate({ serial: 31, issuer: 'Root' }),
    delegate({ serial: 32, eku: null }),
    delegate({ serial: 33, extensions: [certSign] }),
    delegate({ serial: 34, noCheck: false }),
    delegate({ serial: 35, notAfter: '20300601110000Z' }),
    delegate({ serial: 36, noCheck: false }),
  ];
  const words = [
    'signature-false',
    'delegated-by-other',
    'no-ocsp-signing',
    'no-digital-signature',
    'signer-revoked',
    'signer-dates',
    'signer-standing',
  ];
  // Of the delegates themselves a list of their own point tells; of the TSA it says nothing.
  const lists = crls({
    entries: [{ serial: 34 }, { serial: 20, reason: 8 }],
    thisUpdate: noon - 30 * day,
    nextUpdate: noon - 29 * day,
  });
  for (const [i, one] of ranked.entries()) {
    const all = ranked.slice(0, i + 1);
    assert.equal(by(all, { crls: lists }), words[i]);
    assert.equal(by(all.toReversed(), { crls: lists }), words[i]);
    assert.equal(by([one, delegate({ serial: 45 })], { crls: lists }), 'counts');
    assert.equal(by([delegate({ serial: 45 }), one], { crls: lists }), 'counts');
  }
});

test('RFC 6960 §4.2.2.3: who may have signed is whom the ResponderID names, by name or by key', () => {
  const byKey = (named: Certificate, signer: string, certificates: readonly Certificate[] = []) =>
    told({ ocsp: answers({ byKey: named, signer, certificates }) });
  assert.equal(byKey(ca, 'CA'), 'counts');
  assert.equal(byKey(delegate(), 'Responder', [delegate()]), 'counts');
  assert.equal(byKey(root, 'Responder', [delegate()]), 'signature-false');
  assert.equal(byKey(issue({ subject: 'X', issuer: 'Y' }), 'Responder', [delegate()]), 'no-signer');
  assert.equal(by([delegate({ subject: 'Somebody', key: 'Responder' })]), 'no-signer');
  const candidates = [delegate()];
  assert.equal(told({ ocsp: answers({ byKey: delegate(), signer: 'Responder' }), candidates }), 'counts');
  assert.equal(told({ ocsp: answers({ signer: 'Responder' }), candidates }), 'counts');
});

test('a responder of many keys: so many are tried, those first that came with the answer', () => {
  const many = Array.from({ length: limits.revocationSigners }, (_, i) =>
    delegate({ serial: 100 + i, key: `key ${i}` }),
  );
  assert.equal(by([...many.slice(1), delegate()]), 'counts');
  const limit = judge({ ocsp: answers({ signer: 'Responder', certificates: [...many, delegate()] }), crls: crls({}) });
  assert.equal(short(limit), 'unknown limit');
  assert.deepEqual(limit.rules.at(-1)?.facts, { limit: 'revocationSigners' });
  assert.equal(by([delegate()], { candidates: many }), 'counts');
});

test('the issuer of a name that a delegate has as well: both are tried', () => {
  const twin = delegate({ subject: 'CA', key: 'delegate' });
  assert.equal(told({ ocsp: answers({ responder: 'CA', signer: 'delegate', certificates: [twin] }) }), 'counts');
  assert.equal(told({ ocsp: answers({ responder: 'CA', signer: 'CA', certificates: [twin] }) }), 'counts');
  const stranger = issueCa({ subject: 'CA', issuer: 'Nobody', serial: 3 });
  const question = { issuer: stranger, path: [stranger] };
  assert.equal(told({ ...question, ocsp: answers({ issuer: stranger }) }), 'no-signer', 'an issuer without a path');
});

test('an issuer without a path certifies no delegate', () => {
  const stranger = issueCa({ subject: 'CA', issuer: 'Nobody', serial: 3 });
  const ocsp = answers({ issuer: stranger, signer: 'Responder', certificates: [delegate()] });
  assert.equal(told({ issuer: stranger, path: [stranger], ocsp }), 'delegated-by-other');
});

test('a further certificate of a responder, expired before it spoke, makes what it revoked count for no less', () => {
  const [old, then] = [
    delegate({ serial: 31, notAfter: '20300101000000Z' }),
    delegate({ notAfter: '20300601110000Z' }),
  ];
  const told = answers({ signer: 'Responder', status: { date: noon - 2 * day, reason: 1 } });
  for (const candidates of [[then], [old, then], [then, old]]) {
    const good = answers({ thisUpdate: noon - 60_000 });
    assert.equal(short(judge({ ocsp: [...told, ...good], candidates })), 'fail certificate-revoked');
  }
  assert.equal(short(judge({ ocsp: told, candidates: [old] })), 'unknown not-authentic');
});

test('a further certificate of a lister, revoked for a compromise, makes what it revoked count for no less', () => {
  const [lost, ended] = [lister({ serial: 41 }), lister({ serial: 42 })];
  const entries = ofRoot({ serial: 41, date: noon - 60_000 }, { serial: 42, reason: 4, date: noon - 60_000 });
  const list = { ...indirect, entries: [{ serial: 20, issuer: 'CA' }] };
  for (const candidates of [[ended], [lost, ended], [ended, lost]]) {
    const judgement = judge({ certificate: pointing, candidates, crls: crls(list, entries) });
    assert.equal(short(judgement), 'fail certificate-revoked');
  }
  assert.equal(byLister([lost], { entries: list.entries }, entries), 'signer-revoked');
});

test('a CRL issuer is judged by all that is said of it: ended after it signed, and for no other reason', () => {
  const listing = { entries: [{ serial: 20, issuer: 'CA' }] };
  const about = (...lists: readonly (readonly [reason: number | null, date: number])[]) => {
    const ofRoot = lists.map(([reason, date]) => ({ issuer: 'Root', entries: [{ serial: 40, reason, date }] }));
    const all = crls({ ...indirect, ...listing }, ...ofRoot);
    return judge({ certificate: pointing, candidates: [lister()], crls: all }).status;
  };
  const made = noon - hour;
  for (const reason of [0, 3, 4, 5]) assert.equal(about([reason, made + 1_000]), 'fail', `reason ${reason}`);
  assert.equal(about([4, made]), 'unknown', 'at the very moment that it signed');
  for (const reason of [null, 1, 2, 9, 10]) assert.equal(about([reason, made + 1_000]), 'unknown', `reason ${reason}`);
  assert.equal(about([4, made + 1_000], [1, made + 1_000]), 'unknown');
  assert.equal(about([1, made + 1_000], [4, made + 1_000]), 'unknown');
});

test('the dates of the issuer itself are a rule on the path, and no reason against its lists', () => {
  const gone = issueCa({ subject: 'CA', issuer: 'Root', serial: 10, notAfter: '20300601110000Z' });
  assert.equal(told({ issuer: gone, path: [tsa, gone, root], crls: crls({}) }), 'counts');
  assert.equal(told({ issuer: gone, path: [tsa, gone, root], ocsp: answers({ issuer: gone }) }), 'counts');
});

test('RFC 5280 §5.1.2.3: the issuer’s key signs in the issuer’s name alone', () => {
  assert.equal(byLister([], { signer: 'CA' }), 'no-signer');
});

test('CAs on the way to a signer are judged by themselves where they are of the path, and else here', () => {
  const below = lister({ issuer: 'CA' });
  const own: CrlWish = { issuer: 'CA' };
  assert.equal(byLister([below], {}, own), 'counts', 'the CA of the path');
  const sub = issueCa({ subject: 'Sub', issuer: 'Root', serial: 50 });
  const lower = lister({ issuer: 'Sub' });
  const lists = (...more: readonly CrlWish[]) => crls(indirect, { issuer: 'Sub' }, ...more);
  const question = { certificate: pointing, candidates: [lower, sub] };
  assert.equal(told({ ...question, crls: lists() }), 'signer-standing');
  assert.equal(told({ ...question, crls: lists(ofRoot()) }), 'counts');
  assert.equal(told({ ...question, crls: lists(ofRoot({ serial: 50 })) }), 'signer-revoked');
});

test('what stands above the issuer is not judged for its lists, though the path be unknown', () => {
  const lower = issueCa({ subject: 'Lower', issuer: 'CA', serial: 11 });
  const certificate = issue({ subject: 'TSA', issuer: 'Lower', serial: 20 });
  const question = { certificate, issuer: lower, path: [], candidates: [ca, root] };
  assert.equal(told({ ...question, crls: crls({ issuer: 'Lower' }) }), 'counts');
  assert.equal(told({ ...question, ocsp: answers({ certificate, issuer: lower }) }), 'counts');
});

test('the anchor itself may be the issuer of a list, and needs no standing', () => {
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([pointName(place), tlv(0xa2, directory('Root'))])],
  });
  const list = { issuer: 'Root', extensions: [idp(pointName(place), flag(4))] };
  assert.equal(told({ certificate, path: [], crls: crls(list) }), 'counts');
});

test('a critical id-pkix-ocsp-nocheck is known; a delegate expired before it spoke is told by its dates', () => {
  const critical = extension('1.3.6.1.5.5.7.48.1.5', tlv(0x05), true);
  assert.equal(by([delegate({ noCheck: false, extensions: [critical] })]), 'counts');
  const old = delegate({ notAfter: '20300601105959Z', noCheck: false });
  assert.equal(by([old], { crls: crls({ entries: [{ serial: 30 }] }) }), 'signer-dates');
});

test('however little is left of a budget, there is an answer, and it is good only where all was looked at', () => {
  const statuses = [0, 4, 8, 13, 17, 20].map((signatureWork) => {
    const budget = () => ({ budget: new WorkBudget({ signatureWork }) });
    const own = judge({ ocsp: answers({}), ...budget() });
    const delegated = judge({ ocsp: answers({ signer: 'Responder', certificates: [delegate()] }), ...budget() });
    const list = judge({ crls: crls({}), ...budget() });
    return [own, delegated, list].map(({ status }) => status).join(' ');
  });
  assert.deepEqual(new Set(statuses), new Set(['unknown unknown unknown', 'pass unknown pass', 'pass pass pass']));
});

test('a signature with a hash of its own is told by that', () => {
  const strength = () => 'algorithm-unlisted' as const;
  const bytes = ecdsaList();
  const own = issueCa({ subject: 'CA', issuer: 'Root', serial: 10, key: ecKey, spki: ecSpki });
  const [line] = judge({
    issuer: own,
    path: [tsa, own, root],
    crls: [{ crl: decodeCrl(bytes), url: null }],
    strength,
  }).sources;
  assert.deepEqual([line?.code, line?.facts], ['algorithm-unlisted', { algorithm: 'sha256' }]);
});

test('an answer without anything in it is of nobody', () => {
  const { basic } = ocsp({ singles: [] });
  assert.deepEqual(basic?.responses, []);
  assert.equal(told({ certificate: tsa, ocsp: answers({ singles: [] }) }), 'other-certificate');
});
