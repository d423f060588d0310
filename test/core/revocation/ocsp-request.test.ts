import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeCertId } from '../../../src/core/revocation/ocsp-cert-id.ts';
import { makeOcspRequest, nonceBytes, ocspExchange } from '../../../src/core/revocation/ocsp-request.ts';
import { ca, nonce, sequence, tlv, tsa } from './kit.ts';

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const certId = encodeCertId(tsa, ca);

test('RFC 6960 §4.1.1: a request is its CertID, unsigned, and the nonce where there is one (RFC 9654 §2.1)', async () => {
  const list = sequence(sequence(certId));
  assert.equal(hex(await makeOcspRequest(certId, null)), hex(sequence(sequence(list))));
  const octets = Uint8Array.from({ length: nonceBytes }, (_, i) => i);
  const extensions = tlv(0xa2, sequence(nonce(octets)));
  assert.equal(hex(await makeOcspRequest(certId, octets)), hex(sequence(sequence(list, extensions))));
  assert.equal(nonceBytes, 32);
});

const request = Uint8Array.of(0xfb, 0xff, 0x3e, 0x01);
const accept = 'application/ocsp-response';

test('RFC 6960 appendix A.1: POST has the request as its body', () => {
  assert.deepEqual(ocspExchange('POST', 'http://o.test/a', request), {
    url: 'http://o.test/a',
    method: 'POST',
    body: request,
    headers: { accept, 'content-type': 'application/ocsp-request' },
  });
});

test('RFC 6960 appendix A.1: GET has it in the address, every character of base-64 encoded, a query behind it', () => {
  const encoded = '%2B%2F8%2BAQ%3D%3D';
  const get = (url: string) => ocspExchange('GET', url, request);
  assert.deepEqual(get('http://o.test/a'), { url: `http://o.test/a/${encoded}`, method: 'GET', headers: { accept } });
  assert.equal(get('http://o.test').url, `http://o.test/${encoded}`);
  assert.equal(get('http://o.test/a/').url, `http://o.test/a/${encoded}`);
  assert.equal(get('http://o.test/a//').url, `http://o.test/a//${encoded}`);
  assert.equal(get('http://o.test/a/b?c=d').url, `http://o.test/a/b/${encoded}?c=d`);
  assert.equal(get('no address').url, 'no address');
});
