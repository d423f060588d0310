import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../src/core/der/limits.ts';
import { Crowd } from '../../../src/core/revocation/crowd.ts';
import {
  authenticityOf,
  checkAnswer,
  type Inquiry,
  mayBeUsedFor,
  signerPath,
  type ValidatedSigner,
} from '../../../src/core/revocation/inquiry.ts';
import { type Refusal, refusal } from '../../../src/core/revocation/statement.ts';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { costOf, publicKeyOf } from '../../../src/core/x509/signature.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { anchor, ca, crl, day, extension, issue, issueCa, noon, root, tlv } from './kit.ts';

function inquiryOf(more: Partial<Inquiry> = {}, candidates: readonly Certificate[] = [ca, root]): Inquiry {
  return {
    anchor,
    candidates: new Crowd(candidates),
    at: noon,
    budget: new WorkBudget(),
    paths: new Map(),
    valid: new Map(),
    checked: new Map(),
    reached: new Set(),
    further: null,
    ...more,
  } as unknown as Inquiry;
}

// What the token brings is judged apart.

const refusals = (reason: string) => ({
  all: refusal('revocation.authentic', 'not-authentic', 'all', { reason }),
  good: refusal('revocation.authentic', 'not-authentic', 'good', { reason }),
  spent: refusal('revocation.authentic', 'not-authentic', 'all', { reason: 'work-limit', by: reason }),
});
const [own, further] = [refusals('own'), refusals('further')];

test('an answer of the user’s is judged with what the token brings where that says more, and is never worse for it', () => {
  const apart = inquiryOf();
  const whole = inquiryOf({ further: apart });
  const outcome = (a: Refusal | null, b: Refusal | null, origin: 'user' | 'fetched' | 'token' = 'user') =>
    authenticityOf({ origin }, (inquiry) => (inquiry === apart ? b : a), whole);
  for (const b of [null, ...Object.values(further)]) assert.equal(outcome(null, b), null, 'authentic by itself');
  for (const a of [null, ...Object.values(own)])
    assert.equal(outcome(a, null), null, 'authentic with what the token brings');
  assert.equal(outcome(own.all, further.good), further.good);
  assert.equal(outcome(own.good, further.all), own.good);
  assert.equal(outcome(own.all, further.all), further.all, 'the same for another reason');
  assert.equal(outcome(own.good, further.good), further.good);
  assert.equal(outcome(own.all, further.spent), own.all, 'a budget that is spent says nothing');
  assert.equal(outcome(null, further.all, 'fetched'), null);
  assert.equal(outcome(null, further.all, 'token'), further.all, "the token's own is judged apart alone");
  assert.equal(outcome(own.all, null, 'token'), null);
});

test('where the token brings nothing, everything is judged once', () => {
  let judged = 0;
  const judge = (inquiry: Inquiry | null) => {
    assert.ok(inquiry !== null);
    judged++;
    return own.all;
  };
  for (const origin of ['user', 'token'] as const)
    assert.equal(authenticityOf({ origin }, judge, inquiryOf()), own.all);
  assert.equal(judged, 2);
});

// Signatures are paid for.

const input = (list = crl()) => ({
  algorithm: list.signatureAlgorithm,
  key: publicKeyOf(ca),
  data: list.tbs,
  signature: list.signature,
});
const price = (list = crl()) => costOf(input(list)) + list.tbs.length / 65_536;

test('a signature costs its key and its octets, and once per inquiry', () => {
  const list = crl();
  const inquiry = inquiryOf({ budget: new WorkBudget({ signatureWork: 100 }) });
  assert.deepEqual(checkAnswer(list, input(list), inquiry), { status: 'valid' });
  assert.equal(inquiry.budget.left('signatureWork'), 100 - price(list));
  assert.deepEqual(checkAnswer(list, input(list), inquiry), { status: 'valid' });
  assert.equal(inquiry.budget.left('signatureWork'), 100 - price(list), 'known');
  const other = inquiryOf({ budget: new WorkBudget({ signatureWork: 100 }) });
  assert.deepEqual(checkAnswer(list, input(list), other), { status: 'valid' });
  assert.equal(other.budget.left('signatureWork'), 100 - price(list), 'whatever came before');
  const byRoot = { ...input(list), key: publicKeyOf(root) };
  assert.deepEqual(checkAnswer(list, byRoot, inquiry), { status: 'invalid' }, 'another key is another question');
  const left = inquiry.budget.left('signatureWork');
  assert.deepEqual(checkAnswer(list, input(list), inquiry), { status: 'valid' });
  assert.deepEqual(checkAnswer(list, byRoot, inquiry), { status: 'invalid' });
  assert.equal(inquiry.budget.left('signatureWork'), left, 'both are known');
});

