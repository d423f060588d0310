import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { judgeRevocation, type RevocationOptions } from '../../src/core/judge-revocation.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import type { GenInterval } from '../../src/core/tsp/check-tst-info.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { labOptions, moment } from '../lab/requests.ts';

// The library's way to judge one certificate: what is left out makes nothing pass.

async function setting(t: TestContext, options: Partial<LabOptions> = {}) {
  const lab = await startLab({ ...labOptions(), revocation: true, ...options });
  t.after(() => lab.close());
  const { tsu, intermediate, root } = lab.revocation.authority;
  const asked: RevocationOptions = {
    certificate: decodeCertificate(tsu.der),
    issuer: decodeCertificate(intermediate.der),
    anchor: trustAnchor(decodeCertificate(root.der)),
    now: moment,
  };
  return { lab, asked };
}

const list = async (lab: Lab) => [{ crl: decodeCrl((await lab.revocation.crl('intermediate')).body), url: null }];

test('with nothing to judge by the certificate is undecided, and what would help is named', async (t) => {
  const { asked } = await setting(t);
  const { status, code, wants } = judgeRevocation(asked);
  assert.deepEqual([status, code, wants.map(({ kind }) => kind)], ['unknown', 'no-source', ['ocsp', 'crl']]);
});

test('a current CRL of the issuer clears it, and one that lists it does not', async (t) => {
  const { lab, asked } = await setting(t);
  assert.equal(judgeRevocation({ ...asked, crls: await list(lab) }).status, 'pass');
  lab.revoke({ certificate: 'tsu', reason: 'superseded', date: moment - 1_000 });
  assert.equal(judgeRevocation({ ...asked, crls: await list(lab) }).code, 'certificate-revoked');
});

test('without a token any revocation fails, though it comes after `at` and its reason is harmless (RFC 3161 §4 needs a time)', async (t) => {
  const { lab, asked } = await setting(t);
  lab.revoke({ certificate: 'tsu', reason: 'superseded', date: moment - 1_000 });
  const crls = await list(lab);
  assert.equal(judgeRevocation({ ...asked, crls, at: moment - 86_400_000 }).status, 'fail');
  const earlier = BigInt(moment - 86_400_000) * 1000n;
  const genTime: GenInterval = { earliest: earlier, latest: earlier, accuracyMicros: 0, assumed: false };
  assert.equal(judgeRevocation({ ...asked, crls, genTime, role: 'tsa' }).status, 'pass');
  // A CA, which is what is assumed: nothing proves that the token existed before it was revoked.
  assert.equal(judgeRevocation({ ...asked, crls, genTime }).code, 'ca-revoked-after-token');
});

test('a CRL signed too weakly clears nobody, as where a token is judged', async (t) => {
  const { lab, asked } = await setting(t);
  const crls = await list(lab);
  const late = Date.UTC(2041, 0, 1);
  const stale = judgeRevocation({ ...asked, crls, at: moment, now: late, policy: 'etsi' });
  assert.equal(stale.status, 'pass');
  const later = { ...crls[0]!, crl: { ...crls[0]!.crl, nextUpdate: late } };
  assert.notEqual(judgeRevocation({ ...asked, crls: [later], at: late - 1, now: late, policy: 'etsi' }).status, 'pass');
});

test('a time that is none is thrown', async (t) => {
  const { asked } = await setting(t);
  for (const wrong of [{ now: Number.NaN }, { at: Number.NaN }, { asKnownOn: Number.NaN }]) {
    assert.throws(() => judgeRevocation({ ...asked, ...wrong }), RangeError);
  }
});

test('half a set of ages, one that is none, and a policy that there isn’t are thrown: no answer would be too old', async (t) => {
  const { lab, asked } = await setting(t);
  const [{ crl, url }] = (await list(lab)) as [Awaited<ReturnType<typeof list>>[0]];
  const old = { ...asked, crls: [{ crl: { ...crl, nextUpdate: null }, url }], now: moment + 300 * 86_400_000 };
  assert.equal(judgeRevocation(old).code, 'stale');
  for (const freshness of [
    {},
    { ocsp: 1 },
    { crl: Number.NaN, ocsp: 1 },
    { crl: '7d', ocsp: 1 },
    { crl: -1, ocsp: 1 },
  ]) {
    assert.throws(() => judgeRevocation({ ...old, freshness: freshness as never }), RangeError);
  }
  assert.throws(() => judgeRevocation({ ...asked, policy: 'lenient' as never }), RangeError);
});
