import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBeBilled } from '../../src/app/billing.ts';
import { UnfinishedAnswer } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { networkError } from '../../src/io/http-errors.ts';

const network = (code: string, phase: 'header' | 'body' = 'header') =>
  networkError(Object.assign(new Error(code), { code }), 'https://tsa.example/', phase);

test('what failed before there was a connection is not charged', () => {
  for (const code of [
    'ENOTFOUND',
    'ENODATA',
    'EAI_AGAIN',
    'EAI_FAIL',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EADDRNOTAVAIL',
    'EACCES',
    'UND_ERR_ABORTED',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  ]) {
    assert.equal(mayBeBilled(network(code)), false, code);
  }
});

test('what failed once the request may have been read may be charged', () => {
  for (const code of [
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'HPE_INVALID',
    'ESOMETHING',
  ]) {
    assert.equal(mayBeBilled(network(code)), true, code);
  }
  for (const code of ['UND_ERR_BODY_TIMEOUT', 'ECONNRESET', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC']) {
    assert.equal(mayBeBilled(network(code, 'body')), true, code);
  }
  assert.equal(mayBeBilled(new TstError('timeout', { phase: 'total' })), true);
  for (const code of ['not-a-response', 'body-truncated', 'body-too-large', 'internal', 'output-failed'] as const) {
    assert.equal(mayBeBilled(new TstError(code)), true, code);
  }
});

test('an answer of which a part came may be charged, whatever broke it off', () => {
  assert.equal(mayBeBilled(new UnfinishedAnswer(new TstError('tls', { reason: 'x' }), Uint8Array.of(0x30))), true);
});

test('an authority that says that there is no token charges none; a gateway that says so knows nothing', () => {
  assert.equal(mayBeBilled(new TstError('rejected')), false);
  assert.equal(mayBeBilled(new TstError('unauthorized', { status: 401 })), false);
  const status = (code: number) => mayBeBilled(new TstError('http-status', { status: code }));
  for (const code of [303, 400, 404, 405, 413, 429, 503]) assert.equal(status(code), false, String(code));
  for (const code of [202, 408, 500, 502, 504, 599]) assert.equal(status(code), true, String(code));
});
