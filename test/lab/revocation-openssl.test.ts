import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { certificateToPem } from '../../src/lab/ca.ts';
import { type Lab, type LabOptions, type RevocationLie, startLab } from '../../src/lab/index.ts';
import { noOpenssl, Workshop } from '../openssl/openssl.ts';
import { labOptions, moment } from './requests.ts';
import { octets } from './revocation-reading.ts';

// OpenSSL as a client of the lab's CRLs and OCSP. It runs beside the test, which answers it meanwhile.

const time = ['-attime', String(Math.floor(moment / 1000))];
/** `openssl ocsp` holds dates against the real clock; the lab's is years behind. */
const anyDate = ['-validity_period', '3000000000'];

class Client {
  readonly lab: Lab;
  readonly shop = new Workshop();

  constructor(lab: Lab) {
    this.lab = lab;
    const { root, intermediate, tsu } = lab.revocation.authority;
    for (const [name, { der }] of Object.entries({ root, intermediate, tsu })) {
      this.shop.write(`${name}.pem`, certificateToPem(der));
    }
  }

  /** Everything that openssl says. */
  run(...words: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
    const env = { ...process.env, OPENSSL_CONF: '/dev/null', LC_ALL: 'C' };
    return new Promise((resolve) => {
      execFile('openssl', words, { cwd: this.shop.dir, env }, (error, out, err) =>
        resolve({ ok: error === null, text: `${out}${err}` }),
      );
    });
  }

  /** Asks about one certificate by POST. */
  async ocsp(
    which: 'tsu' | 'intermediate',
    { fault, hash = 'sha1', serial }: { fault?: RevocationLie; hash?: string; serial?: string } = {},
  ): Promise<string> {
    const issuer = which === 'tsu' ? 'intermediate.pem' : 'root.pem';
    const about = serial === undefined ? ['-cert', `${which}.pem`] : ['-serial', serial];
    const url = `${this.lab.ocspUrl}${fault ? `?fault=${fault}` : ''}`;
    const trust = ['-CAfile', 'root.pem', '-verify_other', 'intermediate.pem'];
    const words = [`-${hash}`, '-issuer', issuer, ...about, '-url', url, ...trust, ...time, ...anyDate];
    return (await this.run('ocsp', ...words)).text;
  }

  /** Fetches lists and leaves them in one PEM file. */
  async lists(...paths: readonly string[]): Promise<void> {
    let pem = '';
    for (const path of paths) {
      this.shop.write('list.crl', await octets(fetch(`${this.lab.url}/${path}`)));
      pem += (await this.run('crl', '-inform', 'DER', '-in', 'list.crl')).text;
    }
    this.shop.write('lists.pem', pem);
  }

  /** Builds the TSU's path with the lists fetched. */
  verify(...words: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
    const files = ['-CAfile', 'root.pem', '-CRLfile', 'lists.pem', '-untrusted', 'intermediate.pem'];
    return this.run('verify', ...time, '-crl_check_all', ...files, ...words, 'tsu.pem');
  }

  async close(): Promise<void> {
    await this.lab.close();
    this.shop.remove();
  }
}

async function client(options: Partial<LabOptions> = {}): Promise<Client> {
  return new Client(await startLab(labOptions({ revocation: true, ...options })));
}

describe('openssl ocsp asks the lab', { skip: noOpenssl }, () => {
  let one: Client;
  before(async () => {
    one = await client({ revoke: [{ certificate: 'intermediate', reason: 'superseded', date: Date.UTC(2024, 5, 1) }] });
  });
  after(() => one.close());

  for (const hash of ['sha1', 'sha256']) {
    test(`good, and the delegate is one that the CA certified (${hash})`, async () => {
      const text = await one.ocsp('tsu', { hash });
      assert.match(text, /Response verify OK/);
      assert.match(text, /tsu\.pem: good/);
      assert.doesNotMatch(text, /WARNING|nonce/i);
    });
  }

  test('revoked, with reason and time', async () => {
    const text = await one.ocsp('intermediate');
    assert.match(text, /intermediate\.pem: revoked/);
    assert.match(text, /Reason: superseded/);
    assert.match(text, /Revocation Time: Jun {2}1 00:00:00 2024 GMT/);
  });

  test('unknown, for a serial number that was never issued', async () => {
    assert.match(await one.ocsp('tsu', { serial: '0x1234' }), /0x1234: unknown/);
  });

  test('GET', async () => {
    await one.run('ocsp', '-issuer', 'intermediate.pem', '-cert', 'tsu.pem', '-no_nonce', '-reqout', 'request');
    const base64 = Buffer.from(one.shop.read('request')).toString('base64');
    one.shop.write('response', await octets(fetch(`${one.lab.ocspUrl}/${encodeURIComponent(base64)}`)));
    const about = ['-issuer', 'intermediate.pem', '-cert', 'tsu.pem', '-no_nonce', '-respin', 'response'];
    const trust = ['-CAfile', 'root.pem', '-verify_other', 'intermediate.pem'];
    const { text } = await one.run('ocsp', ...about, ...trust, ...time, ...anyDate);
    assert.match(text, /Response verify OK/);
    assert.match(text, /tsu\.pem: good/);
  });

  // What OpenSSL, too, says of lies.
  const lies: readonly (readonly [RevocationLie, RegExp])[] = [
    ['ocsp-random-key', /Response Verify Failure/],
    ['ocsp-broken-signature', /Response Verify Failure/],
    ['ocsp-delegate-without-eku', /missing ocspsigning usage/],
    ['ocsp-delegate-of-another-ca', /Response Verify Failure/],
    ['ocsp-delegate-expired', /certificate has expired/],
    ['ocsp-wrong-serial', /No Status found/],
    ['ocsp-wrong-issuer', /No Status found/],
    ['ocsp-nonce-wrong', /Nonce Verify error/],
    ['ocsp-nonce-missing', /no nonce in response/],
    ['ocsp-malformed-request', /Responder Error: malformedrequest/],
    ['ocsp-internal-error', /Responder Error: internalerror/],
    ['ocsp-try-later', /Responder Error: trylater/],
    ['ocsp-sig-required', /Responder Error: sigrequired/],
    ['ocsp-unauthorized', /Responder Error: unauthorized/],
    ['ocsp-unknown', /tsu\.pem: unknown/],
    ['ocsp-truncated', /Error querying OCSP responder/],
    ['html', /Error querying OCSP responder/],
  ];
  for (const [fault, says] of lies) {
    test(`${fault}: refused for that reason`, async () => {
      assert.match(await one.ocsp('tsu', { fault }), says);
    });
  }
});

