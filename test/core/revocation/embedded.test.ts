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

test('a real token with OtherRevocationInfo: every part of it is read', async (t) => {
  const file = join(folder, 'hard-other-revinfo-e52665a4', 'token.tst');
  if (!existsSync(file)) return t.skip(`no ${file}: set TST_TEST_DATA to the folder that has cases/`);
  const { signedData } = await readToken(readFileSync(file));
  const found = embeddedRevocation(signedData!);
  assert.equal(found.unreadable.length, 0);
  assert.ok(found.ocsp.length > 0);
  assert.ok(found.ocsp.every(({ response }) => response.basic !== null));
});
