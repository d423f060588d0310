import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { decodeExtensions } from '../../../src/core/tsp/extensions.ts';
import { boolean, nothing, octets, oid, sequence, tagged } from '../../../src/lab/der-writer.ts';
import { encodeResponse } from '../../../src/lab/response.ts';
import { authority, forge, judged, ruleOf } from '../forge.ts';

const good = await authority();
const withExtension = (oid: string, hex: string, critical = false) =>
  authority({ tsu: { extensions: [{ oid, critical, value: Buffer.from(hex, 'hex') }] } });
const withKeyUsage = (hex: string) =>
  authority({
    tsu: { keyUsage: null, extensions: [{ oid: '2.5.29.15', critical: true, value: Buffer.from(hex, 'hex') }] },
  });

test('seventy statusStrings are shown in part and decide nothing', async () => {
  const response = encodeResponse({ status: 0, statusString: Array(70).fill('granted') }, forge(good));
  assert.equal((await judged(good, response)).verdict, 'VALID');
});

test('a PKIStatus beyond 32 bits is an unknown status', async () => {
  const status = sequence(sequence(Uint8Array.of(2, 6, 1, 0, 0, 0, 0, 0)), forge(good));
  const judgement = await judged(good, status);
  assert.deepEqual([judgement.verdict, judgement.code], ['INVALID', 'status-unknown']);
});

test('more extensions in TSTInfo than are read: limit, whatever the ones read say', async () => {
  const extensions = Array.from({ length: 66 }, (_, n) => ({ oid: `1.2.3.${n}`, critical: false, value: nothing() }));
  const judgement = await judged(good, forge(good, { extensions }));
  assert.equal(judgement.verdict, 'INDETERMINATE');
  assert.deepEqual(ruleOf(judgement, 'tst.extensions'), { status: 'unknown', code: 'limit', warnings: [] });
});

test('an accuracy of more seconds than fit 32 bits is one, a negative one is none', async () => {
  assert.equal((await judged(good, forge(good, { accuracy: { seconds: 2 ** 40 } }))).verdict, 'VALID');
  assert.equal((await judged(good, forge(good, { accuracy: { seconds: -(2 ** 40) } }))).verdict, 'INVALID');
});

test('X.690 §11.2.2: a keyUsage with trailing zero bits is a warning, and strict fails it', async () => {
  for (const hex of ['03020080', '0303078000']) {
    const of = await withKeyUsage(hex);
    const token = forge(of);
    assert.deepEqual(ruleOf(await judged(of, token), 'tsa.key-usage').warnings, ['padded-bits']);
    const strict = await judged(of, token, { policy: 'strict' });
    assert.deepEqual([strict.verdict, strict.code], ['INVALID', 'padded-bits']);
  }
});

test('X.690 §11.2.1: what the unused bits of a keyUsage hold is no usage', async () => {
  const of = await withKeyUsage('03020740');
  const judgement = await judged(of, forge(of));
  assert.deepEqual([judgement.verdict, judgement.code], ['INVALID', 'key-usage']);
});

test('a malformed subjectAltName that is not critical is a warning where tsa is compared with it', async () => {
  const of = await withExtension('2.5.29.17', '3003820141ff');
  assert.deepEqual(ruleOf(await judged(of, forge(of)), 'tst.tsa').warnings, ['malformed']);
  assert.equal((await judged(of, forge(of), { policy: 'strict' })).verdict, 'INVALID');
  const critical = await withExtension('2.5.29.17', '3003820141ff', true);
  assert.equal((await judged(critical, forge(critical))).code, 'path-critical-extension');
});

test('a malformed privateKeyUsagePeriod weighs no more than one that does not cover genTime', async () => {
  const of = await withExtension('2.5.29.16', '3003820141');
  assert.deepEqual(ruleOf(await judged(of, forge(of)), 'tsa.validity').warnings, ['malformed']);
  assert.equal((await judged(of, forge(of), { policy: 'strict' })).verdict, 'INVALID');
});

test('times that are none are refused, for no date is beyond NaN', async () => {
  for (const further of [{ at: Number.NaN }, { now: Number.NaN }, { at: Number.POSITIVE_INFINITY }]) {
    await assert.rejects(judged(good, forge(good), further), RangeError);
  }
  assert.equal((await judged(good, forge(good), { now: Date.UTC(2024, 6, 1) + 0.5 })).verdict, 'VALID');
});

test('X.690 §11.5: an extension of TSTInfo that says critical FALSE is told', () => {
  const extension = sequence(oid('1.2.3'), boolean(false), octets(Buffer.from('x')));
  const [read] = decodeExtensions(new Cursor(tagged(1, extension)), 1);
  assert.deepEqual([read?.critical, read?.explicitDefault], [false, true]);
  const [silent] = decodeExtensions(new Cursor(tagged(1, sequence(oid('1.2.3'), octets(Buffer.from('x'))))), 1);
  assert.deepEqual([silent?.critical, silent?.explicitDefault], [false, false]);
});

test('RFC 3161 §2.3: an extendedKeyUsage that is there twice is found behind another extension that is', async () => {
  const again = (oid: string, hex: string) => ({ oid, critical: false, value: Buffer.from(hex, 'hex') });
  const policies = again('2.5.29.32', '3005300306012a');
  const purposes = again('2.5.29.37', '300a06082b06010505070308');
  const of = await authority({ tsu: { extensions: [policies, policies, purposes] } });
  const judgement = await judged(of, forge(of));
  assert.deepEqual(ruleOf(judgement, 'tsa.eku'), { status: 'fail', code: 'malformed', warnings: [] });
});
