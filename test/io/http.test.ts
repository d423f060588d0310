import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { HttpRequest } from '../../src/app/ports.ts';
import { Secret } from '../../src/app/secret.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createHttp, type HttpOptions } from '../../src/io/http.ts';
import { selfSigned } from './self-signed.ts';
import { serve } from './servers.ts';

function client(t: TestContext, options: HttpOptions = {}) {
  const http = createHttp({ timeout: 5_000, ...options });
  t.after(() => http.close());
  return (url: string, more: Partial<HttpRequest> = {}) =>
    http.exchange({ url, method: 'GET', limit: 1_000, origin: 'user', ...more });
}

const failsWith =
  (code: string, facts: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof TstError, String(error));
    assert.equal(error.code, code, JSON.stringify(error.facts));
    for (const [name, value] of Object.entries(facts)) assert.deepEqual(error.facts[name], value);
    return true;
  };

test('an exchange returns status, headers and body; any status is an answer', async (t) => {
  const server = await serve(t, (_, response) => response.writeHead(418, { 'x-a': '1' }).end('tea'));
  const answer = await client(t)(`${server.url}/x?y`, {
    method: 'POST',
    body: Buffer.from('ask'),
    headers: { Accept: 'a/b' },
  });
  assert.equal(answer.status, 418);
  assert.equal(answer.headers['x-a'], '1');
  assert.equal(Buffer.from(answer.body).toString(), 'tea');
  assert.equal(server.seen[0]?.body.toString(), 'ask');
  assert.equal(server.seen[0]?.headers.accept, 'a/b');
});

for (const url of [
  'ftp://example.com/x',
  'file:///etc/passwd',
  'data:,x',
  'javascript:1',
  'no url',
  'http://user:pw-secret@127.0.0.1/',
]) {
  test(`a URL that is refused: ${url}`, async (t) => {
    await assert.rejects(client(t)(url), (error) => {
      assert.doesNotMatch(`${(error as Error).message}`, /pw-secret/);
      return failsWith('url-refused')(error);
    });
  });
}

for (const host of [
  '127.0.0.1',
  '0x7f.1',
  '2130706433',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '169.254.169.254',
  '10.0.0.1',
]) {
  test(`a URL out of a certificate can't reach ${host}`, async (t) => {
    await assert.rejects(client(t)(`http://${host}:9/`, { origin: 'certificate' }), failsWith('address-refused'));
  });
}

test('a name that resolves to loopback is refused for a URL out of a certificate, before any connection', async (t) => {
  const server = await serve(t, (_, response) => response.end('inside'));
  const url = `http://localhost:${server.port}/`;
  await assert.rejects(
    client(t)(url, { origin: 'certificate' }),
    failsWith('address-refused', { address: 'loopback' }),
  );
  assert.equal(server.seen.length, 0);
});

test('the user may allow private addresses for URLs out of certificates', async (t) => {
  const server = await serve(t, (_, response) => response.end('inside'));
  const answer = await client(t, { allowPrivate: true })(`http://localhost:${server.port}/`, { origin: 'certificate' });
  assert.equal(answer.status, 200);
});

test('a redirect from a private host to another private host is followed for the user, up to the limit', async (t) => {
  const server = await serve(t, (request, response) => {
    const hop = Number(request.url!.slice(1));
    if (hop === 0) response.end('there');
    else response.writeHead(302, { location: `/${hop - 1}` }).end();
  });
  assert.equal((await client(t)(`${server.url}/3`)).url, `${server.url}/0`);
  await assert.rejects(client(t)(`${server.url}/4`), failsWith('redirect-refused', { reason: 'too many' }));
});

