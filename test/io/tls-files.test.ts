import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Secret } from '../../src/app/secret.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { readTlsFiles, type TlsFiles } from '../../src/io/tls-files.ts';

/** A certificate with key, encrypted key and PFX, under the passphrase `open-sesame`; null without OpenSSL. */
function keys(t: TestContext): ((name: string) => string) | null {
  const folder = mkdtempSync(join(tmpdir(), 'tst-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'ignore' });
  try {
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x'];
    openssl(...make, '-keyout', path('key.pem'), '-out', path('cert.pem'));
    openssl(...make, '-keyout', path('other.pem'), '-out', path('other-cert.pem'));
    const pass = 'pass:open-sesame';
    openssl('pkcs8', '-topk8', '-in', path('key.pem'), '-passout', pass, '-out', path('locked.pem'));
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      path('key.pem'),
      '-in',
      path('cert.pem'),
      '-passout',
      pass,
      '-out',
      path('both.pfx'),
    );
  } catch {
    return null;
  }
  writeFileSync(path('both.pem'), Buffer.concat([readFileSync(path('cert.pem')), readFileSync(path('key.pem'))]));
  writeFileSync(path('text'), 'no key');
  return path;
}

const none: TlsFiles = { ca: [], cert: null, key: null, passphrase: null };

test('a client certificate comes as two PEM files, as one, with a locked key, or as PFX', (t) => {
  const path = keys(t);
  if (!path) return t.skip('no OpenSSL to make keys with');
  const read = (files: Partial<TlsFiles>) => Object.keys(readTlsFiles({ ...none, ...files })).sort();
  assert.deepEqual(read({}), []);
  assert.deepEqual(read({ ca: [path('cert.pem')] }), ['ca']);
  assert.deepEqual(read({ cert: path('cert.pem'), key: path('key.pem') }), ['cert', 'key']);
  assert.deepEqual(read({ cert: path('both.pem') }), ['cert', 'key']);
  const passphrase = new Secret('open-sesame');
  assert.deepEqual(read({ cert: path('cert.pem'), key: path('locked.pem'), passphrase }), [
    'cert',
    'key',
    'passphrase',
  ]);
  assert.deepEqual(read({ cert: path('both.pfx'), passphrase }), ['passphrase', 'pfx']);
});

test('what TLS could not use is told before anything is sent, and no passphrase is in the error', (t) => {
  const path = keys(t);
  if (!path) return t.skip('no OpenSSL to make keys with');
  for (const [files, reason] of [
    [{ cert: path('cert.pem'), key: path('other.pem') }, 'the key is not the one of the client certificate'],
    [
      { cert: path('cert.pem'), key: path('locked.pem'), passphrase: new Secret('hunter2') },
      'wrong or missing passphrase',
    ],
    [{ cert: path('cert.pem'), key: path('locked.pem') }, 'wrong or missing passphrase'],
    [{ cert: path('both.pfx'), passphrase: new Secret('hunter2') }, 'wrong or missing passphrase'],
    [{ cert: path('cert.pem') }, 'the client certificate has no key'],
    [{ key: path('key.pem') }, 'the client key has no certificate'],
    [{ ca: [path('text')] }, 'not a certificate or key that TLS can use'],
    [{ cert: path('text') }, 'not a certificate or key that TLS can use'],
  ] as const) {
    assert.throws(
      () => readTlsFiles({ ...none, ...files }),
      (error) => {
        assert.ok(error instanceof TstError && error.code === 'configuration', String(error));
        assert.equal(error.facts.reason, reason, JSON.stringify(files));
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  }
});
