import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packFound, unpackFound } from '../../../src/app/audit/found-wire.ts';
import { nothingFound } from '../../../src/app/found.ts';
import { answers, ca, crls, hour, judge, noon, short } from '../../core/revocation/kit.ts';

/** Entries of a list that is large enough for threads to share its memory. */
const others = Array.from({ length: 4_000 }, (_, i) => ({ serial: 1_000 + i, date: noon - hour, reason: 4 }));

/** As it comes to another thread. */
const sent = (found: Parameters<typeof packFound>[0]) => unpackFound(structuredClone(packFound(found)));

test('what one thread found is judged the same in another, a list in memory that they share as well', () => {
  for (const revoked of [[], [{ serial: 20, date: noon - hour, reason: 1 }]]) {
    const found = { ...nothingFound, crls: crls({ entries: [...others, ...revoked] }) };
    const [crl] = packFound(found).crls;
    assert.ok(crl!.bytes.buffer instanceof SharedArrayBuffer);
    assert.equal(packFound(found).crls[0]!.bytes, crl!.bytes, 'one copy, however many threads ask');
    assert.deepEqual(judge({ crls: sent(found).crls }), judge({ crls: found.crls }));
    assert.equal(short(judge({ crls: sent(found).crls })), revoked.length === 0 ? 'pass' : 'fail certificate-revoked');
  }
});

test('an answer keeps its nonce and its place on its way, a certificate its own, and a failure its reason', () => {
  const failed = [{ kind: 'crl', url: 'http://crl.test/', for: null, code: 'unreachable', reason: 'timeout' }] as const;
  const candidates = [{ certificate: ca, origin: 'fetched', url: 'http://ca.test/', fetchedAt: noon }] as const;
  const nonce = Uint8Array.of(1, 2, 3);
  const ocsp = answers({}).map((one) => ({ ...one, nonce, origin: 'fetched' as const, fetchedAt: noon }));
  const found = { ...nothingFound, candidates, ocsp, failed };
  const again = sent(found);
  assert.deepEqual(again.failed, failed);
  assert.deepEqual([again.candidates[0]!.certificate.sha256, again.candidates[0]!.url], [ca.sha256, 'http://ca.test/']);
  assert.deepEqual(
    again.ocsp.map(({ nonce, origin, fetchedAt, url }) => ({ nonce, origin, fetchedAt, url })),
    ocsp.map(({ nonce, origin, fetchedAt, url }) => ({ nonce, origin, fetchedAt, url })),
  );
});
