import 'reflect-metadata';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as x509 from '@peculiar/x509';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { faultOf } from '../../src/lab/faults.ts';
import { httpFaults, type Lab, type RevocationFaultName, revocationFaults, startLab } from '../../src/lab/index.ts';
import { revocationFaultOf, revocationFaultTable } from '../../src/lab/revocation-faults.ts';
import { labOptions, moment, requestFor, stamp } from './requests.ts';
import {
  ask,
  crlSignedBy,
  extensionOf,
  nonce,
  ocspRequest,
  octets,
  type ReadOcsp,
  readCrl,
  readOcsp,
  signedBy,
} from './revocation-reading.ts';

const now = Math.floor(moment / 1000) * 1000;
const day = 86_400_000;
const certificate = (pem: string) => new x509.X509Certificate(pem);
const ekuOf = (one: x509.X509Certificate | null) =>
  one?.getExtension(x509.ExtendedKeyUsageExtension)?.usages.includes('1.3.6.1.5.5.7.3.9') ?? false;
const noCheck = (one: x509.X509Certificate | null) => one?.getExtension('1.3.6.1.5.5.7.48.1.5') != null;

type Sight<Answer> = (answer: Answer, lab: Scene) => boolean | Promise<boolean>;

interface Scene {
  readonly lab: Lab;
  readonly tsu: x509.X509Certificate;
  readonly intermediate: x509.X509Certificate;
}

const single = ({ responses }: ReadOcsp) => responses[0]!;
const status = (number: number) => (answer: ReadOcsp) => answer.status === number;
const critical = (one: { critical: boolean }) => one.critical;
/** The signature is the one that the certificate beside it stands for. */
const consistent = (answer: ReadOcsp) => signedBy(answer, answer.responder!.publicKey);
const issuedBy = (answer: ReadOcsp, issuer: x509.X509Certificate) =>
  answer.responder!.verify({ publicKey: issuer.publicKey, signatureOnly: true });

/** What another library sees in an OCSP answer about the TSU, which is revoked, and does not in a good one. */
const seenInOcsp: Readonly<Partial<Record<RevocationFaultName, Sight<ReadOcsp>>>> = {
  'ocsp-expired': (answer) => single(answer).nextUpdate!.getTime() < now,
  'ocsp-future': (answer) => single(answer).thisUpdate.getTime() > now,
  'ocsp-no-next-update': (answer) => single(answer).nextUpdate === undefined && +single(answer).thisUpdate === now,
  'ocsp-stale': (answer) => single(answer).nextUpdate === undefined && +single(answer).thisUpdate < now - 59 * day,
  'ocsp-replayed': (answer) =>
    answer.nonce === null && single(answer).status === 'good' && answer.producedAt.getTime() < now - 29 * day,
  'ocsp-random-key': async (answer, { intermediate }) =>
    !(await consistent(answer)) && (await issuedBy(answer, intermediate)),
  'ocsp-broken-signature': async (answer) => !(await consistent(answer)),
  'ocsp-delegate-without-eku': async (answer, { intermediate }) =>
    !ekuOf(answer.responder) && (await consistent(answer)) && issuedBy(answer, intermediate),
  'ocsp-delegate-of-another-ca': async (answer, { intermediate }) =>
    ekuOf(answer.responder) && (await consistent(answer)) && !(await issuedBy(answer, intermediate)),
  'ocsp-delegate-expired': async (answer, { intermediate }) =>
    answer.responder!.notAfter.getTime() < now && (await consistent(answer)) && issuedBy(answer, intermediate),
  'ocsp-delegate-revoked': async (answer, { lab }) => {
    const list = readCrl(await octets(fetch(`${lab.url}/intermediate.crl`)));
    return list.findRevoked(answer.responder!)?.reason === x509.X509CrlReason.keyCompromise && consistent(answer);
  },
  'ocsp-delegate-to-be-checked': async (answer, { lab }) => {
    const list = readCrl(await octets(fetch(`${lab.url}/intermediate.crl`)));
    return !noCheck(answer.responder) && !list.findRevoked(answer.responder!) && consistent(answer);
  },
  'ocsp-wrong-serial': (answer, { tsu }) => single(answer).serial !== tsu.serialNumber,
  'ocsp-wrong-issuer': async (answer, { intermediate }) =>
    single(answer).keyHash !== Buffer.from(await intermediate.publicKey.getKeyIdentifier()).toString('hex'),
  'ocsp-nonce-wrong': (answer) => answer.nonce !== null && answer.nonce !== nonce.toString('hex'),
  'ocsp-nonce-missing': (answer) =>
    answer.nonce === null && single(answer).status === 'revoked' && answer.producedAt.getTime() === now,
  'ocsp-malformed-request': status(1),
  'ocsp-internal-error': status(2),
  'ocsp-try-later': status(3),
  'ocsp-sig-required': status(5),
  'ocsp-unauthorized': status(6),
  'ocsp-unknown': (answer) => single(answer).status === 'unknown',
  'ocsp-says-good': (answer) => single(answer).status === 'good',
  'ocsp-not-issued': (answer) =>
    single(answer).revoked?.at.getTime() === 0 &&
    single(answer).revoked?.reason === 6 &&
    answer.extensions.some(({ extnID }) => extnID === '1.3.6.1.5.5.7.48.1.9'),
  'ocsp-unknown-critical': (answer) => answer.extensions.some(critical),
  'ocsp-unknown-critical-single': (answer) => critical(single(answer)),
};

