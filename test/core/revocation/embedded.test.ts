import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SignedData } from '../../../src/core/cms/signed-data.ts';
import { embeddedRevocation } from '../../../src/core/revocation/embedded.ts';
import { readToken } from '../../../src/core/tsp/token.ts';
import { basicOf, encodeCrl, encodeOcsp, oid, sequence, tlv } from './kit.ts';

const { TST_TEST_DATA } = process.env;
const folder = join(TST_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'cases');

/** A SignedData with nothing but these RevocationInfoChoices and unsigned attributes. */
const message = (crls: SignedData['crls'], unsignedAttrs: Uint8Array | null = null) =>
  ({ crls, signerInfos: [{ signedAttrs: null, unsignedAttrs }] }) as unknown as SignedData;

const other = (format: string, value: Uint8Array) => ({ kind: 'other', bytes: tlv(0xa1, oid(format), value) }) as const;

test('CRLs and OCSP answers of a SignedData; what can not be read is told and hides nothing else', () => {
  const answer = encodeOcsp({});
  const found = embeddedRevocation(
    message([
      { kind: 'crl', bytes: encodeCrl({}) },
      { kind: 'crl', bytes: Uint8Array.of(0x30, 0x00) },
      other('1.3.6.1.5.5.7.16.2', answer),
      other('1.3.6.1.5.5.7.48.1.1', basicOf(answer)),
      other('1.2.3.4', sequence()),
      { kind: 'other', bytes: tlv(0xa1) },
      { kind: 'unknown', bytes: tlv(0xa7) },
    ]),
  );
  assert.equal(found.crls.length, 1);
  assert.equal(found.ocsp.length, 2);
  assert.deepEqual(
    found.unreadable.map(({ kind }) => kind),
    ['crl', 'ocsp'],
  );
});

test('revocationValues among the unsigned attributes (RFC 5126 §6.3.4)', () => {
  const answer = basicOf(encodeOcsp({}));
  const value = sequence(tlv(0xa0, sequence(encodeCrl({}), encodeCrl({ number: 2 }))), tlv(0xa1, sequence(answer)));
  const attribute = sequence(oid('1.2.840.113549.1.9.16.2.24'), tlv(0x31, value));
  const found = embeddedRevocation(message([], tlv(0xa1, attribute)));
  assert.deepEqual([found.crls.length, found.ocsp.length, found.unreadable.length], [2, 1, 0]);
  const broken = embeddedRevocation(message([], tlv(0xa1, tlv(0x05))));
  assert.deepEqual([broken.crls.length, broken.ocsp.length, broken.unreadable.length], [0, 0, 1]);
});

const attribute = (type: string, ...values: readonly Uint8Array[]) => sequence(oid(type), tlv(0x31, ...values));
const cades = '1.2.840.113549.1.9.16.2.24';
const adobe = '1.2.840.113583.1.1.8';
const lists = (...all: readonly Uint8Array[]) => tlv(0xa0, sequence(...all));
const answersOf = (...all: readonly Uint8Array[]) => tlv(0xa1, sequence(...all));
/** How many lists, answers and unreadable things are found in attributes of the first signer. */
const found = (signedAttrs: Uint8Array | null, unsignedAttrs: Uint8Array | null = null) => {
  const signed = { crls: [], signerInfos: [{ signedAttrs, unsignedAttrs }] } as unknown as SignedData;
  const { crls, ocsp, unreadable } = embeddedRevocation(signed);
  return [crls.length, ocsp.length, unreadable.map(({ kind, reason }) => `${kind}: ${reason}`)];
};

test('revocationValues and revocationInfoArchival, signed or not, with either of the two lists, in several values', () => {
  const [list, other, answer] = [encodeCrl({}), encodeCrl({ number: 2 }), encodeOcsp({})];
  const all = attribute(adobe, sequence(lists(list), answersOf(answer)), sequence(lists(other)));
  assert.deepEqual(found(tlv(0xa0, all)), [2, 1, []]);
  assert.deepEqual(found(null, tlv(0xa1, all)), [2, 1, []]);
  assert.deepEqual(found(tlv(0xa0, all), tlv(0xa1, attribute(cades, sequence(answersOf(basicOf(answer)))))), [
    2,
    2,
    [],
  ]);
  assert.deepEqual(found(tlv(0xa0, all), tlv(0xa1, all)), [2, 1, []], 'each once');
  assert.deepEqual(found(tlv(0xa0, attribute('1.2.3', tlv(0x05)), all)), [2, 1, []], 'beside other attributes');
  assert.deepEqual(found(tlv(0xa0, attribute(cades, sequence(lists(), answersOf())))), [0, 0, []]);
  assert.deepEqual(embeddedRevocation({ crls: [], signerInfos: [] } as unknown as SignedData), {
    crls: [],
    ocsp: [],
    unreadable: [],
  });
});

