import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { certificateToPem, issue } from '../../src/lab/ca.ts';
import { type Lab, startLab } from '../../src/lab/index.ts';
import { keyToPem } from '../../src/lab/keys.ts';
import { data, labOptions, post, query, requestFor, stamp } from './requests.ts';

/** The answer as another library reads it. */
function read(bytes: Uint8Array): pkijs.TimeStampResp {
  return new pkijs.TimeStampResp({ schema: asn1js.fromBER(bytes).result });
}

function refusal(bytes: Uint8Array): { status: number; bits: number[]; text: string } {
  const { status, timeStampToken } = read(bytes);
  assert.equal(timeStampToken, undefined);
  const octets = status.failInfo?.valueBlock.valueHexView ?? new Uint8Array();
  const bits = [...octets].flatMap((octet, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (0x80 >> bit)).map((bit) => 8 * at + bit),
  );
  return { status: status.status, bits, text: status.statusStrings?.[0]?.valueBlock.value ?? '' };
}

describe('the lab answers by RFC 3161', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(labOptions());
  });
  after(() => lab.close());

  test('a request gets a token under the right media type (§3.4)', async () => {
    const answer = await post(lab.tsaUrl, requestFor());
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/timestamp-reply');
    const response = read(new Uint8Array(await answer.arrayBuffer()));
    assert.equal(response.status.status, 0);
    assert.equal(response.timeStampToken?.contentType, '1.2.840.113549.1.7.2');
  });

  test('pkijs verifies the signature and the imprint of a token', async () => {
    const response = read(await stamp(lab.tsaUrl, requestFor()));
    const signed = new pkijs.SignedData({ schema: response.timeStampToken!.content });
    const content = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
    assert.equal(await signed.verify({ signer: 0, data: content }), true);
  });

  test('without certReq no certificate comes (§2.4.1)', async () => {
    const response = read(await stamp(lab.tsaUrl, requestFor({ certReq: false })));
    const signed = new pkijs.SignedData({ schema: response.timeStampToken!.content });
    assert.equal(signed.certificates, undefined);
  });

  // PKIFailureInfo, §2.4.2.
  const refused: readonly (readonly [string, Uint8Array, number])[] = [
    ['octets that are no request: badDataFormat', Buffer.from('hello'), 5],
    ['nothing: badDataFormat', new Uint8Array(), 5],
    ['version 2: badRequest', requestFor({ version: 2 }), 2],
    ['SHA-1: badAlg', requestFor({}, 'sha1'), 0],
    ['an unknown hash: badAlg', requestFor({ imprint: { algorithm: '1.2.3', parameters: null, value: data } }), 0],
    [
      'an imprint of the wrong length: badDataFormat',
      requestFor({ imprint: { algorithm: '2.16.840.1.101.3.4.2.1', parameters: null, value: data } }),
      5,
    ],
    ['another policy: unacceptedPolicy', requestFor({ policy: '1.3.6.1.4.1.99999.1.77' }), 15],
  ];
  for (const [what, body, bit] of refused) {
    test(`${what}`, async () => {
      const { status, bits, text } = refusal(await stamp(lab.tsaUrl, body));
      assert.equal(status, 2);
      assert.deepEqual(bits, [bit]);
      assert.notEqual(text, '');
    });
  }

  test('a request under another media type gets 415', async () => {
    assert.equal((await post(lab.tsaUrl, requestFor(), { 'content-type': 'text/plain' })).status, 415);
  });

  test('a body of a megabyte gets 413', async () => {
    assert.equal((await post(lab.tsaUrl, new Uint8Array(1 << 20))).status, 413);
  });

  test('certificates are served, everything else is 404', async () => {
    const root = await fetch(`${lab.url}/root.pem`);
    assert.equal(await root.text(), lab.rootPem);
    const chain = await (await fetch(`${lab.url}/chain.pem`)).text();
    assert.equal(chain, lab.chainPem);
    assert.equal(chain.match(/BEGIN CERTIFICATE/g)?.length, 2);
    const intermediate = await fetch(`${lab.url}/intermediate.der`);
    assert.equal(intermediate.headers.get('content-type'), 'application/pkix-cert');
    for (const path of ['/', '/root.key.pem', '/../server.ts', '/tsa/x']) {
      assert.equal((await fetch(`${lab.url}${path}`)).status, 404, path);
    }
    assert.equal((await fetch(lab.tsaUrl)).status, 405);
  });

  test('a fault that the lab does not have is refused, not ignored', async () => {
    const answer = await post(`${lab.tsaUrl}?fault=no-such-fault`, requestFor());
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /no-such-fault/);
  });
});

test('a counter gives the same serial numbers again, random ones differ', async () => {
  const serials = async (kind: 'counter' | 'random') => {
    const seen: string[] = [];
    const lab = await startLab(
      labOptions({ serials: kind, profile: 'seiko', onToken: ({ serial }) => seen.push(serial) }),
    );
    await stamp(lab.tsaUrl, requestFor());
    await stamp(lab.tsaUrl, requestFor());
    await lab.close();
    assert.ok(seen.every((serial) => serial.length === 28));
    return seen;
  };
  assert.deepEqual(await serials('counter'), await serials('counter'));
  assert.notDeepEqual(await serials('random'), await serials('random'));
});

