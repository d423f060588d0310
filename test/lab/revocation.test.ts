import 'reflect-metadata';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as x509 from '@peculiar/x509';
import { type Lab, startLab } from '../../src/lab/index.ts';
import type { RevocationSite } from '../../src/lab/revocation-site.ts';
import { labOptions, moment } from './requests.ts';
import { ask, crlSignedBy, extensionOf, nonce, ocspRequest, octets, readCrl, readOcsp } from './revocation-reading.ts';

const now = Math.floor(moment / 1000) * 1000;
const chain = ({ chainPem }: Lab) => x509.PemConverter.decode(chainPem).map((der) => new x509.X509Certificate(der));
const list = async (lab: Lab, name: string) => readCrl(await octets(fetch(`${lab.url}/${name}.crl`)));
const answer = async (lab: Lab, bytes: Uint8Array) => readOcsp(await octets(ask(lab.ocspUrl, bytes)));
const post = (lab: Lab, path: string, headers = {}) => fetch(`${lab.url}${path}`, { method: 'POST', headers });

describe('what certificates name', () => {
  const urls = async (revocation: NonNullable<Parameters<typeof labOptions>[0]>['revocation']) => {
    const lab = await startLab(labOptions(revocation === undefined ? {} : { revocation }));
    await lab.close();
    return { lab, found: chain(lab).map(({ rawData }) => Buffer.from(rawData).toString('latin1')) };
  };

  test('nothing, unless asked: the certificates are those of a lab that knows no revocation', async () => {
    const { lab, found } = await urls(undefined);
    assert.ok(found.every((text) => !text.includes(lab.url)));
    assert.equal(chain(lab)[0]!.extensions.length, 4);
  });

  test('the CRL and the responder of their own issuer', async () => {
    const { lab, found } = await urls(true);
    const [tsu, intermediate] = found;
    assert.ok(tsu!.includes(`${lab.url}/intermediate.crl`) && tsu!.includes(`${lab.url}/ocsp`));
    assert.ok(intermediate!.includes(`${lab.url}/root.crl`) && intermediate!.includes(`${lab.url}/ocsp`));
  });

  test('one of the two alone, the delta CRL, the indirect CRL with its issuer, and a division by reasons', async () => {
    const without = await urls({ crl: false, delta: true });
    assert.ok(!without.found[0]!.includes('intermediate.crl') && without.found[0]!.includes('intermediate-delta.crl'));
    const indirect = await urls({ ocsp: false, indirect: true });
    assert.match(indirect.found[0]!, /indirect\.crl.*Lab CRL Issuer/s);
    assert.ok(!indirect.found[0]!.includes('/ocsp'));
    const divided = await urls({ partitioned: true });
    // ReasonFlags: bits 1, 2, 7, 8 and bits 3 to 6.
    const [one, two] = [Buffer.from('8103076180', 'hex'), Buffer.from('8102011e', 'hex')];
    assert.ok(divided.found[0]!.includes(one.toString('latin1')) && divided.found[0]!.includes(two.toString('latin1')));
  });
});

