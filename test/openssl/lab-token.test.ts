import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KeyAlgorithm, LabOptions } from '../../src/lab/index.ts';
import { startLab } from '../../src/lab/index.ts';
import { keyFromPem } from '../../src/lab/keys.ts';
import { fixtureText } from '../vectors/index.ts';
import { noOpenssl, type Outcome, Workshop } from './openssl.ts';

const moment = Date.UTC(2024, 5, 15, 12, 34, 56, 780);
const key = (name: string) => keyFromPem(fixtureText(`keys/${name}.pem`));

function options(algorithm: KeyAlgorithm, rest: Partial<LabOptions> = {}): LabOptions {
  const keys = {
    root: key('root'),
    intermediate: key('intermediate'),
    tsu: key(`tsu-${algorithm}`),
    other: key('other'),
    weak: key('weak'),
  };
  return { algorithm, keys, clock: () => moment, serials: 'counter', ...rest };
}

describe('a token of the lab verifies in openssl', { skip: noOpenssl }, () => {
  let shop: Workshop;
  before(() => {
    shop = new Workshop();
    shop.write('data', 'stamped by the lab\n');
  });
  after(() => shop.remove());

  /** Asks the lab for a token and leaves `query`, `reply` and `root.pem` in the workshop. */
  async function stamp(lab: LabOptions, hash: string, query = ''): Promise<void> {
    shop.run('ts', '-query', '-data', 'data', `-${hash}`, '-cert', '-out', 'query');
    const running = await startLab(lab);
    try {
      shop.write('root.pem', running.rootPem);
      const answer = await fetch(`${running.tsaUrl}${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: Buffer.from(shop.read('query')),
      });
      assert.equal(answer.status, 200);
      shop.write('reply', new Uint8Array(await answer.arrayBuffer()));
    } finally {
      await running.close();
    }
  }

  function verify(): Outcome {
    const time = ['-attime', String(Math.floor(moment / 1000))];
    return shop.try('ts', '-verify', '-in', 'reply', '-queryfile', 'query', '-CAfile', 'root.pem', ...time);
  }

  const kinds: readonly (readonly [string, LabOptions, string])[] = [
    ['RSA-2048, SHA-256', options('rsa-2048'), 'sha256'],
    ['RSA-2048, SHA-512', options('rsa-2048', { digest: 'sha512' }), 'sha512'],
    ['RSA-3072, SHA-384', options('rsa-3072', { digest: 'sha384' }), 'sha384'],
    ['RSA-4096, SHA-512', options('rsa-4096', { digest: 'sha512' }), 'sha256'],
    ['ECDSA P-256, SHA-256', options('p256'), 'sha256'],
    ['ECDSA P-256, SHA-512', options('p256', { digest: 'sha512' }), 'sha512'],
    ['ECDSA P-384', options('p384'), 'sha384'],
    ['ECDSA P-521', options('p521'), 'sha512'],
    ['the SEIKO profile', options('rsa-2048', { profile: 'seiko' }), 'sha256'],
    ['the SEIKO profile, SHA-512', options('rsa-2048', { profile: 'seiko' }), 'sha512'],
  ];
  for (const [what, lab, hash] of kinds) {
    test(what, async () => {
      await stamp(lab, hash);
      const outcome = verify();
      assert.ok(outcome.ok && outcome.stdout.includes('Verification: OK'), outcome.stderr);
    });
  }

  test('the SEIKO profile answers as its public tokens do', async () => {
    await stamp(options('rsa-2048', { profile: 'seiko' }), 'sha512');
    const { stdout } = shop.run('ts', '-reply', '-in', 'reply', '-text');
    assert.match(stdout, /Policy OID: 1\.3\.6\.1\.4\.1\.955\.1\.10\.1\.5\.1\n/);
    assert.match(stdout, /Time stamp: Jun 15 12:34:56\.78000\d 2024 GMT\n/);
    assert.match(stdout, /Serial number: 0x[0-9A-F]{28}\n/);
    assert.match(stdout, /Accuracy: 0x01 seconds, unspecified millis, unspecified micros\n/);
    assert.match(stdout, /Ordering: no\n/);
    assert.match(stdout, /TSA: DirName:.*Lab TSU 1/);
    shop.run('ts', '-reply', '-in', 'reply', '-token_out', '-out', 'bare');
    const cms = shop.run('cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', 'bare').stdout;
    assert.match(cms, /signedData: \n\s+version: 3\n/);
    assert.match(cms, /algorithm: rsaEncryption/);
    assert.equal(cms.match(/object: [^\n]*\(1\.2\.840[^)]*\)/g)?.length, 3);
    assert.match(cms, /unsignedAttrs:\s+<ABSENT>/);
    const certificates = shop.run('pkcs7', '-inform', 'DER', '-in', 'bare', '-print_certs', '-noout').stdout;
    assert.equal(certificates.match(/subject=/g)?.length, 3);
  });

  /** What openssl says to faults of its own reach. It knows no others: those only our own rules see. */
  const refused: readonly (readonly [string, RegExp])[] = [
    ['imprint-wrong', /message imprint mismatch/],
    ['nonce-wrong', /nonce mismatch/],
    ['nonce-missing', /nonce not returned/],
    ['two-signers', /there must be one signer/],
    ['no-signer', /there must be one signer/],
    ['ess-missing', /missing signing certificate attribute/],
    ['ess-wrong-hash', /ess cert id not found/],
    ['signature-changed', /TS_RESP_verify_signature:signature failure/],
    ['signature-other-key', /TS_RESP_verify_signature:signature failure/],
    ['message-digest-wrong', /digest failure/],
    ['tsa-wrong', /tsa name mismatch/],
    ['eku-missing', /unsuitable certificate purpose/],
    ['eku-not-critical', /unsuitable certificate purpose/],
    ['intermediate-not-ca', /invalid CA certificate/],
    ['intermediate-signature', /certificate signature failure/],
    ['intermediate-missing', /unable to get local issuer certificate/],
    ['path-length', /path length constraint exceeded/],
    ['rejection', /status code: rejection, .*failure codes: timeNotAvailable/],
    ['tst-version-2', /unsupported version/],
    ['econtent-type', /bad pkcs7 type/],
  ];
  for (const [fault, reason] of refused) {
    test(`openssl sees the fault ${fault} as well`, async () => {
      await stamp(options('rsa-2048'), 'sha256', `?fault=${fault}`);
      const outcome = verify();
      assert.ok(!outcome.ok, 'openssl accepts it');
      assert.match(outcome.stderr + outcome.stdout, reason);
    });
  }
});
