import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { parseDigest } from '../../src/app/digest.ts';
import type { Ports } from '../../src/app/ports.ts';
import { stampFiles } from '../../src/app/stamp.ts';
import { verifyFile } from '../../src/app/verify.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import type { LabOptions } from '../../src/lab/server.ts';
import { bench } from './lab.ts';

/** A bench with `a.pdf.tsr` and `a.pdf.tsq` beside `a.pdf`. */
async function stamped(t: TestContext, options: Partial<LabOptions> = {}, http = {}) {
  const b = await bench(t, options, http);
  const [outcome] = await stampFiles(b.stamp({ saveRequest: true, aia: false }), b.ports);
  assert.equal(outcome?.result, 'stamped', JSON.stringify(outcome?.error));
  return b;
}

const failsWith =
  (code: string, facts: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof TstError, String(error));
    assert.equal(error.code, code, JSON.stringify(error.facts));
    for (const [name, value] of Object.entries(facts)) assert.deepEqual(error.facts[name], value);
    return true;
  };

test('one changed byte of the data is INVALID, imprint-mismatch', async (t) => {
  const b = await stamped(t);
  writeFileSync(b.file, 'the documenT\n');
  const { judgement } = await verifyFile(b.verify(), b.ports);
  assert.equal(judgement.verdict, 'INVALID');
  assert.equal(judgement.code, 'imprint-mismatch');
});

test('the token is found beside the file under each of its names, in their order', async (t) => {
  const b = await stamped(t);
  const names = ['a.pdf.tsr', 'a.pdf.tst', 'a.tsr', 'a.tst'];
  for (const [i, name] of names.entries()) {
    if (i > 0) renameSync(b.path(names[i - 1]!), b.path(name));
    const outcome = await verifyFile(b.verify(), b.ports);
    assert.equal(outcome.tokenPath, b.path(name));
    assert.equal(outcome.judgement.verdict, 'VALID');
  }
  renameSync(b.path('a.tst'), b.path('gone'));
  await assert.rejects(verifyFile(b.verify(), b.ports), failsWith('token-missing', { path: b.file }));
  await assert.rejects(verifyFile(b.verify({ file: '-' }), b.ports), failsWith('token-missing'));
});

test('a missing file is told before a missing token, and a named token that is none with its path', async (t) => {
  const b = await stamped(t);
  await assert.rejects(
    verifyFile(b.verify({ file: b.path('no') }), b.ports),
    failsWith('input-missing', { path: b.path('no') }),
  );
  await assert.rejects(
    verifyFile(b.verify({ token: b.file }), b.ports),
    failsWith('token-unreadable', { path: b.file }),
  );
  await assert.rejects(
    verifyFile(b.verify({ request: b.file }), b.ports),
    failsWith('request-unreadable', { path: b.file }),
  );
  await assert.rejects(verifyFile(b.verify({ token: b.path('none.tsr') }), b.ports), failsWith('input-missing'));
});

test('token and request may be DER, PEM or Base64', async (t) => {
  const b = await stamped(t);
  const base64 = (name: string) => b.read(name).toString('base64').replace(/.{64}/g, '$&\n');
  writeFileSync(
    b.path('pem.tsr'),
    `text before\n-----BEGIN TIMESTAMP RESPONSE-----\n${base64('a.pdf.tsr')}\n-----END TIMESTAMP RESPONSE-----\n`,
  );
  writeFileSync(b.path('b64.tsr'), base64('a.pdf.tsr'));
  writeFileSync(b.path('b64.tsq'), base64('a.pdf.tsq'));
  for (const token of ['a.pdf.tsr', 'pem.tsr', 'b64.tsr']) {
    for (const request of ['a.pdf.tsq', 'b64.tsq']) {
      const outcome = await verifyFile(b.verify({ token: b.path(token), request: b.path(request) }), b.ports);
      assert.equal(outcome.judgement.verdict, 'VALID', `${token} ${request}`);
    }
  }
});

