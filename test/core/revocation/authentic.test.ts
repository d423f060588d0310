import assert from 'node:assert/strict';
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
  issue,
  issueCa,
  judge,
  noon,
  ocsp,
  pointName,
  points,
  root,
  short,
  ski,
  tlv,
  tsa,
  uri,
} from './kit.ts';

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
});

test('RFC 5280 §5.1.1.2, §4.1.1.2: a signature by an algorithm that nobody knows here', () => {
  const bytes = Buffer.from(encodeCrl({ thisUpdate: noon - hour }));
  const [known, unknown] = ['06032b6570', '06032b657f'];
  const changed = Buffer.from(bytes.toString('hex').replaceAll(known!, unknown!), 'hex');
  assert.equal(told({ crls: [{ crl: decodeCrl(changed), url: null }] }), 'signature-unsupported');
  const basic = basicOf(encodeOcsp({}));
  const foreign = Buffer.from(Buffer.from(basic).toString('hex').replaceAll(known!, unknown!), 'hex');
  const response = decodeBasicOcspResponse(foreign);
  assert.equal(told({ ocsp: [{ response, url: null, nonce: null }] }), 'signature-false', 'of the issuer itself');
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
  assert.equal(
    told({ ...question, ocsp: answers({ issuer: stranger }) }),
    'signature-false',
    'an issuer without a path',
  );
});

test('an answer without anything in it is of nobody', () => {
  const { basic } = ocsp({ singles: [] });
  assert.deepEqual(basic?.responses, []);
  assert.equal(told({ certificate: tsa, ocsp: answers({ singles: [] }) }), 'other-certificate');
});
