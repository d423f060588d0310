import 'reflect-metadata';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as x509 from '@peculiar/x509';
import { startLab } from '../../src/lab/index.ts';
import { jsonOf, program, tst } from '../cli/run-tst.ts';
import { labOptions } from './requests.ts';
import { extensionOf, octets, readCrl } from './revocation-reading.ts';

/** Runs `tst lab` with these words until `use` is done. */
async function withLab(words: readonly string[], use: (url: string, said: string) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [program, 'lab', '--algorithm', 'p256', '--lang', 'en', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    await use(/http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())![0], first.toString());
  } finally {
    child.kill();
    await once(child, 'close');
  }
}

const chainOf = async (url: string) =>
  x509.PemConverter.decode(await (await fetch(`${url}/chain.pem`)).text()).map((der) => new x509.X509Certificate(der));

test('tst lab names CRL and OCSP in its certificates, revokes as told, and lies as told', {
  skip: process.platform === 'win32',
}, async () => {
  const revoke = ['--revoke', 'tsu:keyCompromise:2025-01-31', '--revoke', 'intermediate:none'];
  await withLab([...revoke, '--revocation-fault', 'crl-expired'], async (url, said) => {
    assert.match(said, /curl -X POST 'http:\/\/127\.0\.0\.1:\d+\/revoke\?certificate=tsu&reason=keyCompromise'/);
    const [tsu, intermediate] = await chainOf(url);
    assert.ok(Buffer.from(tsu!.rawData).includes(`${url}/intermediate.crl`));
    const list = readCrl(await octets(fetch(`${url}/intermediate.crl`)));
    assert.equal(list.findRevoked(tsu!)?.revocationDate.toISOString(), '2025-01-31T00:00:00.000Z');
    assert.ok(list.nextUpdate!.getTime() < Date.now() - 3_600_000);
    const entry = readCrl(await octets(fetch(`${url}/root.crl`))).findRevoked(intermediate!);
    assert.equal(extensionOf(entry!, '2.5.29.21'), undefined);
  });
});

test('tst lab --no-revocation names neither', { skip: process.platform === 'win32' }, async () => {
  await withLab(['--no-revocation'], async (url) => {
    for (const { rawData } of await chainOf(url)) assert.ok(!Buffer.from(rawData).includes(url));
  });
});

test('words that the lab cannot follow: exit 64', async () => {
  for (const words of [
    ['--revoke', 'root:keyCompromise'],
    ['--revoke', 'tsu'],
    ['--revoke', 'tsu:boredom'],
    ['--revoke', 'tsu:superseded:yesterday'],
    ['--revocation-fault', 'nonce-wrong'],
    ['--crl-kind', 'whole'],
  ]) {
    assert.equal((await tst(['lab', ...words])).exit, 64, words.join(' '));
  }
});

test('the faults of revocation are listed in a group of their own', async () => {
  const { out } = await tst(['lab', '--list-faults']);
  const [tokens, lies] = out.split('\n\n');
  assert.ok(tokens!.includes('nonce-wrong') && !tokens!.includes('ocsp-random-key'));
  assert.ok(lies!.startsWith('# ') && lies!.includes('ocsp-random-key') && lies!.includes('gzip-bomb'));
  const { faults } = jsonOf(await tst(['lab', '--list-faults', '--json']));
  assert.ok(faults.includes('crl-of-namesake') && new Set(faults).size === faults.length);
});

test('on another port the root and the keys of an earlier start stay, and certificates name the new addresses', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tst-lab-'));
  try {
    const options = { dir, algorithm: 'p256', clock: labOptions().clock } as const;
    const plain = await startLab(options);
    const second = await startLab({ ...options, revocation: true });
    await Promise.all([plain.close(), second.close()]);
    assert.equal(second.rootPem, plain.rootPem);
    assert.notEqual(second.chainPem, plain.chainPem);
    const { tsu, root, intermediate } = second.revocation.authority;
    assert.ok(Buffer.from(tsu.der).includes(`${second.url}/intermediate.crl`));
    const signer = new x509.X509Certificate(root.der);
    const ca = new x509.X509Certificate(intermediate.der);
    assert.ok(await ca.verify({ publicKey: signer.publicKey, signatureOnly: true }));
    const third = await startLab(options);
    await third.close();
    assert.equal(third.chainPem, second.chainPem);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