test('a digest stands for the file, under the algorithm that the token names', async (t) => {
  const b = await stamped(t);
  const token = b.path('a.pdf.tsr');
  const hex = createHash('sha256').update('the document\n').digest('hex');
  const digest = parseDigest(`SHA256:${hex.toUpperCase()}`);
  const outcome = await verifyFile(b.verify({ file: null, token, digest }), b.ports);
  assert.equal(outcome.judgement.verdict, 'VALID');
  assert.deepEqual(outcome.file, { path: null, size: null, algorithm: 'sha256', digest: hex });
  const other = parseDigest(`sha512:${'0'.repeat(128)}`);
  await assert.rejects(
    verifyFile(b.verify({ file: null, token, digest: other }), b.ports),
    failsWith('digest-needed', { algorithm: 'sha256' }),
  );
  for (const text of [
    'sha256',
    'sha256:',
    `sha256:${'0'.repeat(63)}`,
    `sha256:${'g'.repeat(64)}`,
    'md4:00',
    '__proto__:00',
    ':',
  ]) {
    assert.throws(() => parseDigest(text), failsWith('usage'), text);
  }
});

test('trust is taken from PEM with text around it, DER and a directory', async (t) => {
  const b = await stamped(t);
  const pem = b.lab.rootPem;
  const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
  writeFileSync(b.path('many.pem'), `subject=whatever\n${b.lab.chainPem}${key}${pem}\nend`);
  writeFileSync(b.path('root.der'), new X509Certificate(pem).raw);
  writeFileSync(b.path('crlf.pem'), pem.replaceAll('\n', '\r\n'));
  mkdirSync(b.path('trust/sub'), { recursive: true });
  writeFileSync(b.path('trust/sub/root.crt'), pem);
  writeFileSync(b.path('trust/readme.txt'), 'no certificate');
  for (const form of ['many.pem', 'root.der', 'crlf.pem', 'trust']) {
    const outcome = await verifyFile(b.verify({ trust: [b.path(form)] }), b.ports);
    assert.equal(outcome.judgement.verdict, 'VALID', form);
    const notes = outcome.notes.map((note) => note.facts.path);
    assert.deepEqual(notes, form === 'trust' ? [b.path('trust/readme.txt')] : [], form);
  }
});

test('trust is taken from a certs-only PKCS #7 message, in DER and PEM', async (t) => {
  const b = await stamped(t);
  for (const form of ['DER', 'PEM']) {
    try {
      execFileSync('openssl', [
        'crl2pkcs7',
        '-nocrl',
        '-certfile',
        b.root,
        '-outform',
        form,
        '-out',
        b.path('root.p7b'),
      ]);
    } catch {
      return t.skip('no OpenSSL to make a PKCS #7 message with');
    }
    const outcome = await verifyFile(b.verify({ trust: [b.path('root.p7b')] }), b.ports);
    assert.equal(outcome.judgement.verdict, 'VALID', form);
  }
});

test('a path without any certificate is an error that names it, and none at all is INDETERMINATE', async (t) => {
  const b = await stamped(t);
  mkdirSync(b.path('empty'));
  writeFileSync(b.path('broken.pem'), '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  for (const name of ['empty', 'a.pdf', 'a.pdf.tsq', 'broken.pem']) {
    await assert.rejects(
      verifyFile(b.verify({ trust: [b.path(name)] }), b.ports),
      failsWith('trust-unreadable', { path: b.path(name) }),
    );
    await assert.rejects(verifyFile(b.verify({ certs: [b.path(name)] }), b.ports), failsWith('certificate-unreadable'));
  }
  await assert.rejects(verifyFile(b.verify({ trust: [b.path('no.pem')] }), b.ports), failsWith('input-missing'));
  const { judgement } = await verifyFile(b.verify({ trust: [] }), b.ports);
  assert.equal(judgement.verdict, 'INDETERMINATE');
  assert.equal(judgement.code, 'no-chain');
});

test('what the user gives as trust is an anchor only if it is a self-signed CA certificate, unless by --trust-any', async (t) => {
  const b = await stamped(t);
  writeFileSync(b.path('chain.pem'), b.lab.chainPem);
  const verdict = async (more: object) =>
    (await verifyFile(b.verify({ trust: [], ...more }), b.ports)).judgement.verdict;
  assert.equal(await verdict({ trust: [b.path('chain.pem')] }), 'INDETERMINATE');
  assert.equal(await verdict({ certs: [b.root] }), 'INDETERMINATE');
  assert.equal(await verdict({ trustAny: [b.path('chain.pem')] }), 'VALID');
});

