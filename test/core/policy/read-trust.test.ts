import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificates, readTrust } from '../../../src/core/policy/read-trust.ts';
import { caseFile } from '../../vectors/index.ts';
import { issue, issueCa } from '../x509/make-certificate.ts';

const [root, other, intermediate, tsu] = ['root.pem', 'other-root.pem', 'intermediate.pem', 'tsu.pem'].map(caseFile);
const bundle = Buffer.concat([tsu!, intermediate!, root!]);
const unreadable = (code: string) => ({ name: 'TstError', code });

test('of what a user trusts only self-signed CA certificates are anchors; the others are candidates, and trusted by nobody', async () => {
  const { anchors, candidates } = await readTrust(bundle, other!);
  const [first, second] = [root!, other!].map(async (pem) => (await readCertificates(pem))[0]!.sha256);
  assert.deepEqual(
    anchors.map(({ certificate }) => certificate.sha256),
    [await first, await second],
  );
  assert.deepEqual(
    candidates.map(({ origin, url }) => [origin, url]),
    [
      ['user', null],
      ['user', null],
    ],
  );
});

test('DER is read as PEM is', async () => {
  const certificate = issueCa({ subject: 'Root', issuer: 'Root' });
  assert.equal((await readTrust(certificate.bytes)).anchors[0]?.certificate.sha256, certificate.sha256);
});

test('trust without an anchor is an error, not an empty trust: an intermediate alone, a leaf alone, nothing at all', async () => {
  await assert.rejects(readTrust(intermediate!), unreadable('trust-unreadable'));
  await assert.rejects(readTrust(tsu!), unreadable('trust-unreadable'));
  await assert.rejects(readTrust(issue({ subject: 'a', issuer: 'a' }).bytes), unreadable('trust-unreadable'));
  await assert.rejects(readTrust(), unreadable('trust-unreadable'));
});

test('one file that can not be read spoils the whole trust: nobody should miss a root without knowing', async () => {
  await assert.rejects(readTrust(root!, Buffer.alloc(0)), unreadable('trust-unreadable'));
  await assert.rejects(readTrust(root!, Buffer.from('<html>')), unreadable('trust-unreadable'));
  const cut = Buffer.from('-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n');
  await assert.rejects(readTrust(Buffer.concat([root!, cut])), unreadable('trust-unreadable'));
  await assert.rejects(readCertificates(cut), unreadable('certificate-unreadable'));
  await assert.rejects(readCertificates(Buffer.from('no certificate')), unreadable('certificate-unreadable'));
});