test('what is unreadable in an attribute is told with its kind and place, and three times at most', () => {
  const bad = tlv(0x05);
  assert.deepEqual(found(tlv(0xa0, attribute(cades, bad))), [
    0,
    0,
    ['crl: revocationValues expected, found tag 0x05 at byte 0'],
  ]);
  assert.deepEqual(found(tlv(0xa0, attribute(cades, sequence(tlv(0xa0, bad))))), [
    0,
    0,
    ['crl: crlVals expected, found tag 0x05 at byte 4'],
  ]);
  assert.deepEqual(found(tlv(0xa0, attribute(cades, sequence(tlv(0xa1, bad))))), [
    0,
    0,
    ['crl: ocspVals expected, found tag 0x05 at byte 4'],
  ]);
  const some = sequence(lists(bad, encodeCrl({})), answersOf(bad, encodeOcsp({})));
  assert.deepEqual(found(tlv(0xa0, attribute(cades, some))), [
    1,
    1,
    ['crl: CRL expected, found tag 0x05 at byte 0', 'ocsp: OCSPResponse expected, found tag 0x05 at byte 0'],
  ]);
  const words = (set: Uint8Array) => found(set)[2];
  assert.deepEqual(words(tlv(0xa0, bad)), ['crl: Attribute expected, found tag 0x05 at byte 2']);
  assert.deepEqual(words(Uint8Array.of(0xa0, 5)), ['crl: attributes is cut off at byte 0']);
  const cut = (...octets: readonly number[]) => words(tlv(0xa0, attribute(cades, sequence(Uint8Array.from(octets)))));
  assert.deepEqual(cut(0xa0, 5), ['crl: crlVals is cut off at byte 2']);
  assert.deepEqual(cut(0xa1, 5), ['crl: ocspVals is cut off at byte 2']);
  assert.deepEqual(cut(0xa0, 4, 0x30, 2, 0x30, 5), ['crl: crlVals is cut off at byte 6']);
  assert.deepEqual(cut(0xa1, 4, 0x30, 2, 0x30, 5), ['crl: ocspVals is cut off at byte 6']);
  const info = (bytes: Uint8Array) => embeddedRevocation(message([{ kind: 'other', bytes }])).unreadable[0]?.reason;
  assert.equal(info(bad), 'OtherRevocationInfoFormat expected, found tag 0x05 at byte 0');
  assert.equal(info(tlv(0xa1, bad)), 'otherRevInfoFormat expected, found tag 0x05 at byte 2');
  assert.equal(info(tlv(0xa1, oid('1.2.3'))), 'otherRevInfo is missing at byte 6');
  const [, , told] = found(tlv(0xa0, attribute(cades, bad, bad, bad, bad)));
  assert.equal((told as string[]).length, 3);
});

test('what a message brings is of the token, from nowhere, and asked by nobody', () => {
  const { crls, ocsp, unreadable } = embeddedRevocation(
    message([
      { kind: 'crl', bytes: encodeCrl({}) },
      other('1.3.6.1.5.5.7.16.2', encodeOcsp({})),
      { kind: 'crl', bytes: tlv(0x05) },
    ]),
  );
  const [{ crl, ...list } = { crl: null }] = crls;
  const [{ response, ...answer } = { response: null }] = ocsp;
  assert.ok(crl !== null && response !== null);
  assert.deepEqual(list, { url: null, origin: 'token' });
  assert.deepEqual(answer, { url: null, nonce: null, origin: 'token' });
  const reason = 'CRL expected, found tag 0x05 at byte 0';
  assert.deepEqual(unreadable, [
    { kind: 'crl', url: null, for: null, code: 'revocation-unreadable', reason, origin: 'token' },
  ]);
});

test('OtherRevocationInfo of a format that only looks like one of OCSP is passed over, and one with more behind it is told', () => {
  const answer = encodeOcsp({});
  const infos = (...formats: readonly string[]) =>
    embeddedRevocation(message(formats.map((one) => other(one, answer))));
  assert.equal(infos('1.3.6.1.5.5.7.16.2', '1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.1.1').ocsp.length, 1, 'each once');
  for (const format of ['1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.1.1'])
    assert.equal(infos(format).ocsp.length, 1, format);
  const strange = ['1.3.6.1.5.5.7.16.2.1', '2.1.3.6.1.5.5.7.16.2', '1.3.6.1.5.5.7.48.1.2', '1.3.6.1.5.5.7.48'];
  for (const format of strange) {
    assert.deepEqual([infos(format).ocsp.length, infos(format).unreadable.length], [0, 0], format);
  }
  const more = { kind: 'other', bytes: tlv(0xa1, oid('1.3.6.1.5.5.7.16.2'), answer, tlv(0x05)) } as const;
  const { ocsp, unreadable } = embeddedRevocation(message([more]));
  assert.equal(ocsp.length, 0);
  assert.match(unreadable[0]!.reason, /^unexpected data after OtherRevocationInfoFormat at byte \d+$/);
});

test('a message’s other faults are not swallowed', () => {
  const broken = { kind: 'crl', bytes: null } as unknown as SignedData['crls'][number];
  assert.throws(() => embeddedRevocation(message([broken])), TypeError);
});

test('a real token with OtherRevocationInfo: every part of it is read', async (t) => {
  const file = join(folder, 'hard-other-revinfo-e52665a4', 'token.tst');
  if (!existsSync(file)) return t.skip(`no ${file}: set TST_TEST_DATA to the folder that has cases/`);
  const { signedData } = await readToken(readFileSync(file));
  const found = embeddedRevocation(signedData!);
  assert.equal(found.unreadable.length, 0);
  assert.ok(found.ocsp.length > 0);
  assert.ok(found.ocsp.every(({ response }) => response.basic !== null));
});