/** Counts what is fetched, and can answer in place of the network. */
function watched(ports: Ports, answer?: (url: string) => Uint8Array) {
  const urls: string[] = [];
  const http: Ports['http'] = {
    exchange: async (request) => {
      urls.push(request.url);
      assert.equal(request.origin, 'certificate');
      return answer
        ? { status: 200, headers: {}, body: answer(request.url), url: request.url }
        : ports.http.exchange(request);
    },
  };
  return { urls, ports: { ...ports, http } };
}

test('a missing intermediate is fetched from where the certificate says, once, and the path is built with it', async (t) => {
  const b = await stamped(t, { aia: true }, { allowPrivate: true });
  const { urls, ports } = watched(b.ports);
  const { judgement, notes } = await verifyFile(b.verify(), ports);
  assert.equal(judgement.verdict, 'VALID');
  assert.deepEqual(urls, [`${b.lab.url}/intermediate.der`]);
  assert.deepEqual(notes, []);
  assert.ok(judgement.path.some((entry) => entry.origin === 'fetched'));
});

test('nothing is fetched offline, without AIA, for a token that is disproven, or where the user gave what lacks', async (t) => {
  const b = await stamped(t, { aia: true }, { allowPrivate: true });
  writeFileSync(b.path('chain.pem'), b.lab.chainPem);
  const { urls, ports } = watched(b.ports);
  const verdict = async (more: object) => (await verifyFile(b.verify(more), ports)).judgement.verdict;
  assert.equal(await verdict({ offline: true }), 'INDETERMINATE');
  assert.equal(await verdict({ aia: false }), 'INDETERMINATE');
  assert.equal(await verdict({ certs: [b.path('chain.pem')] }), 'VALID');
  writeFileSync(b.file, 'changed');
  assert.equal(await verdict({}), 'INVALID');
  assert.deepEqual(urls, []);
});

test('a certificate that points inside the network reaches nothing there', async (t) => {
  const b = await stamped(t, { aia: true });
  const { judgement, notes } = await verifyFile(b.verify(), b.ports);
  assert.equal(judgement.verdict, 'INDETERMINATE');
  const url = `${b.lab.url}/intermediate.der`;
  assert.deepEqual(notes, [{ code: 'fetch-failed', facts: { url, reason: 'address-refused', detail: 'loopback' } }]);
});

test('an answer that is no certificate, or the wrong one, decides nothing and is not asked for again', async (t) => {
  const b = await stamped(t, { aia: true });
  const html = watched(b.ports, () => Buffer.from('<html>gone</html>'));
  const first = await verifyFile(b.verify(), html.ports);
  assert.equal(first.judgement.verdict, 'INDETERMINATE');
  assert.deepEqual(
    first.notes.map((note) => note.code),
    ['fetched-no-certificate'],
  );
  assert.equal(html.urls.length, 1);
  const wrong = watched(b.ports, () => new X509Certificate(b.lab.rootPem).raw);
  const second = await verifyFile(b.verify({ trust: [] }), wrong.ports);
  assert.equal(second.judgement.verdict, 'INDETERMINATE', 'a fetched root is no anchor');
  assert.equal(wrong.urls.length, 1);
});

test('the same input gives the same judgement, byte for byte', async (t) => {
  const b = await stamped(t);
  const once = await verifyFile(b.verify(), b.ports);
  const twice = await verifyFile(b.verify(), b.ports);
  assert.equal(JSON.stringify(once), JSON.stringify(twice));
});

test('where the only trust is a root set made for TLS, the report carries a note that says so', async (t) => {
  const b = await bench(t);
  await stampFiles(b.stamp(), b.ports);
  const noted = async (trust: readonly string[]) => {
    // `system` stands for what the computer has: here, the lab's root.
    const list = async (path: string) => ({
      ...(await b.ports.trust.list(path === 'system' ? b.root : path)),
      kind: path === 'system' ? ('tls-roots' as const) : ('file' as const),
    });
    const { notes } = await verifyFile(b.verify({ trust }), { ...b.ports, trust: { list } });
    return notes.filter(({ code }) => code === 'tls-roots-only').map(({ facts }) => facts.path);
  };
  assert.deepEqual(await noted(['system']), ['system']);
  assert.deepEqual(await noted(['system', b.root]), []);
});
