import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { withoutEchoes, withoutSecrets } from '../../src/app/secret.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { hideSecrets } from '../../src/io/environment-secrets.ts';
import { closeLeaks } from '../../src/io/leaks.ts';

const refused = (path: string) => (error: unknown) =>
  error instanceof TstError && error.code === 'configuration' && error.facts.path === path;

test('what makes Node write down strings, traffic or its keys is refused by name', () => {
  assert.throws(() => closeLeaks({ NODE_DEBUG: 'http' }, []), refused('NODE_DEBUG'));
  assert.throws(() => closeLeaks({ NODE_DEBUG_NATIVE: 'worker' }, []), refused('NODE_DEBUG_NATIVE'));
  for (const [options, name] of [
    ['--heapsnapshot-signal=SIGUSR2', '--heapsnapshot-signal'],
    ['--max-old-space-size=100 --heapsnapshot-near-heap-limit=3', '--heapsnapshot-near-heap-limit'],
    ['"--tls-keylog=/tmp/a b"', '--tls-keylog'],
    ['--tls-keylog /tmp/a', '--tls-keylog'],
    ['--trace_tls', '--trace-tls'],
  ] as const) {
    assert.throws(() => closeLeaks({ NODE_OPTIONS: options }, []), refused(name), options);
    assert.throws(() => closeLeaks({}, options.replaceAll('"', '').split(' ')), refused(name), options);
  }
});

test('what writes nothing secret is let alone', () => {
  const environment = { NODE_DEBUG: '', NODE_OPTIONS: '--max-old-space-size=4096 --enable-source-maps --inspect=0' };
  closeLeaks(environment, ['--heapsnapshot-near-heap-limit=0', '--import=./trace-tls.js']);
});

test('diagnostic reports and core files are left without content', () => {
  closeLeaks({}, []);
  assert.equal(process.report?.excludeEnv, true);
  if (process.platform === 'linux') assert.match(readFileSync('/proc/self/coredump_filter', 'utf8'), /^0+\n$/);
});

test('secrets of the environment are hidden, in use or not', () => {
  hideSecrets({
    TST_PASSWORD: 'pass-of-nobody',
    tst_key_passphrase: 'phrase-of-nobody',
    TST_SECRET_A_TOKEN: 'token-of-nobody',
    TST_SECRET_A_USER: 'user-of-nobody',
    HTTPS_PROXY: 'http://proxy%20user:proxy%2Fpass@proxy.example:3128',
    http_proxy: 'http://odd%:odd-password%@proxy.example',
    TST_CACHE_DIR: '/cache-of-nobody',
    PATH: '/usr/bin/somewhere',
  });
  const pair = Buffer.from('proxy user:proxy/pass').toString('base64');
  for (const text of [
    'pass-of-nobody',
    'phrase-of-nobody',
    'token-of-nobody',
    'proxy/pass',
    'proxy%2Fpass',
    'odd-password%',
    pair,
  ]) {
    assert.equal(withoutSecrets(`a ${text} b`).replace(/=+/, ''), 'a [secret] b', text);
  }
  assert.equal(withoutEchoes('a user-of-nobody b'), 'a [secret] b');
  for (const text of ['/cache-of-somebody', '/usr/bin/somewhere', 'user-of-nobody', 'proxy.example:3128']) {
    assert.equal(withoutSecrets(text), text);
  }
});
