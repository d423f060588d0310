import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DerError, LimitError } from '../../../src/core/der/errors.ts';
import { decodeCrl } from '../../../src/core/revocation/crl.ts';
import { evidenceFor } from '../../../src/core/revocation/gathering.ts';
import { judgeEvidence } from '../../../src/core/revocation/judge.ts';
import { decodeOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import {
  anchor,
  answers,
  at,
  ca,
  crl,
  crls,
  delegate,
  directory,
  encodeCrl,
  encodeOcsp,
  flag,
  idp,
  issue,
  issueCa,
  judge,
  noon,
  pointName,
  points,
  root,
  short,
  tlv,
  token,
  tsa,
  uri,
} from './kit.ts';

test('a crowd of CAs of the same name and of lists that they may have signed neither hangs nor hides a revocation', () => {
  const crowd = Array.from({ length: 1_000 }, (_, i) =>
    issueCa({ subject: 'CA', issuer: 'Nobody', serial: 1_000 + i, key: `crowd ${i % 4}`, signer: null }),
  );
  const forged = Array.from({ length: 1_000 }, (_, i) => ({
    crl: crl({ signer: 'crowd 0', thisUpdate: noon - i * 1_000 }),
    url: null,
  }));
  const real = crls({ entries: [{ serial: 20 }] });
  const judgement = judge({ candidates: crowd, crls: [...forged, ...real] });
  assert.equal(short(judgement), 'fail certificate-revoked');
  assert.equal(judgement.sources.length, 1_001);
});

test('a spent budget proves nothing: neither good nor an exception', () => {
  const nothing = () => new WorkBudget({ signatureWork: 0, pathSteps: 0, paths: 0 });
  assert.equal(judge({ crls: crls({}), budget: nothing() }).status, 'unknown');
  assert.equal(judge({ ocsp: answers({}), budget: nothing() }).status, 'unknown');
});

test('CRL issuers that each name the next as the one who tells their status: a long chain ends', () => {
  const first = uri('http://crl.test/first');
  const name = (i: number) => `Issuer ${i}`;
  const chain = Array.from({ length: 100 }, (_, i) =>
    issue({
      subject: name(i),
      issuer: 'Root',
      serial: 100 + i,
      extensions: [points([pointName(first), tlv(0xa2, directory(name(i + 1)))])],
    }),
  );
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [points([pointName(first), tlv(0xa2, directory(name(0)))])],
  });
  const lists = chain.map((_, i) => ({ issuer: name(i), extensions: [idp(pointName(first), flag(4))] }));
  const judgement = judge({ certificate, candidates: chain, crls: crls(...lists) });
  assert.equal(short(judgement), 'unknown not-authentic');
});

test('an OCSP responder without nocheck that answers about itself vouches for nobody', () => {
  const own = delegate({ noCheck: false });
  const judgement = judge({
    ocsp: answers({ signer: 'Responder', certificates: [own], singles: [{}, { certificate: own }] }),
  });
  assert.equal(short(judgement), 'unknown not-authentic');
});

test('whatever bytes come, reading them ends in a value or in a DerError', () => {
  const seeds = [
    encodeCrl({ entries: [{ serial: 5, issuer: 'X' }], number: 3 }),
    encodeOcsp({ certificates: [delegate()] }),
  ];
  const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 6 }));
  const read = (bytes: Uint8Array) => {
    for (const decode of [decodeCrl, decodeOcspResponse]) {
      try {
        const value = decode(bytes);
        if ('entries' in value) for (const _ of value.entries.find(Uint8Array.of(5))) assert.ok(_);
      } catch (error) {
        if (!(error instanceof DerError || error instanceof LimitError)) throw error;
      }
    }
  };
  fc.assert(
    fc.property(mutated, ([seed, changes]) => {
      const bytes = Uint8Array.from(seed);
      for (const [place, octet] of changes) bytes[place % bytes.length] = octet;
      read(bytes);
    }),
    { seed: 3161, numRuns: 3_000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), read), { seed: 6960, numRuns: 2_000 });
});

test('the same input gives the same judgement, in any order of sources, and evidence kept for many tokens gives it too', () => {
  const sources = [...crls({}, { entries: [{ serial: 20, reason: 4, date: noon }] })];
  const question = {
    certificate: tsa,
    issuer: ca,
    anchor,
    path: [tsa, ca, root],
    candidates: [],
    ocsp: answers({}),
    at,
    now: at,
  };
  const input = { role: 'tsa', genTime: token(noon - 60_000), policy: 'default' } as const;
  const one = judge({ ...question, ...input, crls: sources });
  assert.deepEqual(judge({ ...question, ...input, crls: sources }), one);
  const other = judge({ ...question, ...input, crls: sources.toReversed() });
  assert.deepEqual({ ...other, sources: [], rules: [] }, { ...one, sources: [], rules: [] });
  const evidence = evidenceFor({ ...question, crls: sources });
  assert.ok(typeof evidence !== 'string');
  assert.deepEqual(judgeEvidence(evidence, { certificate: tsa, ...input }), one);
  assert.equal(
    short(judgeEvidence(evidence, { certificate: tsa, ...input, genTime: token(noon + 60_000) })),
    'fail certificate-revoked',
  );
});
