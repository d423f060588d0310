import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../src/core/der/limits.ts';
import type { Want } from '../../src/core/verdict/want.ts';
import { evidenceRequest, joinEvidence, noEvidence, readEvidence } from '../../src/core/wanted-evidence.ts';
import { readOcspRequest } from '../../src/lab/ocsp-request.ts';
import { caseFile } from '../vectors/index.ts';

const certId = `303b300906052b0e03021a05000414${'11'.repeat(20)}0414${'22'.repeat(20)}02020123`;
const about = { for: 'CN=a (serial 1)', sha256: 'ab'.repeat(32) };
const wants = {
  ocsp: { kind: 'ocsp', url: 'http://ocsp.test/', certId, ...about },
  crl: { kind: 'crl', url: 'http://crl.test/a.crl', delta: false, ...about },
  issuer: { kind: 'issuer', url: 'http://aia.test/ca.der', for: about.for },
} as const satisfies Record<string, Want>;

test('a CRL and an issuer are asked for by GET, OCSP by POST with the CertID as it was wanted', async () => {
  for (const [kind, limit] of [
    ['crl', limits.crlBytes],
    ['issuer', limits.aiaBytes],
  ] as const) {
    const want = wants[kind];
    const request = { want, url: want.url, method: 'GET', headers: {}, body: null, limit, nonce: null };
    assert.deepEqual(await evidenceRequest(want), request);
  }
  const { method, headers, body, limit } = await evidenceRequest(wants.ocsp);
  assert.deepEqual([method, headers['content-type'], limit], ['POST', 'application/ocsp-request', limits.ocspBytes]);
  assert.ok(Buffer.from(body!).includes(Buffer.from(certId, 'hex')));
  assert.equal(readOcspRequest(body!)?.nonce, null);
});

test('the nonce is in the OCSPRequest, and goes with the answer to be compared (RFC 9654)', async () => {
  const nonce = new Uint8Array(32).fill(7);
  const request = await evidenceRequest(wants.ocsp, nonce);
  assert.deepEqual(request.nonce, nonce);
  assert.deepEqual(Buffer.from(readOcspRequest(request.body!)!.nonce!), Buffer.from([4, 32, ...nonce]));
  assert.equal((await evidenceRequest(wants.crl, nonce)).nonce, null);
});

test('what did not come, is too large or is no answer is told as a source that failed, with its certificate', async () => {
  for (const kind of ['ocsp', 'crl'] as const) {
    const request = await evidenceRequest(wants[kind]);
    const failed = async (body: Uint8Array | null) => (await readEvidence(request, body, 1)).failed[0];
    const line = { kind, url: wants[kind].url, for: about.sha256 };
    assert.deepEqual(await failed(null), { ...line, code: 'unreachable', reason: 'no answer' });
    for (const body of ['', '<html>', 'MAMCAQE=']) {
      assert.equal((await failed(Buffer.from(body)))?.code, 'revocation-unreadable', `${kind} ${body}`);
    }
    assert.equal(
      (await readEvidence({ ...request, limit: 2 }, Buffer.alloc(3), 1)).failed[0]?.reason,
      'body-too-large',
    );
  }
  assert.deepEqual(await readEvidence(await evidenceRequest(wants.issuer), null, 1), noEvidence);
});

test('an issuer is a candidate of origin fetched, and never an anchor, a root as well', async () => {
  const evidence = await readEvidence(await evidenceRequest(wants.issuer), caseFile('root.pem'), 5);
  const [{ origin, url, fetchedAt } = {}] = evidence.candidates;
  assert.deepEqual([evidence.candidates.length, origin, url, fetchedAt], [1, 'fetched', wants.issuer.url, 5]);
});

test('no octets make reading throw', async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...Object.values(wants)),
    fc.uint8Array({ maxLength: 200 }),
    async (want, body) => {
      const { crls, ocsp, failed } = await readEvidence(await evidenceRequest(want), body, 1);
      assert.ok(crls.length + ocsp.length + failed.length <= 1);
    },
  );
  await fc.assert(property, { numRuns: 200, seed: 1 });
});

test('joined evidence keeps the order in which it came', async () => {
  const one = await readEvidence(await evidenceRequest(wants.ocsp), null, 1);
  const other = await readEvidence(await evidenceRequest(wants.crl), null, 1);
  assert.deepEqual(
    joinEvidence(joinEvidence(noEvidence, one), other).failed.map(({ kind }) => kind),
    ['ocsp', 'crl'],
  );
});

test('a nonce of no use is refused, and one stays what was sent where the next is made in the same memory', async () => {
  for (const length of [0, 8, 31])
    await assert.rejects(evidenceRequest(wants.ocsp, new Uint8Array(length)), RangeError);
  const memory = Buffer.alloc(32, 7);
  const { nonce } = await evidenceRequest(wants.ocsp, memory);
  memory.fill(8);
  assert.deepEqual(nonce, new Uint8Array(32).fill(7));
});

test('what is no bytes is the caller’s mistake, and thrown as that: an ArrayBuffer, a text, nothing', async () => {
  for (const kind of ['ocsp', 'crl', 'issuer'] as const) {
    for (const body of [new ArrayBuffer(8), 'text', undefined, [0x30, 0]]) {
      await assert.rejects(readEvidence(await evidenceRequest(wants[kind]), body as never, 1), TypeError);
    }
  }
});
