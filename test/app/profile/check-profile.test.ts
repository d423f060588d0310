import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkProfile } from '../../../src/app/profile/check-profile.ts';
import { loadProfileTrust, trustAt } from '../../../src/app/profile/profile-trust.ts';
import { settingsOf } from '../../../src/app/profile/settings.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { createFiles } from '../../../src/io/files.ts';
import { createTrustFiles } from '../../../src/io/trust.ts';
import { good, pin } from './kit.ts';

const cases = fileURLToPath(new URL('../../../fixtures/cases', import.meta.url));
const ports = { files: createFiles(), trust: createTrustFiles() };
const path = join(cases, 'test.toml');
const at = (text: string) => Date.parse(text);

/** Pins of the fixtures, as OpenSSL prints them. */
const { X509Certificate } = await import('node:crypto');
const pinOf = (name: string) =>
  new X509Certificate(readFileSync(join(cases, name))).fingerprint256.replaceAll(':', '').toLowerCase();
const anchor = (name: string, more = '') => `[[anchors]]\nfile = "${name}"\nsha256 = "${pinOf(name)}"\n${more}\n`;

async function codes(text: string, now = '2026-01-15T00:00:00Z'): Promise<string[]> {
  const findings = await checkProfile(await good(`schema = 1\n${text}`, path), at(now), ports);
  return findings.map(({ severity, code, error }) => `${severity} ${error?.code ?? code}`);
}

test('the contract reminds of its end from thirty days before the last day for ending it', async () => {
  const contract = 'timeZone = "Asia/Tokyo"\n[contract]\nend = 2027-03-31\nnoticeDays = 30';
  const found = async (now: string) => (await codes(contract, now)).filter((code) => code.includes('contract'));
  assert.deepEqual(await found('2027-01-30T14:59:59Z'), []);
  assert.deepEqual(await found('2027-01-30T15:00:00Z'), ['warning contract-ends']);
  assert.deepEqual(await found('2027-03-01T14:59:59Z'), ['warning contract-ends']);
  assert.deepEqual(await found('2027-03-01T15:00:00Z'), ['warning contract-renews']);
  assert.deepEqual(await found('2027-03-31T14:59:59Z'), ['warning contract-renews']);
  assert.deepEqual(await found('2027-03-31T15:00:00Z'), ['warning contract-ended']);
});

test('a statement that no list is published holds, lapses, and is not of tomorrow', async () => {
  const list = '[tst-revocation]\nkind = "none-published"\nstatedOn = 2026-01-01\nlimitDays = 10';
  const found = async (now: string) => (await codes(list, now)).filter((code) => code.includes('statement'));
  assert.deepEqual(await found('2025-12-31T23:59:59Z'), ['warning statement-in-future']);
  assert.deepEqual(await found('2026-01-01T00:00:00Z'), ['note statement-holds']);
  assert.deepEqual(await found('2026-01-11T00:00:00Z'), ['note statement-holds']);
  assert.deepEqual(await found('2026-01-11T00:00:01Z'), ['warning statement-lapsed']);
});

test('what is missing, and what cannot be read, is told', async () => {
  assert.deepEqual(await codes(''), [
    'note profile-no-service',
    'warning profile-no-anchors',
    'warning profile-no-tst-revocation',
  ]);
  const found = await codes(
    `certificates = ["none.pem", "data.bin"]\n${anchor('root-expired.root.pem')}${anchor('intermediate.pem')}
[[anchors]]\nfile = "root.pem"\nsha256 = "${pin('a')}"`,
    '2050-01-01T00:00:00Z',
  );
  for (const code of [
    'warning anchor-expired',
    'note anchor-not-root',
    'error anchor-differs',
    'error input-missing',
    'error certificate-unreadable',
    'note accreditation-unknown',
  ]) {
    assert.ok(found.includes(code), `${code} of ${found}`);
  }
});

test('a list that is about the tokens of a whole root is a warning', async () => {
  const list = '[tst-revocation]\nkind = "json"\nfile = "a.json"\n';
  assert.ok((await codes(list)).includes('warning list-no-scope'));
  assert.ok(!(await codes(`${list}[match]\npolicies = ["1.2.3"]`)).includes('warning list-no-scope'));
});

test('trust is the pinned certificates and no others, whatever else their files hold', async () => {
  const pem = `${readFileSync(join(cases, 'other-root.pem'))}${readFileSync(join(cases, 'root.pem'))}`;
  const text = `certificates = ["intermediate.pem"]\n[[anchors]]\npem = '''\n${pem}'''\nsha256 = "${pinOf('root.pem')}"`;
  const profile = await good(`schema = 1\n${text}`, path);
  const trust = await loadProfileTrust(profile, ports);
  assert.deepEqual(
    trust.anchors.map(({ certificate }) => certificate.sha256),
    [pinOf('root.pem')],
  );
  assert.deepEqual(
    trust.candidates.map(({ certificate }) => certificate.sha256),
    [pinOf('intermediate.pem')],
  );
  const swapped = await good(`schema = 1\n[[anchors]]\nfile = "other-root.pem"\nsha256 = "${pinOf('root.pem')}"`, path);
  await assert.rejects(loadProfileTrust(swapped, ports), (error: unknown) => {
    assert.ok(error instanceof TstError && error.code === 'anchor-differs');
    assert.equal(error.facts.found, pinOf('other-root.pem'));
    return true;
  });
});

test('an anchor counts for tokens of the days that the user trusts it for', async () => {
  const profile = await good(
    `schema = 1\n${anchor('root.pem', 'validUntil = 2025-12-31')}${anchor('other-root.pem')}`,
    path,
  );
  const trust = await loadProfileTrust(profile, ports);
  assert.equal(trustAt(trust, at('2025-12-31T23:59:59.999Z')), trust);
  const later = trustAt(trust, at('2026-01-01T00:00:00Z'));
  assert.deepEqual(
    later.anchors.map(({ certificate }) => certificate.sha256),
    [pinOf('other-root.pem')],
  );
});

test('a profile becomes the options that there are', async () => {
  const profile = await good(`schema = 1
[service]
urls = ["https://a.example/", "https://b.example/"]
assumedAccuracy = 0.25
allowNoncriticalEku = true
[credentials]
kind = "client-certificate"
certificate = "/c.pem"`);
  const { tsa, furtherTsas, assumedAccuracyMicros, allowNoncriticalEku, clientKey } = settingsOf(profile);
  assert.deepEqual(
    [tsa, furtherTsas, assumedAccuracyMicros, allowNoncriticalEku, clientKey],
    ['https://a.example/', ['https://b.example/'], 250_000, true, null],
  );
});