test('openssl ocsp accepts an answer that the CA signed, named by its key', { skip: noOpenssl }, async () => {
  const one = await client({ responder: 'ca', responderId: 'byKey' });
  try {
    const text = await one.ocsp('tsu');
    assert.match(text, /Response verify OK/);
    assert.match(text, /tsu\.pem: good/);
  } finally {
    await one.close();
  }
});

describe('openssl checks the path with the CRLs of the lab', { skip: noOpenssl }, () => {
  let one: Client;
  before(async () => {
    one = await client();
  });
  after(() => one.close());

  test('openssl crl verifies the signatures', async () => {
    for (const [name, issuer] of [
      ['root.crl', 'root.pem'],
      ['intermediate.crl', 'intermediate.pem'],
      ['intermediate-delta.crl', 'intermediate.pem'],
    ] as const) {
      one.shop.write('list', await octets(fetch(`${one.lab.url}/${name}`)));
      const words = ['-inform', 'DER', '-in', 'list', '-noout', '-CAfile', issuer];
      assert.match((await one.run('crl', ...words)).text, /verify OK/, name);
    }
  });

  test('nothing is revoked: the path is good', async () => {
    await one.lists('root.crl', 'intermediate.crl');
    assert.deepEqual(await one.verify(), { ok: true, text: 'tsu.pem: OK\n' });
  });

  const lies: readonly (readonly [string, RevocationLie, RegExp])[] = [
    ['intermediate', 'crl-expired', /CRL has expired/],
    ['intermediate', 'crl-future', /CRL is not yet valid/],
    ['intermediate', 'crl-random-key', /CRL signature failure/],
    ['intermediate', 'crl-broken-signature', /CRL signature failure/],
    ['intermediate', 'crl-of-namesake', /unable to get certificate CRL|CRL signature failure/],
    ['intermediate', 'crl-unknown-critical', /unhandled critical CRL extension/i],
    ['root', 'crl-only-user-certs', /different CRL scope/i],
    ['intermediate', 'crl-only-ca-certs', /different CRL scope/i],
    ['intermediate', 'crl-only-attribute-certs', /different CRL scope/i],
    ['intermediate', 'crl-other-distribution-point', /different CRL scope/i],
    ['intermediate', 'crl-some-reasons', /different CRL scope|unable to get certificate CRL/i],
  ];
  for (const [ca, fault, says] of lies) {
    test(`${fault} is refused for that reason`, async () => {
      const other = ca === 'root' ? 'intermediate' : 'root';
      await one.lists(`${other}.crl`, `${ca}.crl?fault=${fault}`);
      const { ok, text } = await one.verify();
      assert.equal(ok, false);
      assert.match(text, says);
    });
  }

  test('revoked: the path is not', async () => {
    one.lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
    await one.lists('root.crl', 'intermediate.crl');
    assert.match((await one.verify()).text, /error 23 at 0 depth lookup: certificate revoked/);
    await one.lists('root.crl', 'intermediate.crl?fault=crl-says-good');
    assert.equal((await one.verify()).ok, true);
  });
});

test('openssl finds a revocation in the delta CRL, and only with it', { skip: noOpenssl }, async () => {
  const one = await client({ revocation: { delta: true } });
  try {
    one.lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
    await one.lists('root.crl', 'intermediate.crl');
    assert.equal((await one.verify()).ok, true);
    await one.lists('root.crl', 'root-delta.crl', 'intermediate.crl', 'intermediate-delta.crl');
    assert.match((await one.verify('-use_deltas')).text, /certificate revoked/);
  } finally {
    await one.close();
  }
});

test('openssl follows the indirect CRL to its issuer', { skip: noOpenssl }, async () => {
  const one = await client({ revocation: { indirect: true } });
  try {
    const issuer = (await one.lab.revocation.delegates.crlIssuer()).der;
    one.shop.write('crl-issuer.pem', certificateToPem(issuer));
    const words = ['-extended_crl', '-untrusted', 'crl-issuer.pem'];
    // The root's own list is for the CRL issuer's certificate; the TSU is on the indirect one alone.
    await one.lists('root.crl', 'indirect.crl');
    assert.deepEqual(await one.verify(...words), { ok: true, text: 'tsu.pem: OK\n' });
    one.lab.revoke({ certificate: 'tsu', reason: 'superseded' });
    await one.lists('root.crl', 'indirect.crl');
    assert.match((await one.verify(...words)).text, /error 23 at 0 depth lookup: certificate revoked/);
  } finally {
    await one.close();
  }
});