const idp = (crl: x509.X509Crl) => extensionOf(crl, '2.5.29.28')?.toString('hex') ?? '';
const by = crlSignedBy;

/** What another library sees in the intermediate's CRL, which lists the TSU. */
const seenInCrl: Readonly<Partial<Record<RevocationFaultName, Sight<x509.X509Crl>>>> = {
  'crl-expired': (crl) => crl.nextUpdate!.getTime() < now,
  'crl-future': (crl) => crl.thisUpdate.getTime() > now,
  'crl-no-next-update': (crl) => crl.nextUpdate === undefined && crl.thisUpdate.getTime() === now,
  'crl-stale': (crl) => crl.nextUpdate === undefined && crl.thisUpdate.getTime() < now - 59 * day,
  'crl-replayed': (crl) => crl.entries.length === 0 && crl.thisUpdate.getTime() < now - 29 * day,
  'crl-says-good': async (crl, { intermediate }) =>
    crl.entries.length === 0 && crl.thisUpdate.getTime() === now && by(crl, intermediate),
  'crl-random-key': async (crl, { intermediate }) => !(await by(crl, intermediate)),
  'crl-broken-signature': async (crl, { intermediate }) => !(await by(crl, intermediate)),
  'crl-of-namesake': async (crl, { lab, intermediate }) => {
    const namesake = new x509.X509Certificate(await octets(fetch(`${lab.url}/namesake-intermediate.der`)));
    const named = namesake.subject === intermediate.subject && crl.issuer === intermediate.subject;
    return named && (await by(crl, namesake)) && !(await by(crl, intermediate));
  },
  'crl-without-crl-sign': async (crl, { lab, intermediate }) => {
    const signer = new x509.X509Certificate(await octets(fetch(`${lab.url}/crl-signer-intermediate.der`)));
    const usages = signer.getExtension(x509.KeyUsagesExtension)!.usages;
    const certified = await signer.verify({ publicKey: certificate(lab.rootPem), signatureOnly: true });
    const right = (usages & x509.KeyUsageFlags.cRLSign) !== 0;
    return signer.subject === intermediate.subject && certified && !right && by(crl, signer);
  },
  'crl-unknown-critical': (crl) => crl.extensions.some((one) => one.critical && one.type.startsWith('1.3.6.1.4.1')),
  'crl-unknown-critical-entry': (crl) => crl.entries.some(({ extensions }) => extensions.some(critical)),
  // IssuingDistributionPoint, byte for byte (RFC 5280 §5.2.5).
  'crl-only-user-certs': (crl) => idp(crl) === '30038101ff',
  'crl-only-ca-certs': (crl) => idp(crl) === '30038201ff',
  'crl-only-attribute-certs': (crl) => idp(crl) === '30038501ff',
  'crl-other-distribution-point': (crl) => Buffer.from(idp(crl), 'hex').includes('http://crl.lab.example/other.crl'),
  'crl-some-reasons': (crl) => idp(crl) === '300483020560',
};

const indicator = (crl: x509.X509Crl) => extensionOf(crl, '2.5.29.27');

/** What another library sees in a delta CRL. */
const seenInDelta: Readonly<Partial<Record<RevocationFaultName, Sight<x509.X509Crl>>>> = {
  'delta-of-later-base': (crl) => {
    const base = new asn1js.Integer({ valueHex: indicator(crl)!.subarray(2) });
    return base.toBigInt() > BigInt(now / 1000) + 1000n;
  },
  'delta-expired': (crl) => crl.nextUpdate!.getTime() < now,
  'delta-random-key': async (crl, { intermediate }) => !(await by(crl, intermediate)),
  'delta-without-indicator': (crl) => indicator(crl) === undefined,
};