test('a key that costs more to use than any honest one checks nothing, and spends nothing', () => {
  const list = crl({ number: 5 });
  const dear = (cost: number) => ({
    ...input(list),
    key: Object.create(publicKeyOf(ca), { cost: { value: cost }, id: { value: 'dear' }, kind: { value: 'ed25519' } }),
  });
  const inquiry = inquiryOf({ budget: new WorkBudget({ signatureWork: 80 }) });
  assert.deepEqual(checkAnswer(list, dear(81), inquiry), { status: 'unsupported', reason: 'key' });
  assert.deepEqual([inquiry.budget.left('signatureWork'), [...inquiry.reached]], [80, []]);
  assert.equal(checkAnswer(list, dear(80), inquiry), null, 'honest, and too dear for what is left');
});

test('a budget of just the price is enough, and of less is spent on nothing', () => {
  const list = crl({ number: 3 });
  const exact = inquiryOf({ budget: new WorkBudget({ signatureWork: price(list) }) });
  assert.deepEqual(checkAnswer(list, input(list), exact), { status: 'valid' });
  assert.deepEqual([exact.budget.left('signatureWork'), [...exact.reached]], [0, []]);
  const less = inquiryOf({ budget: new WorkBudget({ signatureWork: price(list) - 0.001 }) });
  assert.equal(checkAnswer(list, input(list), less), null);
  assert.deepEqual([...less.reached], ['signatureWork']);
  assert.equal(less.budget.left('signatureWork'), price(list) - 0.001);
});

test('RFC 5280 §6.3.3 (f): a path to the anchor, valid at the moment, looked for once', () => {
  const signer = issue({ subject: 'Lister', issuer: 'CA', serial: 40, notAfter: '20300601120000Z' });
  const inquiry = inquiryOf({}, [signer, ca, root]);
  const path = signerPath(signer, noon, inquiry)!;
  assert.deepEqual(path.path, [signer, ca, root]);
  assert.equal(path.key.spki, signer.spki);
  assert.equal(signerPath(signer, noon, inquiry), path);
  assert.equal(signerPath(signer, noon - day, inquiry), path, 'valid then as well');
  assert.equal(inquiry.paths.size, 1);
  assert.equal(signerPath(signer, noon + 1, inquiry), null, 'expired');
  assert.equal(inquiry.paths.size, 2);
  assert.notEqual(signerPath(signer, null, inquiry), null, 'dates are left to another rule');
  assert.equal(signerPath(issue({ subject: 'X', issuer: 'Nobody' }), noon, inquiry), null);
  assert.deepEqual([...inquiry.reached], []);
  const noCheck = extension('1.3.6.1.5.5.7.48.1.5', tlv(0x05), true);
  const known = issue({ subject: 'Lister', issuer: 'CA', serial: 41, extensions: [noCheck] });
  assert.notEqual(signerPath(known, noon, inquiry), null, 'a critical id-pkix-ocsp-nocheck');
});

test('a path found for one moment serves another from notBefore to notAfter of every certificate below the anchor', () => {
  const [from, to] = [Date.parse('2030-06-01T06:00:00Z'), Date.parse('2030-06-01T18:00:00Z')];
  const lower = issueCa({
    subject: 'Lower',
    issuer: 'Root',
    serial: 11,
    notBefore: '20300601060000Z',
    notAfter: '20300601180000Z',
  });
  const signer = issue({ subject: 'Lister', issuer: 'Lower', serial: 40 });
  const old = issueCa({ subject: 'Root', issuer: 'Root', serial: 1, notAfter: '20250101000000Z' });
  for (const [moment, found] of [
    [from, true],
    [from - 1, false],
    [to, true],
    [to + 1, false],
  ] as const) {
    const inquiry = inquiryOf({ anchor: trustAnchor(old) }, [signer, lower, old]);
    const first = signerPath(signer, noon, inquiry);
    assert.notEqual(first, null);
    const second = signerPath(signer, moment, inquiry);
    assert.equal(second, found ? first : null, `${moment}`);
    assert.equal(inquiry.paths.size, found ? 1 : 2);
  }
});

