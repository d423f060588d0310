import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fetcher, type FetchOptions } from '../../src/app/fetching.ts';
import { judgeRevocation } from '../../src/core/revocation/judge.ts';
import { wantsFor } from '../../src/core/revocation/want.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { systemClock, systemRandom } from '../../src/io/clock.ts';
import { createHttp } from '../../src/io/http.ts';
import { serve } from '../io/servers.ts';
import { noOpenssl, Workshop } from '../openssl/openssl.ts';
import { startResponder } from '../openssl/responder.ts';
import { makeCa } from '../openssl/tsa.ts';
import { MemoryCache } from './fetch-kit.ts';

// A responder and a list by openssl, asked over a real network and judged at the real time.

const serials = { good: '4C01', revoked: '4C02' };

/** A CA of which openssl issued two certificates, and revoked one. */
async function setUp(shop: Workshop, ocsp: string, crl: string) {
  const { root, intermediate } = await makeCa(shop);
  shop.write(
    'ext',
    [
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=critical,timeStamping',
      `authorityInfoAccess=OCSP;URI:${ocsp}`,
      `crlDistributionPoints=URI:${crl}`,
    ].join('\n'),
  );
  shop.write('req.cnf', '[req]\ndistinguished_name=dn\n[dn]\n');
  shop.run('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'tsu.key');
  shop.run('req', '-new', '-config', 'req.cnf', '-key', 'tsu.key', '-subj', '/CN=TSU', '-out', 'tsu.csr');
  const certificates = Object.entries(serials).map(([name, serial]) => {
    const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', `0x${serial}`];
    const words = ['-days', '1000', '-extfile', 'ext', '-outform', 'DER', '-out', `${name}.der`];
    shop.run('x509', '-req', '-in', 'tsu.csr', ...issuer, ...words);
    return [name, decodeCertificate(new Uint8Array(shop.read(`${name}.der`)))] as const;
  });
  return {
    anchor: trustAnchor(decodeCertificate(root)),
    issuer: decodeCertificate(intermediate),
    certificates: Object.fromEntries(certificates),
  };
}

const index = [
  `V\t491231235959Z\t\t${serials.good}\tunknown\t/CN=TSU`,
  `R\t491231235959Z\t240601000000Z,keyCompromise\t${serials.revoked}\tunknown\t/CN=TSU`,
];

for (const ocspMethod of ['post', 'get'] as const) {
  test(`openssl ocsp answers (${ocspMethod}), and the core believes it`, { skip: noOpenssl }, async (t) => {
    const shop = new Workshop();
    t.after(() => shop.remove());
    // The responder wants the CA, and the certificates the responder's port: the CA comes first.
    await makeCa(shop);
    shop.write('index.txt', `${index.join('\n')}\n`);
    const responder = await startResponder(shop);
    t.after(() => responder.stop());
    const results = await judgeBoth(shop, 'ocsp', responder.url, 'http://127.0.0.1:9/none.crl', { ocspMethod }, t);
    assert.deepEqual(results, { good: 'pass', revoked: 'fail' });
  });
}

test('a list by openssl on a static server, and the core believes it', { skip: noOpenssl }, async (t) => {
  const shop = new Workshop();
  t.after(() => shop.remove());
  await makeCa(shop);
  shop.write('index.txt', `${index.join('\n')}\n`);
  shop.write('number', '1000\n');
  shop.write(
    'ca.cnf',
    '[ca]\ndefault_ca=one\n[one]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ncrl_extensions=crl\n[crl]\nauthorityKeyIdentifier=keyid\n',
  );
  shop.run(
    'ca',
    '-config',
    'ca.cnf',
    '-gencrl',
    '-crldays',
    '7',
    '-cert',
    'ca.pem',
    '-keyfile',
    'ca.key',
    '-out',
    'list.pem',
  );
  // PEM, as it is published by mistake here and there.
  const server = await serve(t, (_, response) => response.end(shop.read('list.pem')));
  const results = await judgeBoth(shop, 'crl', 'http://127.0.0.1:9/ocsp', `${server.url}/list.crl`, {}, t);
  assert.deepEqual(results, { good: 'pass', revoked: 'fail' });
  assert.equal(server.seen.length, 1);
});

async function judgeBoth(
  shop: Workshop,
  kind: 'ocsp' | 'crl',
  ocsp: string,
  crl: string,
  options: FetchOptions,
  t: { after: (task: () => Promise<void>) => void },
) {
  const { anchor, issuer, certificates } = await setUp(shop, ocsp, crl);
  const http = createHttp({ allowPrivate: true });
  t.after(() => http.close());
  const ports = { http, clock: systemClock, random: systemRandom, cache: new MemoryCache() };
  const fetcher = new Fetcher(ports, options);
  const results: Record<string, string> = {};
  for (const [name, certificate] of Object.entries(certificates)) {
    const want = wantsFor(certificate, issuer, []).find((one) => one.kind === kind)!;
    const found = await fetcher.fetch(want);
    assert.deepEqual(found.failed, []);
    const [answer] = found.ocsp;
    if (answer) assert.equal(answer.nonce === null, options.ocspMethod === 'get');
    const now = Date.now();
    results[name] = judgeRevocation({
      certificate,
      issuer,
      role: 'tsa',
      anchor,
      candidates: [],
      crls: found.crls,
      ocsp: found.ocsp,
      at: now,
      now,
      genTime: { earliest: BigInt(now) * 1000n, latest: BigInt(now) * 1000n, accuracyMicros: 0, assumed: false },
      policy: 'default',
    }).status;
  }
  return results;
}