test('a POST stays a POST with its body over 301, 302, 307 and 308, and 303 is the answer', async (t) => {
  for (const status of [301, 302, 307, 308]) {
    const server = await serve(t, (request, response) => {
      if (request.url === '/end') response.end();
      else response.writeHead(status, { location: '/end' }).end();
    });
    await client(t)(server.url, { method: 'POST', body: Buffer.from('ask') });
    assert.deepEqual(
      server.seen.map((one) => `${one.method} ${one.body}`),
      ['POST ask', 'POST ask'],
    );
  }
  const server = await serve(t, (_, response) => response.writeHead(303, { location: '/end' }).end());
  assert.equal((await client(t)(server.url, { method: 'POST', body: Buffer.from('ask') })).status, 303);
});

test('credentials stay with the origin that they were given for', async (t) => {
  const other = await serve(t, (_, response) => response.end('mine now'));
  const first = await serve(t, (request, response) => {
    response.writeHead(307, { location: request.url === '/away' ? `${other.url}/` : '/away' }).end();
  });
  await client(t)(first.url, { headers: { Authorization: 'Basic c2VjcmV0', Cookie: 'a=b', Accept: 'x/y' } });
  assert.deepEqual(
    first.seen.map((one) => one.headers.authorization),
    ['Basic c2VjcmV0', 'Basic c2VjcmV0'],
  );
  assert.equal(other.seen[0]?.headers.authorization, undefined);
  assert.equal(other.seen[0]?.headers.cookie, undefined);
  assert.equal(other.seen[0]?.headers.accept, 'x/y');
});

test('a field under a name of the provider’s own is as secret as any, and the conditions of a question are not', async (t) => {
  const other = await serve(t, (_, response) => response.end());
  const first = await serve(t, (_, response) => response.writeHead(307, { location: other.url }).end());
  await client(t)(first.url, { headers: { 'X-Api-Key': 'secret', 'If-None-Match': '"a"' } });
  assert.equal(first.seen[0]?.headers['x-api-key'], 'secret');
  assert.equal(other.seen[0]?.headers['x-api-key'], undefined);
  assert.equal(other.seen[0]?.headers['if-none-match'], '"a"');
});

test('a secret header field of any name stays with its origin, and its value shows nowhere', async (t) => {
  const other = await serve(t, (_, response) => response.writeHead(200, { 'x-seen': 'yes' }).end());
  const first = await serve(t, (request, response) => {
    const location = request.url === '/away' ? other.url : `/away`;
    response.writeHead(307, { location }).end();
  });
  const secretHeaders = { 'X-Api-Key': new Secret('key-of-the-user'), authorization: new Secret('Bearer abcdefgh') };
  await client(t)(first.url, { headers: { accept: 'a/b' }, secretHeaders });
  assert.deepEqual(
    first.seen.map(({ headers }) => [headers['x-api-key'], headers.authorization]),
    [
      ['key-of-the-user', 'Bearer abcdefgh'],
      ['key-of-the-user', 'Bearer abcdefgh'],
    ],
  );
  const [seen] = other.seen;
  assert.deepEqual(
    [seen?.headers['x-api-key'], seen?.headers.authorization, seen?.headers.accept],
    [undefined, undefined, 'a/b'],
  );
});

test('the same host on another port, or under another name, is another origin', async (t) => {
  const other = await serve(t, (_, response) => response.end());
  for (const location of [other.url, other.url.replace('127.0.0.1', 'localhost')]) {
    const first = await serve(t, (_, response) => response.writeHead(308, { location }).end());
    await client(t)(first.url, { secretHeaders: { 'x-key': new Secret('key-of-the-user') } });
  }
  assert.equal(other.seen.length, 2);
  assert.ok(other.seen.every(({ headers }) => headers['x-key'] === undefined));
});

test('a redirect that repeats a secret in its path does not bring it into the error', async (t) => {
  const first = await serve(t, (request, response) => {
    response.writeHead(302, { location: `/denied/${encodeURIComponent(String(request.headers['x-key']))}/` }).end();
  });
  await assert.rejects(client(t)(first.url, { secretHeaders: { 'x-key': new Secret('key of the user') } }), (error) => {
    assert.ok(error instanceof TstError && error.code === 'redirect-refused', String(error));
    assert.match(error.message, /\/denied\/\[secret\]/);
    return true;
  });
});

