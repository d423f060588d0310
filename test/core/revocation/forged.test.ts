import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DerError } from '../../../src/core/der/errors.ts';
import { decodeCrl } from '../../../src/core/revocation/crl.ts';
import { decodeOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import type { RevocationInput } from '../../../src/core/revocation/question.ts';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import { tlv as value } from '../x509/make-certificate.ts';
import {
  anchor,
  answers,
  ca,
  crls,
  day,
  delegate,
  encodeCrl,
  encodeOcsp,
  extension,
  hour,
  idp,
  issue,
  issueCa,
  judge,
  nonce,
  noon,
  ocsp,
  ocspOf,
  pointName,
  root,
  rule,
  short,
  tlv,
  tsa,
  uri,
} from './kit.ts';

// Every answer here says `good`, and none may count: each for its own reason.

const otherRoot = issueCa({ subject: 'Other Root', issuer: 'Other Root', serial: 2 });
/** A CA of the same name, certified by another root, with a key of its own. */
const twin = issueCa({ subject: 'CA', issuer: 'Other Root', serial: 11, key: 'twin CA' });

const cases: readonly {
  readonly attack: string;
  readonly input: Partial<RevocationInput>;
  readonly expected: string;
  /** The rule that refuses it, with its code. */
  readonly refused: readonly [string, string];
}[] = [
  {
    attack: 'an OCSP answer in the name of the issuer, signed by a random key',
    input: { ocsp: answers({ signer: 'a random key', responder: 'CA' }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'an OCSP answer by a random key that brings a self-signed responder along',
    input: {
      ocsp: answers({
        signer: 'Responder',
        certificates: [delegate({ issuer: 'Responder', signer: 'Responder' })],
      }),
    },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a delegate without id-kp-OCSPSigning',
    input: { ocsp: answers({ signer: 'Responder', certificates: [delegate({ eku: null })] }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a delegate with anyExtendedKeyUsage alone',
    input: { ocsp: answers({ signer: 'Responder', certificates: [delegate({ eku: '2.5.29.37.0' })] }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: "a delegate of the CA's own root: not certified by the issuer itself",
    input: { ocsp: answers({ signer: 'Responder', certificates: [delegate({ issuer: 'Root' })] }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a delegate of a CA of the same name with another key',
    input: {
      candidates: [twin, otherRoot],
      ocsp: answers({ signer: 'Responder', certificates: [delegate({ signer: 'twin CA' })] }),
    },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a delegate that has expired',
    input: { ocsp: answers({ signer: 'Responder', certificates: [delegate({ notAfter: '20300601113000Z' })] }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a delegate without nocheck of which nothing is known',
    input: { ocsp: answers({ signer: 'Responder', certificates: [delegate({ noCheck: false })] }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'an answer whose ResponderID names another key',
    input: { ocsp: answers({ byKey: root }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a true answer about another certificate (its serial)',
    input: { ocsp: answers({ certificate: issue({ subject: 'Other', issuer: 'CA', serial: 21 }) }) },
    expected: 'unknown out-of-scope',
    refused: ['revocation.scope', 'unknown out-of-scope'],
  },
  {
    attack: 'a true answer about the same serial of another CA (its key)',
    input: { ocsp: answers({ issuer: twin, signer: 'CA', responder: 'CA' }) },
    expected: 'unknown out-of-scope',
    refused: ['revocation.scope', 'unknown out-of-scope'],
  },
  {
    attack: 'an old answer, replayed',
    input: { ocsp: answers({ thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day }) },
    expected: 'unknown stale',
    refused: ['revocation.fresh', 'unknown stale'],
  },
  {
    attack: 'an old answer, replayed, in a response that was produced anew',
    input: { ocsp: answers({ thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day, producedAt: noon }) },
    expected: 'unknown stale',
    refused: ['revocation.fresh', 'unknown stale'],
  },
  {
    attack: 'an answer from the future',
    input: { ocsp: answers({ thisUpdate: noon + hour, nextUpdate: noon + day }) },
    expected: 'unknown stale',
    refused: ['revocation.fresh', 'unknown stale'],
  },
  {
    attack: 'an answer with another nonce than was sent',
    input: {
      ocsp: [
        {
          response: ocsp({ responseExtensions: [nonce(Uint8Array.of(1, 2, 3, 4))] }),
          url: null,
          nonce: Uint8Array.of(1, 2, 3, 5),
        },
      ],
    },
    expected: 'unknown revocation-nonce',
    refused: ['revocation.scope', 'unknown revocation-nonce'],
  },
  {
    attack: 'a CRL in the name of the issuer, signed by a random key',
    input: { crls: crls({ signer: 'a random key' }) },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a CRL by a CA of the same name under another root, all of it sent along',
    input: { crls: crls({ signer: 'twin CA' }), candidates: [twin, otherRoot] },
    expected: 'unknown not-authentic',
    refused: ['revocation.authentic', 'unknown not-authentic'],
  },
  {
    attack: 'a stale CRL',
    input: { crls: crls({ thisUpdate: noon - 9 * day, nextUpdate: noon - 8 * day }) },
    expected: 'unknown stale',
    refused: ['revocation.fresh', 'unknown stale'],
  },
  {
    attack: 'a CRL without nextUpdate, older than seven days',
    input: { crls: crls({ thisUpdate: noon - 7 * day - hour, nextUpdate: null }) },
    expected: 'unknown stale',
    refused: ['revocation.fresh', 'unknown stale'],
  },
  {
    attack: 'a CRL with a critical extension that nobody knows',
    input: { crls: crls({ extensions: [extension('1.2.3.4', tlv(0x05), true)] }) },
    expected: 'unknown critical-revocation-extension',
    refused: ['revocation.authentic', 'unknown critical-revocation-extension'],
  },
  {
    attack: 'a CRL with a critical extension that nobody knows, in an entry about another certificate',
    input: { crls: crls({ entries: [{ serial: 99, extensions: [extension('1.2.3.4', tlv(0x05), true)] }] }) },
    expected: 'unknown critical-revocation-extension',
    refused: ['revocation.authentic', 'unknown critical-revocation-extension'],
  },
  {
    attack: 'a single response with a critical extension that nobody knows',
    input: { ocsp: answers({ extensions: [extension('1.2.3.4', tlv(0x05), true)] }) },
    expected: 'unknown critical-revocation-extension',
    refused: ['revocation.authentic', 'unknown critical-revocation-extension'],
  },
  {
    attack: 'a CRL of another CA',
    input: { crls: crls({ issuer: 'Root' }) },
    expected: 'unknown out-of-scope',
    refused: ['revocation.scope', 'unknown out-of-scope'],
  },
];

for (const { attack, input, expected, refused } of cases) {
  test(`never good: ${attack}`, () => {
    const judgement = judge(input);
    assert.equal(short(judgement), expected);
    assert.equal(rule(judgement, refused[0]), refused[1]);
    const [line] = judgement.sources;
    assert.equal(line?.counts, false);
    assert.notEqual(line?.code, null);
  });
}

test('the same answers, honestly made, are good', () => {
  const honest: readonly Partial<RevocationInput>[] = [
    { ocsp: answers({}) },
    { ocsp: answers({ byKey: ca }) },
    { ocsp: answers({ hash: 'sha256' }) },
    { ocsp: answers({ hash: 'sha384' }) },
    { ocsp: answers({ hash: 'sha512' }) },
    { ocsp: answers({ signer: 'Responder', certificates: [delegate()] }) },
    { ocsp: answers({ signer: 'Responder', byKey: delegate(), certificates: [delegate()] }) },
    { ocsp: answers({ signer: 'Responder' }), candidates: [delegate()] },
    {
      ocsp: answers({ signer: 'Responder', certificates: [delegate({ noCheck: false })] }),
      crls: crls({ entries: [{ serial: 31 }] }),
    },
    { ocsp: answers({ singles: [{ certificate: ca, issuer: root }, { certificate: tsa }] }) },
    {
      ocsp: [{ response: ocsp({ responseExtensions: [nonce(Uint8Array.of(7))] }), url: null, nonce: Uint8Array.of(7) }],
    },
    { ocsp: [{ response: ocsp(), url: null, nonce: Uint8Array.of(7) }] },
    { crls: crls({}) },
    { crls: crls({ version: 1 }) },
    { crls: crls({ thisUpdate: noon - 6 * day, nextUpdate: null }), genTime: null },
    { crls: crls({ entries: [{ serial: 19 }, { serial: 21 }] }) },
  ];
  for (const [i, input] of honest.entries()) assert.equal(short(judge(input)), 'pass', `answer ${i}`);
});

test('a revoked delegate is told as that, also by a CRL that is too old to prove anything good', () => {
  const told = answers({ signer: 'Responder', certificates: [delegate({ noCheck: false })] });
  const fresh = judge({ ocsp: told, crls: crls({ entries: [{ serial: 30 }] }) });
  const stale = { thisUpdate: noon - 9 * day, nextUpdate: noon - 8 * day };
  const old = judge({ ocsp: told, crls: crls({ ...stale, entries: [{ serial: 30, date: noon - 10 * day }] }) });
  for (const { sources } of [fresh, old]) {
    assert.equal(sources[0]?.code, 'not-authentic');
    assert.deepEqual(sources[0]?.facts, { reason: 'signer-revoked' });
    assert.equal(sources[0]?.counts, false);
  }
  assert.equal(short(fresh), 'pass', 'by the CRL itself');
  assert.equal(short(old), 'unknown stale');
});

test('each way in which an OCSP signer fails has its own words', () => {
  const words = (input: Partial<RevocationInput>) => judge(input).sources[0]?.facts.reason;
  const by = (one: ReturnType<typeof delegate>) => ({ ocsp: answers({ signer: 'Responder', certificates: [one] }) });
  assert.equal(words(by(delegate({ eku: null }))), 'no-ocsp-signing');
  assert.equal(words(by(delegate({ issuer: 'Root' }))), 'delegated-by-other');
  assert.equal(words(by(delegate({ notAfter: '20300601113000Z' }))), 'signer-dates');
  assert.equal(words(by(delegate({ noCheck: false }))), 'signer-standing');
  assert.equal(words({ ocsp: answers({ signer: 'Responder' }) }), 'no-signer');
});

test('a CRL signer needs cRLSign, where it has a keyUsage at all', () => {
  // keyCertSign alone: bit 5.
  const strict = issueCa({
    subject: 'CA',
    issuer: 'Root',
    serial: 10,
    extensions: [extension('2.5.29.15', value(0x03, Uint8Array.of(2, 0x04)), true)],
  });
  assert.equal(short(judge({ issuer: strict, path: [tsa, strict, root], crls: crls({}) })), 'unknown not-authentic');
});

test('the same CRL under the anchor of its own CA is good: only the anchor in question counts', () => {
  const certificate = issue({ subject: 'TSA', issuer: 'CA', signer: 'twin CA', serial: 20 });
  const question = { certificate, issuer: twin, crls: crls({ signer: 'twin CA' }), candidates: [ca, root, otherRoot] };
  const own = trustAnchor(otherRoot);
  assert.equal(short(judge({ ...question, anchor: own, path: [certificate, twin, otherRoot] })), 'pass');
  assert.equal(short(judge({ ...question, anchor, path: [certificate, twin, root] })), 'unknown not-authentic');
});

test('error statuses of a responder prove nothing, and are named', () => {
  for (const [status, words] of [
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
  ] as const) {
    const source = { response: decodeOcspResponse(ocspOf(status)), url: 'http://ocsp.test/', nonce: null };
    const judgement = judge({ ocsp: [source] });
    assert.equal(short(judgement), 'unknown unreachable');
    assert.deepEqual(judgement.sources[0]?.facts, { status: words });
  }
});

test('causes by how near they are to an answer: stale before forged before out of scope before unreachable', () => {
  const stale = answers({ thisUpdate: noon - 30 * day, nextUpdate: noon - 29 * day });
  const forged = crls({ signer: 'a random key' });
  const elsewhere = answers({ certificate: issue({ subject: 'Other', issuer: 'CA', serial: 21 }) });
  const failed = [{ kind: 'crl', url: 'http://crl.test/', for: null, code: 'unreachable', reason: 'timeout' }] as const;
  const status = (input: Partial<RevocationInput>) => rule(judge(input), 'revocation.status');
  assert.equal(status({ ocsp: [...elsewhere, ...stale], crls: forged, failed }), 'unknown stale');
  assert.equal(status({ ocsp: elsewhere, crls: forged, failed }), 'unknown not-authentic');
  const otherPoint = crls({ extensions: [idp(pointName(uri('http://crl.test/elsewhere')))] });
  assert.equal(status({ crls: otherPoint, failed }), 'unknown out-of-scope');
  assert.equal(status({ ocsp: elsewhere, failed }), 'unknown unreachable', 'an answer about another certificate');
  assert.equal(status({ ocsp: elsewhere }), 'unknown out-of-scope');
  assert.equal(status({ failed }), 'unknown unreachable');
  assert.equal(status({}), 'unknown no-source');
  assert.equal(judge({ ocsp: [...elsewhere, ...stale], crls: forged, failed }).sources.length, 4);
});

test('a signature too weak for the policy proves nothing good, and a revocation under it counts', () => {
  const strength = () => 'algorithm-no-longer-accepted' as const;
  const weak = judge({ crls: crls({}), strength });
  assert.equal(rule(weak, 'revocation.authentic'), 'unknown algorithm-no-longer-accepted');
  assert.equal(rule(weak, 'revocation.status'), 'unknown not-authentic');
  assert.equal(short(judge({ crls: crls({ entries: [{ serial: 20 }] }), strength })), 'fail certificate-revoked');
});

test('a thousand CAs of the same name cost no signature each and hide no good list', () => {
  const crowd = Array.from({ length: 300 }, (_, i) =>
    issueCa({ subject: 'CA', issuer: 'Nobody', serial: 1000 + i, key: 'CA', signer: null }),
  );
  assert.equal(short(judge({ crls: crls({}), candidates: crowd })), 'pass');
  assert.equal(short(judge({ crls: crls({ signer: 'x' }), candidates: crowd })), 'unknown not-authentic');
});

test('one flipped bit anywhere in a good CRL or OCSP answer: unreadable, or not good', () => {
  const read: readonly (readonly [Uint8Array, (bytes: Uint8Array) => Partial<RevocationInput>])[] = [
    [
      encodeCrl({ entries: [{ serial: 19 }], number: 7 }),
      (bytes) => ({ crls: [{ crl: decodeCrl(bytes), url: null }] }),
    ],
    [
      encodeOcsp({ hash: 'sha256' }),
      (bytes) => ({ ocsp: [{ response: decodeOcspResponse(bytes), url: null, nonce: null }] }),
    ],
  ];
  for (const [whole, sources] of read) {
    assert.equal(short(judge(sources(whole))), 'pass');
    for (let i = 0; i < whole.length * 8; i += 3) {
      const bytes = Uint8Array.from(whole);
      bytes[i >> 3]! ^= 1 << (i & 7);
      try {
        assert.notEqual(judge(sources(bytes)).status, 'pass', `bit ${i}`);
      } catch (error) {
        if (!(error instanceof DerError)) throw error;
      }
    }
  }
});
