import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type Lab, startLab } from '../../src/lab/index.ts';
import { labOptions, moment } from './requests.ts';

const now = Math.floor(moment / 1000) * 1000;

describe('HTTP around CRLs and OCSP', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(labOptions({ revocation: true }));
  });
  after(() => lab.close());

  test('a list that has not changed is 304 to who has it', async () => {
    const first = await fetch(`${lab.url}/root.crl`);
    assert.equal(first.headers.get('content-type'), 'application/pkix-crl');
    assert.equal(first.headers.get('last-modified'), new Date(now).toUTCString());
    assert.equal(first.headers.get('expires'), new Date(now + 86_400_000).toUTCString());
    const again = { headers: { 'if-none-match': first.headers.get('etag')! } };
    assert.equal((await fetch(`${lab.url}/root.crl`, again)).status, 304);
    lab.revoke({ certificate: 'intermediate', reason: 'superseded' });
    assert.equal((await fetch(`${lab.url}/root.crl`, again)).status, 200);
  });

  test('html, redirect-loopback, reset and wrong-content-type', async () => {
    const at = (fault: string) => fetch(`${lab.url}/root.crl?fault=${fault}`, { redirect: 'manual' });
    assert.match((await at('html')).headers.get('content-type') ?? '', /^text\/html/);
    assert.equal((await at('redirect-loopback')).headers.get('location'), `${lab.url}/root.crl`);
    assert.equal((await at('redirect')).headers.get('location'), '/root.crl');
    assert.equal((await at('wrong-content-type')).headers.get('content-type'), 'application/octet-stream');
    await assert.rejects(at('reset'));
  });

  test('oversized: octets as long as one reads', async () => {
    let count = 0;
    for await (const chunk of (await fetch(`${lab.url}/root.crl?fault=oversized`)).body!) {
      count += chunk.length;
      if (count > 8 << 20) break;
    }
    assert.ok(count > 8 << 20);
  });

  test('gzip-bomb: a mebibyte that unpacks to more than a thousand', async () => {
    const body = await new Promise<Buffer>((resolve, reject) => {
      request(`${lab.url}/intermediate.crl?fault=gzip-bomb`, (incoming) => {
        assert.equal(incoming.headers['content-encoding'], 'gzip');
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
      })
        .on('error', reject)
        .end();
    });
    assert.ok(body.length < 2 << 20);
    assert.throws(() => gunzipSync(body, { maxOutputLength: 64 << 20 }), { code: 'ERR_BUFFER_TOO_LARGE' });
  });

  test('slow-bytes: each octet comes, the whole does not', async () => {
    const slow = await fetch(`${lab.url}/root.crl?fault=slow-bytes`);
    let count = 0;
    for await (const chunk of slow.body!) {
      count += chunk.length;
      if (count >= 3) break;
    }
    assert.ok(count < 10 && Number(slow.headers.get('content-length')) > 300);
  });
});