test('several paths of one signer, each for its own time', () => {
  const early = issueCa({ subject: 'Lower', issuer: 'Root', serial: 11, key: 'Lower', notAfter: '20300531000000Z' });
  const late = issueCa({ subject: 'Lower', issuer: 'Root', serial: 12, key: 'Lower', notBefore: '20300601000000Z' });
  const signer = issue({ subject: 'Lister', issuer: 'Lower', serial: 40 });
  const inquiry = inquiryOf({}, [signer, early, late, root]);
  const [before, now] = [signerPath(signer, noon - 10 * day, inquiry), signerPath(signer, noon, inquiry)];
  assert.deepEqual(before?.path, [signer, early, root]);
  assert.deepEqual(now?.path, [signer, late, root]);
  assert.equal(signerPath(signer, noon - 9 * day, inquiry), before);
  assert.equal(signerPath(signer, noon + day, inquiry), now);
  assert.equal(signerPath(signer, noon - day, inquiry), null, 'in between');
});

test('so many paths are looked for, and none where anything that they cost is spent', () => {
  const paths = new Map<string, ValidatedSigner | null>();
  for (let i = 0; i < limits.signerPaths - 1; i++) paths.set(`${i}`, null);
  const inquiry = inquiryOf({ paths });
  assert.notEqual(signerPath(ca, noon, inquiry), null);
  assert.deepEqual([...inquiry.reached], []);
  assert.equal(signerPath(root, null, inquiry), null);
  assert.deepEqual([...inquiry.reached], ['signerPaths']);
  assert.notEqual(signerPath(ca, noon - day, inquiry), null, 'what was found stays found');
  const full = inquiryOf({ paths: new Map([...paths, ['last', null], [`${ca.sha256} ${noon}`, null]]) });
  assert.equal(signerPath(ca, noon, full), null);
  assert.deepEqual([...full.reached], [], 'what was not found stays so');
  for (const name of ['signatureWork', 'pathSteps', 'paths'] as const) {
    const spent = inquiryOf({ budget: new WorkBudget({ [name]: 0 }) });
    assert.equal(signerPath(ca, noon, spent), null);
    assert.deepEqual([...spent.reached], [name]);
    assert.equal(spent.paths.size, 0, 'and nothing is held to be known');
  }
  const few = inquiryOf({ budget: new WorkBudget({ signatureWork: 0.5 }) });
  assert.equal(signerPath(ca, noon, few), null);
  assert.deepEqual([...few.reached], ['signatureWork'], 'spent on the way');
});

test('RFC 5280 §4.2.1.3: a keyUsage that is there has to have one of the bits', () => {
  const usage = (...octets: readonly number[]) =>
    issue({ subject: 'A', issuer: 'B', extensions: [extension('2.5.29.15', tlv(0x03, Uint8Array.from(octets)))] });
  assert.equal(mayBeUsedFor(issue({ subject: 'A', issuer: 'B' }), 'cRLSign'), true, 'none');
  assert.equal(mayBeUsedFor(usage(1, 0x02), 'cRLSign'), true);
  assert.equal(mayBeUsedFor(usage(2, 0x04), 'cRLSign'), false);
  assert.equal(mayBeUsedFor(usage(6, 0x40), 'digitalSignature', 'nonRepudiation'), true, 'one of two');
  assert.equal(mayBeUsedFor(usage(9), 'cRLSign'), false, 'malformed');
  const broken = {
    get keyUsage() {
      throw new TypeError('a fault of the program');
    },
  } as unknown as Certificate;
  assert.throws(() => mayBeUsedFor(broken, 'cRLSign'), TypeError);
});