test('Basic authentication: without, with wrong and with right credentials', async () => {
  const lab = await startLab(labOptions({ auth: { user: 'user', password: 'pässword' } }));
  try {
    const basic = (text: string) => ({ ...query, authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const without = await post(lab.tsaUrl, requestFor());
    assert.equal(without.status, 401);
    assert.match(without.headers.get('www-authenticate') ?? '', /^Basic realm=/);
    assert.match(without.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal((await post(lab.tsaUrl, requestFor(), basic('user:password'))).status, 401);
    assert.equal((await post(lab.tsaUrl, requestFor(), basic('user:pässword'))).status, 200);
    // The certificates are no secret.
    assert.equal((await fetch(`${lab.url}/root.pem`)).status, 200);
  } finally {
    await lab.close();
  }
});

test('a second start continues with the keys and certificates of the first, which only the owner reads', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tst-lab-'));
  try {
    const options = { dir, algorithm: 'p256', clock: labOptions().clock } as const;
    const first = await startLab(options);
    await first.close();
    const second = await startLab({ ...options, clock: () => options.clock() + 86_400_000 });
    await second.close();
    assert.equal(second.rootPem, first.rootPem);
    assert.equal(second.chainPem, first.chainPem);
    const home = join(dir, 'p256');
    const keys = readdirSync(home).filter((name) => name.endsWith('.key.pem'));
    assert.equal(keys.length, 3);
    for (const name of keys) assert.equal(statSync(join(home, name)).mode & 0o077, 0, name);
    const other = await startLab({ ...options, algorithm: 'p384' });
    await other.close();
    assert.notEqual(other.rootPem, first.rootPem);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('with aia the token carries the signer alone, whose certificate says where the intermediate is', async () => {
  const lab = await startLab(labOptions({ aia: true }));
  try {
    const { timeStampToken } = read(await stamp(lab.tsaUrl, requestFor()));
    const { certificates } = new pkijs.SignedData({ schema: timeStampToken!.content });
    assert.equal(certificates?.length, 1);
    const certificate = new X509Certificate(Buffer.from((certificates![0] as pkijs.Certificate).toSchema().toBER()));
    assert.equal(certificate.infoAccess?.trim(), `CA Issuers - URI:${lab.url}/intermediate.der`);
    const issuer = new X509Certificate(await (await fetch(`${lab.url}/intermediate.der`)).bytes());
    assert.ok(certificate.verify(issuer.publicKey));
  } finally {
    await lab.close();
  }
});

test('with a key and a certificate the lab speaks TLS', async () => {
  const { other } = labOptions().keys!;
  const plan = {
    subject: 'CN=localhost',
    notBefore: Date.UTC(2020, 0, 1),
    notAfter: Date.UTC(2120, 0, 1),
    hash: 'sha256',
    basicConstraints: { ca: true },
    keyUsage: null,
    extendedKeyUsage: null,
    caIssuers: null,
    ocsp: null,
    crl: null,
    extensions: [],
  } as const;
  const cert = certificateToPem((await issue(plan, other!)).der);
  const lab = await startLab(labOptions({ tls: { key: keyToPem(other!), cert } }));
  try {
    assert.match(lab.url, /^https:/);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { ca: cert, agent: false, checkServerIdentity: () => undefined } as const;
      get(`${lab.url}/root.pem`, options, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    assert.equal(status, 200);
  } finally {
    await lab.close();
  }
});

test('close frees the port, also while an answer hangs', async () => {
  const lab = await startLab(labOptions({ fault: 'slow' }));
  const answer = await post(lab.tsaUrl, requestFor());
  assert.equal(answer.status, 200);
  const cut = assert.rejects(answer.arrayBuffer());
  await lab.close();
  await cut;
  const { hostname, port } = new URL(lab.url);
  const error = await new Promise<NodeJS.ErrnoException>((resolve) =>
    connect(Number(port), hostname).on('error', resolve),
  );
  assert.equal(error.code, 'ECONNREFUSED');
});

describe('faults of the transport', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(labOptions());
  });
  after(() => lab.close());
  const ask = (fault: string) => post(`${lab.tsaUrl}?fault=${fault}`, requestFor());

  test('html: 200 with a page', async () => {
    const answer = await ask('html');
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
  });
  test('wrong-content-type: a good answer under another type', async () => {
    const answer = await ask('wrong-content-type');
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.equal(read(new Uint8Array(await answer.arrayBuffer())).status.status, 0);
  });
  test('truncated-body: fewer octets than the header says', async () => {
    await assert.rejects((await ask('truncated-body')).arrayBuffer());
  });
  test('oversized: more than any response, as long as one reads', async () => {
    const answer = await ask('oversized');
    let octets = 0;
    for await (const chunk of answer.body!) {
      octets += chunk.length;
      if (octets > 8 << 20) break;
    }
    assert.ok(octets > 8 << 20);
  });
  test('http-500 and http-429 with Retry-After', async () => {
    assert.equal((await ask('http-500')).status, 500);
    const busy = await ask('http-429');
    assert.equal(busy.status, 429);
    assert.equal(busy.headers.get('retry-after'), '1');
  });
  test('redirect, and one that leads to itself', async () => {
    assert.equal((await ask('redirect')).headers.get('location'), '/tsa');
    assert.equal((await ask('redirect-loop')).headers.get('location'), '/tsa?fault=redirect-loop');
  });
  test('reset: the connection breaks', async () => {
    await assert.rejects(ask('reset'));
  });
});