describe('each lie about revocation deviates as it says, read by other libraries', () => {
  let scene: Scene;
  before(async () => {
    const lab = await startLab(
      labOptions({ revocation: { delta: true }, revoke: [{ certificate: 'tsu', reason: 'superseded' }] }),
    );
    const [tsu, intermediate] = x509.PemConverter.decode(lab.chainPem).map((der) => new x509.X509Certificate(der));
    scene = { lab, tsu: tsu!, intermediate: intermediate! };
  });
  after(() => scene.lab.close());

  const asked = async (fault?: string) => {
    const { authority } = scene.lab.revocation;
    const query = fault === undefined ? '' : `?fault=${fault}`;
    return octets(ask(`${scene.lab.ocspUrl}${query}`, ocspRequest(authority.intermediate, [authority.tsu])));
  };
  const list = (name: string, fault?: string) =>
    octets(fetch(`${scene.lab.url}/${name}.crl${fault === undefined ? '' : `?fault=${fault}`}`));

  for (const [name, look] of Object.entries(seenInOcsp)) {
    test(name, async () => {
      assert.equal(await look(readOcsp(await asked(name)), scene), true);
      // A good answer for comparison, and to see that the lie leaves nothing behind.
      const good = readOcsp(await asked());
      assert.deepEqual([good.status, single(good).status, noCheck(good.responder)], [0, 'revoked', true]);
      assert.equal(await look(good, scene), false);
    });
  }
  for (const [name, look] of Object.entries(seenInCrl)) {
    test(name, async () => {
      assert.equal(await look(readCrl(await list('intermediate', name)), scene), true);
      assert.equal(await look(readCrl(await list('intermediate')), scene), false);
    });
  }
  for (const [name, look] of Object.entries(seenInDelta)) {
    test(name, async () => {
      assert.equal(await look(readCrl(await list('intermediate-delta', name)), scene), true);
      assert.equal(await look(readCrl(await list('intermediate-delta')), scene), false);
    });
  }

  test('truncated: half of the DER, which is no DER', async () => {
    const [whole, half] = [await list('root'), await list('root', 'crl-truncated')];
    assert.deepEqual(half, whole.subarray(0, whole.length >> 1));
    assert.throws(() => readCrl(half));
    assert.throws(() => readOcsp(new Uint8Array(0)));
    const cut = await asked('ocsp-truncated');
    assert.throws(() => readOcsp(cut));
    assert.equal(cut[0], 0x30);
  });

  test('ca-without-crl-sign: the token brings an intermediate that may not sign CRLs', async () => {
    const usageIn = async (query: string) => {
      const answer = await stamp(`${scene.lab.tsaUrl}${query}`, requestFor());
      const { timeStampToken } = new pkijs.TimeStampResp({ schema: asn1js.fromBER(answer).result });
      const { certificates = [] } = new pkijs.SignedData({ schema: timeStampToken!.content });
      const all = certificates.map((one) => new x509.X509Certificate((one as pkijs.Certificate).toSchema().toBER()));
      const ca = all.find(({ subject }) => subject === scene.intermediate.subject);
      return ca!.getExtension(x509.KeyUsagesExtension)!.usages & x509.KeyUsageFlags.cRLSign;
    };
    assert.equal(await usageIn('?fault=ca-without-crl-sign'), 0);
    assert.notEqual(await usageIn(''), 0);
  });

  test('every lie is looked at here', () => {
    const looked = [...Object.keys(seenInOcsp), ...Object.keys(seenInCrl), ...Object.keys(seenInDelta)];
    const elsewhere = ['crl-truncated', 'ocsp-truncated', 'ca-without-crl-sign'];
    assert.deepEqual([...looked, ...elsewhere].sort(), [...revocationFaults].sort());
  });

  test('a lie that the lab does not know is refused, not ignored', async () => {
    for (const path of ['intermediate.crl?fault=no-such', 'ocsp?fault=constructor']) {
      const answer = await fetch(`${scene.lab.url}/${path}`);
      assert.equal(answer.status, 400);
      await answer.text();
    }
  });
});

test('a lie told always is told without being asked for, and one in the request comes first', async () => {
  const lab = await startLab(labOptions({ revocation: true, revocationFault: 'crl-no-next-update' }));
  try {
    assert.equal(readCrl(await octets(fetch(`${lab.url}/root.crl`))).nextUpdate, undefined);
    const other = readCrl(await octets(fetch(`${lab.url}/root.crl?fault=crl-expired`)));
    assert.ok(other.nextUpdate!.getTime() < now);
    // A lie of CRLs leaves OCSP alone.
    const { authority } = lab.revocation;
    const answer = readOcsp(await octets(ask(lab.ocspUrl, ocspRequest(authority.root, [authority.intermediate]))));
    assert.equal(single(answer).status, 'good');
  } finally {
    await lab.close();
  }
});

test('names of lies collide with no other fault, nor with what objects inherit, and each is described', () => {
  const others: readonly string[] = httpFaults;
  for (const [name, { description }] of Object.entries(revocationFaultTable)) {
    assert.equal(faultOf(name), undefined, name);
    assert.ok(!others.includes(name), name);
    assert.ok(description.length > 5 && !description.endsWith('.'), name);
  }
  for (const name of ['constructor', '__proto__', 'toString', '']) assert.equal(revocationFaultOf(name), undefined);
});