test('a redirect to a URL with credentials, or to another scheme, is refused', async (t) => {
  for (const location of ['http://u:p@127.0.0.1/', 'ftp://127.0.0.1/', 'file:///etc/passwd']) {
    const server = await serve(t, (_, response) => response.writeHead(302, { location }).end());
    await assert.rejects(client(t)(server.url), failsWith('redirect-refused'));
  }
});

// A proxy stands in for the public internet: what it is asked for counts as public, and its answer redirects inside.
test('a redirect from a public to a private host is refused, literal or behind a proxy', async (t) => {
  const inside = await serve(t, (_, response) => response.end('inside'));
  const proxy = await serve(t, (_, response) => response.writeHead(302, { location: `${inside.url}/` }).end());
  const ask = client(t, { environment: { HTTP_PROXY: proxy.url } });
  await assert.rejects(ask('http://tsa.example/'), failsWith('address-refused', { address: 'loopback' }));
  assert.equal(inside.seen.length, 0);
});

test('HTTP_PROXY is asked for http, NO_PROXY goes direct and is judged', async (t) => {
  const proxy = await serve(t, (_, response) => response.end('from the proxy'));
  const server = await serve(t, (_, response) => response.end('direct'));
  const ask = client(t, { environment: { http_proxy: proxy.url, NO_PROXY: 'localhost' } });
  assert.equal(
    Buffer.from((await ask('http://ca.example/a.cer', { origin: 'certificate' })).body).toString(),
    'from the proxy',
  );
  assert.equal(proxy.seen[0]?.url, 'http://ca.example/a.cer');
  assert.equal(Buffer.from((await ask(`http://localhost:${server.port}/`)).body).toString(), 'direct');
  await assert.rejects(
    ask(`http://localhost:${server.port}/`, { origin: 'certificate' }),
    failsWith('address-refused'),
  );
  await assert.rejects(ask('http://10.0.0.1/', { origin: 'certificate' }), failsWith('address-refused'));
});

test('a proxy that refuses a tunnel is named as such, and its password is not shown', async (t) => {
  const proxy = await serve(t, (_, response) => response.end());
  const environment = { HTTPS_PROXY: `http://me:pw-secret@127.0.0.1:${proxy.port}` };
  await assert.rejects(client(t, { environment })('https://tsa.example/'), (error) => {
    assert.doesNotMatch((error as Error).message, /pw-secret/);
    return failsWith('unreachable')(error);
  });
  await assert.rejects(client(t, { environment: { HTTPS_PROXY: '::pw-secret' } })('https://tsa.example/'), (error) => {
    assert.doesNotMatch((error as Error).message, /pw-secret/);
    return failsWith('configuration')(error);
  });
});

