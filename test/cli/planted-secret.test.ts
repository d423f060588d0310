import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { integer, sequence, utf8 } from '../../src/lab/der-writer.ts';
import { serve } from '../io/servers.ts';
import { leakIn } from '../secret-forms.ts';
import { folder, program } from './run-tst.ts';

// Secrets that occur nowhere else are planted, and looked for in everything that leaves the program, in every form, down to pieces of
// eight characters.

const customer = fileURLToPath(new URL('customer.ts', import.meta.url));
const posix = process.platform !== 'win32';
const plant = (what: string) => `${what}&"${randomBytes(9).toString('base64')}<%+é`;

/** A customer with one secret of each kind, in files. */
function desk(context: TestContext) {
  const dir = folder(context);
  const secrets = {
    user: plant('user'),
    password: plant('pass'),
    token: `tok.${randomBytes(18).toString('base64url')}/+=`,
    value: `val "<&%${randomBytes(18).toString('base64')}`,
    passphrase: plant('phrase'),
    proxyUser: plant('puser'),
    proxyPassword: plant('ppass'),
  };
  const env = { HOME: dir, USERPROFILE: dir, XDG_DATA_HOME: join(dir, 'data'), LOCALAPPDATA: join(dir, 'data') };
  const store =
    process.platform === 'darwin'
      ? join(dir, 'Library', 'Application Support', 'tst', 'secrets')
      : join(dir, 'data', 'tst', 'secrets');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const keep = (name: string, content: object) =>
    writeFileSync(join(store, `${name}.json`), JSON.stringify({ place: 'file', ...content }), { mode: 0o600 });
  keep('b', { kind: 'basic', user: secrets.user, password: secrets.password });
  keep('t', { kind: 'bearer', token: secrets.token });
  keep('v', { kind: 'header', value: secrets.value });
  keep('p', { kind: 'client-certificate', passphrase: secrets.passphrase });
  const file = join(dir, 'contract.txt');
  writeFileSync(file, 'one boat\n');
  return { dir, env, file, secrets };
}

const plans = [
  { kind: 'basic', secret: 'b' },
  { kind: 'bearer', secret: 't' },
  { kind: 'header', header: 'X-Api-Key', secret: 'v' },
] as const;

interface Ran {
  readonly exit: number | null;
  readonly shown: string;
}

function start(
  words: readonly string[],
  env: Record<string, string>,
  cwd: string,
): { child: ChildProcess; ended: Promise<Ran> } {
  const inherited = {
    PATH: process.env.PATH ?? '',
    SystemRoot: process.env.SystemRoot ?? '',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
  const child = spawn(process.execPath, words, { env: { ...inherited, ...env }, cwd });
  let shown = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (shown += part.toString('latin1')));
  child.stdin.end();
  const ended = new Promise<Ran>((resolve) => child.once('close', (exit) => resolve({ exit, shown: utf8Text(shown) })));
  return { child, ended };
}

const utf8Text = (octets: string) => Buffer.from(octets, 'latin1').toString('utf8');

function clean(where: string, text: string, secrets: Readonly<Record<string, string>>): void {
  for (const [what, value] of Object.entries(secrets)) {
    const found = leakIn(text, value);
    assert.equal(found, null, `${what} in ${where}: ${found}\n${text.slice(0, 2000)}`);
  }
}

/** Everything secret that a request brought, as servers repeat it. */
function echoOf({ headers }: IncomingMessage): string {
  const authorization = headers.authorization ?? '';
  const pair = Buffer.from(/^Basic (.*)/.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
  const [user = '', password = ''] = pair.split(':');
  const all = [
    authorization,
    pair,
    user,
    password,
    String(headers['x-api-key'] ?? ''),
    authorization.replace(/^\w+ /, ''),
  ];
  return all.filter((one) => one !== '').join(' | ');
}

const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** How servers give back what they were sent, each in its own way. */
const answers: Readonly<Record<string, (echo: string, response: ServerResponse, other: string) => void>> = {
  title: (echo, response) =>
    response.writeHead(401, { 'content-type': 'text/html' }).end(`<title>Denied: ${html(echo)}</title>`),
  // The text is cut at 200 characters: in the middle of a secret, wherever it begins.
  cut: (echo, response) => response.writeHead(500, { 'content-type': 'text/plain' }).end(`${'.'.repeat(182)}${echo}`),
  json: (echo, response) =>
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ echo })),
  url: (echo, response) => response.writeHead(403, { 'content-type': 'text/plain' }).end(encodeURIComponent(echo)),
  base64: (echo, response) =>
    response.writeHead(502, { 'content-type': 'text/plain' }).end(Buffer.from(`{${echo}`).toString('base64')),
  page: (echo, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<html><title>${html(echo)}</title>`),
  realm: (echo, response) =>
    response
      .writeHead(401, { 'www-authenticate': `Basic realm="${'.'.repeat(70)}${Buffer.from(echo).toString('latin1')}"` })
      .end(),
  type: (echo, response) => response.writeHead(200, { 'content-type': `text/${encodeURIComponent(echo)}` }).end('x'),
  status: (echo, response) => {
    const rejection = sequence(sequence(integer(2), sequence(utf8(`refused ${echo}`))));
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(rejection);
  },
  away: (echo, response, other) =>
    response.writeHead(307, { location: `${other}/title?${encodeURIComponent(echo)}` }).end(),
  within: (echo, response) => response.writeHead(308, { location: `/within/${encodeURIComponent(echo)}` }).end(),
  downgrade: (echo, response) => response.writeHead(302, { location: `ftp://${encodeURIComponent(echo)}@host/` }).end(),
  short: (echo, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 100_000 });
    response.write(echo);
    setTimeout(() => response.destroy(), 50);
  },
};

