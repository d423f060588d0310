import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { HttpRequest } from '../../src/app/ports.ts';
import { encodeCertId } from '../../src/core/revocation/ocsp-cert-id.ts';
import { makeOcspRequest, ocspExchange } from '../../src/core/revocation/ocsp-request.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { type Lab, startLab } from '../../src/lab/index.ts';
import { readOcspRequest } from '../../src/lab/ocsp-request.ts';
import { labOptions } from '../lab/requests.ts';
import { noOpenssl, Workshop } from '../openssl/openssl.ts';
import { type Behaviour, refusing, scene } from './fetch-kit.ts';

let lab: Lab;
let certId: Uint8Array;
before(async () => {
  lab = await startLab(labOptions());
  const { tsu, intermediate } = lab.revocation.authority;
  certId = encodeCertId(decodeCertificate(tsu.der), decodeCertificate(intermediate.der));
});
after(() => lab.close());

/** The TSU's, INTEGER content octets. */
const serial = () => decodeCertificate(lab.revocation.authority.tsu.der).serial;

const nonce = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('the request', () => {
  test('asks for one CertID as it was given, with a nonce in an OCTET STRING of its own (RFC 9654 §2.1)', async () => {
    const request = await makeOcspRequest(certId, nonce);
    assert.ok(Buffer.from(request).includes(Buffer.from(certId)));
    const question = readOcspRequest(request);
    assert.equal(question?.certIds.length, 1);
    assert.deepEqual(Buffer.from(question.nonce!), Buffer.from([0x04, 32, ...nonce]));
    assert.equal(readOcspRequest(await makeOcspRequest(certId, null))?.nonce, null);
  });

  test('leaves odd serial numbers as they are: long, negative, not in the fewest octets', async () => {
    const head = certId.subarray(2, certId.length - 2 - serial().length);
    for (const odd of ['020101', '02020005', '0201ff', `0214${'7f'.repeat(20)}`, `0215${'ff'.repeat(21)}`]) {
      const content = Buffer.concat([head, Buffer.from(odd, 'hex')]);
      const id = Buffer.concat([Buffer.from([0x30, content.length]), content]);
      assert.ok(Buffer.from(await makeOcspRequest(id, nonce)).includes(id), odd);
    }
  });

  test('is one that openssl reads', { skip: noOpenssl }, async () => {
    const shop = new Workshop();
    try {
      shop.write('request', await makeOcspRequest(certId, nonce));
      const { stdout } = shop.run('ocsp', '-reqin', 'request', '-req_text');
      assert.match(stdout, /Hash Algorithm: sha1/);
      assert.match(stdout, /OCSP Nonce:\s+0420000102030405/i);
      assert.match(
        stdout,
        new RegExp(`Serial Number: 0*${Buffer.from(serial()).toString('hex').replace(/^0+/, '')}`, 'i'),
      );
    } finally {
      shop.remove();
    }
  });
});

test('GET has the request in the path, escaped, before a query and without a doubled slash (RFC 6960 A.1)', () => {
  // fb ef be ff: "++++/w==" in Base64 after three octets more.
  const request = Uint8Array.of(0xfb, 0xef, 0xbe, 0xff);
  const get = (url: string) => ocspExchange('GET', url, request).url;
  assert.equal(get('http://ocsp.example'), 'http://ocsp.example/%2B%2B%2B%2B%2Fw%3D%3D');
  assert.equal(get('http://ocsp.example/'), 'http://ocsp.example/%2B%2B%2B%2B%2Fw%3D%3D');
  assert.equal(get('http://ocsp.example/a%20b'), 'http://ocsp.example/a%20b/%2B%2B%2B%2B%2Fw%3D%3D');
  assert.equal(get('http://ocsp.example/a/?b=c'), 'http://ocsp.example/a/%2B%2B%2B%2B%2Fw%3D%3D?b=c');
});

describe('a second try by GET', () => {
  const status =
    (value: number): Behaviour =>
    () => ({ body: Uint8Array.of(0x30, 3, 0x0a, 1, value) });
  const http =
    (value: number): Behaviour =>
    () => ({ status: value });

  /** The lab's own answer to what GET has in its path. */
  const good = async ({ url }: HttpRequest) => {
    const request = Buffer.from(decodeURIComponent(new URL(url).pathname.slice(1)), 'base64');
    return { body: (await lab.revocation.ocsp(request)).body };
  };

  async function ask(post: Behaviour, get: Behaviour = good) {
    const want = {
      kind: 'ocsp',
      for: 'CN=TSU',
      sha256: 'aa',
      url: 'http://ocsp.example',
      certId: Buffer.from(certId).toString('hex'),
    } as const;
    const one = scene(() => (request) => (request.method === 'POST' ? post(request) : get(request)));
    const { ocsp, failed } = await one.fetcher.fetch(want);
    return {
      methods: one.http.requests.map(({ method }) => method).join(' '),
      status: ocsp[0]?.response.status ?? failed[0]?.reason,
      nonce: ocsp[0]?.nonce,
      kept: one.cache.of(want).length,
    };
  }
  const second = { methods: 'POST GET', status: 'successful', nonce: null, kept: 1 };

  for (const [name, value] of [
    ['malformedRequest', 1],
    ['internalError', 2],
    ['unauthorized', 6],
  ] as const) {
    test(`after ${name}`, async () => assert.deepEqual(await ask(status(value)), second));
  }
  for (const value of [303, 400, 403, 404, 405, 415, 500, 501, 502]) {
    test(`after HTTP status ${value}`, async () => assert.deepEqual(await ask(http(value)), second));
  }

  for (const [name, value] of [
    ['tryLater', 3],
    ['sigRequired', 5],
  ] as const) {
    test(`not after ${name}, which GET would not change`, async () => {
      const { methods, status: said, kept } = await ask(status(value));
      assert.deepEqual([methods, said, kept], ['POST', name, 0]);
    });
  }
  for (const value of [408, 429, 503]) {
    test(`not after HTTP status ${value}, which asks for time`, async () => {
      const { methods, status: said } = await ask(http(value));
      assert.deepEqual([methods, said], ['POST', `http-status ${value}`]);
    });
  }
  test('not where nobody answers, or the answer can not be read', async () => {
    assert.equal((await ask(refusing())).methods, 'POST');
    assert.equal((await ask(() => ({ body: Buffer.from('<html>') }))).methods, 'POST');
  });

  test('an answer of whatever status says more than none, and the later one more than the first', async () => {
    assert.equal((await ask(status(6), http(404))).status, 'unauthorized');
    assert.equal((await ask(status(1), status(6))).status, 'unauthorized');
    assert.equal((await ask(http(405), status(6))).status, 'unauthorized');
    assert.equal((await ask(http(405), http(404))).status, 'http-status 405');
  });
});

test('each question has a nonce of its own', async () => {
  const want = {
    kind: 'ocsp',
    for: 'CN=TSU',
    sha256: 'aa',
    url: 'http://ocsp.example',
    certId: Buffer.from(certId).toString('hex'),
  } as const;
  const { fetcher, http, clock } = scene(() => () => ({ body: Uint8Array.of(0x30, 3, 0x0a, 1, 3) }));
  await fetcher.fetch(want);
  clock.ms += 60_000;
  await fetcher.fetch(want);
  const nonces = http.requests.map(({ body }) => Buffer.from(readOcspRequest(body!)!.nonce!).toString('hex'));
  assert.equal(new Set(nonces).size, 2);
});