describe('OCSP (RFC 6960)', () => {
  let lab: Lab;
  let site: RevocationSite;
  before(async () => {
    lab = await startLab(labOptions({ revocation: true }));
    site = lab.revocation;
  });
  after(() => lab.close());

  test('media type, nonce, SHA-1 and SHA-256, and both certificates of the path', async () => {
    const { root, intermediate, tsu } = site.authority;
    for (const [issuer, certificate] of [
      [intermediate, tsu],
      [root, intermediate],
    ] as const) {
      for (const hash of ['sha1', 'sha256'] as const) {
        const raw = await ask(lab.ocspUrl, ocspRequest(issuer, [certificate], { hash }));
        assert.equal(raw.headers.get('content-type'), 'application/ocsp-response');
        const read = readOcsp(await octets(raw));
        assert.deepEqual([read.status, read.nonce], [0, nonce.toString('hex')]);
        const [single] = read.responses;
        assert.equal(single!.status, 'good');
        assert.equal(single!.algorithm, hash === 'sha1' ? '1.3.14.3.2.26' : '2.16.840.1.101.3.4.2.1');
        assert.deepEqual([+single!.thisUpdate, +single!.nextUpdate!], [now, now + 86_400_000]);
      }
    }
  });

  test('without a nonce in the request there is none in the answer', async () => {
    const { intermediate, tsu } = site.authority;
    assert.equal((await answer(lab, ocspRequest(intermediate, [tsu], { sent: null }))).nonce, null);
  });

  test('GET and POST say the same, also with slashes in the Base64 (appendix A.1)', async () => {
    const { intermediate, tsu } = site.authority;
    const bytes = ocspRequest(intermediate, [tsu, { serial: Buffer.from('02047fffffff', 'hex') }], { sent: null });
    const base64 = Buffer.from(bytes).toString('base64');
    const statuses = ({ responses }: ReturnType<typeof readOcsp>) => responses.map(({ status }) => status);
    const posted = await answer(lab, bytes);
    assert.deepEqual(statuses(posted), ['good', 'unknown']);
    for (const path of [encodeURIComponent(base64), base64]) {
      const got = await fetch(`${lab.ocspUrl}/${path}`);
      assert.notEqual(got.headers.get('etag'), null);
      assert.deepEqual(statuses(readOcsp(await octets(got))), statuses(posted));
    }
  });

  test('one answer for several certificates, one of them of another CA', async () => {
    const { root, intermediate, tsu } = site.authority;
    const delegate = await site.delegates.responder('intermediate');
    const read = await answer(lab, ocspRequest(intermediate, [tsu, delegate, root]));
    assert.deepEqual(
      read.responses.map(({ status }) => status),
      ['good', 'good', 'unknown'],
    );
  });

  test('octets that are no request: malformedRequest; a CA that the lab is not: unauthorized', async () => {
    for (const bytes of [Buffer.from('hello'), new Uint8Array(), Buffer.from('3000', 'hex'), new Uint8Array(70_000)]) {
      assert.equal((await answer(lab, bytes)).status, 1);
    }
    const foreign = await site.delegates.foreignCa();
    assert.equal((await answer(lab, ocspRequest(foreign, [site.authority.tsu]))).status, 6);
    assert.equal((await fetch(lab.ocspUrl, { method: 'PUT' })).status, 405);
  });

  test('signed by the CA itself, named by its key', async () => {
    const direct = await startLab(labOptions({ responder: 'ca', responderId: 'byKey' }));
    try {
      const { intermediate, tsu } = direct.revocation.authority;
      const read = await answer(direct, ocspRequest(intermediate, [tsu]));
      assert.equal(read.responder, null);
      const id = read.basic.tbsResponseData.responderID.valueBlock.valueHexView;
      const [, ca] = chain(direct);
      assert.equal(
        Buffer.from(id).toString('hex'),
        Buffer.from(await ca!.publicKey.getKeyIdentifier()).toString('hex'),
      );
    } finally {
      await direct.close();
    }
  });

  test('the same plan and an RSA key give the same bytes', async () => {
    const options = labOptions({ responder: 'ca' });
    const ask = async () => {
      const one = await startLab(options);
      await one.close();
      const { intermediate, tsu } = one.revocation.authority;
      return (await one.revocation.ocsp(ocspRequest(intermediate, [tsu]))).body;
    };
    assert.deepEqual(await ask(), await ask());
  });
});

describe('revocation on demand', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(labOptions());
  });
  after(() => lab.close());
  const tsuEntry = async () => (await list(lab, 'intermediate')).findRevoked(chain(lab)[0]!);

  test('by HTTP with reason, date and invalidityDate: CRL and OCSP say the same', async () => {
    const path = '/revoke?certificate=tsu&reason=1&date=2024-06-01T01:02:03Z&invalidity=2024-05-01';
    assert.equal((await post(lab, path)).status, 200);
    const entry = await tsuEntry();
    assert.equal(entry?.revocationDate.toISOString(), '2024-06-01T01:02:03.000Z');
    assert.equal(entry?.reason, x509.X509CrlReason.keyCompromise);
    assert.equal(entry?.invalidity?.toISOString(), '2024-05-01T00:00:00.000Z');
    const { intermediate, tsu } = lab.revocation.authority;
    const [single] = (await answer(lab, ocspRequest(intermediate, [tsu]))).responses;
    assert.deepEqual(single!.revoked, { at: new Date('2024-06-01T01:02:03Z'), reason: 1 });
    assert.deepEqual(single!.extensions, ['2.5.29.24']);
  });

  test('reason 0 is written, `none` leaves the reason code out, and an unknown one stays as it is', async () => {
    for (const [reason, written] of [
      ['unspecified', '0a0100'],
      ['none', undefined],
      ['42', '0a012a'],
    ] as const) {
      assert.equal((await post(lab, `/revoke?certificate=tsu&reason=${reason}`)).status, 200);
      assert.equal(extensionOf((await tsuEntry())!, '2.5.29.21')?.toString('hex'), written, reason);
    }
  });

  test('a hold ends with removeFromCRL; without a hold that is refused', async () => {
    assert.equal((await post(lab, '/revoke?certificate=intermediate&reason=removeFromCRL')).status, 400);
    await post(lab, '/revoke?certificate=intermediate&reason=certificateHold');
    assert.equal((await list(lab, 'root')).entries[0]?.reason, x509.X509CrlReason.certificateHold);
    assert.equal((await post(lab, '/revoke?certificate=intermediate&reason=8')).status, 200);
    assert.equal((await list(lab, 'root')).entries.length, 0);
  });

  test('words that are none are refused', async () => {
    for (const query of [
      '',
      'certificate=root',
      'certificate=tsu&reason=128',
      'certificate=tsu&reason=1&date=yesterday',
    ]) {
      assert.equal((await post(lab, `/revoke?${query}`)).status, 400, query);
    }
    assert.equal((await fetch(`${lab.url}/revoke?certificate=tsu&reason=1`)).status, 404);
  });

  test('a web page cannot revoke', async () => {
    const path = '/revoke?certificate=intermediate&reason=1';
    assert.equal((await post(lab, path, { origin: 'http://page.example' })).status, 403);
    assert.equal((await list(lab, 'root')).entries.length, 0);
  });

  test('CRL numbers grow with the clock and with each change', async () => {
    const number = async () =>
      Number(
        `0x${extensionOf(await list(lab, 'root'), '2.5.29.20')!
          .subarray(2)
          .toString('hex')}`,
      );
    const first = await number();
    assert.equal(await number(), first);
    lab.revoke({ certificate: 'intermediate', reason: 'superseded' });
    assert.equal(await number(), first + 1);
  });
});