for (const plan of plans) {
  test(`a server that gives ${plan.kind} credentials back brings them into no message`, async (context) => {
    const at = desk(context);
    const other = await serve(context, (request, response) => answers.title!(echoOf(request), response, ''));
    const first = await serve(context, (request, response) => {
      const how = request.url!.split(/[/?]/)[1]!;
      answers[how]!(echoOf(request), response, other.url);
    });
    const addresses = Object.keys(answers).map((how) => `${first.url}/${how}`);
    const { exit, shown } = await start([customer, JSON.stringify(plan), at.file, ...addresses], at.env, at.dir).ended;
    assert.equal(exit, 1, shown);
    assert.equal(shown.match(/^tst: /gm)?.length, 2 * addresses.length, shown);
    assert.doesNotMatch(shown, /internal error|内部エラー/);
    clean('what was said', shown, at.secrets);
    // It was sent, each time: nothing is shown for another reason than that there was nothing.
    assert.ok(
      first.seen.every(({ headers }) => headers.authorization !== undefined || headers['x-api-key'] !== undefined),
    );
    for (const { headers, url } of other.seen)
      clean('another host', JSON.stringify([headers, url.replace(/\?.*/, '')]), at.secrets);
  });
}

test('Node’s own debugging output is refused together with credentials', async (context) => {
  const at = desk(context);
  const server = await serve(context, (request, response) => answers.title!(echoOf(request), response, ''));
  const environments: Record<string, string>[] = [
    { NODE_DEBUG: 'http,net,tls,undici,stream,fetch,http2' },
    { NODE_DEBUG_NATIVE: 'HTTP2,WORKER' },
    { NODE_OPTIONS: '--trace-tls' },
    { NODE_OPTIONS: `--tls-keylog=${join(at.dir, 'keys')}` },
    { NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2' },
  ];
  for (const environment of environments) {
    for (const more of [{}, { TST_SECRET_B_USER: at.secrets.user, TST_SECRET_B_PASSWORD: at.secrets.password }]) {
      const words = [customer, JSON.stringify(plans[0]), at.file, `${server.url}/title`];
      const { exit, shown } = await start(words, { ...at.env, ...environment, ...more }, at.dir).ended;
      assert.equal(exit, 1);
      assert.match(shown, /tst: the configuration is wrong: .*with it Node writes down secrets/);
      clean(JSON.stringify(environment), shown, at.secrets);
    }
  }
  assert.equal(server.seen.length, 0);
});

test('the program itself, with TST_PASSWORD and a proxy with a password', async (context) => {
  const at = desk(context);
  const { proxyUser, proxyPassword, password } = at.secrets;
  const server = await serve(context, (request, response) => {
    const proxied = Buffer.from(
      String(request.headers['proxy-authorization']).replace('Basic ', ''),
      'base64',
    ).toString('utf8');
    answers.json!(`${proxied} ${request.headers['proxy-authorization']} ${echoOf(request)}`, response, '');
  });
  const address = `http://${encodeURIComponent(proxyUser)}:${encodeURIComponent(proxyPassword)}@127.0.0.1:${server.port}`;
  const env = { ...at.env, TST_PASSWORD: password, HTTP_PROXY: address, TST_DEBUG: '1' };
  for (const form of [[], ['--json', '--lang', 'ja']]) {
    const words = [program, 'stamp', '--tsa', 'http://tsa.example/tsr', '--user', 'alice', ...form, at.file];
    const { exit, shown } = await start(words, env, at.dir).ended;
    assert.equal(exit, 69, shown);
    assert.match(shown, /\[secret\]/);
    clean(`stamp ${form.join()}`, shown, at.secrets);
  }
  assert.ok(server.seen.every(({ headers }) => headers['proxy-authorization'] !== undefined));
  const broken = { ...env, HTTP_PROXY: address.replace('http://', 'nonsense ://') };
  const { shown } = await start(
    [program, 'stamp', '--tsa', 'http://tsa.example/tsr', '--user', 'alice', at.file],
    broken,
    at.dir,
  ).ended;
  clean('a proxy that is no URL', shown, at.secrets);
  const debugged = await start(
    [program, 'stamp', '--tsa', 'http://tsa.example/tsr', at.file],
    { ...env, NODE_DEBUG: 'net' },
    at.dir,
  ).ended;
  assert.equal(debugged.exit, 78);
  clean('a proxy’s password under NODE_DEBUG', debugged.shown, at.secrets);
});

test('the passphrase of a client key is in no message, right or wrong', async (context) => {
  const at = desk(context);
  const path = (name: string) => join(at.dir, name);
  try {
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x'];
    execFileSync('openssl', [...make, '-keyout', path('key.pem'), '-out', path('cert.pem')], { stdio: 'ignore' });
    writeFileSync(path('pass'), 'another one');
    execFileSync('openssl', [
      'pkcs8',
      '-topk8',
      '-in',
      path('key.pem'),
      '-passout',
      `file:${path('pass')}`,
      '-out',
      path('locked.pem'),
    ]);
  } catch {
    return context.skip('no OpenSSL to make keys with');
  }
  const plan = { kind: 'client-certificate', certificate: path('cert.pem'), key: path('locked.pem'), secret: 'p' };
  const wrong = await start([customer, JSON.stringify(plan), at.file, 'https://127.0.0.1:9/'], at.env, at.dir).ended;
  assert.match(wrong.shown, /wrong or missing passphrase/);
  clean('a wrong passphrase', wrong.shown, at.secrets);
  const words = [
    program,
    'stamp',
    '--tsa',
    'https://127.0.0.1:9/',
    '--client-cert',
    path('cert.pem'),
    '--client-key',
    path('locked.pem'),
    at.file,
  ];
  const { exit, shown } = await start(
    words,
    { ...at.env, TST_DEBUG: '1', TST_KEY_PASSPHRASE: at.secrets.passphrase },
    at.dir,
  ).ended;
  assert.equal(exit, 78, shown);
  clean('TST_KEY_PASSPHRASE', shown, at.secrets);
});

/** A customer that waits for the server's answer, which doesn't come, with its secret sent. */
async function waiting(context: TestContext, plan: object, more: Record<string, string> = {}) {
  const at = desk(context);
  let arrived = () => {};
  const sent = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = await serve(context, () => arrived());
  const words = [customer, JSON.stringify(plan), at.file, `${server.url}/wait`];
  const { child, ended } = start(words, { ...at.env, ...more }, at.dir);
  context.after(() => child.kill('SIGKILL'));
  const early = await Promise.race([sent, ended]);
  assert.equal(early, undefined, early?.shown);
  return { ...at, child, ended };
}

test('ps shows nothing, and the environment only what was put there', {
  skip: process.platform !== 'linux',
}, async (context) => {
  for (const plan of plans) {
    const { child, secrets } = await waiting(context, plan);
    for (const name of ['cmdline', 'environ', 'comm', 'status', 'wchan', 'maps']) {
      clean(`/proc/pid/${name}`, readFileSync(`/proc/${child.pid}/${name}`, 'utf8'), secrets);
    }
    child.kill('SIGKILL');
  }
});

test('a diagnostic report has no secret, neither one that was sent nor one of the environment', {
  skip: !posix,
}, async (context) => {
  {
    const option = '--report-on-fatalerror --report-on-signal';
    const planted = { TST_SECRET_T_TOKEN: `tok.${randomBytes(18).toString('base64url')}`, TST_PASSWORD: plant('pass') };
    const { child, dir, secrets, ended } = await waiting(context, plans[1], { NODE_OPTIONS: option, ...planted });
    child.kill('SIGUSR2');
    const report = () =>
      readdirSync(dir).find((name) => /^report\..*\.json$/.test(name) && statSync(join(dir, name)).size > 0);
    for (let tries = 0; tries < 500 && report() === undefined; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGTERM');
    await ended;
    const text = readFileSync(join(dir, report()!), 'utf8');
    assert.match(text, /"javascriptStack"/);
    clean('the report', text, { ...secrets, ...planted });
  }
});

/** Runs a command that may leave a core file in its folder, and kills it once `until` says so. */
async function aborted(
  words: readonly string[],
  env: Record<string, string>,
  cwd: string,
  until: Promise<void>,
): Promise<string[]> {
  const quoted = [process.execPath, ...words].map((word) => `'${word}'`).join(' ');
  const shell = `ulimit -c unlimited && exec ${quoted}`;
  const child = spawn('sh', ['-c', shell], { env: { PATH: process.env.PATH, ...env }, cwd, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([until, ended]);
  child.kill('SIGABRT');
  await ended;
  return readdirSync(cwd).filter((name) => name.startsWith('core'));
}

test('there is no core file', { skip: process.platform !== 'linux' }, async (context) => {
  const at = desk(context);
  const elsewhere = folder(context);
  const before = await aborted(['-e', 'process.abort()'], {}, elsewhere, new Promise(() => {}));
  if (before.length === 0) return context.skip('this system leaves no core files beside a program');
  if (spawnSync('prlimit', ['--version']).status !== 0) return context.skip('no prlimit');
  let arrived = () => {};
  const sent = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = await serve(context, () => arrived());
  const words = [customer, JSON.stringify(plans[0]), at.file, `${server.url}/wait`];
  assert.deepEqual(await aborted(words, at.env, at.dir, sent), []);
  assert.equal(server.seen.length, 1);
});