for (const [encoding, compress] of [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const) {
  test(`a ${encoding} body is decoded, and one that unfolds beyond the limit stops there`, async (t) => {
    const server = await serve(t, (request, response) => {
      const body = compress(Buffer.alloc(request.url === '/bomb' ? 50_000_000 : 900, 'a'));
      response
        .writeHead(200, { 'content-encoding': encoding })
        .end(body.subarray(0, request.url === '/cut' ? -5 : undefined));
    });
    const ask = client(t);
    assert.equal((await ask(`${server.url}/small`)).body.length, 900);
    await assert.rejects(
      ask(`${server.url}/bomb`, { limit: 100_000 }),
      failsWith('body-too-large', { limit: 100_000 }),
    );
    await assert.rejects(ask(`${server.url}/cut`), failsWith('body-truncated'));
  });
}

test('a body that unfolds in the middle of two codings, and folds to nothing again, stops at the limit', async (t) => {
  const empty = gzipSync(Buffer.alloc(0));
  const bomb = gzipSync(Buffer.alloc(empty.length * 100_000, empty));
  const server = await serve(t, (request, response) => {
    const body = request.url === '/bomb' ? bomb : gzipSync(gzipSync('twice'));
    response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(body);
  });
  assert.equal(Buffer.from((await client(t)(`${server.url}/`)).body).toString(), 'twice');
  await assert.rejects(client(t)(`${server.url}/bomb`, { limit: 100_000 }), failsWith('body-too-large'));
});

test('a body is put together from pieces of any size', async (t) => {
  const whole = Buffer.from(Array.from({ length: 3_000 }, (_, index) => index & 0xff));
  const server = await serve(t, (request, response) => {
    const coded = request.url === '/gzip';
    const body = coded ? gzipSync(whole) : whole;
    response.writeHead(200, {
      ...(coded ? { 'content-encoding': 'gzip' } : {}),
      ...(request.url === '/announced' ? { 'content-length': body.length } : {}),
    });
    for (const octet of body) response.write(Uint8Array.of(octet));
    response.end();
  });
  for (const path of ['/chunked', '/announced', '/gzip']) {
    const { body } = await client(t)(`${server.url}${path}`, { limit: 3_000 });
    assert.deepEqual(body, new Uint8Array(whole), path);
    assert.equal(body.buffer.byteLength, 3_000, path);
  }
});

test('codings that are unknown, too many or damaged are refused', async (t) => {
  for (const encoding of ['zstd', 'gzip, gzip, gzip', 'compress']) {
    const server = await serve(t, (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('x'));
    await assert.rejects(client(t)(server.url), failsWith('body-encoding'));
  }
  for (const encoding of ['gzip', 'deflate', 'br']) {
    const server = await serve(t, (_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end('not packed at all'),
    );
    await assert.rejects(client(t)(server.url), failsWith('body-encoding'));
  }
});

test('a body over the limit is refused, whether announced or not, and an endless one ends', async (t) => {
  const server = await serve(t, (request, response) => {
    if (request.url === '/announced') response.writeHead(200, { 'content-length': '5000' }).write('x');
    else {
      const more = () => {
        while (response.write('x'.repeat(1000)) && !response.destroyed);
      };
      response.on('drain', more);
      more();
    }
  });
  await assert.rejects(client(t)(`${server.url}/announced`), failsWith('body-too-large'));
  await assert.rejects(client(t)(`${server.url}/endless`), failsWith('body-too-large'));
});

test('a body that stops short of its announced length, or amid a chunk, is truncated', async (t) => {
  const server = await serve(t, (request, response) => {
    if (request.url === '/length') response.writeHead(200, { 'content-length': '500' });
    response.write('x'.repeat(100));
    setTimeout(() => response.destroy(), 20);
  });
  await assert.rejects(client(t)(`${server.url}/length`), failsWith('body-truncated'));
  await assert.rejects(client(t)(`${server.url}/chunked`), failsWith('body-truncated'));
});

test('silence and a body that drips end at the time limit', async (t) => {
  const server = await serve(t, (request, response) => {
    if (request.url === '/silent') return;
    const drip = setInterval(() => response.write('x'), 30);
    response.on('close', () => clearInterval(drip));
  });
  await assert.rejects(client(t)(`${server.url}/silent`, { timeout: 150 }), failsWith('timeout'));
  await assert.rejects(client(t)(`${server.url}/drip`, { timeout: 150 }), failsWith('timeout'));
  const patient = client(t, { timeout: 60_000 });
  const early = { answerTimeout: 100, timeout: 20_000 };
  await assert.rejects(patient(`${server.url}/silent`, early), failsWith('timeout', { phase: 'header' }));
});

test('an answer that is no HTTP, and a closed port are unreachable, each with its reason', async (t) => {
  const tcp = createTcpServer((socket) => socket.resume().end('SSH-2.0-x\r\n'));
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as { port: number };
  await assert.rejects(
    client(t)(`http://127.0.0.1:${port}/`),
    failsWith('unreachable', { reason: 'no HTTP answer on this port' }),
  );
  await new Promise((resolve) => tcp.close(resolve));
  await assert.rejects(client(t)(`http://127.0.0.1:${port}/?key=secret`), (error) => {
    assert.doesNotMatch((error as Error).message, /secret/);
    return failsWith('unreachable', { reason: 'connection refused', url: `http://127.0.0.1:${port}/` })(error);
  });
});

test('TLS: an unknown authority, another name, an old protocol and no TLS at all each have their reason', async (t) => {
  const pair = selfSigned('localhost');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const other = selfSigned('other.example')!;
  const port = async (options: object) =>
    (await serve(t, (_, response) => response.end('ok'), createTlsServer(options))).port;
  const good = await port(pair);
  await assert.rejects(
    client(t)(`https://localhost:${good}/`),
    failsWith('tls', { reason: 'certificate is self-signed' }),
  );
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  t.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
  await assert.rejects(client(t)(`https://localhost:${good}/`), failsWith('tls'), 'the environment trusts everybody');
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  const trusting = client(t, { tls: { ca: [pair.cert, other.cert] } });
  assert.equal((await trusting(`https://localhost:${good}/`)).status, 200);
  await assert.rejects(
    trusting(`https://localhost:${await port(other)}/`),
    failsWith('tls', { reason: 'certificate is for another name' }),
  );
  const old = await port({ ...pair, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  await assert.rejects(trusting(`https://localhost:${old}/`), failsWith('tls', { reason: 'protocol version too old' }));
  const plain = await serve(t, (_, response) => response.end());
  await assert.rejects(
    trusting(`https://localhost:${plain.port}/`),
    failsWith('tls', { reason: 'no TLS answer on this port' }),
  );
});

test('TLS: a redirect from https to http is refused', async (t) => {
  const pair = selfSigned('localhost');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const plain = await serve(t, (_, response) => response.end());
  const down = await serve(
    t,
    (_, response) => response.writeHead(302, { location: plain.url }).end(),
    createTlsServer(pair),
  );
  await assert.rejects(
    client(t, { tls: { ca: [pair.cert] } })(`https://localhost:${down.port}/`),
    failsWith('redirect-refused', { reason: 'from https to http' }),
  );
  assert.equal(plain.seen.length, 0);
});

test('TLS: the client certificate goes to the origin that the user named, and to no other', async (t) => {
  const pair = selfSigned('localhost');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const own = selfSigned('client.example')!;
  const subjects: string[] = [];
  const options = { ...pair, requestCert: true, rejectUnauthorized: false };
  const note = (request: { socket: unknown }) => {
    const certificate = (request.socket as { getPeerCertificate(): { subject?: { CN: string } } }).getPeerCertificate();
    subjects.push(certificate.subject?.CN ?? 'none');
  };
  const other = await serve(
    t,
    (request, response) => {
      note(request);
      response.end();
    },
    createTlsServer(options),
  );
  const first = await serve(
    t,
    (request, response) => {
      note(request);
      response.writeHead(307, { location: `https://localhost:${other.port}/` }).end();
    },
    createTlsServer(options),
  );
  const ask = client(t, { tls: { ca: [pair.cert], cert: own.cert, key: own.key } });
  // The other origin's certificate is from no authority of Node's own, so that the redirect ends there.
  await assert.rejects(ask(`https://localhost:${first.port}/`), failsWith('tls'));
  assert.deepEqual(subjects, ['client.example']);
});

test('connections are closed on demand, so that nothing keeps the program alive', async (t) => {
  const server = await serve(t, (_, response) => response.end());
  const http = createHttp();
  await http.exchange({ url: server.url, method: 'GET', limit: 10, origin: 'user' });
  await http.close();
  const probe = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => probe.on('connect', resolve));
  probe.destroy();
});