describe('delta, indirect and divided CRLs', () => {
  test('a delta has what changed since the complete CRL, and removeFromCRL for a hold that ended', async () => {
    const held = { certificate: 'intermediate', reason: 'certificateHold' } as const;
    const lab = await startLab(labOptions({ revocation: { delta: true }, revoke: [held] }));
    try {
      const [tsu] = chain(lab);
      const before = await list(lab, 'root');
      assert.equal(before.entries[0]?.reason, x509.X509CrlReason.certificateHold);
      assert.ok(extensionOf(before, '2.5.29.46')?.includes(`${lab.url}/root-delta.crl`));
      lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
      lab.revoke({ certificate: 'intermediate', reason: 'removeFromCRL' });
      assert.equal((await list(lab, 'intermediate')).findRevoked(tsu!), null);
      const delta = await list(lab, 'intermediate-delta');
      assert.equal(delta.findRevoked(tsu!)?.reason, x509.X509CrlReason.keyCompromise);
      const base = extensionOf(await list(lab, 'intermediate'), '2.5.29.20');
      assert.deepEqual(extensionOf(delta, '2.5.29.27'), base);
      assert.notDeepEqual(extensionOf(delta, '2.5.29.20'), base);
      assert.equal((await list(lab, 'root')).entries.length, 1);
      assert.equal((await list(lab, 'root-delta')).entries[0]?.reason, x509.X509CrlReason.removeFromCRL);
      assert.equal((await post(lab, '/publish')).status, 200);
      assert.equal((await list(lab, 'root')).entries.length, 0);
      assert.equal((await list(lab, 'root-delta')).entries.length, 0);
      assert.notEqual((await list(lab, 'intermediate')).findRevoked(tsu!), null);
    } finally {
      await lab.close();
    }
  });

  test('the indirect CRL names the issuer of each entry, and its own issuer is certified for CRLs by the root', async () => {
    const revoke = [
      { certificate: 'tsu', reason: 'superseded' },
      { certificate: 'intermediate', reason: null },
    ] as const;
    const lab = await startLab(labOptions({ revocation: { indirect: true }, revoke }));
    try {
      const indirect = await list(lab, 'indirect');
      const issuer = new x509.X509Certificate(await octets(fetch(`${lab.url}/crl-issuer.der`)));
      assert.ok(crlSignedBy(indirect, issuer));
      assert.equal(issuer.issuer, new x509.X509Certificate(lab.rootPem).subject);
      assert.equal(issuer.getExtension(x509.KeyUsagesExtension)?.usages, x509.KeyUsageFlags.cRLSign);
      const { root, intermediate } = lab.revocation.authority;
      const named = indirect.entries.map((entry) => extensionOf(entry, '2.5.29.29')!);
      assert.ok(named[0]!.includes(Buffer.from(root.subject)) && named[1]!.includes(Buffer.from(intermediate.subject)));
      assert.ok(extensionOf(indirect, '2.5.29.28')!.includes(Buffer.from('8401ff', 'hex')));
    } finally {
      await lab.close();
    }
  });

  test('of two CRLs for some reasons each, the one for its reason lists a certificate', async () => {
    const lab = await startLab(
      labOptions({ revocation: { partitioned: true }, revoke: [{ certificate: 'tsu', reason: 'keyCompromise' }] }),
    );
    try {
      assert.equal((await list(lab, 'intermediate-1')).entries.length, 1);
      assert.equal((await list(lab, 'intermediate-2')).entries.length, 0);
      lab.revoke({ certificate: 'tsu', reason: null });
      assert.equal((await list(lab, 'intermediate-2')).entries.length, 1);
    } finally {
      await lab.close();
    }
  });
});
