import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { HttpRequest } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createHttp, type HttpOptions } from '../../src/io/http.ts';
import { proxiesOf } from '../../src/io/proxies.ts';
import { selfSigned } from './self-signed.ts';
import { serve } from './servers.ts';

function client(t: TestContext, options: HttpOptions) {
  const http = createHttp({ timeout: 5_000, ...options });
  t.after(() => http.close());
  return (url: string, more: Partial<HttpRequest> = {}) =>
    http.exchange({ url, method: 'GET', limit: 1_000, origin: 'user', ...more });
}

/** Fails with this code and these facts, and nowhere shows the password that all these tests use. */
const failsWith =
  (code: string, facts: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof TstError, String(error));
    assert.equal(error.code, code, JSON.stringify(error.facts));
    for (const [name, value] of Object.entries(facts)) assert.deepEqual(error.facts[name], value);
    assert.doesNotMatch(error.message, /pw-secret|cHctc2VjcmV0/);
    return true;
  };

interface Proxy {
  readonly port: number;
  readonly url: string;
  /** As asked for: absolute URLs, and `host:port` of tunnels. */
  readonly seen: string[];
  readonly authorizations: (string | undefined)[];
}

/** A proxy that leads everything to one server, as if that were the whole internet. `status`: it refuses with that. */
async function proxyTo(t: TestContext, target: { readonly port: number }, status = 200): Promise<Proxy> {
  const seen: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const note = (request: IncomingMessage) => {
    seen.push(request.url!);
    authorizations.push(request.headers['proxy-authorization']);
  };
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request);
    sockets.add(socket);
    socket.on('error', () => {});
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const through = connect(target.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    sockets.add(through);
    through.on('error', () => {});
    through.pipe(socket).pipe(through);
  });
  const { port, url } = await serve(
    t,
    (request, response) => {
      note(request);
      if (request.url!.endsWith('/inside')) response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
      else response.writeHead(status).end('by the proxy');
    },
    server,
  );
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { port, url, seen, authorizations };
}

const text = ({ body }: { readonly body: Uint8Array }) => Buffer.from(body).toString();

test('the proxy given is asked for everything, in place of those of the environment; NO_PROXY goes without', async (t) => {
  const direct = await serve(t, (_, response) => response.end('direct'));
  const given = await proxyTo(t, direct);
  const other = await proxyTo(t, direct);
  const environment = { HTTP_PROXY: other.url, HTTPS_PROXY: other.url, NO_PROXY: '127.0.0.1, .inside.example' };
  const ask = client(t, { proxy: given.url, environment });
  assert.equal(text(await ask('http://ca.example/a.crl', { origin: 'certificate' })), 'by the proxy');
  assert.equal(text(await ask(`${direct.url}/`)), 'direct');
  await assert.rejects(ask('https://tsa.example:8443/'), failsWith('tls'));
  assert.deepEqual(given.seen, ['http://ca.example/a.crl', 'tsa.example:8443']);
  assert.deepEqual(other.seen, []);
});

test('user and password of a proxy go to the proxy, and to nobody else', async (t) => {
  const pair = selfSigned('tsa.example');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const server = await serve(t, (_, response) => response.end('inside the tunnel'), createTlsServer(pair));
  const proxy = await proxyTo(t, server);
  const ask = client(t, { proxy: `http://me:pw-secret@127.0.0.1:${proxy.port}`, tls: { ca: [pair.cert] } });
  await ask('http://ca.example/');
  assert.equal(text(await ask('https://tsa.example/')), 'inside the tunnel');
  const basic = `Basic ${Buffer.from('me:pw-secret').toString('base64')}`;
  assert.deepEqual(proxy.authorizations, [basic, basic]);
  assert.equal(server.seen[0]?.headers['proxy-authorization'], undefined);
});

test('a proxy can not stand in for the server: its certificate is held against the name that was asked for', async (t) => {
  const pair = selfSigned('other.example');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const server = await serve(t, (_, response) => response.end(), createTlsServer(pair));
  const proxy = await proxyTo(t, server);
  const ask = client(t, { proxy: proxy.url, tls: { ca: [pair.cert] } });
  await assert.rejects(ask('https://tsa.example/'), failsWith('tls', { reason: 'certificate is for another name' }));
  assert.equal(server.seen.length, 0);
});

