import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import { evidenceFor } from '../../../src/core/revocation/gathering.ts';
import type { RevocationQuestion } from '../../../src/core/revocation/question.ts';
import type { CrlSource, OcspSource } from '../../../src/core/revocation/source.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  anchor,
  answers,
  type CrlWish,
  ca,
  crls,
  delegate,
  directory,
  extension,
  flag,
  idp,
  issue,
  judge,
  noon,
  pointName,
  points,
  root,
  short,
  tlv,
  tsa,
  uri,
} from './kit.ts';

// On whose account answers are looked at, and what becomes of them where it is spent.

const question: RevocationQuestion = {
  certificate: tsa,
  issuer: ca,
  anchor,
  path: [tsa, ca, root],
  candidates: [],
  crls: [],
  ocsp: [],
  at: noon,
  now: noon,
};
function gather(more: Partial<RevocationQuestion>) {
  const evidence = evidenceFor({ ...question, ...more });
  assert.ok(typeof evidence !== 'string');
  return evidence;
}
const counts = (more: Partial<RevocationQuestion>) => gather(more).lines.map((line) => line.counts);

const place = uri('http://crl.test/here');
const pointing = issue({
  subject: 'TSA',
  issuer: 'CA',
  serial: 20,
  extensions: [points([pointName(place), tlv(0xa2, directory('Lister'))])],
});
const lister = issue({ subject: 'Lister', issuer: 'Root', serial: 40 });
const indirect: CrlWish = { issuer: 'Lister', extensions: [idp(pointName(place), flag(4))] };
const lists = crls(indirect, { issuer: 'Root' });
const ofToken = <T extends CrlSource | OcspSource>(sources: readonly T[]): T[] =>
  sources.map((one) => ({ ...one, url: null, origin: 'token' as const }));

test('a signer is found among what the user gave, on the path, in answers, and in what the token brings', () => {
  const about = { certificate: pointing, crls: lists };
  const carrier = answers({ signer: 'nobody', responder: 'CA', certificates: [lister] });
  assert.deepEqual(counts(about), [false, false]);
  assert.deepEqual(counts({ ...about, candidates: [lister] }), [true, false]);
  assert.deepEqual(counts({ ...about, brought: [lister] }), [true, false]);
  assert.deepEqual(counts({ ...about, ocsp: carrier }), [false, true, false]);
  assert.deepEqual(counts({ ...about, ocsp: ofToken(carrier) }), [false, true, false]);
  assert.deepEqual(counts({ ...about, crls: ofToken(lists) }), [false, false]);
  assert.deepEqual(counts({ ...about, crls: ofToken(lists), candidates: [lister] }), [true, false]);
  assert.deepEqual(counts({ ...about, crls: ofToken(lists), brought: [lister] }), [true, false]);
});

test('what the token brings costs an account of its own: the user’s may be spent', () => {
  const spent = () => new WorkBudget({ signatureWork: 7 });
  const ocsp = answers({ signer: 'Responder', certificates: [delegate()] });
  assert.deepEqual(counts({ ocsp, budget: spent() }), [false], 'two checks are too dear');
  assert.deepEqual(counts({ ocsp: ofToken(ocsp), budget: spent() }), [true]);
  assert.deepEqual(counts({ crls: ofToken(crls({})), budget: spent() }), [true]);
});

test('a limit takes back whatever was good, and says so; what is revoked or on hold stays', () => {
  const crowd = Array.from({ length: 17 }, (_, i) => delegate({ serial: 100 + i, key: `key ${i}` }));
  const unread = answers({ responder: 'Responder', signer: 'nobody', certificates: crowd });
  const { good, settled, cause } = gather({ ocsp: unread, crls: crls({}) });
  const facts = { limit: 'revocationSigners' };
  const limit = { code: 'limit', rule: 'revocation.authentic', detail: 'limit', facts, url: null };
  assert.deepEqual([good, settled, cause], [null, null, limit]);
  const ended = gather({ ocsp: unread, crls: crls({ entries: [{ serial: 20, reason: 4 }] }) });
  assert.deepEqual([ended.settled, ended.cause, ended.revocations.length], [null, limit, 1]);
  const silent = issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [extension('2.5.29.56', tlv(0x05))] });
  const about = answers({ certificate: silent, responder: 'Responder', signer: 'nobody', certificates: crowd });
  const unpublished = gather({ certificate: silent, ocsp: about });
  assert.deepEqual([unpublished.noRevAvail, unpublished.cause], [false, limit]);
  const held = gather({ ocsp: unread, crls: crls({ entries: [{ serial: 20, reason: 6 }] }) });
  assert.deepEqual([held.hold?.reason, held.cause], [6, null]);
  const nothing = gather({ ocsp: unread });
  assert.equal(nothing.cause?.detail, 'not-authentic', 'nothing to take back');
});

test('a limit that ends the caller’s own rule ends the judgement, and another fault is thrown', () => {
  const strength = (fault: Error) => () => {
    throw fault;
  };
  const limited = { crls: crls({}), strength: strength(new LimitError('paths')) };
  assert.equal(evidenceFor({ ...question, ...limited }), 'paths');
  const judgement = judge(limited);
  assert.equal(short(judgement), 'unknown limit');
  assert.deepEqual(judgement.rules.at(-1)?.facts, { limit: 'paths' });
  assert.throws(() => judge({ crls: crls({}), strength: strength(new TypeError('a fault')) }), TypeError);
});

test('what several certificates want of one place is wanted once', () => {
  const responders = [1, 2].map((i) =>
    delegate({ serial: 100 + i, noCheck: false, extensions: [points([pointName(place)])] }),
  );
  const ocsp = answers(
    { signer: 'Responder', certificates: responders },
    { signer: 'Responder', certificates: responders },
  );
  const { wants } = gather({ ocsp });
  assert.deepEqual(
    wants.map(({ kind, url }) => `${kind} ${url}`),
    ['crl http://crl.test/here', 'crl http://crl.test/here'],
    'one for each certificate',
  );
});