test('hosts that never are public are refused before a proxy is asked, which would reach its own', async (t) => {
  const proxy = await proxyTo(t, await serve(t, (_, response) => response.end()));
  const ask = client(t, { proxy: proxy.url });
  for (const [host, address] of [
    ['localhost', 'loopback'],
    ['LOCALHOST.', 'loopback'],
    ['a.localhost', 'loopback'],
    ['intranet', 'private'],
    ['printer.local', 'link-local'],
    ['metadata.google.internal', 'private'],
    ['router.home.arpa', 'private'],
    ['10.0.0.1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['0x7f.1', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback'],
  ] as const) {
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://${host}/`;
      await assert.rejects(ask(url, { origin: 'certificate' }), failsWith('address-refused', { address }));
    }
  }
  await assert.rejects(ask('http://ca.example/inside'), failsWith('address-refused', { address: 'loopback' }));
  assert.deepEqual(proxy.seen, ['http://ca.example/inside']);
});

test('a proxy that wants a password, refuses, or is not there is named as what it is', async (t) => {
  const target = await serve(t, (_, response) => response.end());
  const withPassword = (port: number) => `http://me:pw-secret@127.0.0.1:${port}`;
  const asking = await proxyTo(t, target, 407);
  for (const url of ['http://ca.example/', 'https://ca.example/']) {
    const ask = client(t, { proxy: withPassword(asking.port) });
    await assert.rejects(ask(url), failsWith('unreachable', { reason: 'proxy wants a password' }));
  }
  const refusing = client(t, { proxy: withPassword((await proxyTo(t, target, 403)).port) });
  await assert.rejects(
    refusing('https://ca.example/'),
    failsWith('unreachable', { reason: 'proxy refused the connection' }),
  );
  const closed = client(t, { proxy: withPassword(9) });
  for (const url of ['http://ca.example/', 'https://ca.example/'])
    await assert.rejects(closed(url), failsWith('unreachable'));
});

test('a value that is no proxy is refused at once, and not shown', () => {
  for (const proxy of [
    '',
    'ftp://me:pw-secret@proxy.example',
    '::pw-secret',
    'http://me:%pw-secret@proxy.example',
    'http://',
  ]) {
    assert.throws(() => createHttp({ proxy }), failsWith('configuration'), proxy);
  }
});

test('a host and port without a scheme are a proxy for HTTP; of the environment, lower case comes first', () => {
  assert.equal(proxiesOf('proxy.example:3128', {}).https, 'http://proxy.example:3128/');
  assert.deepEqual(proxiesOf(null, { http_proxy: 'http://a.example', HTTP_PROXY: 'http://b.example', NO_PROXY: 'x' }), {
    http: 'http://a.example/',
    https: '',
    no: 'x',
  });
  assert.deepEqual(proxiesOf(null, { HTTPS_PROXY: 'https://me:pw@c.example:8443' }), {
    http: '',
    https: 'https://me:pw@c.example:8443/',
    no: '',
  });
});

test('a wrong proxy of the environment fails the exchange and not the program, and closing still works', async () => {
  const http = createHttp({ environment: { HTTPS_PROXY: 'socks5://me:pw-secret@proxy.example' } });
  const request = { url: 'http://ca.example/', method: 'GET', limit: 1, origin: 'certificate' } as const;
  await assert.rejects(http.exchange(request), failsWith('configuration'));
  await http.close();
});

test('a proxy for http alone is none for https: that goes direct, and is judged by its addresses', async (t) => {
  const pair = selfSigned('localhost');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const server = await serve(t, (_, response) => response.end('direct'), createTlsServer(pair));
  const proxy = await proxyTo(t, server);
  const ask = client(t, { environment: { HTTP_PROXY: proxy.url }, tls: { ca: [pair.cert] } });
  assert.equal(text(await ask(`https://localhost:${server.port}/`)), 'direct');
  await assert.rejects(
    ask(`https://localhost:${server.port}/`, { origin: 'certificate' }),
    failsWith('address-refused'),
  );
  assert.equal(text(await ask('http://ca.example/')), 'by the proxy');
  assert.deepEqual(proxy.seen, ['http://ca.example/']);
});

test('certificates are checked inside a tunnel as well where the environment trusts everybody', async (t) => {
  const pair = selfSigned('tsa.example');
  if (!pair) return t.skip('no OpenSSL to make a certificate with');
  const server = await serve(t, (_, response) => response.end('inside the tunnel'), createTlsServer(pair));
  const proxy = await proxyTo(t, server);
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  t.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
  await assert.rejects(client(t, { proxy: proxy.url })('https://tsa.example/'), failsWith('tls'));
  assert.deepEqual(proxy.seen, ['tsa.example:443']);
});
